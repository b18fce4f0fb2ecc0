"""Which findings tell of one matter: the same promise, demand, inquiry, closure or sum."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from trucewatch.ledgers.likeness import (
    Beside,
    can_follow,
    features,
    is_another_s,
    is_entry,
    leads_on,
    shares_party,
    weight,
)
from trucewatch.ledgers.told import ANSWERS, ASKED, ONLOOKERS, Finding
from trucewatch.ledgers.traffic import is_of_other_traffic
from trucewatch.ledgers.trust import likeliest_state
from trucewatch.records import Amount, LedgerKind

SAME_WORDS = 0.5
"""Part of the shorter content's telling words that two findings of one entry share."""
MOVED_ON = 0.25
"""The same where one side's matter moves to another state: a closure is worded otherwise than the opening before."""
SAME_MATTER_DAYS = 45
"""Findings further apart than this are separate entries even in like words."""
NEXT_STATE_DAYS = 400
"""The same, where the later one tells the next state: an inquiry's findings come months after its opening."""
ANSWER_DAYS = 14
"""Within these an answer to a side's demand that does not repeat it is one to the last demand that this side made."""
ANSWERED_DAYS = 5
"""Within these a denial answers an accusation, and two tellings without like words are of one notification."""
LATEST = 20
"""Tellings of a document, and of a side, that are looked back on for what a later one moves on."""
NEXT_STATE, HERE, ELSEWHERE = -1.0, -0.7, -0.6
"""Weights from which a telling is of an earlier matter: of its own report's where it tells the next state of what the same do,
or any, and of another report's, as reports tell of many."""
UNREAD = -0.2
"""The same for words on which there is no guess: the weights are fitted on texts that were read for them."""
ANEW = 0.5
"""The same for another report's telling of a state that does not follow the last."""
TOLD_AGAIN = 2.5
"""What the same over again weighs more than the fit has it: news is full of it, the cases that it is fitted on are not."""
BEGINS = 0.35
"""Chance from which a telling that is no entry by itself may be one together with later ones."""
COMMON_FROM = 300
"""Words in more findings of a ledger than this do not bring two together: the work stays near linear."""

_MOVING = frozenset({LedgerKind.INVESTIGATION, LedgerKind.ACCESS, LedgerKind.COMMITMENT})
_CHAINED = _MOVING | {LedgerKind.PLEDGE, LedgerKind.DEMAND, LedgerKind.LIAISON}
_TELLING = re.compile(r"[^\W\d_]{4,}|\d+")
_COMMON = frozenset(
    "that this with from have been were will would their they said also which into over more than after"
    " before about there other must should could against under between through region side sides both"
    " when where while called urged demanded accused ministry government spokesman spokeswoman foreign"
    # Words that give the state do not tell the matter: a promise is promised and then kept or broken.
    " promise promised promises promising pledge pledged pledges vowed agreed offered broke broken kept honoured"
    " fulfilled completed began begun started opened launched closed granted denied rejected accepted".split()
)

_KINDS = {
    LedgerKind.INVESTIGATION: frozenset(
        word[:6]
        for word in "investigation inquiry enquiry probe review full thorough independent impartial prompt".split()
    ),
    LedgerKind.PLEDGE: frozenset("millio billio dollar euros pounds francs".split()),
}
"""Words of any entry of a ledger, in six letters: they tell one from another only where nothing else does."""


