"""Invitations from a table (CSV): read, looked at line by line, and only then sent.

French and English headings are taken, commas and semicolons, UTF-8 and what older spreadsheets write (Windows-1252).
"""

import csv
import io
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from .invitation_actions import Sent, invite
from .models import TEAM_ROLES, Invitation, OrgUnit, Role, User
from .permissions import may_grant
from .phones import NoSuchNumber, as_kept
from .unit_names import folded, names_of

MOST_LINES = 500
MOST_BYTES = 256 * 1024
HEADINGS = {
    "first_name": ("first name", "first_name", "prenom", "prenoms"),
    "last_name": ("last name", "last_name", "nom"),
    "email": ("email", "e-mail", "mail", "courriel", "adresse electronique"),
    "phone": ("phone", "telephone", "tel", "numero"),
    "role": ("role", "fonction"),
    "unit": ("district", "unit", "zone", "zone sanitaire", "prefecture", "lieu"),
    "language": ("language", "langue"),
}
ROLES = {
    Role.MEMBER: ("member", "team member", "membre", "membre de l equipe"),
    Role.LEAD: ("lead", "team lead", "responsable", "responsable d equipe"),
    Role.FACILITATOR: ("facilitator", "facilitateur", "facilitatrice"),
    Role.MODERATOR: ("moderator", "moderateur", "moderatrice"),
    Role.OFFICIAL: ("official", "niveau regional", "niveau central", "agent regional ou central"),
    Role.POLICYMAKER: ("policymaker", "decideur", "decideuse"),
    Role.RESEARCHER: ("researcher", "chercheur", "chercheuse"),
    Role.ADMINISTRATOR: ("administrator", "administrateur", "administratrice"),
}
LANGUAGES = {"fr": ("", "fr", "francais", "french"), "en": ("en", "anglais", "english")}


class UnreadableFile(ValueError):
    """Not a table we can read; the message is for the person who chose it."""


@dataclass
class Line:
    """One line of the table, as it would be invited; `wrong` says what keeps it from that."""

    number: int
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    role: str = ""
    unit: OrgUnit | None = None
    language: str = "fr"
    wrong: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def role_name(self) -> str:
        return Role(self.role).label if self.role else ""


