"""Who may look through the units in the admin, and who may change them."""

from . import audiences
from .models import FACILITATING_ROLES, OrgUnit, Role


def may_read_units(user, unit: OrgUnit | None = None) -> bool:
    """Facilitators, moderators and administrators, of any country: where a district lies is no secret."""
    return _is_superuser(user) or any(m.role in FACILITATING_ROLES for m in audiences.memberships_of(user))


def may_edit_units(user, unit: OrgUnit | None = None) -> bool:
    """Administrators: those of a country its units, those of all countries every unit and new countries."""
    if _is_superuser(user):
        return True
    posts = [m for m in audiences.memberships_of(user) if m.role == Role.ADMINISTRATOR]
    above = {each.pk for each in unit.lineage()} if unit else set()
    return any(post.unit_id is None or post.unit_id in above for post in posts)


def _is_superuser(user) -> bool:
    """The first account of an installation, made before there is a unit or a role."""
    return user.is_active and user.is_superuser
