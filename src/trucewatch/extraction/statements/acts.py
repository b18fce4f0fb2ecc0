"""Which words of a text tell of an act of force or a breach: shelled, "launched an attack", "the raid", "to blame"."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from trucewatch.extraction.cues import word_list
from trucewatch.extraction.lexicons import table

if TYPE_CHECKING:
    from spacy.tokens import Token

CLASSES = ("verb", "light", "truce", "impact", "noun", "mild", "answer", "tool", "use", "ground")
ASCRIBING = frozenset(
    "blame work handiwork doing responsible accountable lie rest behind come originate belong control defend answer"
    " act action deed be engage result consequence".split()
)
"""Words that lay an act at somebody's door, or tell of one by what stands beside them."""
NOMINAL = frozenset({"pobj", "dobj", "nsubj", "nsubjpass", "compound"})
TRAPS = frozenset({"mine", "landmine", "ied", "device", "booby-trap"})
HOSTILE = frozenset(
    {
        "terrorist",
        "hostile",
        "barbaric",
        "criminal",
        "aggressive",
        "provocative",
        "treacherous",
        "cowardly",
        "brutal",
    }
)
"""Of "a terrorist act by Kyiv": what makes an act one of force."""
CULPRITS = frozenset({"perpetrator", "culprit", "attacker", "assailant", "author", "aggressor", "shooter"})
"""Who did it, in words that leave open who that is."""
VERDICTS = frozenset({"violation", "breach", "provocation", "aggression", "crime", "terror", "terrorism"})
"""What a party calls only what others do."""
MEANT_WITHIN = 20
"""Tokens before "launched them" in which the rockets are named."""
PARTICIPATION = frozenset(
    {"part", "involve", "participate", "engage", "complicit", "complicity", "hand", "go"}
)
"""Of "took part in the killings", "went on the attack": those who did so did it."""


@cache
def harm() -> dict[str, frozenset[str]]:
    """The words of `lexicons/harm.tsv` by class; a word may be in two."""
    rows = table("harm")
    return {name: frozenset(word for word, kind in rows if kind == name) for name in CLASSES}


@cache
def _telling() -> frozenset[str]:
    """Lemmas that may tell of an act; most words of a text are none of these, and are looked at no further."""
    words = {word.split()[0] for kind in harm().values() for word in kind}
    return frozenset(words | ASCRIBING)


class Acts:
    """The kind of act that each token of a document tells of, worked out once."""

    def __init__(self) -> None:
        self._kinds: dict[int, str | None] = {}

    def kind(self, token: Token) -> str | None:
        """The class of `lexicons/harm.tsv` by which the token is an act: verb, noun, mild or answer; None for no act."""
        if token.i not in self._kinds:
            self._kinds[token.i] = _kind(token)
        return self._kinds[token.i]

    def is_noun(self, token: Token) -> bool:
        """An act that is told by a noun: "the raid", "their shelling"."""
        return _is_nominal(token) and self.kind(token) is not None

    def is_verb(self, token: Token) -> bool:
        return token.pos_ == "VERB" and not _is_gerund(token)


def _kind(token: Token) -> str | None:
    words, lemma = harm(), token.lemma_.lower()
    if (
        lemma not in _telling()
        and lemma.removeprefix("air") not in words["noun"]
        and token.lower_ not in words["noun"]
    ):
        return None
    if is_blame(token) or comes_from(token):
        return "verb"
    if token.pos_ == "NOUN" or (token.pos_ == "PROPN" and token.text[:1].isupper()):
        if is_command(token):
            return "mild"
        if lemma in words["answer"] and (answers(token) or token.dep_ == "nsubjpass"):
            return "answer"
        if lemma == "fire" and token.dep_ == "dobj" and token.head.lemma_ in ("hold", "cease"):
            return None
        if lemma in words["mild"]:
            return "mild"
        if lemma in ("act", "action", "deed"):
            return "noun" if any(c.lower_ in HOSTILE for c in token.children) else None
        if lemma in words["use"]:
            used = (o for c in token.children if c.lower_ == "of" for o in c.children)
            return "noun" if any(is_weapon(o) for o in used) else None
        return "noun" if lemma in words["noun"] or lemma.removeprefix("air") in words["noun"] else None
    if token.pos_ != "VERB":
        return None
    if _is_gerund(token):
        return "noun" if token.lower_ in words["noun"] else None
    if lemma in ("hit", "strike", "trigger") and any(
        c.dep_ == "dobj" and c.lemma_.lower() in TRAPS for c in token.children
    ):
        return None  # "his car hit a mine"
    particle = next((c.lower_ for c in token.children if c.dep_ == "prt"), None)
    if particle is None and (off := next((c for c in token.children if c.lower_ in ("back", "off")), None)):
        particle = off.lower_  # taken for an adverb
    for kind in ("verb", "answer"):
        if particle is not None and f"{lemma} {particle}" in words[kind]:
            return kind
    if lemma == "engage":
        return "answer" if any(c.dep_ == "dobj" and _is_of_people(c) for c in token.children) else None
    if lemma in words["verb"]:
        return "verb"
    if lemma in words["answer"] or (lemma == "defend" and _is_of_itself(token)):
        return "answer"
    if lemma == "answer" and not any(c.dep_ in ("dobj", "ccomp", "nsubjpass") for c in token.children):
        return "answer"
    if lemma in words["light"]:
        return _by_object(token) or _by_site(token)
    if lemma in words["ground"]:
        return _by_site(token)
    if lemma in words["impact"]:
        return "verb" if any(c.dep_ == "nsubj" and is_weapon(c) for c in token.children) else None
    objects = (c.lemma_.lower() for c in token.children if c.dep_ in ("dobj", "nsubjpass"))
    if lemma in words["truce"] and any(o in word_list("truces") for o in objects):
        return "verb"
    return None


