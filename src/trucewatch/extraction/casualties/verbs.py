"""Harm told by verbs: "were killed", "killing nine", "lost 14 soldiers", "was rushed to hospital"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from trucewatch.extraction.casualties import words
from trucewatch.extraction.casualties.counts import Counts
from trucewatch.extraction.casualties.harm import (
    Harm,
    counts_of,
    is_crowd,
    is_known_person,
    is_unreal,
    make_harm,
    may_suffer,
)
from trucewatch.records import CasualtyCategory, CasualtyGroup

if TYPE_CHECKING:
    from spacy.tokens import Token


def by_verb(verb: Token, lemma: str, counts: Counts) -> Iterator[Harm]:
    category, victims = _reading_of_verb(verb, lemma)
    if category is None or not victims or is_unreal(verb):
        return
    if any(child.lower_ == "neither" for victim in victims for child in victim.children):
        return
    negated = any(child.dep_ == "neg" for child in verb.children)
    either = _is_one_of_two(verb)
    trigger = _counted_among(verb) or verb
    for count in counts_of(victims, counts):
        if count.word is not None and _is_habitual(verb, count.stated):
            continue
        if lemma in words.ALSO_OF_THINGS and not _are_people(count.noun):
            continue
        if category is words.DISPLACED and _is_no_refugee(count.noun):
            continue
        if category is not words.KILLED and count.noun.lemma_.lower() in words.BODIES:
            continue
        if lemma in words.OPEN_ENDED and count.noun.pos_ == "NOUN" and not is_known_person(count.noun):
            continue
        only_crowds = category is words.DISPLACED or lemma == "bury"
        if not may_suffer(count) or (only_crowds and not is_crowd(count)):
            continue
        if negated:
            if count.noun.lower_ in ("anyone", "anybody", "any"):
                yield make_harm(category, replace(count, low=0, high=0, word=None, stated=True), verb)
            continue
        # Of six who "were killed or captured" none, or all, may have been killed.
        yield make_harm(category, replace(count, low=0) if either and count.low > 0 else count, trigger)


def _are_people(noun: Token) -> bool:
    """A name alone may be that of a place or a state."""
    return noun.pos_ == "NUM" or (noun.pos_ != "PROPN" and is_known_person(noun))


def _is_no_refugee(noun: Token) -> bool:
    """Soldiers are moved and the wounded are evacuated, which displaces nobody."""
    near = [noun, *noun.children, *(grand for child in noun.children for grand in child.children)]
    return words.group_of(noun) is CasualtyGroup.MILITARY or any(
        token.lower_ in words.STATES for token in near
    )


def _is_one_of_two(verb: Token) -> bool:
    """Whether the verb is one branch of "killed or captured"."""
    pairs = [(verb, child) for child in verb.children if child.dep_ == "conj"]
    if verb.dep_ == "conj":
        pairs.append((verb.head, verb))
    return any(
        child.lower_ == "or" and first.i < child.i < second.i
        for first, second in pairs
        for child in first.children
        if {first.lemma_, second.lemma_} <= words.SUFFERED_BY_OBJECT.keys()
    )


def _is_habitual(verb: Token, stated: bool) -> bool:
    """ "So many children are getting killed": a complaint, not a figure."""
    return (
        any(
            child.lower_ in ("getting", "being", "get", "gets")
            for child in verb.children
            if child.dep_ in ("aux", "auxpass")
        )
        and any(child.lower_ in ("is", "are", "'re", "keep") for child in verb.children)
    ) or (verb.tag_ in ("VBP", "VBZ") and not stated)


def _reading_of_verb(verb: Token, lemma: str) -> tuple[CasualtyCategory | None, list[Token]]:
    if lemma in words.SUFFERED_BY_OBJECT:
        if lemma == "gun" and "down" not in {child.lower_ for child in verb.children}:
            return None, []
        if lemma == "capture" and any(c.lemma_.lower() in words.CAMERAS for c in subjects_of(verb)):
            return None, []
        category = words.SUFFERED_BY_OBJECT[lemma]
        if category is words.WOUNDED and _is_fatal(verb):
            category = words.KILLED
        return category, objects_of(verb)
    if lemma in words.SUFFERED_BY_SUBJECT:
        if lemma == "die" and _of_natural_cause(verb):
            return None, []
        return words.SUFFERED_BY_SUBJECT[lemma], subjects_of(verb)
    if lemma in ("force", "drive", "compel") and any(
        c.lemma_ in ("flee", "leave", "evacuate") for c in verb.children
    ):
        return words.DISPLACED, _objects_of_passive(verb)
    if lemma == "lose" and (missed := _out_of_contact(verb)):
        return words.MISSING, missed
    if lemma in ("lose", "claim", "cost", "take", "end") and (lost := _by_lives(verb, lemma))[0] is not None:
        return lost
    if lemma in ("embrace", "attain", "achieve", "fall") and any(
        token.lower_ in words.MARTYRDOM for token in verb.subtree if 0 < token.i - verb.i <= 3
    ):
        return words.KILLED, subjects_of(verb)
    if lemma in ("remain", "trap", "bury", "lie") and _under_rubble(verb):
        return words.MISSING, subjects_of(verb)
    if lemma == "bury":
        return words.KILLED, objects_of(verb)
    if lemma == "hold":
        return words.CAPTURED, [
            child for child in verb.children if child.dep_ == "dobj" and _may_be_held(child)
        ]
    if lemma == "be" and (those := _counted_among(verb)) is not None:
        return state_of_those(those), subjects_of(verb) or [
            child for child in verb.children if child.dep_ == "attr"
        ]
    if lemma in words.STRUCK and any(c.dep_ == "nsubjpass" for c in verb.children) and _by_bullet(verb):
        return words.WOUNDED, objects_of(verb)
    if lemma in words.CARRIED and any(c.dep_ == "nsubjpass" for c in verb.children) and _to_hospital(verb):
        return words.WOUNDED, objects_of(verb)
    if lemma in words.SUFFERED_BY_DOING and (done := _by_doing(verb, lemma)) is not None:
        return done, subjects_of(verb)
    if lemma in words.TREATED and _WOUNDS.match(verb.doc[verb.i : verb.i + 16].text):
        return words.WOUNDED, [c for c in verb.children if c.dep_ == "dobj"]
    if lemma in ("be", "remain", "stay") and _IN_HOSPITAL.match(verb.doc[verb.i + 1 : verb.i + 6].text):
        counted = ("nummod", "quantmod")
        return words.WOUNDED, [
            who
            for who in subjects_of(verb)
            if who.pos_ == "NUM" or any(c.dep_ in counted for c in who.children)
        ]
    if lemma == "seek" and _WOUNDS.match(verb.doc[verb.i : verb.i + 10].text):
        return words.WOUNDED, subjects_of(verb)
    if lemma == "fall" and _in_battle(verb):
        return words.KILLED, subjects_of(verb)
    if lemma == "pronounce" and any(child.lower_ == "dead" for child in verb.children):
        return words.KILLED, objects_of(verb)
    return None, []


def _by_doing(verb: Token, lemma: str) -> CasualtyCategory | None:
    """ "Sustained wounds", "sacrificed their lives", "became a martyr", "left their homes"."""
    nouns, category = words.SUFFERED_BY_DOING[lemma]
    objects = [c for c in verb.children if c.dep_ in ("dobj", "attr") and c.lemma_.lower() in nouns]
    if category is words.WOUNDED and any(
        a.lower_ in ("fatal", "mortal") for c in objects for a in c.children
    ):
        return words.KILLED
    return category if objects else None


_WOUNDS = re.compile(r"[^,;.]*?\b(?:with|for) (?:\w+ ){0,4}(?:injur(?:y|ies)|wounds|burns)\b", re.IGNORECASE)
_IN_HOSPITAL = re.compile(
    r"(?:still )?(?:in (?:the )?(?:\w+ )?hospital\b|hospitali[sz]ed|admitted)", re.IGNORECASE
)
_FELL_ELSEHOW = frozenset("from into to on off over back behind short ill asleep silent out apart".split())


def _in_battle(verb: Token) -> bool:
    """Whether those who "fell" are fighters, and fell nowhere else than in the fight."""
    fighters = any(subject.lemma_.lower() in words.MILITARY for subject in subjects_of(verb))
    return fighters and not any(
        child.lower_ in _FELL_ELSEHOW or child.dep_ in ("dobj", "npadvmod", "acomp") for child in verb.rights
    )


def _out_of_contact(verb: Token) -> list[Token]:
    """ "Contact was lost with two servicemen"."""
    return [
        missed
        for contact in verb.children
        if contact.lemma_.lower() in ("contact", "communication")
        for child in (*contact.children, *verb.children)
        if child.lower_ == "with"
        for missed in child.children
        if missed.dep_ == "pobj" and is_known_person(missed)
    ]


def _under_rubble(verb: Token) -> bool:
    return any(
        grand.lemma_.lower() in ("rubble", "debris", "ruin", "wreckage")
        for child in verb.children
        if child.lower_ in ("under", "beneath", "in", "underneath")
        for grand in child.children
    )


def _may_be_held(noun: Token) -> bool:
    """Soldiers and "three of them" are held prisoner; talks, elections and posts are not."""
    if noun.lemma_.lower() in words.MILITARY | words.NOUNS.keys():
        return True
    of = [grand.lemma_.lower() for child in noun.children if child.lower_ == "of" for grand in child.children]
    return noun.pos_ == "NUM" and bool({"they", "them", "whom", *words.MILITARY} & set(of))


def _counted_among(verb: Token) -> Token | None:
    """The dead, of whom "were among the dead" makes its subject one."""
    near = [verb, *(child for child in verb.children if child.dep_ == "attr")]
    among = [child for word in near for child in word.children if child.lower_ == "among"]
    those = (grand for child in among for grand in child.children if grand.dep_ == "pobj")
    return next((noun for noun in those if state_of_those(noun) is not None), None)


def state_of_those(noun: Token) -> CasualtyCategory | None:
    """What "the dead", "the wounded", "those killed" have come to."""
    if noun.lower_ == "those":
        after = (words.STATES.get(child.lower_) for child in noun.children if child.i > noun.i)
        return next((state for state in after if state is not None), None)
    found = words.NOUNS.get(noun.lower_)
    return found[0] if found is not None and len(found) == 1 else None


def _by_bullet(verb: Token) -> bool:
    """Whether who was hit was hit by fire or in the body: houses are hit too, but not in the leg."""
    near = [child for child in verb.children if child.lower_ in ("by", "in", "with")]
    return any(grand.lemma_.lower() in words.HITTING for child in near for grand in child.children)


def _to_hospital(verb: Token) -> bool:
    return bool(_HOSPITAL.search(verb.doc[max(0, verb.i - 1) : verb.i + 14].text))


_HOSPITAL = re.compile(
    r"\b(?:hospitals?|clinic|(?:medical|health) (?:cent(?:er|re)|post|unit)|infirmary|dispensary|trauma|"
    r"(?:for|with) (?:\w+ ){0,2}(?:injur(?:y|ies)|wounds|burns|shock)|"
    r"for (?:medical )?treatment|being treated)\b",
    re.I,
)


def _is_fatal(verb: Token) -> bool:
    if any(child.lower_ in ("fatally", "mortally", "dead") for child in verb.children):
        return True
    nearby = verb.doc[verb.i : verb.i + 5].text.lower()
    return bool(re.match(r"\w+(?: and| dead| to death)", nearby)) and (
        "to death" in nearby or " dead" in nearby or "and killed" in nearby
    )


def _of_natural_cause(verb: Token) -> bool:
    return bool(
        re.match(
            r"\w+ (?:of|from) (?:cancer|natural|old age|a heart|illness|disease|covid|aids)",
            verb.doc[verb.i : verb.i + 5].text.lower(),
        )
    )


def _by_lives(verb: Token, lemma: str) -> tuple[CasualtyCategory | None, list[Token]]:
    """ "claimed the lives of eight people", "lost two soldiers", "cost 30 lives"."""
    for child in verb.children:
        if child.dep_ not in ("dobj", "nsubjpass"):
            continue
        noun = child.lemma_.lower()
        if noun == "life":
            owners = [g for c in child.children if c.lower_ == "of" for g in c.children if g.dep_ == "pobj"]
            if owners:
                return words.KILLED, owners
            if lemma == "lose" and not any(c.dep_ == "nummod" for c in child.children):
                return words.KILLED, subjects_of(verb)
            return words.KILLED, [child]
        if lemma == "lose" and noun in words.LIMBS:
            return words.WOUNDED, subjects_of(verb)
        if (
            lemma == "lose"
            and child.pos_ == "NUM"
            and any(s.lower_ in ("we", "they") for s in subjects_of(verb))
        ):
            return words.KILLED, [child]
        if (
            lemma == "lose"
            and noun in words.MILITARY | {"man", "fighter", "people"}
            and noun not in ("force", "army")
        ):
            return words.KILLED, [child]
        if lemma == "take" and child.lower_ in ("prisoner", "captive", "hostage"):
            return words.CAPTURED, [g for g in child.children if g.dep_ == "compound"]
        if lemma == "take" and any(c.lower_ in ("prisoner", "captive", "hostage") for c in verb.children):
            return words.CAPTURED, [child]
    return None, []


def objects_of(verb: Token) -> list[Token]:
    """Those to whom a verb is done: object, passive subject, or the noun that a participle hangs on."""
    passive = _objects_of_passive(verb)
    direct = [child for child in verb.children if child.dep_ in ("dobj", "obj")]
    if passive:
        return passive
    if direct:
        return direct
    if verb.tag_ == "VBN" and verb.dep_ == "acl":
        return [verb.head]
    if verb.tag_ == "VBN" and verb.dep_ in ("ccomp", "xcomp", "oprd") and verb.head.lemma_ == "find":
        return _objects_of_passive(verb.head)
    if verb.dep_ == "conj" and verb.tag_ in ("VBN", "VBD") and verb.head.pos_ in ("VERB", "AUX"):
        own = [child for child in verb.children if child.dep_ == "nsubj"]
        if own:
            return own
        if verb.head.lemma_ in words.SUFFERED_BY_OBJECT or any(
            c.dep_ == "nsubjpass" for c in verb.head.children
        ):
            shared = [child for child in verb.head.children if child.dep_ == "nsubjpass"]
            return shared or ([verb.head.head] if verb.head.dep_ == "acl" else [])
    if verb.tag_ in ("VBN", "VBD"):
        # Headlines: "Two soldiers killed in clash".
        subjects = [child for child in verb.children if child.dep_ == "nsubj" and child.i < verb.i]
        behind = verb.i + (2 if verb.doc[verb.i + 1 : verb.i + 2].text == "dead" else 1)
        after = verb.doc[behind] if behind < len(verb.doc) else None
        if (
            verb.lemma_ == "shoot"
            and after is not None
            and after.lower_ in ("at", "into", "towards", "toward")
        ):
            return []
        doing = any(c.dep_ == "conj" and any(g.dep_ == "dobj" for g in c.children) for c in verb.children)
        if (
            subjects
            and not doing
            and (after is None or after.pos_ in ("ADP", "PUNCT", "CCONJ", "SPACE", "SCONJ", "ADV"))
        ):
            return subjects
    return []


def _objects_of_passive(verb: Token) -> list[Token]:
    return [_antecedent(child, verb) for child in verb.children if child.dep_ == "nsubjpass"]


def subjects_of(verb: Token) -> list[Token]:
    subjects = [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")]
    if subjects:
        return [_antecedent(child, verb) for child in subjects]
    if verb.dep_ == "acl":
        return [verb.head]
    own = [
        grand
        for child in verb.children
        if child.dep_ == "aux"
        for grand in child.children
        if grand.dep_ == "nsubj"
    ]
    if own:
        return own
    if verb.dep_ in ("conj", "xcomp") and verb.head.pos_ in ("VERB", "AUX") and verb.head != verb:
        before = verb.doc[verb.i - 1]
        if before.pos_ == "NUM" and before.dep_ == "conj" and before.head.dep_ == "pobj":
            # In "were captured near Uri and two went missing" the parser counts the two to the place.
            return [before]
        return [
            _antecedent(child, verb.head)
            for child in verb.head.children
            if child.dep_ in ("nsubj", "nsubjpass")
        ]
    return []


def _antecedent(subject: Token, verb: Token) -> Token:
    """The noun that "who" stands for."""
    if subject.lower_ in ("who", "that", "which") and verb.dep_ == "relcl":
        return verb.head
    return subject
