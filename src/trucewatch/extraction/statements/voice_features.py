"""What speaks for a document being a side's own publication; each feature is one weight of the model."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING

from trucewatch.extraction.attribution.attributions import Attribution, Form
from trucewatch.extraction.attribution.quotation import Quotations
from trucewatch.extraction.cues import roles
from trucewatch.extraction.lexicons import table
from trucewatch.extraction.statements.antecedents import NounPhrases
from trucewatch.extraction.statements.claims import is_blame
from trucewatch.extraction.statements.foes import related
from trucewatch.records import Span

if TYPE_CHECKING:
    from trucewatch.extraction.analysis import Analysis
    from trucewatch.extraction.statements.homes import Homes
    from trucewatch.situation import Situation

UNNAMED = "?"
"""The candidate for a party that cannot be told."""
CROSSED = (
    "publisher",
    "source",
    "ours",
    "our men",
    "watch plain",
    "foe plain",
    "slur plain",
    "fallen plain",
    "kin plain",
)
"""What of the whole text is weighed for each sort of side apart."""
MANY = 8
"""Sides named in a report that are weighed, the most often named first."""
FOUGHT = 3
"""Sides whose foes are weighed though the report does not name them."""
READ = 20_000
"""Characters of a text from which its voice is told."""
BESIDE = re.compile(r"[\w’'-]+")
CAPITAL = re.compile(r"\b[A-Z][a-z][\w'’-]{2,}")
BEFORE, BEHIND = 3, 2
"""Words before and behind a side's name that are read for what it is called."""
_NEWSROOM = re.compile(
    r"\b(?:news\w*|times|daily|post|herald|tribune|gazette|chronicle|observer|journal|weekly|evening|morning|wire|"
    r"agency|telegraph|globe|press|radio|tv|television|broadcast\w*|online|portal|reader|ledger|dispatch\w*|mirror|"
    r"standard|monitor|review|magazine|courier|today|star|sun|echo|citizen|guardian|independent|live|report\w*)\b",
    re.IGNORECASE,
)
_ORGAN = re.compile(
    r"\b(?:ministry|ministries|army|forces?|command\w*|staff|office|cent(?:re|er)|brigade|front|battalion|division|"
    r"militia|movement|party|committee|council|government|embassy|consulate|presid\w+|secretariat|directorate|"
    r"department|bureau|headquarters|hq|administration|authority|service|spokes\w+|bulletin|communiqu\w+|"
    r"briefing|statement|note|information|wing|corps|guard|police|union|mission|resistance|liberation|people'?s|"
    r"defen[cs]e|war|military|combat|martyrs?|channel|voice|relay)\b",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"\b(?:our|ours|us|we)\b",
    re.IGNORECASE,
)
_OUR_MEN = re.compile(
    r"\bour (?:\w+ )?(?:forces|troops|units?|fighters|men|boys|soldiers|army|comrades|heroes|guns|gunners|side|"
    r"positions?|drones?|people|nation|country|land|defenders|servicemen|brothers|sons|movement|front|party|"
    r"artillery|air defen[cs]e|navy|pilots)\b|\bof ours\b",
    re.IGNORECASE,
)
_SCARE = re.compile(r"[\"“”‘'][\w-]+(?: [\w-]+)?[\"“”’']")
_SPEAKING = frozenset({Form.VERB, Form.ACCORDING, Form.NOUN, Form.TAGGED, Form.PASSIVE})


