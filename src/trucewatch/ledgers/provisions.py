"""Which clause of which agreement a sentence speaks of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files

from trucewatch.situation import Agreement, Provision, Situation

_WORDS_OF_NUMBERS = "one two three four five six seven eight nine ten eleven twelve thirteen".split()
_NAMED = re.compile(
    r"\b(?:ceasefire|truce|armistice|cessation of hostilities|trilateral|tripartite|peace)"
    r"\s+(?:agreement|deal|accord|statement|declaration|arrangement|regime|understandings?)\b"
    r"|\bunderstandings? (?:between|with|reached)\b",
    re.IGNORECASE,
)
_TRUCE = re.compile(r"\b(?:ceasefire|truce|armistice|cessation of hostilities)\b", re.IGNORECASE)
_BREACH = re.compile(
    r"\b(?:violat\w+|breach\w*|in contravention|contraven\w+|contrary to|in defiance of|at odds with"
    r"|br(?:eak(?:s|ing)?|oke|oken) (?:the|a|its|this|that|\w+ (?:ceasefire|truce|agreement|deal|accord))"
    r"|against the (?:\w+ ){0,3}(?:statement|agreement|ceasefire|truce|deal|accord)"
    r"|contradict\w*|rul(?:es|ed|ing) out|out of line with|inconsistent with|incompatible with|mak(?:es|ing) a mockery of"
    r"|made a mockery of|goes against|tramp\w+ on"
    r"|infring\w+|fail\w* to (?:honou?r|respect|observe|abide by|comply with|implement) (?:the|its|their)"
    r"|r[ua]n(?:s|ning)? counter to"
    r"|(?:although|though|despite|whereas|when) (?:[\w’'-]+ ){1,5}?(?:agreements?|accords?|statement|deal|resolution"
    r"|memorandum|protocol) (?:provides?|requires?|obliges?|demands?|foresees?|says?|bans?|forbids?|guarantees?)"
    r"|not (?:\w+ ){1,8}as the (?:\w+ ){1,4}requires?|flout\w*|does not comply|disregard\w*)\b",
    re.IGNORECASE,
)
# What was broken is the ceasefire itself, whatever else the sentence tells of; "in breach of the ceasefire" goes by the deed.
_BROKEN_TRUCE = re.compile(
    r"(?<!in )\b(?:violat\w+|breach\w*|br(?:eak\w*|oke\w*)|infring\w+)(?: of)? (?:the |a |its |this |that )?"
    r"(?:[\w-]+ ){0,2}?(?:ceasefire|cease-fire|truce)\b(?! (?:agreement|deal|accord|statement|understanding|by \w+ing))"
    r"|\b(?:ceasefire|cease-fire|truce) (?:regime )?(?:violations?|breach\w*)",
    re.IGNORECASE,
)
_DEED = re.compile(r"(?:^|[,;“\"] ?|\bthat )\w+ing\b[^,;]{0,70}$", re.IGNORECASE)
_THE_TEXT = re.compile(r"\bthe (?:agreement|accord|deal|memorandum|statement)\b(?! of\b)", re.IGNORECASE)
_MONTHS = "january february march april may june july august september october november december".split()
_DAY = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}}) (?P<month>{'|'.join(_MONTHS)})|(?P<month2>{'|'.join(_MONTHS)}) (?P<day2>\d{{1,2}}))\b"
    r"(?:,? (?P<year>\d{4}))?",
    re.IGNORECASE,
)
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth".split()
)
_PARTS = r"(?:point|clause|article|paragraph|provision|item|section)"
_NUMBERED = re.compile(
    rf"\b(?:(?P<ordinal>{'|'.join(_ORDINALS)}) {_PARTS}|{_PARTS} (?P<number>\d+|{'|'.join(_WORDS_OF_NUMBERS)}))\b",
    re.IGNORECASE,
)
_TEXT_OF_THAT_DAY = (
    re.compile(
        r"\b(?:agreements?|statements?|declarations?|accords?|deal|memorandum|protocol|document|truce|ceasefire|cease-fire"
        r"|armistice|resolution|understandings?|pact|treaty|agreed|signed|adopted|concluded|commitments?|obligations?|measures)"
        r"(?: \w+){0,5}? (?:of|from|on|dated|since) (?:\w+day,? )?(?:the )?$",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:th|st|nd|rd)?(?:,? \d{4})? (?:\w+ ){0,2}?(?:agreement|statement|declaration|accord|deal|memorandum|protocol"
        r"|document|truce|ceasefire|cease-fire|armistice|pact|treaty)\b",
        re.IGNORECASE,
    ),
)
"""What stands before or behind a day that names a text by it; any other deed of that day names none."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_WORD = re.compile(r"[^\W\d_]{5,}")

