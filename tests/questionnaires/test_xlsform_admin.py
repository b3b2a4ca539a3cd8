"""The screens of the XLSForm: nothing is changed before it was looked at, and nobody's work is lost."""

import datetime
import os
import time

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from districts.models import Role
from questionnaires.actions import open_questionnaire
from questionnaires.models import Question
from questionnaires.xlsform_files import MOST_BYTES
from tests.districts.accounts import text_of
from tests.districts.places import country, districts_of, person

from .asking import answer
from .building import Screen, address, built_questionnaire, facilitator
from .trying import SECTIONS, q
from .xlsforms import INVALID, VALID, rows_of, xlsx

PAGE, TAKE_OVER, DOWNLOAD = "xlsform/", "xlsform/take-over/", "xlsform/download/"
SHORT = """
type   | name  | label::French | relevant
text   | ville | Ville
rank l | ordre | Ordre
text   | b     | B             | f(${ville})
"""
LIST = "list_name | name | label::French\nl | x | X\nl | y | Y"


@pytest.fixture
def guinea(pages_ready):
    return country("gui")


@pytest.fixture
def questionnaire(guinea):
    return built_questionnaire(guinea, SECTIONS)


@pytest.fixture
def client(guinea):
    return facilitator(guinea)


def choose(client, questionnaire, data: bytes, name: str = "formulaire.xlsx", **fields):
    file = SimpleUploadedFile(name, data)
    return client.post(address(questionnaire, PAGE), {"file": file, "language": ""} | fields)


def take_over(client, questionnaire, looked):
    token = Screen(client, "", looked).soup.find("input", {"name": "token"})["value"]
    return client.post(address(questionnaire, TAKE_OVER), {"token": token})


def codes(questionnaire) -> list[str]:
    return list(Question.objects.filter(questionnaire=questionnaire).values_list("code", flat=True))


def waiting() -> list[str]:
    try:
        return default_storage.listdir("xlsform")[1]
    except FileNotFoundError:
        return []


@pytest.fixture(autouse=True)
def _nothing_waits():
    for name in waiting():
        default_storage.delete(f"xlsform/{name}")


def test_a_form_is_looked_at_and_then_taken_over(client, questionnaire):
    before = codes(questionnaire)
    looked = choose(client, questionnaire, VALID.read_bytes(), "fosa.xlsx")
    said = text_of(looked)
    assert "This is what “fosa.xlsx” would become" in said
    assert "5 sections, 17 questions" in said and "one choice: 8" in said
    assert "Row 40, sheet “survey” relevant: ${physical_vs_theoritical}&gt;0" in said
    assert "Texts missing: 0 in French, 0 in English" in said
    assert codes(questionnaire) == before
    done = take_over(client, questionnaire, looked)
    assert done.url == address(questionnaire)
    assert codes(questionnaire)[1:3] == ["note_1", "statut_fosa"]
    assert waiting() == []


def test_rows_that_cannot_be_carried_are_told_before_anything_is_saved(client, questionnaire):
    said = text_of(choose(client, questionnaire, xlsx(SHORT, LIST)))
    assert "Row 3, sheet “survey” rank l ordre The portal has no such type of question." in said
    assert "Row 4, sheet “survey” relevant: f(${ville})" in said
    assert "questions that are there now are replaced" in said


def test_a_form_that_is_refused_tells_its_rows_and_waits_nowhere(client, questionnaire):
    refused = choose(client, questionnaire, INVALID.read_bytes())
    assert "Row 15, sheet “survey” Text and String length demo A name begins with a letter" in text_of(
        refused
    )
    assert refused.status_code == 200 and waiting() == []


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("x.xlsx", b"", "The submitted file is empty."),
        ("x.pdf", b"%PDF-1.7", "no spreadsheet"),
        ("x.xlsx", VALID.read_bytes()[:500], "damaged"),
        ("x.xlsx", b"PK\x03\x04" + bytes(MOST_BYTES), "larger than 5 MB"),
        ("\x00.xlsx", b"\x00" * 100, "empty"),
    ],
)
def test_what_is_no_form_is_told(client, questionnaire, name, data, said):
    refused = choose(client, questionnaire, data, name)
    assert refused.status_code == 200 and said in text_of(refused)


def test_no_file_and_an_unknown_language_are_told_beside_their_fields(client, questionnaire):
    assert "This field is required" in text_of(client.post(address(questionnaire, PAGE), {"language": "xx"}))
    assert "xx is not one of the available choices" in text_of(
        choose(client, questionnaire, b"x", language="xx")
    )


def test_whoever_names_the_language_is_heard(client, questionnaire):
    data = xlsx("type | name | label\ntext | q | Quel est le nombre ?")
    take_over(client, questionnaire, choose(client, questionnaire, data, language="en"))
    assert Question.objects.get(questionnaire=questionnaire).text_en == "Quel est le nombre ?"


