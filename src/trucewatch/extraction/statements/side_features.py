"""What speaks for each side that the words of a speaker may mean; each feature is one weight of the model."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from trucewatch.extraction.cues import roles
from trucewatch.extraction.statements.antecedents import LONGEST_NAME, Known, NounPhrases
from trucewatch.extraction.statements.claims import is_blame
from trucewatch.extraction.statements.named_parts import NamedParts
from trucewatch.extraction.statements.pronoun_features import as_pronoun, by_antecedents
from trucewatch.extraction.statements.pronouns import THIRD_PERSON, Candidate
from trucewatch.extraction.statements.unnamed import Unnamed
from trucewatch.records import Span, Speaker, Stance

if TYPE_CHECKING:
    from spacy.tokens import Token

    from trucewatch.extraction.analysis import Analysis
    from trucewatch.extraction.statements.floor import Floor
    from trucewatch.extraction.statements.homes import Homes
    from trucewatch.situation import Situation

WITNESS = "WIT"
MANY = 6
"""Sides named in a report that are weighed, the most often named first."""
RECENT = 12
"""Turns of speech and names before a speaker that are looked at."""
BY_STANCE = (
    "last turn",
    "last party",
    "last subject",
    "was accused",
    "outer",
    "antecedent 0",
    "said as",
    "said first",
    "here as",
    "before as nsubj",
)
"""Beginnings of what means another thing of somebody who denies than of somebody who accuses."""
PHRASE = 24
"""Tokens of a speaker's words that are read."""
_WATCHERS = re.compile(r"\b(?:monitor(?:s|ing)?|observers?|missions?|peacekeep\w+)\b", re.IGNORECASE)
OWNERS = {
    "militia": frozenset({"non_state", "governing"}),
    "ministry": frozenset({"state", "governing"}),
    "governor": frozenset({"state", "governing"}),
    "army": frozenset({"state", "governing", "non_state", "coalition"}),
    "military": frozenset({"state", "governing", "non_state", "coalition"}),
    "coalition": frozenset({"coalition"}),
    "watcher": frozenset({"international", "monitor"}),
}
"""The sorts of side that can have a speaker of a family, or called so; a state has no militia, nor the UN a ministry."""
SORTS = frozenset(
    {
        "state",
        "governing",
        "non_state",
        "coalition",
        "international",
        "monitor",
        "media",
        "witness",
        "unknown",
    }
)
_UNRECOGNISED = re.compile(
    r"\b(?:de facto|self-(?:proclaimed|styled|declared)|breakaway|unrecogni[sz]ed)\b", re.IGNORECASE
)
"""Of "the de facto mayor": by whatever country his town is counted, he is no official of it."""
_WE = re.compile(r"\b(?:we|our|us|ours)\b")
_LOCAL = re.compile(r"\b(?:local|municipal|provincial|district|regional|village|town|city)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A noun phrase that is made to speak."""

    bare: Speaker
    head: Token
    content: tuple[Span, ...] = ()
    also: tuple[tuple[Span, ...], ...] = ()
    """What else the same words are made to say."""
    stance: Stance = Stance.ASSERT
    outer: str | None = None
    """Side of who quotes it."""
    at: int | None = None
    """Where the speaker's words begin, if the phrase is only their owner."""
    antecedents: tuple[Candidate, ...] = ()
    """Of a pronoun, whom it may take up, the likeliest first."""


class SideFeatures:
    """Reads the features of one document."""

    def __init__(
        self, analysis: Analysis, situation: Situation, index: NounPhrases, floor: Floor, homes: Homes
    ) -> None:
        self._analysis = analysis
        self._text = analysis.document.text
        self._situation = situation
        self._index = index
        self._floor = floor
        self._homes = homes
        self._unnamed = Unnamed(situation, homes)
        self._parts = NamedParts(analysis.doc, index)

    def weigh(self, mention: Mention, verdicts: Mapping[str, Speaker]) -> dict[str | None, set[str]]:
        """The candidates with what is true of each; None stands for nobody whom the report knows."""
        votes = {rule: speaker.side for rule, speaker in verdicts.items()}
        evidence: dict[str | None, set[str]] = {None: set()}
        for side, name in self._signals(mention):
            evidence.setdefault(self._standing_for(side, mention), set()).add(name)
        for side in votes.values():
            evidence.setdefault(side, set())
        own = self._own(mention)
        kind = own[0]
        owners = self._owners(mention, own[1])
        if _UNRECOGNISED.search(mention.bare.text):
            owners -= {"state"}
        found: dict[str | None, set[str]] = {}
        for side, names in evidence.items():
            sort = self._sort(side)
            if side is not None and sort not in owners:
                continue
            names |= {f"by {rule}" for rule, vote in votes.items() if vote == side}
            by_stance = {f"{mention.stance.value}>{name}" for name in names if name.startswith(BY_STANCE)}
            names |= {f"{kind}|{name}" for name in names} | by_stance
            # How the roster's bodies are called, and what each side's papers and writers call their own.
            names |= {f"{name}|{whose}" for name in own for whose in (sort, side)}
            found[side] = names
        return found

    def _standing_for(self, side: str | None, mention: Mention) -> str | None:
        """Who speaks for a state in these words, where the roster knows: the army of Sudan is `SAF`."""
        if side not in self._split:
            return side
        built = self._situation.resolve_actor(mention.bare.text[:LONGEST_NAME], owner=side)
        return built.side if built is not None and built.side is not None else side

    @cached_property
    def _split(self) -> frozenset[str]:
        """The states one of whose organs the roster gives to another side."""
        actors = self._situation.actors.values()
        return frozenset(
            state for a in actors for other in a.stands_for if (state := other.partition("-")[0]) != a.side
        )

    def _sort(self, side: str | None) -> str:
        if side is None:
            return "nobody"
        known = self._situation.sides.get(side)
        if known is None:
            return "unknown"
        if known.kind == "non_state" and (known.lands or known.territories):
            return "governing"
        return known.kind

    def _owners(self, mention: Mention, family: str) -> frozenset[str]:
        lemma = mention.head.lemma_.lower()
        if _WATCHERS.search(mention.bare.text):
            return OWNERS["watcher"]
        if family == "army" and lemma not in OWNERS:
            return SORTS
        return OWNERS.get(lemma) or OWNERS.get(family) or SORTS

    # --- the words ----------------------------------------------------------------------------------------------

    def _own(self, mention: Mention) -> list[str]:
        """What sort of speaker the words are for, the coarsest first."""
        text, head = mention.bare.text, mention.head
        if head.lower_ in THIRD_PERSON:
            return as_pronoun(head)
        lower = text.lower()
        me = self._index.know(head)
        role = roles().get(head.lemma_.lower())
        kind = role[1] if role else min(me.kinds, default="name" if head.pos_ == "PROPN" else "noun")
        family = role[0] if role else min(me.families, default="-")
        built = self._situation.role_of(text[:160])
        definite = self._definite(lower, head)
        number = "many" if head.tag_ in ("NNS", "NNPS") else "one"
        found = [
            kind,
            family,
            f"{definite} {kind}",
            f"{number} {family}",
            f"w={head.lemma_.lower()}",
            f"r={built.id if built else '-'}",
        ]
        if any(_WE.search(span.of(self._text).lower()) for span in mention.content):
            found.append(f"we {kind}")
        if _LOCAL.search(lower):
            found.append(f"local {kind}")
        found += [
            f"m={t.lower_}"
            for t in head.lefts
            if t.dep_ in ("amod", "compound", "nmod") and t.pos_ != "PROPN"
        ]
        return found + sorted(self._words(mention))

    def _words(self, mention: Mention) -> set[str]:
        """The words of the whole phrase, with their families: "the head nurse of the health centre"."""
        found = set()
        bare = mention.bare
        phrase = mention.head.doc.char_span(bare.start, bare.end, alignment_mode="expand")
        for token in phrase[:PHRASE] if phrase is not None else ():
            lemma = token.lemma_.lower()
            role = roles().get(lemma)
            if role is not None:
                found.add(f"f={role[0]}")
            if role is not None or token.pos_ in ("NOUN", "ADJ", "VERB"):
                found.add(f"p={lemma}")
        return found

    def _definite(self, lower: str, head: Token) -> str:
        if lower.startswith(("the ", "this ", "that ")):
            return "the"
        if lower.startswith(("a ", "an ", "one ", "some ", "two ")):
            return "a"
        if lower.startswith(("its ", "their ", "his ", "her ")):
            return "its"
        return "name" if head.pos_ == "PROPN" else "bare"

    def _same(self, head: Token) -> list[Known]:
        """Earlier phrases with the same head, the nearest first."""
        lemma = head.lemma_.lower()
        return [k for k in self._index.before(head.i) if self._analysis.doc[k.head].lemma_.lower() == lemma]

    # --- what speaks for a side ---------------------------------------------------------------------------------

    def _signals(self, mention: Mention) -> Iterator[tuple[str | None, str]]:
        yield WITNESS, "witness"
        yield from self._by_names(mention)
        yield from self._by_phrases(mention)
        yield from self._by_turns(mention)
        yield from self._parts.around(mention.head, mention.bare.span, mention.content)
        yield from self._by_home(mention.bare.start)
        yield from self._by_content(mention)
        if mention.head.lower_ in THIRD_PERSON:
            yield from by_antecedents(mention.antecedents)
        else:
            yield from self._unnamed.meant_by(mention.bare.text)
        if mention.outer is not None:
            yield mention.outer, "outer"

    def _by_names(self, mention: Mention) -> Iterator[tuple[str | None, str]]:
        bare, head = mention.bare, mention.head
        for side, _ in self._homes.named.most_common(MANY):
            yield side, "named"
            if side not in self._by_own_name:
                yield side, "named by its people or land"
        for sort in ("state", "group", "watcher"):
            own = [side for side in self._index.sides if self._kind(side) == sort]
            if len(own) == 1:
                yield own[0], f"only {sort}"
        nearest = True
        word = head.lower_.rstrip("s")
        seen: set[tuple[str, str]] = set()
        for name in reversed(self._index.names_before(bare.start)[-RECENT:]):
            if not name.side:
                continue
            where = self._where(name.start, bare.start)
            if (name.side, where) not in seen:
                seen.add((name.side, where))
                yield name.side, f"named {where}"
            if nearest:
                yield name.side, f"nearest {where}{' dem' if name.demonym else ''}"
                nearest = False
        sorts: set[str] = set()
        for name in reversed(self._index.names_before(bare.start)):
            sort = self._kind(name.side) if name.side else ""
            if sort and sort not in sorts:
                sorts.add(sort)
                yield name.side, f"nearest {sort}"
        if len(word) > 3:
            for name in reversed(self._index.names_before(bare.start)):
                if name.side and word in name.text.lower():
                    yield name.side, "named with the word"
                    break

    @cached_property
    def _by_own_name(self) -> frozenset[str]:
        """The sides that are named themselves, not only whose troops or shells are told of."""
        return frozenset(name.side for name in self._index.names if name.side and not name.demonym)

    def _kind(self, side: str) -> str:
        sort = self._sort(side)
        return {
            "governing": "group",
            "non_state": "group",
            "monitor": "watcher",
            "international": "watcher",
        }.get(sort, sort)

    def _where(self, earlier: int, later: int) -> str:
        paragraphs = self._floor.paragraphs_between(earlier, later)
        if paragraphs:
            return "last paragraph" if paragraphs == 1 else "far"
        sentences = self._floor.sentences_between(earlier, later)
        return ("sentence", "last sentence", "paragraph")[min(sentences, 2)]

    def _by_phrases(self, mention: Mention) -> Iterator[tuple[str | None, str]]:
        bare, head = mention.bare, mention.head
        for known in self._same(head):
            actor = self._index.actor_of(known)
            if actor is not None and actor.side and not known.span.overlaps(bare.span):
                yield actor.side, f"same head {self._where(known.span.start, head.idx)}"
                yield actor.side, "same head"
                break
        me = self._index.know(head)
        for known in self._index.before(head.i)[:40]:
            actor = self._index.actor_of(known) if known.families & me.families else None
            if actor is not None and actor.side and not known.span.overlaps(bare.span):
                yield actor.side, f"same family {self._where(known.span.start, head.idx)}"
                yield actor.side, "same family"
                break
        last = True
        for known in self._index.before(head.i)[:RECENT]:
            actor = self._index.actor_of(known) if known.subject else None
            if actor is not None and actor.side:
                told = self._floor.is_below(known.span.start, head.idx)
                yield actor.side, f"subject{' told' if told else ''}"
                if last and not told:
                    yield actor.side, f"last subject {self._where(known.span.start, head.idx)}"
                    last = False
        for sides in self._shared(mention):
            if len(sides) == 1:
                yield next(iter(sides)), "shares a word"

    def _shared(self, mention: Mention) -> Iterator[set[str]]:
        """Of each word that stands in other phrases whose side is known, those sides."""
        own = {w.strip(".,'’").lower() for w in mention.bare.text.split()}
        for word in sorted(own):
            if len(word) > 3 and word not in roles() and word in self._by_word:
                yield self._by_word[word]

    @cached_property
    def _by_word(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for known in self._index.after(-1):
            actor = self._index.actor_of(known)
            if actor is not None and actor.side and actor.kind != "witness":
                for word in known.words.lower().split():
                    found.setdefault(word.strip(".,'’"), set()).add(actor.side)
        return found

    def _by_turns(self, mention: Mention) -> Iterator[tuple[str | None, str]]:
        at, head = mention.bare.start, mention.head
        me = self._index.know(head)
        word = head.lower_.rstrip("s")
        last = last_party = by_family = by_word = True
        for turn in reversed(self._floor.turns[-RECENT:]):
            side = turn.speaker.side
            if turn.at >= at or side is None:
                continue
            where = min(self._floor.paragraphs_between(turn.at, at), 2)
            said = (turn.speaker.name or turn.speaker.text).lower() + " " + turn.speaker.text.lower()
            if not turn.told:
                yield side, "spoke"
                if last:
                    yield side, f"last turn {where}"
                    last = False
                if last_party and side not in ("MEDIA", WITNESS):
                    yield side, f"last party {where}"
                    last_party = False
            else:
                yield side, "told turn"
            families = {roles()[w][0] for w in said.split() if w in roles()}
            if by_family and families & me.families:
                yield side, f"turn of family {where}"
                yield side, "turn of family"
                by_family = False
            if by_word and len(word) > 3 and word in said:
                yield side, "turn with word"
                by_word = False
            for accused in turn.accused:
                yield accused, "was accused"

    def _by_home(self, at: int) -> Iterator[tuple[str | None, str]]:
        signals = self._homes.signals(at)
        count = Counter(side for sides in signals.values() for side in sides)
        ranked = count.most_common(2)
        for side, n in count.items():
            yield side, f"home {min(n, 4)}"
        if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
            yield ranked[0][0], "home most"
        for side in signals["source"]:
            yield side, "source"

    def _by_content(self, mention: Mention) -> Iterator[tuple[str | None, str]]:
        seen: set[str] = set()
        for span in mention.content:
            low = self._text[span.start : span.end].lower()
            blames = is_blame(low) or is_blame(low, "target")
            for name in self._index.names_in(span):
                if name.side and name.side not in seen:
                    seen.add(name.side)
                    yield (
                        name.side,
                        f"said {'first' if len(seen) == 1 else 'later'}{' dem' if name.demonym else ''}",
                    )
                    if blames:
                        yield name.side, "said with blame"
                    if mention.stance is not Stance.ASSERT:
                        yield name.side, f"said {mention.stance.value}"
            if _WE.search(low):
                for side in list(seen):
                    yield side, "said beside we"
