"""Words by which a text shows whose people somebody is: the enemy's, the speaker's own, or nobody's that it knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trucewatch.extraction.cues import word_list
from trucewatch.extraction.statements.acts import Acts, is_weapon
from trucewatch.extraction.statements.agents import struck
from trucewatch.extraction.statements.allegiance import OPPOSITE, is_first_person

if TYPE_CHECKING:
    from spacy.tokens import Token

REGULARS = frozenset(
    {
        "army",
        "military",
        "troop",
        "soldier",
        "serviceman",
        "force",
        "unit",
        "aircraft",
        "plane",
        "jet",
        "guard",
        "police",
    }
)
LABELS = frozenset(
    {
        "terrorist",
        "bandit",
        "saboteur",
        "occupier",
        "invader",
        "aggressor",
        "enemy",
        "adversary",
        "mercenary",
        "putschist",
    }
)
"""What only the other side calls somebody."""
OFFICIAL = frozenset(
    {"army", "military", "defence", "defense", "security", "armed", "border", "special", "joint", "ground"}
)
"""Of "Defence and Security Forces": words that make them somebody's no more than "the army"."""
MACHINES = frozenset({"drone", "warplane", "helicopter", "artillery", "fighter", "gunboat", "bomber", "tank"})
UNFRIENDLY = frozenset(
    {"government", "regime", "enemy", "hostile", "occupation", "rebel", "foreign", "unknown"}
)
VICTIM_WITHIN = 7
"""Tokens right of what was hit within which its owner is told."""
ARMED = frozenset({"terrorist", "armed", "illegal", "enemy", "militant", "rebel", "bandit", "sabotage"})
NOBODYS = frozenset(
    {
        "unknown",
        "unidentified",
        "unnamed",
        "suspect",
        "presume",
        "own",
        "civilian",
        "rogue",
        "splinter",
        "breakaway",
        "uncontrolled",
        "local",
    }
)
"""Lemmas that say that armed people are not the adversary's, or nobody knows whose."""
BACKED = frozenset({"backed", "supported", "armed", "trained", "funded", "sponsored", "equipped"})
BEYOND = frozenset({"across", "over", "beyond", "behind"})


def victims(verb: Token, acts: Acts) -> list[Token]:
    """Who is hit by the verb, or by the act that is its object: "carried out strikes on the rebels"."""
    hit = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")]
    return [o for t in hit for o in (_aimed_at(t) if acts.is_noun(t) else [t, *_aimed_at(t)])]


def _aimed_at(noun: Token) -> list[Token]:
    """Of "strikes on the rebels", "targets belonging to Hamas", "a camp of the insurgents": the owners."""
    near = noun.doc[noun.i + 1 : noun.i + VICTIM_WITHIN]
    prepositions = (t for t in near if t.dep_ == "prep" and t.lower_ in ("on", "against", "at", "of", "to"))
    ends = [o for p in prepositions for o in p.children if o.dep_ in ("pobj", "pcomp")]
    # "Strikes on fleeing terrorists" is parsed as if somebody fled them.
    return [o for end in ends for o in (end, *(c for c in end.children if c.dep_ == "dobj"))]


def is_of_enemies(noun: Token) -> bool:
    """ "Rebel targets", "terrorist positions"."""
    return any(c.lemma_.lower() in LABELS | ARMED for c in noun.lefts)


def is_stranger(agent: Token) -> bool:
    """An armed band by a name of its own ("Amhara militias", "Shining Path men"), whoever that is."""
    is_band = agent.lemma_.lower() in word_list("forces") | {"man", "youth", "settler", "herder", "assailant"}
    before = [c for c in agent.lefts if c.dep_ in ("compound", "amod", "nmod") and c.text[:1].isupper()]
    named = [c for c in before if c.pos_ == "PROPN" or (c.pos_ == "ADJ" and not c.is_sent_start)]
    return is_band and bool(named) and not any(c.lemma_.lower() in LABELS | ARMED | NOBODYS for c in named)


def is_backed(agent: Token) -> bool:
    """ "Fighters that are backed by the United States": they are not the United States."""
    if any(c.text[:1].isupper() and c.pos_ != "DET" for c in agent.lefts):
        return False
    near = agent.doc[agent.i + 1 : min(agent.i + VICTIM_WITHIN, agent.right_edge.i + 1)]
    return any(t.lower_ in BACKED for t in near)


def is_bare_force(agent: Token) -> bool:
    """ "Jets", "our troops", "security forces": armed people or machines without a word that makes them somebody's."""
    if agent.lemma_.lower() not in REGULARS | MACHINES:
        return False
    described = [c for c in agent.children if c.pos_ != "DET" and c.lower_ not in OFFICIAL]
    is_named = any(c.text[:1].isupper() and (c.pos_ == "PROPN" or not c.is_sent_start) for c in described)
    return not is_named and not any(c.lower_ in UNFRIENDLY for c in described)


def is_bare(agent: Token) -> bool:
    """Without a word that tells whose: "forces coming from Bentiu"; not "our", "its" or "M23 forces"."""
    before = [t for t in agent.doc[agent.left_edge.i : agent.i] if t.pos_ != "DET"]
    plain = ("NUM", "ADJ", "ADV")
    return all(t.pos_ in plain and t.tag_ != "PRP$" and not t.text[:1].isupper() for t in before)


def is_hostile(agent: Token, by_rebel: bool) -> bool:
    """Armed people whom the speaker does not call its own: "a sniper", "terrorist groups", "the opposite side".

    Bare "troops" and "the army" are hostile only in the mouth of an armed group that is no state's.
    """
    if agent.head.lower_ in BEYOND and agent.head.dep_ == "prep":
        return agent.lemma_.lower() in word_list("origins")  # "from across the border"
    owners = [o for c in agent.children if c.lower_ == "of" for o in c.children]
    phrase = [*agent.doc[agent.left_edge.i : agent.i + 1], *owners]
    words = {t.lemma_.lower() for t in phrase}
    if words & NOBODYS:
        return False
    if agent.lemma_.lower() in ("side", "party"):
        return bool(words & OPPOSITE)
    if agent.lemma_.lower() in ("group", "organization", "organisation", "formation", "unit"):
        return bool(words & ARMED)
    if agent.lemma_.lower() in REGULARS:
        return by_rebel or bool(words & UNFRIENDLY - {"unknown"})
    if by_rebel and is_weapon(agent) and words & {"army", "military", "government", "regime"}:
        return True
    if agent.lemma_.lower() in word_list("origins"):
        return bool(words & (OPPOSITE | {"enemy", "hostile"}))
    return agent.lemma_.lower() in word_list("forces")


def hits_us(token: Token) -> bool:
    """ "Attacked our positions", "killed our men": whoever did was not one of us."""
    hit = [t for victim in struck(token) for t in (victim, *victim.children)]
    return any(is_first_person(t) or t.lower_ == "own" for t in hit)
