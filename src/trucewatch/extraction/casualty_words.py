"""The words of casualties, as tables: what happens to people, and who people are."""

from __future__ import annotations

from trucewatch.records import CasualtyCategory, CasualtyGroup

KILLED, WOUNDED = CasualtyCategory.KILLED, CasualtyCategory.WOUNDED
CAPTURED, MISSING, DISPLACED = CasualtyCategory.CAPTURED, CasualtyCategory.MISSING, CasualtyCategory.DISPLACED

SUFFERED_BY_OBJECT: dict[str, CasualtyCategory] = (
    dict.fromkeys(
        "kill murder slay assassinate execute behead martyr massacre slaughter electrocute lynch gun decapitate".split(),
        KILLED,
    )
    | dict.fromkeys(
        "wound injure hurt maim shoot hospitalize hospitalise stab burn maul concuss graze".split(), WOUNDED
    )
    | dict.fromkeys("capture kidnap abduct imprison detain".split(), CAPTURED)
    | dict.fromkeys("displace uproot evacuate".split(), DISPLACED)
)
"""Verbs whose object, or passive subject, comes to harm."""

SUFFERED_BY_SUBJECT: dict[str, CasualtyCategory] = (
    dict.fromkeys("die perish succumb".split(), KILLED)
    | dict.fromkeys(["disappear", "vanish"], MISSING)
    | dict.fromkeys(["flee"], DISPLACED)
)
"""Verbs whose subject comes to harm."""

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
        "death deaths fatality fatalities killing killings slaying slayings dead".split(), (KILLED,)
    )
    | dict.fromkeys("injury injuries wounded injured".split(), (WOUNDED,))
    | {
        "casualties": (KILLED, WOUNDED),
        "casualty": (KILLED, WOUNDED),
        "victims": (KILLED, WOUNDED),
        "losses": (KILLED,),
    }
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

ONLY_ZERO = frozenset({"casualties", "casualty", "victims"})

MILITARY = frozenset(
    "soldier serviceman servicewoman servicemember servicemen servicewomen trooper troops troop fighter militant militiaman "
    "militiamen guerrilla guerilla rebel insurgent combatant commander conscript reservist recruit sergeant lieutenant "
    "corporal private captain major colonel general marine paratrooper ranger jawan sailor airman pilot gunner sniper warrior "
    "separatist jihadi jihadist extremist terrorist mercenary volunteer infantryman rifleman saboteur infiltrator army force "
    "forces guard guardsman operative military gunman attacker bomber formation formations contractor defender enlisted".split()
)
PEACEKEEPERS = frozenset({"peacekeeper", "observer", "monitor"})
CIVILIAN = frozenset(
    "civilian child woman girl boy baby infant toddler teenager teen kid mother father son daughter wife husband brother "
    "sister grandmother grandfather grandson granddaughter family parent villager resident farmer shepherd herder peasant "
    "worker labourer laborer miner doctor nurse medic paramedic ambulance journalist reporter photographer cameraman student "
    "pupil schoolboy schoolgirl teacher driver passenger pedestrian motorist fisherman shopkeeper vendor trader merchant "
    "pensioner refugee evacuee settler pilgrim worshipper worshiper tourist police policeman policewoman officer inmate "
    "deputy trooper firefighter rescuer volunteer bystander protester protestor demonstrator activist lawyer judge priest imam "
    "aid staff staffer employee clerk guest customer man couple twin sibling cousin uncle aunt nephew niece friend neighbor "
    "neighbour minor juvenile adult elder".split()
)
PEOPLE = frozenset(
    "person people other victim individual national citizen member representative human soul life casualty dead wounded "
    "patient suspect inhabitant native youth hostage prisoner captive body corpse more".split()
)
NOT_PEOPLE = frozenset(
    "tank vehicle truck car drone aircraft plane helicopter building house home school hospital road bridge cow sheep goat "
    "cattle animal dog horse livestock launcher gun howitzer position post target village town city settlement base system "
    "missile rocket shell ship boat tree bullet shot round hope chance bill deal talk process project plan law career peace "
    "ceasefire truce agreement time economy deer bird fish elephant infrastructure installation facility store shop weapon "
    "ammunition equipment area region territory hill height outpost checkpoint airport station line prospect dream country "
    "state government reputation image pride feeling relation interest business market nation motorcycle bike".split()
)

PRONOUNS = frozenset({"he", "she", "him", "her", "himself", "herself"})
NOBODY = frozenset({"nobody", "none"})

UNREAL = frozenset({"could", "might", "may", "would", "can", "should", "must", "will", "shall", "'ll"})
"""Auxiliaries of harm that is imagined, feared or announced."""

GROUPS: tuple[tuple[frozenset[str], CasualtyGroup], ...] = (
    (PEACEKEEPERS, CasualtyGroup.PEACEKEEPER),
    (MILITARY - CIVILIAN, CasualtyGroup.MILITARY),
    (CIVILIAN, CasualtyGroup.CIVILIAN),
)
