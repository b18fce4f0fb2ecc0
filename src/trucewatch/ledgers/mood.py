"""How the deciding words of a sentence are meant: as done, as announced, as demanded, or as not so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from trucewatch.ledgers.names import Named
from trucewatch.records import Stance, Statement


class Mood(StrEnum):
    DONE = "done"
    AHEAD = "ahead"
    DEMANDED = "demanded"
    NEGATED = "negated"


REACH = 110
"""Characters before the deciding words that are read for their mood."""

_CLAUSE = re.compile(
    r"[;:]|\b(?:but|while|although|whereas|because|after|before|since|where)\b|, (?:and|which|who|so)\b"
    r"|,? and (?=(?:has|have|had|was|were|is|are|\w+ed)\b)",
    re.IGNORECASE,
)
ASKS = re.compile(
    r"\b(?:call(?:s|ed|ing)? (?:for|on|upon)|demand(?:s|ed|ing)?|urg(?:e[sd]?|ing)|request(?:s|ed|ing)?"
    r"|ask(?:s|ed|ing)?|appeal(?:s|ed|ing)? (?:for|to)|insist(?:s|ed|ing)?"
    r"(?! (?:that )?(?:[\w’'-]+ ){1,4}?(?:was|were|is|are|has|had|have|did|does|would|will)\b)"
    r"|(?:to press|press(?:es|ed|ing)) (?:for)?"
    r"|wants?|wanted|sought|seeks?|seeking|needs?|must|should|ought to|pleaded for|told \w+(?: \w+){0,2} to"
    r"|g[ai]ven? [\w ]{2,40}?(?:until|till|hours|days)|incumbent (?:up)?on|(?:duty|obligation) of|obliged to|up to)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:will|would|shall|(?:is|are|was|were) (?:due |set |about )?to|due\b|(?:scheduled|slated|expected|set (?:to|for))\b"
    r"|to be|going to|decid(?:e[sd]?|ing) to"
    r"|intend(?:s|ed|ing)?"
    r"|plan(?:s|ned|ning)? to|prepar(?:e[sd]?|ing) to|ready|willing(?:ness)?|agree[sd]?|agreement to|promis(?:e[sd]?|ing)"
    r"|pledg(?:e[sd]?|ing)|vow(?:s|ed|ing)?|undert(?:ook|ake[ns]?|aking)|commit(?:s|ted|ting|ment)?"
    r"|guarantee(?:s|d|ing)?|offer(?:s|ed|ing)?|propos(?:e[sd]?|ing)|assur(?:e[sd]?|ing)|accept(?:s|ed)? to)\b",
    re.IGNORECASE,
)
_NOT_CLOSE = re.compile(
    r"\b(?:no|not|never|nor|neither|none of|nobody|no one|without|unable to|yet to|refus\w+ to|declin\w+ to|fail\w* to"
    r"|instead of|rather than|den(?:y|ies|ied|ying)(?: that| having)?|cannot|barely|hardly)\b(?! only| later| less)"
    r"[^.;,]{0,32}$|n[’']t\b[^.;,]{0,32}$",
    re.IGNORECASE,
)
# "dismissed calls for a probe": neither asked by who dismisses nor promised.
_REBUFFS = re.compile(
    r"\b(?:reject|dismiss|refus|rebuff|spurn|declin|brush(?:ed)? aside|ignor|turn(?:ed)? down|resist"
    r"|gone back on|went back on|broke|reneg)\w*"
    r" (?:[\w’'-]+ ){0,4}?"
    r"(?:on )?(?:calls?|demands?|requests?|appeals?|offers?|proposals?|promises?|commitments?"
    r"|pledges?|undertakings?)\b[^.;,]{0,40}$",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|reject\w*|refut\w*|dismiss\w*|not true|false|untrue|disput\w+)\b[^;]*$",
    re.IGNORECASE,
)
# "called on both sides to pull back and offered ten million": what is offered is not asked for.
_BEGINS_ANEW = re.compile(
    r"\band (?:also |then |later |has |have |had |\w+ly ){0,2}(?:\w+ed|gave|sent|set|put|paid|met|spoke)\b",
    re.IGNORECASE,
)
_MUST_INSIDE = re.compile(r"(?<=.)\b(?:must|should|ought to)\b", re.IGNORECASE)
_WILL_INSIDE = re.compile(r"(?<=.)\b(?:will|would|shall|to be)\b", re.IGNORECASE)
_NOT_INSIDE = re.compile(r"(?<=.)\b(?:no|not|never|n[’']t)\b(?! only| later| less)", re.IGNORECASE)
_SUPPOSED_CLOSE = re.compile(
    r"\b(?:(?:could|(?-i:may)|might|can)\b(?! (?:not|no longer|only))(?: \w+){0,3}"
    r"|(?:attempt\w*|tr(?:y|ied|ies|ying)|threaten\w*) to(?: \w+)?) $"
    r"|\b(?:until|till|unless|once|if|whether|as long as|provided that)\b[^.;,]{0,40}$",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"\b(?:could(?! (?:not|no longer|only)|n[’']t)"
    r"|(?-i:may)(?! (?:not|no longer|only))|might|if|unless|potential\w*|possib\w+|likely|perhaps|prospects?"
    r"|would require|would have|whether|hypothetical\w*|had it)\b",
    re.IGNORECASE,
)


def mood_of(match: re.Match[str], statement: Statement, names: Sequence[Named]) -> Mood | None:
    """How the matched words of the statement's sentence are meant; None where they are only supposed.

    Names are left out: nothing is denied by "Doctors Without Borders".
    """
    sentence, start = match.string, match.start()
    before = _clause_before(_without(sentence, start, names), start)
    said = statement.cue is None or statement.cue.start - statement.evidence.start <= match.end()
    if _REBUFFS.search(before):
        return Mood.NEGATED
    negated = _NOT_CLOSE.search(before) or _NOT_INSIDE.search(match.group())
    asked = ASKS.search(before) or _MUST_INSIDE.search(match.group())
    said = said and not _BEGINS_ANEW.search(sentence[: match.end()], max(0, start - 12))
    if (statement.stance is Stance.DEMAND and said) or asked:
        return Mood.DEMANDED
    if _is_supposed(match, statement, before):
        return None
    if negated:
        return Mood.NEGATED
    ahead = _AHEAD.search(before) or _WILL_INSIDE.search(match.group())
    if (statement.stance is Stance.PROMISE and said) or ahead:
        return Mood.AHEAD
    denied = statement.stance is Stance.DENY and said and not _is_cue(match, statement)
    return Mood.NEGATED if denied and _DENIES.search(sentence[:start]) else Mood.DONE


def _is_cue(match: re.Match[str], statement: Statement) -> bool:
    """True where the words themselves say that the speaker rejects: that is done, not denied."""
    cue = statement.cue
    return cue is not None and cue.start <= statement.evidence.start + match.start() < cue.end


def _is_supposed(match: re.Match[str], statement: Statement, before: str) -> bool:
    if _SUPPOSED_CLOSE.search(before):
        return True
    # What an outlet supposes in its own voice is nobody's promise; what a speaker supposes is still theirs.
    around = match.string[max(0, match.start() - 60) : match.end() + 20]
    return statement.stance is Stance.OUTLET and _SUPPOSED.search(around) is not None


def _without(sentence: str, start: int, names: Sequence[Named]) -> str:
    """The sentence up to `start`, its names blotted out."""
    told = sentence[:start]
    for name in names:
        if name.end <= start:
            told = told[: name.start] + "·" * (name.end - name.start) + told[name.end :]
    return told


def _clause_before(sentence: str, start: int) -> str:
    """The words of the matched words' own clause that stand before them."""
    reach = sentence[max(0, start - REACH) : start]
    ends = [found.end() for found in _CLAUSE.finditer(reach)]
    return reach[ends[-1] :] if ends else reach
