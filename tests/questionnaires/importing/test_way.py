"""A file on its way: names of districts, what would change, and that it changes, all of it or nothing."""

import pytest
from wagtail.models import ModelLogEntry

from cycles.models import Participation
from districts.models import Role
from notifications.models import Outbox
from questionnaires.answering.saving import Given
from questionnaires.answering.signing import confirm_response
from questionnaires.importing.import_actions import TakenOver, take_over
from questionnaires.importing.planning import Options
from questionnaires.models import Answer, AnswerImport, AnswerVersion, Extension, Response, Saving, Signature
from tests.districts.accounts import account
from tests.districts.places import country, days, today
from tests.questionnaires.answering.districts_answering import (
    close,
    filling,
    give,
    open_corrections,
    sign,
    url,
)

from .tables import ONE, TWO, begun, brought, browser_of, csv_of, file_of, stored, words

NO = {"choice": "no"}


# Brought in


@pytest.mark.parametrize(("language", "said", "done"), [
    ("fr", "Les réponses de 2 districts seraient enregistrées", "Signé pour l’équipe"),
    ("en", "Answers of 2 districts would be saved", "Signed for the team"),
])  # fmt: skip
def test_answers_come_in_as_they_were_shown(world, language, said, done):
    way = begun(world, file_of(ONE, TWO), language=language)
    page = way.preview()
    assert said in page and "gui D2" in page and not Response.objects.exists()
    assert way.confirm().status_code == 302
    assert stored(world.unit) == {
        "committee": {"choice": "yes"}, "meetings": {"number": 3}, "rate": {"number": 12.5},
        "who": {"choice": "midwife"}, "town": {"text": "Pita"},
    }  # fmt: skip
    assert stored(world.units[1]) == {"committee": NO, "meetings": {"number": 4}, "who": {"choice": "other"}}
    assert done in words(way.get("result/"))


def test_every_answer_has_a_version_that_says_by_whom_and_how_it_came(world):
    brought(world, ONE)
    response = Response.objects.get()
    versions = AnswerVersion.objects.filter(answer__response=response)
    assert versions.count() == 5
    assert {(v.by, v.on_behalf, v.language, v.number) for v in versions} == {(world.facilitator, True, "", 1)}
    assert (response.source, response.came_by, response.answered) == ("import", "file", 5)
    assert Saving.objects.get().outcome["saved"] == ["committee", "meetings", "rate", "who", "town"]
    kinds = Participation.objects.filter(unit=world.unit).values_list("kind", flat=True)
    assert set(kinds) == {"started", "answered"}
    (entry,) = ModelLogEntry.objects.filter(action="questionnaires.imported")
    assert entry.data == {"file": "answers.csv", "districts": ["gui-d1"], "answers": 5, "signed": 1}
    history = words(browser_of(world.lead).get(url(world, "answer_versions", "meetings")))
    assert "taken over from a file by a facilitator, for the team" in history


def test_it_is_signed_for_the_team_which_is_told_once_and_confirms(world):
    brought(world, ONE)
    signature = Signature.objects.get()
    assert signature.waits_for_team and signature.came_by == "file" and len(signature.values) == 5
    told = sorted(Outbox.objects.values_list("kind", "recipient_id"))
    assert told == sorted([
        ("questionnaires.to_confirm", world.lead.pk),
        ("questionnaires.entered", world.member.pk),
        ("questionnaires.entered", world.colleague.pk),
    ])  # fmt: skip
    assert confirm_response(filling=filling(world), number=1, by=world.lead).confirmed_at


def test_without_a_signature_the_answers_wait_for_the_team(world):
    brought(world, ONE, sign="")
    response = Response.objects.get()
    assert response.signed_at is None and not Signature.objects.exists()
    assert set(Outbox.objects.values_list("kind", flat=True)) == {"questionnaires.entered"}
    sign(world, world.lead)


def test_what_cannot_be_signed_is_saved_and_says_so(world):
    way = brought(world, ("gui-d1", "", "3", "", "", ""))
    assert stored(world.unit) == {"meetings": {"number": 3}} and not Signature.objects.exists()
    assert "Not signed: 1 thing stands against it." in words(way.get("result/"))


