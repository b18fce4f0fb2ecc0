"""What speaks for and against a name being meant as a place: "in Jackson" against "Jackson said", "Jackson Pollock"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from trucewatch.extraction.places.ranking import Ranked, containers
from trucewatch.extraction.places.words import Naming, PlaceText, Word

LOCATIVE = frozenset(
    "in at near from to into across around outside inside between throughout toward towards through via over beyond "
    "within northern southern eastern western central downtown nearby north south east west".split()
)
TITLES = frozenset(
    "mr mrs ms dr sir rev fr sen rep gov gen col maj capt lt sgt cpl pvt prof judge justice president senator "
    "congressman congresswoman governor mayor sheriff chief officer detective deputy coach captain general colonel "
    "major sergeant lieutenant pastor father sister brother saint king queen prince princess lord lady minister "
    "chancellor secretary ambassador commissioner councilman councilwoman attorney".split()
)
BODIES = frozenset(
    "university college school times post news herald tribune journal gazette star press hospital church inc corp co "
    "ltd llc company bank hotel street road avenue st ave rd drive lane boulevard stadium center centre park airport "
    "police department council court county district football united city fc club team state army navy institute "
    "association foundation society museum theater theatre library bridge station fire public high elementary "
    "middle medical health agency committee party union act treaty".split()
)
SPEAKING = frozenset(
    "said says told added asked replied wrote believes thinks knew knows felt recalled noted argued explained was is "
    "has had will would".split()
)

GIVEN_NAMES = frozenset(
    "albert alexandria ali andrea austin brittany brooklyn bruce carolina chad charlotte chelsea chester clayton "
    "clinton dallas daniel david denver diego dorothy douglas elizabeth florence francis georgia hassan henry houston "
    "india israel jackson jasmine jerome jordan jose juan karim kent kenya lawrence leon lincoln logan lorraine louis "
    "luis madison maria marion martin milan mohammed montana nancy nelson omar orlando paris paul philip phoenix "
    "raleigh ramon regina roman salem san santiago savannah shannon sidney sierra sofia sydney theodore trent troy "
    "tyler valencia victoria vincent virginia vladimir wallace warren washington wayne xavier".split()
)
"""Places that people are called after: "Paris Hilton", "Chad Smith"."""

SPEAKS_FOR_A_STATE = 500_000
"""People from whom on a city is likelier the seat of the government that spoke than a speaker's surname."""

PERSON = "named_as_a_person"
"""Evidence of its own, so that what else the text says of the name does not count for it."""

if TYPE_CHECKING:
    from trucewatch.situation.gazetteer import GazetteerPlace

Evidence = dict[str, float]


@dataclass(slots=True)
class _Habits:
    """How the text uses each name elsewhere."""

    located: Counter[str] = field(default_factory=Counter)
    personal: Counter[str] = field(default_factory=Counter)
    whole: Counter[str] = field(default_factory=Counter)
    small: Counter[str] = field(default_factory=Counter)


def weigh(text: PlaceText, ranked: Ranked) -> Iterator[Evidence]:
    """The evidence about each naming, in order, as named amounts for a linear model."""
    habits = _habits(text)
    inside = containers(text)
    by_first = {naming.first: naming for naming in text.namings}
    by_last = {naming.last: naming for naming in text.namings}
    for naming in text.namings:
        evidence: Evidence = {"bias": 1.0}
        _weigh_name(evidence, naming, text)
        _weigh_senses(evidence, naming, ranked)
        _weigh_neighbours(evidence, naming, text)
        _weigh_syntax(evidence, naming, text.words)
        _weigh_habits(evidence, naming, text.words, habits)
        if not text.shouted and _is_person(naming, text.words, ranked.best(naming.key)):
            evidence[PERSON] = 1.0
        if naming.key in inside:
            evidence["contained_somewhere"] = 1.0
        if _follows_place(naming, text.words, by_last):
            evidence["after_place_and_comma"] = 1.0
        if _precedes_place(naming, text.words, by_first):
            evidence["before_comma_and_place"] = 1.0
        yield evidence


def _weigh_name(evidence: Evidence, naming: Naming, text: PlaceText) -> None:
    first, last = text.words[naming.first], text.words[naming.last - 1]
    length = naming.last - naming.first
    evidence[f"words={min(length, 3)}"] = 1.0
    evidence[f"matched={naming.matched}"] = 1.0
    if length == 1:
        if text.shouted:
            evidence["shouted_single"] = 1.0
        elif first.text.isupper() and len(first.text) > 1 and "." not in first.text:
            evidence["capitals"] = 1.0
        if len(first.text) <= 3:
            evidence["short_word"] = 1.0
        if first.folded in GIVEN_NAMES:
            evidence["is_given_name"] = 1.0
        if first.folded in BODIES:
            evidence["is_body_word"] = 1.0
    if not text.shouted and last.folded in BODIES and length > 1:
        evidence["ends_in_body_word"] = 1.0


def _weigh_senses(evidence: Evidence, naming: Naming, ranked: Ranked) -> None:
    best = ranked.best(naming.key)
    about = ranked.best_evidence(naming.key)
    world = best.gazetteer_id.startswith("world:")
    kind = "world" if world else best.feature
    evidence[f"kind={kind}"] = 1.0
    evidence[f"best_matched={best.matched}"] = 1.0
    if kind == "settlement":
        evidence["population"] = about["population"]
        evidence[f"population={min(6, len(str(best.population)) - 1)}"] = 1.0
    for name in (
        "near_40",
        "near_200",
        "near_1000",
        "region_named",
        "country_named",
        "country_share",
        "contained",
    ):
        evidence[f"best_{name}"] = about[name]
    evidence["senses"] = min(len(naming.senses), 20) / 20
    if about["contained"] and len(naming.senses) > 3:
        evidence["contained_of_many"] = 1.0


