"""What the outbox holds about a person: notices to the account or to its address, and which ones are wanted."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.personal_data import Section, section

from .kinds import UnknownKind, kind_of
from .models import Outbox, Preference

KIND = _("Kind")


def of(person) -> list[Section]:
    to_me = Q(recipient=person) | Q(address__iexact=person.email) if person.email else Q(recipient=person)
    kind, state, asked = (KIND, _label), (_("State"), "get_state_display"), (_("When"), "created_at")
    choices = Preference.objects.filter(person=person).order_by("kind")
    return [
        section(
            "notices", _("Notices to you"), Outbox.objects.filter(to_me).order_by("created_at"),
            kind, asked, state, (_("Finished"), "done_at"), (_("To the address"), "address"),
        ),
        section(
            "notices_caused", _("Notices to others that you caused"),
            Outbox.objects.filter(by=person).exclude(to_me).order_by("created_at"), kind, asked, state,
        ),
        section(
            "mail_choices", _("Which mails you want"), choices, kind, (_("Wanted"), "wants_mail")
        ),
    ]  # fmt: skip


def _label(row: Outbox | Preference) -> str:
    """A kind that a later version no longer has is shown by its name."""
    try:
        return kind_of(row.kind).label
    except UnknownKind:
        return row.kind
