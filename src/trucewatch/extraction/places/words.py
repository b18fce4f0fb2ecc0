"""Where a text may name a place: runs of words that the pack or the gazetteer knows, each with all it may stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.fuzz import ratio

from trucewatch.records import Place
from trucewatch.records.calendar import MONTHS, WEEKDAYS
from trucewatch.situation.gazetteer import GazetteerPlace
from trucewatch.situation.placekeys import SPELT_MANY_WAYS, bare_key, place_key

if TYPE_CHECKING:
    from spacy.tokens import Token

    from trucewatch.extraction.analysis import Analysis
    from trucewatch.situation import Situation

LONGEST_NAME = 6
"""Words; "Bosnia and Herzegovina" has three, few names of places have more than five."""

MOST_SENSES = 80
"""Candidates weighed for one name, the most populous first."""

SOUNDS_ALIKE = 60.0
"""Per cent of letters of which two spellings of a name share more."""

KNOWN_BY_ITSELF = 15_000
"""People from which on a town before a hyphen is meant, whatever comes behind it: "Bouar-Bohong road"."""

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:'(?!s\b|S\b)[^\W\d_]+)*")
_LOOSE_GAPS = frozenset({" ", "-", "\n", " \n", "\n ", "'"})
_ARTICLES = frozenset("al el an ar as ad ash at az ez es er ed et ul".split())
"""Arabic articles open a name in small letters: al-Bab, el-Fasher."""
_JOINING = _ARTICLES | frozenset(
    "of de del la le les du da do dos das di el al and the y e ye yi on upon sur am an der".split()
)
_NO_NAMES = frozenset({"ADP", "AUX", "CCONJ", "DET", "NUM", "PART", "PRON", "PUNCT", "SCONJ"})
_CITY_WORDS = frozenset("city town village center centre district".split())
_SPELT_OUT = {"st": "saint", "ft": "fort", "mt": "mount", "pt": "point", "n": "north", "s": "south"}
_SMALL_WORDS = frozenset(
    "a an and are as at be but by can could did do for from had has have he her his i if in is it its me "
    "my no not of on or our out she so than that the their them then there these they this those to up "
    "us was we were what when where which who why will with would you your".split()
)
_NEVER = (
    _SMALL_WORDS
    | MONTHS.keys()
    | WEEKDAYS.keys()
    | frozenset(
        "mr mrs ms dr am pm god sen rep gov gen col lt sgt capt maj street avenue road "
        "parkway drive lane boulevard school university college church court center centre north south east "
        "west central northern southern eastern western christmas friend "
        "union council agency mission secretary minister base air front committee "
        "village town sector district province region governorate camp airport airbase airfield bridge border "
        "crossing checkpoint headquarters countryside outskirts neighbourhood neighborhood quarter corridor "
        "republic general president ambassador parliament ministry army brigade division defence defense observer "
        "observers police hospital mosque market prison".split()
    )
)
"""Words that some hamlet is called too; only a longer name may hold them."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the reading."""

    start: int
    end: int
    text: str
    folded: str
    token: Token
    capital: bool
    gap: str
    """What stands between it and the word before."""


@dataclass(frozen=True, slots=True)
class Naming:
    """A stretch of words that is some place's name, perhaps not meant as one."""

    first: int
    last: int
    """Word positions, end exclusive."""
    start: int
    end: int
    key: str
    senses: tuple[GazetteerPlace, ...]
    """The pack's own places first (`matched` is `curated`), then the gazetteer's, the most populous first."""

    @property
    def matched(self) -> str:
        """How the first sense is named: primary, alternate, short, demonym, abbreviation, postal or curated."""
        return self.senses[0].matched


@dataclass(frozen=True, slots=True)
class PlaceText:
    """A text's words and the names found among them."""

    words: tuple[Word, ...]
    namings: tuple[Naming, ...]
    shouted: bool
    """True for a wholly upper-case text: letter case tells nothing."""


def read_place_text(analysis: Analysis, situation: Situation) -> PlaceText:
    """Every stretch of words that names some place, the longest at each word, left to right."""
    text, reading = analysis.document.text, analysis.reading
    shouted = _is_shouted(text) and not _is_shouted(reading)
    words = tuple(_words(reading, analysis.doc, shouted))
    return PlaceText(words, tuple(_Lookup(situation, reading).all_in(words)), shouted)


def senses_of(situation: Situation, name: str) -> tuple[GazetteerPlace, ...]:
    """Every place of a name: the pack's own first, then the gazetteer's, the most populous first."""
    key = place_key(name)
    curated = map(_as_sense, situation.places_named(name))
    return (*curated, *situation.gazetteer.find_key(key))[:MOST_SENSES]


