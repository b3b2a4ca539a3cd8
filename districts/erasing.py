"""What becomes of an account that is erased: an empty row, to which work done in a district still points."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db.models import F, Q
from django.utils import timezone

from content.erasing import name_in_log

from . import keeping_posts
from .actions import end_membership
from .invitations import Invitation, new_nonce
from .models import Channel, Membership, OrgUnit, Profile, Role, User


def is_only_administrator(person: User) -> bool:
    """Would a place, or all of them, have nobody left to administer it, not even from further up?"""
    others = User.objects.filter(is_active=True).exclude(pk=person.pk)
    if others.filter(is_superuser=True).exists():
        return False
    posts = Membership.objects.current().filter(role=Role.ADMINISTRATOR).select_related("unit")
    held = {post.unit_id for post in posts.filter(user__in=others)}
    places = [post.unit for post in posts.filter(user=person)] + ([None] if person.is_superuser else [])
    return any(not held & {None, *_and_above(place)} for place in places)


def _and_above(unit: OrgUnit | None) -> set[int]:
    return {place.pk for place in unit.lineage()} if unit else set()


def lock_administrators() -> None:
    """Two who are erased at the same moment would each still count on the other."""
    list(Membership.objects.select_for_update().filter(role=Role.ADMINISTRATOR).order_by("pk"))


def erase(*, person: User, invitations: list[Invitation], by: User | None) -> None:
    """`invitations` are those to this person, found while address and number were still there."""
    _end_posts(person, by)
    _empty_account(person)
    _delete_what_is_the_persons_own(person)
    forget_invitations(invitations)
    for post in person.memberships.select_related("user", "unit"):
        name_in_log(post)


def _end_posts(person: User, by: User | None) -> None:
    today = timezone.localdate()
    for post in person.memberships.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today)):
        end_membership(membership=post, by=by)
    person.groups.clear()
    person.user_permissions.clear()


def _empty_account(person: User) -> None:
    person.first_name = person.last_name = ""
    person.email = person.phone = person.phone_verified_at = None
    person.research_consent_at = person.last_login = None
    person.is_active = person.is_staff = person.is_superuser = False
    person.erased_at = timezone.now()
    person.session_stamp = F("session_stamp") + 1
    person.set_unusable_password()
    person.save()
    person.refresh_from_db()


def _delete_what_is_the_persons_own(person: User) -> None:
    for kept in person.kept_posts.prefetch_related("files"):
        keeping_posts.drop(kept)
    for rows in (Profile, Channel, EmailAddress, Authenticator):
        rows.objects.filter(user=person).delete()
    person.sign_ins.all().delete()
    person.reset_codes.all().delete()
    _delete_sessions(person)


def _delete_sessions(person: User) -> None:
    """They open nothing any more, but hold the address that was typed at sign-in. Whose one is stands inside it."""
    theirs = [
        session.pk
        for session in Session.objects.iterator()
        if session.get_decoded().get("_auth_user_id") == str(person.pk)
    ]
    for pk in theirs:
        Session.objects.filter(pk=pk).delete()


def forget_invitations(invitations: Iterable[Invitation]) -> None:
    """Accepted ones say how a post began, and stay without name and address; the others serve nobody any more."""
    for invitation in invitations:
        invitation.first_name = invitation.last_name = invitation.email = invitation.phone = ""
        invitation.nonce, invitation.code_digest = new_nonce(), ""
        name_in_log(invitation)
        if invitation.accepted_by_id:
            invitation.save()
        else:
            invitation.delete()
