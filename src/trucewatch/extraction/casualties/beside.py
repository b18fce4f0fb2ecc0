"""Harm told without grammar that a parser can hold on to: numbers beside words of harm, and stated zeros."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from trucewatch.extraction.casualties import words
from trucewatch.extraction.casualties.counts import Count, Counts
from trucewatch.extraction.casualties.harm import Harm, is_known_person, is_unreal, make_harm, may_suffer
from trucewatch.records import CasualtyCategory

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


_NEAR_AFTER = re.compile(
    r"(?:\s+(?:others?|more|people|persons|additional|men|women|soldiers|civilians|servicemen|troops|fighters|militants))?"
    r"(?:\s+(?:were|was|are|is|have|has|had|been|being|also|reported|confirmed|left|listed|as|others?|critically|seriously|"
    r"severely|lightly|slightly|badly|gravely))*\s+"
    r"(?P<state>dead|killed|wounded|injured|hurt|shot|hospitalized|missing|captured|"
    r"displaced(?! \w*(?:people|persons|men|women|children|civilians|families)))\b"
    r"(?! (?:dead|and killed|to death|at))(?!\s+(?:an?\s|the\s|\d+\s)?enem)",
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


def side_by_side(doc: Doc, counts: Counts, found: list[Harm]) -> Iterator[Harm]:
    """Harm that a number and a word of harm beside it tell, where nothing was found before."""
    taken = {(at, harm.category) for harm in found for at in counts.numbers_within(harm.start, harm.end)}
    numbered = {harm.count.noun.i for harm in found}
    text = doc.text
    for token in doc:
        number = counts.number_at(token)
        if number is None or number.start != token.idx or token.i in numbered:
            continue
        count = counts.of(token)
        if count is None or not may_suffer(count):
            continue
        first, last = counts.sentence_around(token)
        after = _NEAR_AFTER.match(text, number.end, min(last, number.end + 90))
        before = _NEAR_BEFORE.search(text, max(first, number.start - 60), number.start)
        match = after or before
        if match is None or (match is before and not _counts_people_after(token, count)):
            continue
        trigger = doc.char_span(*match.span("state"), alignment_mode="expand")
        if trigger is None or is_unreal(trigger[0]) or any(c.dep_ == "neg" for c in trigger[0].children):
            continue
        if any(child.lemma_.lower() in words.CAMERAS for child in trigger[0].children):
            continue
        category = _STATE_FORMS[match["state"].lower()]
        if (number.start, category) not in taken:
            yield make_harm(category, count, trigger[0])


_SHOT_DEAD = re.compile(
    r"\b(?P<who>\w+)\s+(?:who\s+)?(?:(?:was|were)\s+)?(?:fatally\s+)?(?:shot|stabbed|beaten)\s+(?:and\s+killed|dead|to\s+death)\b"
    r"(?!\s+(?:an?|the|his|her|their|\d+|two|three|four|five|[A-Z])\b)"
)


def shot_dead(doc: Doc, counts: Counts, found: list[Harm]) -> Iterator[Harm]:
    """ "a boy shot and killed on Friday", where the parse loses the boy."""
    known = {harm.count.noun.i for harm in found if harm.category is words.KILLED}
    for match in _SHOT_DEAD.finditer(doc.text):
        who = doc.char_span(*match.span("who"), alignment_mode="expand")
        if who is None or who[0].i in known or not is_known_person(who[0]):
            continue
        count = counts.of(who[0])
        trigger = doc.char_span(match.end() - 1, match.end(), alignment_mode="expand")
        if count is not None and trigger is not None and count.low:
            yield make_harm(words.KILLED, count, trigger[0])


def _counts_people_after(token: Token, count: Count) -> bool:
    return count.noun is token or count.noun.lower_ == "them" or is_known_person(count.noun)


_ZERO = re.compile(
    r"\b(?:(?P<no>no|zero|without(?:\sany)?|nor\sany|not\sany|any)\s+(?:(?:reports?|information|word|data|immediate|reported|"
    r"confirmed|human|civilian|military|further|other|serious|known|personnel|combat|of|on|about|is|was|new|police|army|"
    r"(?-i:[A-Z][\w-]+))\s+){0,4}"
    r"(?:impact\sor\s|damage\sor\s)?(?P<what>casualties|casualty|losses|loss\sof\s(?:human\s)?life|loss(?!\s+(?:of|to|in|for)\b)|victims|fatalities|deaths|dead|injuries|injured|wounded|killed)"
    r"(?:,?\s+(?:or|and|nor|,)\s+(?:no\s+)?(?P<more>injuries|injured|wounded|deaths|fatalities|dead|casualties|killed))?"
    r"|(?P<nobody>no\s?one|nobody|not\s(?:a\ssingle|one)\s(?:person|civilian|soldier|serviceman)|"
    r"no\s+(?:people|(?:person|civilian|soldier|resident|villager|peacekeeper|fighter)s?|service(?:man|men)|child(?:ren)?))\s+"
    r"(?:was|were|has\sbeen|have\sbeen|had\sbeen|is|are)\s+(?:(?:reported|seriously|reportedly|believed|to|be|have|been)\s+){0,3}"
    r"(?P<done>killed|hurt|hit|injured|wounded|harmed|touched|struck|scratched|dead|missing|captured)(?:\s+or\s+(?P<or>killed|hurt|injured|wounded))?"
    r"|(?P<nobody2>no\s?one|nobody)\s+(?P<died>died)"
    r"|(?P<did>killed|hurt|injured|wounded|harmed)\s+(?:nobody|no\s?one)\b"
    r"|without\s+(?P<doing>killing|hurting|injuring|wounding|harming)\s+any(?:one|body)\b"
    r"|without\s+any(?:one|body)\s+(?:being|getting)\s+(?P<being>killed|hurt|injured|wounded|harmed))",
    re.IGNORECASE,
)
_HARMS = ("what", "more", "done", "or", "died", "did", "doing", "being")
"""Groups of the pattern that say what did not happen."""
_ZERO_WORDS: dict[str, tuple[CasualtyCategory, ...]] = {
    "casualties": (words.KILLED, words.WOUNDED),
    "casualty": (words.KILLED, words.WOUNDED),
    "losses": (words.KILLED,),
    "loss": (words.KILLED,),
    "loss of life": (words.KILLED,),
    "loss of human life": (words.KILLED,),
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
    "hit": (words.KILLED, words.WOUNDED),
    **dict.fromkeys(("harmed", "harming", "touched"), (words.KILLED, words.WOUNDED)),
    **dict.fromkeys(("struck", "scratched", "hurting", "injuring", "wounding"), (words.WOUNDED,)),
    "killing": (words.KILLED,),
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


def stated_zeros(doc: Doc) -> Iterator[Harm]:
    text = doc.text
    for match in _ZERO.finditer(text):
        # "No information on casualties" says that nothing is known, not that nobody came to harm.
        if _NO_INFORMATION.search(match.group()) or _NOT_ZERO_AFTER.match(text, match.end()):
            continue
        opener = (match["no"] or "").lower()
        if opener == "any" and not _NEGATED_BEFORE.search(text, max(0, match.start() - 60), match.start()):
            continue
        span = doc.char_span(*match.span(), alignment_mode="expand")
        if span is None or not len(span) or is_unreal(span.root) or is_unreal(span.root.head):
            continue
        named = [match[name] for name in _HARMS if match[name]]
        categories = dict.fromkeys(
            c for name in named for c in _ZERO_WORDS[re.sub(r"\s+", " ", name.lower())]
        )
        people = next((token for token in span if is_known_person(token)), span.root)
        for category in categories:
            count = Count(
                low=0, high=0, word=None, start=match.start(), end=match.end(), noun=people, stated=True
            )
            yield Harm(
                category=category, count=count, trigger=span.root, start=match.start(), end=match.end()
            )
