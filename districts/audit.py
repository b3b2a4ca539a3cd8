"""What people did, as administrators read it: Wagtail's log of records, by kind of act and by area.

The log itself is Wagtail's table; nothing here or elsewhere writes to an entry, but for the names of people who were
erased.
"""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry

from .models import Invitation, Membership, OrgUnit, User
from .permissions import audited_tops, within

Names = str | Promise


@dataclass(frozen=True)
class Acts:
    """A kind of acts: by name, and whatever was done to records of some classes. Names are of all apps, in text: those
    above this one register theirs."""

    label: Names
    actions: tuple[str, ...] = ()
    about: tuple[type[Model], ...] = ()

    def entries(self) -> Q:
        return Q(action__in=self.actions) | Q(content_type__in=_types(self.about))


ACTS = {
    "sign_ins": Acts(_("Sign-ins"), ("districts.sign_in",)),
    "roles": Acts(_("Roles"), about=(Membership,)),
    "invitations": Acts(_("Invitations"), about=(Invitation,)),
    "accounts": Acts(
        _("Accounts: numbers, passwords, second factors"),
        (
            "districts.number_set", "districts.number_verified", "districts.reset_code_issued",
            "districts.password_reset_by_code", "districts.password_changed",
            "districts.second_factor_set_up", "districts.second_factor_taken_off",
            "districts.signed_out_everywhere", "districts.research_consent",
        ),
    ),
    "disclosure": Acts(_("Who may read what"), ("cycles.disclosure_changed",)),
    "exports": Acts(
        _("Files taken out"),
        (
            "results.exported", "questionnaires.exported", "districts.audit_exported", "districts.data_downloaded",
        ),
    ),
    "notices": Acts(
        _("Notices printed or sent again"),
        ("notifications.print", "notifications.given", "notifications.resend"),
    ),
    "erasures": Acts(_("Accounts erased"), ("districts.erased",)),
    "proposals": Acts(
        _("Proposals of issues"),
        (
            "cycles.issue_proposed", "cycles.issue_changed", "cycles.issue_withdrawn", "cycles.issue_supported",
            "cycles.voice_taken_back", "cycles.issue_merged", "cycles.issue_unmerged", "cycles.issue_chosen",
            "cycles.issue_not_chosen_any_more",
        ),
    ),
    "moderation": Acts(
        _("Moderation"),
        (
            "discussions.approve", "discussions.withhold", "discussions.remove", "discussions.restore",
            "discussions.withdraw",
        ),
    ),
    "places": Acts(_("Districts and other units"), about=(OrgUnit,)),
}  # fmt: skip


def audit_entries(user) -> QuerySet[ModelLogEntry]:
    """What this administrator may read: of a country, what concerns its people and places. What is about something
    else, a file or a message, counts by who did it."""
    entries = ModelLogEntry.objects.select_related("user", "content_type")
    tops = audited_tops(user)
    return entries if tops is None else entries.filter(_concerns(tops))


def _concerns(tops: list[int]) -> Q:
    posts = Membership.objects.filter(within(tops, "unit__"))
    people = posts.order_by().values("user_id")
    of_area = {
        User: User.objects.filter(pk__in=people),
        Membership: posts,
        Invitation: Invitation.objects.filter(within(tops, "unit__")),
        OrgUnit: OrgUnit.objects.filter(within(tops)),
    }
    found = ~Q(content_type__in=_types(tuple(of_area))) & Q(user_id__in=people)
    for model, rows in of_area.items():
        found |= Q(content_type__in=_types((model,)), object_id__in=_as_text(rows))
    return found


def _types(models: tuple[type[Model], ...]) -> list[ContentType]:
    return list(ContentType.objects.get_for_models(*models).values())


def _as_text(rows: QuerySet) -> QuerySet:
    """Their keys as the log keeps them."""
    return rows.order_by().annotate(as_text=Cast("pk", CharField())).values("as_text")


def people_called(text: str) -> QuerySet[User]:
    """Whose name, address or number holds each of the words."""
    found = User.objects.all()
    for word in text.split()[:5]:
        found = found.filter(
            Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(email__icontains=word)
            | Q(phone__icontains=word)
        )
    return found
