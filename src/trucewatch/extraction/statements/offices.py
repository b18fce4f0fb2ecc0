"""Organs, officials and groups whose side their own words do not tell ("the ministry", "local police", "the rebels")."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from trucewatch.extraction.cues import roles
from trucewatch.extraction.statements.antecedents import LONGEST_NAME, Known, NounPhrases
from trucewatch.extraction.statements.floor import Floor
from trucewatch.extraction.statements.homes import Homes
from trucewatch.records import Span, Speaker

if TYPE_CHECKING:
    from spacy.tokens import Token

    from trucewatch.extraction.analysis import Analysis
    from trucewatch.situation import ActorName, Situation

WITNESS = "WIT"
DEFINITE = re.compile(r"(?:the|this|that|its|his|her|their|our)\s+", re.IGNORECASE)

ONLY_TOLD = 2
"""Paragraphs that a phrase in somebody's reported words counts as further away than one of the report's own."""

_FIGHTS = re.compile(
    r"armed|militant|rebel|-aligned|-backed|jihadist|Islamist|guerrilla|paramilitary", re.IGNORECASE
)
_WATCHES = re.compile(r"monitor|rights|watchdog|-based|observ", re.IGNORECASE)
_WATCHERS = re.compile(r"\b(?:monitor(?:s|ing)?|observers?|missions?|peacekeep\w+)\b", re.IGNORECASE)
_SECONDED = re.compile(
    r"\b(?:mission|side|representatives?|delegation|officers?|members?) (?:to|of|in|at) the\b"
)
_MONITORS = re.compile(
    r"\b(?:monitors|(?:cease-?fire|truce|peace) (?:monitor\w*|observers?))\b", re.IGNORECASE
)
_HELPERS = re.compile(
    r"\b(?:aid|humanitarian|rescue|relief|health|medical|emergency) (?:workers?|staff|personnel|sources?|volunteers?)\b"
    r"|\b(?:local|village|tribal|community|church) sources?\b|\bsources? in (?:the|that) (?:village|town|area|camp|city)\b"
    r"|\b(?:doctors?|medics?|nurses?|surgeons?|paramedics?|rescuers?|hospital (?:staff|sources?))\b",
    re.IGNORECASE,
)
_AID = re.compile(r"\b(?:aid|humanitarian|relief) (?:worker|staff|source|personnel)", re.IGNORECASE)
_MECHANISM = re.compile(r"\bthe (?P<word>Mechanism)\b(?! (?:of|for)\b)")
_SENIOR = re.compile(
    r"\b(?:heads?|chief|director|minist\w+|official|spokes\w+|organi[sz]ation|network|union)\b", re.IGNORECASE
)
_BOTH = re.compile(
    r"\b(?:both|two|each|either) (?:sides?|parties|armies|countries|militaries|governments)\b", re.IGNORECASE
)
_BAND = re.compile(
    r"(?:(?:the|some|local|an?) )*(?P<who>separatists?|rebels?|insurgent|militant|guerrilla|opposition)[' ]{1,3}"
    r"(?:sources?|authorit\w+|officials?|leaders?|commanders?|media|news agency|spokes\w+|delegat\w+|administration)\b",
    re.IGNORECASE,
)
_LOYAL = re.compile(r"\b(?:loyal|allied|aligned|faithful) (?:to|with) |\b(?:led|commanded|headed) by ")
_INSTALLED = re.compile(r"\b(?P<who>\w+)[-‐‑–](?:installed|appointed|imposed|backed|controlled)\b")

_HOLDING = re.compile(r"\b(?P<who>[A-Z]\w+)[-‐‑–](?:run|held|controlled|ruled|led|administered|affiliated)\b")
_SURNAME = re.compile(r" [A-Z][a-z]+")
"""Behind a name by which somebody in office is known: then it is another's given name."""
LONGEST_TITLE = 8
"""Words before a name that may be its title."""


