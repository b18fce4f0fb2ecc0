"""Attributions read off the syntax: who is made to say what, by which word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from trucewatch.extraction.cues import Frame, MatchedCue, match_cue, roles, speech_nouns, word_list
from trucewatch.records import Span, Stance

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Tokens

CLAUSES = frozenset({"ccomp", "xcomp", "csubj"})
OBJECTS = frozenset({"dobj", "oprd", "attr", "dative", "acomp", "nsubjpass"})
CLIMB = 12
"""Links followed upwards in search of a subject; real sentences need three or four."""
LIGHT_VERBS = frozenset(
    {"make", "give", "issue", "offer", "extend", "express", "voice", "send", "release", "convey", "deliver",
     "repeat", "reiterate", "raise", "put", "publish", "level", "lodge", "present", "have"}
)  # fmt: skip


class Form(StrEnum):
    """The construction an attribution was read from."""

    VERB = "verb"
    PASSIVE = "passive"
    ACCORDING = "according"
    NOUN = "noun"
    HEADING = "heading"
    CREDIT = "credit"
    OWN = "own"
    """Nobody is quoted."""
    TAGGED = "tagged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One attribution before anybody is resolved: character spans, and the tokens that head them."""

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    form: Form
    stance: Stance = Stance.ASSERT
    words: str = ""
    """The lexicon entry of the cue."""
    cue_head: int | None = None
    source_head: int | None = None
    addressees: tuple[int, ...] = ()
    """Head tokens of those who are accused, asked or told."""
    alone: bool = False
    """Seen by the syntax only, where a tagger has read the text too."""
    relayed_by: int | None = None
    """Head token of the outlet in "Reuters reported, citing the army"."""


def find_attributions(sentence: Tokens) -> Iterator[Attribution]:
    """The attributions of one sentence, in the order of their cues; quotations are fitted later."""
    nouns = speech_nouns()
    for token in sentence:
        if token.lower_ == "according" or (token.lower_ in ("per", "citing", "quoting") and token.i > 0):
            yield from _according(token)
        elif token.pos_ in ("VERB", "AUX") or token.tag_.startswith("VB"):
            yield from _verb(token)
        elif token.pos_ == "NOUN" and token.lemma_.lower() in nouns:
            yield from _noun(token, nouns[token.lemma_.lower()])


def read_cue(doc: Doc, cue: Span, source: Span | None) -> Attribution:
    """What the lexicon knows of a cue that was found by other means: stance, form, and who is addressed."""
    bare = Attribution(source=source, cue=cue, content=(), form=Form.TAGGED)
    tokens = doc.char_span(cue.start, cue.end, alignment_mode="expand")
    if tokens is None:
        return bare
    for token in sorted(tokens, key=lambda t: t is not tokens.root):
        if token.pos_ in ("VERB", "AUX") and (matched := match_cue(token)):
            found = replace(bare, cue_head=token.i, words=matched.cue.words, stance=matched.cue.stance)
            if _is_passive(token):
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
    if matched is None or _is_conditional(verb):
        return
    if _is_passive(verb):
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


def _passive(verb: Token, matched: MatchedCue) -> Iterator[Attribution]:
    """ "X was accused of Y by Z": Z speaks, or nobody who is named; X is what the words are about."""
    agent = _agent(verb)
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
    parts = [_without_agent(child) for child in kept]
    if subject is not None and subject.lower_ not in ("it", "there"):
        parts.insert(0, _subtree(subject) if verb.dep_ != "acl" else _token_span(subject))
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
        return _spans([*objects, *clauses, *_tail(verb, objects)], verb, subject), objects, stance
    if clauses:
        return _spans(clauses if frame is Frame.CLAUSE else [*clauses, *objects], verb, subject), [], stance
    if frame is Frame.CLAUSE:
        return _beside(verb), [], stance
    if objects:
        return _spans([*objects, *_tail(verb, objects)], verb, subject), _owners(objects), stance
    return (() if frame is Frame.MIND else _beside(verb)), [], stance


