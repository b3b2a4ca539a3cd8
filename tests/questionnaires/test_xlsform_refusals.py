"""A form that is refused says in which row, in a plain sentence, and what pyxform itself says."""

import pytest
from django.utils import translation

from questionnaires import xlsform_refusals, xlsform_sentences
from questionnaires.xlsform_files import read_book
from questionnaires.xlsform_in import read_xlsform

from .xlsforms import INVALID, xlsx


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


HEAD = "type | name | label::French | relevant | calculation | parameters\n"
LIST = "list_name | name | label::French\nl | a b | A\nl | c | C\n"
TWICE = "list_name | name | label::French\nl | a | A\n\nl | b | B\nl | a | Encore A\n"
Q = "text | x | Un texte\n"

REFUSED = {
    "no survey": ({"choices": LIST, "survey": "", "notes": "un\ndeux"}, 0, "no sheet “survey”"),
    "an empty survey": ({"survey": HEAD}, 0, "no sheet “survey”"),
    "no type column": ({"survey": "name | label\nx | X"}, 1, "columns type, name and label"),
    "a name with a space": ({"survey": HEAD + Q + "text | mon nom | Nom"}, 3, "no spaces"),
    "a name that begins with a digit": ({"survey": HEAD + "text | 1er | Nom"}, 2, "begins with a letter"),
    "no name": ({"survey": HEAD + Q + "text | | Nom"}, 3, "no name"),
    "no type": ({"survey": HEAD + Q + " | y | Nom"}, 3, "no type"),
    "an unknown type": ({"survey": HEAD + Q + "texte | y | Nom"}, 3, "does not exist in XLSForm"),
    "no label": ({"survey": HEAD + Q + "integer | y | "}, 3, "neither label nor hint"),
    "a name twice": ({"survey": HEAD + Q + Q}, 3, "same group have this name"),
    "a list that is missing": ({"survey": HEAD + "select_one nul | y | Y", "choices": LIST}, 2, "not on the sheet"),
    "no choices at all": ({"survey": HEAD + "select_one l | y | Y"}, 2, "not on the sheet “choices”"),
    "a choice twice": ({"survey": HEAD + "select_one l | y | Y", "choices": TWICE}, 5, "twice in its list"),
    "a space in one of several": ({"survey": HEAD + "select_multiple l | y | Y", "choices": LIST}, 2, "hold no spaces"),
    "a choice without name": ({"survey": HEAD + "select_one l | y | Y", "choices": LIST + "l | | D"}, 4, "no name"),
    "a group never ended": ({"survey": HEAD + "begin group | g | G\n" + Q}, 2, "never ended"),
    "an end too many": ({"survey": HEAD + Q + "end group | | "}, 3, "was not begun"),
    "a repeat ended as a group": ({"survey": HEAD + "begin repeat | r | R\n" + Q + "end group | | "}, 4, "not begun"),
    "a name that is not there": ({"survey": HEAD + "text | y | Y | ${z} = 1"}, 2, "not there"),
    "a reference cut off": ({"survey": HEAD + Q + "text | y | Y | ${x = 1"}, 3, "${name}"),
    "a name that two have": (
        {"survey": HEAD + Q + "begin group | g | G\n" + Q + "end group | |\ntext | y | Y | ${x} = 1"}, 6, "several rows"
    ),
    "nothing to calculate": ({"survey": HEAD + "calculate | c | | | "}, 2, "nothing to calculate"),
    "a reserved name": ({"survey": HEAD + "text | meta | Y"}, 2, "“meta” cannot be a name"),
    "parameters of another type": ({"survey": HEAD + "range | r | R | | | start=a"}, 2, "parameters"),
    "columns that mean the same": ({"survey": "type | name | label | caption\ntext | x | X | Y"}, 1, "mean the same"),
    "nothing to ask": ({"survey": HEAD + "start | début | \nrank l | r | R", "choices": LIST}, 0, "asks nothing"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", REFUSED)
def test_each_mistake_is_told_with_its_row(mistake):
    sheets, row, said = REFUSED[mistake]
    errors = read_xlsform(xlsx(**sheets)).errors
    assert (errors[0].row, said in errors[0].reason) == (row, True), errors


def test_pyxforms_own_sentence_stands_beside():
    line = read_xlsform(xlsx(HEAD + "text | mon nom | Nom")).errors[0]
    assert line.what == "mon nom"
    assert "pyxform: On the 'survey' sheet, the 'name' value is invalid" in line.reason


def test_empty_rows_do_not_shift_the_rows_that_are_told():
    survey = HEAD + " | \n | \n" + Q + " | \ntext | mon nom | Nom"
    assert read_xlsform(xlsx(survey)).errors[0].row == 6


def test_the_real_invalid_form_is_refused_with_its_row_and_all_that_is_wrong_beside():
    errors = read_xlsform(INVALID.read_bytes()).errors
    assert errors[0].row == 15 and "no spaces" in errors[0].reason
    assert {(line.row, line.what) for line in errors} >= {
        (18, "calculation: ${nonexisting_calculation}"), (54, "text"), (55, "doesnt_exist"), (57, "duplicate_name"),
        (86, "discourage name with blanks"),
    }  # fmt: skip


def test_a_form_that_makes_pyxform_stumble_is_refused_in_our_words(monkeypatch):
    def stumble(*args, **kwargs):
        raise KeyError("bind")

    monkeypatch.setattr(xlsform_refusals, "convert", stumble)
    whole, wrong = xlsx(HEAD + Q), xlsx(HEAD + Q + "texte | y | Y")
    assert "cannot be read to its end" in xlsform_refusals.refusals_of(read_book(whole))[0].reason
    assert [line.row for line in xlsform_refusals.refusals_of(read_book(wrong))] == [3]


def test_a_form_longer_than_the_portal_takes_is_refused():
    survey = "type,name,label\n" + "".join(f"text,q{n},Q\n" for n in range(3001))
    assert "3001 rows" in read_xlsform(survey.encode()).errors[0].reason


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_plain_sentence_is_in_the_readers_language(language):
    with translation.override(language):
        reason = read_xlsform(xlsx(HEAD + "text | mon nom | Nom")).errors[0].reason
        assert reason.startswith(str(xlsform_sentences.BAD_NAME))