class Offices:
    """Finds the side of role nouns in one document."""

    def __init__(self, analysis: Analysis, situation: Situation, index: NounPhrases) -> None:
        self._analysis = analysis
        self._situation = situation
        self._index = index
        self.homes = Homes(analysis, situation, index)

    # --- by the words, with what the text before tells --------------------------------------------------------------

    def taken_up(
        self, bare: Speaker, head: Token, floor: Floor, sided: Mapping[int, Speaker]
    ) -> Speaker | None:
        """The nearest phrase of the same family that has a side, reported words counting as further away.

        People who are counted are none ("two soldiers and five rebels"). `sided`: speakers whose side the text has told.
        """
        me = self._index.know(head)
        families = me.families - {"spokesperson", "chief"} or me.families
        if "police" in families:
            families = families - {"army"}  # a police officer is no soldier
        best: tuple[int, Speaker] | None = None
        for known in self._index.before(head.i):
            away = floor.paragraphs_between(known.span.start, head.idx)
            if best is not None and away >= best[0]:
                break
            if not families & known.families or known.words.lower() == bare.text.lower():
                continue
            if known.span.overlaps(bare.span):
                continue
            if any(child.dep_ == "nummod" for child in self._analysis.doc[known.head].children):
                continue
            found = self._index.actor_of(known) or sided.get(known.span.start)
            if found is None or found.side is None or (found.side == WITNESS and families != {"source"}):
                continue
            if self._is_other_force(known, head):
                continue
            away += ONLY_TOLD * floor.is_below(known.span.start, head.idx)
            if best is None or away < best[0]:
                best = (
                    away,
                    replace(bare, name=as_name(known.words, bare), actor=found.actor, side=found.side),
                )
        return best[1] if best is not None else None

    def _is_other_force(self, known: Known, head: Token) -> bool:
        """ "The army" is not the Support Forces: whoever fights a state is not its army."""
        found = self._index.actor_of(known)
        side = self._situation.sides.get(found.side) if found is not None and found.side else None
        is_state = head.lemma_.lower() in ("army", "military", "troop", "soldier", "navy")
        return is_state and side is not None and bool(side.opposes or side.rebels_of)

    def by_own_word(self, bare: Speaker, head: Token) -> Speaker | None:
        """ "The Mission", "the Tigers": the last name that ends in that very word, be it only given below."""
        if len(bare.text.split()) != 2 or not DEFINITE.match(bare.text) or len(head.text) < 5:
            return None
        word = head.lower_
        before = self._index.names_before(head.idx)
        below = [n for n in self._index.names if n.start > head.idx] if head.text.istitle() else []
        for name in (*reversed(before), *below):
            last = name.text.lower().split()[-1]
            if name.side and last == word and len(name.text.split()) > 1:
                return replace(bare, name=name.text, actor=name.actor, side=name.side)
        return None

    def of_mechanism(self, bare: Speaker) -> Speaker | None:
        """ "The Mechanism": the monitor so called whose name tells which parties it watches, where both are named."""
        match = _MECHANISM.search(bare.text)
        if match is None:
            return None
        for side in self._situation.sides.values():
            watched = side.name.partition("(")[2]
            if side.kind != "monitor" or match["word"] not in side.name or not watched:
                continue
            parties = {name.side for name in self._situation.find_actors(watched)}
            if parties and all(party in self._index.sides for party in parties):
                return replace(bare, name=as_name(side.name, bare), actor=side.id, side=side.id)
        return None

    def both(self, bare: Speaker, head: Token) -> Speaker | None:
        """ "Both sides", "officials on both sides" to the last two parties named together; two have no one side."""
        for known in self._index.before(head.i):
            noun = self._analysis.doc[known.head]
            if any(c.dep_ == "conj" for c in noun.children):
                words = [noun, *noun.conjuncts][:3]
                sides = [self._index.actor_named(w.text) for w in words]
                if all(s is not None and s.side for s in sides):
                    return replace(bare, name=" and ".join(w.text for w in words))
        return None

    def by_words(self, bare: Speaker, head: Token) -> Speaker | None:
        """The one side that is named in the words, or in the title that was left off before a name."""
        text = self._analysis.document.text
        start = self._title_before(bare) if head.pos_ == "PROPN" else bare.start
        own = self._index.names_in(Span(start=start, end=bare.end))
        names = {n.side for n in own if n.side and not (n.person and _SURNAME.match(text, n.end))}
        for match in _HOLDING.finditer(text, start, bare.end):
            names |= {n.side for n in self._situation.find_actors(match["who"]) if n.side}
        names -= {"MEDIA", WITNESS}
        return replace(bare, side=names.pop()) if len(names) == 1 else None

    def _title_before(self, bare: Speaker) -> int:
        """Where "the SPLA-IO spokesman Col. Lam" begins before "Gatluak Paul": a full stop may have cut it off."""
        tokens, text = self._analysis.doc, self._analysis.document.text
        first = tokens.char_span(bare.start, bare.end, alignment_mode="expand")
        at = first.start if first is not None else 0
        line = text.rfind("\n", 0, bare.start) + 1
        for _ in range(LONGEST_TITLE):
            before = tokens[at - 1] if at else None
            if before is None or before.idx < line:
                break
            if before.pos_ not in ("PROPN", "ADJ") and before.lemma_.lower() not in roles():
                break
            at -= 1
        return text.rfind(" ", line, tokens[at].idx) + 1 or line if first is not None else bare.start

    # --- by place and by what the document leaves ----------------------------------------------------------------------

    def by_patron(self, bare: Speaker) -> Speaker | None:
        """ "The Moscow-installed mayor", "doctors in the rebel-held town": of those who installed them, or hold it."""
        match = _INSTALLED.search(bare.text)
        names = self._situation.find_actors(match["who"]) if match is not None else ()
        side = names[0].side if names else self.homes.holder_in(bare.text)
        if side is None and (band := _BAND.match(bare.text)) is not None and self.homes.rebels is not None:
            return replace(bare, side=self.homes.rebels) if band["who"] != "opposition" else None
        return self._owned(bare, side) if side is not None and self.has_office(bare) else None

    def is_namesake(self, name: ActorName) -> bool:
        """ "The Joint Forces" in a report that tells nothing of the state whose forces the roster knows by that name."""
        if name.kind not in ("organ", "armed_force") or name.side is None:
            return False
        if self._index.spellings.get(name.side, set()) != {name.text.lower()}:
            return False
        home = self.homes.foremost
        return home is not None and self._situation.camp(home) != self._situation.camp(name.side)

    def is_elsewhere(self, name: ActorName) -> bool:
        """ "The governor of Centre-Nord" where the pack would put the place into a state that the report never names."""
        if name.actor is None or name.side is None or self._situation.find_actors(name.text):
            return False
        homes = self.homes
        known = self._situation.sides.get(name.side)
        is_local = known is not None and known.kind == "state" and name.kind in ("organ", "armed_force")
        is_near = name.side in homes.named or name.side in homes.votes or name.side == homes.foremost
        return is_local and not is_near

    def is_both(self, bare: Speaker) -> bool:
        """True for "officials on both sides"."""
        return _BOTH.search(bare.text) is not None

    def by_leader(self, bare: Speaker) -> Speaker | None:
        """ "Forces loyal to the Libyan commander X": of the party that is named last, whom they follow."""
        match = _LOYAL.search(bare.text)
        names = self._situation.find_actors(bare.text[match.end() :]) if match is not None else ()
        named = [n for n in names if n.side and not n.demonym] or [n for n in names if n.side]
        return replace(bare, actor=named[-1].actor, side=named[-1].side) if named else None

    def only_one(self, bare: Speaker, head: Token) -> Speaker | None:
        """ "The rebels", "the monitoring group" in a text that names just one non-state party, or one monitor."""
        family, _ = roles().get(head.lemma_.lower(), ("", ""))
        kind = {
            "militia": "non_state",
            "monitor": "monitor",
            "group": "monitor",
            "organisation": "monitor",
            "coalition": "coalition",
        }.get(family)
        if family in ("group", "organisation") and _FIGHTS.search(bare.text):
            kind = "non_state"
        elif kind is None or (family in ("group", "organisation") and not _WATCHES.search(bare.text)):
            return None
        named = {
            s for s in self._index.sides if (known := self._situation.sides.get(s)) and known.kind == kind
        }
        return replace(bare, side=named.pop()) if len(named) == 1 else None

    def by_place(self, bare: Speaker, head: Token) -> Speaker | None:
        """ "The governor of Homs": an official of the country that the place is in, if the text names that country."""
        me = self._index.know(head)
        if not me.kinds & {"person", "organ", "force", "unnamed"} or _WATCHERS.search(bare.text):
            return None
        for side in map(self.homes.at_place, _place_words(head)):
            if side is not None:
                return self._owned(bare, side)
        return None

    def of_observers(self, bare: Speaker, head: Token) -> Speaker | None:
        """ "The Ukrainian side of the joint centre": that party; "South Sudan's ceasefire monitors": no organ of the state."""
        match, watches = _SECONDED.search(bare.text), _MONITORS.search(bare.text)
        if match is None and watches is None:
            return None
        names = self._situation.find_actors(bare.text[:LONGEST_NAME])
        parties = [n for n in names if n.side and self._is_party(n.side)]
        if match is not None and parties and parties[0].start < match.start() and len(names) > 1:
            return replace(bare, actor=parties[0].actor, side=parties[0].side)
        if parties and watches is not None and all(self._is_party(n.side) for n in names if n.side):
            return self.only_one(bare, head) or bare
        return None

    def of_unaffiliated(self, bare: Speaker, head: Token) -> Speaker | None:
        """ "A doctor", "rescue workers": witnesses, but for the medics of a land that an armed group governs."""
        if not _HELPERS.search(bare.text) or _SENIOR.search(bare.text):
            return None
        if any(n.side and n.side != WITNESS for n in self._situation.find_actors(bare.text)):
            return None
        side = self.homes.holder_in(bare.text) or self.homes.around(head.idx)
        known = self._situation.sides.get(side) if side is not None else None
        if _AID.search(bare.text):
            known = None  # who brings aid is nobody's
        if known is not None and known.kind == "non_state":
            return replace(bare, side=known.id)
        return replace(bare, actor=WITNESS, side=WITNESS)

    def of_witness(self, bare: Speaker, head: Token) -> Speaker | None:
        """ "A shopkeeper", "local sources": people who speak for nobody."""
        me = self._index.know(head)
        kind = roles().get(head.lemma_.lower(), ("", ""))[1]
        is_private = "unnamed" in me.kinds and kind == "unnamed" and "witness" in me.families
        if kind == "witness" and head.lemma_.lower() in ("man", "men", "woman"):
            group = self._whose_man(head)
            if group is not None:
                return replace(bare, actor=group.actor, side=group.side)
        if kind == "witness" or (is_private and not self.has_office(bare)):
            return replace(bare, actor=WITNESS, side=WITNESS)
        return None

    def _whose_man(self, head: Token) -> ActorName | None:
        """ "A Hamas man": of the armed group whose own name stands right before him; an Iraqi man speaks for himself."""
        start = head.i
        while start and head.doc[start - 1].dep_ in ("compound", "amod", "nmod", "poss", "case"):
            start -= 1
        names = self._index.names_in(Span(start=head.doc[start].idx, end=head.idx))
        own = [n for n in names if n.side and not n.demonym]
        known = self._situation.sides.get(own[-1].side or "") if own else None
        return own[-1] if known is not None and known.kind == "non_state" else None

    def _is_party(self, side: str) -> bool:
        known = self._situation.sides.get(side)
        return known is not None and known.kind in ("state", "non_state", "coalition")

    def has_office(self, bare: Speaker) -> bool:
        """True for "local officials", "local civil defence sources"; False for "local sources"."""
        role = self._situation.role_of(bare.text[:LONGEST_NAME])
        if role is None or role.builds:
            return role is not None
        office = self._situation.role_of(bare.text[:LONGEST_NAME].rpartition(" ")[0])
        return office is not None and office.builds

    def _owned(self, bare: Speaker, side: str) -> Speaker | None:
        """An organ or official of a side; None for a private person."""
        found = self._situation.resolve_actor(bare.text[:LONGEST_NAME], owner=side)
        if found is not None and found.side is not None:
            return replace(bare, actor=found.actor, side=found.side)
        return replace(bare, side=side) if found is None else None


