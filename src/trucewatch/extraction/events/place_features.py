"""What is true of a name as the place of an act: each feature is one weight of the model in place_choice.py."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from trucewatch.extraction.events.place_names import AT, PLACE_NOUNS, Candidate
from trucewatch.extraction.events.triggers import lemma_of, word_classes
from trucewatch.extraction.phrases import upwards, verb_above

if TYPE_CHECKING:
    from spacy.tokens import Token

FAR = 12
"""Steps of a path through the parse; a longer one is no path."""


def features(trigger: Token, candidate: Candidate, others: Sequence[Candidate]) -> set[str]:
    """What is true of a name as the place of an act; each is one weight of the model."""
    head, preposition, kind = candidate.head, candidate.preposition, candidate.kind
    path = path_between(trigger, head)
    up, _, down = path.partition("|")
    gap = candidate.first - trigger.i
    side = "after" if gap > 0 else "before"
    verb = verb_above(head, FAR)
    above = "own" if verb is not None and verb.i == trigger.i else lemma_of(verb) if verb is not None else "-"
    act = lemma_of(trigger)
    return {
        "bias",
        *candidate.own,
        *_of_act(trigger, candidate, others),
        *_by_clause(trigger, candidate, others),
        *_by_neighbours(candidate, others),
        *_rivals(trigger, candidate, others),
        *_nested(candidate, others),
        *_between(trigger, candidate, others),
        f"path={path}",
        f"up={up}",
        f"down={down}",
        f"prep={preposition} up={up}",
        f"steps={min(path.count('.'), 8)}",
        f"side={side}",
        f"{side}={_bucket(abs(gap))}",
        f"prep={preposition} {side}",
        f"verb={above}",
        f"act={act}",
        f"act={act} prep={preposition}",
        f"act={act} up={up}",
        f"act={act} kind={kind}",
        f"act={act} {trigger.tag_} {head.dep_}",
        f"path={path} prep={preposition}",
        f"path={path} through={candidate.through}",
    }


def _rivals(trigger: Token, candidate: Candidate, others: Sequence[Candidate]) -> Iterator[str]:
    """How the name stands to the other names: the only one with "in", the nearest, with a finer one at hand."""
    located = [other for other in others if other.preposition in AT]
    yield f"located rivals={min(sum(other is not candidate for other in located), 3)}"
    if candidate.preposition in AT:
        gap = abs(candidate.first - trigger.i)
        yield f"located rank={min(sum(abs(other.first - trigger.i) < gap for other in located), 3)}"
        same = sum(other.preposition == candidate.preposition for other in located) - 1
        yield f"same preposition={min(same, 2)}"
    if candidate.kind in ("country", "region") and any(other.kind in _FINE for other in others):
        yield f"{candidate.kind} with finer"


def _nested(candidate: Candidate, others: Sequence[Candidate]) -> Iterator[str]:
    """Whether a name stands under another ("Shosh in the Martuni district") or over one, and of what kind."""
    for other in others:
        if other is candidate:
            continue
        if candidate.holder is not None and other.first <= candidate.holder.i < other.last:
            yield f"under={other.kind} {candidate.kind} {candidate.preposition}"
        if candidate.head.is_ancestor(other.head):
            yield f"over={other.kind} {candidate.kind} {other.preposition}"
        elif other.head.is_ancestor(candidate.head):
            yield f"below={other.kind} {candidate.kind}"


def _between(trigger: Token, candidate: Candidate, others: Sequence[Candidate]) -> Iterator[str]:
    """What stands between an act and a name: other verbs, other names."""
    low, high = sorted((trigger.i, candidate.head.i))
    words = trigger.doc[low + 1 : high]
    verbs = sum(word.pos_ == "VERB" for word in words)
    names = sum(low < other.head.i < high for other in others)
    yield f"verbs between={min(verbs, 3)}"
    yield f"verbs between={min(verbs, 3)} prep={candidate.preposition}"
    yield f"names between={min(names, 3)}"
    if any(word.text in ('"', "“", "”") for word in words):
        yield "quotation between"


CLOSE = 5
"""Words between two names that are still read."""

_JOINING = frozenset({"ADP", "CCONJ", "PUNCT", "DET", "PART"})
_FINE = frozenset({"settlement", "district", "site", "unresolved"})


def path_between(trigger: Token, head: Token) -> str:
    """Dependency labels from an act up to the word it shares with the name, then down: "conj.|prep.pobj."."""
    way = _way_between(trigger, head)
    if way is None:
        return "none"
    up, down = ([f"{node.dep_}." for node in part] for part in way)
    return "".join(up[:-1]) + "|" + "".join(reversed(down))


def words_on_path(trigger: Token, head: Token) -> list[Token]:
    """The words on the way through the parse from an act to a name, without the two."""
    up, down = _way_between(trigger, head) or ([], [])
    return [word for word in (*up[1:], *down) if word.i != head.i]


def _way_between(trigger: Token, head: Token) -> tuple[list[Token], list[Token]] | None:
    """From an act up to the first word that it shares with a name, and from the name up to below that."""
    up = list(upwards(trigger, FAR))
    above = {node.i: step for step, node in enumerate(up)}
    down: list[Token] = []
    for node in upwards(head, FAR):
        if node.i in above:
            return up[: above[node.i] + 1], down
        down.append(node)
    return None


def _bucket(gap: int) -> str:
    for limit in (1, 2, 3, 4, 6, 9, 13, 19):
        if gap <= limit:
            return str(limit)
    return "far"


def _of_act(trigger: Token, candidate: Candidate, others: Sequence[Candidate]) -> Iterator[str]:
    """What the act is done to and by: one captures a town in itself, a man somewhere."""
    act, preposition = lemma_of(trigger), candidate.preposition
    parts = {child.dep_: child for child in trigger.children}
    hit = parts.get("dobj")
    done_to = _sort(hit, others) if hit is not None else "-"
    if hit is None and "nsubjpass" in parts:
        hit = parts["nsubjpass"]
        done_to = f"{_sort(hit, others)} passive"
    doer = _sort(parts["nsubj"], others) if "nsubj" in parts else "-"
    yield f"object={done_to}"
    yield f"act={act} object={done_to}"
    yield f"object={done_to} prep={preposition}"
    if hit is not None:
        yield f"object word={lemma_of(hit)}"
    yield f"subject={doer} act={act}"
    yield f"act dep={trigger.dep_} {trigger.tag_}"
    yield f"act dep={trigger.dep_} prep={preposition}"
    yield f"act={act} act dep={trigger.dep_}"


def _sort(word: Token, names: Sequence[Candidate]) -> str:
    name = next((name for name in names if name.first <= word.i < name.last), None)
    if name is not None:
        return f"name {name.kind}"
    people = word_classes("people.tsv").get(word.lower_)
    return people or word.pos_


def _by_clause(trigger: Token, candidate: Candidate, others: Sequence[Candidate]) -> Iterator[str]:
    """Whether the name stands in the act's own clause, and whether another place does."""
    preposition = candidate.preposition
    low, high = trigger.left_edge.i, trigger.right_edge.i
    inside = low <= candidate.head.i <= high
    located = min(sum(low <= other.head.i <= high and other.preposition in AT for other in others), 2)
    yield f"inside={inside} located={located} at={preposition in AT}"
    yield f"inside={inside} prep={preposition}"
    verb = verb_above(candidate.head, FAR)
    own = verb is not None and verb.i == trigger.i
    yield f"own verb={own} at={preposition in AT} located={located}"
    if verb is not None and not own:
        path = path_between(trigger, verb)
        yield f"verb path={path}"
        yield f"verb path={path} prep={preposition}"
        yield f"other verb={lemma_of(verb)} {preposition}"
    if candidate.holder is not None:
        path = path_between(trigger, candidate.holder)
        sort = _sort(candidate.holder, others)
        yield f"holder path={path}"
        yield f"holder={lemma_of(candidate.holder)} prep={preposition}"
        yield f"holder sort={sort} {preposition}"
        yield f"holder sort={sort} path={path}"
    order = sum(abs(other.first - trigger.i) < abs(candidate.first - trigger.i) for other in others)
    yield f"nearest={min(order, 4)} of {min(len(others), 4)}"


def _by_neighbours(candidate: Candidate, others: Sequence[Candidate]) -> Iterator[str]:
    """The names before and after, and the words between: "Yarang, also in Pattani", "Douma near Damascus"."""
    at = next(i for i, other in enumerate(others) if other is candidate)
    for side, number in (("before", at - 1), ("behind", at + 1)):
        if not 0 <= number < len(others):
            yield f"{side}: none"
            continue
        other = others[number]
        words = _words_between(candidate, other)
        yield f"{side}: {words}"
        yield f"{side}: {words} {other.kind} {candidate.kind}"
        yield f"{side}: {words} {other.preposition} {candidate.preposition}"
        yield f"{side}: {words} own {candidate.preposition}"
    same = min(sum(other.kind == candidate.kind for other in others), 3)
    yield f"kind={candidate.kind} same={same} {candidate.preposition}"


def _words_between(one: Candidate, other: Candidate) -> str:
    first, second = sorted((one, other), key=lambda name: name.first)
    words = first.head.doc[first.last : second.first]
    if len(words) > CLOSE:
        return "far"
    return " ".join(
        "place noun" if word.lower_ in PLACE_NOUNS else word.lower_ if word.pos_ in _JOINING else word.pos_
        for word in words
    )
