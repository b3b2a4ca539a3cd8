"""The lines of the table that are about helping a district to answer: the first one of Guinea, in a cycle that is open.
Who may do it at which time: questionnaires/answering/test_help_by_time.py."""

from collections.abc import Callable

from tests.permission_lines import HELPERS, OWN_TEAM, RUN, Row


def helped(**more) -> Callable[..., dict]:
    """The district's own page."""
    return lambda world: {"key": world.helped.key, "unit": world.unit.code} | more


def asked(world) -> dict:
    return {"key": world.helped.key, "unit": world.unit.code, "asked": world.asked_back.key}


def whole(world) -> dict:
    return {"key": world.helped.key}


OF_HELP = [
    Row("answer_asked_back", OWN_TEAM | HELPERS, helped()),
    Row("answer_reply", OWN_TEAM, asked),
    Row("answer_reply", OWN_TEAM, asked, {"text": "Par mois."}, "sent"),
    Row("answer_corrected", OWN_TEAM | HELPERS, helped()),
    Row("help", RUN, whole),
    Row("help_corrections", RUN, whole),
    Row("help_of_cycle", RUN, lambda world: {"pk": world.helped.cycle_id}),
    Row("help_district", HELPERS, helped()),
    Row("help_came_by", HELPERS, helped(), {"came_by": "visit"}),
    Row("help_extension", HELPERS, helped()),
    Row("help_ask", HELPERS, helped(code="meetings")),
    Row("help_ask", set(), helped(code="nothing"), why="no such question"),
    Row("help_settle", HELPERS, asked, {"settle": "1"}),
]
