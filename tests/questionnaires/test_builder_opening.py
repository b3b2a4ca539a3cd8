"""Opening a questionnaire that is fit for it, and correcting its wording since."""

import pytest

from questionnaires.actions import open_questionnaire
from questionnaires.fitness import fitness_of
from questionnaires.models import Correction, Question, Questionnaire, Section, Version
from questionnaires.structure_actions import Frozen, add_section
from questionnaires.version_actions import NotFit, NotOpen, Rewording, correct_wording, open_when_fit

from ..districts.places import country
from .building import Screen, address, built_questionnaire, facilitator
from .test_builder import CHECK, SECTIONS, asked, of


@pytest.fixture
def guinea(pages_ready):
    return country("gui")


@pytest.fixture
def built(guinea):
    return built_questionnaire(guinea, SECTIONS, checks=[CHECK])


@pytest.fixture
def client(guinea):
    return facilitator(guinea)


def unfit(questionnaire: Questionnaire) -> set[str]:
    return {item.code for item in fitness_of(questionnaire) if not item.fit}


def test_what_is_only_advised(built):
    assert unfit(built) == {"missing_en", "pilot"}


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda: Question.objects.filter(code="done").update(text_fr="", text_en=" "), "words"),
        (lambda: asked("members").choices.filter(code="nurse").update(label_fr="", label_en=""), "words"),
        (lambda: asked("members").choices.exclude(code="head").delete(), "choices"),
        (lambda: Question.objects.update(kind="note"), "questions"),
        (lambda: Question.objects.filter(code="committee").update(show_if={"question": "done", "op": "answered"}),
         "rules"),
        (lambda: Question.objects.filter(code="done").update(show_if={"nonsense": 1}), "rules"),
        (lambda: Question.objects.filter(code="reported").update(kind="text", text_fr="Nom de la patiente"),
         "personal"),
        (lambda: Section.objects.create(questionnaire=Questionnaire.objects.get(), order=9, title_fr="x"),
         "sections"),
    ],
)  # fmt: skip
def test_what_stands_in_the_way_of_opening(client, built, spoil, code):
    spoil()
    assert code in unfit(built)
    with pytest.raises(NotFit) as refused:
        open_when_fit(questionnaire=built, by=None)
    assert code in {item.code for item in refused.value.items}
    screen = Screen(client, address(built, "open/"))
    assert screen.status == 200 and "To be put right first" in screen.text
    assert client.post(address(built, "open/"), {"frozen": "on", "all_the_same": "on"}).status_code == 422
    assert not Questionnaire.objects.get().opened_at


def test_a_cycle_that_does_not_say_what_answers_are_for(built):
    built.cycle.purpose_fr = built.cycle.purpose_en = ""
    built.cycle.save()
    assert "purpose" in unfit(built)


def test_opening_freezes_the_structure_and_says_so(client, built):
    opened = Screen(client, address(built, "open/")).send(frozen="on", all_the_same="on")
    assert opened.status == 302
    version = Version.objects.get()
    assert version.number == 1 and version.by is not None
    assert len(version.content["sections"]) == 2
    for rest in ("settings/", "sections/add/", "questions/add/", "checks/add/", "bank/", "open/"):
        screen = Screen(client, address(built, rest))
        assert screen.status == 409 and "frozen" in screen.text
    with pytest.raises(Frozen):
        add_section(questionnaire=built, by=None, title_fr="x")
    check = f"checks/{built.checks.get().pk}/correct/"
    assert check in str(Screen(client, address(built, "checks/")).soup)
    overview = Screen(client, address(built))
    assert "Open since" in overview.text and f"{asked('done').pk}/correct/" in str(overview.soup)


@pytest.fixture
def opened(built):
    open_questionnaire(questionnaire=built, by=None)
    return built