def text_of(content: bytes) -> str:
    """Raises UnreadableFile."""
    if len(content) > MOST_BYTES:
        raise UnreadableFile(_("The file is larger than 256 KB. Send it in parts."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read_lines(text: str, by: User) -> list[Line]:
    """Each line of the table with what is wrong in it; queries are constant. Raises UnreadableFile."""
    if len(text) > MOST_BYTES:
        raise UnreadableFile(_("The file is larger than 256 KB. Send it in parts."))
    if "\x00" in text:
        raise UnreadableFile(_("This is not a table in text form. In the spreadsheet, save as CSV."))
    rows = _rows(text)
    units = _units_by_name()
    lines = [_line(number, row, units) for number, row in rows]
    _look_at_accounts(lines)
    for line in lines:
        if not line.wrong and not may_grant(by, line.role, line.unit):
            line.wrong.append(_("You may not give this role there."))
    return lines


def _rows(text: str) -> list[tuple[int, dict[str, str]]]:
    first = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        table = list(csv.reader(io.StringIO(text.strip()), delimiter=delimiter))
    except csv.Error:
        raise UnreadableFile(_("This table cannot be read. In the spreadsheet, save as CSV.")) from None
    if not table:
        raise UnreadableFile(_("The table is empty."))
    columns = [_column(heading) for heading in table[0]]
    missing = {"first_name", "last_name", "role"} - set(columns)
    if missing:
        raise UnreadableFile(
            _(
                "The first line must name the columns: first name, last name, e-mail, telephone, role, "
                "district, language."
            )
        )
    found = [
        (number, {name: cell.strip() for name, cell in zip(columns, row, strict=False) if name})
        for number, row in enumerate(table[1:], start=2)
        if any(cell.strip() for cell in row)
    ]
    if len(found) > MOST_LINES:
        raise UnreadableFile(_("The table has more than 500 lines. Send it in parts."))
    return found


def _named(text: str, names: dict) -> str | None:
    return next(
        (key for key, words in names.items() if folded(text) in {folded(word) for word in words}), None
    )


def _column(heading: str) -> str | None:
    return _named(heading, HEADINGS)


def _units_by_name() -> dict[str, list[OrgUnit]]:
    """By code and by each name; a name that several places have finds them all."""
    found: dict[str, list[OrgUnit]] = {}
    for unit in OrgUnit.objects.in_use().with_above():
        for name in {folded(n) for n in (*names_of(unit), *unit.variants)}:
            found.setdefault(name, []).append(unit)
    return found


def _line(number: int, row: dict[str, str], units: dict[str, list[OrgUnit]]) -> Line:
    line = Line(number, row.get("first_name", "")[:150], row.get("last_name", "")[:150])
    if not line.first_name or not line.last_name:
        line.wrong.append(_("First name or last name is missing."))
    line.role = _named(row.get("role", ""), ROLES) or ""
    if not line.role:
        line.wrong.append(_("This role is not known: %(role)s") % {"role": row.get("role", "")[:60] or "–"})
    line.language = _named(row.get("language", ""), LANGUAGES) or ""
    if not line.language:
        line.wrong.append(_("The language is fr or en."))
    _read_reachable(line, row)
    _read_unit(line, row.get("unit", ""), units)
    return line


def _read_reachable(line: Line, row: dict[str, str]) -> None:
    line.email = row.get("email", "").lower()[:254]
    if line.email:
        try:
            validate_email(line.email)
        except ValidationError:
            line.wrong.append(_("This is not an e-mail address: %(text)s") % {"text": line.email[:60]})
    if phone := row.get("phone", ""):
        try:
            line.phone = as_kept(phone)
        except NoSuchNumber:
            line.wrong.append(_("This is not a telephone number: %(text)s") % {"text": phone[:40]})


def _read_unit(line: Line, text: str, units: dict[str, list[OrgUnit]]) -> None:
    if not text:
        if line.role in TEAM_ROLES:
            line.wrong.append(_("A team member needs a district."))
        return
    found = units.get(folded(text), [])
    if line.role in TEAM_ROLES:
        found = [unit for unit in found if unit.is_district]
    if len(found) == 1:
        line.unit = found[0]
    elif found:
        line.wrong.append(_("Several places have this name, write the code: %(text)s") % {"text": text[:60]})
    else:
        line.wrong.append(_("No such place: %(text)s") % {"text": text[:60]})


def _look_at_accounts(lines: list[Line]) -> None:
    """Twice in the table, invited already, or here already."""
    emails, phones = {line.email for line in lines} - {""}, {line.phone for line in lines} - {""}
    known = set(User.objects.filter(email__in=emails).values_list("email", flat=True))
    known |= set(User.objects.filter(phone__in=phones).values_list("phone", flat=True))
    open_ones = Invitation.objects.open()
    waiting = set(open_ones.filter(email__in=emails).values_list("email", flat=True))
    waiting |= set(open_ones.filter(phone__in=phones).values_list("phone", flat=True))
    seen: set[str] = set()
    for line in lines:
        ways = {way for way in (line.email, line.phone) if way}
        if ways & known:
            line.wrong.append(_("There is an account with this address or number already."))
        elif ways & waiting:
            line.wrong.append(_("There is an open invitation to this address or number already."))
        elif ways & seen:
            line.wrong.append(_("This address or number is in the table twice."))
        seen |= ways


@transaction.atomic
def invite_lines(*, lines: list[Line], by: User) -> list[tuple[Line, Sent]]:
    """All good lines, or none of them if one fails; the others are left out. Raises MayNotInvite."""
    return [
        (
            line,
            invite(
                first_name=line.first_name,
                last_name=line.last_name,
                role=Role(line.role),
                unit=line.unit,
                language=line.language,
                email=line.email,
                phone=line.phone,
                by=by,
            ),
        )
        for line in lines
        if not line.wrong
    ]