OF_A_NAMED = 0.9
"""What a clause must reach where the words name its agreement."""
UNNAMED = 3.0
"""What it must reach where they do not; its own area is needed besides."""


def provision_in(sentence: str, said_on: date | None, situation: Situation) -> str | None:
    """The id of the provision that the words concern, or None when they name neither agreement nor area.

    A clause's own subject or area decides; words that name only the agreement, with a breach, go to
    its ceasefire clause.
    """
    folded = sentence.casefold()
    breach = breach_in(sentence) is not None
    broken_truce = _breaks_truce(sentence)
    agreements = sorted(_in_force(situation, said_on), key=lambda a: -_named_by(folded, a))
    for agreement in agreements:
        # The bare word "ceasefire" is used of everything; with a breach it is this agreement that is meant.
        named = _named_by(folded, agreement) > (0 if breach and _is_only_one(situation, said_on) else 1)
        if named and (numbered := _clause_numbered(sentence, agreement)):
            return numbered
        if named and broken_truce and (clause := _ceasefire_clause(agreement)):
            return clause
        if not named and not any(_own_area(folded, p, agreement) for p in agreement.provisions):
            continue
        scored = {p.id: _closeness(folded, p, agreement) for p in agreement.provisions}
        least = OF_A_NAMED if named else UNNAMED
        fit = [
            p
            for p in agreement.provisions
            if scored[p.id] >= least and (named or _own_area(folded, p, agreement))
        ]
        if fit:
            # Among equals the first clause: the later ones spell out what it says.
            return max(fit, key=lambda p: scored[p.id]).id
        if named and breach:
            return _ceasefire_clause(agreement)
    return None


def _ceasefire_clause(agreement: Agreement) -> str | None:
    return next((p.id for p in agreement.provisions if p.type == "ceasefire"), None)


def _clause_numbered(sentence: str, agreement: Agreement) -> str | None:
    """The clause that "the second point" or "article 4" names."""
    told = _NUMBERED.search(sentence)
    if told is None:
        return None
    if told["ordinal"]:
        number = _ORDINALS.index(told["ordinal"].casefold()) + 1
    else:
        words = told["number"].casefold()
        number = int(words) if words.isdigit() else _WORDS_OF_NUMBERS.index(words) + 1
    return next((p.id for p in agreement.provisions if p.number == str(number)), None)


def _is_of_its_day(folded: str, agreement: Agreement) -> bool:
    """True for "the statement of 10 November" of an agreement signed or begun on that day, not for a deed of that day."""
    days = {day for day in (agreement.signed, agreement.effective) if day}
    before, behind = _TEXT_OF_THAT_DAY
    for told in _DAY.finditer(folded):
        if not (before.search(folded[: told.start()]) or behind.match(folded, told.end())):
            continue
        number, month = told["day"] or told["day2"], told["month"] or told["month2"]
        for day in days:
            same_year = not told["year"] or int(told["year"]) == day.year
            if same_year and (day.day, day.month) == (int(number), _MONTHS.index(month) + 1):
                return True
    return False


def _is_only_one(situation: Situation, said_on: date | None) -> bool:
    """True where "the ceasefire" can only be one: without a day it may be any of the pack's."""
    return said_on is not None or sum(_ceasefire_clause(a) is not None for a in situation.agreements) <= 1


