"""Whose own publication a document is: a ministry's release speaks for the ministry, a newspaper for nobody."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from trucewatch.extraction.cues import roles
from trucewatch.records import Document, Speaker

if TYPE_CHECKING:
    from trucewatch.situation import Situation

FIRST_CHARACTERS = 500
"""Where a text says whose statement it is."""
_ISSUED_BY = re.compile(
    r"^[ \t]*(?:(?:official |press |joint )?(?:statement|release|communiqu[eé]|announcement|briefing|bulletin|message|"
    r"information|comment|commentary|report|summary)\b[\w ,]{0,40}? (?:of|by|from)|from) ((?:the )?[A-Z][^\n.:;]{3,80})$",
    re.IGNORECASE | re.MULTILINE,
)

_MOUTH = re.compile(
    r"\b(?:forces|army|command|military|war|resistance|brigades?|front|militia) (?:media|information)\b",
    re.IGNORECASE,
)
"""Not a newsroom but who tells the news of a force: "West Bank Brigades Media"."""
_OFFICE_OF = re.compile(
    r"\b(?:office|desk|directorate|command|secretariat|department|bureau|service|cent(?:re|er)|wing)"
    r"(?: (?:of|for)(?: the)?|,| -) ",
    re.IGNORECASE,
)
"""Before whose office it is: "Press Desk of the Northern Alliance"."""
_NEWS = re.compile(r"\b(?:news|press|radio|tv|television|broadcast\w+)\b", re.IGNORECASE)
_OFFICIAL = re.compile(
    r"(?:the )?(?:national|state|official|government|military)\b|press (?:desk|office|wing)\b", re.IGNORECASE
)
_TITLED = re.compile(
    r"(?:PRESS RELEASE: )?(?:Statement (?:of|by|from) (?P<by>[\w' ,-]{2,70})|(?P<who>[A-Z][\w' -]{1,70}?) statement on\b)"
)
"""The title of a release: "X statement on the incident near Y"."""
SIGNATURE = 160
"""Characters at the end of a text in which whose statement it is may be signed."""
_LETTER = re.compile(
    r"\b(?:communiqu[eé]|to (?:the )?public opinion|statement to|"
    r"we (?:declare|inform|announce|reiterate|ask|propose|reject|condemn))\b",
    re.IGNORECASE,
)
_SPOKEN = re.compile(r"\b(?:our|we)\b", re.IGNORECASE)

_OWN_PIECE = re.compile(
    r"(?:an? |the |our |one )?(?:\w+ )?(?:versions?|editions?) of (?:this|that|our|the) (?:\w+ )?"
    r"(?:report|article|story|headline|dispatch|text|item|post|page|bulletin)s?|"
    r"(?:this|our) (?:\w+ )?(?:article|story|headline|dispatch|newspaper|newsroom|website)|"
    r"our (?:\w+ )?(?:report|reporting|coverage|bulletin|caption|map|graphic)",
    re.IGNORECASE,
)
"""A text's words for itself, or for what its outlet has published before: corrections and editors' notes."""


def is_own_piece(words: str) -> bool:
    """True where a "speaker" is a piece of the outlet's own: "an earlier version of our report said"."""
    return _OWN_PIECE.fullmatch(words.strip()) is not None


def publishing_signs(document: Document, situation: Situation) -> dict[str, Speaker]:
    """Whose own publication a document is by each sign that it bears; by publisher or title a speaker has no words."""
    publisher = document.publisher or ""
    found = {
        "listed": _listed(document, situation),
        "mouth": _mouth(publisher, situation),
        "branch": _branch(publisher, situation),
        "named": _named(publisher, situation),
        "titled": _titled(document, situation),
        "signed": _signing_party(document.text, situation),
        "issued": _issuing_party(document.text, situation),
    }
    return {sign: speaker for sign, speaker in found.items() if speaker is not None}


def _listed(document: Document, situation: Situation) -> Speaker | None:
    """A publisher or address that the situation lists as a party's, a monitor's or an international body's."""
    source = situation.source_of(document.publisher, document.url)
    if source is None or source.kind.value not in ("party", "international_organisation", "monitor"):
        return None
    named = situation.resolve_actor(document.publisher) if document.publisher else None
    if (
        named is not None
        and named.actor == source.id
        and (named.kind != "media" or source.kind.value != "party")
    ):
        return None  # the roster's own name, or a newsroom of an international body
    return Speaker(text="", start=0, end=0, name=source.name, actor=source.id, side=source.side)


