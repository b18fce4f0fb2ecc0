"""Attributions read off the syntax: who is made to say what, by which word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from trucewatch.extraction.attribution.attributions import Attribution, Form
from trucewatch.extraction.attribution.nominal_speech import according, speech_noun
from trucewatch.extraction.cues import (
    Frame,
    MatchedCue,
    match_cue,
    roles,
    speech_nouns,
    word_list,
)
from trucewatch.extraction.phrases import (
    CLAUSES,
    agent_of,
    can_speak,
    char_span,
    cue_span,
    is_conditional,
    is_passive,
    merge,
    noun_phrase,
    says_that,
    subject_of,
    subtree,
    token_span,
)
from trucewatch.records import Span, Stance

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Tokens


RECEIVERS = frozenset({"dative", "nsubjpass", "auxpass"})
"""What stands beside "denied" and an object where somebody is refused something."""
GRANTED = frozenset("access entry entrance passage permission permit clearance visa leave".split())
"""What is given or refused, not said."""
OBJECTS = frozenset({"dobj", "oprd", "attr", "dative", "acomp", "nsubjpass"})
LIGHT_VERBS = frozenset(
    {"make", "give", "issue", "offer", "extend", "express", "voice", "send", "release", "convey", "deliver",
     "repeat", "reiterate", "raise", "put", "publish", "level", "lodge", "present", "have"}
)  # fmt: skip


def find_attributions(sentence: Tokens) -> Iterator[Attribution]:
    """The attributions of one sentence, in the order of their cues; quotations are fitted later."""
    nouns = speech_nouns()
    for token in sentence:
        if token.lower_ == "according" or (token.lower_ in ("per", "citing", "quoting") and token.i > 0):
            yield from according(token)
        elif token.pos_ in ("VERB", "AUX") or token.tag_.startswith("VB"):
            yield from _verb(token)
        elif token.pos_ == "NOUN" and token.lemma_.lower() in nouns:
            yield from speech_noun(token, nouns[token.lemma_.lower()])


def read_cue(doc: Doc, cue: Span, source: Span | None) -> Attribution:
    """What the lexicon knows of a cue that was found by other means: stance, form, and who is addressed."""
    bare = Attribution(source=source, cue=cue, content=(), form=Form.TAGGED)
    tokens = doc.char_span(cue.start, cue.end, alignment_mode="expand")
    if tokens is None:
        return bare
    for token in sorted(tokens, key=lambda t: t is not tokens.root):
        if token.pos_ in ("VERB", "AUX") and (matched := match_cue(token)):
            found = replace(bare, cue_head=token.i, words=matched.cue.words, stance=matched.cue.stance)
            if is_passive(token):
                agent = agent_of(token)
                by = noun_phrase(agent) if agent is not None and can_speak(agent) else None
                if agent is not None and by is not None:
                    found = replace(found, source=by, source_head=agent.i)
                return replace(found, form=Form.PASSIVE)
            subject = subject_of(token)
            if subject is None:
                return found
            _, addressees, stance = _content(token, matched, subject)
            return replace(found, stance=stance, addressees=tuple(a.i for a in addressees))
        if token.pos_ == "NOUN" and (stance_of := speech_nouns().get(token.lemma_.lower())):
            return replace(
                bare, cue_head=token.i, words=token.lemma_.lower(), stance=stance_of, form=Form.NOUN
            )
    return replace(bare, cue_head=tokens.root.i)


# --- verbs -------------------------------------------------------------------------------------------------------


def _verb(verb: Token) -> Iterator[Attribution]:
    matched = match_cue(verb)
    if matched is None or is_conditional(verb) or _is_noun(verb) or withholds(verb):
        return
    if is_passive(verb):
        yield from _passive(verb, matched)
        return
    subject = subject_of(verb)
    if subject is None or not can_speak(subject) or _is_comment(verb, matched, subject):
        return
    content, addressees, stance = _content(verb, matched, subject)
    if not content and (
        matched.cue.frame in (Frame.OBJECT, Frame.MIND, Frame.SENSE) or verb.lemma_.lower() in LIGHT_VERBS
    ):
        return
    for head, span, others in _conjoined(subject, addressees):
        yield Attribution(
            source=span,
            cue=cue_span(verb, matched.parts),
            content=content,
            form=Form.VERB,
            stance=stance,
            words=matched.cue.words,
            cue_head=verb.i,
            source_head=head.i,
            addressees=tuple(token.i for token in others),
        )


def withholds(verb: Token) -> bool:
    """ "Were denied entry", "denied the convoy a permit": something is kept from somebody, and nothing is said."""
    if verb.lemma_.lower() != "deny":
        return False
    given = {child.dep_ for child in verb.children}
    # "Denied the observers permission": the parser may take what was refused for a clause.
    refused = (c for c in verb.children if c.dep_ in ("dobj", "ccomp") and c.pos_ == "NOUN")
    return any(c.lemma_.lower() in GRANTED for c in refused) or (
        "dobj" in given and not given.isdisjoint(RECEIVERS)
    )


def _passive(verb: Token, matched: MatchedCue) -> Iterator[Attribution]:
    """ "X was accused of Y by Z": Z speaks, or nobody who is named; X is what the words are about."""
    agent = agent_of(verb)
    if agent is None and matched.cue.words not in word_list("agentless"):
        return
    if agent is not None and not can_speak(agent):
        return
    subject = next((child for child in verb.children if child.dep_ in ("nsubjpass", "nsubj")), None)
    if subject is None and verb.dep_ in ("acl", "conj"):
        subject = (
            verb.head
            if verb.dep_ == "acl"
            else next((child for child in verb.head.children if child.dep_ in ("nsubjpass", "nsubj")), None)
        )
    kept = [
        c for c in verb.children if c.i > verb.i and (c.dep_ in CLAUSES or c.dep_ in ("prep", "oprd", "dobj"))
    ]
    if verb.dep_ == "acl" and not any(c.dep_ in CLAUSES or c.lower_ in ("of", "as") for c in kept):
        return
    parts = [subtree(child) for child in kept]
    if subject is not None and subject.lower_ not in ("it", "there"):
        parts.insert(0, subtree(subject) if verb.dep_ != "acl" else token_span(subject))
    content = merge(part for part in parts if part is not None)
    if not content:
        return
    yield Attribution(
        source=noun_phrase(agent) if agent is not None else None,
        cue=cue_span(verb, matched.parts),
        content=content,
        form=Form.PASSIVE,
        stance=matched.cue.stance,
        words=matched.cue.words,
        cue_head=verb.i,
        source_head=agent.i if agent is not None else None,
        addressees=(subject.i,) if subject is not None and matched.cue.stance is Stance.ACCUSE else (),
    )


def _is_comment(verb: Token, matched: MatchedCue, subject: Token) -> bool:
    """The newspaper's gloss on an act ("…, signalling a new policy", "an attempt to outline steps"), not speech."""
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    is_negated = any(c.dep_ == "neg" for c in verb.children)
    if auxiliaries & {"should", "must", "could", "may", "might", "can"} and not is_negated:
        return True
    if verb.tag_ == "VB" and "to" in auxiliaries and not _is_under_raising(verb):
        return True
    if matched.cue.words not in word_list("weak"):
        return False
    has_clause = any(c.dep_ == "ccomp" for c in verb.children)
    if verb.tag_ == "VBG" and verb.dep_ in ("advcl", "acl", "conj", "xcomp") and not has_clause:
        return True
    lemma = subject.lemma_.lower()
    return subject.pos_ == "NOUN" and lemma not in roles() and lemma in speech_nouns()