def test_what_a_colleague_wrote_meanwhile_is_not_replaced_unseen(client, questionnaire):
    looked = choose(client, questionnaire, xlsx(SHORT, LIST))
    Question.objects.filter(questionnaire=questionnaire, code="town").update(text_en="In which town?")
    again = take_over(client, questionnaire, looked)
    assert "Somebody changed the questionnaire since" in text_of(again)
    assert "town" in codes(questionnaire)
    assert take_over(client, questionnaire, again).status_code == 302
    assert codes(questionnaire) == ["ville", "b"] and waiting() == []


def test_a_token_is_its_persons_its_questionnaires_and_a_days(client, guinea, questionnaire, monkeypatch):
    looked = choose(client, questionnaire, xlsx(SHORT, LIST))
    before = codes(questionnaire)
    other = built_questionnaire(guinea, SECTIONS, code="autre")
    colleague = facilitator(guinea)
    for someone, where in ((colleague, questionnaire), (client, other)):
        assert take_over(someone, where, looked).url == address(where, PAGE)
    for token in ("", "x", "\x00", "é" * 500):
        assert client.post(address(questionnaire, TAKE_OVER), {"token": token}).status_code == 302
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 25 * 3600)
    client.force_login(person((Role.FACILITATOR, guinea)))
    assert codes(questionnaire) == before == codes(other)


def test_a_file_that_nobody_came_back_for_goes(client, questionnaire):
    choose(client, questionnaire, xlsx(SHORT, LIST))
    (old,) = waiting()
    past = (datetime.datetime.now() - datetime.timedelta(days=2)).timestamp()
    os.utime(default_storage.path(f"xlsform/{old}"), (past, past))
    choose(client, questionnaire, xlsx(SHORT, LIST))
    assert len(waiting()) == 1 and old not in waiting()


def test_the_questionnaire_is_downloaded_also_once_it_is_open(client, questionnaire):
    open_questionnaire(questionnaire=questionnaire, by=None)
    answered = client.get(address(questionnaire, DOWNLOAD))
    assert answered["Content-Disposition"] == 'attachment; filename="essai.xlsx"'
    assert "committee" in [row.get("name") for row in rows_of(answered.content)]
    page = client.get(address(questionnaire, PAGE))
    assert "Download (.xlsx)" in text_of(page) and "Look at the form" not in text_of(page)
    assert choose(client, questionnaire, VALID.read_bytes()).status_code == 409


def test_opened_or_answered_meanwhile_the_questions_stay(client, guinea, questionnaire):
    looked = choose(client, questionnaire, xlsx(SHORT, LIST))
    answer(questionnaire, districts_of(guinea)[0], committee="yes")
    refused = take_over(client, questionnaire, looked)
    assert refused.url == address(questionnaire, PAGE)
    assert "Districts have answered already" in text_of(client.get(refused.url))
    open_questionnaire(questionnaire=questionnaire, by=None)
    assert take_over(client, questionnaire, looked).status_code == 409
    assert "town" in codes(questionnaire)


@pytest.mark.parametrize(
    ("role", "where", "may"),
    [
        (Role.ADMINISTRATOR, None, True), (Role.FACILITATOR, None, True), (Role.FACILITATOR, "gui", True),
        (Role.FACILITATOR, "ben", False), (Role.MODERATOR, "gui", False), (Role.OFFICIAL, "gui", False),
        (Role.RESEARCHER, None, False), (Role.MEMBER, "district", False), (Role.LEAD, "district", False),
    ],
)  # fmt: skip
def test_who_brings_forms_in_and_takes_them_along(client, guinea, questionnaire, role, where, may):
    places = {"gui": guinea, "ben": country("ben"), "district": districts_of(guinea)[0], None: None}
    client.force_login(person((role, places[where]), language="en"))
    assert (client.get(address(questionnaire, PAGE)).status_code == 200) is may
    assert (client.get(address(questionnaire, DOWNLOAD)).status_code == 200) is may
    assert (choose(client, questionnaire, xlsx(SHORT, LIST)).status_code == 200) is may
    assert len(waiting()) == may
    refused = client.post(address(questionnaire, TAKE_OVER), {"token": "x"})
    assert (getattr(refused, "url", "") == address(questionnaire, PAGE)) is may


def test_the_screens_cost_the_same_for_few_and_many_questions(client, guinea, django_assert_max_num_queries):
    for code, many in (("ten", 10), ("many", 400)):
        asked = [q(f"q{n}", "text") for n in range(many)]
        questionnaire = built_questionnaire(guinea, [{"title_fr": "P", "questions": asked}], code=code)
        lines = [f"text | n{n} | Question {n} | f({n})" for n in range(many)]
        form = xlsx("\n".join(["type | name | label::French | relevant", *lines]))
        with django_assert_max_num_queries(20):
            client.get(address(questionnaire, PAGE))
        with django_assert_max_num_queries(20):
            looked = choose(client, questionnaire, form)
        assert len(looked.content) < 300_000
        with django_assert_max_num_queries(20):
            client.get(address(questionnaire, DOWNLOAD))
