"""What an XLSForm becomes: questions, choices, rules, languages; and what is told of the rest, row by row."""

import pytest
from django.utils import translation

from questionnaires.structure import Question
from questionnaires.xlsform_in import read_xlsform
from questionnaires.xlsform_lines import KEPT, LOOK, LOST
from questionnaires.xlsform_outline import MOST_CHOICES

from .xlsforms import VALID, questions_in, xlsx


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


CHOICES = """
list_name | name      | label::French | label::English | region | image
yesno     | yes       | Oui           | Yes
yesno     | no        | Non           | No
three     | yes       | Ouais         | Yes
three     | no        | Non           | No
three     | dont_know | Chais pas     | Dunno
colours   | red       | Rouge         | Red            | north  |
colours   | 1.5 b     | Vert          | Green          | south  | b.png
"""
Kind = Question.Kind


def read(survey: str, choices: str = CHOICES, **sheets: str):
    found = read_xlsform(xlsx(survey, choices, **sheets))
    assert found.errors == []
    return found


def one(type_: str, **columns: str) -> dict:
    """The question that a single row becomes; a double underscore in a column's name is a double colon."""
    columns = {"label::French": "Un texte"} | {
        name.replace("__", "::"): text for name, text in columns.items()
    }
    heading = " | ".join(["type", "name", *columns])
    survey = f"{heading}\n{' | '.join([type_, 'q', *columns.values()])}"
    return questions_in(read(survey, settings="form_title | default_language\nT | French").content)["q"]


def told(found, weight: str) -> list[tuple[int, str]]:
    return [(line.row, line.what) for line in found.kept if line.weight == weight]


@pytest.mark.parametrize(
    ("type_", "kind"),
    [
        ("text", "text"), ("integer", "number"), ("int", "number"), ("decimal", "decimal"), ("date", "date"),
        ("note", "note"), ("geopoint", "location"), ("image", "file"), ("photo", "file"), ("audio", "file"),
        ("video", "file"), ("file", "file"), ("barcode", "text"), ("time", "text"), ("dateTime", "text"),
        ("select_one yesno", "choice"), ("select one from yesno", "choice"), ("select_one three", "yes_no"),
        ("select_multiple three", "multiple"), ("select all that apply from yesno", "multiple"),
        ("acknowledge", "choice"), ("range", "number"), ("percentage", "number"), ("select_one  yesno", "choice"),
    ],
)  # fmt: skip
def test_each_type_is_the_kind_that_comes_nearest(type_, kind):
    assert one(type_)["kind"] == kind


def test_texts_of_several_lines_and_other_looks():
    question = one("text", appearance="w2 multiline")
    assert question["kind"] == Kind.LONG_TEXT
    assert question["kept_xlsform"] == {"cells": {"appearance": "w2"}}


def test_a_range_has_the_limits_of_its_slider():
    question = one("range", parameters="start=0 end=2 step=0.5")
    assert (question["kind"], question["minimum"], question["maximum"]) == ("decimal", "0", "2")
    assert one("percentage")["maximum"] == "100"


@pytest.mark.parametrize(
    ("constraint", "limits"),
    [
        (". >= 0 and . <= 100", {"minimum": "0", "maximum": "100"}),
        ("0 <= . and 100.5 >= .", {"minimum": "0", "maximum": "100.5"}),
        (". > 0 and . < 10", {"minimum": "1", "maximum": "9"}),
        ("(.>=-3)", {"minimum": "-3"}),
    ],
)
def test_limits_come_from_the_constraint(constraint, limits):
    question = one("integer", constraint=constraint)
    assert {name: question[name] for name in ("minimum", "maximum") if name in question} == limits
    assert "kept_xlsform" not in question


