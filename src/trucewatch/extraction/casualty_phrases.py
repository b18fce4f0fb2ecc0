"""Who came to harm, and how: verbs, states and nouns of harm with the people they take."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trucewatch.extraction import casualty_words as words
from trucewatch.extraction.casualty_counts import Count, Counts
from trucewatch.records import CasualtyCategory, CasualtyGroup

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Harm:
    """One figure as the words give it: category, people, and the word of harm."""

    category: CasualtyCategory
    count: Count
    trigger: Token
    start: int
    end: int

    @property
    def by_shooting(self) -> bool:
        return self.trigger.lemma_ == "shoot"


def find_harm(doc: Doc) -> tuple[Harm, ...]:
    """Every figure of harm done to people, in text order; what is imagined, feared or denied is left out."""
    counts = Counts(doc)
    found: list[Harm] = []
    for token in doc:
        lemma = token.lemma_.lower()
        if token.pos_ in ("VERB", "AUX") or token.tag_ in ("VBN", "VBD", "VBG"):
            found.extend(_by_verb(token, lemma, counts))
        if token.lower_ in words.STATES:
            found.extend(_by_state(token, counts))
        if token.lower_ == "condition":
            found.extend(_by_condition(token, counts))
        if token.lower_ in words.NOUNS or lemma == "toll":
            found.extend(_by_noun(token, lemma, counts))
    found.extend(_side_by_side(doc, counts, found))
    found.extend(_zeros(doc))
    return _without_repeats(found)


# Verbs


def _by_verb(verb: Token, lemma: str, counts: Counts) -> Iterator[Harm]:
    category, victims = _reading_of_verb(verb, lemma)
    if category is None or not victims or _is_unreal(verb):
        return
    negated = any(child.dep_ == "neg" for child in verb.children)
    for count in _counts_of(victims, counts):
        if not _may_suffer(count) or (category is words.DISPLACED and not _is_crowd(count)):
            continue
        if negated:
            if count.noun.lower_ in ("anyone", "anybody", "any"):
                yield _harm(category, replace(count, low=0, high=0, word=None, stated=True), verb)
            continue
        yield _harm(category, count, verb)


def _reading_of_verb(verb: Token, lemma: str) -> tuple[CasualtyCategory | None, list[Token]]:
    if lemma in words.SUFFERED_BY_OBJECT:
        if lemma == "gun" and "down" not in {child.lower_ for child in verb.children}:
            return None, []
        category = words.SUFFERED_BY_OBJECT[lemma]
        if category is words.WOUNDED and _is_fatal(verb):
            category = words.KILLED
        return category, _objects(verb)
    if lemma in words.SUFFERED_BY_SUBJECT:
        if lemma == "die" and _of_natural_cause(verb):
            return None, []
        return words.SUFFERED_BY_SUBJECT[lemma], _subjects(verb)
    if lemma in ("lose", "claim", "cost", "take", "end"):
        return _by_lives(verb, lemma)
    if lemma in words.STRUCK and any(c.dep_ == "nsubjpass" for c in verb.children) and _by_bullet(verb):
        return words.WOUNDED, _objects(verb)
    if lemma in words.CARRIED and any(c.dep_ == "nsubjpass" for c in verb.children) and _to_hospital(verb):
        return words.WOUNDED, _objects(verb)
    if lemma in ("sustain", "suffer", "receive"):
        hurt = [
            c
            for c in verb.children
            if c.dep_ == "dobj" and c.lemma_ in ("injury", "wound", "burn", "concussion")
        ]
        fatal = any(a.lower_ in ("fatal", "mortal") for c in hurt for a in c.children)
        return (words.KILLED if fatal else words.WOUNDED) if hurt else None, _subjects(verb) if hurt else []
    if lemma == "pronounce" and any(child.lower_ == "dead" for child in verb.children):
        return words.KILLED, _objects(verb)
    return None, []


def _by_bullet(verb: Token) -> bool:
    """Whether who was hit was hit by fire or in the body: houses are hit too, but not in the leg."""
    near = [child for child in verb.children if child.lower_ in ("by", "in", "with")]
    return any(grand.lemma_.lower() in words.HITTING for child in near for grand in child.children)


def _to_hospital(verb: Token) -> bool:
    return bool(_HOSPITAL.search(verb.doc[verb.i : min(verb.i + 14, verb.sent.end)].text))


_HOSPITAL = re.compile(
    r"\b(?:hospitals?|clinic|medical cent(?:er|re)|infirmary|trauma|for (?:\w+ )?(?:injuries|wounds))\b", re.I
)
_CONDITION = re.compile(
    r"\bin (?:an? )?(?:\w+ )?(?:critical|serious|grave|stable|fair|good|guarded|satisfactory)(?: but \w+)? condition\b",
    re.I,
)


def _is_fatal(verb: Token) -> bool:
    if any(child.lower_ in ("fatally", "mortally", "dead") for child in verb.children):
        return True
    nearby = verb.doc[verb.i : verb.i + 5].text.lower()
    return bool(re.match(r"\w+(?: and| dead| to death)", nearby)) and (
        "to death" in nearby or " dead" in nearby or "and killed" in nearby
    )


def _of_natural_cause(verb: Token) -> bool:
    return bool(
        re.match(
            r"\w+ (?:of|from) (?:cancer|natural|old age|a heart|illness|disease|covid|aids)",
            verb.doc[verb.i : verb.i + 5].text.lower(),
        )
    )


def _by_lives(verb: Token, lemma: str) -> tuple[CasualtyCategory | None, list[Token]]:
    """ "claimed the lives of eight people", "lost two soldiers", "cost 30 lives"."""
    for child in verb.children:
        if child.dep_ not in ("dobj", "nsubjpass"):
            continue
        noun = child.lemma_.lower()
        if noun == "life":
            owners = [g for c in child.children if c.lower_ == "of" for g in c.children if g.dep_ == "pobj"]
            if owners:
                return words.KILLED, owners
            if lemma == "lose" and not any(c.dep_ == "nummod" for c in child.children):
                return words.KILLED, _subjects(verb)
            return words.KILLED, [child]
        if (
            lemma == "lose"
            and noun in words.MILITARY | {"man", "fighter", "people"}
            and noun not in ("force", "army")
        ):
            return words.KILLED, [child]
        if lemma == "take" and any(c.lower_ in ("prisoner", "captive", "hostage") for c in verb.children):
            return words.CAPTURED, [child]
    return None, []


def _objects(verb: Token) -> list[Token]:
    """Those to whom a verb is done: object, passive subject, or the noun that a participle hangs on."""
    passive = [child for child in verb.children if child.dep_ == "nsubjpass"]
    direct = [child for child in verb.children if child.dep_ in ("dobj", "obj")]
    if passive:
        return [_antecedent(child, verb) for child in passive]
    if direct:
        return direct
    if verb.tag_ == "VBN" and verb.dep_ == "acl":
        return [verb.head]
    if verb.dep_ == "conj" and verb.tag_ in ("VBN", "VBD") and verb.head.pos_ in ("VERB", "AUX"):
        own = [child for child in verb.children if child.dep_ == "nsubj"]
        if own:
            return own
        if verb.head.lemma_ in words.SUFFERED_BY_OBJECT or any(
            c.dep_ == "nsubjpass" for c in verb.head.children
        ):
            shared = [child for child in verb.head.children if child.dep_ == "nsubjpass"]
            return shared or ([verb.head.head] if verb.head.dep_ == "acl" else [])
    if verb.tag_ in ("VBN", "VBD"):
        # Headlines: "Two soldiers killed in clash".
        subjects = [child for child in verb.children if child.dep_ == "nsubj" and child.i < verb.i]
        after = verb.doc[verb.i + 1] if verb.i + 1 < len(verb.doc) else None
        doing = any(c.dep_ == "conj" and any(g.dep_ == "dobj" for g in c.children) for c in verb.children)
        if (
            subjects
            and not doing
            and (after is None or after.pos_ in ("ADP", "PUNCT", "CCONJ", "SPACE", "SCONJ", "ADV"))
        ):
            return subjects
    return []


def _subjects(verb: Token) -> list[Token]:
    subjects = [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")]
    if subjects:
        return [_antecedent(child, verb) for child in subjects]
    if verb.dep_ == "acl":
        return [verb.head]
    if verb.dep_ in ("conj", "xcomp") and verb.head.pos_ in ("VERB", "AUX") and verb.head is not verb:
        return [
            _antecedent(child, verb.head)
            for child in verb.head.children
            if child.dep_ in ("nsubj", "nsubjpass")
        ]
    return []


def _antecedent(subject: Token, verb: Token) -> Token:
    """The noun that "who" stands for."""
    if subject.lower_ in ("who", "that", "which") and verb.dep_ == "relcl":
        return verb.head
    return subject


# States: "five dead", "were left wounded"


def _by_state(token: Token, counts: Counts) -> Iterator[Harm]:
    category = words.STATES[token.lower_]
    victims: list[Token] = []
    if token.dep_ in ("acomp", "oprd", "attr", "xcomp") or (
        token.dep_ == "conj" and token.head.dep_ == "acomp"
    ):
        verb = token.head if token.dep_ != "conj" else token.head.head
        if _is_unreal(verb) or any(child.dep_ == "neg" for child in verb.children):
            return
        objects = [child for child in verb.children if child.dep_ in ("dobj", "obj")]
        victims = objects if verb.lemma_ in ("leave", "take", "hold", "find") and objects else _subjects(verb)
    elif token.dep_ == "amod" and token.head.pos_ in ("NOUN", "PROPN") and token.pos_ != "VERB":
        count = counts.of(token.head)
        if count is not None and count.stated and _may_suffer(count) and count.low != 0:
            yield _harm(category, count, token)
        return
    elif counts.number_at(token) is None:
        numbered = [c for c in token.children if c.dep_ in ("nummod", "nsubj", "det") and c.i < token.i]
        for child in numbered:
            number = counts.number_at(child)
            if number is not None:
                count = counts.of(child)
                if count is not None and _may_suffer(count):
                    yield _harm(category, count, token)
        return
    for count in _counts_of(victims, counts):
        if _may_suffer(count):
            yield _harm(category, count, token)


def _by_condition(noun: Token, counts: Counts) -> Iterator[Harm]:
    """ "Two were in critical condition": wounded."""
    sentence = noun.sent
    if not _CONDITION.search(noun.doc[max(sentence.start, noun.i - 6) : noun.i + 1].text):
        return
    verb = noun.head.head if noun.head.lower_ == "in" else noun.head
    if verb.pos_ not in ("VERB", "AUX") or _is_unreal(verb):
        return
    for count in _counts_of(_subjects(verb), counts):
        if _may_suffer(count):
            yield _harm(words.WOUNDED, count, noun)


# Nouns: "the death of a soldier", "three deaths", "the toll rose to 12"

_TOLL = re.compile(
    r"\b(?:death\s|injury\s|casualty\s)?toll\b[^.;\n\d]{0,60}?\b(?:at|to|of|was|is|stands|stood|reached|as|exceeds?|passed|now|:)\s+$",
    re.IGNORECASE,
)


def _by_noun(token: Token, lemma: str, counts: Counts) -> Iterator[Harm]:
    if lemma == "toll":
        yield from _by_toll(token, counts)
        return
    if token.pos_ not in ("NOUN", "PROPN", "ADJ", "VERB") or token.lower_ in words.ONLY_ZERO:
        return
    categories = words.NOUNS[token.lower_]
    if token.lower_ == "remains" and token.pos_ != "NOUN":
        return
    if _is_imagined_noun(token) or (token.head.pos_ == "VERB" and _is_unreal(token.head)):
        return
    part = _part_of(token, counts)
    if part is not None:
        for category in categories:
            yield _harm(category, part, token)
        return
    owners = [g for c in token.children if c.lower_ == "of" for g in c.children if g.dep_ == "pobj"]
    own = counts.of(token)
    if own is not None and own.stated and not (own.low == 1 and own.noun is token and owners):
        if token.pos_ != "VERB" and own.low > 0:
            for category in categories:
                yield _harm(category, own, token)
        return
    if token.lower_ in ("wounded", "injured", "missing", "prisoners", "hostages", "captives", "dead"):
        return
    possessors = [child for child in token.children if child.dep_ == "poss" and child.pos_ != "PRON"]
    for count in _counts_of(owners or possessors, counts):
        if _may_suffer(count) and _is_known_person(count.noun):
            yield _harm(categories[0], count, token)


def _part_of(token: Token, counts: Counts) -> Count | None:
    """"Three of the dead were police officers": three, who were police officers."""
    if token.head.lower_ != "of" or token.head.head is token or counts.number_at(token.head.head) is None:
        return None
    number = token.head.head
    count = counts.of(number)
    told = [child for child in number.head.children if child.dep_ == "attr"] if number.dep_ == "nsubj" else []
    return replace(count, noun=told[0]) if count is not None and told else count


def _is_imagined_noun(token: Token) -> bool:
    return any(
        child.lower_ in ("possible", "potential", "attempted", "further") for child in token.children
    ) or (token.head.lemma_ in words.NOT_DONE)


def _by_toll(toll: Token, counts: Counts) -> Iterator[Harm]:
    sentence = toll.sent
    text = toll.doc.text
    hurt = toll.i > 0 and toll.doc[toll.i - 1].lower_ in ("injury", "injured")
    for token in toll.doc[toll.i + 1 : sentence.end]:
        number = counts.number_at(token)
        if number is None or number.start != token.idx:
            continue
        opening = re.sub(
            r"(?:at least|more than|over|around|about|some|nearly)\s+$",
            "",
            text[toll.idx : number.start],
            flags=re.I,
        )
        if _TOLL.search(opening) or _TOLL.search("death " + opening):
            count = counts.of(token)
            if count is not None:
                yield _harm(words.WOUNDED if hurt else words.KILLED, count, toll)
        return


# Numbers that stand beside a word of harm, where the parse does not join them

_NEAR_AFTER = re.compile(
    r"(?:\s+(?:others?|more|people|persons|additional|men|women|soldiers|civilians|servicemen|troops|fighters|militants))?"
    r"(?:\s+(?:were|was|are|is|have|has|had|been|being|also|reported|confirmed|left|listed|as|others?|critically|seriously|"
    r"severely|lightly|slightly|badly|gravely))*\s+"
    r"(?P<state>dead|killed|wounded|injured|hurt|shot|hospitalized|missing|captured|displaced)\b(?! (?:dead|and killed|to death|at))(?!\s+(?:by|in|during|on|a|an|the|\d)?\s*(?:the\s)?enem)",
    re.IGNORECASE,
)
_NEAR_BEFORE = re.compile(
    r"\b(?P<state>killed|killing|wounded|wounding|injured|injuring|dead|missing|captured|capturing|displaced|displacing|kia|wia)"
    r"(?:\s*:|\s*-)?\s+(?:(?:at least|more than|over|some|about|around|up to|nearly|another|an additional|as many as)\s+)*$",
    re.IGNORECASE,
)
_STATE_FORMS = words.STATES | {
    "shot": words.WOUNDED,
    "hospitalized": words.WOUNDED,
    "killing": words.KILLED,
    "wounding": words.WOUNDED,
    "injuring": words.WOUNDED,
    "capturing": words.CAPTURED,
    "displacing": words.DISPLACED,
    "kia": words.KILLED,
    "wia": words.WOUNDED,
}


def _side_by_side(doc: Doc, counts: Counts, found: list[Harm]) -> Iterator[Harm]:
    taken = {(harm.count.start, harm.category) for harm in found}
    numbered = {harm.count.noun.i for harm in found}
    text = doc.text
    for token in doc:
        number = counts.number_at(token)
        if number is None or number.start != token.idx:
            continue
        count = counts.of(token)
        if count is None or token.i in numbered or not _may_suffer(count):
            continue
        sentence = token.sent
        after = _NEAR_AFTER.match(text, number.end, min(sentence.end_char, number.end + 90))
        before = _NEAR_BEFORE.search(text, max(sentence.start_char, number.start - 60), number.start)
        match = after or before
        if match is None or (match is before and not _counts_people_after(token, count)):
            continue
        trigger = doc.char_span(*match.span("state"), alignment_mode="expand")
        if trigger is None or _is_unreal(trigger[0]) or any(c.dep_ == "neg" for c in trigger[0].children):
            continue
        category = _STATE_FORMS[match["state"].lower()]
        if (count.start, category) not in taken and not any(
            harm.category is category and harm.start <= number.start < harm.end for harm in found
        ):
            yield _harm(category, count, trigger[0])


def _counts_people_after(token: Token, count: Count) -> bool:
    return count.noun is token or _is_known_person(count.noun)


# Stated zeros

_ZERO = re.compile(
    r"\b(?:(?P<no>no|zero|without(?:\sany)?|nor\sany|not\sany|any)\s+(?:(?:reports?|information|word|data|immediate|reported|"
    r"confirmed|human|civilian|military|further|other|serious|known|personnel|combat|of|on|about|is|was|new|police|army)\s+){0,4}"
    r"(?P<what>casualties|casualty|losses|loss\sof\slife|victims|fatalities|deaths|dead|injuries|injured|wounded|killed)"
    r"(?:,?\s+(?:or|and|nor|,)\s+(?:no\s+)?(?P<more>injuries|injured|wounded|deaths|fatalities|dead|casualties|killed))?"
    r"|(?P<nobody>no\s?one|nobody|no\s+(?:people|persons|civilians|soldiers|servicemen|residents))\s+"
    r"(?:was|were|has\sbeen|have\sbeen|had\sbeen|is|are)\s+(?:(?:reported|seriously|reportedly|believed|to|be|have|been)\s+){0,3}"
    r"(?P<done>killed|hurt|injured|wounded|harmed|dead|missing|captured)(?:\s+or\s+(?P<or>killed|hurt|injured|wounded))?"
    r"|(?P<nobody2>no\s?one|nobody)\s+(?P<died>died))",
    re.IGNORECASE,
)
_ZERO_WORDS: dict[str, tuple[CasualtyCategory, ...]] = {
    "casualties": (words.KILLED, words.WOUNDED),
    "casualty": (words.KILLED, words.WOUNDED),
    "losses": (words.KILLED,),
    "loss of life": (words.KILLED,),
    "victims": (words.KILLED,),
    "fatalities": (words.KILLED,),
    "deaths": (words.KILLED,),
    "dead": (words.KILLED,),
    "died": (words.KILLED,),
    "killed": (words.KILLED,),
    "injuries": (words.WOUNDED,),
    "injured": (words.WOUNDED,),
    "wounded": (words.WOUNDED,),
    "hurt": (words.WOUNDED,),
    "harmed": (words.KILLED, words.WOUNDED),
    "missing": (words.MISSING,),
    "captured": (words.CAPTURED,),
}
_NOT_ZERO_AFTER = re.compile(
    r"\s+(?:from|of|in|to|for)\s+(?:the\s)?(?:previous|other)|\s*figure", re.IGNORECASE
)
_NEGATED_BEFORE = re.compile(
    r"\b(?:not|n't|nobody|none|neither|without|denied|no)\b[^.;,]{0,40}$", re.IGNORECASE
)
_NO_INFORMATION = re.compile(r"\b(?:information|word|data|details|figures?)\b", re.IGNORECASE)


def _zeros(doc: Doc) -> Iterator[Harm]:
    text = doc.text
    for match in _ZERO.finditer(text):
        # "No information on casualties" says that nothing is known, not that nobody came to harm.
        if _NO_INFORMATION.search(match.group()) or _NOT_ZERO_AFTER.match(text, match.end()):
            continue
        opener = (match["no"] or "").lower()
        if opener == "any" and not _NEGATED_BEFORE.search(text, max(0, match.start() - 60), match.start()):
            continue
        span = doc.char_span(*match.span(), alignment_mode="expand")
        if span is None or not len(span) or _is_unreal(span.root) or _is_unreal(span.root.head):
            continue
        named = [match[name] for name in ("what", "more", "done", "or", "died") if match[name]]
        categories = dict.fromkeys(
            c for name in named for c in _ZERO_WORDS[re.sub(r"\s+", " ", name.lower())]
        )
        for category in categories:
            count = Count(
                low=0, high=0, word=None, start=match.start(), end=match.end(), noun=span.root, stated=True
            )
            yield Harm(
                category=category, count=count, trigger=span.root, start=match.start(), end=match.end()
            )


# Shared


def _counts_of(victims: list[Token], counts: Counts) -> Iterator[Count]:
    """A count for each group of people listed: "two soldiers and a civilian" are two, "a woman and two girls" one of three."""
    for victim in victims:
        listed: list[Count] = []
        seen: set[int] = set()
        for member in (victim, *_listed(victim)):
            count = counts.of(member)
            if count is not None and count.start in seen:
                continue
            if count is not None:
                seen.add(count.start)
            if count is None or not (count.stated or _is_known_person(count.noun)):
                continue
            if listed and _add_up(listed[-1], count):
                listed[-1] = _sum(listed[-1], count)
            else:
                listed.append(count)
        yield from listed


def _add_up(first: Count, second: Count) -> bool:
    """Soldiers and civilians are told apart; people of one kind, or of no stated kind, are added up."""
    groups = {words.group_of(first.noun), words.group_of(second.noun)}
    one_kind = len(groups) == 1 or not groups & {CasualtyGroup.MILITARY, CasualtyGroup.PEACEKEEPER}
    return one_kind and 0 not in (first.high, second.high) and first.noun is not second.noun


def _sum(first: Count, second: Count) -> Count:
    closed = first.high is not None and second.high is not None
    return replace(
        first,
        low=first.low + second.low,
        high=(first.high or 0) + (second.high or 0) if closed else None,
        word=first.word or second.word,
        end=max(first.end, second.end),
        stated=True,
    )


def _listed(noun: Token) -> Iterator[Token]:
    for child in noun.children:
        if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN", "NUM", "PRON"):
            yield child
            yield from _listed(child)


def _is_known_person(noun: Token) -> bool:
    lemma = noun.lemma_.lower()
    known = words.CIVILIAN | words.MILITARY | words.PEOPLE | words.PEACEKEEPERS
    if lemma in known or noun.lower_ in words.PRONOUNS:
        return True
    return noun.pos_ == "PROPN" and noun.tag_ == "NNP" and noun.text[:1].isupper()


def _may_suffer(count: Count) -> bool:
    return count.noun.lemma_.lower() not in words.NOT_PEOPLE


def _is_crowd(count: Count) -> bool:
    """Displacement is told in numbers; one who flees the scene is not displaced."""
    return count.stated and count.low > 1


def _is_unreal(verb: Token) -> bool:
    """Whether the harm is only imagined, feared, intended or announced."""
    for child in verb.children:
        if child.dep_ in ("aux", "auxpass") and child.lower_ in words.UNREAL:
            return True
        if child.dep_ == "mark" and child.lower_ in ("if", "unless", "whether", "lest"):
            return True
    if verb.tag_ == "VB":
        return any(c.lower_ == "to" for c in verb.children) or not any(
            c.dep_ in ("aux", "auxpass") for c in verb.children
        )
    return False


def _harm(category: CasualtyCategory, count: Count, trigger: Token) -> Harm:
    start = min(count.start, trigger.idx)
    end = max(count.end, trigger.idx + len(trigger.text))
    return Harm(category=category, count=count, trigger=trigger, start=start, end=end)


def _without_repeats(found: list[Harm]) -> tuple[Harm, ...]:
    """One harm for each group of people and category; a shot person who was killed is not wounded as well."""
    kept: dict[tuple[CasualtyCategory, int], Harm] = {}
    for harm in sorted(found, key=lambda harm: (harm.start, harm.end, harm.category)):
        kept.setdefault((harm.category, harm.count.start), harm)
    killed = {harm.count.start for harm in kept.values() if harm.category is words.KILLED}
    zeros = [harm for harm in kept.values() if harm.count.high == 0]
    return tuple(
        harm
        for harm in kept.values()
        if not (harm.category is words.WOUNDED and harm.by_shooting and harm.count.start in killed)
        and not any(harm is not zero and _inside(harm, zero) for zero in zeros)
    )


def _inside(harm: Harm, zero: Harm) -> bool:
    return zero.start <= harm.count.start < zero.end and (
        harm.count.high != 0 or harm.end - harm.start < zero.end - zero.start
    )
