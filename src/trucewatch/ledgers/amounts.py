"""Sums of money in a sentence in ISO 4217 currencies; increments are told apart from totals."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trucewatch.records import Amount

_CURRENCIES = {
    "EUR": r"euros?|€|eur",
    "USD": r"(?:us |u\.s\. |american )?dollars?|us\$|\$|usd",
    "GBP": r"(?:british )?pounds?(?: sterling)?|£|gbp",
    "CHF": r"swiss francs?|francs?|chf",
    "JPY": r"(?:japanese )?yen|¥|jpy",
    "RUB": r"(?:russian )?rou?bles?|rub",
    "AMD": r"(?:armenian )?drams?|amd",
    "AZN": r"(?:azerbaijani )?manats?|azn",
    "TRY": r"(?:turkish )?liras?|try",
    "CAD": r"canadian dollars?|c\$|cad",
    "AUD": r"australian dollars?|a\$|aud",
    "SEK": r"swedish kron(?:or|a)|sek",
    "NOK": r"norwegian kron(?:er|e)|nok",
    "DKK": r"danish kron(?:er|e)|dkk",
    "KRO": r"kron(?:er|or|e|a)",
    "SAR": r"(?:saudi )?riyals?|sar",
    "AED": r"(?:uae |emirati )?dirhams?|aed",
    "INR": r"(?:indian )?rupees?|inr",
    "CNY": r"(?:chinese )?yuan|renminbi|cny",
}
CROWN = "KRO"
"""Crowns of no country: the sentence says whose, or they are no sum."""
_CROWNS = {
    "SEK": re.compile(r"\bkronor\b|\bswed(?:en|ish)\b|\bstockholm\b", re.I),
    "DKK": re.compile(r"\bdenmark\b|\bdanish\b|\bcopenhagen\b", re.I),
    "NOK": re.compile(r"\bnorw(?:ay|egian)\b|\boslo\b", re.I),
}
_SCALES = {
    "thousand": 1e3,
    "k": 1e3,
    "million": 1e6,
    "mln": 1e6,
    "mn": 1e6,
    "m": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "b": 1e9,
}
_WORDS = "half|one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|hundred".split("|")
_WORD_VALUES = dict(zip(_WORDS, (0.5, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30, 40, 50, 100), strict=True))

_NUMBER = rf"(?P<{{0}}number>\d{{{{1,3}}}}(?:[,  ]\d{{{{3}}}})+(?:\.\d+)?|\d+(?:[.,]\d+)?|{'|'.join(_WORDS)})"
_SCALE = r"(?:[\s-]*(?P<{0}scale>thousand|million|billion|mln|mn|bn|[kmb])\b)?"
_ANY = "|".join(
    f"(?P<{{0}}{code}>{names})" for code, names in sorted(_CURRENCIES.items(), key=lambda c: -len(c[1]))
)
_AFTER = (_NUMBER + _SCALE).format("a") + r"\s*(?:" + _ANY.format("a") + r")(?![a-z])"
_BEFORE = r"(?<![a-z])(?:" + _ANY.format("b") + r")\s*" + (_NUMBER + _SCALE).format("b")
_SUM = re.compile(f"(?:{_BEFORE})|(?:{_AFTER})", re.IGNORECASE)

_UNITS = "dollars?|euros?|pounds?|francs?|yen|yuan|rou?bles?|kron(?:er|or|a|e)|drams?|manats?|liras?|riyals?|dirhams?|rupees?"
MONEY = (
    rf"(?:[$€£¥]\s?\d|\b(?:usd|eur|gbp|chf)\s?\d|\b(?:\d[\d.,·]*|{'|'.join(_WORDS)})\s*(?:million|billion|thousand|mln|mn|bn|[kmb])?"
    rf"\s*(?:(?:us|u.s.|american|canadian|australian|swiss|british|swedish|norwegian|danish|saudi)\s+)?(?:{_UNITS}|€|£|usd|eur|gbp)\b)"
)
"""The beginning of a sum of money, for the lexicon's patterns; `·` is a decimal point there."""

_LISTED_SUM = re.compile(
    r"(?:[’']s?)?(?: (?:[A-Z][\w-]*|authority|ministry|government|and|fund|agency)){0,3},?"
    r" (?:with |another |a further |gave |pledged )?"
    r"(?P<unit>[€$£¥])?\s?(?P<number>\d[\d.,]*\d|\d)\s?(?P<scale>million|billion|thousand|mln|mn|bn|[kmb]\b)?"
)
LISTED_BEFORE = re.compile(r"(?:,|;|\band)(?: the)?\s*$")
"""What stands before a further name of a list."""
_INCREMENT = re.compile(
    r"\b(?:additional|further|another|extra|more|new|on top of|increase[sd]? .{0,20}by)\b", re.I
)
_TOTAL = re.compile(
    r"\b(?:totals?|totall?ing|stands at|comes to|overall|altogether|cumulative|bring(?:s|ing)? .{0,40} to|in all|so far)\b",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    start: int
    end: int
    amount: Amount


def sums_in(sentence: str) -> tuple[Sum, ...]:
    """Every sum of money in `sentence`, in order, each with the basis that the words next to it give."""
    matches = list(_SUM.finditer(sentence))
    bounds = [0, *(match.end() for match in matches)]
    starts = [*(match.start() for match in matches[1:]), len(sentence)]
    found = []
    for match, after_last, next_start in zip(matches, bounds, starts, strict=False):
        before = sentence[max(after_last, match.start() - 50) : match.start()]
        after = sentence[match.end() : min(next_start, match.end() + 25)].split(",")[0]
        currency = _currency(match)
        if currency == CROWN:
            currency = next((code for code, words in _CROWNS.items() if words.search(sentence)), CROWN)
        if currency == CROWN:
            continue
        amount = Amount(value=_value(match), currency=currency, basis=_basis(before, after))
        found.append(Sum(start=match.start(), end=match.end(), amount=amount))
    return tuple(found)


def sum_after(sentence: str, start: int, currency: str) -> Amount | None:
    """The sum that stands right behind a name in a list, in the list's currency: ", France 15 million"."""
    match = _LISTED_SUM.match(sentence, start)
    if match is None or not (match["scale"] or match["unit"]):
        return None
    scale = _SCALES[match["scale"].lower()] if match["scale"] else 1.0
    return Amount(value=_number(match["number"]) * scale, currency=currency)


def amounts_in(sentence: str) -> tuple[Amount, ...]:
    return tuple(found.amount for found in sums_in(sentence))


def _value(match: re.Match[str]) -> float:
    side = "b" if match["bnumber"] else "a"
    scale = match[f"{side}scale"]
    return _number(match[f"{side}number"]) * (_SCALES[scale.lower()] if scale else 1.0)


def _currency(match: re.Match[str]) -> str:
    return next(
        name[1:]
        for name, value in match.groupdict().items()
        if value and len(name) == 4 and name[1:].isupper()
    )


def _number(words: str) -> float:
    if words.lower() in _WORD_VALUES:
        return float(_WORD_VALUES[words.lower()])
    if re.fullmatch(r"\d+,\d{1,2}", words):
        return float(words.replace(",", "."))
    return float(re.sub(r"[,\s]", "", words))


def _basis(before: str, after: str) -> str:
    if _TOTAL.search(before) or _TOTAL.search(after):
        return "cumulative"
    return "increment" if _INCREMENT.search(before) or _INCREMENT.search(after) else "unknown"