def test_a_comment_comes_with_its_answer_or_alone(world):
    head, row = (
        ("district", "meetings", "meetings_comment", "rate_comment"),
        ("gui-d1", "3", "Presque", "Estimé"),
    )
    way = begun(world, csv_of(head, row))
    assert "comment: Presque" in way.preview()
    way.confirm()
    assert dict(Answer.objects.values_list("question__code", "comment")) == {
        "meetings": "Presque",
        "rate": "Estimé",
    }


# Again


def test_the_same_file_again_changes_nothing(world):
    brought(world, ONE, TWO)
    before = list(AnswerVersion.objects.values_list("pk", flat=True)), Signature.objects.count()
    again = begun(world, file_of(ONE, TWO))
    page = again.preview()
    assert "Nothing would be saved" in page and "As it is already : 2" in page
    again.confirm()
    assert before == (list(AnswerVersion.objects.values_list("pk", flat=True)), Signature.objects.count())


def test_a_corrected_file_changes_what_is_different_and_nothing_else(world):
    brought(world, ONE, TWO)
    way = begun(world, file_of(("gui-d1", "oui", "4", "12,5", "", ""), TWO))
    page = way.preview()
    assert "Changed : 1" in page and "How many meetings? 3 meetings → 4 meetings" in page
    way.confirm()
    assert stored(world.unit)["meetings"] == {"number": 4} and stored(world.unit)["who"] == {
        "choice": "midwife"
    }
    assert AnswerVersion.objects.filter(answer__response__unit=world.unit).count() == 6
    assert [s.number for s in Signature.objects.filter(response__unit=world.unit)] == [1, 2]
    assert Outbox.objects.filter(kind="questionnaires.entered").count() == 2, "told at the first file only"


def test_a_second_click_changes_nothing(world):
    way = begun(world, file_of(ONE))
    way.preview()
    fields = way.fields("")
    for _click in range(2):
        assert way.browser.post(way.url("confirm/"), fields).url == way.url("result/")
    assert AnswerVersion.objects.count() == 5
    with pytest.raises(TakenOver):
        take_over(
            record=AnswerImport.objects.get(), seen=fields["seen"], options=Options(), by=world.facilitator
        )


# Meanwhile


def test_what_a_team_has_typed_is_left_alone_unless_the_file_shall_count(world):
    give(world, world.member, Given("meetings", {"number": 7}))
    way = begun(world, file_of(ONE, TWO))
    assert "Left alone : 1" in way.preview() and "The team has typed or signed here itself." in words(
        way.get()
    )
    way.confirm()
    assert stored(world.unit) == {"meetings": {"number": 7}} and stored(world.units[1])
    again = begun(world, file_of(ONE, TWO))
    again.preview()
    shown = again.browser.post(again.url("confirm/"), {"replace": "1", "sign": "1", "look": "1"})
    assert shown.url == again.url() and "Changed : 1" in words(again.get())
    again.confirm()
    assert stored(world.unit)["meetings"] == {"number": 3}
    values = AnswerVersion.objects.filter(
        answer__question__code="meetings", answer__response__unit=world.unit
    )
    assert [version.value["number"] for version in values] == [7, 3], "what was typed stays in the history"


def test_what_a_team_has_confirmed_is_its_own(world):
    brought(world, ONE)
    confirm_response(filling=filling(world), number=1, by=world.lead)
    assert "Left alone : 1" in begun(world, file_of(("gui-d1", "non", "4", "", "", ""))).preview()


def test_answers_changed_since_the_preview_are_shown_anew(world):
    way = begun(world, file_of(ONE, TWO))
    way.preview()
    fields = way.fields("")
    give(world, world.member, Given("meetings", {"number": 7}))
    answer = way.browser.post(way.url("confirm/"), fields)
    assert answer.status_code == 409 and "Nothing has been taken over" in words(answer)
    assert "Left alone : 1" in words(answer)
    assert stored(world.unit) == {"meetings": {"number": 7}} and stored(world.units[1]) == {}
    assert way.confirm().status_code == 302 and stored(world.units[1])


def test_what_is_ticked_and_was_not_shown_is_shown_first(world):
    give(world, world.member, Given("meetings", {"number": 7}))
    way = begun(world, file_of(ONE))
    way.preview()
    answer = way.browser.post(way.url("confirm/"), way.fields("") | {"replace": "1"})
    assert answer.status_code == 409 and "you ticked something else" in words(answer)
    assert stored(world.unit) == {"meetings": {"number": 7}}


