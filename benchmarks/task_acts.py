"""Verbal and political acts: the PLOVER category of a sentence, macro F1; and who acts on whom where we say so.

acts_plover gives one act a sentence; ours is the act whose trigger stands highest in the parse (verbs before nouns; ties:
the first), with ACLED kinds mapped to PLOVER. Labels of the older list are mapped: DEMAND → request, DISAPPROVE and
INVESTIGATE → accuse, FIGHT → assault. `halves`: rows of odd position were looked at when the trigger table was written, even
ones (`held`) were not. acts_petrarch2 are a parser's unit tests with invented countries and WEIS codes: an act is right
if any of ours has its category (micro); codes 02 (comment), 9xx and other dummies are left out. Source and target: share
of gold actors of acts_plover whose words overlap an actor of ours with the fitting role, where both have one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from benchmarks.datasets import rows
from benchmarks.parses import cached_analyses
from trucewatch.extraction.analysis import Analysis
from trucewatch.extraction.events.mentions import find_mentions
from trucewatch.extraction.models import load_models
from trucewatch.records import Document, EventType, Mention, Published, Role, SubEventType
from trucewatch.situation import load_situation

_OLD = {"DEMAND": "request", "DISAPPROVE": "accuse", "INVESTIGATE": "accuse", "FIGHT": "assault"}
_WEIS = {
    "03": "consult", "04": "support", "05": "agree", "06": "support", "07": "aid", "08": "agree", "09": "request",
    "10": "request", "11": "reject", "12": "accuse", "13": "accuse", "14": "reject", "15": "request",
    "16": "threaten", "17": "threaten", "18": "protest", "19": "sanction", "20": "sanction", "21": "coerce",
    "22": "assault",
}  # fmt: skip
_ACLED = {
    EventType.BATTLES: "assault",
    EventType.EXPLOSIONS_REMOTE_VIOLENCE: "assault",
    EventType.VIOLENCE_AGAINST_CIVILIANS: "assault",
    EventType.PROTESTS: "protest",
    EventType.RIOTS: "protest",
}
_SUBS = {
    SubEventType.ARRESTS: "coerce",
    SubEventType.LOOTING_PROPERTY_DESTRUCTION: "coerce",
    SubEventType.DISRUPTED_WEAPONS_USE: "assault",
    SubEventType.NON_VIOLENT_TRANSFER_OF_TERRITORY: "retreat",
    SubEventType.AGREEMENT: "agree",
    SubEventType.HEADQUARTERS_OR_BASE_ESTABLISHED: "mobilize",
    SubEventType.ABDUCTION_FORCED_DISAPPEARANCE: "coerce",
}


def measure(sample: int | None = None) -> dict[str, float]:
    plover = list(rows("acts_plover"))[:sample]
    found = list(_acts(plover))
    figures = {}
    for half, start in (("held", 0), ("seen", 1)):
        gold = [_OLD.get(row["event"], row["event"].lower()) for row in plover[start::2]]
        ours = [category_of(_highest(*pair)) for pair in found[start::2]]
        figures[f"plover {half}: macro f1"] = macro_f1(gold, ours)
        figures[f"plover {half}: share right"] = sum(map(str.__eq__, gold, ours)) / max(len(gold), 1)
    figures |= _roles(plover, found)
    figures["petrarch2: share of acts found"] = _petrarch(sample)
    return figures


def _acts(sentences: Iterable[dict[str, Any]]) -> Iterable[tuple[Analysis, tuple[Mention, ...]]]:
    situation = load_situation("general")
    documents = [
        Document(id=row["id"], text=row["text"], published=Published(day=date(2000, 1, 1)))
        for row in sentences
    ]
    for analysis in cached_analyses(documents, load_models(weights=None)):
        yield analysis, find_mentions(analysis, (), situation, places=())


def category_of(mention: Mention | None) -> str:
    if mention is None:
        return "none"
    if mention.sub_event_type in _SUBS:
        return _SUBS[mention.sub_event_type]
    return _ACLED.get(mention.event_type, mention.event_type.value)


def _highest(analysis: Analysis, mentions: tuple[Mention, ...]) -> Mention | None:
    def rank(mention: Mention) -> tuple[bool, int, int]:
        token = analysis.doc.char_span(mention.trigger.start, mention.trigger.end, alignment_mode="expand")[0]
        depth = sum(1 for _ in token.ancestors)
        return token.pos_ not in ("VERB", "AUX"), depth, token.i

    return min(mentions, key=rank, default=None)


def macro_f1(gold: list[str], ours: list[str]) -> float:
    wanted, given = Counter(gold), Counter(ours)
    right = Counter(g for g, o in zip(gold, ours, strict=True) if g == o)
    return sum(2 * right[c] / (wanted[c] + given[c]) for c in wanted) / max(len(wanted), 1)


def _roles(
    plover: list[dict[str, Any]], found: list[tuple[Analysis, tuple[Mention, ...]]]
) -> dict[str, float]:
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for row, (analysis, mentions) in zip(plover, found, strict=True):
        act = _highest(analysis, mentions)
        for name, roles in (
            ("source", {Role.ALLEGED_PERPETRATOR, Role.REPORTER}),
            ("target", {Role.TARGET, Role.VICTIM}),
        ):
            for actor in row.get(name) or ():
                words = (
                    {w for w in actor["actorText"].lower().split() if len(w) > 2}
                    if isinstance(actor, dict)
                    else set()
                )
                if not words:
                    continue
                total[name] += 1
                own = " ".join(a.text.lower() for a in (act.actors if act else ()) if a.role in roles)
                right[name] += any(word in own for word in words)
    return {f"plover {name}: share found": right[name] / max(total[name], 1) for name in ("source", "target")}


def _petrarch(sample: int | None) -> float:
    sentences = [row for row in list(rows("acts_petrarch2"))[:sample] if row["events"]]
    right = total = 0
    for row, (_, mentions) in zip(sentences, _acts(sentences), strict=True):
        ours = {category_of(mention) for mention in mentions}
        for event in row["events"]:
            category = _WEIS.get((event.get("eventcode") or "")[:2])
            if category is not None:
                total += 1
                right += category in ours
    return right / max(total, 1)
