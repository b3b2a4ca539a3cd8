"""The lines of the table that are about bringing in answers from a file. Who may do it at which time:
questionnaires/importing/test_by_time.py."""

from collections.abc import Callable

from questionnaires.importing.import_actions import keep_file
from tests.permission_lines import RUN, RUN_COMMON, Row
from tests.permission_lines_of_board import board

TABLE = b"district,meetings\ngui D1,3\n"


def begun_by(owner: str) -> Callable[..., dict]:
    """A file that this person has chosen."""

    def target(world) -> dict:
        record = keep_file(questionnaire=world.asked, name="a.csv", data=TABLE, by=world.people[owner])
        return {"key": record.key}

    return target


MINE, LEFT = begun_by("facilitator"), begun_by("former")
OF_IMPORTS = [
    Row("import_answers", RUN, board("asked"), why="open"),
    Row("import_answers", RUN_COMMON, board("common"), why="of two countries"),
    Row("import_answers", set(), board("draft"), why="not open yet"),
    *(
        Row(name, {"facilitator"}, MINE, why="begun by the facilitator")
        for name in ("import", "import_columns", "import_districts", "import_result", "import_result_csv")
    ),
    *(
        Row(name, set(), LEFT, why="begun by somebody who left")
        for name in ("import", "import_columns", "import_districts", "import_result", "import_result_csv")
    ),
    Row("import_confirm", {"facilitator"}, MINE, {"seen": "x"}),
    Row("import_let_go", {"facilitator"}, MINE, {}),
]
