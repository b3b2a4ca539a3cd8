"""A trial from the address to the last remark: nothing answered is kept, nothing typed is lost."""

import datetime
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from questionnaires.actions import open_questionnaire
from questionnaires.models import Answer, PilotLink, PilotRemark, Response
from questionnaires.pilot_actions import (
    TooManyRemarks,
    TrialOver,
    add_remark,
    make_pilot_link,
    settle_remark,
    withdraw_pilot_link,
)
from tests.districts.accounts import text_of
from tests.districts.places import country, person

from .asking import cycle_in
from .trying import address, pilot_link, q, tried_questionnaire


@pytest.fixture
def questionnaire(pages_ready):
    return tried_questionnaire(cycle_in(country("gui")))


@pytest.fixture
def link(questionnaire):
    return pilot_link(questionnaire)


def hidden(response) -> dict:
    """What the page's form carries along."""
    page = response.content.decode()
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: value.replace("&quot;", '"') for name, value in found if name != "csrfmiddlewaretoken"}


def action_of(response) -> str:
    return re.search(r'id="trial" method="post" action="([^"]*)"', response.content.decode())[1]


class Walk:
    """Goes on from the page that was shown last."""

    def __init__(self, client, link, language="en", section=1, **given):
        self.client, self.link = client, link
        self.page = client.post(
            address(link, section, language), {"go": "start", "typed_in": language} | given
        )

    def send(self, go="next", to=None, **typed):
        typed = {name.replace("__", ":"): value for name, value in typed.items()}
        self.page = self.client.post(to or action_of(self.page), hidden(self.page) | {"go": go} | typed)
        return self

    @property
    def text(self) -> str:
        return text_of(self.page)


def test_the_first_page_says_what_becomes_of_what_one_writes(client, link):
    page = text_of(client.get(address(link)))
    assert "A trial: nothing you answer is kept." in page
    assert "13 questions" in page and "about" in page
    assert "no names of patients" in page
    french = client.get(address(link, language="fr")).content.decode()
    assert "Revue des décès" in french and "Comité" in french


def test_a_tester_walks_through_and_nothing_is_kept(client, link):
    tester = Walk(client, link, name="Awa")
    assert "Section 1 of 3" in tester.text
    tester.send(a__committee="yes", a__meetings="3")
    assert "bring up 1 more question" in tester.text
    tester.send(a__committee="yes", a__meetings="3", a__members=["director", "other"])
    assert "Section 2 of 3" in tester.text
    tester.send(a__reported="22", a__reviewed="20").send(a__rate="12,5 %")
    assert "This was the last question" in tester.text
    assert not Answer.objects.exists() and not Response.objects.exists()
    kept = json.loads(hidden(tester.page)["kept"])
    assert kept["members"] == {"": ["director", "other"]} and kept["rate"] == {"": ["12,5 %"]}


def test_a_section_that_the_answers_close_is_left_out_and_named(client, link):
    tester = Walk(client, link).send(a__committee="no")
    assert "Section 3 of 3" in tester.text
    assert (
        "“Review” is left out: it is asked only if the answer to “Is there a committee?” is “Yes”."
        in tester.text
    )
    assert "Section 1 of 3" in tester.send("back").text


def test_a_wrong_answer_is_explained_kept_and_may_be_left_so(client, link):
    tester = Walk(client, link).send(a__committee="no", a__meetings="beaucoup")
    page = tester.page.content.decode()
    assert "1 answer needs another look" in tester.text and 'value="beaucoup"' in page
    tester.send("anyway", a__committee="no", a__meetings="beaucoup")
    assert "Section 3 of 3" in tester.text
    assert 'value="beaucoup"' in tester.send("back").page.content.decode()


def test_a_check_between_answers_is_told_beside_its_question(client, link):
    tester = Walk(client, link).send(a__committee="yes").send(a__committee="yes")
    assert "Section 2 of 3" in tester.text
    tester.send(a__reported="22", a__reviewed="25")
    assert "Question 5: More were reviewed than reported." in tester.text
    assert "Section 3 of 3" in tester.send("anyway", a__reported="22", a__reviewed="25").text


def test_a_check_whose_question_stands_in_another_section_is_told_too(client, pages_ready):
    sections = [
        {"title_fr": "A", "questions": [q("reported", "number")]},
        {"title_fr": "B", "questions": [q("reviewed", "number")]},
    ]
    questionnaire = tried_questionnaire(cycle_in(country("gui")), sections)
    rule = {"question": "reviewed", "op": "le", "other": "reported"}
    reported = questionnaire.questions.get(code="reported")
    questionnaire.checks.create(question=reported, order=1, rule=rule, message_en="Too many.")
    tester = Walk(client, pilot_link(questionnaire)).send(a__reported="3").send(a__reviewed="4")
    assert "Section 2 of 2" in tester.text and "Too many." in tester.text


