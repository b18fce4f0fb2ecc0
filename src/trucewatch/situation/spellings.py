"""Spellings of one person's name in Latin letters, as wires and ministries transliterate it."""

from __future__ import annotations

from itertools import islice, product

_MOST = 24
"""Spellings of one name; more would only be noise."""

_GIVEN_NAMES = (
    ("sergei", "sergey", "serhii", "serhiy"),
    ("andrei", "andrey", "andrii", "andriy"),
    ("alexei", "alexey", "aleksei", "aleksey"),
    ("nikolai", "nikolay"),
    ("dmitry", "dmitri", "dmitriy", "dmytro"),
    ("yuri", "yury", "yuriy"),
    ("alexander", "aleksandr", "oleksandr"),
    ("yevgeny", "evgeny", "yevgeniy"),
    ("vasily", "vassily", "vasiliy"),
    ("valery", "valeriy", "valerii"),
    ("gennady", "gennadiy"),
    ("vitaly", "vitaliy", "vitali"),
    ("grigory", "grigoriy"),
    ("arkady", "arkadiy"),
    ("oleksii", "oleksiy"),
    ("mohammed", "mohammad", "muhammad", "mohamed", "muhammed"),
    ("ahmed", "ahmad"),
    ("hussein", "hossein", "husayn", "hussain"),
    ("hassan", "hasan"),
    ("abdullah", "abdallah", "abdulla"),
    ("yousef", "youssef", "yusuf", "yousuf"),
    ("khaled", "khalid"),
    ("mahmoud", "mahmud"),
    ("ibrahim", "ebrahim"),
    ("osama", "usama"),
    ("walid", "waleed"),
    ("said", "saeed", "sayed"),
    ("omar", "umar"),
    ("jeyhun", "ceyhun", "jeihun"),
    ("hikmet", "hikmat"),
    ("levon", "leon"),
)
_ENDINGS = (
    ("yan", "ian"),
    ("iyev", "iev"),
    ("ayev", "aev"),
    ("iyeva", "ieva"),
    ("ayeva", "aeva"),
    ("skyi", "sky", "skiy", "skyy"),
    ("nyi", "ny", "nyy"),
)
_SAME_NAME = {form: forms for forms in _GIVEN_NAMES for form in forms}


def spellings(name: str) -> tuple[str, ...]:
    """The name and its usual other spellings, itself first."""
    words = name.split(" ")
    made = (" ".join(choice) for choice in product(*(_forms(word) for word in words)))
    return tuple(dict.fromkeys((name, *islice(made, _MOST))))


def _forms(word: str) -> tuple[str, ...]:
    low = word.lower()
    if low in _SAME_NAME:
        return (word, *(form.capitalize() for form in _SAME_NAME[low] if form != low))
    for endings in _ENDINGS:
        for ending in endings:
            if low.endswith(ending) and len(low) > len(ending) + 2:
                stem = word[: -len(ending)]
                return (word, *(stem + other for other in endings if other != ending))
    return (word,)
