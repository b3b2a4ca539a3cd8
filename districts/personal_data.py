"""What places and people hold about a person: the account, its posts, how it is opened, what was written for others."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.personal_data import Section, section

from .keeping_posts import written
from .models import Channel, HandoverNote, Invitation, KeptPost, Profile, ResetCode, User
from .profiles import SPOKEN

WHEN, PLACE, ROLE = _("When"), _("Place"), _("Role")


def of(person: User) -> list[Section]:
    return [
        *_account(person), *_profile(person), *_roles(person),
        *_getting_in(person), *_invitations(person), *_writing(person),
    ]  # fmt: skip


def _account(person: User) -> list[Section]:
    rights = [*person.groups.all(), *person.user_permissions.select_related("content_type")]
    return [
        section(
            "account", _("Your account"), [person],
            (_("Number of the account"), "pk"),
            (_("First name"), "first_name"), (_("Last name"), "last_name"),
            (_("E-mail address"), "email"), (_("Telephone number"), "phone"),
            (_("Number verified"), "phone_verified_at"), (_("Language"), "get_language_display"),
            (_("Account made"), "date_joined"), (_("Last sign-in"), "last_login"),
            (_("Agreed to use for research"), "research_consent_at"),
            (_("May do everything"), "is_superuser"),
        ),
        section("rights", _("Groups and rights in the admin"), rights, (_("Name"), str)),
        section(
            "addresses", _("Further e-mail addresses"), EmailAddress.objects.filter(user=person),
            (_("E-mail address"), "email"), (_("Verified"), "verified"),
        ),
    ]  # fmt: skip


def _profile(person: User) -> list[Section]:
    return [
        section(
            "profile", _("Your profile"), Profile.objects.filter(user=person),
            (_("Function"), "get_function_display"), (_("Title of the post"), "title"),
            (_("In this post since"), "in_post_since"), (_("Languages spoken"), _spoken),
            (_("What I can help with"), "can_help_with"), (_("Shown in the directory"), "listed"),
        ),
        section(
            "channels", _("Ways to reach you"), Channel.objects.filter(user=person),
            (_("Kind"), "get_kind_display"), (_("Number or address"), "value"),
            (_("Who may see it"), "get_audience_display"),
        ),
    ]  # fmt: skip


def _spoken(profile: Profile) -> list[str]:
    names = dict(SPOKEN)
    return [names.get(code, code) for code in profile.spoken]


def _roles(person: User) -> list[Section]:
    posts = person.memberships.select_related("unit").order_by("starts_on", "pk")
    return [
        section(
            "roles", _("Your roles"), posts,
            (ROLE, "role_name"), (PLACE, "unit.name"), (_("From"), "starts_on"), (_("To"), "ends_on"),
        )
    ]  # fmt: skip


def _getting_in(person: User) -> list[Section]:
    codes = ResetCode.objects.filter(user=person).select_related("issued_by")
    issued = ResetCode.objects.filter(issued_by=person)
    return [
        section(
            "sign_ins", _("When you signed in"), person.sign_ins.all(),
            (WHEN, "at"), (_("On a shared computer"), "shared_computer"),
        ),
        section(  # that there is one, never its secret
            "second_factor", _("Second factor"), Authenticator.objects.filter(user=person),
            (_("Kind"), "get_type_display"), (_("Set up"), "created_at"), (_("Last used"), "last_used_at"),
        ),
        section(
            "reset_codes", _("Codes for a new password that you were told"), codes,
            (_("Issued"), "issued_at"), (_("By"), "issued_by"), (_("Used"), "used_at"),
        ),
        section(
            "reset_codes_issued", _("Codes for a new password that you read out to others"), issued,
            (_("Issued"), "issued_at"), (_("Used"), "used_at"),
        ),
        section(
            "kept", _("Forms kept for you"), KeptPost.objects.filter(owner=person).prefetch_related("files"),
            (_("Kept since"), "kept_at"), (_("Page"), "path"), (_("What you wrote"), written), (_("Files"), _files),
        ),
    ]  # fmt: skip


def _files(kept: KeptPost) -> list[str]:
    return [file.name for file in kept.files.all()]


def invitations_to(person: User) -> QuerySet[Invitation]:
    """Those the person accepted, and those that nobody has and that wait for the same address or number."""
    waiting = Q(pk__in=[])
    if person.email:
        waiting |= Q(email__iexact=person.email)
    if person.phone:
        waiting |= Q(phone=person.phone)
    return Invitation.objects.filter(Q(accepted_by=person) | Q(waiting, accepted_by__isnull=True))


def _invitations(person: User) -> list[Section]:
    """Whom the person invited is told by role and place: their names and addresses are their own."""
    received = invitations_to(person).select_related("unit", "invited_by")
    sent = Invitation.objects.filter(invited_by=person).select_related("unit")
    about = (ROLE, "get_role_display"), (PLACE, "unit.name"), (_("Invited"), "invited_at")
    return [
        section(
            "invitations", _("Invitations to you"), received, *about,
            (_("Name"), "full_name"), (_("E-mail address"), "email"), (_("Telephone number"), "phone"),
            (_("By"), "invited_by"), (_("Accepted"), "accepted_at"),
        ),
        section("invitations_sent", _("Invitations you sent"), sent, *about, (_("State"), _state)),
    ]  # fmt: skip


def _state(invitation: Invitation) -> str:
    return {
        "accepted": gettext("accepted"), "withdrawn": gettext("withdrawn"), "expired": gettext("expired"),
        "blocked": gettext("blocked after too many wrong codes"), "open": gettext("open"),
    }[invitation.state]  # fmt: skip


def _writing(person: User) -> list[Section]:
    return [
        section(
            "handover_notes", _("Hand-over notes you wrote"),
            HandoverNote.objects.filter(author=person).select_related("unit"),
            (PLACE, "unit.name"), (_("Written"), "written_at"), (_("Changed"), "changed_at"),
            (_("Withdrawn"), "withdrawn_at"), (_("Language"), "get_language_display"), (_("Text"), "text"),
        )
    ]  # fmt: skip