def test_going_back_and_forth_keeps_every_answer(client, link):
    tester = (
        Walk(client, link)
        .send(a__committee="no", a__meetings="7")
        .send("back", a__why="a\nb", a__town="Pita")
    )
    page = tester.page.content.decode()
    assert 'value="7"' in page and re.search(r'value="no" checked', page)
    tester.send(a__committee="no", a__meetings="7")
    page = tester.page.content.decode()
    assert "a\nb</textarea>" in page and 'value="Pita"' in page


def test_the_other_language_takes_along_what_was_typed_with_its_meaning(client, link):
    tester = Walk(client, link, section=3)
    other = re.search(r'formaction="([^"]*)"', tester.page.content.decode())[1]
    tester.send("here", to=other, a__rate="1,234", a__town="Pita", a__last="hier")
    page = tester.page.content.decode()
    assert "/fr/" in action_of(tester.page) and "Le reste" in page
    assert 'value="1234"' in page and 'value="Pita"' in page and 'value="hier"' in page
    assert "another look" not in tester.text


def test_what_comes_back_in_the_hidden_field_is_believed_no_further_than_a_form(client, link):
    for kept in (
        "", "{", "[]", "null", '{"meetings": 3}', '{"meetings": {"": "3"}}', '{"meetings": {"": [3, null, {}]}}',
        '{"gone": {"": ["1"]}}', "[" * 5000, '{"town": {"": ["\\u0000\\ud800"]}}', "1" * 6000, "\x00",
        '{"members": {"": [' + ",".join(['"x"'] * 900) + "]}}",
    ):  # fmt: skip
        data = {
            "go": "next",
            "kept": kept,
            "typed_in": "xx",
            "presented": "hello committee",
            "name": "\x00" * 300,
        }
        page = client.post(address(link, 1), data | {"a:committee": "no"})
        assert page.status_code == 200, kept[:40]
        json.loads(hidden(page)["kept"])


def test_the_address_alone_opens_a_later_section(client, link):
    assert "Section 3 of 3" in text_of(client.get(address(link, 3)))
    assert "Section 3 of 3" in text_of(client.get(address(link, 2)))
    for number in (0, 4, 99):
        assert client.get(address(link, 1).replace("/1/", f"/{number}/")).status_code == 404


def test_a_questionnaire_without_questions_can_be_opened(client, pages_ready):
    link = pilot_link(tried_questionnaire(cycle_in(country("gui")), []))
    assert "There is no question yet" not in text_of(client.get(address(link, 1)))
    assert client.post(address(link, 1), {"go": "next"}).status_code == 200


# Remarks


def test_remarks_are_kept_with_question_name_and_language(client, link):
    tester = Walk(client, link, name=" Awa \x00 Barry ")
    tester.send(a__committee="no", r__committee="Not clear.\x00", r__meetings="  ")
    assert "Your remark was noted" in tester.text
    remark = PilotRemark.objects.get()
    assert (remark.code, remark.text, remark.name, remark.language) == (
        "committee",
        "Not clear.",
        "Awa Barry",
        "en",
    )
    assert remark.question.code == "committee"
    tester.send().send(**{"r:": "Too long in all.", "name": "Awa Barry"})
    assert PilotRemark.objects.get(code="").text == "Too long in all."
    assert not Answer.objects.exists()


def test_a_remark_is_kept_also_where_an_answer_is_wrong_and_once_however_often_it_is_sent(client, link):
    tester = Walk(client, link)
    before = hidden(tester.page)
    tester.send(a__meetings="x", r__meetings="Which year?")
    assert "another look" in tester.text
    client.post(address(link, 1), before | {"go": "next", "a:meetings": "x", "r:meetings": "Which year?"})
    assert PilotRemark.objects.count() == 1


def test_a_remark_that_is_too_long_comes_back_with_the_reason(client, link):
    tester = Walk(client, link).send(a__committee="no", r__committee="x" * 2001, r__meetings="ok")
    assert "Section 1 of 3" in tester.text and "2,001 characters" in tester.text
    assert "x" * 2001 in tester.page.content.decode()
    assert [remark.text for remark in PilotRemark.objects.all()] == ["ok"]
    tester = Walk(client, link, section=3).send().send(**{"r:": "x" * 2001})
    assert "2,001 characters" in tester.text and "This was the last question" in tester.text


def test_many_remarks_from_one_address_have_to_wait_and_are_given_back(client, link, monkeypatch):
    from districts import attempts

    monkeypatch.setitem(attempts.LIMITS, "pilot_remark", "2/h/ip")
    tester = Walk(client, link)
    for text in ("one", "two", "three"):
        tester.send("here", r__committee=text)
    assert PilotRemark.objects.count() == 2
    assert "Try again in an hour" in tester.text and "three</textarea>" in tester.page.content.decode()