def _is_under_raising(verb: Token) -> bool:
    """ "Went on to say", "was quick to deny", "declined to comment": the infinitive is the act of speech itself."""
    head = verb.head
    return verb.dep_ in ("xcomp", "acomp") and (
        head.lemma_.lower() in word_list("raising") or head.pos_ == "ADJ" or head.dep_ == "acomp"
    )


def _content(
    verb: Token, matched: MatchedCue, subject: Token
) -> tuple[tuple[Span, ...], list[Token], Stance]:
    """The content's spans, those addressed, and the stance that the cue with its object carries."""
    frame, stance = matched.cue.frame, matched.cue.stance
    clauses = [c for c in verb.children if c.dep_ in CLAUSES and _is_content_clause(c)] or _in_a_statement(
        verb
    )
    objects = [c for c in verb.children if c.dep_ in OBJECTS and c.i not in matched.parts and c.i > verb.i]
    if matched.preposition is not None:
        objects = [c for c in verb.doc[matched.preposition].children if c.dep_ in ("pobj", "pcomp")] + objects
    said = next((o for o in objects if o.lemma_.lower() in speech_nouns()), None)
    light = verb.lemma_.lower() in LIGHT_VERBS
    if light:
        offers = frame is Frame.MIND and any(c.dep_ == "xcomp" and c.tag_ == "VB" for c in clauses)
        if said is None and not offers and not (clauses and frame in (Frame.ANY, Frame.CLAUSE)):
            return (), [], stance
        stance = speech_nouns()[said.lemma_.lower()] if said is not None else stance
    if frame is Frame.TELL:
        told = [o for o in objects if o.dep_ in ("dobj", "dative", "pobj")]
        parts = clauses or [
            c for c in verb.children if c.dep_ == "prep" and c.lower_ in ("of", "about", "on")
        ]
        if not parts:
            return _beside(verb), told, stance
        ordered = clauses and clauses[0].tag_ == "VB" and any(c.lower_ == "to" for c in clauses[0].children)
        return (
            _spans(parts, verb, subject),
            told + _order_targets(clauses),
            Stance.DEMAND if ordered else stance,
        )
    if frame is Frame.ORDER:
        asked = [o for o in objects if o.dep_ in ("dobj", "pobj", "dative")] + _order_targets(clauses)
        if matched.cue.words == "ask" and not any(c.tag_ == "VB" for c in clauses):
            stance = Stance.ASSERT
        if not (clauses or (objects and matched.cue.words != "ask")):
            return _beside(verb), asked, stance
        return _spans([*objects, *clauses, *_tail(verb, objects)], verb, subject), asked, stance
    if frame is Frame.SENSE:
        table = roles().get(subject.lemma_.lower(), ("", ""))
        return (_spans([*clauses, *objects], verb, subject) if table[1] == "witness" else ()), [], stance
    if frame is Frame.OBJECT:
        objects = objects or [verb.doc[i] for i in matched.parts if verb.doc[i].dep_ == "dobj"]
        if not objects:
            return (), [], stance
        if matched.cue.words in ("call", "put", "hold", "see") and not _is_predicative(verb, objects):
            return (), [], stance
        content = _spans([*objects, *clauses, *_tail(verb, objects)], verb, subject)
        if matched.cue.words in ("attribute", "ascribe"):
            objects = [o for c in verb.children if c.lower_ == "to" for o in c.children if o.dep_ == "pobj"]
        return content, objects, stance
    if clauses:
        return _spans(clauses if frame is Frame.CLAUSE else [*clauses, *objects], verb, subject), [], stance
    if frame is Frame.CLAUSE:
        return _beside(verb), [], stance
    if objects:
        return _spans([*objects, *_tail(verb, objects)], verb, subject), _owners(objects), stance
    return (() if frame is Frame.MIND else _beside(verb)), [], stance