def _is_of_itself(verb: Token) -> bool:
    """ "Our unit defended itself": it fought."""
    return any(c.dep_ == "dobj" and c.lower_.endswith(("self", "selves")) for c in verb.children)


def _is_of_people(noun: Token) -> bool:
    """ "Engaged the gunmen", not "engaged all parties"."""
    return noun.lemma_.lower() in word_list("forces") | CULPRITS | {
        "criminal",
        "terrorist",
        "intruder",
        "target",
    }


def _is_gerund(token: Token) -> bool:
    """ "The firing of missiles": a noun in all but its tag."""
    return token.tag_ == "VBG" and token.dep_ in NOMINAL


def _is_nominal(token: Token) -> bool:
    return token.pos_ in ("NOUN", "PROPN") or _is_gerund(token)


def _by_object(verb: Token) -> str | None:
    """Of "launched an offensive", "used drones", "resorted to shelling": what the object makes of the verb."""
    words = harm()
    objects = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass", "pobj")]
    objects += [o for c in verb.children if c.dep_ == "prep" and c.lower_ == "to" for o in c.children]
    # "Has not laid and will never lay mines": the second verb's object is the first one's too.
    objects += [o for v in verb.conjuncts if v.lemma_ == verb.lemma_ for o in v.children if o.dep_ == "dobj"]
    if verb.dep_ == "acl" and verb.tag_ in ("VBN", "VBD"):
        objects.append(verb.head)
    if any(o.lower_ in ("it", "them") for o in objects):
        objects += [t for t in verb.doc[max(0, verb.i - MEANT_WITHIN) : verb.i] if is_weapon(t)]
    if verb.dep_ == "ccomp" and verb.head.dep_ == "relcl":
        objects.append(verb.head.head)  # "a strike that Kyiv says it carried out"
    elif verb.dep_ == "relcl":
        objects.append(verb.head)
    lemmas = [o.lemma_.lower() for o in objects]
    if any(c.dep_ == "agent" for c in verb.children):
        lemmas += [t.lemma_.lower() for t in verb.doc[max(0, verb.i - 3) : verb.i]]
    if any(lemma in words["noun"] or lemma in words["tool"] for lemma in lemmas):
        return "verb"
    return "mild" if any(lemma in words["mild"] for lemma in lemmas) else None


def _by_site(verb: Token) -> str | None:
    """ "Took the town", "entered the base": whoever did owns it; that the other side did is a loss, no accusation yet."""
    if verb.lemma_.lower() not in harm()["ground"]:
        return None
    objects = (c.lemma_.lower() for c in verb.children if c.dep_ in ("dobj", "nsubjpass"))
    return "mild" if any(lemma in word_list("sites") for lemma in objects) else None


def is_weapon(token: Token) -> bool:
    """What is fired, dropped or laid: it has a sender, and does nothing of its own."""
    lemma = token.lemma_.lower()
    return lemma in word_list("weapons") or lemma in harm()["tool"]


