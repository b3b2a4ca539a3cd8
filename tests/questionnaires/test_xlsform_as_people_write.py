"""Forms as people write them for KoboToolbox and ODK: old and new spellings, and slips that pyxform lets pass."""

import struct

import pytest
from django.utils.translation import override

from questionnaires.structure import Question
from questionnaires.xlsform_in import read_xlsform
from questionnaires.xlsform_lines import KEPT, LOOK, LOST

from .old_excel import xls
from .test_xlsform_round_trip import there_and_back
from .xlsforms import questions_in, xlsx

Kind = Question.Kind
# As KoboToolbox writes it: what the telephone notes, marks of its own, every type that has a place here or has none.
KOBO = xlsx(
    survey="""
    type | name | label::Français (fr) | label::English | required | relevant | constraint | calculation | parameters
    start | start
    deviceid | deviceid
    audit | audit
    begin_group | lieu | Identification | Facility | false
    select_one region | region | Région | Region | true
    select_one prefecture | prefecture | Préfecture | Prefecture | true
    geopoint | gps | Position | Position
    barcode | code | Code-barres | Bar code
    end_group
    begin_group | cpn | Consultations | Consultations
    integer | cpn1 | CPN1 | ANC1 | true | | . >= 0 and . <= 5000
    integer | cpn4 | CPN4 | ANC4 | true | | . <= ${cpn1}
    calculate | taux | | | | | | ${cpn4} div ${cpn1}
    select_multiple services or_other | services | Services | Services
    image | photo | Photo du registre | Photo of the register | | selected(${services}, 'cpn') and ${cpn1} > 10
    acknowledge | accord | Je confirme | I confirm
    range | note | Note | Mark | | | | | start=0 end=10 step=1
    rank services | rang | Classez | Rank
    geotrace | route | Route | Road
    end_group
    begin_repeat | agents | Agents | Staff
    text | nom | Fonction | Post
    end_repeat
    """,
    choices="""
    list_name | name | label::Français (fr) | label::English (en) | region
    region | boke | Boké | Boké
    region | kindia | Kindia | Kindia
    prefecture | fria | Fria | Fria | boke
    prefecture | coyah | Coyah | Coyah | kindia
    services | cpn | CPN | ANC
    services | pev | PEV | EPI
    """,
    settings="""
    form_title | form_id | default_language | style
    Supervision | supervision | Français (fr) | pages
    """,
)  # fmt: skip
# As the first ODK forms were written.
OLD = xlsx(
    survey="""
    type | name | caption | hint | required | relevant | constraint | constraint message
    begin group | general | Informations générales
    text | district | Nom du district | Comme dans le registre | yes
    select one from equipe | poste | Votre poste ? | | Yes
    select all that apply from moyens | moyens | Moyens de transport

    select_one oui_non | comite | Un comité ?
    int | reunions | Combien de réunions ? | | | ${comite}='oui' | .>=0 and .<=12 | De 0 à 12
    end group
    string | fin | Un mot de la fin ? | | | count-selected(${moyens}) > 1
    """,
    choices="""
    list name | name | label
    equipe | mcd | Médecin chef
    moyens | 1 | Moto
    moyens | 2 | Pirogue
    oui_non | oui | Oui
    oui_non | non | Non
    """,
)  # fmt: skip


def kinds(content: dict) -> dict[str, str]:
    return {code: question["kind"] for code, question in questions_in(content).items()}


def told(read, *weights: str) -> list[tuple[int, str]]:
    return [(line.row, line.what) for line in read.kept if line.weight in weights]


def test_a_form_of_kobotoolbox_becomes_what_the_portal_asks_and_tells_the_rest():
    read = read_xlsform(KOBO)
    assert read.errors == [] and read.languages == ["fr", "en"]
    assert kinds(read.content) == {
        "region": Kind.CHOICE, "prefecture": Kind.CHOICE, "gps": Kind.LOCATION, "code": Kind.TEXT,
        "cpn1": Kind.NUMBER, "cpn4": Kind.NUMBER, "taux": Kind.CALCULATION, "services": Kind.MULTIPLE,
        "services_other": Kind.TEXT, "photo": Kind.FILE, "accord": Kind.CHOICE, "note": Kind.NUMBER,
    }  # fmt: skip
    asked = questions_in(read.content)
    assert (asked["cpn1"]["minimum"], asked["cpn1"]["maximum"], asked["cpn1"]["required"]) == (
        "0",
        "5000",
        True,
    )
    assert read.content["checks"][0]["rule"] == {"question": "cpn4", "op": "le", "other": "cpn1"}
    assert len(asked["photo"]["show_if"]["all"]) == 2
    assert told(read, LOST) == [
        (19, "rank services rang"), (20, "geotrace route"), (22, "begin_repeat agents"), (23, "text nom"),
    ]  # fmt: skip
    assert {row for row, _what in told(read, KEPT)} >= {2, 3, 4, 9, 14}
    assert there_and_back(read.content) == read.content


def test_the_spellings_of_old_forms_are_known():
    read = read_xlsform(OLD)
    assert read.errors == [] and read.taken_as == "fr"
    assert kinds(read.content) == {
        "district": Kind.TEXT, "poste": Kind.CHOICE, "moyens": Kind.MULTIPLE, "comite": Kind.CHOICE,
        "reunions": Kind.NUMBER, "fin": Kind.TEXT,
    }  # fmt: skip
    asked = questions_in(read.content)
    assert asked["district"]["required"] and asked["poste"]["required"]
    assert [choice["code"] for choice in asked["moyens"]["choices"]] == ["1", "2"]
    assert asked["reunions"]["show_if"] == {"question": "comite", "op": "is", "value": "oui"}
    assert told(read, LOOK) == [(10, "relevant: count-selected(${moyens}) > 1")], "the empty row is counted"
    assert there_and_back(read.content) == read.content


