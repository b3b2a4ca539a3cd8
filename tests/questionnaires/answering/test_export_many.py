"""A file is made part by part: nothing of a part is held once it is written, and each costs the same queries."""

import tempfile
import weakref

import pytest
from django.db import connection

from districts.models import Role
from questionnaires.actions import open_questionnaire
from questionnaires.answering import export_running
from questionnaires.answering.export_actions import ask_for_export
from questionnaires.answering.export_tables import Part, table
from questionnaires.answering.export_writing import write
from questionnaires.models import Export
from tests.districts.accounts import account
from tests.districts.places import country
from tests.questionnaires.asking import cycle_in
from tests.questionnaires.trying import tried_questionnaire

from .many_districts import answered_in

IN_A_PART, FEW_PARTS, MANY_PARTS = 6, 2, 7


@pytest.fixture
def asked(db, monkeypatch):
    """An opened questionnaire, its country, and somebody who takes its answers along."""
    monkeypatch.setattr("questionnaires.answering.export_tables.AT_A_TIME", IN_A_PART)
    top = country("gui", districts=0)
    questionnaire = tried_questionnaire(cycle_in(top, purpose_fr="Apprendre."))
    open_questionnaire(questionnaire=questionnaire, by=None)
    return questionnaire, top, account(Role.FACILITATOR, top)


@pytest.fixture
def held(monkeypatch) -> list[int]:
    """How many parts there still are, each time that one is written."""
    numbers, parts = [], weakref.WeakSet()
    say = export_running._say

    class Told(Part):
        """Known by what it is, not by what is in it."""

        __hash__, __eq__ = object.__hash__, object.__eq__

        def __post_init__(self):
            parts.add(self)

    def counted(export, **changes):
        numbers.append(len(parts))
        say(export, **changes)

    monkeypatch.setattr("questionnaires.answering.export_board.Part", Told)
    monkeypatch.setattr("questionnaires.answering.export_responses.Part", Told)
    monkeypatch.setattr(export_running, "_say", counted)
    return numbers


def queries_for(questionnaire, by, kind: str, form: str) -> int:
    export = ask_for_export(
        questionnaire=questionnaire,
        kind=kind,
        form=form,
        language="fr",
        with_drafts=kind == "responses",
        by=by,
    )
    queries = []
    with connection.execute_wrapper(lambda run, *args: queries.append(1) or run(*args)):
        assert export_running.run(export.pk) == Export.State.DONE
    return len(queries)


@pytest.mark.parametrize(("kind", "form"), [("board", "csv"), ("responses", "csv"), ("responses", "xlsx")])
def test_a_part_is_let_go_once_it_is_written_and_costs_what_others_cost(asked, held, kind, form):
    questionnaire, top, by = asked
    answered_in(top, questionnaire, IN_A_PART * FEW_PARTS, 1, "few")
    few = queries_for(questionnaire, by, kind, form)
    answered_in(top, questionnaire, IN_A_PART * (MANY_PARTS - FEW_PARTS), 1, "many")
    more = queries_for(questionnaire, by, kind, form) - few
    assert more % (MANY_PARTS - FEW_PARTS) == 0 and more <= 12 * (MANY_PARTS - FEW_PARTS)
    assert len(held) > MANY_PARTS and set(held) <= {0, 1}


class Cell(str):
    """A text that can be asked whether it is still there."""


@pytest.mark.parametrize("form", Export.Form.values)
def test_no_writer_holds_what_it_has_written(form):
    left, cells = [], weakref.WeakSet()

    class Contents:
        tables, total = [table("texts", "Texts", ("Text", "text"))], 5

        def parts(self):
            for done in range(1, self.total + 1):
                rows = [("texts", [Cell(f"{done}-{n}")]) for n in range(10)]
                cells.update(row[0] for _key, row in rows)
                yield Part(done, rows)
                del rows

    def tell(part: Part) -> None:
        part.rows.clear()
        left.append(len(cells))

    with tempfile.TemporaryFile() as file:
        write(Contents(), form, "en", file, tell)
        file.seek(0, 2)
        assert file.tell() > 100
    assert max(left) <= 10, "those of the part at hand"
