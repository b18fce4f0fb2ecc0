"""What stands before or after a name or the deciding words, and so tells who does, who is told and who is asked."""

from __future__ import annotations

import re

# A name after one of these is not the subject of what follows.
OBLIQUE = re.compile(
    r"\b(?:for|to|into|in|at|near|from|with|against|on|inside|over|about|under|via|through|around|across"
    r"|outside|toward|towards"
    r"|(?:zones?|areas?|sectors?|bases?|positions?|posts?|territory|responsibility|control) of)"
    r"(?: the| its| their| all| any)?(?: [a-z]+ern)? ?$",
    re.IGNORECASE,
)
PRONOUN_NEXT = re.compile(
    r"(?:(?:not|never|had|has|been|ever) )*\w+\s+(?:to |with |of )?(?P<pronoun>it|its|him|his|her|them|their|us|our)\b",
    re.IGNORECASE,
)
# After one of these the subject is that of the whole sentence again: "…, while promising an inquiry".
ASIDE = re.compile(r"\b(?:while|whereas|although)\b|, (?:and )?\w+ing\b", re.IGNORECASE)
LOCATIVE = re.compile(
    r"\b(?:in|on|over|at|near|inside|about|across|into|by)(?: the)?(?: \w+ern)? ?$", re.IGNORECASE
)
# "Police in Nairobi", "the government in Khartoum": the seat of who acts is its name.
SEATED = re.compile(
    r"\b(?:authorit(?:y|ies)|police|prosecutors?|officials?|government|leadership|leaders|rulers|court|troops|forces"
    r"|army|military|ministry|commanders?|command|administration|presidency|junta|parliament|delegat(?:es|ions?)|representatives?"
    r"|envoys?|negotiators?|diplomats|generals|officers|ministers|experts|members|fighters|units|soldiers|spokes\w+|mediators)"
    r" (?:in|of|at|from|for)(?: the| both)? ?$",
    re.IGNORECASE,
)
BY = re.compile(r"\bby(?: the)?(?: \w+){0,3} ?$", re.IGNORECASE)
FROM = re.compile(r"\b(?:from|by|of|for)(?: the)?(?: \w+){0,2} ?$", re.IGNORECASE)
# "its troops had", "they have": the speaker's own side; "it said breaks the truce" speaks of another's deed.
OWN_SUBJECT = re.compile(
    r"\b(?:(?:its|their|our|his) [\w-]+(?: [\w-]+)?|we|it|they)(?: (?:has|have|had|did|also|never|not|\w+ly))* $",
    re.IGNORECASE,
)
# A name within a sentence; days and months name nothing.
CAPITALISED = re.compile(
    r"(?<=[\w,’'-] )(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May\b|June|July|August"
    r"|September|October|November|December)[A-Z][^\W\d_]{2,}"
)
HE = re.compile(r"\b(?:he|she)\b(?: [\w-]+){0,6} $", re.IGNORECASE)
# Who these are is not said: they are not the speaker's.
STRANGERS = re.compile(
    r"\b(?:residents|civilians|protest\w+|locals|local people|villagers|gunmen|militants|militiamen|rebels"
    r"|armed (?:men|groups|persons|individuals)|unknown \w+|settlers|demonstrators|crowds?|mobs?|attackers|assailants|bandits"
    r"|activists)(?: (?:has|have|had|were|was|also|first|then|later|again|\w+ly))* $",
    re.IGNORECASE,
)
# "the ministers of both countries met": which these are is not said.
OF_BOTH = re.compile(
    r"\b(?:of|from) (?:both|the two) (?:countries|states|sides|parties|nations|armies|governments)"
    r"(?: (?:has|have|had|were|\w+ly))* $",
    re.IGNORECASE,
)
# "met under Russian mediation": who mediates is not who was met.
AUSPICES = re.compile(
    r"(?:['’]s?)? (?:mediation|auspices|sponsorship|chairmanship|patronage)\b|[- ](?:mediated|brokered|facilitated)\b",
    re.IGNORECASE,
)
# "the states that met": the subject is what stands right before.
RELATIVE = re.compile(r"\b(?:that|which|who) (?:(?:has|have|had|also|then) )*$", re.IGNORECASE)
IT = re.compile(r"(?:It|They) (?:(?:has|have|had|also|then|later|\w+ly) )*$")
SENTENCE_END = re.compile(r"[.!?][”\"’']?\s")
COUNTERPART = re.compile(
    r"(?:[’']s)? (?:\w+ )?(?:counterparts?|colleagues?|opposite numbers?)\b", re.IGNORECASE
)
OBJECT_BEFORE = re.compile(r"\b\w{3,}ed(?: the| its)? $", re.IGNORECASE)
ADDRESSING = re.compile(
    r"\b(?:assur|told|tell|promis|inform|notif|remind|warn|guarantee)\w*(?: the| its)?(?: [\w-]+){0,2} $",
    re.IGNORECASE,
)
ASKING = re.compile(
    r"\b(?:ask|urg|call|press|tell|told|order|request|appeal|invit|want)\w*(?: (?:on|upon|to|for))?(?: the| its)? $",
    re.IGNORECASE,
)
NEXT_VERB = re.compile(r"\bto \w.{0,80}\band \w+(?:ed|s) ?", re.IGNORECASE)
OWN_WORD = re.compile(r"\b(?:its|their|his|her|our)\b", re.IGNORECASE)
GIVEN_TO = re.compile(
    r"\b(?:promis|assur|pledg|guarantee|vow|told|tell|notif|inform|reassur|convinc|g[ai]v)\w*"
    r"(?: to)?(?: the| its| his)? $|\bagreed with(?: the| its)? $",
    re.IGNORECASE,
)
THAT = re.compile(r"\bthat\b")
AND_NEXT = re.compile(r"(?:[’']s [\w ]{1,30})?(?: and |, (?=\w{3,}ed\b))", re.IGNORECASE)
# "informed of the shelling by the army": the army shelled, and did not inform.
DEED_BY = re.compile(
    r"\b(?:violations?|attacks?|shelling|strikes?|fire|firing|breach\w*|raids?|operations?|shooting|incidents?|provocations?"
    r"|launch|movements?) by(?: the)?(?: \w+){0,3} ?$",
    re.IGNORECASE,
)
OWNS = re.compile(r"[’'](?:s )?(?:\w+ ){0,4}", re.IGNORECASE)
# "told of the Turkish army's exercise": what was announced is the announcer's.
OWN_ACT = re.compile(
    r"(?:[’']s?)?(?: [\w’'-]+){0,2}"
    r" (?:operations?|exercises?|drills?|strikes?|raids?|attacks?|launch(?:es)?|march|movements?|patrols?"
    r"|convoys?|plans?|moves?|advance|offensive|flights?|tests?|closure|visits?|incursion|redeployment|withdrawal)\b",
    re.IGNORECASE,
)
LEAVE_BEFORE = re.compile(
    r"\b(?:permission|consent|approval|clearance|agreement|leave|allowed|permitted|let (?:in|through)|cleared|granted"
    r"|authori[sz]ed|escorted|green light|go-ahead)\b[^.;,]{0,12} (?:of|from|by)(?: the)? ?$",
    re.IGNORECASE,
)
LEAVE_AFTER = re.compile(
    r"(?:[’']s? \w+)?,? (?:had |has |have |finally )*(?:let|lets|allow\w*|grant\w*|permit\w*|gave|given|agreed|open\w*"
    r"|reopen\w*|lift\w*|clear\w*|approv\w*|authori[sz]\w*|eas(?:ed|es))\b",
    re.IGNORECASE,
)
_EVERYBODY = (
    r"\s*(?:(?:on|upon|to|for|with|from|at|in|that|once (?:more|again)|again)\s+)*(?:everyone|everybody"
    r"|(?:all|both|other|any) (?:\w+ ){0,2}?(?:sides?|parties|states|countries|armies|actors|leaders|nations|powers"
    r"|governments|factions)|(?:the )?(?:world|conflicting|warring|opposing|international|regional) (?:\w+ )?"
    r"(?:sides?|parties|states|countries|armies|actors|leaders|nations|powers|community|governments|factions)"
    r"|the (?:two )?(?:sides|parties|world(?! (?:food|bank|health|court))|belligerents|factions)"
    r"|calm|restraint|peace|talks|dialogue"
    r"|de-escalation)\b(?! of\b)"
)
EVERYBODY = re.compile(_EVERYBODY, re.IGNORECASE)
ASKS_EVERYBODY = re.compile(
    rf"\b(?:urg(?:e[sd]?|ing)|call(?:s|ed|ing)? (?:up)?on|appeal(?:s|ed|ing)? to|ask(?:s|ed|ing)?){_EVERYBODY}",
    re.IGNORECASE,
)
THROUGH = re.compile(r"\b(?:through|via)(?: the)?(?: \w+){0,2} ?$", re.IGNORECASE)
OBLIGED_GROUP = re.compile(
    r"\b(?:both|all|the|these|warring|opposing) (?:\w+ )?(?:sides?|parties|armies|factions|states|governments|rebels|leaders"
    r"|militias?|international community|world)(?: of [\w ]{1,30})? ?$",
    re.IGNORECASE,
)
BEGAN = re.compile(r"\b(?:before|ahead of|when)\s+(?:the\s+)?(?:\w+\s+)?$", re.IGNORECASE)
BE = re.compile(
    r"\b(?:was|were|been|being|is|are|be|got)(?: \w+ly| not| never| also| still)? ?$", re.IGNORECASE
)
PARTICIPLE = re.compile(
    r"(?!prepared|committed|determined|agreed)\w+(?:ed|en|id|ut|old|ld|nt)\b", re.IGNORECASE
)
PASSIVE_INSIDE = re.compile(
    r"\b(?:was|were|been|be) (?:\w+ )?\w+(?:ed|id|en|ut)$|^(?:not|never|no longer) (?:been|being|be) ",
    re.IGNORECASE,
)
NEXT_CLAUSE = re.compile(
    r"[;:]|\b(?:but|while|although|because|after|before|since|which|who|that|where|when|until)\b|, and\b",
    re.IGNORECASE,
)
