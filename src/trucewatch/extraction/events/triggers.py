"""Which words of a text name an event, and of what kind, by the trigger table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from trucewatch.extraction.phrases import verb_above
from trucewatch.records import EventType, Span, SubEventType

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Tokens

GUESS = "guess"
"""The strength of a trigger that no row of the table has (untold.py)."""

REACH = 5
"""Tokens after a verb in which its object is looked for when the parse gives none."""

LONGEST_SENTENCE = 300
"""Tokens; longer "sentences" are lists, tables or noise, and nothing is read off their parse."""

OBJECTS = frozenset({"dobj", "nsubjpass", "attr", "oprd", "dative"})
_POS = {"VERB": "VERB", "AUX": "VERB", "NOUN": "NOUN", "PROPN": "NOUN", "ADJ": "ADJ"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the trigger table."""

    pos: str
    needs: tuple[tuple[str, frozenset[str]], ...]
    event_type: EventType
    sub_event_type: SubEventType | None
    frame: str
    strength: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A word that names an event, with the row of the table that says so."""

    token: Token
    sentence: int
    row: Row

    @property
    def span(self) -> Span:
        return Span(start=self.token.idx, end=self.token.idx + len(self.token.text))

    @property
    def is_verbal(self) -> bool:
        return self.row.strength in ("verbal", "topicverbal")


def find_triggers(sentences: tuple[Tokens, ...]) -> tuple[Trigger, ...]:
    """The triggers of a text in order, at most one a token."""
    table = trigger_table()
    found = []
    for number, sentence in enumerate(sentences):
        if len(sentence) > LONGEST_SENTENCE:
            continue
        for token in sentence:
            rows = table.get((lemma_of(token), _POS.get(token.pos_, ""))) or _noun_in_ing(token, table)
            if not rows:
                continue
            row = next(
                (row for row in rows if all(_holds(need, token, sentence) for need in row.needs)), None
            )
            if row is not None and not _other_sense(token, row, sentence):
                found.append(Trigger(token=token, sentence=number, row=row))
    return tuple(found)


def _noun_in_ing(token: Token, table: dict[tuple[str, str], tuple[Row, ...]]) -> tuple[Row, ...]:
    """ "shelling" where the tagger takes it for an auxiliary or a name."""
    return table.get((token.lower_, "NOUN"), ()) if token.lower_.endswith("ing") else ()


@cache
def trigger_table() -> dict[tuple[str, str], tuple[Row, ...]]:
    """Rows by lemma and part of speech, those with most conditions first."""
    table: dict[tuple[str, str], list[Row]] = {}
    for words, pos, needs, event_type, sub, frame, strength in read_table("events.tsv"):
        row = Row(
            pos=pos,
            needs=tuple(_need(need) for need in needs.split()),
            event_type=EventType(event_type),
            sub_event_type=SubEventType(sub) if sub else None,
            frame=frame,
            strength=strength,
        )
        for word in words.split(","):
            table.setdefault((word, pos), []).append(row)
    return {key: tuple(sorted(rows, key=lambda row: -len(row.needs))) for key, rows in table.items()}


def read_table(name: str) -> Iterator[list[str]]:
    """The rows of a packaged table without its comments and its header."""
    text = (files("trucewatch.extraction") / "lexicons" / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    for line in lines[1:]:
        yield line.split("\t")


@cache
def word_classes(name: str) -> dict[str, str]:
    """Word → class, from a packaged table of two columns."""
    return {word: kind for kind, words in read_table(name) for word in words.split(",")}


def lemma_of(token: Token) -> str:
    """The lemma in lower case; the parser leaves the plural of a capitalised noun as it is."""
    lemma = token.lemma_.lower()
    if token.pos_ == "PROPN" and lemma.endswith("s") and not lemma.endswith("ss"):
        return lemma[:-1] if (lemma[:-1], "NOUN") in trigger_table() else lemma
    return lemma


def is_person(token: Token) -> bool:
    kind = word_classes("people.tsv").get(token.text.lower())
    return kind is not None and not kind.endswith("thing")


def _need(text: str) -> tuple[str, frozenset[str]]:
    kind, _, words = text.partition(":")
    return kind, frozenset(words.split(","))


def _holds(need: tuple[str, frozenset[str]], token: Token, sentence: Tokens) -> bool:
    kind, words = need
    match kind:
        case "obj":
            return any(lemma_of(t) in words for t in _objects(token, sentence))
        case "mod":
            return any(t.text.lower() in words or lemma_of(t) in words for t in _modifiers(token, sentence))
        case "gov":
            return _governor(token) in words
        case "prt":
            return any(t.text.lower() in words for t in _following(token, 3, sentence))
        case "prep":
            return _has_preposition(token, words, sentence)
        case "with":
            return any(lemma_of(t) in words for t in _around(token, 9, sentence))
        case "has":
            return any(t.like_num for t in _around(token, 3, sentence)) or token.dep_ == "nsubj"
        case "objhead":
            return any(lemma_of(t) in words for t in _object_heads(token, sentence))
        case "xcomp":
            return any(t.dep_ in ("xcomp", "ccomp") for t in token.children)
        case "dobj":
            return any(is_person(t) for t in token.children if t.dep_ in OBJECTS)
    raise ValueError(f"the trigger table asks for an unknown condition {kind!r}")


def _object_heads(token: Token, sentence: Tokens) -> Iterator[Token]:
    """What a verb is done to, without what only describes it: not the ceasefire of "the ceasefire deal"."""
    heads = [child for child in token.children if child.dep_ in OBJECTS]
    if token.dep_ == "relcl":
        heads.append(token.head)
    yield from heads or _following(token, 3, sentence)


def _objects(token: Token, sentence: Tokens) -> Iterator[Token]:
    """The words of a verb's objects: their heads, modifiers and what `of` hangs on them."""
    seen = False
    for child in token.children:
        if child.dep_ in OBJECTS:
            seen = True
            yield child
            for part in child.children:
                if part.dep_ in ("compound", "amod", "nmod", "conj"):
                    yield part
                elif part.dep_ == "prep" and part.text.lower() == "of":
                    yield from part.children
    if token.dep_ in ("relcl", "acl"):
        yield token.head
    if not seen:
        yield from _following(token, REACH, sentence)