def is_blame(token: Token) -> bool:
    """ "Responsible for", "behind", "to blame", "the work of", "responsibility lies with": somebody did it."""
    lemma, above = token.lemma_.lower(), token.head.lemma_
    if lemma == "be":
        return is_identity(token)
    if token.lower_ == "blame" and above == "be":
        return any(c.lower_ == "to" for c in token.children)
    if lemma in ("result", "consequence") and token.dep_ == "attr":
        return any(c.dep_ in ("nsubj", "csubj") and _is_of_harm(c) for c in token.head.children)
    if lemma in ("work", "handiwork", "doing") and token.dep_ == "attr":
        return any(c.dep_ == "poss" or c.lower_ == "of" for c in token.children)
    if token.lower_ in ("responsible", "accountable"):
        return above in ("find", "hold") or any(c.lower_ == "for" for c in token.children)
    if lemma in ("lie", "rest") and token.pos_ == "VERB":
        return any(
            c.dep_ == "nsubj" and c.lower_ in ("responsibility", "blame", "fault") for c in token.children
        )
    return (
        token.lower_ == "behind"
        and above in ("be", "stand")
        and any(c.dep_ == "pobj" for c in token.children)
    )


def _is_of_harm(subject: Token) -> bool:
    """ "What happened", "the deaths", "the blast": of which somebody may be the cause."""
    return subject.lemma_.lower() in {
        "happen",
        "death",
        "blast",
        "explosion",
        "incident",
        "tragedy",
        "fire",
        "casualty",
    }


def is_identity(verb: Token) -> bool:
    """ "The perpetrators are …", "those responsible were …": says who did it."""
    told = [c for c in verb.children if c.dep_ == "attr"]
    is_it = any(c.dep_ == "nsubj" and c.lower_ == "it" for c in verb.children) and verb.tag_ == "VBD"
    if is_it and told and told[0].lemma_.lower() in word_list("forces") | {"army", "military"}:
        return not any(c.dep_ in ("relcl", "acl", "prep") for t in told for c in t.children)
    return bool(told) and any(
        c.dep_ == "nsubj"
        and (
            c.lemma_.lower() in CULPRITS
            or (c.lower_ == "those" and any(a.lower_ in ("responsible", "behind") for a in c.children))
        )
        for c in verb.children
    )


def is_verdict(noun: Token) -> bool:
    """ "It was a grave violation of the accord", "constituted a breach": what somebody did is judged."""
    if noun.lemma_.lower() not in VERDICTS:
        return False
    above = noun.head
    is_told = noun.dep_ == "attr" and above.lemma_ in ("be", "constitute", "remain")
    is_told = is_told or (noun.dep_ == "dobj" and above.lemma_ in ("constitute", "represent"))
    is_told = is_told or (noun.dep_ == "pobj" and above.lower_ == "to" and above.head.lemma_ == "amount")
    is_told = is_told or (noun.dep_ == "oprd" and above.lemma_ in ("call", "term", "label"))
    if noun.dep_ == "dobj" and above.lemma_ in ("record", "register", "count", "document"):
        return any(c.dep_ == "nummod" for c in noun.children)
    if noun.dep_ == "conj" and above.dep_ == "attr":
        return above.head.lemma_ == "be"
    return is_told


def comes_from(verb: Token) -> bool:
    """ "They came from Syrian batteries", "the jets belonged to the army": an act that is told by whose the fire was."""
    if verb.pos_ != "VERB" or verb.lemma_ not in ("come", "originate", "belong"):
        return False
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if subject is None or not (subject.lower_ in ("they", "it", "which", "that") or is_weapon(subject)):
        return False
    if verb.lemma_ == "belong":
        return is_weapon(subject)
    sources = (o for c in verb.children if c.lower_ == "from" for o in c.children)
    return any(o.lemma_.lower() in word_list("origins") for o in sources)


HARMED = frozenset({"kill", "wound", "injure", "hurt", "damage", "destroy"})
"""Acts that are told of the victims: whoever says that people were killed has not yet said that they were attacked."""


def is_command(noun: Token) -> bool:
    """ "Are in full control of the town": they took it; "of the situation" says nothing."""
    if noun.lower_ != "control" or noun.head.lower_ != "in" or noun.head.head.lemma_ not in ("be", "remain"):
        return False
    held = [o for c in noun.children if c.lower_ == "of" for o in c.children]
    return bool(held) and all(o.lower_ != "situation" for o in held)


def answers(noun: Token) -> bool:
    """ "Was a response to …", "in retaliation for …"."""
    follows = any(c.dep_ == "prep" and c.lower_ in ("to", "for") for c in noun.children)
    return follows and (noun.dep_ == "attr" or (noun.dep_ == "pobj" and noun.head.lower_ in ("in", "as")))
