"""The words of casualties, as tables: what happens to people, and who people are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trucewatch.records import CasualtyCategory, CasualtyGroup

if TYPE_CHECKING:
    from spacy.tokens import Token

KILLED, WOUNDED = CasualtyCategory.KILLED, CasualtyCategory.WOUNDED
CAPTURED, MISSING, DISPLACED = CasualtyCategory.CAPTURED, CasualtyCategory.MISSING, CasualtyCategory.DISPLACED

NEUTRALISE = frozenset({"neutralise", "neutralize"})
EUPHEMISMS = frozenset({"eliminate", "liquidate", "destroy"}) | NEUTRALISE
"""Verbs that kill people, and do something else to threats and firing points."""
OR_CAPTURED = frozenset({"TR"})
"""Sides that by their own published usage count those who gave themselves up among the "neutralised"."""
ALSO_OF_THINGS = EUPHEMISMS | {"seize", "beat", "scratch"}
"""Verbs that harm people only where their object is known to be people."""

SUFFERED_BY_OBJECT: dict[str, CasualtyCategory] = (
    dict.fromkeys(
        "kill murder slay assassinate execute behead martyr massacre slaughter electrocute lynch gun decapitate".split(),
        KILLED,
    )
    | dict.fromkeys(EUPHEMISMS, KILLED)
    | dict.fromkeys(
        "wound injure hurt maim scratch shoot hospitalize hospitalise stab maul concuss graze beat deafen blind".split(),
        WOUNDED,
    )
    | dict.fromkeys("capture kidnap abduct imprison detain seize".split(), CAPTURED)
    | dict.fromkeys("displace uproot evacuate relocate move".split(), DISPLACED)
)
"""Verbs whose object, or passive subject, comes to harm."""

SUFFERED_BY_SUBJECT: dict[str, CasualtyCategory] = (
    dict.fromkeys("die perish succumb".split(), KILLED)
    | dict.fromkeys(["disappear", "vanish"], MISSING)
    | dict.fromkeys(["flee"], DISPLACED)
)
"""Verbs whose subject comes to harm."""

HURTS = frozenset("injury wound burn concussion".split())
LIMBS = frozenset("leg arm hand foot eye finger toe limb".split())
MARTYRS = frozenset("shehid shahid martyr".split())
HOMES = frozenset("home house village town city neighbourhood neighborhood settlement".split())
SUFFERED_BY_DOING: dict[str, tuple[frozenset[str], CasualtyCategory]] = (
    dict.fromkeys("sustain suffer receive".split(), (HURTS, WOUNDED))
    | dict.fromkeys("sacrifice give lay".split(), (frozenset({"life"}), KILLED))
    | dict.fromkeys(["meet", "find"], (frozenset({"end", "death"}), KILLED))
    | {"become": (MARTYRS, KILLED)}
    | {"leave": (HOMES, DISPLACED), "abandon": (HOMES, DISPLACED)}
)
"""Verbs whose subject comes to harm when their object is one of these."""

STATES: dict[str, CasualtyCategory] = (
    dict.fromkeys("dead deceased lifeless".split(), KILLED)
    | dict.fromkeys("wounded injured hurt".split(), WOUNDED)
    | dict.fromkeys(["missing", "unaccounted"], MISSING)
    | dict.fromkeys(["captive", "prisoner", "hostage"], CAPTURED)
    | dict.fromkeys(["displaced", "homeless"], DISPLACED)
    | {"killed": KILLED, "captured": CAPTURED}
)
"""Words that say in what state people are or were left."""

NOUNS: dict[str, tuple[CasualtyCategory, ...]] = (
    dict.fromkeys(
        "death deaths fatality fatalities killing killings slaying slayings dead martyrdom".split(), (KILLED,)
    )
    | dict.fromkeys("injury injuries wounding wounded injured".split(), (WOUNDED,))
    | dict.fromkeys("abduction kidnapping capture".split(), (CAPTURED,))
    | {
        "casualties": (KILLED, WOUNDED),
        "casualty": (KILLED, WOUNDED),
        "victims": (KILLED, WOUNDED),
        "losses": (KILLED,),
    }
    | {"martyrs": (KILLED,)}
    | {"kia": (KILLED,), "wia": (WOUNDED,), "mia": (MISSING,), "pow": (CAPTURED,), "pows": (CAPTURED,)}
    | {
        "body": (KILLED,),
        "bodies": (KILLED,),
        "corpses": (KILLED,),
        "corpse": (KILLED,),
        "remains": (KILLED,),
    }
    | {"missing": (MISSING,), "prisoners": (CAPTURED,), "hostages": (CAPTURED,), "captives": (CAPTURED,)}
    | {"idps": (DISPLACED,)}
)
"""Nouns that are casualties themselves. "Casualties" and "victims" tell a figure only when there are none."""

BODIES = frozenset({"body", "corpse"})

TOLLS = frozenset({"toll", "number", "count", "tally", "total"})
LOSSES: dict[str, CasualtyCategory] = (
    dict.fromkeys("losses dead fatalities deaths fallen killed".split(), KILLED)
    | dict.fromkeys("wounded injured injuries".split(), WOUNDED)
    | {"missing": MISSING, "displaced": DISPLACED}
)
"""What one "puts at" a number, as one does a toll."""
ONLY_ZERO = frozenset({"casualties", "casualty", "victims"})

MILITARY = frozenset(
    "comrade mujahid mujahed mujahideen "
    "soldier serviceman servicewoman servicemember servicemen servicewomen trooper troops troop fighter militant militiaman "
    "militiamen guerrilla guerilla rebel insurgent combatant commander conscript reservist recruit sergeant lieutenant "
    "corporal private captain major colonel general marine paratrooper ranger jawan sailor airman pilot gunner sniper warrior "
    "separatist jihadi jihadist extremist terrorist mercenary volunteer infantryman rifleman saboteur infiltrator army "
    "force forces guard guardsman operative military gunman attacker bomber formation formations contractor defender".split()
)
IRREGULARS = frozenset(
    "fighter militant militiaman militiamen guerrilla guerilla rebel insurgent separatist jihadi jihadist extremist terrorist "
    "gunman attacker bomber saboteur infiltrator".split()
)
"""Those whom "soldiers" are told apart from: in one list they stand on two sides."""
PEACEKEEPERS = frozenset({"peacekeeper", "observer", "monitor"})
CIVILIAN = frozenset(
    "civilian child woman girl boy baby infant toddler teenager teen kid mother father son daughter wife husband brother "
    "sister grandmother grandfather grandson granddaughter family parent villager resident farmer shepherd herder peasant "
    "worker labourer laborer miner doctor nurse medic paramedic ambulance journalist reporter photographer cameraman student "
    "pupil schoolboy schoolgirl teacher driver passenger pedestrian motorist fisherman shopkeeper vendor trader merchant "
    "pensioner refugee evacuee settler pilgrim worshipper worshiper tourist police policeman policewoman enforcement inmate "
    "deputy trooper firefighter rescuer volunteer bystander protester protestor demonstrator activist lawyer judge priest "
    "imam aid staff staffer employee clerk guest customer man couple twin sibling cousin uncle aunt nephew niece friend "
    "stepfather stepmother stepson stepdaughter stepbrother stepsister grandparent grandchild boyfriend girlfriend fiancee "
    "ex-wife ex-husband ex-girlfriend ex-boyfriend roommate classmate colleague coworker co-worker musician cook "
    "head chief leader mayor governor minister official councillor councilor elder "
    "neighbor neighbour minor juvenile adult assistant crewman".split()
)
PEOPLE = frozenset(
    "person people other victim individual national citizen member representative human soul life casualty dead wounded "
    "patient suspect inhabitant native youth hostage prisoner captive body corpse more old".split()
)
NOT_PEOPLE = frozenset(
    "tank vehicle truck car drone aircraft plane helicopter building house home school hospital road bridge cow sheep goat "
    "cattle animal dog horse livestock launcher gun howitzer position post target village town city settlement base system "
    "missile rocket shell ship boat tree bullet shot round hope chance bill deal talk process project plan law career peace "
    "ceasefire truce agreement time economy k-9 deer bird fish elephant infrastructure installation facility store shop "
    "weapon ammunition equipment area region territory hill height outpost checkpoint airport station line prospect dream "
    "country state government reputation image pride feeling relation interest business market nation motorcycle bike "
    "end zone letter".split()
)

PRONOUNS = frozenset({"he", "she", "him", "her", "himself", "herself"})
ORDINALS = frozenset({"second", "third", "fourth", "fifth"})
"""One more person: "two were killed and a third is missing"."""
CAMERAS = frozenset(
    "photograph photo picture image camera video footage film clip recording painting moment".split()
)
"""What captures people without taking them prisoner."""

PAIRS = frozenset({"couple", "pair", "duo"})
NOBODY = frozenset({"nobody", "none"})

ANOTHER = frozenset({"another", "other", "others", "second", "third", "fourth", "fifth", "more", "also"})
GENERIC = frozenset(
    "victim person child teen teenager toddler kid youth student patient infant baby minor one".split()
)
"""Words for a person whom the same text may call otherwise."""

NOT_DONE = frozenset(
    "avoid prevent threaten fear demand investigate release free exchange swap return hand deliver repatriate visit".split()
)
"""Verbs whose object, a noun of harm, has not come to harm by them: "released five hostages", "avoid casualties"."""

UNREAL = frozenset({"could", "might", "may", "would", "can", "should", "must", "will", "shall", "'ll"})
"""Auxiliaries of harm that is imagined, feared or announced."""

MARTYRDOM = frozenset("martyrdom shahadat martyr martyrs field".split())
"""What those who "embraced" it, or "fell as" it, died of."""
STRUCK = frozenset({"strike", "hit", "graze", "wing"})
HITTING = frozenset(
    "bullet gunfire shot shrapnel fragment shell sniper fire gunshot round splinter leg arm head chest foot hand back "
    "shoulder face neck stomach abdomen thigh torso hip ankle knee buttock eye side".split()
)
BADLY = frozenset("critically seriously gravely severely badly fatally lightly slightly".split())
CARRIED = frozenset(
    "take rush transport airlift hospitalize treat bring fly carry send evacuate admit ferry transfer shift".split()
)
"""Verbs of being brought to a hospital, or treated."""
TREATED = frozenset({"treat", "admit", "receive", "see", "register"})
"""What a hospital does with people who come "with gunshot wounds"."""
IMPLICATIVE = frozenset({"help", "manage", "able", "possible"})
"""After these an infinitive tells what was done: "managed to", "was able to", "made it possible to"."""
COLLECTIVES = frozenset("family crew patrol squad".split())
"""One of these is several people, nobody says how many."""
OPEN_ENDED = STRUCK | CARRIED | {"shoot", "stab", "condition", "suffer", "sustain", "receive", "injury"}
"""Words of harm that leave open how it ended."""

GROUPS: tuple[tuple[frozenset[str], CasualtyGroup], ...] = (
    (PEACEKEEPERS, CasualtyGroup.PEACEKEEPER),
    (MILITARY - CIVILIAN, CasualtyGroup.MILITARY),
    (CIVILIAN, CasualtyGroup.CIVILIAN),
)


def group_of(noun: Token) -> CasualtyGroup:
    """What kind of people a noun means by itself and by what modifies it."""
    for word in _describing(noun):
        for members, group in GROUPS:
            if word.lemma_.lower() in members or word.lower_ in members:
                return group
    return CasualtyGroup.UNKNOWN


def _describing(noun: Token) -> Iterator[Token]:
    """The noun, and what says more about it: modifiers, appositions, "members of the army"."""
    yield noun
    for child in noun.children:
        if child.dep_ in ("compound", "amod", "appos", "nmod") and child.i - noun.i < 8:
            yield child
    if noun.lemma_.lower() in ("member", "representative", "man", "people", "personnel", "number", "dozen"):
        for child in noun.children:
            if child.lower_ == "of":
                for grandchild in child.children:
                    yield grandchild
                    yield from grandchild.children
