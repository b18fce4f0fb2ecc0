"""The language a text is written in."""

from __future__ import annotations

LOOKED_AT = 4_000
"""Characters of a text that tell its language."""
FEWEST_LETTERS = 24
"""With fewer letters nothing is said: short words are shared by many languages."""


def find_language(text: str) -> str | None:
    """ISO 639-1 code, or None where there is too little text to tell."""
    head = text[:LOOKED_AT]
    if sum(character.isalpha() for character in head) < FEWEST_LETTERS:
        return None
    import py3langid

    # A capital tells a name, not a language; shouting agency copy would be taken for another one.
    language, _ = py3langid.classify(head.lower().encode("utf-8", "replace").decode("utf-8"))
    return str(language)
