"""A form that goes out and comes back is the same, whatever it asks."""

import copy

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from questionnaires import rules
from questionnaires.actions import create_questionnaire
from questionnaires.snapshots import content_of
from questionnaires.xlsform_files import read_book
from questionnaires.xlsform_in import read_xlsform
from questionnaires.xlsform_out import to_xlsform
from questionnaires.xlsform_refusals import refusals_of
from tests.districts.places import country

from .asking import cycle_in
from .trying import SECTIONS
from .xlsforms import VALID, contents, forms, questions_in, workbook, xlsx

slowly = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)


def there_and_back(content: dict) -> dict:
    made = to_xlsform(content, "form", "1")
    refusals = refusals_of(read_book(made))
    assert refusals == [], refusals
    read = read_xlsform(made)
    assert read.errors == []
    return read.content


@slowly
@given(contents())
def test_any_questionnaire_comes_back_as_it_was(content):
    assert there_and_back(content) == content


@slowly
@given(forms())
def test_any_form_that_is_taken_goes_out_and_comes_back(form):
    read = read_xlsform(workbook(**form))
    assume(not read.errors)
    assert there_and_back(read.content) == read.content


@slowly
@given(forms(), st.data())
def test_a_form_that_was_changed_here_still_goes_out_and_comes_back(form, data):
    """Questions deleted and moved, whatever had been kept about them."""
    read = read_xlsform(workbook(**form))
    assume(not read.errors)
    content = changed(read.content, data)
    assume(questions_in(content))
    assert there_and_back(content) == content


def changed(content: dict, data: st.DataObject) -> dict:
    content = copy.deepcopy(content)
    sections = content["sections"]
    for _change in range(data.draw(st.integers(1, 4))):
        full = [section for section in sections if section["questions"]]
        if not full:
            break
        section = data.draw(st.sampled_from(full))
        question = section["questions"].pop(data.draw(st.integers(0, len(section["questions"]) - 1)))
        if data.draw(st.booleans()):
            other = data.draw(st.sampled_from(sections))["questions"]
            other.insert(data.draw(st.integers(0, len(other))), question)
    known: set[str] = set()
    for section in sections:
        for row in (section, *section["questions"]):
            if rules.questions_of(rules.read(row.get("show_if", {}))) - known:
                del row["show_if"]
            known |= {row["code"]} if "kind" in row else set()
    content["checks"] = [
        check for check in content["checks"]
        if rules.questions_of(rules.read(check["rule"])) | {check["question"]} <= known
    ]  # fmt: skip
    return content


def asked(code: str, kind: str = "text", **kept) -> dict:
    return {"code": code, "kind": kind, "text_fr": "Un texte"} | ({"kept_xlsform": kept} if kept else {})


LOOSE = {"title_fr": "Questions", "title_en": "Questions", "kept_xlsform": {"loose": True}}
EMPTY_GROUP = [{"type": "begin_group", "name": "vide"}, {"type": "end_group"}]
CHANGED = {
    "a question of a group within moved to those in no group": {
        "sections": [LOOSE | {"questions": [asked("a", group=["dedans"]), asked("b")]}]
    },
    "a question moved between a group's title and what the group still holds": {
        "sections": [
            {"code": "part", "title_fr": "Partie"}
            | {
                "questions": [
                    asked("dedans", "note", group=["dedans"], heading=True), asked("b"), asked("c", group=["dedans"]),
                ]
            }
        ],
        "kept_xlsform": {
            "aside": [{"after": "dedans", "within": ["part", "dedans"], "rows": [{"type": "start", "name": "s"}]}]
        },
    },
    "a question that gets the name of the next one": {
        "sections": [
            {"code": "a", "title_fr": "Partie", "questions": []},
            LOOSE | {"questions": [asked("a", "note")]},
            {"code": "part", "title_fr": "Partie", "questions": [asked("a_2")]},
        ]
    },
    "a section gone that had held an empty group": {
        "sections": [{"code": "part", "title_fr": "Partie", "questions": [asked("a")]}],
        "kept_xlsform": {"aside": [{"after": "a", "within": ["ancienne"], "rows": EMPTY_GROUP}]},
    },
}  # fmt: skip


@pytest.mark.parametrize("content", CHANGED.values(), ids=CHANGED.keys())
def test_what_was_changed_here_comes_back(content):
    content = {"title_fr": "Essai", "checks": []} | content
    assert there_and_back(content) == content


def test_a_real_form_comes_back_as_it_was():
    content = read_xlsform(VALID.read_bytes()).content
    assert there_and_back(content) == content


def test_a_long_form_comes_back_as_it_was():
    """481 nodes, as the longest that health services use."""
    lines = [
        "type | name | label::French | label::English | relevant | constraint | constraint_message::French"
    ]
    for part in range(20):
        lines.append(f"begin group | part{part} | Partie {part} | Part {part}")
        lines += [
            f"select_one yesno | p{part}q{n} | Question {n} ? | Question {n}? | "
            + (f"selected(${{p{part}q{n - 1}}}, 'yes')" if n else "")
            for n in range(11)
        ]
        lines += [
            f"integer | p{part}n{n} | Combien ? | How many? | | "
            + (f". >= 0 and . <= ${{p{part}n{n - 1}}} | Trop" if n else ". >= 0")
            for n in range(11)
        ]
        lines.append("end group")
    lines.append("note | fin | Merci | Thank you")
    choices = (
        "list_name | name | label::French | label::English\nyesno | yes | Oui | Yes\nyesno | no | Non | No"
    )
    read = read_xlsform(xlsx("\n".join(lines), choices))
    assert len(lines) - 1 == 481 and read.errors == [] and read.kept == []
    assert len(questions_in(read.content)) == 441 and len(read.content["checks"]) == 200
    assert there_and_back(read.content) == read.content


def test_what_the_database_keeps_comes_back(db):
    """Through the tables as well: of every kind, with rules, levels and series."""
    questionnaire = create_questionnaire(
        cycle=cycle_in(country("gui")), sections=SECTIONS, by=None, title_fr="Essai", title_en="Trial"
    )
    content = content_of(questionnaire)
    assert there_and_back(content) == content


def test_a_form_is_the_same_in_the_database(db):
    content = read_xlsform(VALID.read_bytes()).content
    made = create_questionnaire(cycle=cycle_in(country("gui")), by=None, **content)
    kept = content_of(made)
    for question in questions_in(kept).values():
        del question["series"]
    assert kept == content
