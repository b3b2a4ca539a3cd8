"""Two facilitators with the same screen open: nobody loses anything, and the later one is told."""

import pytest

from questionnaires.actions import open_questionnaire
from questionnaires.models import Question, Questionnaire, Section

from ..districts.places import country
from .building import Screen, address, built_questionnaire, facilitator
from .test_builder import CHECK, SECTIONS, asked, codes, of

TOLD = "Somebody else saved this while you had it open"


@pytest.fixture
def guinea(pages_ready):
    return country("gui")


@pytest.fixture
def built(guinea):
    return built_questionnaire(guinea, SECTIONS, checks=[CHECK])


@pytest.fixture
def two(guinea):
    return facilitator(guinea), facilitator(guinea)


def both_open(two, url: str) -> list[Screen]:
    return [Screen(client, url) for client in two]


def test_changes_of_different_fields_both_stay(two, built):
    first, second = both_open(two, of(built, "reported"))
    assert first.send(text_en="Deaths notified").status == 302
    assert second.send(hint_fr="Voir le registre", minimum="0").status == 302
    row = asked("reported")
    assert (row.text_en, row.hint_fr, row.minimum) == ("Deaths notified", "Voir le registre", 0)


def test_the_same_field_is_shown_twice_and_saving_again_is_a_decision(two, built):
    first, second = both_open(two, of(built, "reported"))
    first.send(text_en="Theirs", hint_en="Their hint")
    told = second.send(text_en="Mine", unit_en="deaths")
    assert told.status == 409 and TOLD in told.text and "“Theirs”" in told.text
    assert told.fields["text_en"] == "Mine" and told.fields["unit_en"] == "deaths"
    assert told.fields["hint_en"] == "Their hint", "what I left alone is theirs now"
    assert asked("reported").text_en == "Theirs"
    assert told.send().status == 302
    row = asked("reported")
    assert (row.text_en, row.hint_en, row.unit_en) == ("Mine", "Their hint", "deaths")


def test_a_mistake_of_mine_does_not_hide_their_change(two, built):
    first, second = both_open(two, of(built, "reported"))
    first.send(text_en="Theirs")
    wrong = second.send(text_en="Mine", minimum="many")
    assert wrong.status == 422 and wrong.fields["text_en"] == "Mine"
    assert wrong.send(minimum="1").status == 409
    assert asked("reported").text_en == "Theirs"


def test_limits_that_cross_only_together_are_told(two, built):
    first, second = both_open(two, of(built, "reported"))
    assert first.send(minimum="10").status == 302
    crossed = second.send(maximum="5")
    assert crossed.status == 422 and crossed.errors == ["The largest number is below the smallest."]


def test_choices_of_both_stay(two, built):
    head, nurse, other = asked("members").choices.order_by("order")
    first, second = both_open(two, of(built, "members"))
    mine = {f"c-{head.pk}-en": "The director", "c-n1-fr": "Chauffeur", "c-n1-en": "Driver"}
    theirs = {f"c-{nurse.pk}-en": "The nurse", "c-n1-fr": "Comptable", "c-n1-en": "Accountant"}
    assert first.send(**theirs).status == 302
    saved = second.send(**mine)
    assert saved.status == 302, saved.errors
    found = dict(asked("members").choices.values_list("code", "label_en"))
    assert found["head"] == "The director" and found["nurse"] == "The nurse"
    assert set(found) == {"head", "nurse", "other", "chauffeur", "comptable"}


def test_a_choice_that_both_changed_is_told(two, built):
    nurse = asked("members").choices.get(code="nurse")
    first, second = both_open(two, of(built, "members"))
    first.send(**{f"c-{nurse.pk}-en": "Head nurse"})
    told = second.send(**{f"c-{nurse.pk}-en": "Midwife", "text_en": "Who sits?"})
    assert told.status == 409 and "nurse | Infirmière | Head nurse" in told.text
    assert told.fields[f"c-{nurse.pk}-en"] == "Midwife"
    assert told.send().status == 302
    assert asked("members").choices.get(code="nurse").label_en == "Midwife"
    assert asked("members").text_en == "Who sits?"


def test_a_choice_removed_by_one_and_changed_by_the_other_is_told(two, built):
    nurse = asked("members").choices.get(code="nurse")
    first, second = both_open(two, of(built, "members"))
    first.send(**{f"c-{nurse.pk}-{part}": "" for part in ("code", "fr", "en")})
    told = second.send(**{f"c-{nurse.pk}-en": "Midwife"})
    assert told.status == 409 and "Somebody else removed this choice meanwhile." in told.text
    assert told.send().status == 302
    assert asked("members").choices.get(code="nurse").label_en == "Midwife"


def test_a_choice_that_only_they_removed_stays_removed(two, built):
    nurse = asked("members").choices.get(code="nurse")
    first, second = both_open(two, of(built, "members"))
    first.send(**{f"c-{nurse.pk}-{part}": "" for part in ("code", "fr", "en")})
    assert second.send(text_en="Who sits?").status == 302
    assert not asked("members").choices.filter(code="nurse").exists()


def test_rules_that_both_made_are_told(two, built):
    first, second = both_open(two, of(built, "done"))
    yes = {"if-1-question": "committee", "if-1-op": "is", "if-1-value": "yes"}
    first.send(**yes)
    told = second.send(**(yes | {"if-1-value": "no"}))
    assert told.status == 409 and "“Yes”" in told.text and told.fields["if-1-value"] == "no"
    assert told.send().status == 302
    assert asked("done").show_if["value"] == "no"


