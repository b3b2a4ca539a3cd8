"""Django looks for models here: units.py has the places, people.py who works there and as what."""

from .people import (
    FACILITATING_ROLES,
    TEAM_ROLES,
    Membership,
    MembershipQuerySet,
    PeopleManager,
    Role,
    User,
)
from .units import LevelName, OrgUnit, Outline, UnitLink, UnitQuerySet

__all__ = [
    "FACILITATING_ROLES",
    "TEAM_ROLES",
    "LevelName",
    "Membership",
    "MembershipQuerySet",
    "OrgUnit",
    "Outline",
    "PeopleManager",
    "Role",
    "UnitLink",
    "UnitQuerySet",
    "User",
]
