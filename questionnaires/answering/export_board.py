"""The board as a table: one line per district with its state, how far it is, and whom to call."""

from collections.abc import Iterator

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from districts.models import OrgUnit, User
from districts.phones import as_shown

from ..models import Questionnaire
from .board import STATES, board_of
from .board_calls import Contact, contacts_of
from .export_tables import (
    Cell,
    Part,
    Table,
    district_cells,
    district_headings,
    in_chunks,
    moment,
    name_of,
    table,
)

BOARD = "board"


class BoardContents:
    def __init__(self, questionnaire: Questionnaire, countries: list[OrgUnit], viewer: User):
        self.viewer = viewer
        self.districts = board_of(questionnaire, countries)

    @cached_property
    def units(self) -> list[int]:
        return list(self.districts.values_list("pk", flat=True))

    @property
    def total(self) -> int:
        return len(self.units)

    @cached_property
    def tables(self) -> list[Table]:
        return [
            table(
                BOARD,
                _("Who has answered"),
                *district_headings(),
                (_("State"), "state_words"),
                (_("State, code"), "state"),
                (_("Questions answered"), "answered"),
                (_("Questions asked"), "asked"),
                (_("Begun (UTC)"), "begun_at"),
                (_("Last activity (UTC)"), "last_seen"),
                (_("Signed (UTC)"), "signed_at"),
                (_("More time until"), "extended_until"),
                (_("Whom to call"), "contact"),
                (_("Role"), "contact_role"),
                (_("Function"), "contact_function"),
                (_("Numbers"), "contact_numbers"),
                (_("Another person to call"), "second_contact"),
                (_("Their numbers"), "second_contact_numbers"),
            )
        ]

    def parts(self) -> Iterator[Part]:
        done = 0
        for chunk in in_chunks(self.units):
            units = list(self.districts.filter(pk__in=chunk))
            contacts = contacts_of(self.viewer, units)
            done += len(chunk)
            yield Part(done, [(BOARD, _row(unit, contacts.get(unit.pk, []))) for unit in units])


def _row(unit: OrgUnit, contacts: list[Contact]) -> list[Cell]:
    first, second = [*contacts, None, None][:2]
    return [
        *district_cells(unit),
        str(STATES[unit.state]),
        unit.state,
        unit.answered,
        unit.asked,
        moment(unit.begun_at),
        moment(unit.last_seen),
        moment(unit.signed_at),
        unit.extended_until,
        name_of(first and first.person),
        first.post.role_name if first else "",
        _function(first),
        _numbers(first),
        name_of(second and second.person),
        _numbers(second),
    ]


def _function(contact: Contact | None) -> str:
    profile = getattr(contact.person, "profile", None) if contact else None
    return (profile.title or profile.function_name) if profile else ""


def _numbers(contact: Contact | None) -> str:
    """With what each is in front: a spreadsheet takes a leading + for the beginning of a sum."""
    numbers = contact.numbers if contact else []
    return " / ".join(f"{channel.get_kind_display()} {as_shown(channel.value)}" for channel in numbers)