@dataclass(slots=True, kw_only=True)
class Matters:
    """The findings of one ledger, put together as they come; the order is the caller's."""

    weigh: Callable[[Mapping[str, float], Sequence[Finding], Finding], float] = weight
    """What speaks for and against one matter, its tellings, and a further one → a weight above or under nought."""
    is_entry: Callable[[Sequence[Finding]], bool] = is_entry
    """Whether tellings put together are an entry."""
    groups: list[list[Finding]] = field(default_factory=list)
    _contexts: list[frozenset[str]] = field(default_factory=list)
    """For each group the telling words of the sentence that told of it last."""
    _members: list[tuple[Finding, frozenset[str], int]] = field(default_factory=list)
    _by_word: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _by_key: dict[tuple[object, ...], list[int]] = field(default_factory=lambda: defaultdict(list))
    _told_in: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _told_of: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add_all(self, findings: Sequence[Finding]) -> None:
        words = [_words_of(finding) for finding in findings]
        spread = Counter(word for of_one in words for word in of_one)
        for finding, of_one in zip(findings, words, strict=True):
            rare = frozenset(word for word in of_one if spread[word] <= COMMON_FROM)
            home = self._group_of(finding, of_one, rare)
            if home is None:
                continue
            member = len(self._members)
            self._members.append((finding, of_one, home))
            self._contexts[home] = telling(finding.context)
            self._told_in[finding.evidence.document_id].append(member)
            for side in finding.sides:
                self._told_of[side].append(member)
            for word in rare | finding.names:
                self._by_word[word].append(member)
            for key in _keys(finding, of_one):
                self._by_key[key].append(member)
        self.groups = _with_their_parts([group for group in self.groups if self.is_entry(group)])

    def _group_of(self, finding: Finding, words: frozenset[str], rare: frozenset[str]) -> int | None:
        """The group of the earlier tellings that this one goes on with, a new one, or None where it is too unlikely."""
        best: tuple[float, int, Finding] | None = None
        for group, told, signs in self._options(finding, words, rare):
            found = self.weigh(signs, self.groups[group], told) + TOLD_AGAIN * signs.get("same", 0.0)
            enough = _enough(self.groups[group], told)
            if found > enough and (best is None or (found, group) > best[:2]):
                best = (found, group, told)
        if best is not None:
            told = replace(_as_told_in(self.groups[best[1]], best[2]), joined=best[0])
            self.groups[best[1]].append(told)
            return best[1]
        if not finding.alone and finding.chance < BEGINS:
            return None
        self.groups.append([finding])
        self._contexts.append(frozenset())
        return len(self.groups) - 1

    def _options(
        self, finding: Finding, words: frozenset[str], rare: frozenset[str]
    ) -> Iterator[tuple[int, Finding, dict[str, float]]]:
        """The earlier matters that a telling may be of, each with what speaks for and against it."""
        same = self._same(finding, words, rare) if finding.takes_up is None else set()
        context = telling(finding.context)
        words = words | context
        here = self._told_in[finding.evidence.document_id][-LATEST:]
        there = [m for side in sorted(finding.sides) for m in self._told_of[side][-LATEST:]]
        there += [m for word in sorted(rare | finding.names) for m in self._by_word[word][-LATEST:]]
        latest = self._members[here[-1]][2] if here else None
        shared = self._shared_words((*here, *there), words)
        open_to_it = {
            group: known
            for group, known in shared.items()
            if can_follow(self.groups[group], finding) and _near_in_time(self.groups[group][-1], finding)
        }
        open_to_it |= {group: shared.get(group, 0.0) for group in same}
        after = {group: _as_after(self.groups[group], finding) for group in open_to_it}
        of_its_parties = [group for group in open_to_it if shares_party(self.groups[group], finding)]
        in_report = {self._members[m][2] for m in here}
        for group, known in open_to_it.items():
            if is_of_other_traffic(self.groups[group], after[group]):
                continue
            beside = Beside(
                open=len(open_to_it),
                shared_context=likeness(self._contexts[group], context),
                shared_words=known,
                latest=group == latest,
                alone=of_its_parties == [group],
                only=in_report == {group},
                same=group in same,
            )
            yield group, after[group], features(self.groups[group], after[group], beside)

    def _same(self, finding: Finding, words: frozenset[str], rare: frozenset[str]) -> set[int]:
        """The groups with a telling that is the same over again by `same_matter`."""
        shared = Counter(m for word in rare for m in self._by_word[word])
        ranked = [m for m, _ in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:50]]
        # Only the latest of those under one key are looked at: an entry is told of again within weeks.
        keyed = [m for key in _keys(finding, words) for m in reversed(self._by_key[key][-50:])]
        same: set[int] = set()
        for m in dict.fromkeys(keyed + ranked):
            known, known_words, group = self._members[m]
            if group not in same and same_matter(known, finding, likeness(known_words, words)):
                same.add(group)
        return same

    def _shared_words(self, members: Iterable[int], words: frozenset[str]) -> dict[int, float]:
        """For each group of the members the greatest part of telling words that one of them shares."""
        shared: dict[int, float] = {}
        for m in dict.fromkeys(members):
            _, known_words, group = self._members[m]
            shared[group] = max(shared.get(group, 0.0), likeness(known_words, words))
        return shared


def _enough(group: Sequence[Finding], found: Finding) -> float:
    """The weight from which a telling is of the group's matter."""
    if all(f.evidence.document_id != found.evidence.document_id for f in group):
        # What is asked for, offered or granted once it was is so anew; a charge is said again.
        said_again = found.ledger is LedgerKind.PROVISION and found.state == group[-1].state
        goes_on = said_again or leads_on(group, found)
        return ELSEWHERE if goes_on else ANEW
    if not found.states:
        return UNREAD
    return NEXT_STATE if leads_on(group, found) and not is_another_s(group, found) else HERE


def _as_after(group: Sequence[Finding], finding: Finding) -> Finding:
    """The telling in the state that is likeliest after the group's last."""
    if not finding.states:
        return finding
    return replace(finding, state=likeliest_state(finding, group[-1].state))


