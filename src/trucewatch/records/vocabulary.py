"""The controlled vocabularies, each with the published list it follows. Values are what streams carry."""

from __future__ import annotations

from enum import StrEnum


class SourceKind(StrEnum):
    PARTY = "party"
    MONITOR = "monitor"
    INTERNATIONAL_ORGANISATION = "international_organisation"
    WIRE = "wire"
    OUTLET = "outlet"
    NGO = "ngo"
    SOCIAL = "social"
    FIELD_TEAM = "field_team"


class Reliability(StrEnum):
    """Admiralty code (NATO AJP-2.1), source reliability."""

    COMPLETELY = "A"
    USUALLY = "B"
    FAIRLY = "C"
    NOT_USUALLY = "D"
    UNRELIABLE = "E"
    CANNOT_BE_JUDGED = "F"


class StatementKind(StrEnum):
    """How the words are attributed."""

    DIRECT_QUOTE = "direct_quote"
    MIXED_QUOTE = "mixed_quote"
    INDIRECT = "indirect"
    NESTED = "nested"
    ANONYMOUS = "anonymous"
    PASSIVE = "passive"
    HEADLINE = "headline"
    CREDIT_LINE = "credit_line"
    OUTLET = "outlet"


class Stance(StrEnum):
    """What the speaker does with the words; `outlet` means that nobody is quoted."""

    ASSERT = "assert"
    DENY = "deny"
    ADMIT = "admit"
    ACCUSE = "accuse"
    CONFIRM = "confirm"
    DEMAND = "demand"
    PROMISE = "promise"
    ANNOUNCE = "announce"
    THREATEN = "threaten"
    APOLOGISE = "apologise"
    OUTLET = "outlet"


class EventType(StrEnum):
    """ACLED event types (codebook 2023) for acts, PLOVER's 16 categories for verbal and political acts."""

    BATTLES = "battles"
    EXPLOSIONS_REMOTE_VIOLENCE = "explosions_remote_violence"
    VIOLENCE_AGAINST_CIVILIANS = "violence_against_civilians"
    PROTESTS = "protests"
    RIOTS = "riots"
    STRATEGIC_DEVELOPMENTS = "strategic_developments"
    AGREE = "agree"
    CONSULT = "consult"
    SUPPORT = "support"
    CONCEDE = "concede"
    COOPERATE = "cooperate"
    AID = "aid"
    RETREAT = "retreat"
    REQUEST = "request"
    ACCUSE = "accuse"
    REJECT = "reject"
    THREATEN = "threaten"
    PROTEST = "protest"
    SANCTION = "sanction"
    MOBILIZE = "mobilize"
    COERCE = "coerce"
    ASSAULT = "assault"


ACLED_EVENT_TYPES = frozenset(list(EventType)[:6])


class SubEventType(StrEnum):
    """ACLED sub-event types (codebook 2023), in snake case."""

    GOVERNMENT_REGAINS_TERRITORY = "government_regains_territory"
    NON_STATE_ACTOR_OVERTAKES_TERRITORY = "non_state_actor_overtakes_territory"
    ARMED_CLASH = "armed_clash"
    CHEMICAL_WEAPON = "chemical_weapon"
    AIR_DRONE_STRIKE = "air_drone_strike"
    SUICIDE_BOMB = "suicide_bomb"
    SHELLING_ARTILLERY_MISSILE_ATTACK = "shelling_artillery_missile_attack"
    REMOTE_EXPLOSIVE_LANDMINE_IED = "remote_explosive_landmine_ied"
    GRENADE = "grenade"
    SEXUAL_VIOLENCE = "sexual_violence"
    ATTACK = "attack"
    ABDUCTION_FORCED_DISAPPEARANCE = "abduction_forced_disappearance"
    EXCESSIVE_FORCE_AGAINST_PROTESTERS = "excessive_force_against_protesters"
    PROTEST_WITH_INTERVENTION = "protest_with_intervention"
    PEACEFUL_PROTEST = "peaceful_protest"
    VIOLENT_DEMONSTRATION = "violent_demonstration"
    MOB_VIOLENCE = "mob_violence"
    AGREEMENT = "agreement"
    ARRESTS = "arrests"
    CHANGE_TO_GROUP_ACTIVITY = "change_to_group_activity"
    DISRUPTED_WEAPONS_USE = "disrupted_weapons_use"
    HEADQUARTERS_OR_BASE_ESTABLISHED = "headquarters_or_base_established"
    LOOTING_PROPERTY_DESTRUCTION = "looting_property_destruction"
    NON_VIOLENT_TRANSFER_OF_TERRITORY = "non_violent_transfer_of_territory"
    OTHER = "other"


