"""What one facilitator changes of kinds, rules, places and lists while the other has the screen open."""

import pytest

from questionnaires.models import Choice, Question, Section
from questionnaires.snapshots import content_of
from questionnaires.xlsform_actions import replace_with_import

from ..districts.places import country
from .building import Screen, address, built_questionnaire, facilitator
from .test_builder import CHECK, SECTIONS, asked, codes, of
from .test_builder_together import TOLD, both_open


@pytest.fixture
def guinea(pages_ready):
    return country("gui")


@pytest.fixture
def built(guinea):
    return built_questionnaire(guinea, SECTIONS, checks=[CHECK])


@pytest.fixture
def two(guinea):
    return facilitator(guinea), facilitator(guinea)


def with_kind(screen: Screen, kind: str) -> Screen:
    return screen.send(kind=kind, again="1")


def test_a_field_that_their_new_kind_does_not_have_is_told(two, built):
    first, second = both_open(two, of(built, "done"))
    assert with_kind(first, "text").send().status == 302
    told = second.send(numerator_fr="Suivies", text_en="Followed up")
    assert told.status == 409 and TOLD in told.text and "“short text”" in told.text
    assert (told.fields["kind"], told.fields["numerator_fr"]) == ("ratio", "Suivies")
    assert asked("done").kind == "text" and not asked("done").numerator_fr
    assert told.send().status == 302
    row = asked("done")
    assert (row.kind, row.numerator_fr, row.text_en) == ("ratio", "Suivies", "Followed up")


def test_what_has_a_place_in_both_kinds_stays_beside_their_new_kind(two, built):
    first, second = both_open(two, of(built, "done"))
    assert with_kind(first, "text").send().status == 302
    assert second.send(text_en="Followed up").status == 302
    assert (asked("done").kind, asked("done").text_en) == ("text", "Followed up")


def test_what_they_wrote_where_my_new_kind_has_no_field_is_told(two, built):
    first, second = both_open(two, of(built, "done"))
    mine = with_kind(second, "text")
    assert first.send(numerator_fr="Suivies").status == 302
    told = mine.send()
    assert told.status == 409 and "what is counted, in French “Suivies”" in told.text
    assert asked("done").kind == "ratio"
    assert told.send().status == 302
    assert (asked("done").kind, asked("done").numerator_fr) == ("text", "")


def test_choices_that_go_with_a_kind_are_told(two, built):
    Section.objects.update(show_if={})
    other = asked("members").choices.get(code="other")
    first, second = both_open(two, of(built, "members"))
    assert with_kind(first, "number").send().status == 302
    told = second.send(**{f"c-{other.pk}-en": "Another"})
    assert told.status == 409 and told.fields["kind"] == "multiple" and "Another" in told.fields.values()
    assert told.send().status == 302
    assert list(asked("members").choices.values_list("label_en", flat=True)) == [
        "Director",
        "Nurse",
        "Another",
    ]

    first, second = both_open(two, of(built, "members"))
    mine = with_kind(second, "number")
    assert first.send(**{"c-n4-fr": "Chauffeur"}).status == 302
    told = mine.send()
    assert told.status == 409 and "Chauffeur" in told.text
    assert told.send().status == 302 and not asked("members").choices.exists()


def test_choices_put_in_another_order_by_both_are_told(two, built):
    _head, nurse, other = asked("members").choices.order_by("order")
    first, second = both_open(two, of(built, "members"))
    assert first.send(**{f"c-{other.pk}-order": "0"}).status == 302
    told = second.send(**{f"c-{nurse.pk}-order": "0"})
    assert told.status == 409 and "in this order meanwhile: other, head, nurse" in told.text
    assert told.send().status == 302
    assert list(asked("members").choices.values_list("code", flat=True)) == ["nurse", "head", "other"]


def test_a_long_list_written_as_text_is_merged_too(two, built):
    question = asked("members")
    Choice.objects.bulk_create(
        Choice(question=question, order=10 + n, code=f"x{n}", label_fr=f"Choix {n}") for n in range(50)
    )

    def reworded(screen: Screen, before: str, after: str) -> Screen:
        return screen.send(**{"c-lines": screen.fields["c-lines"].replace(before, after)})

    first, second = both_open(two, of(built, "members"))
    assert reworded(first, "Choix 7", "Le leur").status == 302
    assert reworded(second, "Choix 8", "Le mien").status == 302
    labels = dict(question.choices.values_list("code", "label_fr"))
    assert (labels["x7"], labels["x8"]) == ("Le leur", "Le mien")
    first, second = both_open(two, of(built, "members"))
    reworded(first, "Choix 9", "Neuf")
    told = reworded(second, "Choix 9", "Le neuvième")
    assert told.status == 409 and "x9 | Neuf" in told.errors[0] and "Le neuvième" in told.fields["c-lines"]
    assert told.send().status == 302
    assert question.choices.get(code="x9").label_fr == "Le neuvième"


