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
SURELY = 3.0
"""How much must speak for a report's home before "officials said" are its officials."""
RECENT = 8
"""Speakers that are looked at for who an organ beside them belongs to."""

_FIGHTS = re.compile(
    r"armed|militant|rebel|-aligned|-backed|jihadist|Islamist|guerrilla|paramilitary", re.IGNORECASE
)
_WATCHES = re.compile(r"monitor|rights|watchdog|-based|observ", re.IGNORECASE)
_FOREIGN = re.compile(
    r"\b(?:foreign|western|international|regional|european|former|ex|analysts?|experts?|diplomats?|aid|rights)\b",
    re.IGNORECASE,
)
_WATCHERS = re.compile(r"\b(?:monitor(?:s|ing)?|observers?|missions?|peacekeep\w+)\b", re.IGNORECASE)
_OFFICIALS = re.compile(
    r"(?:(?:the|some|several|senior|unnamed|an?) )*(?:government )?officials?", re.IGNORECASE
)
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
_GROUP = re.compile(
    r"the (?:group|movement|(?P<body>organi[sz]ation|agency|mission|body|watchdog|network|committee|union|charity))"
    r"(?:['’]s?)?",
    re.IGNORECASE,
)


class Offices:
    """Finds the side of role nouns in one document; `sided` holds speakers whose side the document has told so far."""

    def __init__(
        self,
        analysis: Analysis,
        situation: Situation,
        index: NounPhrases,
        floor: Floor,
        sided: Mapping[int, Speaker],
    ) -> None:
        self._analysis = analysis
        self._situation = situation
        self._index = index
        self._floor = floor
        self._sided = sided
        self._homes = Homes(analysis, situation, index)

    # --- taken up from the text before ----------------------------------------------------------------------------

    def taken_up(
        self, bare: Speaker, head: Token, me: Known, content: tuple[Span, ...] = ()
    ) -> Speaker | None:
        """The nearest phrase of the same family that has a side, reported words counting as further away.

        Those of whom the speaker tells are none, nor are people who are counted ("two soldiers and five rebels").
        """
        families = me.families - {"spokesperson", "chief"} or me.families
        if "police" in families:
            families = families - {"army"}  # a police officer is no soldier
        best: tuple[int, Speaker] | None = None
        for known in self._index.before(head.i):
            away = self._floor.paragraphs_between(known.span.start, head.idx)
            if best is not None and away >= best[0]:
                break
            if not families & known.families or known.words.lower() == bare.text.lower():
                continue
            if known.span.overlaps(bare.span) or any(span.contains(known.span) for span in content):
                continue
            if any(child.dep_ == "nummod" for child in self._analysis.doc[known.head].children):
                continue
            found = self._index.actor_of(known) or self._sided.get(known.span.start)
            if found is None or found.side is None or (found.side == WITNESS and families != {"source"}):
                continue
            if self._is_other_force(known, head):
                continue
            away += ONLY_TOLD * self._floor.is_below(known.span.start, head.idx)
            if best is None or away < best[0]:
                best = (
                    away,
                    replace(bare, name=as_name(known.words, bare), actor=found.actor, side=found.side),
                )
        if best is not None and best[0] > 0 and me.kinds == {"organ"}:
            return self._last_organ(bare, head.idx) or best[1]
        return best[1] if best is not None else None

    def _is_other_force(self, known: Known, head: Token) -> bool:
        """ "The army" is not the Support Forces: whoever fights a state is not its army."""
        found = self._index.actor_of(known)
        side = self._situation.sides.get(found.side) if found is not None and found.side else None
        is_state = head.lemma_.lower() in ("army", "military", "troop", "soldier", "navy")
        return is_state and side is not None and bool(side.opposes or side.rebels_of)

    def _last_organ(self, bare: Speaker, before: int) -> Speaker | None:
        """The organ that spoke last in this paragraph."""
        for turn in reversed(self._floor.turns[-RECENT:]):
            if (
                turn.at < before
                and not turn.person
                and not turn.told
                and not self._floor.paragraphs_between(turn.at, before)
            ):
                found = self._index.actor_named(turn.speaker.name or turn.speaker.text)
                if found is not None and found.kind == "organ" and turn.speaker.side is not None:
                    return taking_up(bare, turn.speaker)
        return None

    def by_own_word(self, bare: Speaker, head: Token) -> Speaker | None:
        """ "The Mission", "the network": the last name that ends in that very word."""
        if len(bare.text.split()) != 2 or not DEFINITE.match(bare.text) or len(head.text) < 5:
            return None
        word = head.lower_
        for name in reversed(self._index.names_before(head.idx)):
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

    def by_floor(self, bare: Speaker, head: Token) -> Speaker | None:
        """ "Spokesman X said" with no word of whose: of the party that spoke last in the paragraph."""
        for turn in reversed(self._floor.turns[-RECENT:]):
            if turn.at >= head.idx or turn.told:
                continue
            if self._floor.paragraphs_between(turn.at, head.idx):
                return None
            if turn.speaker.side is not None and self._is_party(turn.speaker.side):
                return replace(taking_up(bare, turn.speaker), actor=None)
        return None

    def last_group(self, bare: Speaker, head: Token) -> Speaker | None:
        """ "The group": the armed group or monitor that spoke or was named last; an organisation may be international."""
        match = _GROUP.fullmatch(bare.text)
        if match is None:
            return None
        kinds = {"non_state", "monitor"} | ({"international"} if match["body"] else set())
        best: tuple[int, ActorName] | None = None
        for name in reversed(self._index.names_before(head.idx)):
            known = self._situation.sides.get(name.side) if name.side else None
            if known is None or known.kind not in kinds:
                continue
            away = self._floor.paragraphs_between(name.start, head.idx)
            if best is not None and away >= best[0]:
                break
            away += ONLY_TOLD * self._floor.is_below(name.start, head.idx)
            if best is None or away < best[0]:
                best = away, name
        if best is None:
            return None
        return replace(bare, name=best[1].text, actor=best[1].actor, side=best[1].side)

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

    # --- by who is near -------------------------------------------------------------------------------------------

    def by_neighbour(self, bare: Speaker, head: Token, me: Known) -> Speaker | None:
        """An organ of no stated side belongs to the state that spoke last in its paragraph, else to the dateline's."""
        if (not me.kinds & {"organ", "force"} and not self.is_local(bare)) or _WATCHERS.search(bare.text):
            return None
        for side in [side for side in self._neighbours(bare, head, me) if self._is_party(side)][:1]:
            known = self._situation.sides[side]
            if known.kind == "non_state" and not (known.territories or known.lands):
                return None  # who governs nothing has no governors
            if (
                known.kind == "non_state"
                and "force" in me.kinds
                and (army := self.by_document(bare, head, speaks=True))
            ):
                return army
            found = self._situation.resolve_actor(bare.text[:LONGEST_NAME], owner=side)
            return replace(bare, name=known.name, actor=found.actor if found else None, side=side)
        return None

    def _neighbours(self, bare: Speaker, head: Token, me: Known) -> list[str]:
        """Sides that an organ may belong to, the likeliest first."""
        floor = self._floor
        turns = [t for t in floor.turns[-RECENT:] if t.at < head.idx and not t.told]
        recent = [t.speaker.side for t in reversed(turns) if not floor.paragraphs_between(t.at, head.idx)]
        subjects: list[str] = self._subject_sides(head)
        earlier = [t.speaker.side for t in floor.turns[-3:] if not t.told]
        if "unnamed" in me.kinds:
            # "A police official" may be anybody's but the home state's.
            recent, subjects, earlier = [], [], []
        if self.is_local(bare):
            recent = [self._homes.around(head.idx), *recent]
        near = [side for side in (*recent, *subjects, *self._homes.dateline) if side]
        if any(map(self._is_party, near)):
            return near
        return [side for side in (self._homes.home(head.idx), *earlier) if side]

    def _subject_sides(self, head: Token) -> list[str]:
        """States that did something earlier in the paragraph, the nearest first."""
        found = []
        for known in self._index.before(head.i):
            if self._floor.paragraphs_between(known.span.start, head.idx):
                break
            is_told = self._floor.is_below(known.span.start, head.idx)
            actor = self._index.actor_of(known) if known.subject and not is_told else None
            if actor is not None and actor.side and actor.kind in ("state", "metonym"):
                found.append(actor.side)
        return found

    # --- by place and by what the document leaves ----------------------------------------------------------------------

    def by_patron(self, bare: Speaker) -> Speaker | None:
        """ "The Moscow-installed mayor", "doctors in the rebel-held town": of those who installed them, or hold it."""
        match = _INSTALLED.search(bare.text)
        names = self._situation.find_actors(match["who"]) if match is not None else ()
        side = names[0].side if names else self._homes.holder_in(bare.text)
        if side is None and (band := _BAND.match(bare.text)) is not None and self._homes.rebels is not None:
            return replace(bare, side=self._homes.rebels) if band["who"] != "opposition" else None
        return self._owned(bare, side) if side is not None and self.has_office(bare) else None

    def is_namesake(self, name: ActorName, offset: int) -> bool:
        """ "The Joint Forces" in a report that tells nothing of the state whose forces the roster knows by that name."""
        if name.kind not in ("organ", "armed_force") or name.side is None:
            return False
        if self._index.spellings.get(name.side, set()) != {name.text.lower()}:
            return False
        home = self._homes.home(offset)
        return home is not None and self._situation.camp(home) != self._situation.camp(name.side)

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
        for side in map(self._homes.at_place, _place_words(head)):
            if side is not None:
                return self._owned(bare, side)
        return None

    def by_document(self, bare: Speaker, head: Token, *, speaks: bool) -> Speaker | None:
        """ "The army spokesman", "a security source": of the only party of the document that they can belong to."""
        if not speaks or _FOREIGN.search(bare.text) or _WATCHERS.search(bare.text):
            return None
        words = bare.text[:LONGEST_NAME]
        side = self._homes.owner_of(words, head.idx)
        core = re.split(r" (?:of|in) ", words, maxsplit=1)[0]
        if side is None and core != words and not self._situation.find_actors(words):
            side = self._homes.owner_of(core, head.idx)  # "the commissioner of X", where X is on no map
            return replace(bare, side=side) if side is not None else None
        if side is None and _OFFICIALS.fullmatch(bare.text):
            side = self._homes.home(head.idx, SURELY)
            return replace(bare, side=side) if side is not None else None
        return self._owned(bare, side) if side is not None else None

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
        side = self._homes.holder_in(bare.text) or self._homes.around(head.idx)
        known = self._situation.sides.get(side) if side is not None else None
        if _AID.search(bare.text):
            known = None  # who brings aid is nobody's
        if known is not None and known.kind == "non_state":
            return replace(bare, side=known.id)
        return replace(bare, actor=WITNESS, side=WITNESS)

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

    def is_local(self, bare: Speaker) -> bool:
        """True for "a district official": of the country that is being spoken of."""
        role = self._situation.role_of(bare.text[:LONGEST_NAME])
        return role is not None and role.id == "LOCAL"

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
