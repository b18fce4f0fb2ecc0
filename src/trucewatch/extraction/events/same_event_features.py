"""What is true of two accounts of a document, the earlier first: each feature is one weight of same_event.py."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from trucewatch.extraction.events.accounts import Account, Accounts
from trucewatch.extraction.events.attachment import distance
from trucewatch.extraction.events.grouping import family
from trucewatch.extraction.events.triggers import lemma_of
from trucewatch.records import Flag, PlaceName, Stance, TimeExpression, TimeRange

if TYPE_CHECKING:
    from spacy.tokens import Token

ALIKE = 75.0
"""Of 100, from which two unknown names are taken for spellings of one."""

PERIOD_DAYS = 7
"""A longer time is that of a bulletin, within which a day says little."""

EXACT_DAYS, WEEK = 2, 7
"""A time no longer than the first is one of days; two such that are so far apart are those of two events."""

AREAS = frozenset({"country", "region", "district"})

WITHIN_SIGHT = 30
"""Accounts before a later one among which the likest in words is looked for."""


def features(earlier: Account, later: Account, accounts: Accounts) -> set[str]:
    """What is true of two accounts; each is one weight of the model."""
    found = {
        "bias",
        *_distances(earlier, later),
        *_kinds(earlier, later),
        *_wordings(earlier, later),
        *_voices(earlier, later),
        *_times(earlier, later),
        *_places(earlier, later),
        *_parties(earlier, later),
        *_shared(earlier, later, accounts),
        *_turns(earlier, later, accounts),
        *_in_one_sentence(earlier, later),
    }
    conflicts = len(found & _CONFLICTS)
    if conflicts:
        found |= {f"conflicts={min(conflicts, 3)}", f"conflicts={min(conflicts, 3)} later={later.determiner}"}
        found.add(f"conflicts={min(conflicts, 2)} {_voice_pair(earlier, later)}")
    return found


_CONFLICTS = frozenset(
    {
        "time=apart",
        "time=next",
        "days on=later",
        "place=apart",
        "place=beside",
        "place=names",
        "opens",
        "weapons=differ",
        "turned one voice",
        "later=new",
        "answer=later",
    }
)
"""What speaks against one event by itself."""

ENOUGH_CONFLICTS = 2
_DECISIVE = frozenset({"later=new", "days on=later", "weeks apart"})


def are_two(found: set[str]) -> bool:
    """True for what no reader takes for one event: "another blast", another day and another town."""
    return len(found & _CONFLICTS) >= ENOUGH_CONFLICTS or not found.isdisjoint(_DECISIVE)


def _gap(earlier: Account, later: Account) -> int:
    return later.draft.sentence - earlier.draft.sentence


def _distances(earlier: Account, later: Account) -> Iterator[str]:
    gap = _gap(earlier, later)
    yield "sentences=" + (str(gap) if gap < 4 else "4-6" if gap < 7 else "7-12" if gap < 13 else "13+")
    paragraphs = later.paragraph - earlier.paragraph
    yield "paragraphs=" + (str(paragraphs) if paragraphs < 3 else "3-5" if paragraphs < 6 else "6+")
    yield f"accounts between={min(later.number - earlier.number - 1, 5)}"
    if gap > 1 and earlier.number == 0:
        yield "of the first"
    if gap > 1 and earlier.draft.sentence < 2:
        yield "of the lead"
    if earlier.is_headline:
        yield "of the headline"


def _kinds(earlier: Account, later: Account) -> Iterator[str]:
    one, other = earlier.draft, later.draft
    families = sorted((family(*one.kind), family(*other.kind)))
    if families[0] != families[1]:
        yield "other family"
        yield f"families={families[0]}+{families[1]}"
    stated = one.kind_is_stated + other.kind_is_stated
    kinds = "same" if one.kind == other.kind else "type" if one.kind[0] == other.kind[0] else "other"
    yield f"kind={kinds} stated={stated}"
    if families[0] == families[1] and kinds == "other":
        types = sorted((str(one.kind[0]), str(other.kind[0])))
        yield f"types={types[0]}+{types[1]} stated={stated}"
    yield f"strength={earlier.strength}>{later.strength}"
    if later.strength == "effect":
        yield f"effect sentences={min(_gap(earlier, later), 3)}"
    if one.is_answer != other.is_answer:
        yield "answer=earlier" if one.is_answer else "answer=later"
    elif one.is_answer:
        yield "answer=both"
    for flag in Flag:
        if (flag in one.flags) != (flag in other.flags):
            yield f"one {flag}"
        elif flag in one.flags:
            yield f"both {flag}"
    if Flag.NEGATED in other.flags and _gap(earlier, later) <= 2:
        yield "negated near"
    if other.is_aftermath:
        yield "aftermath"


def _wordings(earlier: Account, later: Account) -> Iterator[str]:
    yield f"earlier={earlier.determiner}"
    yield f"later={later.determiner}"
    if later.determiner == "def" and _gap(earlier, later) <= 2:
        yield "later=def near"
    lemmas = [{lemma_of(t.token) for t in account.draft.triggers} for account in (earlier, later)]
    if lemmas[0] & lemmas[1]:
        yield "same word"
        yield f"same word later={later.determiner}"
    if later.stems & _stems(earlier):
        yield "later act in earlier"
    if earlier.stems & _stems(later):
        yield "earlier act in later"
    if any(child.dep_ == "aux" and child.lower_ == "had" for child in later.draft.main.token.children):
        yield "later had"


def _stems(account: Account) -> frozenset[str]:
    return account.stems | {word[:4] for word in account.words if len(word) > 3}


def _voices(earlier: Account, later: Account) -> Iterator[str]:
    one, other = earlier.draft.voice, later.draft.voice
    if one.key == other.key:
        voices = "outlet" if one.is_outlet else "one"
    else:
        voices = "outlet>said" if one.is_outlet else "said>outlet" if other.is_outlet else "two"
    yield f"voices={voices}"
    yield f"voices={voices} sentences={min(_gap(earlier, later), 3)}"
    if one.statement is not None and one.statement is other.statement:
        yield "one statement"
    if earlier.stance is not None:
        yield f"earlier stance={earlier.stance}"
    if later.stance is not None:
        yield f"later stance={later.stance}"
    if later.stance is Stance.DENY:
        yield f"denied sentences={min(_gap(earlier, later), 3)}"


def _times(earlier: Account, later: Account) -> Iterator[str]:
    own = _in_time(earlier.time, later.time)
    yield f"time={own}"
    if own == "none":
        yield "timed=" + ("earlier" if earlier.time else "") + ("later" if later.time else "")
        yield f"time then={_in_time(earlier.time_then, later.time_then)}"
    if own == "apart" and later.determiner == "indef":
        yield "time=apart later=indef"
    if _are_weeks_apart(earlier.time, later.time):
        yield "weeks apart"
    yield f"told/happened={_in_time(earlier.draft.told, later.time)}"
    yield f"happened/told={_in_time(later.draft.told, earlier.time)}"
    if _is_before(earlier.draft.told, later.time) or _is_before(later.draft.told, earlier.time):
        yield "told before it happened"
    if earlier.draft.days_on != later.draft.days_on:
        yield "days on=" + ("later" if later.draft.days_on is not None else "earlier")


def _in_time(one: TimeExpression | None, other: TimeExpression | None) -> str:
    if one is None or other is None or one.range is None or other.range is None:
        return "none"
    if not one.range.overlaps(other.range):
        return "next" if one.range.days_apart(other.range) <= 1 else "apart"
    if (one.range.earliest, one.range.latest) == (other.range.earliest, other.range.latest):
        return "same"
    return "within" if max(_days(one.range), _days(other.range)) <= PERIOD_DAYS else "period"


def _are_weeks_apart(one: TimeExpression | None, other: TimeExpression | None) -> bool:
    """True for two days, or nights, that no report confuses: a week or more lies between them."""
    if one is None or other is None or one.range is None or other.range is None:
        return False
    is_exact = max(_days(one.range), _days(other.range)) <= EXACT_DAYS
    return is_exact and one.range.days_apart(other.range) >= WEEK


def _days(span: TimeRange) -> int:
    return (span.latest - span.earliest).days


def _is_before(one: TimeExpression | None, other: TimeExpression | None) -> bool:
    if one is None or other is None or one.range is None or other.range is None:
        return False
    return one.range.latest < other.range.earliest


def _places(earlier: Account, later: Account) -> Iterator[str]:
    own = _in_space(earlier.place, later.place)
    if own == "names" and _share_a_name(earlier, later):
        own = "alike"
    yield f"place={own}"
    if own == "none":
        then = _in_space(earlier.place_then, later.place_then)
        yield "placed=" + ("earlier" if earlier.place else "") + ("later" if later.place else "")
        yield f"place then={then}"
        if later.place is None:
            yield f"place then={then} later none"
    shared = _ids(earlier) & _ids(later)
    if shared and own not in ("same", "same area"):
        yield "place shared"
    if own in _APART:
        yield "place is apart"
        yield f"place is apart {_voice_pair(earlier, later)}"
    if own in _TOGETHER and _in_time(earlier.time, later.time) == "same":
        yield "same day and place"


_APART = frozenset({"apart", "beside", "names", "outside"})
_TOGETHER = frozenset({"same", "same area", "inside", "near"})


def _ids(account: Account) -> set[str]:
    return {name.place.gazetteer_id for name in account.draft.places if name.place is not None}


def _in_space(one: PlaceName | None, other: PlaceName | None) -> str:
    if one is None or other is None:
        return "none"
    if one.place is None or other.place is None:
        wide = any(name.place is not None and name.place.feature in AREAS for name in (one, other))
        return "alike" if _alike(one.name, other.name) else "unknown" if wide else "names"
    areas = (one.place.feature in AREAS) + (other.place.feature in AREAS)
    if one.place.gazetteer_id == other.place.gazetteer_id:
        return "same area" if areas else "same"
    gap = one.place.distance_km(other.place)
    if areas:
        return "inside" if gap <= one.place.radius_km + other.place.radius_km else "outside"
    return "near" if gap <= 15 else "beside" if gap <= 40 else "apart"


def _share_a_name(earlier: Account, later: Account) -> bool:
    return any(_alike(one.name, other.name) for one in earlier.draft.places for other in later.draft.places)


def _alike(one: str, other: str) -> bool:
    """True for two spellings, and for a name that is part of the other: "Zolote", "Zolote-4"."""
    a, b = one.casefold(), other.casefold()
    return a in b or b in a or fuzz.ratio(a, b) >= ALIKE


def _voice_pair(earlier: Account, later: Account) -> str:
    return "one voice" if earlier.draft.voice.key == later.draft.voice.key else "two voices"


def _parties(earlier: Account, later: Account) -> Iterator[str]:
    voices = _voice_pair(earlier, later)
    for name, one, other in (("doers", earlier.doers, later.doers), ("hit", earlier.hit, later.hit)):
        yield f"{name}={_agree(one, other)}"
        yield f"{name}={_agree(one, other)} {voices}"
    turned = [bool(earlier.doers & later.hit), bool(later.doers & earlier.hit)]
    if all(turned):
        yield "turned round"
    elif any(turned) and not earlier.hit & later.hit:
        yield "half turned round"
    if any(turned) and not earlier.doers & later.doers:
        yield f"turned {voices}"
    yield f"doer words={_agree(earlier.doer_words, later.doer_words)}"
    yield f"hit words={_agree(earlier.hit_words, later.hit_words)}"


def _agree(one: frozenset[str], other: frozenset[str]) -> str:
    return "none" if not one or not other else "same" if one & other else "differ"


def _shared(earlier: Account, later: Account, accounts: Accounts) -> Iterator[str]:
    """Words, numbers and weapons of two sentences."""
    if not _gap(earlier, later):
        return
    likeness = _likeness(earlier, later, accounts)
    steps = (0.3, 0.6, 1.2)
    yield f"words={0 if not likeness else 1 + sum(likeness >= step for step in steps)}"
    yield f"words shared={min(len(earlier.words & later.words), 4)}"
    rivals = islice(reversed(accounts.told[: later.number]), WITHIN_SIGHT)
    best = max((_likeness(other, later, accounts) for other in rivals if _gap(other, later)), default=0.0)
    if best:
        yield (
            "words=best"
            if likeness >= 0.9 * best
            else "words=half"
            if likeness >= 0.4 * best
            else "words=behind"
        )
    yield f"numbers={_agree(earlier.numbers, later.numbers)}"
    yield f"weapons={_agree(earlier.weapons, later.weapons)}"


def _likeness(one: Account, other: Account, accounts: Accounts) -> float:
    """Shared words, each worth the less the more accounts have it."""
    return sum(1 / accounts.counts[word] for word in sorted(one.words & other.words))


def _turns(earlier: Account, later: Account, accounts: Accounts) -> Iterator[str]:
    """How the later account's sentence, and those between, lead on to something else."""
    gap = _gap(earlier, later)
    if gap and later.opening is not None:
        yield "opens"
        yield f"opens={later.opening.split()[0]} {later.opening.split()[-1]}"
    first = earlier.draft.sentence + 1
    if any(accounts.openings[first : min(later.draft.sentence, first + 11)]):
        yield "opening between"


_JOINTS = frozenset(
    "after before while and as when but response retaliation following which who since then ;".split()
)


def _in_one_sentence(earlier: Account, later: Account) -> Iterator[str]:
    if _gap(earlier, later):
        return
    low, high = sorted((earlier.draft.main.token, later.draft.main.token), key=_position)
    yield f"steps={min(distance(low, high), 8)}"
    yield f"dep={high.dep_}"
    for word in sorted({t.lower_ for t in low.doc[low.i + 1 : high.i]} & _JOINTS):
        yield f"with {word}"


def _position(token: Token) -> int:
    return token.i