def _place_words(head: Token) -> list[str]:
    """Names before the title or after "of" and "in"; what follows the title is the person's own name."""
    before = []
    for token in head.doc[max(head.left_edge.i, head.i - 8) : head.i + 1]:
        if token.lemma_.lower() in roles():
            break
        if token.pos_ == "PROPN":
            before.append(token.text)
    else:
        before = []
    behind = []
    for token in head.doc[head.i + 1 : min(head.right_edge.i, head.i + 14) + 1]:
        owner = token.dep_ == "poss" or token.head.dep_ == "prep" or token.lower_.endswith("s")
        if token.pos_ == "PROPN" and (owner or token.dep_ == "compound") and token.lower_ not in roles():
            parts = [c.text for c in token.lefts if c.dep_ == "compound" and c.pos_ == "PROPN"]
            behind += [" ".join([*parts, token.text]), token.text] if parts else [token.text]
    return [*behind, *before]


def taking_up(bare: Speaker, antecedent: Speaker) -> Speaker:
    """The words of `bare` with the name, actor and side of whom they take up."""
    name = antecedent.name or antecedent.text
    return replace(bare, name=as_name(name, bare), actor=antecedent.actor, side=antecedent.side)


def as_name(words: str, bare: Speaker) -> str | None:
    """An antecedent's words on one line; None where the speaker's own words are the same."""
    plain = " ".join(words.split())
    return plain if plain and plain != bare.text else None