class VoiceFeatures:
    """Reads the features of one document."""

    def __init__(
        self,
        analysis: Analysis,
        situation: Situation,
        index: NounPhrases,
        homes: Homes,
        attributions: Sequence[Attribution],
    ) -> None:
        self._analysis = analysis
        self._document = analysis.document
        self._text = analysis.document.text[:READ]
        self._situation = situation
        self._index = index
        self._homes = homes
        self._found = [a for a in attributions if a.form in _SPEAKING]

    def weigh(self, verdicts: Mapping[str, str]) -> dict[str | None, set[str]]:
        """The sides whose own publication the document may be, and None for nobody's, with what is true of each.

        `verdicts` has what single rules take the publishing side to be.
        """
        whole, words = set(self._of_document()), self._words
        found: dict[str, set[str]] = {}
        for side, name in self._of_sides():
            if self._sort(side) not in ("media", "witness", "unknown"):
                found.setdefault(side, set()).add(name)
        for rule, side in verdicts.items():
            found.setdefault(side, set()).add(f"by {rule}")
        for side, names in found.items():
            sort = self._sort(side)
            names |= {f"{sort}|{name}" for name in (*names, *words, "")}
            names |= {f"{sort}|{name}" for name in whole if name.startswith(CROSSED)}
            names |= {f"{self._creed(side)}|{name}" for name in (*words, "")}
        unnamed = {f"unnamed {name}" for name in self._of_unnamed(found)} | {"unnamed"}
        whose: dict[str | None, set[str]] = dict(found.items())
        return whose | {None: whole | words | {"bias"}, UNNAMED: unnamed}

    def _of_unnamed(self, found: Mapping[str, set[str]]) -> Iterator[str]:
        """What speaks for a party that the report does not name."""
        parties = [s for s in found if self._sort(s) in ("state", "non_state", "coalition")]
        spoken = [s for s in parties if "speaks" in found[s]]
        uncursed = [s for s in parties if "others cursed" in found[s] and "fights named" not in found[s]]
        yield f"parties {min(len(parties), 3)}"
        yield f"uncursed {min(len(uncursed), 2)}"
        yield f"spoken {min(len(spoken), 2)}"
        if any("in publisher" in names or "by named" in names for names in found.values()):
            yield "publisher names"

    @cached_property
    def _words(self) -> set[str]:
        """The words of the plain text that name nobody."""
        return {
            f"w={t.lemma_.lower()}"
            for t in self._analysis.doc
            if t.idx < READ
            and t.pos_ in ("NOUN", "VERB", "ADJ", "ADV")
            and t.is_alpha
            and t.text.islower()
            and self._plain[t.idx].strip()
        }

    def _sort(self, side: str) -> str:
        known = self._situation.sides.get(side)
        if known is None:
            return "unknown"
        return "watcher" if known.kind in ("monitor", "international") else known.kind

    def _creed(self, side: str) -> str:
        known = self._situation.sides.get(side)
        return (known.creed if known is not None else None) or "no creed"

    # --- the text as a whole ------------------------------------------------------------------------------------

    @cached_property
    def _plain(self) -> str:
        """The text with what others are made to say blanked."""
        return self._without([span for a in self._found for span in a.content])

    @cached_property
    def _unquoted(self) -> str:
        """The text with its quotations blanked; scare quotes of a word or two stay."""
        return self._without([])

    def _without(self, spans: Sequence[Span]) -> str:
        characters = list(self._text)
        quoted = [q.span for q in Quotations(self._text).all if len(q.span.of(self._text).split()) > 3]
        for span in [*quoted, *spans]:
            for at in range(span.start, min(span.end, len(characters))):
                if characters[at] != "\n":
                    characters[at] = " "
        return "".join(characters)

    def _of_document(self) -> Iterator[str]:
        for where, text in (
            ("plain", self._plain),
            ("unquoted", self._unquoted),
            ("title", self._document.title or ""),
        ):
            for sort, count in classes_in(text).items():
                yield from _upto(f"{sort} {where}", count)
        yield from _upto("ours plain", len(_OURS.findall(self._plain)))
        yield from _upto("our men plain", len(_OUR_MEN.findall(self._plain)))
        yield from _upto("our men unquoted", len(_OUR_MEN.findall(self._unquoted)))
        yield from _upto("scare", len(_SCARE.findall(self._plain)))
        sentences = list(self._analysis.sentences())
        heads = [s.root.idx for s in sentences if s.root.idx < READ]
        covered = sum(
            any(c.start <= h < c.end for a in self._found for c in (*a.content, a.cue) if c) for h in heads
        )
        share = covered / max(1, len(heads))
        yield f"attributed {'none' if not covered else 'few' if share < 0.35 else 'half' if share < 0.7 else 'most'}"
        yield from _upto("speakers of sides", len(self._speaking))
        yield from _upto(
            "speakers", len({a.source.of(self._document.text).lower() for a in self._found if a.source})
        )
        yield from self._of_publisher()
        if sentences and sentences[0].root.idx < READ:
            head = sentences[0].root.idx
            if any(c.start <= head < c.end for a in self._found for c in (*a.content, a.cue) if c):
                yield "attributed first"

    def _of_publisher(self) -> Iterator[str]:
        publisher = self._document.publisher or ""
        news, organ = _NEWSROOM.search(publisher) is not None, _ORGAN.search(publisher) is not None
        yield f"publisher {'news' if news else ''}{' organ' if organ else ''}{'' if publisher else ' none'}"
        lower = publisher.lower()
        found = {roles()[word][1] for word in re.findall(r"[\w'-]+", lower) if word in roles()}
        for kind in sorted(found):
            yield f"publisher {kind}"
        source = self._situation.source_of(publisher, self._document.url)
        yield f"source {source.kind.value if source is not None else 'unlisted'}"
        if publisher and publisher in self._text:
            yield "publisher in text"

    @cached_property
    def _speaking(self) -> Counter[str]:
        """The sides that the words of sources name, with how often."""
        found: Counter[str] = Counter()
        for attribution in self._found:
            if attribution.source is not None and attribution.source.end <= READ:
                actor = self._index.actor_named(attribution.source.of(self._document.text))
                if actor is not None and actor.side and self._sort(actor.side) not in ("media", "witness"):
                    found[actor.side] += 1
        return found

    # --- one side -----------------------------------------------------------------------------------------------

    def _of_sides(self) -> Iterator[tuple[str, str]]:
        named = self._named
        for rank, (side, count) in enumerate(named.most_common(MANY)):
            yield side, f"named {min(rank, 3)}"
            yield from ((side, name) for name in _upto("named times", count))
        if len(named) == 1:
            yield next(iter(named)), "only named"
        yield from self._of_names()
        for side, _ in named.most_common(FOUGHT):
            for other, how in related(self._situation, side):
                yield other, f"{how} named"
        for side, count in self._homes.votes.most_common(FOUGHT):
            yield from ((side, name) for name in _upto("places", count))
            for other, how in related(self._situation, side):
                yield other, f"{how} place"
        yield from self._of_speakers()
        yield from self._of_publication()
        yield from self._of_haunts()

    @cached_property
    def _named(self) -> Counter[str]:
        return Counter(
            {s: n for s, n in self._homes.named.items() if self._sort(s) not in ("media", "witness")}
        )

    def _of_haunts(self) -> Iterator[tuple[str, str]]:
        """Who mostly acts at the places named, and of whose names the words remind."""
        found = self._homes.haunts
        most = max(found.values(), default=0)
        for side, count in sorted(found.items()):
            yield from ((side, name) for name in _upto("haunts", count))
            if count == most:
                yield side, "haunts most"
        for side in self._situation.at_home_in(self._document.publisher or ""):
            yield side, "haunts of publisher"
        for where, text in (
            ("publisher", self._document.publisher),
            ("title", self._document.title),
            ("text", self._unquoted),
        ):
            for word in set(CAPITAL.findall(text or "")):
                for side in self._situation.reminded_of(word):
                    yield side, f"{where} reminds"

    def _of_publication(self) -> Iterator[tuple[str, str]]:
        """Whose the report's address, dateline, publisher and title are."""
        for reason, sides in self._homes.signals(0).items():
            for side in sides:
                yield side, f"home {reason}"
        for side in {n.side for n in self._situation.find_actors(self._document.publisher or "") if n.side}:
            yield side, "in publisher"
        titled = [n for n in self._situation.find_actors(self._document.title or "") if n.side]
        for at, name in enumerate(titled[:3]):
            yield name.side or "", f"title {'first' if not at else 'later'}"

    def _of_speakers(self) -> Iterator[tuple[str, str]]:
        for side in self._speaking:
            yield side, "speaks"
            yield side, "speaks alone" if len(self._speaking) == 1 else "speaks among others"
            if self._speaking.most_common(1)[0][0] == side:
                yield side, "speaks most"
        for side in self._named:
            if self._speaking and side not in self._speaking:
                yield side, "others speak"

    def _of_names(self) -> Iterator[tuple[str, str]]:
        called: Counter[tuple[str, str]] = Counter()
        first = True
        for name in self._index.names:
            if not name.side or name.start >= READ or not self._unquoted[name.start].strip():
                continue
            where = "plain" if self._plain[name.start].strip() else "told"
            before = BESIDE.findall(self._text[max(0, name.start - 40) : name.start])[-BEFORE:]
            behind = BESIDE.findall(self._text[name.end : name.end + 40])[:BEHIND]
            for sort in classes_in(" ".join(before) + " | " + " ".join(behind)):
                if sort in ("foe", "slur", "fallen", "kin"):
                    called[name.side, f"called {sort}"] += 1
            if before and before[-1].lower() == "our":
                called[name.side, "ours"] += 1
            for beside, at in ((before[-1:], "before"), (behind[:1], "behind")):
                if beside and beside[0].islower():
                    yield name.side, f"{at}={beside[0]}"
            if name.demonym:
                called[name.side, "demonym"] += 1
            around = self._unquoted[max(0, name.start - 120) : name.end + 120]
            called[name.side, "near ours"] += bool(_OUR_MEN.search(around))
            if first:
                yield name.side, "named first"
                first = False
            called[name.side, f"named {where}"] += 1
        blamed = self._blamed
        for (side, what), count in called.items():
            yield from ((side, name) for name in _upto(what, count))
        for side, count in blamed.items():
            yield from ((side, name) for name in _upto("blamed", count))
        cursed = {side for (side, what) in called if what in ("called foe", "called slur")} | set(blamed)
        for side in self._named:
            if cursed and side not in cursed:
                yield side, "others cursed"
                if any(self._are_foes(side, other) for other in cursed):
                    yield side, "foe cursed"
        for side in cursed:
            for other, how in related(self._situation, side):
                yield other, f"{how} cursed"

    def _are_foes(self, one: str, other: str) -> bool:
        sides = self._situation.sides
        pairs = ((one, other), (other, one))
        return any(b in (sides[a].opposes, sides[a].rebels_of) for a, b in pairs if a in sides)

    @cached_property
    def _blamed(self) -> Counter[str]:
        """The sides that do harm as subjects of plain sentences."""
        found: Counter[str] = Counter()
        for sentence in self._analysis.sentences():
            subjects = [t for t in sentence.root.children if t.dep_ == "nsubj"]
            if not subjects or sentence.root.idx >= READ or not self._plain[sentence.root.idx].strip():
                continue
            if not is_blame(sentence.text.lower()):
                continue
            phrase = self._analysis.doc[subjects[0].left_edge.i : subjects[0].right_edge.i + 1]
            for name in self._index.names_in(Span(start=phrase.start_char, end=phrase.end_char))[:1]:
                if name.side:
                    found[name.side] += 1
        return found


def _upto(name: str, count: int) -> Iterator[str]:
    """ "x 1", "x 2", "x 4": thermometer of a count."""
    for least in (1, 2, 4):
        if count >= least:
            yield f"{name} {least}"


def classes_in(text: str) -> Counter[str]:
    """How often words of each class of `lexicons/partisan.tsv` stand in a text."""
    return Counter(match.lastgroup or "" for match in _pattern().finditer(text))


@cache
def _pattern() -> re.Pattern[str]:
    words: dict[str, list[str]] = {}
    for sort, word in table("partisan"):
        words.setdefault(sort, []).append(
            re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "")
        )
    return re.compile(
        r"\b(?:" + "|".join(f"(?P<{sort}>{'|'.join(own)})" for sort, own in words.items()) + r")\b",
        re.IGNORECASE,
    )
