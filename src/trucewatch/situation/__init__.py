"""One situation pack, loaded and validated, then constant."""

from trucewatch.situation.agreements import Agreement, Milestone, Provision, Reading
from trucewatch.situation.areas import AccessRow, Area
from trucewatch.situation.loading import (
    check_pack,
    find_pack,
    load_situation,
    packaged_names,
    packaged_situations,
)
from trucewatch.situation.outlets import Outlet
from trucewatch.situation.parties import Actor, ActorName, LoadedTerm, Person, Role, Side
from trucewatch.situation.scaffold import new_pack
from trucewatch.situation.situation import Situation

__all__ = [
    "AccessRow",
    "Actor",
    "ActorName",
    "Agreement",
    "Area",
    "LoadedTerm",
    "Milestone",
    "Outlet",
    "Person",
    "Provision",
    "Reading",
    "Role",
    "Side",
    "Situation",
    "check_pack",
    "find_pack",
    "load_situation",
    "new_pack",
    "packaged_names",
    "packaged_situations",
]