def test_a_rule_of_a_section_that_both_made_is_told(two, built):
    section = Section.objects.get(order=2)
    first, second = both_open(two, address(built, f"sections/{section.pk}/"))
    assert first.send(**{"if-1-value": "nurse"}).status == 302
    told = second.send(**{"if-1-value": "other", "title_en": "The review"})
    assert told.status == 409 and "Somebody else saved meanwhile: the answer to" in told.text
    assert (told.fields["if-1-value"], told.fields["title_en"]) == ("other", "The review")
    assert told.send().status == 302
    section.refresh_from_db()
    assert (section.show_if["value"], section.title_en) == ("other", "The review")


def test_what_must_hold_is_told_where_both_changed_it(two, built):
    url = address(built, f"checks/{built.checks.get().pk}/")
    first, second = both_open(two, url)
    assert first.send(**{"must-1-op": "lt"}).status == 302
    told = second.send(**{"must-1-op": "ge"})
    assert told.status == 409 and "stays below" in told.text and told.fields["must-1-op"] == "ge"
    assert told.send().status == 302
    assert built.checks.get().rule["op"] == "ge"


def test_a_rule_about_a_question_that_is_gone_is_told(two, built):
    second = Screen(two[1], of(built, "done"))
    built.checks.all().delete()
    Screen(two[0], of(built, "reported", "delete/")).send()
    told = second.send(**{"if-1-question": "reported", "if-1-op": "answered"}, text_en="Kept")
    assert told.status == 422 and told.fields["text_en"] == "Kept"
    assert told.errors == ["No question before this one has the code reported."]


def test_a_question_moved_by_one_keeps_what_the_other_writes(two, built):
    first = f"s{asked('committee').section_id}"
    second, third = both_open((two[1], two[1]), of(built, "reviewed"))
    Screen(two[0], of(built, "reviewed", "move/")).send(where=first)
    assert second.send(text_en="Looked at").status == 302
    assert asked("reviewed").text_en == "Looked at" and codes(built)[0] == "reviewed"
    told = third.send(**{"if-1-question": "reported", "if-1-op": "answered"}, hint_en="Kept")
    assert told.status == 422 and told.fields["hint_en"] == "Kept"
    assert "No question stands before any more" in told.errors[0]
    assert told.send().status == 302 and asked("reviewed").hint_en == "Kept"


def test_a_question_is_added_where_it_was_meant_although_the_order_changed(two, built):
    second = Screen(two[1], address(built, f"questions/add/?after={asked('committee').pk}"))
    Screen(two[0], of(built, "reviewed", "move/")).send(where=f"s{asked('committee').section_id}")
    assert second.send(text_fr="Depuis quand ?").status == 302
    assert codes(built)[:3] == ["reviewed", "committee", "depuis_quand"]


def test_a_question_for_a_section_that_is_gone_stays_on_the_screen(two, built):
    built.checks.all().delete()
    section = Section.objects.get(order=2)
    second = Screen(two[1], address(built, f"questions/add/?section={section.pk}"))
    Screen(two[0], address(built, f"sections/{section.pk}/delete/")).send()
    told = second.send(text_fr="Et ensuite ?")
    assert told.status == 422 and told.fields["text_fr"] == "Et ensuite ?"
    assert told.errors == ["This place is not there any more. Choose another."]
    assert told.send().status == 302 and asked("et_ensuite").section.order == 1


def test_a_question_deleted_while_the_other_moves_it_is_told(two, built):
    second = Screen(two[1], of(built, "done", "move/"))
    Screen(two[0], of(built, "done", "delete/")).send()
    answer = two[1].post(second.url, second.fields, follow=True)
    assert "This question has been deleted." in answer.content.decode()


def test_sections_moved_by_both_are_told(two, built):
    Section.objects.update(show_if={})
    first, second = both_open(two, address(built, f"sections/{Section.objects.get(order=2).pk}/move/"))
    assert first.send(where="0").status == 302
    told = second.send(where="0")
    assert told.status == 409 and "changed the order meanwhile" in told.text


def test_a_spreadsheet_taken_over_while_the_other_writes_is_told(two, built):
    second = Screen(two[1], of(built, "members"))
    replace_with_import(questionnaire=built, content=content_of(built), revision=built.revision, by=None)
    told = second.send(text_en="Who sits?")
    assert told.status == 409 and "Somebody deleted this question" in told.text
    assert told.fields["text_en"] == "Who sits?" and Question.objects.filter(code="members").count() == 1