class Role(StrEnum):
    ALLEGED_PERPETRATOR = "alleged_perpetrator"
    TARGET = "target"
    VICTIM = "victim"
    REPORTER = "reporter"


class Flag(StrEnum):
    """Why a mention is not, or not simply, one event that happened."""

    NEGATED = "negated"
    HYPOTHETICAL = "hypothetical"
    PLANNED = "planned"
    HISTORICAL = "historical"
    AGGREGATE = "aggregate"


class CasualtyCategory(StrEnum):
    KILLED = "killed"
    WOUNDED = "wounded"
    CAPTURED = "captured"
    MISSING = "missing"
    DISPLACED = "displaced"


class CasualtyGroup(StrEnum):
    MILITARY = "military"
    CIVILIAN = "civilian"
    PEACEKEEPER = "peacekeeper"
    POLICE = "police"
    UNKNOWN = "unknown"
    ALL = "all"
    """Only in an incident's reconciled total, never in what a claimant says."""


class CasualtyScope(StrEnum):
    INCIDENT = "incident"
    CUMULATIVE = "cumulative"


class TimePrecision(StrEnum):
    MINUTE = "minute"
    HOUR = "hour"
    PART_OF_DAY = "part_of_day"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    RANGE = "range"


class TimeBasis(StrEnum):
    STATED = "stated"
    DOCUMENT_DATE = "document_date"
    WEEKDAY = "weekday"
    RELATIVE = "relative"
    CROSS_DOCUMENT = "cross_document"


class TimexType(StrEnum):
    """TIMEX3 types (TimeML)."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


class Relation(StrEnum):
    """How one document derives from another; independent pairs are not recorded."""

    COPY = "copy"
    PARTLY_DERIVED = "partly_derived"


class Occurrence(StrEnum):
    """Did it happen? `verified` and `unfounded` are set by a named person only."""

    REPORTED = "reported"
    CORROBORATED = "corroborated"
    CONTESTED = "contested"
    VERIFICATION_CANDIDATE = "verification_candidate"
    VERIFIED = "verified"
    UNDETERMINED = "undetermined"
    UNFOUNDED = "unfounded"


class Attribution(StrEnum):
    """Who did it? `attributed` is set by a named person only."""

    NONE = "none"
    ALLEGED = "alleged"
    ADMITTED = "admitted"
    CONTESTED = "contested"
    ATTRIBUTED = "attributed"
    UNDETERMINED = "undetermined"


class Breach(StrEnum):
    """Did it breach the agreement? Rulings are set by a named person only."""

    NOT_ASSESSED = "not_assessed"
    ALLEGED = "alleged"
    CONTESTED = "contested"
    RULED_BREACH = "ruled_breach"
    RULED_NO_BREACH = "ruled_no_breach"
    UNABLE_TO_RULE = "unable_to_rule"


class LedgerKind(StrEnum):
    PROVISION = "provision"
    COMMITMENT = "commitment"
    DEMAND = "demand"
    NOTIFICATION = "notification"
    ACCESS = "access"
    INVESTIGATION = "investigation"
    PLEDGE = "pledge"
    LIAISON = "liaison"


class DecisionKind(StrEnum):
    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    SIGN_OFF = "sign_off"
    CORRECTION = "correction"
    RULING = "ruling"
    REDACTION = "redaction"