def test_other_constraints_are_checks_with_their_message():
    survey = """
    type    | name     | label::fr | constraint                        | constraint_message::fr | constraint_message::en
    integer | reported | Notifiés  | . >= 0
    integer | reviewed | Examinés  | . >= 0 and . <= ${reported}       | Pas plus que notifiés  | Not more than reported
    decimal | rate     | Taux      | . > 0                             | Plus que zéro
    text    | year     | Année     | . != 'x' and regex(., '[0-9]{4}') | Quatre chiffres
    """
    found = read(survey)
    assert found.content["checks"] == [
        {"question": "reviewed", "rule": {"question": "reviewed", "op": "le", "other": "reported"},
         "message_fr": "Pas plus que notifiés", "message_en": "Not more than reported", "with_reason": False},
        {"question": "rate", "rule": {"question": "rate", "op": "gt", "value": 0}, "message_fr": "Plus que zéro",
         "with_reason": False},
        {"question": "year", "rule": {"question": "year", "op": "is_not", "value": "x"},
         "message_fr": "Quatre chiffres", "with_reason": False},
    ]  # fmt: skip
    assert questions_in(found.content)["year"]["kept_xlsform"] == {"constraint": "regex(., '[0-9]{4}')"}
    assert told(found, LOOK) == [(5, "constraint: regex(., '[0-9]{4}')")]


def test_required_is_yes_in_many_spellings_and_an_expression_is_told():
    assert all(one("text", required=yes).get("required") for yes in ("yes", "TRUE", "true()", "True"))
    assert not any("required" in one("text", required=no) for no in ("no", "FALSE", "false()"))
    assert one("text", required="1 = 1")["kept_xlsform"] == {"cells": {"required": "1 = 1"}}


@pytest.mark.parametrize(
    ("heading", "language"),
    [
        ("label::French", "fr"), ("label::Français (fr)", "fr"), ("label::francais", "fr"), ("label::FR", "fr"),
        ("label::fr-FR", "fr"), ("label :: French", "fr"), ("Label::Français(fr)", "fr"), ("label:French", "fr"),
        ("label::English (en)", "en"), ("label::english", "en"), ("label::en", "en"), ("label::Anglais", "en"),
        ("caption::English", "en"), ("label::English (GB) (en)", "en"), ("label::French (Guinea) (fr-GN)", "fr"),
    ],
)  # fmt: skip
def test_languages_are_known_by_name_or_code(heading, language):
    content = read(f"type | name | {heading}\ntext | q | Mot").content
    assert questions_in(content)["q"] == {"code": "q", "kind": "text", f"text_{language}": "Mot"}


@pytest.mark.parametrize(
    ("label", "sheet", "language"),
    [
        ("Quel est le nombre de décès dans la zone ?", "", "fr"),
        ("What is the number of deaths in the zone?", "", "en"),
        ("What is the number?", "form_title | default_language\nT | French (fr)", "fr"),
        ("Quel est le nombre ?", "form_title | default_language\nT | en", "en"),
        ("42", "", "fr"),
    ],
)
def test_texts_without_a_language_are_in_that_of_the_form(label, sheet, language):
    found = read(f"type | name | label\ntext | q | {label}", settings=sheet)
    assert questions_in(found.content)["q"][f"text_{language}"] == label
    assert found.taken_as == language
    assert bool([line for line in found.kept if line.what == "label"]) is (sheet == "")


def test_who_imports_may_name_the_language():
    data = xlsx("type | name | label\ntext | q | Quel est le nombre ?")
    assert questions_in(read_xlsform(data, "en").content)["q"]["text_en"]


def test_a_third_language_is_kept_and_told_once():
    found = read(
        "type | name | label::English | label::Español (es)\ntext | q | Name | Nombre\ntext | r | A | B"
    )
    assert questions_in(found.content)["q"]["kept_xlsform"] == {"cells": {"label::Español (es)": "Nombre"}}
    assert told(found, LOOK) == [(0, "Español (es)")]


def test_lists_of_choices_become_each_questions_own():
    found = read("type | name | label::French\nselect_one colours | a | A\nselect_multiple yesno | b | B")
    choices = [{"code": "red", "label_fr": "Rouge", "label_en": "Red"},
               {"code": "1.5 b", "label_fr": "Vert", "label_en": "Green"}]  # fmt: skip
    assert questions_in(found.content)["a"]["choices"] == choices
    kept = found.content["kept_xlsform"]["lists"]
    assert kept["colours"][1] == {"name": "1.5 b", "label::fr": "Vert", "label::en": "Green", "region": "south",
                                  "image": "b.png"}  # fmt: skip
    assert set(kept) == {"colours", "three"}
    assert told(found, LOOK) == [(2, "colours")]


def test_yes_no_with_words_of_its_own_keeps_them():
    found = read("type | name | label::French\nselect_one three | q | Q")
    assert questions_in(found.content)["q"] == {
        "code": "q", "kind": "yes_no", "text_fr": "Q", "kept_xlsform": {"list": "three"}
    }  # fmt: skip
    assert found.content["kept_xlsform"]["lists"]["three"][0]["label::fr"] == "Ouais"