def _is_shouted(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 40 and sum(map(str.isupper, letters)) >= 0.85 * len(letters)


def _words(reading: str, tokens: Iterable[Token], shouted: bool) -> Iterator[Word]:
    following = iter(tokens)
    token = next(following, None)
    behind = 0
    for match in _WORD.finditer(reading):
        start = match.start()
        while token is not None and token.idx + len(token.text) <= start:
            token = next(following, None)
        if token is None:
            return
        word = match.group()
        capital = word[0].isupper()
        folded = _folded(word)
        if shouted:  # no capitals to tell: what can be a name by its part of speech
            capital = word == "u.s." or (folded not in _SMALL_WORDS and token.pos_ not in _NO_NAMES)
        yield Word(start, match.end(), word, folded, token, capital, reading[behind:start])
        behind = match.end()


@lru_cache(maxsize=50_000)
def _folded(word: str) -> str:
    return place_key(word)


class _Lookup:
    """Names looked up at most once a document."""

    def __init__(self, situation: Situation, reading: str) -> None:
        self._situation = situation
        self._reading = reading
        self._known: dict[str, tuple[GazetteerPlace, ...]] = {}
        self._sounds: dict[str, tuple[GazetteerPlace, ...]] = {}

    def all_in(self, words: tuple[Word, ...]) -> list[Naming]:
        """Names as the gazetteer spells them, then those that only sound like one of a country that is named."""
        namings: list[Naming] = []
        position = 0
        while position < len(words):
            naming = self._longest_at(words, position) if _may_open(words, position) else None
            if naming is not None:
                namings.append(naming)
            position = naming.last if naming else position + 1
        sounding = list(self._sounding(words, namings))
        return sorted([*namings, *sounding], key=lambda naming: naming.first) if sounding else namings

    def _longest_at(self, words: tuple[Word, ...], first: int) -> Naming | None:
        last = _run_end(words, first)
        for end in range(last, first, -1):
            naming = self._named(words, first, end) if words[end - 1].capital else None
            if naming is not None:
                # "Jisr" is not the name that "Jisr al-Shughur" gives, nor "Koui" the one that "Koui-Mbali" does.
                if _goes_on(words, end) or self._is_cut_off(words, naming):
                    return None
                return self._without_city(words, naming) or naming
        return None

    def _is_cut_off(self, words: tuple[Word, ...], naming: Naming) -> bool:
        """True for a small place's name that a hyphen leads on to a capital of no place's name."""
        following = words[naming.last] if naming.last < len(words) else None
        if following is None or following.gap != "-" or not following.capital:
            return False
        sense = naming.senses[0]
        if sense.feature != "settlement" or sense.population >= KNOWN_BY_ITSELF or sense.matched == "curated":
            return False
        return self._longest_at(words, naming.last) is None

    def _sounding(self, words: tuple[Word, ...], namings: Sequence[Naming]) -> Iterator[Naming]:
        countries = {naming.senses[0].country for naming in namings if naming.senses[0].population > 100_000}
        taken = {position for naming in namings for position in range(naming.first, naming.last)}
        if countries.isdisjoint(SPELT_MANY_WAYS):
            return
        for first, word in enumerate(words):
            if first in taken or not word.capital or word.token.pos_ not in ("PROPN", "NOUN", "ADJ"):
                continue
            for last in range(min(_run_end(words, first), first + 4), first, -1):
                if (
                    words[last - 1].capital
                    and taken.isdisjoint(range(first, last))
                    and not _goes_on(words, last)
                ):
                    naming = self._sounding_name(words, first, last, countries)
                    if naming is not None:
                        taken.update(range(first, last))
                        yield naming
                        break

    def _sounding_name(
        self, words: tuple[Word, ...], first: int, last: int, countries: Set[str | None]
    ) -> Naming | None:
        key = " ".join(word.folded for word in words[first:last])
        known = self._sounds.get(key)
        if known is None:
            gazetteer, bare = self._situation.gazetteer, bare_key(key)
            keys = [k for k in gazetteer.spelt_like(key) if ratio(bare, bare_key(k)) > SOUNDS_ALIKE]
            known = tuple(s._replace(matched="spelling") for k in keys for s in gazetteer.find_key(k))
            self._sounds[key] = known
        places = {s.gazetteer_id: s for s in known if s.country in countries and s.country in SPELT_MANY_WAYS}
        senses = tuple(sorted(places.values(), key=lambda s: (-s.population, s.gazetteer_id)))[:MOST_SENSES]
        return Naming(first, last, words[first].start, words[last - 1].end, key, senses) if senses else None

    def _without_city(self, words: tuple[Word, ...], naming: Naming) -> Naming | None:
        """ "Springfield City" is Springfield: its council follows; Mexico City is called so first of all."""
        if naming.last - naming.first < 2 or words[naming.last - 1].folded not in _CITY_WORDS:
            return None
        following = words[naming.last] if naming.last < len(words) else None
        body_follows = following is not None and following.capital and following.gap == " "
        if naming.matched != "alternate" and not body_follows:
            return None
        return self._named(words, naming.first, naming.last - 1)

    def _named(self, words: tuple[Word, ...], first: int, last: int) -> Naming | None:
        key = _key(words[first:last])
        if key in _NEVER and words[first].text not in ("US", "U.S.", "u.s."):
            return None
        written = self._reading[words[first].start : words[last - 1].end]
        senses = self._senses(key, written)
        if not senses and words[first].folded in _SPELT_OUT and last - first > 1:
            spelt = " ".join((_SPELT_OUT[words[first].folded], *(w.folded for w in words[first + 1 : last])))
            senses = self._senses(spelt, spelt)
        senses = tuple(s for s in senses if self._is_written_as(s, words[first], words[last - 1]))
        if not senses:
            return None
        end = words[last - 1].end
        if (
            senses[0].matched == "abbreviation"
            and self._reading[end : end + 1] == "."
            and "." not in written[-1]
        ):
            end += 1
        return Naming(first, last, words[first].start, end, key, senses[:MOST_SENSES])

    def _senses(self, key: str, written: str) -> tuple[GazetteerPlace, ...]:
        known = self._known.get(key)
        if known is None:
            curated = self._situation.places_named(written) if self._situation.places else ()
            known = (*map(_as_sense, curated), *self._situation.gazetteer.find_key(key))
            self._known[key] = known
        return known

    def _is_written_as(self, sense: GazetteerPlace, first: Word, last: Word) -> bool:
        """False for an abbreviation without its point or capitals: "Wash." is a state, "wash" and "Mass" are not."""
        if sense.matched == "abbreviation":
            pointed = "." in last.text or self._reading[last.end : last.end + 1] == "."
            return pointed or (len(last.text) > 1 and last.text.isupper()) or first is not last
        if sense.matched == "postal":
            return len(last.text) == 2 and last.text.isupper()
        return not (first is last and first.folded == "us")


def _as_sense(place: Place) -> GazetteerPlace:
    return GazetteerPlace(
        place.gazetteer_id,
        place.name,
        place.lat,
        place.lon,
        place.country,
        None,
        place.feature,
        round(place.radius_km * place.radius_km * 2000),  # no census counts a pack's villages; wide is large
        place.radius_km,
        "curated",
    )


def _may_open(words: tuple[Word, ...], position: int) -> bool:
    word = words[position]
    if word.capital:
        return True
    following = words[position + 1] if position + 1 < len(words) else None
    return following is not None and word.folded in _ARTICLES and following.gap == "-" and following.capital


def _run_end(words: tuple[Word, ...], first: int) -> int:
    """How far a name that starts at `first` may reach."""
    last = first + 1
    while last < len(words) and last - first < LONGEST_NAME and _continues(words[last - 1], words[last]):
        last += 1
    return last


def _goes_on(words: tuple[Word, ...], last: int) -> bool:
    """True when an Arabic article in small letters leads on to a further capital."""
    if last + 1 >= len(words):
        return False
    article, following = words[last], words[last + 1]
    joined = article.gap in (" ", "-") and following.gap == "-"
    return joined and not article.capital and article.folded in _ARTICLES and following.capital


def _continues(word: Word, following: Word) -> bool:
    """True when the following word may belong to the same name."""
    if following.gap not in _LOOSE_GAPS and not (following.gap in (".", ". ") and len(word.text) <= 3):
        return False
    return following.capital or following.folded in _JOINING or _is_ending(following)


def _is_ending(word: Word) -> bool:
    """True for the ending in "People's Republic", "St. John's"."""
    return word.gap == "'" and word.text in ("s", "S")


def _key(words: Sequence[Word]) -> str:
    """The folded words as the gazetteer joins them: an apostrophe parts nothing."""
    return "".join(word.folded if _is_ending(word) else f" {word.folded}" for word in words).strip()
