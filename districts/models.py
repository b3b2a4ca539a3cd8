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
from .units import OrgUnit

__all__ = [
    "FACILITATING_ROLES",
    "TEAM_ROLES",
    "Membership",
    "MembershipQuerySet",
    "OrgUnit",
    "PeopleManager",
    "Role",
    "User",
]