def _as_told_in(group: Sequence[Finding], finding: Finding) -> Finding:
    """The telling as one of the group, with the parties told before."""
    last, state = group[-1], finding.state
    if state == last.state:
        return replace(finding, state=state)
    # Whose matter it is was told before: who tells of it now is no party by that.
    parties = {side for f in group if f.state not in ASKED for side in f.by}
    ours = finding.by if set(finding.by) & parties or not parties else ()
    to = finding.to if finding.takes_up is None else ()
    return replace(finding, state=state, moved=True, by=ours, to=to)


def same_matter(known: Finding, found: Finding, alike: float) -> bool:
    """True when two findings of one ledger, the earlier first, speak of one promise, demand, clause, …"""
    if not _near_in_time(known, found):
        return False
    meet = bool(set(known.by) & set(found.by))
    if meet and known.state == found.state and _overlap(known, found):
        return True
    if known.ledger is LedgerKind.PROVISION:
        return _one_breach(known, found)
    if known.amount and found.amount:
        return (meet or not known.by or not found.by) and _same_money(known, found)
    if known.ledger is LedgerKind.ACCESS and "demanded" in (known.state, found.state):
        meet = meet or bool(set(known.to) & set(found.by)) or bool(set(known.by) & set(found.to))
    if _contradict(known, found) or _repeats(known, found):
        return True
    if known.ledger is LedgerKind.ACCESS and known.traffic != found.traffic and alike < 0.75:
        return False
    if known.ledger is LedgerKind.NOTIFICATION:
        # The two sides tell of one notification in other words, and one of them may not say who gave it.
        one_way = (meet or not known.by or not found.by) and bool(set(known.to) & set(found.to))
        return one_way and (alike >= SAME_WORDS or _days_between(known, found) <= ANSWERED_DAYS)
    if known.ledger is LedgerKind.LIAISON:
        parties = set(known.by) | set(known.to)
        meets = known.state == found.state or (known.state, found.state) == ("planned", "in_contact")
        return meets and parties == set(found.by) | set(found.to) and bool(parties)
    if found.ledger is LedgerKind.DEMAND and found.state in ANSWERS and known.state == "made":
        return _answers(known, found, alike)
    one_body = meet or (known.ledger is LedgerKind.INVESTIGATION and not (known.by and found.by))
    moved = one_body and known.ledger in _MOVING and known.state != found.state
    if "requested" in (known.state, found.state):
        moved = False
    return (meet or not (known.by and found.by)) and alike >= (MOVED_ON if moved else SAME_WORDS)


def _overlap(known: Finding, found: Finding) -> bool:
    """True where one passage is read twice: the same words carry both."""
    return (
        known.evidence.document_id == found.evidence.document_id
        and known.at < found.until
        and found.at < known.until
        and known.amount == found.amount
    )


def _one_breach(known: Finding, found: Finding) -> bool:
    """True for one side's same word on a clause, and for an accusation with the denial that soon answers it."""
    same_accused = not known.to or not found.to or bool(set(known.to) & set(found.to))
    if "denied" not in (known.state, found.state) or known.state == found.state:
        same_word = (known.provision, known.state, known.by) == (found.provision, found.state, found.by)
        return same_word and same_accused
    one_text = str(known.provision).split("/")[0] == str(found.provision).split("/")[0]
    same_accuser = not known.by or not found.by or bool(set(known.by) & set(found.by))
    alleged = "alleged_breach" in (known.state, found.state)
    return (
        one_text
        and same_accused
        and same_accuser
        and alleged
        and _days_between(known, found) <= ANSWERED_DAYS
    )


def _days_between(known: Finding, found: Finding) -> int:
    return abs((known.said_on - found.said_on).days) if known.said_on and found.said_on else 0


def _contradict(known: Finding, found: Finding) -> bool:
    """True where one report sets a side's "it is closed" against another's "it is open"."""
    told = (known.claimant, found.claimant)
    return (
        known.ledger is LedgerKind.ACCESS
        and known.evidence.document_id == found.evidence.document_id
        and not {None, *ONLOOKERS} & set(told)
        and told[0] != told[1]
        and (bool(set(known.by) & set(found.by)) or not (known.by or found.by))
        and {known.state, found.state} in ({"granted", "closed"}, {"granted", "denied"})
    )


def _repeats(known: Finding, found: Finding) -> bool:
    """True where one report tells of a side's same step on access for the same again, in other words."""
    return (
        known.ledger is LedgerKind.ACCESS
        and known.evidence.document_id == found.evidence.document_id
        and bool(known.by and known.to)
        and (known.state, known.by, known.to, known.traffic)
        == (found.state, found.by, found.to, found.traffic)
    )


def likeness(words: frozenset[str], others: frozenset[str]) -> float:
    shorter = min(len(words), len(others))
    return len(words & others) / shorter if shorter else 0.0


