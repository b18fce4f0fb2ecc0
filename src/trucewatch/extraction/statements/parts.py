"""A content cut at its sentences and clauses, and the neighbouring parts that do the same made one again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from trucewatch.extraction.attribution.attributions import Attribution
from trucewatch.extraction.phrases import upwards
from trucewatch.extraction.statements.deeds import content_tokens
from trucewatch.records import Span, Stance

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

STRONG = frozenset(Stance) - {Stance.ASSERT, Stance.OUTLET}
"""What is kept apart where one content does several of these: all but plain telling."""


CLIMB = 6
UNABLE = frozenset({"unable", "fail", "impossible", "refuse", "decline"})


@dataclass(frozen=True, slots=True)
class Reading:
    """A content, or a part of it, with what the speaker does with it and at whom."""

    content: tuple[Span, ...] | Span
    stance: Stance
    targets: tuple[str, ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        return (self.content,) if isinstance(self.content, Span) else self.content


def parts_of(doc: Doc, text: str, attribution: Attribution) -> list[Span]:
    """The content cut at its sentences and clauses: "X shelled us, and our units returned fire" does two things."""
    parts = []
    for content in attribution.content:
        own = replace(attribution, content=(content,))
        cuts = [content.start]
        for token in content_tokens(doc, own):
            begins = token.is_sent_start or (token.i > 0 and token.nbor(-1).text == ";")
            at = token.idx if begins else _clause_start(token)
            if at is not None and cuts[-1] < at < content.end:
                cuts.append(at)
        cuts.append(content.end)
        for low, high in pairwise(cuts):
            words = text[low:high]
            if words.strip():
                start = low + len(words) - len(words.lstrip())
                parts.append(Span(start=start, end=start + len(words.strip())))
    return parts


def joined(parts: list[Reading], apart: Callable[[Span], bool]) -> list[Reading]:
    """Neighbouring parts of one stance made one; what is neither stays with the part before it, unless it stands `apart`."""
    made: list[Reading] = []
    for part in parts:
        last = made[-1] if made else None
        is_plain = last is not None and (part.stance not in STRONG or last.stance not in STRONG)
        if last is not None and (part.stance is last.stance or (is_plain and not apart(part.spans[0]))):
            stance = part.stance if last.stance not in STRONG else last.stance
            targets = tuple(dict.fromkeys((*last.targets, *part.targets)))
            made[-1] = Reading((*last.spans, *part.spans), stance, targets)
        else:
            made.append(Reading(part.spans, part.stance, part.targets))
    return made


def _clause_start(token: Token) -> int | None:
    """Where a clause beside or under the main one begins: "and our units …", "after they …", "which was …"."""
    if token.pos_ not in ("VERB", "AUX") or token.tag_ not in ("VBD", "VBZ", "VBP", "VBN"):
        return None
    subject = next((c for c in token.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if token.dep_ == "conj":
        if _is_governed(token) or _is_left_open(token):
            return None
        link = next((c for c in token.head.children if c.dep_ == "cc" and token.head.i < c.i < token.i), None)
        return link.idx if link is not None else token.left_edge.idx
    if token.dep_ == "advcl" and subject is not None and token.left_edge.i > token.head.i:
        if any(c.lemma_.lower() in UNABLE for c in (token.head, *token.head.children)):
            return None
        return token.left_edge.idx
    is_aside = token.dep_ == "relcl" and subject is not None and subject.lower_ == "which"
    return token.left_edge.idx if is_aside else None


def _is_left_open(verb: Token) -> bool:
    """ "Was unable to establish when, or by whom, it was laid": what stands above the first of the two turns both round."""
    for node in upwards(verb.head, CLIMB):
        if node.dep_ not in ("ccomp", "xcomp", "advcl", "acl", "pcomp", "prep", "conj", "acomp"):
            return False
        if any(c.dep_ == "neg" for c in node.head.children) or node.head.lemma_.lower() in UNABLE:
            return True
    return False


def _is_governed(verb: Token) -> bool:
    """ "Has not shelled the town and killed people": the second verb is under the first one's negation or modal too."""
    if any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass") for c in verb.children):
        return False
    governing = [c for c in verb.head.children if c.dep_ in ("aux", "neg") and c.i < verb.head.i]
    return any(c.dep_ == "neg" or c.tag_ == "MD" for c in governing)
