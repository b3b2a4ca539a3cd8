"""Wagtail's groups say again what memberships say: who may open the admin, and where they may edit.

Somebody who facilitates everywhere is in "Facilitators", with rights on all pages. Somebody who facilitates a country
is in that country's group, which has rights on its cycles' pages (cycles/editing.py) and nowhere else. So is whoever
administers it: the group "Administrators" opens every notice, and a notice printed may open any account.
"""

from django.contrib.auth.models import Group
from django.db.models import Q
from wagtail.models import Collection

from content.editing_rights import let_edit_files

from .audiences import memberships_of
from .models import Membership, OrgUnit, Role, User

# Of everywhere; home/set_up.py makes them and gives them their rights.
GROUP_OF_ROLE = {
    Role.FACILITATOR: "Facilitators",
    Role.MODERATOR: "Moderators of threads",
    Role.ADMINISTRATOR: "Administrators",
}
OF_A_COUNTRY = "Facilitators · "
OF_COUNTRIES = (Role.FACILITATOR, Role.ADMINISTRATOR)


def group_name_of(membership: Membership) -> str | None:
    """None for the roles that do nothing in the admin."""
    if membership.role in OF_COUNTRIES and membership.unit_id:
        return OF_A_COUNTRY + membership.unit.country.code
    return GROUP_OF_ROLE.get(membership.role)


def country_group(country: OrgUnit) -> Group:
    """May open the admin and moderate as all facilitators do; files go into the country's own collection."""
    group, _made = Group.objects.get_or_create(name=OF_A_COUNTRY + country.code)
    everywhere = Group.objects.filter(name=GROUP_OF_ROLE[Role.FACILITATOR]).first()
    if everywhere:
        group.permissions.set(everywhere.permissions.all())
    if collection := _collection_of(country):
        let_edit_files(group, collection)
    return group


def _collection_of(country: OrgUnit) -> Collection | None:
    root = Collection.get_first_root_node()
    if root is None:
        return None
    found = root.get_children().filter(name=country.name_fr).first()
    return found or root.add_child(instance=Collection(name=country.name_fr))


def managed(groups):
    """Of these groups, the ones that follow from roles; others are given by hand and stay."""
    return groups.filter(Q(name__in=GROUP_OF_ROLE.values()) | Q(name__startswith=OF_A_COUNTRY))


def sync_groups(*, user: User) -> None:
    """Posts begin and end without anybody doing anything, so this is asked at sign-in, on a session's first request
    of a day and at every request to the admin; it writes only what differs. What is kept of this person's posts for the
    request serves here too: whoever changes posts calls `forget_memberships` first."""
    posts = memberships_of(user)
    wanted = {name for post in posts if (name := group_name_of(post))}
    present = set(managed(user.groups).values_list("name", flat=True))
    if wanted == present:
        return
    missing = {name for name in wanted - present if name.startswith(OF_A_COUNTRY)}
    for post in posts:
        if group_name_of(post) in missing:
            country_group(post.unit.country)
    user.groups.remove(*Group.objects.filter(name__in=present - wanted))
    user.groups.add(*Group.objects.filter(name__in=wanted - present))