def _named(publisher: str, situation: Situation) -> Speaker | None:
    """The party in whose name it publishes: "Ministry of Defence of X"."""
    named = situation.resolve_actor(publisher) if publisher else None
    if named is None or named.side is None or named.kind in ("media", "witness"):
        return None
    if named.kind == "metonym" and _is_only_where(publisher, named.text):
        return None
    name = situation.actor_name(named.actor) if named.actor is not None else publisher
    return Speaker(text="", start=0, end=0, name=name, actor=named.actor, side=named.side)


def _mouth(publisher: str, situation: Situation) -> Speaker | None:
    """The party whose press desk or war media a publisher is, where its name tells whose."""
    named = situation.resolve_actor(publisher)
    if named is not None and named.kind == "media" and _MOUTH.search(publisher):
        side = named.belongs if named.side == "MEDIA" else named.side
        return Speaker(text="", start=0, end=0, name=publisher, actor=side, side=side) if side else None
    match = _OFFICE_OF.search(publisher) if named is None and not is_newsroom(publisher) else None
    whose = situation.resolve_actor(publisher[match.end() :]) if match is not None else None
    if whose is None or whose.side is None or whose.kind in ("media", "witness", "person"):
        return None
    return Speaker(text="", start=0, end=0, name=publisher, actor=whose.actor, side=whose.side)


def _branch(publisher: str, situation: Situation) -> Speaker | None:
    """ "Amnesty International Nigeria": the monitor or body that begins the name, not the country it works in."""
    names = situation.find_actors(publisher)
    if len(names) < 2 or names[0].start or names[0].kind not in ("monitor", "international"):
        return None
    first, last = names[0], names[-1]
    if last.kind != "state" or publisher[first.end : last.start].strip(" -–—,()") not in ("", "in"):
        return None
    return Speaker(text="", start=0, end=0, name=first.text, actor=first.actor, side=first.side)


def _is_only_where(publisher: str, capital: str) -> bool:
    """ "Interpress Moscow" is not the Kremlin; "Ministry of Information, Naypyitaw" is a ministry."""
    others = publisher.replace(capital, "").lower().split()
    return bool(others) and not any(word.strip(",") in roles() for word in others)


def is_newsroom(publisher: str) -> bool:
    """True where a publisher's name has news, press or broadcasting in it and nothing official."""
    return _NEWS.search(publisher) is not None and _OFFICIAL.match(publisher) is None


def _titled(document: Document, situation: Situation) -> Speaker | None:
    titled = _TITLED.match(document.title or "")
    named = situation.resolve_actor(titled["by"] or titled["who"]) if titled is not None else None
    if named is None or named.side is None or named.kind in ("media", "witness", "person"):
        return None
    return Speaker(text="", start=0, end=0, name=named.text, actor=named.actor, side=named.side)


def _issuing_party(text: str, situation: Situation) -> Speaker | None:
    """The party that a text's first lines say it comes from ("Statement of the Ministry of Defence of X")."""
    for match in _ISSUED_BY.finditer(text[:FIRST_CHARACTERS]):
        found = situation.resolve_actor(match.group(1).strip())
        if found is not None and found.side is not None and found.kind not in ("media", "witness", "person"):
            start = match.start(1)
            words = match.group(1).rstrip()
            return Speaker(
                text=words, start=start, end=start + len(words), actor=found.actor, side=found.side
            )
    return None


def _signing_party(text: str, situation: Situation) -> Speaker | None:
    """The party whose name stands alone in the last lines of a text that says "we" ("Eastern Front / Liberation Army")."""
    if len(_SPOKEN.findall(text)) < 2 or not _LETTER.search(text):
        return None
    at = len(text.rstrip())
    for line in reversed(text.rstrip()[-SIGNATURE:].splitlines()[1:]):
        words = line.strip()
        at = text.rfind(words, 0, at)
        if not words or words[-1] in ".!?:" or len(words.split()) > 8:
            return None
        found = situation.resolve_actor(words)
        if found is not None and found.side is not None and found.kind not in ("media", "witness", "person"):
            return Speaker(text=words, start=at, end=at + len(words), actor=found.actor, side=found.side)
    return None
