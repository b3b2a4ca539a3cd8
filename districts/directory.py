"""Who is in the directory, and which ways to reach them a reader is shown.

Whoever has a post is listed, to whoever has one. Somebody who opted out is listed to their own team and to the
facilitators who cover them, and to nobody else. What holds for a district holds for those without one: their "team"
are the people of the same place and kind of role (the facilitators of one country, the staff of one region), and what
is open to "the region and the central level" is read by the staff of any place above or below theirs.
"""

from collections.abc import Iterable

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery, prefetch_related_objects

from analysis.audience import NAMED, Audience, Relation, reads

from .audiences import STANDINGS, Viewer, covers, memberships_of, relation
from .models import FACILITATING_ROLES, TEAM_ROLES, Channel, Membership, Role, User
from .permissions import within
from .units import ABOVE


def people_listed(viewer: Viewer) -> QuerySet[User]:
    """Everybody whom `viewer` finds in the directory, in its order: the teams by district, then the others by place,
    each by name."""
    current = Membership.objects.current()
    people = User.objects.filter(pk__in=current.values("user_id"), is_active=True, erased_at__isnull=True)
    near = current.filter(_near(viewer)).values("user_id")
    found = people.filter(~Q(profile__listed=False) | Q(pk=viewer.pk) | Q(pk__in=near))
    posts = current.filter(user=OuterRef("pk"))
    return found.alias(
        team_place=_first_place(posts.filter(role__in=TEAM_ROLES)), place=_first_place(posts)
    ).order_by(
        F("team_place").asc(nulls_last=True),
        F("place").asc(nulls_last=True),
        "last_name",
        "first_name",
        "pk",
    )


def _first_place(posts: QuerySet[Membership]) -> Subquery:
    return Subquery(posts.order_by("unit__name_fr").values("unit__name_fr")[:1])


def _near(viewer: Viewer) -> Q:
    """The posts of those who may read even what is kept to the team: `through_post` in the database's words."""
    found = Q(pk__in=[])
    for mine in memberships_of(viewer):
        same_place = Q(unit=mine.unit_id) if mine.unit_id else Q(unit__isnull=True)
        found |= same_place & Q(role__in=_colleagues(mine.role))
        if mine.role in FACILITATING_ROLES:
            found |= within([mine.unit_id], "unit__") if mine.unit_id else Q(pk__isnull=False)
    return found


def _colleagues(role: str) -> tuple[str, ...]:
    """The roles that make a team together."""
    return next((roles for roles in (TEAM_ROLES, FACILITATING_ROLES) if role in roles), (role,))


def with_posts(people: QuerySet[User]) -> QuerySet[User]:
    """As pages show them: `posts` of today, the profile if there is one, the ways to reach them."""
    return people.select_related("profile").prefetch_related(*_shown_with())


def _shown_with() -> list:
    posts = Membership.objects.current().select_related(f"unit__{ABOVE}").order_by("starts_on", "pk")
    return [Prefetch("memberships", posts, to_attr="posts"), "channels"]


def channels_shown(viewer: Viewer, people: Iterable[User]) -> dict[int, list[Channel]]:
    """By person: the ways to reach them that `viewer` may see; two queries at most, however many people.

    Of several posts the one that opens most counts. One's own are all shown.
    """
    people = list(people)
    prefetch_related_objects(people, *_shown_with())
    return {person.pk: [c for c in person.channels.all() if _may_see(viewer, person, c)] for person in people}


def _may_see(viewer: Viewer, person: User, channel: Channel) -> bool:
    # "My own team and the facilitators": a district's number may be its team's alone, a person's may not, because
    # facilitators call.
    level = Audience(max(channel.audience, Audience.FACILITATORS))
    return viewer.pk == person.pk or any(
        reads(through_post(viewer, post), level) == NAMED for post in person.posts
    )


def through_post(viewer: Viewer, post: Membership) -> Relation:
    """What `viewer` is to somebody by that person's post. Teams of all countries are peers: what somebody can help with
    does not end at a border."""
    mine = memberships_of(viewer)
    if post.role in TEAM_ROLES:
        teams = [m.unit for m in mine if m.role in TEAM_ROLES]
        return relation(viewer, post.unit, among=[post.unit, *teams])
    if any(m.unit_id == post.unit_id and m.role in _colleagues(post.role) for m in mine):
        return Relation.OWN_TEAM
    if any(m.role in FACILITATING_ROLES and _covers_post(m, post) for m in mine):
        return Relation.FACILITATOR
    standings = [(m, STANDINGS[Role(m.role)]) for m in mine]
    if any(s.covered is Relation.HIERARCHY and _in_one_line(m, post) for m, s in standings):
        return Relation.HIERARCHY
    # As in audiences.py: who has a post above districts is nobody's peer.
    peer = any(s.elsewhere is Relation.PEER for _m, s in standings) and not any(
        s.above for _m, s in standings
    )
    return Relation.PEER if peer else Relation.NOBODY


def _in_one_line(one: Membership, other: Membership) -> bool:
    return _covers_post(one, other) or _covers_post(other, one)


def _covers_post(above: Membership, below: Membership) -> bool:
    """A post in all countries is covered by nothing but another such post."""
    if below.unit is None:
        return above.unit_id is None
    return covers(above, below.unit)