def test_a_link_takes_so_many_remarks_and_no_more(link, monkeypatch):
    monkeypatch.setattr("questionnaires.pilot_actions.MOST_REMARKS", 1)
    assert add_remark(link=link, text="one", language="fr")
    with pytest.raises(TooManyRemarks):
        add_remark(link=link, text="two", language="fr")
    assert add_remark(link=link, text="one", language="fr")
    assert add_remark(link=link, text=" \x00", language="fr") is None
    with pytest.raises(ValueError, match="2000"):
        add_remark(link=link, text="x" * 2001, language="fr")


def test_a_remark_outlives_its_question(link):
    remark = add_remark(link=link, text="Unclear", language="fr", code="town")
    link.questionnaire.questions.get(code="town").delete()
    remark.refresh_from_db()
    assert (remark.question, remark.code) == (None, "town")


# Who gets in


def over(link):
    PilotLink.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))


def withdrawn(link):
    withdraw_pilot_link(link=link, by=None)


def opened(link):
    open_questionnaire(questionnaire=link.questionnaire, by=None)


@pytest.mark.parametrize(
    ("end", "said"), [(over, "time for this trial is over"), (withdrawn, "withdrawn"), (opened, "is open")]
)
def test_an_address_that_ended_says_why_and_takes_nothing(client, link, end, said):
    end(link)
    for page in (
        client.get(address(link)),
        client.get(address(link, 1)),
        client.post(address(link, 1), {"r:committee": "late"}),
    ):
        assert page.status_code == 410
        assert said in text_of(page)
    assert not PilotRemark.objects.exists()
    with pytest.raises(TrialOver):
        add_remark(link=link, text="late", language="fr")


def test_a_wrong_secret_opens_nothing_and_cannot_be_tried_for_ever(client, link):
    wrong = address(link)[:-5] + "xxxx/"
    for _try in range(20):
        page = client.get(wrong)
        assert page.status_code == 404 and "leads nowhere" in text_of(page)
    assert client.get(wrong).status_code == 429
    assert client.get(address(link)).status_code == 429


def test_links_of_others_do_not_fit(client, link):
    other = pilot_link(link.questionnaire)
    assert client.get(address(link).replace(str(link.key), str(other.key))).status_code == 404


@pytest.mark.parametrize("section", [None, 1])
def test_the_pages_are_nobody_elses(client, link, section):
    response = client.get(address(link, section))
    assert "no-store" in response["Cache-Control"] and "private" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"] and response["Referrer-Policy"] == "same-origin"
    assert "noindex" in response.content.decode()


def test_the_form_goes_through_with_the_checks_against_forged_ones(link, settings):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    page = client.get(address(link, 1))
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]
    sent = hidden(page) | {"csrfmiddlewaretoken": token, "a:committee": "no"}
    assert "Section 3 of 3" in text_of(client.post(address(link, 1), sent))


def test_a_link_lasts_one_to_thirty_days_and_only_before_opening(questionnaire):
    for days in (0, 31, -1):
        with pytest.raises(ValueError, match="30"):
            make_pilot_link(questionnaire=questionnaire, by=None, days=days)
    link = make_pilot_link(questionnaire=questionnaire, by=None)
    assert 13 <= (link.expires_at - timezone.now()).days <= 14
    open_questionnaire(questionnaire=questionnaire, by=None)
    with pytest.raises(TrialOver):
        make_pilot_link(questionnaire=questionnaire, by=None)


def test_what_is_done_with_links_and_remarks_is_in_the_log(link):
    from wagtail.models import ModelLogEntry

    by = person()
    remark = add_remark(link=link, text="Unclear", language="fr")
    for _twice in range(2):
        settle_remark(remark=remark, by=by)
        withdraw_pilot_link(link=link, by=by)
    assert remark.done_at and link.state == "withdrawn"
    settle_remark(remark=remark, by=by, done=False)
    assert remark.done_at is None
    names = list(ModelLogEntry.objects.filter(user=by).values_list("action", flat=True))
    assert names.count("questionnaires.remark_settled") == 2
    assert names.count("questionnaires.pilot_link_withdrawn") == 1


@pytest.mark.parametrize("number", [10, 480])
def test_a_step_costs_the_same_few_queries_however_long_the_questionnaire(client, pages_ready, number):
    gate = {"question": "q0", "op": "is", "value": "yes"}
    questions = [q(f"q{n}", "yes_no", show_if=gate if n % 5 == 4 else {}) for n in range(number)]
    sections = [{"title_fr": f"Partie {n}", "questions": questions[n : n + 24]} for n in range(0, number, 24)]
    link = pilot_link(tried_questionnaire(cycle_in(country("gui")), sections))
    client.get(address(link))
    for send in (
        lambda: client.get(address(link)),
        lambda: client.get(address(link, 1)),
        lambda: client.post(address(link, 1), {"go": "next", "a:q0": "yes", "presented": "q0 q1"}),
    ):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert send().status_code == 200
        assert len(queries) <= 20