def test_a_code_changed_by_one_is_followed_in_what_the_other_has_open(two, built):
    """The rule was rewritten while it was open: left alone, it stays rewritten."""
    second = Screen(two[1], of(built, "members"))
    Screen(two[0], of(built, "committee")).send(code="has_committee")
    assert second.send(text_en="Who sits?").status == 422, "its menu still names the old code"
    again = Screen(two[1], of(built, "members"))
    assert again.send(text_en="Who sits?").status == 302
    assert asked("members").show_if["question"] == "has_committee"


def test_a_question_deleted_meanwhile_can_be_added_as_a_new_one(two, built):
    first = Screen(two[0], of(built, "done", "delete/"))
    second = Screen(two[1], of(built, "done"))
    first.send()
    told = second.send(text_en="Followed up at last", numerator_fr="Suivies")
    assert told.status == 409 and "Somebody deleted this question" in told.text
    assert (
        told.fields["text_en"] == "Followed up at last" and not Question.objects.filter(code="done").exists()
    )
    added = told.send()
    assert added.status == 302, added.errors
    assert asked("done").text_en == "Followed up at last" and asked("done").numerator_fr == "Suivies"


def test_a_deleted_question_gives_its_choices_back_too(two, built):
    Section.objects.update(show_if={})
    second = Screen(two[1], of(built, "members"))
    Screen(two[0], of(built, "members", "delete/")).send()
    nurse = next(name for name in second.fields if second.fields[name] == "Infirmière")
    told = second.send(**{nurse: "Infirmier"})
    assert told.status == 409
    assert told.send().status == 302
    assert list(asked("members").choices.values_list("code", "label_fr"))[1] == ("nurse", "Infirmier")


def test_a_section_deleted_meanwhile_can_be_added_as_a_new_one(two, built):
    built.checks.all().delete()
    section = Section.objects.get(order=2)
    second = Screen(two[1], address(built, f"sections/{section.pk}/"))
    Screen(two[0], address(built, f"sections/{section.pk}/delete/")).send()
    told = second.send(title_en="The review")
    assert told.status == 409 and "Somebody deleted this section" in told.text
    assert told.send().status == 302
    assert Section.objects.get(order=2).title_en == "The review"


def test_nothing_is_lost_even_where_no_section_is_left(two, built):
    built.checks.all().delete()
    second = Screen(two[1], of(built, "done"))
    for section in Section.objects.order_by("-order"):
        Screen(two[0], address(built, f"sections/{section.pk}/delete/")).send()
    told = second.send(text_en="Followed up")
    assert told.status == 409 and told.fields["text_en"] == "Followed up"
    again = told.send()
    assert again.status == 422 and again.fields["text_en"] == "Followed up"


def test_sections_and_titles_are_merged_too(two, built):
    section = Section.objects.get(order=2)
    for url, row in (
        (address(built, f"sections/{section.pk}/"), section),
        (address(built, "settings/"), built),
    ):
        first, second = both_open(two, url)
        assert first.send(title_fr="Le leur").status == 302
        assert second.send(intro_en="Mine").status == 302
        row.refresh_from_db()
        assert (row.title_fr, row.intro_en) == ("Le leur", "Mine")
        first, second = both_open(two, url)
        first.send(title_en="Theirs")
        told = second.send(title_en="Mine")
        assert told.status == 409 and "“Theirs”" in told.text
        assert told.send().status == 302
        row.refresh_from_db()
        assert row.title_en == "Mine"


def test_checks_are_merged_and_a_deleted_one_comes_back(two, built):
    url = address(built, f"checks/{built.checks.get().pk}/")
    first, second = both_open(two, url)
    first.send(message_en="Theirs")
    assert second.send(message_fr="Le mien").status == 302
    check = built.checks.get()
    assert (check.message_en, check.message_fr) == ("Theirs", "Le mien")
    second = Screen(two[1], url)
    two[0].post(url, {"delete": "1"})
    told = second.send(message_fr="Gardé")
    assert told.status == 409 and told.fields["message_fr"] == "Gardé"
    assert told.send().status == 302
    assert built.checks.get().message_fr == "Gardé"


def test_an_order_that_changed_meanwhile_is_told_and_kept(two, built):
    second = Screen(two[1], of(built, "done", "move/"))
    Screen(two[0], of(built, "reviewed", "move/")).send(where=f"q{asked('done').pk}")
    place = f"s{asked('committee').section_id}"
    told = second.send(where=place)
    assert told.status == 409 and "changed the order meanwhile" in told.text
    assert told.fields["where"] == place
    assert codes(built)[2:] == ["reported", "done", "reviewed"]
    assert told.send().status == 302
    assert codes(built) == ["done", "committee", "members", "reported", "reviewed"]


def test_a_button_for_one_up_pressed_on_an_old_screen_moves_nothing(two, built):
    old = built.revision
    Screen(two[0], of(built, "reviewed", "move/")).send(where=f"q{asked('done').pk}")
    before = codes(built)
    response = two[1].post(of(built, "reviewed", "move/"), {"step": "up", "revision": old}, follow=True)
    assert "Nothing was moved" in response.content.decode() and codes(built) == before


def test_opened_by_one_while_the_other_edits(two, built):
    second = Screen(two[1], of(built, "done"))
    open_questionnaire(questionnaire=Questionnaire.objects.get(), by=None)
    told = second.send(text_en="Typed for nothing?")
    assert told.status == 409 and "Typed for nothing?" in told.text and "frozen" in told.text
    assert asked("done").text_en == "Followed"