def _is_noun(verb: Token) -> bool:
    """ "Denied on Monday claims that …": a noun that the parser takes for a verb, since no article stands before it."""
    if verb.tag_ != "VBZ" or verb.dep_ != "dep" or verb.lemma_.lower() not in speech_nouns():
        return False
    is_alone = not any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)
    return is_alone and verb.head.i < verb.i and verb.head.pos_ == "VERB" and match_cue(verb.head) is not None


def _in_a_statement(verb: Token) -> list[Token]:
    """ "Denied in a statement that …": the parser hangs the clause on the noun."""
    nouns = [
        n for p in verb.children if p.dep_ == "prep" and p.i > verb.i for n in p.children if n.dep_ == "pobj"
    ]
    misread = [c for c in verb.children if _is_noun(c)]
    return misread or [
        c
        for n in nouns
        for c in n.children
        if c.dep_ in ("acl", "ccomp", "relcl") and says_that(c) and c.tag_ != "VB"
    ]


def _is_content_clause(clause: Token) -> bool:
    return not (clause.dep_ == "xcomp" and clause.tag_ == "VBG" and clause.i < clause.head.i)


def _is_predicative(verb: Token, objects: list[Token]) -> bool:
    """ "Called the raid an invasion", not "called the ministry"; "hold Kyiv responsible", not "hold talks"."""
    deps = {o.dep_ for o in objects}
    clause = any(c.dep_ in CLAUSES and c.i > verb.i for c in verb.children)
    as_phrase = any(c.dep_ == "prep" and c.lower_ == "as" for c in verb.children)
    if verb.lemma_ in ("call", "put"):
        return "oprd" in deps or clause or len(objects) > 1
    return as_phrase or ("oprd" in deps and verb.lemma_ == "hold")


def _tail(verb: Token, objects: list[Token]) -> list[Token]:
    """Prepositional and adverbial complements right of the object: "of shelling the town", "as an act of war"."""
    if not objects:
        return []
    kept = (
        "of",
        "for",
        "as",
        "over",
        "to",
        "on",
        "from",
        "with",
        "against",
        "about",
        "into",
        "during",
        "after",
    )
    return [c for c in verb.children if c.dep_ == "prep" and c.lower_ in kept and c.i > objects[0].i]