def _modifiers(token: Token, sentence: Tokens) -> Iterator[Token]:
    for child in token.children:
        if child.dep_ in ("compound", "amod", "nmod", "npadvmod", "poss"):
            yield child
            yield from (c for c in child.children if c.dep_ in ("compound", "conj", "amod", "npadvmod"))
    yield from _preceding(token, 2, sentence)


def _governor(token: Token) -> str:
    verb = verb_above(token, 4)
    return lemma_of(verb) if verb is not None else ""


def _has_preposition(token: Token, words: frozenset[str], sentence: Tokens) -> bool:
    following = [t.text.lower() for t in _following(token, 7, sentence)]
    for word in words:
        preposition, _, noun = word.partition("+")
        if preposition in following[:2] and (
            not noun or noun in following[following.index(preposition) + 1 :][:4]
        ):
            return True
    return False


def _following(token: Token, count: int, sentence: Tokens) -> Iterator[Token]:
    doc: Doc = token.doc
    return (doc[i] for i in range(token.i + 1, min(token.i + 1 + count, sentence.end)))


def _preceding(token: Token, count: int, sentence: Tokens) -> Iterator[Token]:
    doc: Doc = token.doc
    return (doc[i] for i in range(max(token.i - count, sentence.start), token.i))


def _around(token: Token, count: int, sentence: Tokens) -> Iterator[Token]:
    yield from _preceding(token, count, sentence)
    yield from _following(token, count, sentence)


_IDLE_OBJECTS = frozenset(
    """deal agreement accord balance note chord tone record market bargain pose economy price share goal
    target headline roof nerve snag question photo film movie video picture scene staff coach manager
    employee""".split()
)
_IDLE_AFTER = {"heart": "attack", "panic": "attack", "verbal": "attack", "cyber": "attack", "labor": "strike"}


def _is_inside_name(token: Token) -> bool:
    """True for the "Sit" of "Pyaing Sit Kay"; a headline has other words than names around it."""
    if token.pos_ != "PROPN" or not 0 < token.i < len(token.doc) - 1:
        return False
    before, after = token.nbor(-1), token.nbor(1)
    capital = all(word.pos_ == "PROPN" and word.text[:1].isupper() for word in (before, token, after))
    return capital and before.dep_ == "compound" and token.dep_ == "compound"


def _is_crossing_of_unarmed(token: Token) -> bool:
    """A shepherd who crosses a border makes no incursion."""
    if lemma_of(token) != "cross" or token.pos_ != "VERB":
        return False
    people = word_classes("people.tsv")
    walkers = [child for child in token.children if child.dep_ == "nsubj"]
    if token.dep_ == "relcl":
        walkers.append(token.head)
    return any(people.get(walker.lower_) == "unarmed" for walker in walkers)


_NATURAL = frozenset(
    "heart illness disease cancer stroke pneumonia covid virus cholera natural age complications coronavirus".split()
)


def _other_sense(token: Token, row: Row, sentence: Tokens) -> bool:
    """True for "strike a deal", "fired its coach", "heart attack", "protested the attack", "Russian-backed"."""
    if token.i > sentence.start and token.nbor(-1).text == "-" and token.dep_ in ("amod", "compound"):
        return True
    if token.dep_ == "amod" and row.sub_event_type is SubEventType.NON_STATE_ACTOR_OVERTAKES_TERRITORY:
        return True  # "the occupied territories"
    if _is_inside_name(token) or _is_crossing_of_unarmed(token):
        return True
    if row.pos == "VERB" and row.event_type is EventType.PROTESTS and lemma_of(token) == "protest":
        return any(t.dep_ == "dobj" and not is_person(t) for t in token.children)
    if row.pos == "VERB" and row.strength == "vague" and not row.needs and lemma_of(token) != "bomb":
        return any(lemma_of(t) in _IDLE_OBJECTS for t in token.children if t.dep_ in OBJECTS)
    if lemma_of(token) in ("die", "perish"):
        return any(
            t.lower_ in _NATURAL
            for child in token.children
            if child.dep_ == "prep" and child.lower_ in ("of", "from", "after")
            for t in child.subtree
        )
    if token.i > sentence.start:
        return _IDLE_AFTER.get(token.nbor(-1).text.lower()) == lemma_of(token)
    return False