def _weigh_neighbours(evidence: Evidence, naming: Naming, text: PlaceText) -> None:
    words = text.words
    before = words[naming.first - 1] if naming.first else None
    after = words[naming.last] if naming.last < len(words) else None
    if before is None or words[naming.first].gap.strip(" -'"):
        evidence["prev_gap=" + (words[naming.first].gap.strip()[:1] or "start")] = 1.0
    elif before.capital and not text.shouted:
        evidence["prev_title" if before.folded in TITLES else "prev_capital"] = 1.0
        if before.token.is_sent_start:
            evidence["prev_capital_opens"] = 1.0
        if before.folded in LOCATIVE:
            evidence["prev_locative_capital"] = 1.0
    else:
        evidence[f"prev={before.folded}" if len(before.folded) < 12 else "prev=long"] = 1.0
        if before.folded in LOCATIVE:
            evidence["prev_locative"] = 1.0
        if before.folded in TITLES:
            evidence["prev_title"] = 1.0
    if after is None or after.gap.strip(" -'"):
        evidence["next_gap=" + (after.gap.strip()[:1] if after else "end")] = 1.0
        return
    if after.gap == "'" or after.text in ("s", "S"):
        evidence["possessive"] = 1.0
    if "-" in after.gap:
        evidence["next_hyphen"] = 1.0
    if after.folded in BODIES:
        evidence["next_body"] = 1.0
        evidence[f"next={after.folded}"] = 1.0
    elif after.capital and not text.shouted:
        evidence["next_capital"] = 1.0
    else:
        evidence[f"next={after.folded}" if len(after.folded) < 12 else "next=long"] = 1.0
        if after.folded in SPEAKING:
            evidence["next_speaks"] = 1.0


def _weigh_syntax(evidence: Evidence, naming: Naming, words: Sequence[Word]) -> None:
    token = words[naming.last - 1].token
    evidence[f"pos={token.pos_}"] = 1.0
    evidence[f"first_pos={words[naming.first].token.pos_}"] = 1.0
    evidence[f"dep={token.dep_}"] = 1.0
    head = token.head
    if token.dep_ == "pobj":
        evidence[f"prep={head.lower_}" if len(head.lower_) < 10 else "prep=long"] = 1.0
    elif token.dep_ in ("compound", "amod", "nmod"):
        evidence["modifies_name" if head.pos_ == "PROPN" else "modifies_noun"] = 1.0
        if not head.text[:1].isupper():
            evidence["modifies_small"] = 1.0
    elif token.dep_ in ("nsubj", "nsubjpass"):
        evidence["subject_of_speech" if head.lower_ in SPEAKING else "subject"] = 1.0
    if words[naming.first].token.is_sent_start:
        evidence["opens_sentence"] = 1.0
        if naming.last - naming.first == 1:
            evidence["alone_opens_sentence"] = 1.0


def _is_person(naming: Naming, words: Sequence[Word], best: GazetteerPlace) -> bool:
    """True for "Paris Hilton", "Said Hassan" and "Jackson said"; but "Georgia said" and "Washington said" are states."""
    if naming.key not in GIVEN_NAMES:
        return False
    before = words[naming.first - 1] if naming.first else None
    after = words[naming.last] if naming.last < len(words) else None
    if after is not None and after.gap == " " and after.capital:
        return after.folded not in BODIES
    if after is not None and after.gap == " " and after.folded in SPEAKING:
        return best.feature == "settlement" and best.population < SPEAKS_FOR_A_STATE
    close = before is not None and words[naming.first].gap == " " and before.capital
    return close and before is not None and before.folded not in LOCATIVE and not before.token.is_sent_start


def _habits(text: PlaceText) -> _Habits:
    habits = _Habits()
    words = text.words
    for naming in text.namings:
        before = words[naming.first - 1] if naming.first else None
        close = before is not None and not words[naming.first].gap.strip(" -'")
        habits.whole[naming.key] += 1
        if close and before is not None and before.folded in LOCATIVE:
            habits.located[naming.key] += 1
    previous: Word | None = None
    for word in words:
        if not word.capital:
            habits.small[word.folded] += 1
        elif previous is not None and word.gap == " " and not text.shouted:
            titled = previous.folded in TITLES
            if titled or (previous.capital and not previous.token.is_sent_start and len(previous.text) > 1):
                habits.personal[word.folded] += 1
        previous = word
    return habits


def _weigh_habits(evidence: Evidence, naming: Naming, words: Sequence[Word], habits: _Habits) -> None:
    if habits.located[naming.key]:
        evidence["located_somewhere"] = 1.0
        evidence["located_share"] = habits.located[naming.key] / habits.whole[naming.key]
    if naming.last - naming.first == 1:
        folded = words[naming.first].folded
        if habits.personal[folded]:
            evidence["follows_name_somewhere"] = 1.0
        if habits.small[folded]:
            evidence["small_somewhere"] = 1.0
    evidence["count"] = min(habits.whole[naming.key], 6) / 6


def _follows_place(naming: Naming, words: Sequence[Word], by_last: dict[int, Naming]) -> bool:
    return naming.first in by_last and words[naming.first].gap.strip() in (",", "(")


def _precedes_place(naming: Naming, words: Sequence[Word], by_first: dict[int, Naming]) -> bool:
    return naming.last in by_first and words[naming.last].gap.strip() in (",", "(")