ONE = "type | name | label::fr\ntext | a | A ?"
LIST = "list_name | name | label::fr\nl | x | X"
# (sheets, row, sheet, what is said) of what is taken and told.
SLIPS = {
    "no such choice": (
        {"survey": "type | name | label::fr | relevant\nselect_one l | a | A ?\ntext | b | B ? | ${a} = 'y'",
         "choices": LIST},
        3, "survey", "has no choice “y”",
    ),
    "an open bracket": (
        {"survey": "type | name | label::fr | relevant\ntext | a | A ?\ntext | b | B ? | (${a} = 'y'"},
        3, "survey", "A bracket or quotation mark is missing.",
    ),
    "an open quotation mark": (
        {"survey": "type | name | label::fr | relevant\ntext | a | A ?\ntext | b | B ? | ${a} = 'y"},
        3, "survey", "A bracket or quotation mark is missing.",
    ),
    "two texts in one language": (
        {"survey": "type | name | label | label::French\ntext | a | Celui-ci | Celui-là",
         "settings": "default_language\nFrench"},
        2, "survey", "the column “label::French” says something else",
    ),
    "a choice of no list": (
        {"survey": ONE, "choices": f"{LIST}\n | y | Y"}, 3, "choices", "the choice belongs to no list",
    ),
    "settings in two rows": (
        {"survey": ONE, "settings": "form_title\nUn\nDeux"}, 3, "settings", "only the first row",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("sheets", "row", "sheet", "said"), SLIPS.values(), ids=SLIPS)
def test_slips_that_pyxform_lets_pass_are_told_with_their_row(sheets, row, sheet, said):
    with override("en"):
        read = read_xlsform(xlsx(**sheets))
    assert read.errors == []
    lines = [line for line in read.kept if said in line.reason]
    assert [(line.row, line.sheet) for line in lines] == [(row, sheet)]
    assert there_and_back(read.content) == read.content


def deep(levels: int) -> str:
    rows = [f"begin_group | g{n} | G" for n in range(levels)]
    return "\n".join(["type | name | label::fr", *rows, "text | a | A ?", *["end_group"] * levels])


# (sheets, row, what is said) of what is refused.
REFUSED = {
    "the same heading twice": (
        {"survey": "type | name | label | label\ntext | a | A | B"}, 1, "Two columns mean the same.",
    ),
    "two spellings of a heading": (
        {"survey": "type | name | label | relevant | relevance\ntext | a | A | 1 = 1 | 1 = 1"}, 1,
        "Two columns mean the same.",
    ),
    "a rating of KoboToolbox": (
        {"survey": "type | name | label::fr\ntext | a | A\nscore__row | m | M"},
        3, "Only KoboToolbox's own editor knows this type",
    ),
    "parameters of a telephone, without a row": (
        {"survey": "type | name | label::fr | parameters\ntext | a | A\naudit | audit | | location-priority=high"},
        3, "The parameters do not suit this type of question.",
    ),
    "a picture, within a group": (
        {"survey": "type|name|label::fr|media::big-image|relevant\nbegin_group|g|G\ntext|a|A||${c} = 'x'\n"
                   "text|b|B|x.png\nend_group\ntext|c|C"},
        4, "A large picture needs an ordinary one beside it.",
    ),
    "settings": (
        {"survey": ONE, "settings": "public_key | omit_instanceID\nabc | yes"}, 2, "Cannot omit instanceID",
    ),
    "a list with spaces": (
        {"survey": "type | name | label::fr\nselect_one my list | a | A", "choices": LIST},
        2, "The name of a list of choices holds no spaces.",
    ),
    "groups without end within each other": ({"survey": deep(300)}, 22, "more than 20 deep"),
}  # fmt: skip


@pytest.mark.parametrize(("sheets", "row", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_has_its_row_and_a_sentence_in_both_languages(sheets, row, said):
    with override("en"):
        lines = read_xlsform(xlsx(**sheets)).errors
    assert [line.row for line in lines if said in line.reason] == [row]
    with override("fr"):
        french = read_xlsform(xlsx(**sheets)).errors
    assert [line.row for line in french] == [line.row for line in lines]
    assert not {line.reason for line in french} & {line.reason for line in lines}


def test_groups_within_each_other_are_taken_as_deep_as_anybody_needs():
    read = read_xlsform(xlsx(survey=deep(20)))
    assert read.errors == [] and there_and_back(read.content) == read.content


def test_an_old_excel_file_with_a_password_says_so():
    plain = xls(survey=[["type", "name", "label"], ["text", "a", "A ?"]])
    assert read_xlsform(plain).errors == []
    # The record that says how it is locked, behind the workbook's first one.
    place, locked = (
        plain.index(struct.pack("<HH", 0x0809, 16)) + 20,
        struct.pack("<HHH", 0x2F, 54, 1) + bytes(52),
    )
    with override("en"):
        errors = read_xlsform(plain[:place] + locked + plain[place + len(locked) :]).errors
    assert [line.reason for line in errors] == ["The file is protected by a password. Save it without one."]