def test_a_correction_is_a_new_version_with_its_reason(client, opened):
    head = asked("members").choices.get(code="head")
    screen = Screen(client, of(opened, "members", "correct/"))
    changes = {"text_en": "Who sits on it?", f"c-{head.pk}-label_en": "The director"}
    no_reason = screen.send(**changes)
    assert no_reason.status == 422 and no_reason.fields["text_en"] == "Who sits on it?"
    assert no_reason.send(because="Two districts asked").status == 302
    opened.refresh_from_db()
    assert opened.version == 2 and asked("members").text_en == "Who sits on it?"
    found = Correction.objects.order_by("field").values_list(
        "question__code", "field", "before", "after", "because"
    )
    assert list(found) == [
        ("members", "choices.head.label_en", "Director", "The director", "Two districts asked"),
        ("members", "text_en", "", "Who sits on it?", "Two districts asked"),
    ]
    assert "Who sits on it?" in str(Version.objects.get(number=2).content)
    assert "Who sits on it?" not in str(Version.objects.get(number=1).content)
    listed = Screen(client, address(opened, "versions/")).text
    assert "Two districts asked" in listed and "The director" in listed
    difference = Screen(client, address(opened, "versions/2/")).text
    assert "Who sits on it?" in difference and "Director" in difference
    assert Screen(client, address(opened, "versions/3/")).status == 404


def test_sections_checks_and_titles_are_corrected_too(client, opened):
    opened.checks.update(message_fr="Trop.")
    section, check = Section.objects.first(), opened.checks.get()
    for rest, field in [
        ("correct/", "title_en"),
        (f"sections/{section.pk}/correct/", "title_en"),
        (f"checks/{check.pk}/correct/", "message_en"),
    ]:
        sent = Screen(client, address(opened, rest)).send(**{field: "Better", "because": "Clearer"})
        assert sent.status == 302, sent.errors
    assert list(Correction.objects.values_list("field", "question__code")) == [
        ("title_en", None),
        ("sections.1.title_en", None),
        ("checks.1.message_en", "reviewed"),
    ]
    opened.refresh_from_db()
    assert opened.version == 4 and opened.title_en == "Better"
    assert "Better" in Screen(client, address(opened, "versions/4/")).text


def test_what_teams_have_read_is_not_emptied_and_nothing_is_no_correction(client, opened):
    screen = Screen(client, of(opened, "done", "correct/"))
    assert screen.send(text_fr="", because="x").status == 422
    assert screen.send(because="x").status == 302
    opened.refresh_from_db()
    assert opened.version == 1


def test_two_corrections_of_one_text_are_told(guinea, opened):
    url = of(opened, "done", "correct/")
    first, second = Screen(facilitator(guinea), url), Screen(facilitator(guinea), url)
    first.send(text_en="Theirs", because="a")
    told = second.send(text_en="Mine", text_fr="Suivies", because="b")
    assert told.status == 409 and "“Theirs”" in told.text
    assert told.fields["text_en"] == "Mine" and told.fields["because"] == "b"
    assert told.send().status == 302
    assert asked("done").text_en == "Mine" and asked("done").text_fr == "Suivies"


def test_two_corrections_of_different_choices_both_stay(guinea, opened):
    head, nurse, _other = asked("members").choices.order_by("order")
    url = of(opened, "members", "correct/")
    first, second = Screen(facilitator(guinea), url), Screen(facilitator(guinea), url)
    assert first.send(**{f"c-{head.pk}-label_en": "A", "because": "a"}).status == 302
    assert second.send(**{f"c-{nurse.pk}-label_en": "B", "because": "b"}).status == 302
    found = dict(asked("members").choices.values_list("code", "label_en"))
    assert (found["head"], found["nurse"]) == ("A", "B")


def test_codes_and_rules_are_no_wording(opened, built):
    for field in ("code", "kind", "show_if"):
        with pytest.raises(ValueError, match="a correction is of a text"):
            correct_wording(
                questionnaire=opened, rewordings=[Rewording(asked("done"), field, "x")], because="x", by=None
            )


def test_before_opening_there_is_nothing_to_correct(client, built):
    with pytest.raises(NotOpen):
        correct_wording(questionnaire=built, rewordings=[], because="x", by=None)
    for rest in ("correct/", "versions/"):
        assert Screen(client, address(built, rest)).status == 409
