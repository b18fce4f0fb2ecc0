"""What there is to compare of each account of a document, worked out once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trucewatch.extraction.events.attachment import distance
from trucewatch.extraction.events.flags import NOT_NOW
from trucewatch.extraction.events.triggers import GUESS, lemma_of, word_classes
from trucewatch.extraction.paragraphs import Paragraphs
from trucewatch.records import PlaceName, Role, Stance, TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

    from trucewatch.extraction.events.drafts import Draft

DOERS = (Role.ALLEGED_PERPETRATOR,)
HIT = (Role.TARGET, Role.VICTIM)

LONGEST_SHARED = 200
"""Tokens; the words of a longer sentence with several acts are not shared out among them."""

NEW = frozenset(
    """again another separate separately second third fourth different similar elsewhere subsequent""".split()
)
GIVEN = frozenset("the this that these those such its their his".split())

_OPENING = re.compile(
    r"\W*(?:[^.;]{0,12}\b)?(?P<word>separately|meanwhile|elsewhere|earlier|later|also|"
    r"in (?:a|an)(?:other)? (?:separate|different|unrelated|earlier|later|second)|in another|"
    r"(?:on )?the same (?:day|night|evening|morning)|in addition|in turn|at the same time|besides|"
    r"hours (?:later|earlier|before|after)|before that|after that|for its part|the following|the next|"
    r"in response|in retaliation|there was also|in total)\b",
    re.IGNORECASE,
)
_OPENING_WITHIN = 80
"""Characters."""

_OF_EVERYBODY = frozenset(
    """people person civilian civilians soldier troop force army member man men woman women child children resident
    other others group official ministry government military defence defense security spokesman statement source
    report day number least
    two three four five six seven eight nine ten one dozen several killed including and the""".split()
)
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One draft as it is compared with others."""

    number: int
    draft: Draft
    paragraph: int
    words: frozenset[str]
    """Nouns and names of its own part of the sentence."""
    stems: frozenset[str]
    """Of its acts."""
    numbers: frozenset[str]
    weapons: frozenset[str]
    determiner: str
    """How its act is brought in: verb, new, def, indef, poss or bare."""
    strength: str
    opening: str | None
    """How its sentence begins: "separately", "in another"."""
    doers: frozenset[str]
    hit: frozenset[str]
    doer_words: frozenset[str]
    hit_words: frozenset[str]
    stance: Stance | None
    """What its teller does, where somebody is quoted."""
    place: PlaceName | None
    time: TimeExpression | None
    place_then: PlaceName | None
    """Its own place, else the one told last before it."""
    time_then: TimeExpression | None
    is_headline: bool


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts of a document in the order of the text, and how many of them have each word."""

    told: tuple[Account, ...]
    counts: Mapping[str, int]
    openings: tuple[bool, ...]
    """By sentence: whether it begins with a word that leads on to something else."""


def accounts_of(drafts: Sequence[Draft], sentences: Sequence[Tokens]) -> Accounts:
    paragraphs = Paragraphs(sentences[0].doc.text if sentences else "")
    parts = _parts(drafts, sentences)
    openings = [_opening(sentence) for sentence in sentences]
    told = []
    place: PlaceName | None = None
    time: TimeExpression | None = None
    for number, draft in enumerate(drafts):
        own_place = draft.places[0] if draft.places else None
        own_time = draft.time if draft.time is not None and draft.time.range is not None else None
        told.append(
            _account(
                number,
                draft,
                parts[number],
                (
                    paragraphs.number(draft.evidence.start),
                    openings[draft.sentence],
                    is_headline(draft, sentences),
                ),
                (own_place, own_time, own_place or place, own_time or time),
            )
        )
        if (
            draft.place is not None
            and draft.place.place is not None
            and draft.place.place.feature != "country"
        ):
            place = draft.place
        if own_time is not None and not draft.flags & NOT_NOW:
            time = own_time
    counts = Counter(word for account in told for word in account.words)
    return Accounts(tuple(told), counts, tuple(opening is not None for opening in openings))


def _account(
    number: int,
    draft: Draft,
    part: Sequence[Token],
    setting: tuple[int, str | None, bool],
    scene: tuple[PlaceName | None, TimeExpression | None, PlaceName | None, TimeExpression | None],
) -> Account:
    weapons = word_classes("instruments.tsv")
    nouns = (lemma_of(t) for t in part if t.pos_ in ("NOUN", "PROPN") and t.is_alpha and len(t) > 2)
    statement = draft.voice.statement
    stance = statement.stance if statement is not None else None
    return Account(
        number=number,
        draft=draft,
        paragraph=setting[0],
        words=frozenset(nouns) - _OF_EVERYBODY,
        stems=frozenset(stem for t in draft.triggers if len(stem := lemma_of(t.token)[:STEM]) == STEM),
        numbers=frozenset(t.lower_ for t in part if t.like_num and t.ent_type_ not in ("DATE", "TIME")),
        weapons=frozenset(kind for t in part if (kind := weapons.get(t.lower_)) is not None),
        determiner="new" if any(_is_new(t.token) for t in draft.triggers) else _determiner(draft.main.token),
        strength=_strength(draft),
        opening=setting[1],
        doers=frozenset(draft.sides(*DOERS)),
        hit=frozenset(draft.sides(*HIT)),
        doer_words=_words(actor.text for actor in draft.actors if actor.role in DOERS),
        hit_words=_words(actor.text for actor in draft.actors if actor.role in HIT),
        stance=stance if stance is not Stance.OUTLET else None,
        place=scene[0],
        time=scene[1],
        place_then=scene[2],
        time_then=scene[3],
        is_headline=setting[2],
    )


STEM = 4
"""Letters in which "shelled" and "shelling", "bomb" and "bombing" agree."""


def _words(texts: Iterable[str]) -> frozenset[str]:
    found = (word.rstrip("s") for text in texts for word in _WORD.findall(text.lower()))
    return frozenset(found) - _OF_EVERYBODY


def _parts(drafts: Sequence[Draft], sentences: Sequence[Tokens]) -> list[list[Token]]:
    """The words of each draft: its whole sentence, or those that stand nearer to its acts than to the others'."""
    of_sentence: dict[int, list[int]] = {}
    for number, draft in enumerate(drafts):
        of_sentence.setdefault(draft.sentence, []).append(number)
    parts: list[list[Token]] = [[] for _ in drafts]
    for at, numbers in of_sentence.items():
        sentence = sentences[at]
        if len(numbers) == 1:
            parts[numbers[0]] = list(sentence)
        elif len(sentence) <= LONGEST_SHARED:
            acts = [(t.token, number) for number in numbers for t in drafts[number].triggers]
            for token in sentence:
                if token.pos_ in _TELLING:
                    nearest = min(acts, key=lambda act: (distance(token, act[0]), abs(token.i - act[0].i)))
                    parts[nearest[1]].append(token)
    return parts


