"""What the main clauses of a content do by mood and tense: ask of others, promise, threaten, disown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trucewatch.extraction.attribution.attributions import Attribution, Form
from trucewatch.extraction.cues import cues, match_cue, roles, word_list
from trucewatch.extraction.statements.acts import harm, is_weapon
from trucewatch.extraction.statements.agents import owners
from trucewatch.extraction.statements.allegiance import THIRD, Allegiance, is_first_person
from trucewatch.extraction.statements.deeds import content_tokens
from trucewatch.extraction.statements.judgements import says
from trucewatch.records import Span, Speaker, Stance

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

ELSEWHERE = frozenset({"present", "involved", "there", "deployed", "stationed", "behind", "active"})
UNDERGONE = frozenset({"come", "die", "fall", "lose", "suffer", "sustain", "be"})
"""What befalls a side; nobody announces it as its own decision."""
WITHIN = frozenset({"in", "inside", "near", "behind", "at", "on"})
DECIDED = frozenset(
    "suspend halt stop pause cease launch begin start close open withdraw send deploy expel recall sever cut cancel"
    " investigate mobilise mobilize evacuate release extend end".split()
)
"""What a side says that it is doing when it makes a decision known."""
WILL = frozenset({"will", "shall", "would", "'ll"})
READY = frozenset({"ready", "prepared", "willing", "committed"})
DISOWNED = frozenset(
    {
        "part",
        "role",
        "hand",
        "presence",
        "link",
        "tie",
        "reason",
        "interest",
        "motive",
        "connection",
        "involvement",
        "relation",
        "relationship",
        "bearing",
        "business",
    }
)
"""What a side says that it does not have, when it denies an act."""
NO = frozenset({"no", "not", "never", "neither", "nor", "n't", "none", "nobody", "nothing"})


class Clauses:
    """Reads the main clauses of one document's attributed contents."""

    def __init__(self, doc: Doc, whose: Allegiance) -> None:
        self._doc = doc
        self._whose = whose
        self._found: dict[tuple[tuple[Span, ...], int | None], list[Token]] = {}

    def roots(self, attribution: Attribution) -> list[Token]:
        """The heads of the content's main clauses."""
        key = attribution.content, attribution.cue_head
        if key not in self._found:
            self._found[key] = self._roots(attribution)
        return self._found[key]

    def _roots(self, attribution: Attribution) -> list[Token]:
        found: list[Token] = []
        tokens = list(content_tokens(self._doc, attribution))
        inside = {token.i for token in tokens}
        for token in tokens:
            if token.pos_ not in ("VERB", "AUX") or token.dep_ in ("aux", "auxpass"):
                continue
            is_top = token.head.i not in inside or token.head == token
            if (
                is_top
                or token.head.i == attribution.cue_head
                or (token.dep_ == "conj" and token.head in found)
            ):
                found.append(token)
        return found

    def asked(self, attribution: Attribution, speaker: Speaker | None, text: str) -> tuple[str, ...] | None:
        """Who is to do something by the main clause: "must", "has to", an imperative; None when nobody has to."""
        for root in self.roots(attribution):
            if _is_imperative(root, attribution) and not self._is_we(root):
                listeners = [self._doc[i] for i in attribution.addressees]
                return tuple(side for token in listeners for side in self._whose.sides_of(token, speaker))
            subject = _subject(root)
            if subject is None or is_first_person(subject) or not _is_due(root, subject, attribution):
                continue
            targets = [s for t in (subject, *subject.conjuncts) for s in self._whose.sides_of(t, speaker)]
            if speaker is not None and speaker.side and targets and set(targets) == {speaker.side}:
                continue
            return tuple(targets)
        if attribution.form is Form.HEADING and says("duty", text):
            return ()
        return None

    def asked_of(self, attribution: Attribution, speaker: Speaker | None) -> tuple[str, ...]:
        """Of "demanded that Rwanda pull out", "asked the CSTO for help": who is asked."""
        subjects = [s for root in self.roots(attribution) if (s := _subject(root)) is not None]
        if not subjects and attribution.cue_head is not None:
            subjects = [c for c in self._doc[attribution.cue_head].children if c.dep_ in ("dobj", "dative")]
        asked = [s for t in subjects for one in (t, *t.conjuncts) for s in self._whose.sides_of(one, speaker)]
        own = speaker.side if speaker else None
        return tuple(dict.fromkeys(s for s in asked if s != own))

    def _is_we(self, root: Token) -> bool:
        return any(is_first_person(c) for c in root.children if c.dep_ in ("nsubj", "poss"))

    def intended(self, attribution: Attribution, speaker: Speaker | None, text: str) -> Stance | None:
        """ "We will …", "it would …": a promise or a threat of the speaker's own side."""
        if attribution.form in (Form.NOUN, Form.PASSIVE):
            return None
        is_warning = attribution.words.startswith("warn")
        for root in self.roots(attribution):
            future = any(c.dep_ == "aux" and c.lower_ in WILL for c in root.children)
            ready = root.lemma_ == "be" and any(c.lower_ in READY for c in root.children)
            # "The crime was committed by soldiers" binds nobody.
            committed = (
                root.lower_ in ("committed", "prepared")
                and root.dep_ != "ROOT"
                and not any(c.dep_ == "agent" for c in root.children)
            )
            if self._is_reserved(root, speaker, text):
                return Stance.THREATEN
            if self._is_decided(root, speaker):
                return Stance.ANNOUNCE
            if not (future or ready or committed):
                continue
            if future and self._is_menace(root, speaker):
                return Stance.THREATEN
            if future and is_warning and says("retaliation", text):
                return Stance.THREATEN
            subject = _subject(root)
            if subject is None or not self._whose.is_own(subject, speaker):
                continue
            if root.lemma_ in ("like", "be", "have") and not ready:
                continue
            if says("retaliation", text):
                return Stance.THREATEN
            negative = any(c.dep_ == "neg" for c in root.children)
            return None if negative and not ready else Stance.PROMISE
        return None

    def _is_reserved(self, root: Token, speaker: Speaker | None, text: str) -> bool:
        """ "We reserve the right to respond"."""
        return root.lemma_ == "reserve" and self._is_ours(root, speaker) and says("retaliation", text)

    def _is_decided(self, root: Token, speaker: Speaker | None) -> bool:
        """ "It was suspending operations", "he had ordered the troops to stop"."""
        helpers = {c.lemma_ for c in root.children if c.dep_ == "aux"}
        is_under_way = root.tag_ == "VBG" and "be" in helpers and root.lemma_.lower() in DECIDED
        is_done = root.tag_ == "VBN" and "have" in helpers and root.lemma_ in ("order", "decide", "suspend")
        return (is_under_way or is_done) and self._is_ours(root, speaker)

    def _is_menace(self, root: Token, speaker: Speaker | None) -> bool:
        """ "Ships bound for the port would be targeted": who would do it is whoever says so."""
        is_passive = any(c.dep_ == "auxpass" for c in root.children)
        by_nobody = not any(c.dep_ == "agent" for c in root.children)
        is_act = root.lemma_.lower() in harm()["verb"]
        return (
            is_passive
            and by_nobody
            and is_act
            and not self._is_ours(root, speaker)
            and self._whose.is_party(speaker.side if speaker else None)
        )

    def _is_ours(self, root: Token, speaker: Speaker | None) -> bool:
        subject = _subject(root)
        return subject is not None and self._whose.is_own(subject, speaker)

    def performed(
        self, attribution: Attribution, speaker: Speaker | None
    ) -> tuple[Stance, tuple[str, ...]] | None:
        """ "We call on …", "we condemn …": said of oneself in the present, the words are the act."""
        for token in content_tokens(self._doc, attribution):
            if token.tag_ not in ("VBP", "VB") or token.pos_ != "VERB":
                continue
            subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
            if subject is None or not is_first_person(subject):
                continue
            matched = match_cue(token)
            if matched is None or matched.cue.stance in (Stance.ASSERT, Stance.ADMIT, Stance.ANNOUNCE):
                continue
            if any(c.dep_ == "neg" for c in token.children):
                continue
            reached = [c for c in token.subtree if c.dep_ in ("dobj", "pobj", "nsubj") and c.i > token.i][:3]
            targets = [side for c in reached for side in self._whose.sides_of(c, speaker)]
            return matched.cue.stance, tuple(targets)
        return None

    def is_of_us(self, attribution: Attribution, speaker: Speaker | None) -> bool:
        """True where the speaker's own side is the subject of a main clause."""
        return any(self._is_ours(root, speaker) for root in self.roots(attribution))

    def is_news_of_others(self, attribution: Attribution, speaker: Speaker | None) -> bool:
        """ "Announced that four soldiers had died": nothing that the speaker has decided."""
        for root in self.roots(attribution):
            subject = _subject(root)
            if root.tag_ not in ("VBD", "VBN") or subject is None:
                return False
            if root.lemma_ in UNDERGONE or any(c.dep_ == "auxpass" for c in root.children):
                continue
            if self._whose.is_own(subject, speaker) or any(c.lower_ in WILL for c in root.children):
                return False
        return bool(self.roots(attribution))

    def disowns(self, attribution: Attribution, speaker: Speaker | None) -> bool:
        """True where the speaker's own side is said not to have done, or not to do, what others lay at its door.

        "No soldier of ours crossed", "our planes never left", "has no troops there"; not "we do not know", "we lost nobody".
        """
        if not self._whose.is_party(speaker.side if speaker else None):
            return False
        for root in self.roots(attribution):
            if _is_nobody_there(root):
                return True
            subject = _subject(root)
            if subject is None or any(c.dep_ == "aux" and c.tag_ == "MD" for c in root.children):
                continue
            nones = [c for c in subject.subtree if c.i <= subject.i and c.lower_ in NO]
            nones += [d for c in root.children if c.dep_ == "dobj" for d in c.children if d.lower_ == "no"]
            is_negated = bool(nones) or any(c.lower_ in NO for c in root.children)
            if root.lemma_.lower() in harm()["verb"] and any(c.dep_ == "auxpass" for c in root.children):
                continue  # who "was not struck" has not been charged with it
            is_absence = root.lemma_ == "be" and _is_away(root, subject)
            if _is_possession(root):
                without = (d.lower_ in ("no", "neither") for c in root.children for d in c.children)
                is_negated = is_negated or any(without)
            elif is_absence:
                pass
            elif root.lemma_.lower() in cues() or root.lemma_.lower() in word_list("undenied"):
                continue
            ours = (self._whose.is_own(t, speaker) for t in (subject, *owners(subject)))
            if is_negated and (any(ours) or _is_called_alike(subject, speaker)):
                return True
        return False


