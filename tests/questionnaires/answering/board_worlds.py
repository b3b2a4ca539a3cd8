"""Districts in every state that the board knows, and files that are taken along from it."""

import csv
import io
from types import SimpleNamespace

import openpyxl
from django.test import Client
from django.utils import timezone

from cycles.actions import record_participation
from cycles.models import Participation
from districts.models import Channel, Role
from questionnaires.answering.entering import note_how_it_came
from questionnaires.answering.filling import Filling
from questionnaires.answering.saving import Given
from questionnaires.answering.signing import sign_response
from questionnaires.models import Response
from tests.districts.accounts import account
from tests.districts.places import country, days, districts_of, today

from .districts_answering import answering_world, filling, give

NO = {"choice": "no"}
# Everything that is asked of a district without a committee, in the order of the questions.
WHOLE = {
    "committee": NO,
    "meetings": {"number": 3},
    "rate": {"number": 12.5},
    "done": {"numerator": 3, "denominator": 9},
    "last": {"date": "2026-03-12"},
    "who": {"choice": "midwife"},
    "town": {"text": "Pita"},
    "why": {"text": "Parce que.\nVoilà."},
    "place": {"latitude": 11.05, "longitude": -12.4},
    "picture": {"missing": "not_applicable"},
}


def board_world() -> SimpleNamespace:
    """Guinea's first eight districts, each in a state of its own, by name; one abroad in the same cycle."""
    world = answering_world()
    world.guinea_districts = districts_of(country("big", districts=8, regions=2))
    big = world.guinea_districts[0].parent.parent
    world.big, world.abroad = big, world.guinea
    world.cycle.countries.add(big)
    names = ("not_begun", "begun", "ready", "changed", "for_team", "signed", "corrected", "extended")
    world.of = dict(zip(names, world.guinea_districts, strict=True))
    world.caller = account(Role.FACILITATOR, big, first_name="Fanta", last_name="Keita")
    world.neighbour, world.shared = world.facilitator, account(Role.FACILITATOR, None)
    world.big_lead = account(Role.LEAD, world.of["signed"], first_name="Mamadou", last_name="Barry")
    _fill(world)
    return world


def _fill(world) -> None:
    """Signed by a facilitator throughout, which is marked in one case only."""
    type_answers(world, "begun", {"meetings": {"number": 2}})
    type_answers(world, "extended", {"meetings": {"number": 2}})
    for name in ("ready", "changed", "for_team", "signed", "corrected"):
        type_answers(world, name, WHOLE)
    for name in ("changed", "for_team", "signed", "corrected"):
        sign(world, name, on_behalf=name == "for_team")
    type_answers(world, "changed", {"meetings": {"number": 4}}, base=1)
    record_participation(
        cycle=world.cycle, unit=world.of["corrected"], kind=Participation.Kind.CORRECTED, by=world.caller
    )
    world.questionnaire.extensions.create(
        unit=world.of["extended"], until=today() + days(9), because="Pluies"
    )


def type_answers(
    world, name: str, values: dict, base: int = 0, by=None, comments: dict | None = None, **more
):
    comments = comments or {}
    given = [Given(code, value, base=base, comment=comments.get(code, "")) for code, value in values.items()]
    return give(world, by or world.caller, *given, filling=of(world, name), **more)


def of(world, name: str) -> Filling:
    return filling(world, world.of[name])


def sign(world, name: str, on_behalf: bool = False, by=None):
    there, by = of(world, name), by or world.caller
    if on_behalf:
        note_how_it_came(filling=there, came_by="telephone", by=by)
    return sign_response(filling=there, revision=there.response.revision, by=by, on_behalf=on_behalf)


def reachable(person, number: str = "+224622000001", kind: str = Channel.Kind.PHONE, audience: int = 1):
    return Channel.objects.create(user=person, kind=kind, value=number, audience=audience)


def browser_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def board_url(world, rest: str = "", language: str = "en") -> str:
    return f"/{language}/questionnaires/{world.questionnaire.key}/board/{rest}"


def bytes_of(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def lines_of(data: bytes, separator: str = ",") -> list[dict[str, str]]:
    """Of a CSV file, by the codes in its second line."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=separator))
    return [dict(zip(rows[1], row, strict=True)) for row in rows[2:]]


def sheets_of(data: bytes) -> dict[str, list[dict]]:
    """Of a workbook, each by the codes in its second line."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    found = {}
    for sheet in book.worksheets:
        _words, codes, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        found[sheet.title] = [dict(zip(codes, row, strict=True)) for row in rows]
    return found


def moved_back(world, name: str) -> None:
    """Signed some hours ago, so that what comes now is later."""
    response = Response.objects.get(unit=world.of[name])
    then = timezone.now() - days(1)
    response.signatures.update(at=then)
    Response.objects.filter(pk=response.pk).update(signed_at=then)