def test_of_two_who_confirm_the_second_sees_what_the_first_has_done(world):
    other = account(Role.FACILITATOR, world.guinea)
    first = begun(world, file_of(ONE))
    second = begun(world, file_of(("gui-d1", "oui", "5", "12,5", "Sage-femme", "Pita")), by=other)
    first.preview()
    second.preview()
    fields = second.fields("")
    first.confirm()
    answer = second.browser.post(second.url("confirm/"), fields)
    assert answer.status_code == 409 and "3 meetings → 5 meetings" in words(answer)
    assert stored(world.unit)["meetings"] == {"number": 3}
    assert second.confirm().status_code == 302 and stored(world.unit)["meetings"] == {"number": 5}


def test_nothing_is_half_done(world, monkeypatch):
    def broken():
        raise RuntimeError("the last step fails")

    way = begun(world, file_of(ONE, TWO))
    way.preview()
    monkeypatch.setattr("questionnaires.importing.saving.tell_of_import", lambda *a: broken())
    way.browser.raise_request_exception = False
    assert way.confirm().status_code == 500
    assert not Response.objects.exists() and not Participation.objects.filter(kind="started").exists()
    assert AnswerImport.objects.get().taken_over_at is None


def test_two_answers_that_waited_for_a_choice_are_past(world):
    give(world, world.member, Given("meetings", {"number": 7}))
    give(world, world.colleague, Given("meetings", {"number": 8}))
    assert AnswerVersion.objects.rivals().exists()
    brought_over = begun(world, file_of(ONE))
    brought_over.preview()
    brought_over.browser.post(brought_over.url("confirm/"), {"replace": "1", "sign": "1", "look": "1"})
    assert brought_over.confirm().status_code == 302
    assert not AnswerVersion.objects.rivals().exists() and stored(world.unit)["meetings"] == {"number": 3}
    assert Signature.objects.filter(response__unit=world.unit).exists()


# Lines with faults


def test_lines_with_faults_hold_back_the_whole_file_until_they_are_left_out(world):
    way = begun(world, file_of(ONE, ("gui D2", "peut-être", "4", "", "", "")))
    page = way.preview()
    assert "To be put right : 1" in page and "B3 (Is there a committee?)" in page
    answer = way.confirm()
    assert answer.status_code == 422 and "some lines have to be put right" in words(answer)
    assert not Response.objects.exists()
    assert way.confirm(without="1").status_code == 302
    assert Response.objects.get().unit == world.unit
    result = words(way.get("result/"))
    assert "Not taken over (faults): 1" in result and "“peut-être” is not one of the choices" in result
    french = words(way.browser.get(way.url("result/").replace("/en/", "/fr/")))
    assert "« peut-être »" in french and "“peut-être”" not in french


def test_a_district_of_another_country_is_refused(world):
    world.cycle.countries.add(country("ben"))
    page = begun(world, file_of(ONE, ("ben-d1", "oui", "3", "", "", ""))).preview()
    assert "“ben-d1” is not among the districts that you help." in page
    assert "To be put right : 1" in page


def test_a_closed_district_is_refused_with_the_reason_and_more_time_opens_it(world):
    close(world)
    page = begun(world, file_of(ONE, TWO)).preview()
    assert page.count("Answering closed for this district on") == 2
    Extension.objects.create(
        questionnaire=world.questionnaire, unit=world.unit, until=today() + days(2), because="Pluies"
    )
    assert "To be put right : 1" in begun(world, file_of(ONE, TWO)).preview()


def test_corrections_after_closing_ask_for_a_reason(world):
    brought(world, ONE)
    open_corrections(world)
    way = begun(world, file_of(("gui-d1", "oui", "5", "12,5", "Sage-femme", "Pita")))
    assert "Why are answers corrected after closing?" in way.preview()
    answer = way.confirm()
    assert answer.status_code == 422 and "say why answers are corrected" in words(answer)
    assert way.confirm(because="Mal compté").status_code == 302
    assert AnswerVersion.objects.get(answer__question__code="meetings", number=2).because == "Mal compté"
    assert Participation.objects.filter(unit=world.unit, kind="corrected").exists()


def test_what_is_not_asked_of_a_district_is_noted_and_left_out(world):
    rows = [("district", "committee", "reported"), ("gui-d1", "non", "4")]
    way = begun(world, csv_of(*rows))
    assert "reported was not asked of this district." in way.preview()
    way.confirm()
    assert set(stored(world.unit)) == {"committee"}
