"""Django looks for models here: units.py has the places, people.py who works there and as what, the others
how those people get in."""

from .invitations import Invitation
from .kept_posts import KeptFile, KeptPost
from .people import (
    FACILITATING_ROLES,
    TEAM_ROLES,
    Membership,
    MembershipQuerySet,
    PeopleManager,
    Role,
    SignIn,
    User,
)
from .reset_codes import ResetCode
from .units import LevelName, OrgUnit, Outline, UnitLink, UnitQuerySet

__all__ = [
    "FACILITATING_ROLES",
    "TEAM_ROLES",
    "Invitation",
    "KeptFile",
    "KeptPost",
    "LevelName",
    "Membership",
    "MembershipQuerySet",
    "OrgUnit",
    "Outline",
    "PeopleManager",
    "ResetCode",
    "Role",
    "SignIn",
    "UnitLink",
    "UnitQuerySet",
    "User",
]