def test_or_other_is_a_choice_and_a_question_for_the_details():
    questions = questions_in(read("type | name | label::French\nselect_one yesno or_other | q | Q").content)
    assert [choice["code"] for choice in questions["q"]["choices"]] == ["yes", "no", "other"]
    assert questions["q_other"]["show_if"] == {"question": "q", "op": "has", "value": "other"}
    assert questions["q_other"]["text_en"] == "Specify"


def test_a_list_too_long_for_a_screen_is_left_out_and_kept():
    rows = "\n".join(f"towns | t{n} | Ville {n}" for n in range(MOST_CHOICES + 1))
    found = read(
        "type | name | label::French\ntext | q | Q\nselect_one towns | town | Ville",
        CHOICES.strip() + "\n" + rows,
    )
    assert set(questions_in(found.content)) == {"q"}
    assert told(found, LOST) == [(3, "select_one towns town")]
    assert len(found.content["kept_xlsform"]["lists"]["towns"]) == MOST_CHOICES + 1


NESTED = """
type         | name    | label::French | relevant             | appearance
text         | before  | Avant
begin group  | first   | Première      | ${before} = 'x'      | field-list
integer      | a       | A
begin_group  | inner   | Dedans        | ${a} > 1
integer      | b       | B             | ${a} < 9
begin_group  | deep
integer      | c       | C
end_group
end_group
integer      | d       | D
end group
text         | after   | Après         | selected(${before}, 'y')
"""


def test_groups_are_sections_and_groups_within_them_titles_and_rules():
    sections = read(NESTED).content["sections"]
    x = {"question": "before", "op": "is", "value": "x"}
    more = {"question": "a", "op": "gt", "value": 1}
    assert [(s.get("code"), s["title_fr"], s.get("show_if")) for s in sections] == [
        (None, "Questions", None), ("first", "Première", x), (None, "Questions", None)
    ]  # fmt: skip
    assert [(q["code"], q["kind"], q.get("show_if")) for q in sections[1]["questions"]] == [
        ("a", "number", None),
        ("inner", "note", more),
        ("b", "number", {"all": [more, {"question": "a", "op": "lt", "value": 9}]}),
        ("c", "number", more),
        ("d", "number", None),
    ]
    assert sections[1]["questions"][3]["kept_xlsform"] == {"group": ["inner", "deep"]}


def test_a_group_too_long_for_a_screen_gives_way_to_its_groups():
    lines = [
        "type | name | label::French | relevant",
        "text | x | X",
        "begin group | all | Tout | ${x} = 'y'",
    ]
    for part in ("one", "two"):
        lines += [
            f"begin group | {part} | {part}",
            *(f"text | {part}{n} | Q" for n in range(20)),
            "end group",
        ]
    sections = read("\n".join([*lines, "text | last | Z", "end group"])).content["sections"]
    assert [(s.get("code"), len(s["questions"])) for s in sections] == [
        (None, 1),
        ("one", 20),
        ("two", 20),
        (None, 1),
    ]
    assert all(s["show_if"] == {"question": "x", "op": "is", "value": "y"} for s in sections[1:])


def test_names_given_twice_become_different_codes_and_rules_follow():
    survey = """
    type        | name | label::French | relevant
    begin group | mum  | Mère
    integer     | âge  | Âge
    text        | job  | Métier        | ../âge > 17
    end group
    begin group | dad  | Père
    integer     | âge  | Âge
    text        | work | Travail       | ../âge > 17
    text        | more | Plus          | /data/mum/âge > 40
    end group
    """
    questions = questions_in(read(survey).content)
    assert [questions[code]["show_if"]["question"] for code in ("job", "work", "more")] == [
        "age",
        "age_2",
        "age",
    ]
    assert questions["age_2"]["kept_xlsform"] == {"name": "âge"}


def test_names_as_long_as_xml_takes_them_fit():
    name = "n" * 200
    assert list(questions_in(read(f"type | name | label::French\ntext | {name} | Q").content)) == ["n" * 80]


