"""The lines of the table that are about who has answered, and what is taken along from it."""

from collections.abc import Callable

from questionnaires.answering.export_actions import ask_for_export
from questionnaires.models import Export
from tests.permission_lines import RUN, RUN_COMMON, Row


def board(name: str) -> Callable[..., dict]:
    return lambda world: {"key": getattr(world, name).key}


def asked_for(owner: str) -> Callable[..., dict]:
    """A file that this person waits for."""

    def target(world) -> dict:
        export = ask_for_export(
            questionnaire=world.asked, kind=Export.Kind.RESPONSES, form=Export.Form.CSV, language="fr",
            with_drafts=False, by=world.people[owner],
        )  # fmt: skip
        return {"key": export.key}

    return target


CSV = {"form": "csv"}
# The first account has no post: it reads nobody's answers.
WITH_POST_THERE = RUN - {"superuser"}
OF_BOARD = [
    Row("answer_board", RUN, board("asked"), why="open"),
    Row("answer_board", RUN_COMMON, board("common"), why="of two countries"),
    Row("answer_board", set(), board("draft"), why="not open yet"),
    Row("answer_call_list", RUN, board("asked"), why="open"),
    Row("answer_call_list", set(), board("draft"), why="not open yet"),
    Row("export_board", RUN, board("asked"), CSV),
    Row("export_board", set(), board("draft"), CSV, "not open yet"),
    Row("export_responses", WITH_POST_THERE, board("asked"), CSV),
    Row("export_responses", WITH_POST_THERE | {"neighbour"}, board("common"), CSV, "of two countries"),
    Row("export_responses", set(), board("draft"), CSV, "not open yet"),
    Row("export", {"facilitator"}, asked_for("facilitator"), why="asked for by the facilitator"),
    Row("export", set(), asked_for("former"), why="asked for by somebody who left"),
    Row("export_file", {"facilitator"}, asked_for("facilitator"), why="asked for by the facilitator"),
    Row("export_file", set(), asked_for("former"), why="asked for by somebody who left"),
    Row("export_cancel", {"facilitator"}, asked_for("facilitator"), {}),
]