def breach_in(sentence: str) -> re.Match[str] | None:
    """The words that tell of a breach."""
    return _BREACH.search(sentence)


def _breaks_truce(sentence: str) -> bool:
    """True where somebody breaks the ceasefire itself; a deed that does ("staying there breaks it") has its own clause."""
    found = _BROKEN_TRUCE.search(sentence)
    return found is not None and not _DEED.search(sentence[: found.start()])


def names_agreement(sentence: str, said_on: date | None, situation: Situation) -> bool:
    """True where the words name an agreement in force; a mere "ceasefire" does not."""
    folded = sentence.casefold()
    return any(_named_by(folded, agreement) > 1 for agreement in _in_force(situation, said_on))


def _in_force(situation: Situation, said_on: date | None) -> Iterator[Agreement]:
    """Agreements in force when the words were said, the latest first."""
    dated = sorted(situation.agreements, key=lambda a: (a.effective or date.min, a.id), reverse=True)
    for agreement in dated:
        begun = said_on is None or agreement.effective is None or agreement.effective <= said_on
        ended = said_on is not None and agreement.until is not None and agreement.until < said_on
        if begun and not ended:
            yield agreement


def _named_by(folded: str, agreement: Agreement) -> int:
    """The length of the longest of the agreement's names in the sentence; 2 for "the
    ceasefire agreement", 1 for a mere "ceasefire", 0 for none."""
    longest = max((len(name) for name in _folded_names(agreement) if name in folded), default=0)
    if longest:
        return longest
    years = set(_YEAR.findall(folded))
    of_its_year = not years or agreement.effective is None or str(agreement.effective.year) in years
    if not of_its_year:
        return 0
    if _NAMED.search(folded) or _is_of_its_day(folded, agreement):
        return 2
    return int(_TRUCE.search(folded) is not None or _THE_TEXT.search(folded) is not None)


@lru_cache(maxsize=64)
def _folded_names(agreement: Agreement) -> tuple[str, ...]:
    return tuple(name.casefold() for name in (agreement.title, agreement.id, *agreement.aliases))


def _closeness(folded: str, provision: Provision, agreement: Agreement) -> float:
    """One for each of the words of the clause's subject, up to three; two for an area that is its alone; and
    for the clause's own words the less the more clauses use them."""
    subject = min(len({m.group() for m in _subject(provision.type).finditer(folded)}), 3)
    area = 2 if _own_area(folded, provision, agreement) else 0
    spread = _spread(agreement)
    words = {word[:6] for word in _WORD.findall(folded)} & _clause_words(provision)
    return subject + area + sum(0.4 / spread[word] for word in words)


def _own_area(folded: str, provision: Provision, agreement: Agreement) -> bool:
    """True when the words name the area of this clause alone; one word ("Lebanon") is where everything happens."""
    area = provision.area.casefold() if provision.area else ""
    if " " not in area or area not in folded:
        return False
    return sum((p.area or "").casefold() == area for p in agreement.provisions) == 1


@cache
def _subjects() -> dict[str, str]:
    import yaml

    table = files("trucewatch.ledgers").joinpath("subjects.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(table))


@cache
def _subject(kind: str) -> re.Pattern[str]:
    words = [words for key, words in sorted(_subjects().items()) if key in kind]
    return re.compile(rf"\b(?:{'|'.join(words) or '(?!)'})", re.IGNORECASE)


@lru_cache(maxsize=64)
def _spread(agreement: Agreement) -> Counter[str]:
    """In how many of an agreement's clauses each word stands."""
    return Counter(word for p in agreement.provisions for word in _clause_words(p))


@lru_cache(maxsize=4096)
def _clause_words(provision: Provision) -> frozenset[str]:
    text = " ".join((provision.text, *provision.indicators))
    return frozenset(word[:6].casefold() for word in _WORD.findall(text)) - _EVERYWHERE


_EVERYWHERE = frozenset(
    word[:6] for word in "ceasefire agreement mechanism positions beyond reports status forces other".split()
)
"""Words of the clauses that any report of the conflict uses."""