def telling(content: str) -> frozenset[str]:
    """The words of a content, cut to six letters so that "investigate" meets "investigation"."""
    return frozenset(word[:6] for word in map(str.casefold, _TELLING.findall(content)) if word not in _COMMON)


def _words_of(finding: Finding) -> frozenset[str]:
    """The content's telling words; of a mere stump of a content the whole quote's."""
    words = telling(finding.content)
    words = words if len(words) > 3 else telling(finding.evidence.quote)
    rest = words - _KINDS.get(finding.ledger, frozenset())
    return rest if len(rest) > 1 else words


def _near_in_time(known: Finding, found: Finding) -> bool:
    if not known.said_on or not found.said_on:
        return True
    moves_on = known.ledger in _CHAINED and known.state != found.state
    days = NEXT_STATE_DAYS if moves_on else SAME_MATTER_DAYS
    return abs((known.said_on - found.said_on).days) <= days


def _same_money(known: Finding, found: Finding) -> bool:
    """The same sum again, or an earlier part of the total that the later words give."""
    if known.amount is None or found.amount is None or known.amount.currency != found.amount.currency:
        return False
    if known.amount.value == found.amount.value:
        return not (found.amount.basis == "increment" and known.amount.basis == "increment" and known.total)
    whole = found.total or (found.amount if found.amount.basis == "cumulative" else None)
    return whole is not None and known.amount.value < whole.value


def _with_their_parts(groups: Sequence[list[Finding]]) -> list[list[Finding]]:
    """The groups, each sum that is part of a donor's told total put with it: half a million and 4.5 are the 5 told later."""
    whole = [group for group in groups if _total_of(group)]
    taken: dict[int, list[Finding]] = {}
    for group in groups:
        home = next((w for w in whole if w is not group and _is_part(group, w)), None)
        if home is not None:
            taken[id(group)] = home
            home.extend(group)
    kept = [group for group in groups if id(group) not in taken]
    for group in kept:
        group.sort(key=lambda f: (f.said_on or date.max, f.evidence.document_id, f.at))
    return kept


def _total_of(group: Sequence[Finding]) -> Amount | None:
    totals = [f.total or f.amount for f in group if f.total or (f.amount and f.amount.basis == "cumulative")]
    return max((t for t in totals if t), key=lambda amount: amount.value, default=None)


def _is_part(group: Sequence[Finding], whole: Sequence[Finding]) -> bool:
    """True for smaller sums of one donor, to nobody else, that with those already counted do not exceed the total."""
    total = _total_of(whole)
    parts = {f.amount.value for f in (*group, *whole) if f.amount and f.amount.basis != "cumulative"}
    if (
        total is None
        or _total_of(group)
        or not all(f.amount and f.amount.currency == total.currency for f in group)
    ):
        return False
    one_donor = bool({s for f in group for s in f.by} & {s for f in whole for s in f.by})
    to, others = {s for f in group for s in f.to}, {s for f in whole for s in f.to}
    told_before = any(
        _near_in_time(f, w) and (f.said_on or date.min) <= (w.said_on or date.max)
        for f in group
        for w in whole
    )
    return (
        one_donor
        and (not to or not others or bool(to & others))
        and told_before
        and sum(parts) <= total.value
    )


def _answers(known: Finding, found: Finding, alike: float) -> bool:
    """True for a demand and the word that those asked gave on it."""
    asked = bool(set(known.to) & set(found.to))
    by_them = not found.by or bool(set(known.by) & set(found.by))
    same_report = known.evidence.document_id == found.evidence.document_id
    # "rejected its demand" names no more of it than whose it was: the one made last.
    at_once = bool(found.by) and _days_between(known, found) <= ANSWER_DAYS
    return asked and by_them and (alike >= SAME_WORDS / 2 or (same_report and not found.by) or at_once)


def _keys(finding: Finding, words: frozenset[str]) -> Iterable[tuple[object, ...]]:
    """What brings two findings together besides the rare words they share."""
    yield ("words", words)
    yield from (("said by", finding.evidence.document_id, side) for side in finding.by)
    if finding.ledger is LedgerKind.PROVISION:
        yield ("clause", finding.provision, finding.by, finding.state)
        yield from (("accused", side) for side in finding.to)
    if finding.amount:
        yield from (("donor", side, finding.amount.currency) for side in finding.by)
        yield ("sum", finding.amount.value, finding.amount.currency)
    if finding.ledger in (LedgerKind.NOTIFICATION, LedgerKind.DEMAND):
        yield from (("told", side) for side in finding.to)
    if finding.ledger is LedgerKind.ACCESS:
        yield ("report", finding.evidence.document_id)
    if finding.ledger is LedgerKind.LIAISON:
        yield ("parties", frozenset(finding.by) | frozenset(finding.to))
