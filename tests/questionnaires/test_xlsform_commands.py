"""Importing and exporting from the command line: what is said, in which language, and how it ends."""

import pytest
from django.core.management import CommandError, call_command

from questionnaires.actions import open_questionnaire
from questionnaires.models import Question, Questionnaire
from tests.districts.places import country

from .asking import QUESTIONS, cycle_in, questionnaire_of
from .xlsforms import INVALID, VALID, rows_of


@pytest.fixture
def cycle(db):
    return cycle_in(country("gui"))


def run(*arguments, language="en", **options) -> None:
    call_command(*map(str, arguments), messages=language, **options)


def test_a_form_becomes_the_cycles_questionnaire_after_its_rows_were_told(cycle, capsys):
    run("import_xlsform", VALID, cycle="essai")
    said = capsys.readouterr().out
    assert "survey 40 · relevant: ${physical_vs_theoritical}>0 · This part of the rule stays" in said
    assert said.endswith("27 questions imported.\n")
    assert Questionnaire.objects.get(cycle=cycle).questions.count() == 27


def test_a_dry_run_saves_nothing(cycle, capsys):
    run("import_xlsform", VALID, cycle="essai", dry_run=True)
    assert capsys.readouterr().out.endswith("27 questions would be imported.\n")
    assert not Questionnaire.objects.exists()


def test_questions_that_are_there_are_replaced_only_if_that_is_said(cycle):
    questionnaire = questionnaire_of(cycle)
    with pytest.raises(CommandError, match="--replace"):
        run("import_xlsform", VALID, cycle="essai")
    assert Question.objects.count() == len(QUESTIONS)
    run("import_xlsform", VALID, cycle="essai", replace=True)
    assert questionnaire.questions.count() == 27


def test_a_form_that_is_refused_tells_its_rows_and_ends_differently(cycle, capsys):
    with pytest.raises(CommandError) as refused:
        run("import_xlsform", INVALID, cycle="essai")
    assert refused.value.returncode == 2
    assert "survey 15 · " in capsys.readouterr().err
    assert not Questionnaire.objects.exists()


def test_other_failures_are_told(cycle, tmp_path):
    with pytest.raises(CommandError, match="No cycle has the code “nul”") as failed:
        run("import_xlsform", VALID, cycle="nul")
    assert failed.value.returncode == 1
    with pytest.raises(CommandError, match="cannot be read"):
        run("import_xlsform", tmp_path / "nothing.xlsx", cycle="essai")
    with pytest.raises(CommandError, match="“essai”"):
        run("export_xlsform", "essai", tmp_path / "out.xlsx")
    open_questionnaire(questionnaire=questionnaire_of(cycle), by=None)
    with pytest.raises(CommandError, match="is open"):
        run("import_xlsform", VALID, cycle="essai", replace=True)
    with pytest.raises(CommandError, match="cannot be written"):
        run("export_xlsform", "essai", tmp_path / "nowhere" / "out.xlsx")


def test_a_questionnaire_is_written_as_a_file(cycle, tmp_path, capsys):
    questionnaire_of(cycle)
    run("export_xlsform", "essai", tmp_path / "out.xlsx")
    assert str(tmp_path / "out.xlsx") in capsys.readouterr().out
    data = (tmp_path / "out.xlsx").read_bytes()
    assert [row["name"] for row in rows_of(data) if row["type"] == "select_one committee"] == ["committee"]
    assert rows_of(data, "settings")[0]["form_id"] == "essai"
