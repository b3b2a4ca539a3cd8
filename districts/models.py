"""Django looks for models here: units.py has the places, people.py who works there and as what, profiles.py what they
say of themselves, the others how those people get in, hand over and are looked at."""

from .data_views import DataView
from .handover_notes import HandoverNote
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
from .profiles import Channel, Profile
from .reset_codes import ResetCode
from .units import LevelName, OrgUnit, Outline, UnitLink, UnitQuerySet

__all__ = [
    "FACILITATING_ROLES",
    "TEAM_ROLES",
    "Channel",
    "DataView",
    "HandoverNote",
    "Invitation",
    "KeptFile",
    "KeptPost",
    "LevelName",
    "Membership",
    "MembershipQuerySet",
    "OrgUnit",
    "Outline",
    "PeopleManager",
    "Profile",
    "ResetCode",
    "Role",
    "SignIn",
    "UnitLink",
    "UnitQuerySet",
    "User",
]