_TELLING = frozenset({"NOUN", "PROPN", "NUM", "ADJ", "VERB"})


def _opening(sentence: Tokens) -> str | None:
    found = _OPENING.match(sentence[:20].text[:_OPENING_WITHIN])
    return found["word"].lower() if found else None


def _is_new(token: Token) -> bool:
    """ "another raid", "a second bomb went off", "struck again"."""
    subjects = (child for child in token.children if child.dep_ in ("nsubj", "nsubjpass"))
    return any(child.lower_ in NEW for noun in (token, *subjects) for child in noun.children)


def _determiner(token: Token) -> str:
    if token.pos_ not in ("NOUN", "PROPN"):
        return "verb"
    for child in token.children:
        if child.dep_ in ("det", "poss"):
            return "def" if child.lower_ in GIVEN else "indef" if child.lower_ in ("a", "an") else "poss"
    return "bare"


def _strength(draft: Draft) -> str:
    strengths = {trigger.row.strength for trigger in draft.triggers}
    ranked: Iterator[str] = (name for name in ("act", "vague", "effect") if name in strengths)
    return next(ranked, "vague" if GUESS in strengths else "topic")


def is_headline(event: Draft, sentences: Sequence[Tokens]) -> bool:
    if event.voice.is_headline:
        return True
    text = sentences[event.sentence].text.rstrip(" \n\"')")
    return event.sentence < 3 and not text.endswith((".", "!", "?", ":")) and len(text) < 160