def _subject(root: Token) -> Token | None:
    """The subject, also of the second of two verbs that share it."""
    own = next((c for c in root.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    return _subject(root.head) if own is None and root.dep_ == "conj" and root.head.i < root.i else own


def _is_imperative(root: Token, attribution: Attribution) -> bool:
    """ "Release the sailors", "Do not fire", in marks of quotation: a bare verb at the start of what is said."""
    if root.tag_ != "VB" or any(
        c.dep_ in ("nsubj", "nsubjpass", "mark") or c.lower_ == "to" for c in root.lefts
    ):
        return False
    before = root.doc[max(0, root.left_edge.i - 1) : root.i + 1]
    first = next((t for t in before if not t.is_punct and not t.is_space and t.i >= root.left_edge.i), root)
    starts = (span.start for span in attribution.content)
    is_quoted = any(t.is_quote for t in before if t.i < first.i)
    return is_quoted and first.text[:1].isupper() and any(0 <= first.idx - start <= 1 for start in starts)


def _is_due(root: Token, subject: Token, attribution: Attribution) -> bool:
    """ "Should", "must", "has to"; after "insists that" also the bare verb."""
    aux = [c for c in root.children if c.dep_ == "aux"]
    modal = any(c.lower_ in ("should", "must", "ought") for c in aux)
    if modal:
        return not any(c.lower_ == "have" for c in aux)
    if root.lemma_ == "need" and any(c.dep_ == "xcomp" for c in root.children):
        return subject.lower_ not in THIRD
    singular = subject.tag_ in ("NN", "NNP")
    return attribution.words == "insist" and root.tag_ in ("VB", "VBP") and singular and not aux


def _is_possession(root: Token) -> bool:
    """ "Has no troops there", "had no part in it": what somebody denies to have."""
    if root.lemma_ != "have":
        return False
    had = (c.lemma_.lower() for c in root.children if c.dep_ == "dobj")
    return any(noun in DISOWNED or _is_force(noun) for noun in had)


def _is_called_alike(subject: Token, speaker: Speaker | None) -> bool:
    """ "No coalition aircraft", says the coalition."""
    if speaker is None:
        return False
    own = {*speaker.text.lower().split(), *(speaker.name or "").lower().split()}
    before = (c.lower_ for c in subject.lefts if c.dep_ in ("compound", "amod", "nmod"))
    return any(word in own and word in roles() for word in before)


def _is_nobody_there(root: Token) -> bool:
    """ "There were no fighters in the school": what a party says of a place that was struck."""
    if not any(c.dep_ == "expl" for c in root.children):
        return False
    told = [
        c for c in root.children if c.dep_ in ("attr", "nsubj") and any(d.lower_ == "no" for d in c.children)
    ]
    return any(_is_force(c.lemma_.lower()) or is_weapon(c) for c in told)


def _is_away(root: Token, subject: Token) -> bool:
    """ "Was not present", "nobody of ours was in that street"."""
    if any(c.lower_ in ELSEWHERE for c in root.children):
        return True
    is_people = (
        subject.pos_ == "PRON" or subject.lower_ in NO or subject.lemma_.lower() in word_list("forces")
    )
    return is_people and root.tag_ in ("VBD", "VBN") and any(c.lower_ in WITHIN for c in root.children)


def _is_force(noun: str) -> bool:
    return roles().get(noun, ("", ""))[1] == "force" or noun in word_list("forces")
