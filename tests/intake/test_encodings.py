"""Texts arrive in the encodings of the countries they come from."""

from __future__ import annotations

import pytest

from trucewatch.intake.encodings import decode
from trucewatch.records import ItemRejected

ENGLISH = "“No shell fell,” the spokesman said – neither side’s café was hit."
RUSSIAN = "Министерство обороны сообщило, что обстрел прекратился. Погибших нет, двое раненых доставлены в больницу."
POLISH = "Rzecznik powiedział, że źródła łączą ostrzał z południową dzielnicą. Żołnierze wrócili późną nocą."
TURKISH = "Bakanlık, ateşkesin ihlal edildiğini söyledi. Şehirdeki çatışmalar durdu, iki kişi yaralandı."
GREEK = "Ο εκπρόσωπος είπε ότι οι εχθροπραξίες σταμάτησαν και ότι δύο τραυματίες μεταφέρθηκαν στο νοσοκομείο."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "utf-8"),
        (ENGLISH, "utf-8-sig"),
        (ENGLISH, "utf-16"),
        (ENGLISH, "utf-16-le"),
        (ENGLISH, "utf-16-be"),
        (ENGLISH, "utf-32"),
        (ENGLISH, "cp1252"),
        (RUSSIAN, "utf-8"),
        (RUSSIAN, "utf-16"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (POLISH, "cp1250"),
        (GREEK, "cp1253"),
    ],
)
def test_the_text_comes_back_whatever_it_was_written_in(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding))[0] == text


def test_turkish_letters_are_at_least_letters() -> None:
    """cp1252 and cp1254 differ in six letters; either reading keeps every ASCII name in place."""
    read, _, notes = decode(TURKISH.encode("cp1254"))
    assert len(read) == len(TURKISH)
    assert notes


def test_a_little_damage_is_noted_and_survived() -> None:
    raw = (RUSSIAN * 30).encode() + b"\xff and more"
    text, encoding, notes = decode(raw)
    assert text.endswith("\ufffd and more")
    assert encoding == "utf-8"
    assert notes == ("1 undecodable bytes were replaced by U+FFFD",)


@pytest.mark.parametrize("raw", [b"", b"\n \n", b"\xff\xfe", b"\xef\xbb\xbf \n"])
def test_nothing_is_rejected_as_empty(raw: bytes) -> None:
    with pytest.raises(ItemRejected) as caught:
        decode(raw)
    assert caught.value.code == "empty"
