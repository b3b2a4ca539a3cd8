"""The lines of the table that are about a district's answers, while they may be given. Who does what at which time:
questionnaires/answering/test_answering_by_time.py."""

from collections.abc import Callable

from tests.permission_lines import ANYBODY, HELPERS, OWN_TEAM, RUN, SIGNED_IN, TEAMS, Row

READ = OWN_TEAM | HELPERS
LEADS = {"lead", "acting"}


def here(**more) -> Callable[..., dict]:
    """The first district's response to the questionnaire that is open."""
    return lambda world: {"key": world.answering.key, "unit": world.unit.code} | more


def of_unit(name: str, place: int) -> Callable[..., dict]:
    return lambda world: here()(world) | {"unit": getattr(world, name)[place].code}


def file_of_answer(world) -> dict:
    return here(file=world.answer_file)(world)


def file_elsewhere(world) -> dict:
    """Another district's page with this one's file."""
    return {"key": world.answering.key, "unit": world.units[9].code, "file": world.answer_file}


OF_ANSWERING = [
    Row("answer_mine", TEAMS | RUN, lambda world: {"key": world.answering.key}),
    Row("answer_mine", set(), lambda world: {"key": world.draft.key}, why="not open yet"),
    Row("answer", READ, here()),
    Row("answer", HELPERS | {"other", "other_lead"}, of_unit("units", 9), why="of another district"),
    Row("answer", set(), of_unit("beninese", 0), why="of a district that is not asked"),
    Row("answer_section", READ, here(section=1)),
    Row("answer_section", READ, here(section=1), {"presented": "meetings", "a:meetings": "5"}, "saved"),
    Row("answer_section", set(), here(section=2), why="a section that is not there"),
    Row("answer_review", READ, here()),
    Row("answer_sign", LEADS | HELPERS, here(), {"revision": "2"}),
    Row("answer_confirm", LEADS, here(), {"number": "1"}),
    Row("answer_tell", {"member"}, here(), {}),
    Row("answer_history", READ, here()),
    Row("answer_versions", READ, here(code="meetings")),
    Row("answer_versions", set(), here(code="nothing"), why="a question that is not there"),
    Row("answer_receipt", READ, here(number=1)),
    Row("answer_receipt_pdf", READ, here(number=1)),
    Row("answer_receipt", set(), here(number=2), why="a signature that was not given"),
    Row("answer_file", READ, file_of_answer),
    Row("answer_file", set(), file_elsewhere, why="of another district"),
    Row("answer_outbox", SIGNED_IN, why="what waits is known to the device alone"),
    Row("answer_session", ANYBODY, why="says who is signed in"),
]
