"""One harm done to people, and what every way of telling it shares: lists of people, and whether it happened at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trucewatch.extraction.casualties import words
from trucewatch.extraction.casualties.counts import Count, Counts
from trucewatch.records import CasualtyCategory, CasualtyGroup

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Harm:
    """One figure as the words give it: category, people, and the word of harm."""

    category: CasualtyCategory
    count: Count
    trigger: Token
    start: int
    end: int
    is_part: bool = False
    """Of a figure told beside it; its words are only its own."""

    @property
    def may_end_in_death(self) -> bool:
        """Whether it is told as being shot or treated, which says nothing of how it ended."""
        return self.trigger.lemma_ in words.OPEN_ENDED

    @property
    def may_be_told_as_dead(self) -> bool:
        """Whether who was shot, or is one "of the wounded", may be told as dead by the same words."""
        return self.by_shooting or (self.trigger.lower_ in words.STATES and self.trigger.head.lower_ == "of")

    @property
    def by_shooting(self) -> bool:
        return self.trigger.lemma_ == "shoot"


def may_be_same_person(some: Token, other: Token) -> bool:
    """Whether two nouns for one person each may mean the same: pronouns, equal words, one name, "the victim"."""
    if any(child.lower_ in words.ANOTHER for noun in (some, other) for child in noun.children):
        return False
    lemmas = {some.lemma_.lower(), other.lemma_.lower()}
    if lemmas & (words.PRONOUNS | words.GENERIC) or len(lemmas) == 1:
        return True
    names = [noun.pos_ == "PROPN" for noun in (some, other)]
    if all(names):
        return bool(_name_of(some) & _name_of(other))
    return any(names)


def _name_of(noun: Token) -> set[str]:
    return {noun.lower_, *(child.lower_ for child in noun.children if child.dep_ == "compound")}


NEAR = 8
"""Tokens within which an apposition goes on with a list."""


def counts_of(victims: list[Token], counts: Counts) -> Iterator[Count]:
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
            if (
                count is None
                or not (count.stated or is_known_person(count.noun))
                or _before_number(member, counts)
                or _has_own_state(member)
            ):
                continue
            if listed and _add_up(listed[-1], count):
                listed[-1] = _sum(listed[-1], count)
            else:
                listed.append(count)
        yield from listed


def _has_own_state(member: Token) -> bool:
    """In "leaving two dead and nine wounded" the two are not among the wounded."""
    return any(
        child.dep_ == "amod" and child.i > member.i and child.lower_ in words.STATES
        for child in member.children
    )


def _before_number(name: Token, counts: Counts) -> bool:
    """In "near Shumy four soldiers were killed" nobody called Shumy was, nor the mayor in "Mayor: two killed"."""
    following = name.doc[name.i + 1] if name.i + 1 < len(name.doc) else None
    if following is None:
        return False
    return following.text == ":" or (name.pos_ == "PROPN" and counts.number_at(following) is not None)


def _add_up(first: Count, second: Count) -> bool:
    """Soldiers and civilians are told apart; people of one kind, or of no stated kind, are added up."""
    if {first.noun.lower_, second.noun.lower_} & words.NOUNS.keys():
        return False  # "12 bodies and 54 wounded"
    groups = {words.group_of(first.noun), words.group_of(second.noun)}
    if len({noun.lemma_.lower() in words.IRREGULARS for noun in (first.noun, second.noun)}) == 2:
        return False
    one_kind = len(groups) == 1 or not groups & {CasualtyGroup.MILITARY, CasualtyGroup.PEACEKEEPER}
    return (
        one_kind
        and first.word is None
        and second.word is None
        and 0 not in (first.high, second.high)
        and first.noun is not second.noun
    )


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
        # "Samuel, his wife and a daughter" is read as an apposition, but one person is no two.
        marks = {grandchild.dep_ for grandchild in child.children}
        another = "poss" in marks or any(grandchild.lower_ in ("a", "an") for grandchild in child.children)
        one = not any(grandchild.dep_ == "nummod" for grandchild in noun.children)
        in_list = child.dep_ == "appos" and child.i - noun.i <= NEAR and "conj" in marks and another and one
        # In "killed 22 people and injured dozens" the dozens have a word of harm of their own.
        elsewhere = any(grandchild.lower_ in words.STATES for grandchild in child.children)
        if (
            (child.dep_ == "conj" or in_list)
            and not elsewhere
            and child.pos_ in ("NOUN", "PROPN", "NUM", "PRON")
        ):
            yield child
            yield from _listed(child)


def is_known_person(noun: Token) -> bool:
    lemma = noun.lemma_.lower()
    known = words.CIVILIAN | words.MILITARY | words.PEOPLE | words.PEACEKEEPERS
    if lemma in known or noun.lower_ in words.PRONOUNS | words.ORDINALS | {"another"}:
        return True
    if any(child.lower_ == "itself" for child in noun.children):
        return False
    return noun.pos_ == "PROPN" and noun.tag_ == "NNP" and noun.text[:1].isupper()


def may_suffer(count: Count) -> bool:
    return count.noun.lemma_.lower() not in words.NOT_PEOPLE


def is_crowd(count: Count) -> bool:
    """Displacement is told in numbers; one who flees the scene is not displaced."""
    return count.stated and count.low > 1


def is_unreal(verb: Token) -> bool:
    """Whether the harm is only imagined, feared, intended or announced."""
    for child in verb.children:
        if child.dep_ in ("aux", "auxpass") and child.lower_ in words.UNREAL:
            return True
        if child.dep_ == "mark" and child.lower_ in ("if", "unless", "whether", "lest"):
            return True
    if verb.tag_ != "VB":
        return False
    if any(child.lower_ == "to" for child in verb.children):
        return verb.head.lemma_ not in words.IMPLICATIVE or is_unreal(verb.head)
    return verb.head.lemma_ != "help" and not any(c.dep_ in ("aux", "auxpass") for c in verb.children)


def make_harm(category: CasualtyCategory, count: Count, trigger: Token) -> Harm:
    start = min(count.start, trigger.idx)
    end = max(count.end, trigger.idx + len(trigger.text))
    return Harm(category=category, count=count, trigger=trigger, start=start, end=end)
