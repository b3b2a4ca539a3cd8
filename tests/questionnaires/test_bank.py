"""Questions asked before: found, taken over, in one series; and whole questionnaires as the beginning of others."""

import datetime

import pytest
from django.utils import timezone

from questionnaires.actions import open_questionnaire
from questionnaires.bank import search_bank, series_of
from questionnaires.models import Question, Section
from questionnaires.reuse_actions import HereAlready, clone_questionnaire, reuse_question
from questionnaires.snapshots import content_of

from ..districts.places import country
from .asking import cycle_in
from .building import Screen, address, built_questionnaire, facilitator
from .test_builder import CHECK, SECTIONS

ONE = [{"title_fr": "Partie", "questions": []}]


@pytest.fixture
def guinea(pages_ready):
    return country("gui")


@pytest.fixture
def past(guinea):
    made = built_questionnaire(guinea, SECTIONS, code="passe", checks=[CHECK])
    open_questionnaire(questionnaire=made, by=None, at=timezone.now() - datetime.timedelta(days=400))
    return made


@pytest.fixture
def new(guinea, past):
    return built_questionnaire(guinea, ONE, code="suivant")


def test_the_bank_finds_words_without_their_accents_kinds_and_cycles(past, new):
    def found(*args, **filters):
        return list(
            Question.objects.filter(pk__in=search_bank(*args, **filters)).values_list("code", flat=True)
        )

    assert found("deces notif") == ["reported"]
    assert found("siège") == ["members"] and found("nothing of the kind") == []
    assert found(kind="ratio") == ["done"] and len(found(cycle=past.cycle_id)) == 5
    assert found(cycle=new.cycle_id) == [], "not opened yet"


def test_a_question_taken_over_keeps_its_series(guinea, past, new):
    screen = Screen(facilitator(guinea), address(new, "bank/?q=siege"))
    assert "Qui siège" in screen.text and "Trial cycle" in screen.text
    members = Question.objects.get(code="members")
    section = new.sections.get()
    sent = screen.send(reuse=str(members.pk), section=str(section.pk))
    assert sent.status == 302
    made = new.questions.get()
    assert made.series == members.series and made.show_if == {} and made.kind == "multiple"
    assert list(made.choices.values_list("code", flat=True)) == ["head", "nurse", "other"]
    with pytest.raises(HereAlready):
        reuse_question(question=members, section=section, by=None)
    assert "In this questionnaire already." in Screen(facilitator(guinea), address(new, "bank/?q=siege")).text
    assert list(series_of(made)) == [members], "counted once it is asked"
    open_questionnaire(questionnaire=new, by=None)
    assert list(series_of(members)) == [members, made]
    assert search_bank("siege") == [made.pk], "as it was asked last, once"


def test_other_choices_begin_a_new_series_and_other_words_do_not(guinea, past, new):
    made = reuse_question(question=past.questions.get(code="members"), section=new.sections.get(), by=None)
    client, url = facilitator(guinea), address(new, f"questions/{made.pk}/")
    screen = Screen(client, url)
    assert "asked in another cycle too" in screen.text
    screen.send(text_fr="Qui siège au comité ?")
    made.refresh_from_db()
    assert made.series == past.questions.get(code="members").series
    assert Screen(client, url).send(**{"c-n4-fr": "Autre encore"}).status == 302
    made.refresh_from_db()
    assert made.series != past.questions.get(code="members").series
    assert "asked in another cycle too" not in Screen(client, url).text


@pytest.mark.parametrize("what", ["section", "question"])
def test_taking_over_what_is_gone_is_told(guinea, past, new, what):
    given = {"section": str(new.sections.get().pk), "reuse": str(past.questions.first().pk)}
    given["section" if what == "section" else "reuse"] = "999999999999999999999"
    sent = facilitator(guinea).post(address(new, "bank/"), given)
    assert sent.status_code == 200 and not new.questions.exists()


def test_strange_searches_find_nothing_and_break_nothing(guinea, past, new):
    client = facilitator(guinea)
    for query in ("q=%00", "kind=x", "cycle=99999999999999999999", "p=x", "p=-1", "q=" + "x" * 3000):
        assert client.get(address(new, f"bank/?{query}")).status_code == 200


def test_a_questionnaire_begins_as_an_earlier_one(guinea, past):
    cycle = cycle_in(guinea, "clone")
    made = clone_questionnaire(cycle=cycle, of=past, by=None)
    assert content_of(made) == content_of(past)
    assert not made.opened_at and made.version == 0 and made.pk != past.pk
    assert {q.series for q in made.questions.all()} == {q.series for q in past.questions.all()}


def test_a_cycle_without_questionnaire_gets_its_first(guinea, past):
    client = facilitator(guinea)
    empty, cloned = cycle_in(guinea, "a"), cycle_in(guinea, "b")
    start = f"/admin/questionnaires/of-cycle/{empty.pk}/"
    sent = Screen(client, start).send(title_fr="Tout neuf")
    assert sent.response["Location"] == address(empty.questionnaire)
    assert empty.questionnaire.title_fr == "Tout neuf"
    assert client.get(start)["Location"] == address(empty.questionnaire)
    Screen(client, f"/admin/questionnaires/of-cycle/{cloned.pk}/").send(of=str(past.pk))
    assert cloned.questionnaire.questions.count() == 5
    assert Section.objects.filter(questionnaire=cloned.questionnaire).count() == 2