def test_rules_that_cannot_be_said_are_kept_and_told_with_the_reason():
    survey = """
    type      | name | label::French | relevant                      | calculation
    text      | a    | A             | ${later} = 'x'
    calculate | sum  |               |                               | 1 + 1
    text      | b    | B             | ${sum} > 1 and ${a} = 'x'
    text      | c    | C             | count-selected(${a}) > 1
    text      | later | L
    """
    found = read(survey)
    questions = questions_in(found.content)
    assert questions["a"]["kept_xlsform"] == {"relevant": "${later} = 'x'"}
    assert questions["b"]["show_if"] == {"question": "a", "op": "is", "value": "x"}
    assert questions["b"]["kept_xlsform"] == {"relevant": "${sum} > 1"}
    assert questions["sum"]["kind"] == Kind.CALCULATION
    reasons = {line.row: line.reason for line in found.kept if line.weight == LOOK}
    assert "“later” comes only later" in reasons[2]
    assert "“sum” is a calculation" in reasons[4]
    assert set(reasons) == {2, 4, 5}


REST = """
type           | name     | label::French | relevant         | default | read_only | choice_filter | image | hint::fr
start          | begun
deviceid       | phone
text           | a        | Bonjour ${phone} |               | x       | yes       |               | p.png | Une aide
begin_repeat   | children | Enfants
integer        | weight   | Poids         | ${a} = 'x'
end_repeat
rank yesno     | order    | Ordre
geotrace       | way      | Chemin
select_one_from_file v.csv | v | Ville
select_one colours | c    | C             |                  |         |           | region = ${a}
"""


def test_every_row_that_is_not_carried_is_told():
    found = read(REST)
    assert set(questions_in(found.content)) == {"a", "c"}
    assert told(found, LOST) == [
        (5, "begin_repeat children"), (6, "integer weight"), (8, "rank yesno order"), (9, "geotrace way"),
        (10, "select_one_from_file v.csv v"),
    ]  # fmt: skip
    assert {(2, "start begun"), (3, "deviceid phone"), (4, "default: x")} <= set(told(found, KEPT))
    assert {
        (4, "read_only: yes"),
        (4, "image: p.png"),
        (4, "Bonjour ${phone}"),
        (11, "choice_filter: region = ${a}"),
    } <= set(told(found, LOOK))


def test_what_is_left_out_is_kept_word_for_word_with_its_place():
    aside = read(REST).content["kept_xlsform"]["aside"]
    assert [(each["after"], each["rows"][0]["name"]) for each in aside] == [
        ("", "begun"), ("", "phone"), ("a", "children"), ("a", "order"), ("a", "way"), ("a", "v")
    ]  # fmt: skip
    assert aside[2]["rows"][1:] == [
        {"type": "integer", "name": "weight", "label::fr": "Poids", "relevant": "${a} = 'x'"},
        {"type": "end_repeat"},
    ]


def test_settings_and_other_sheets_are_kept():
    found = read(
        "type | name | label\ntext | q | Nom de la ville",
        settings="form_title | form_id | style | default_language\nVilles | villes | pages | French",
        notes="un\ndeux",
    )
    assert found.content["title_fr"] == "Villes"
    assert found.content["kept_xlsform"]["settings"] == {"form_id": "villes", "style": "pages"}
    assert told(found, LOST) == [(0, "")]


def test_a_group_without_title_is_called_by_its_name():
    section = read(
        "type | name | label::French\nbegin group | plan_action |\ntext | q | Q\nend group"
    ).content["sections"][0]
    assert section["title_fr"] == "plan action"
    assert section["kept_xlsform"] == {"untitled": True}


def test_the_real_form_is_read_whole():
    found = read_xlsform(VALID.read_bytes())
    questions = questions_in(found.content)
    assert [section["code"] for section in found.content["sections"]] == [
        "intro", "geo_group", "equipment_group", "services_group", "stocks_group"
    ]  # fmt: skip
    assert len(questions) == 27
    assert questions["HFR_CS_17"]["show_if"] == {"question": "HFR_CS_16", "op": "is", "value": "yes"}
    assert questions["note_12"]["kept_xlsform"] == {"relevant": "${physical_vs_theoritical}>0"}
    assert questions["photo_fosa"]["kept_xlsform"] == {"type": "image"}
    assert all(
        q.get("text_fr") and q.get("text_en") for q in questions.values() if q["kind"] != Kind.CALCULATION
    )
    assert found.languages == ["fr", "en"]
