"""Sums of money in a sentence in ISO 4217 currencies; increments are told apart from totals."""

from __future__ import annotations

import re

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
    "SAR": r"(?:saudi )?riyals?|sar",
    "AED": r"(?:uae |emirati )?dirhams?|aed",
    "INR": r"(?:indian )?rupees?|inr",
    "CNY": r"(?:chinese )?yuan|renminbi|cny",
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
_MONEY = re.compile(f"(?:{_BEFORE})|(?:{_AFTER})", re.IGNORECASE)

_INCREMENT = re.compile(
    r"\b(?:additional|further|another|extra|more|new|on top of|increase[sd]? .{0,20}by)\b", re.I
)
_TOTAL = re.compile(
    r"\b(?:total|totall?ing|overall|altogether|cumulative|bring(?:s|ing)? .{0,40} to|in all|so far)\b", re.I
)


def amounts_in(sentence: str) -> tuple[Amount, ...]:
    """Every sum of money in `sentence`, in order, each with the basis that the words next to it give."""
    found = []
    for match in _MONEY.finditer(sentence):
        groups = {name: value for name, value in match.groupdict().items() if value is not None}
        side = "b" if "bnumber" in groups else "a"
        currency = next(name[1:] for name in groups if len(name) == 4 and name[1:].isupper())
        scale = _SCALES[groups[f"{side}scale"].lower()] if f"{side}scale" in groups else 1.0
        value = _number(groups[f"{side}number"]) * scale
        around = sentence[max(0, match.start() - 60) : match.end() + 40]
        found.append(Amount(value=value, currency=currency, basis=_basis(around)))
    return tuple(found)


def _number(words: str) -> float:
    if words.lower() in _WORD_VALUES:
        return float(_WORD_VALUES[words.lower()])
    if re.fullmatch(r"\d+,\d{1,2}", words):
        return float(words.replace(",", "."))
    return float(re.sub(r"[,\s]", "", words))


def _basis(around: str) -> str:
    if _TOTAL.search(around):
        return "cumulative"
    return "increment" if _INCREMENT.search(around) else "unknown"