def _order_targets(clauses: list[Token]) -> list[Token]:
    return [c for clause in clauses for c in clause.children if c.dep_ in ("nsubj", "nsubjpass")]


def _owners(objects: list[Token]) -> list[Token]:
    """Whose claim is rejected: the possessor, or the one it comes from."""
    return [
        c
        for o in objects
        if o.lemma_.lower() in speech_nouns()
        for c in o.children
        if c.dep_ in ("poss", "amod", "nmod")
    ]


def _beside(verb: Token) -> tuple[Span, ...]:
    """The clause that a cue without a complement is set into or follows: "The road, he said, is closed"."""
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if subject is None or any(c.dep_ == "mark" and c.lower_ != "as" for c in verb.children):
        return ()
    if subject.tag_ in ("WP", "WDT") or _has_matter_after(verb):
        return ()
    doc, sentence = verb.doc, verb.sent
    low = min(subject.left_edge.i, verb.i)
    if low > 0 and doc[low - 1].lower_ == "as":
        low -= 1
    high = max(
        verb.i,
        subject.right_edge.i,
        *(c.right_edge.i for c in verb.children if c.i > verb.i and _is_frill(c)),
        0,
    )
    left = char_span(doc, sentence.start, low - 1)
    follows = doc[high + 1 : high + 2].text if high + 1 < sentence.end else "."
    right = char_span(doc, high + 1, sentence.end - 1) if follows in (",", "-", "--") else None
    if verb.dep_ in ("relcl", "acl") and right is not None:
        left = None
    if left is not None and left.end - left.start < 8 and right is None:
        return ()
    return tuple(span for span in (left, right) if span is not None)


def _is_frill(child: Token) -> bool:
    """When, where and to whom it was said."""
    return child.dep_ in ("npadvmod", "advmod", "prep", "dobj", "dative", "tmod", "prt", "oprd")


def _has_matter_after(verb: Token) -> bool:
    return any(c.i > verb.i and c.dep_ in ("ccomp", "xcomp", "acomp", "attr") for c in verb.children)


def _spans(parts: list[Token], verb: Token, subject: Token) -> tuple[Span, ...]:
    """One span left of the cue and one right of it, over all of `parts`."""
    doc = verb.doc
    left = [p for p in parts if p.i < verb.i]
    right = [p for p in parts if p.i > verb.i]
    spans = []
    is_echo = bool(left) and max(p.right_edge.i - p.left_edge.i for p in left) < 2
    if is_echo:
        left = [p for p in left if p.dep_ not in CLAUSES]
    if left:
        stop = max(p.right_edge.i for p in left)
        first = subject.left_edge.i
        if left[0].i < subject.i < stop + 1:
            stop = min(stop, first - 1)
        spans.append(char_span(doc, min(p.left_edge.i for p in left), min(stop, verb.i - 1)))
    if right:
        begin = max(verb.i + 1, min(p.left_edge.i for p in right))
        spans.append(char_span(doc, begin, max(p.right_edge.i for p in right)))
    return tuple(span for span in spans if span is not None)


# --- speakers ----------------------------------------------------------------------------------------------------


def _conjoined(subject: Token, addressees: list[Token]) -> list[tuple[Token, Span | None, list[Token]]]:
    """One speaker, or each of those who accuse each other with the others as addressees."""
    if any(_is_each_other(token) for token in addressees):
        heads = [subject, *subject.conjuncts]
        if len(heads) > 1:
            return [(one, one_conjunct(one, heads), [h for h in heads if h is not one]) for one in heads]
        return [(subject, noun_phrase(subject), [])]
    return [(subject, noun_phrase(subject), addressees)]


def one_conjunct(head: Token, heads: list[Token]) -> Span | None:
    """The characters of one of several conjoined phrases."""
    later = [other.left_edge.i for other in heads if other.i > head.i]
    stop = min(later, default=head.right_edge.i + 1) - 1
    while stop > head.i and (head.doc[stop].dep_ in ("cc", "punct", "preconj")):
        stop -= 1
    return char_span(head.doc, head.left_edge.i, max(stop, head.i))


def _is_each_other(token: Token) -> bool:
    """ "Each other", "one another"; blame and accusations that are traded."""
    nearby = {t.lower_ for t in token.doc[max(0, token.i - 1) : token.i + 2]}
    if nearby >= {"each", "other"} or nearby >= {"one", "another"}:
        return True
    return token.head.lemma_ in ("trade", "exchange", "swap") and token.dep_ == "dobj"