def _in_a_statement(verb: Token) -> list[Token]:
    """ "Denied in a statement that …": the parser hangs the clause on the noun."""
    nouns = [
        n for p in verb.children if p.dep_ == "prep" and p.i > verb.i for n in p.children if n.dep_ == "pobj"
    ]
    return [
        c
        for n in nouns
        for c in n.children
        if c.dep_ in ("acl", "ccomp", "relcl") and _says_that(c) and c.tag_ != "VB"
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
    left = _char_span(doc, sentence.start, low - 1)
    follows = doc[high + 1 : high + 2].text if high + 1 < sentence.end else "."
    right = _char_span(doc, high + 1, sentence.end - 1) if follows in (",", "-", "--") else None
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
        spans.append(_char_span(doc, min(p.left_edge.i for p in left), min(stop, verb.i - 1)))
    if right:
        begin = max(verb.i + 1, min(p.left_edge.i for p in right))
        spans.append(_char_span(doc, begin, max(p.right_edge.i for p in right)))
    return tuple(span for span in spans if span is not None)


# --- "according to", "citing" ------------------------------------------------------------------------------------


def _according(token: Token) -> Iterator[Attribution]:
    doc = token.doc
    if token.lower_ == "according":
        to = token.nbor() if token.i + 1 < len(doc) else token
        if to.lower_ != "to":
            return
        source = next((c for c in to.children if c.dep_ in ("pobj", "pcomp")), None)
        if (
            source is None
            and to.i + 1 < len(doc)
            and doc[to.i + 1].pos_ in ("NOUN", "PROPN", "PRON", "DET", "ADJ")
        ):
            source = next((t for t in doc[to.i + 1 : to.i + 12] if t.pos_ in ("NOUN", "PROPN", "PRON")), None)
        last = to
    else:
        kinds = ("pobj", "dobj")
        source = next((c for c in token.children if c.dep_ in kinds), None)
        last = token
    if source is None or not can_speak(source):
        return
    relayer = None
    anchor = token
    if token.lower_ in ("citing", "quoting"):
        subject = subject_of(token)
        relayer = subject.i if subject is not None and can_speak(subject) else None
    clause = _clause_of(anchor)
    if clause is None:
        return
    if (
        clause.dep_ in ("parataxis", "conj")
        and match_cue(clause)
        and not any(c.dep_ in CLAUSES for c in clause.children)
    ):
        clause = clause.head
    low, high = token.left_edge.i, max(token.right_edge.i, source.right_edge.i)
    pieces = _clause_without(clause, low, high, relayed=token.lower_ in ("citing", "quoting"))
    yield Attribution(
        source=noun_phrase(source),
        cue=_char_span(doc, token.i, last.i),
        content=pieces,
        form=Form.ACCORDING,
        words="according to",
        cue_head=token.i,
        source_head=source.i,
        relayed_by=relayer,
    )


def _clause_of(token: Token) -> Token | None:
    """The clause that an adjunct belongs to: the nearest finite verb above, or the root of a fragment."""
    node = token.head
    for _ in range(CLIMB):
        is_finite = node.pos_ in ("VERB", "AUX") and node.dep_ not in ("acl", "pcomp", "xcomp", "amod")
        if is_finite or node.head is node:
            return node
        node = node.head
    return None


def _clause_without(clause: Token, low: int, high: int, *, relayed: bool) -> tuple[Span, ...]:
    """The clause less the adjunct; of "Reuters reported, citing X" what Reuters reported."""
    if relayed:
        reported = [c for c in clause.children if c.dep_ in ("ccomp", "dobj", "xcomp")]
        if match_cue(clause) is not None and reported:
            found = [
                _subtree(child) for child in reported if not child.left_edge.i <= low <= child.right_edge.i
            ]
            if found:
                return merge(found)
    left = _char_span(clause.doc, clause.left_edge.i, min(low - 1, clause.right_edge.i))
    right = _char_span(clause.doc, max(high + 1, clause.left_edge.i), clause.right_edge.i)
    return tuple(span for span in (left, right) if span is not None and len(span) > 3)


# --- nouns -------------------------------------------------------------------------------------------------------


def _noun(noun: Token, stance: Stance) -> Iterator[Attribution]:
    """ "Pakistan's allegation that …", "reports by the army of a raid", "Russian claims that …"."""
    contents = [
        c for c in noun.children if c.dep_ in ("acl", "ccomp", "relcl") and c.i > noun.i and _says_that(c)
    ]
    prepositions = [c for c in noun.children if c.dep_ in ("prep", "agent") and c.i > noun.i]
    of = [c for c in prepositions if c.lower_ in ("of", "about", "for", "on", "against")]
    source, used = _noun_source(noun, prepositions)
    if source is None or not can_speak(source):
        return
    misplaced = (
        [c for c in source.children if c.dep_ == "prep" and c.lower_ in ("of", "about")] if used else []
    )
    if not contents and not of and noun.lemma_.lower() in ("report", "claim", "allegation", "account"):
        of = misplaced
    if not contents and not of:
        return
    parts = [c for c in (*contents, *of) if c is not used]
    content = merge(s for s in (_subtree_after(c) for c in parts) if s is not None)
    if not content:
        return
    speaker = noun_phrase(source)
    if of and of[0] in misplaced:
        speaker = _char_span(noun.doc, source.left_edge.i, of[0].left_edge.i - 1)
    yield Attribution(
        source=speaker,
        cue=_token_span(noun),
        content=content,
        form=Form.NOUN,
        stance=stance,
        words=noun.lemma_.lower(),
        cue_head=noun.i,
        source_head=source.i,
        addressees=tuple(p.i for c in of if c.lower_ == "against" for p in c.children if p.dep_ == "pobj"),
    )


def _says_that(clause: Token) -> bool:
    """A content clause ("that …", "to …"), not a relative one ("that he made") nor a participle ("made by X")."""
    marks = [c for c in clause.children if c.dep_ in ("mark", "aux") and c.lower_ in ("that", "to")]
    return bool(marks)


def _noun_source(noun: Token, prepositions: list[Token]) -> tuple[Token | None, Token | None]:
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    if owner is not None:
        return owner, None
    for preposition in prepositions:
        if preposition.lower_ in ("by", "from"):
            return next((c for c in preposition.children if c.dep_ == "pobj"), None), preposition
    for child in noun.children:
        if child.dep_ == "acl" and child.tag_ in ("VBN", "VBD"):
            agent = _agent(child)
            if agent is not None:
                return agent, child
    adjective = next(
        (c for c in noun.children if c.dep_ in ("amod", "nmod", "compound") and c.text[:1].isupper()), None
    )
    return adjective, None


# --- speakers ----------------------------------------------------------------------------------------------------


def subject_of(verb: Token) -> Token | None:
    """Who does what `verb` says, found through conjunctions, participles and control."""
    node = verb
    for _ in range(CLIMB):
        own = next((c for c in node.children if c.dep_ in ("nsubj", "csubj")), None)
        if own is None and node is not verb:
            own = next((c for c in node.children if c.dep_ == "nsubjpass"), None)
        if own is None and node is verb and node.dep_ != "ROOT":
            own = next((c for c in node.children if c.dep_ == "nsubjpass"), None)
        if own is not None:
            return own
        head = node.head
        if head is node:
            return None
        if node.dep_ == "acl":
            return head
        if node.dep_ == "pcomp" and head.dep_ == "prep" and head.lower_ in ("of", "as"):
            controller = head.head
            accused = next((c for c in controller.children if c.dep_ in ("dobj", "nsubjpass")), None)
            if accused is not None:
                return accused
        if node.dep_ == "xcomp":
            ordered = next((c for c in head.children if c.dep_ in ("dobj", "dative")), None)
            if ordered is not None and node.tag_ == "VB":
                return ordered
        if node.dep_ not in ("conj", "xcomp", "advcl", "pcomp", "prep", "ccomp", "dep", "parataxis", "acomp"):
            return None
        if node.dep_ == "conj" and _belongs_further_up(node):
            head = head.head
        if node.dep_ in ("ccomp", "parataxis") and node.tag_ not in ("VBG", "VBN"):
            return None
        node = head
    return None


def _belongs_further_up(verb: Token) -> bool:
    """ "Said that 31 had died and condemned the raid": the tense shows that it was not the dead who condemned."""
    clause = verb.head
    has_auxiliary = any(c.dep_ in ("aux", "auxpass") for c in clause.children)
    is_plain = verb.tag_ == "VBD" and not any(c.dep_ in ("aux", "auxpass", "nsubj") for c in verb.children)
    outer = clause.head
    return (
        has_auxiliary and is_plain and clause.dep_ == "ccomp" and outer is not clause and outer.tag_ == "VBD"
    )


def can_speak(head: Token) -> bool:
    """False for what nobody can quote: events, times, tensions ("the moment underscored", "timelines show")."""
    if head.pos_ == "PRON" or head.tag_ in ("PRP", "WP", "PRP$", "WDT", "DT", "WP$"):
        return head.lower_ not in (
            "there",
            "what",
            "this",
            "these",
            "nothing",
            "something",
            "that",
            "everything",
            "which",
        )
    lemma = head.lemma_.lower()
    if lemma in roles() or lemma in speech_nouns():
        return True
    if head.pos_ == "PROPN" or (head.text[:1].isupper() and head.tag_ in ("NNP", "NNPS", "JJ")):
        return True
    if lemma in word_list("nonspeakers") or head.pos_ in ("NUM", "VERB", "AUX", "ADV", "PUNCT", "X", "SYM"):
        return head.pos_ == "NUM" and head.i + 1 < len(head.doc) and head.nbor().lower_ != "%"
    endings = (
        "tion",
        "sion",
        "ment",
        "ness",
        "ity",
        "ence",
        "ance",
        "ism",
        "ship",
        "ing",
        "cy",
        "ure",
        "dom",
        "age",
    )
    return not lemma.endswith(endings)


def _conjoined(subject: Token, addressees: list[Token]) -> list[tuple[Token, Span | None, list[Token]]]:
    """One speaker, or each of those who accuse each other with the others as addressees."""
    if any(_is_each_other(token) for token in addressees):
        heads = [subject, *subject.conjuncts]
        if len(heads) > 1:
            return [(one, _one_conjunct(one, heads), [h for h in heads if h is not one]) for one in heads]
        return [(subject, noun_phrase(subject), [])]
    return [(subject, noun_phrase(subject), addressees)]


def _one_conjunct(head: Token, heads: list[Token]) -> Span | None:
    later = [other.left_edge.i for other in heads if other.i > head.i]
    stop = min(later, default=head.right_edge.i + 1) - 1
    while stop > head.i and (head.doc[stop].dep_ in ("cc", "punct", "preconj")):
        stop -= 1
    return _char_span(head.doc, head.left_edge.i, max(stop, head.i))


def _is_each_other(token: Token) -> bool:
    """ "Each other", "one another"; blame and accusations that are traded."""
    nearby = {t.lower_ for t in token.doc[max(0, token.i - 1) : token.i + 2]}
    if nearby >= {"each", "other"} or nearby >= {"one", "another"}:
        return True
    return token.head.lemma_ in ("trade", "exchange", "swap") and token.dep_ == "dobj"


# --- spans -------------------------------------------------------------------------------------------------------


def noun_phrase(head: Token, *, alone: bool = False) -> Span | None:
    """The phrase of `head` with appositions and complements, without relative clauses and cues; alone, without "and …"."""
    cut = (
        ("relcl", "parataxis", "dep", "acl", "conj", "cc") if alone else ("relcl", "parataxis", "dep", "acl")
    )
    low, high = head.left_edge.i, head.right_edge.i
    for child in head.children:
        if child.i > head.i and (child.dep_ in cut or _is_cue_child(child)):
            high = min(high, child.left_edge.i - 1)
    return _char_span(head.doc, low, max(high, head.i))


def _is_cue_child(child: Token) -> bool:
    return (
        child.dep_ == "prep"
        and child.lower_ in ("according", "in", "on", "at", "during", "after", "to")
        and (child.head.pos_ in ("PROPN", "PRON"))
    )


def cue_span(verb: Token, parts: Iterable[int] = ()) -> Span:
    """The verb with its auxiliaries, negation and fixed words, as far as they touch."""
    own = {verb.i, *parts}
    own |= {c.i for c in verb.children if c.dep_ in ("aux", "auxpass", "neg") and c.i < verb.i}
    low = verb.i
    while low - 1 in own or (low > 0 and low - 2 in own and verb.doc[low - 1].dep_ == "advmod"):
        low -= 1
    high = verb.i
    while high + 1 in own:
        high += 1
    span = _char_span(verb.doc, low, high)
    return span if span is not None else _token_span(verb)


def merge(spans: Iterable[Span | None]) -> tuple[Span, ...]:
    """`spans` in order, those that touch or nearly touch made one."""
    merged: list[Span] = []
    for span in sorted(s for s in spans if s is not None):
        if merged and span.start <= merged[-1].end + 2:
            merged[-1] = Span(start=merged[-1].start, end=max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return tuple(merged)


def _subtree(token: Token) -> Span | None:
    return _char_span(token.doc, token.left_edge.i, token.right_edge.i)


def _subtree_after(token: Token) -> Span | None:
    """A prepositional phrase without "of" and "about"; a clause whole."""
    begin = token.left_edge.i
    if token.dep_ in ("prep", "agent"):
        begin = token.i + 1
    return _char_span(token.doc, begin, token.right_edge.i)


def _without_agent(child: Token) -> Span | None:
    return _subtree(child)


def _agent(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def _is_passive(verb: Token) -> bool:
    if any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children):
        return True
    if verb.tag_ != "VBN" or any(c.dep_ in ("aux", "nsubj") for c in verb.children):
        return False
    if verb.dep_ == "conj":
        return _is_passive(verb.head) if verb.head.tag_ == "VBN" else False
    return verb.dep_ in ("acl", "advcl", "amod")


def _is_conditional(verb: Token) -> bool:
    """ "If he says so" reports nothing."""
    return any(c.dep_ == "mark" and c.lower_ in ("if", "unless", "whether") for c in verb.children)


def _token_span(token: Token) -> Span:
    return Span(start=token.idx, end=token.idx + len(token.text))


def _char_span(doc: Doc, first: int, last: int) -> Span | None:
    """Characters of tokens first..last, without space, commas and dashes at the edges."""
    while first <= last and (doc[first].is_space or doc[first].text in (",", ";", "-", "--", ".", ":")):
        first += 1
    while last >= first and (doc[last].is_space or doc[last].text in (",", ";", "-", "--", ".", ":")):
        last -= 1
    if first > last:
        return None
    return Span(start=doc[first].idx, end=doc[last].idx + len(doc[last].text))
