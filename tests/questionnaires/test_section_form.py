"""A section as a form: controls for every kind, what was typed stays, rules and what they bring up."""

import re

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.translation import override

from questionnaires import asking
from questionnaires.models import Question
from questionnaires.section_form import PRESENTED, SectionForm
from tests.districts.places import country

from .asking import cycle_in
from .trying import q, tried_questionnaire


@pytest.fixture
def sections(db):
    return asking.whole(tried_questionnaire(cycle_in(country("gui"))))


def form_of(sections, number, values=None, data=None, language="en", **typed):
    """`data`: what came back, by name of the control."""
    sent = None
    if data is not None:
        sent = QueryDict(mutable=True)
        shown = form_of(sections, number, values).presents
        for name, texts in ({PRESENTED: shown} | data).items():
            sent.setlist(name, texts if isinstance(texts, list) else [texts])
    with override(language):
        return SectionForm(
            sections[number], asking.questions_of(sections), values or {}, sent, language, **typed
        )


def html_of(form, language="en", **context):
    with override(language):
        return render_to_string(
            "questionnaires/includes/section.html", {"form": form, "fields": form.fields} | context
        )


def ids(html):
    return re.findall(r' id="([^"]*)"', html)


def named(html, attribute):
    return {name for names in re.findall(rf'{attribute}="([^"]*)"', html) for name in names.split()}


@pytest.mark.parametrize("number", [0, 2])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_control_has_a_name_for_people_and_every_reference_leads_somewhere(sections, number, language):
    html = html_of(form_of(sections, number, language=language), language)
    found = ids(html)
    assert len(found) == len(set(found))
    assert named(html, "aria-describedby") <= set(found)
    labelled = set(re.findall(r'<label[^>]* for="([^"]*)"', html))
    fields = re.findall(r'<(?:input type="(?:text|date)"|textarea)[^>]* id="([^"]*)"', html)
    assert fields and set(fields) <= labelled
    groups = html.count("<fieldset")
    assert groups and groups == html.count("<legend")


def test_every_kind_has_native_controls(sections):
    html = html_of(form_of(sections, 2), trial=True)
    for control in (
        'type="radio" name="a:who"', 'inputmode="decimal"|inputmode="text"', 'name="a:done:numerator"',
        'name="a:done:denominator"', 'type="date"', 'name="a:town"', '<textarea rows="4" id="a:why"',
        'name="a:place:latitude"', 'type="file"[^>]*disabled',
    ):  # fmt: skip
        assert re.search(control, html), control
    assert "a:sum" not in html
    assert "none is taken" in html
    first = html_of(form_of(sections, 0))
    assert 'type="checkbox"' not in first and 'name="a:hello"' not in first
    assert "meetings</span>" in first


def test_who_can_read_an_answer_stands_beside_it_and_not_beside_a_note(sections):
    html = html_of(form_of(sections, 0))
    assert html.count("Who can read this") == 2
    assert 'class="reads s4"' in html


def test_numbers_are_those_of_the_whole_questionnaire_and_optional_ones_say_so(sections):
    html = html_of(form_of(sections, 2))
    assert "Question 6, optional" in html
    assert "Question 1<" in html_of(form_of(sections, 0))


def test_a_text_that_is_not_translated_is_marked_with_its_language(sections):
    Question.objects.filter(code="meetings").update(text_en="")
    fresh = asking.whole(sections[0].questionnaire)
    assert '<span lang="fr">Combien de réunions ?' in html_of(form_of(fresh, 0))
    assert '<span lang="fr">Autre</span>' in html_of(form_of(fresh, 2))


def test_what_cannot_be_read_is_shown_again_as_it_was_typed(sections):
    typed = {
        "a:rate": "beaucoup", "a:done:numerator": "25", "a:done:denominator": "22", "a:last": "hier",
        "a:place:latitude": "9.5", "a:why": "<b>\nx", "a:town": "T" * 301,
    }  # fmt: skip
    form = form_of(sections, 2, data=typed)
    html = html_of(form)
    assert not form.is_complete and form.values == {"why": {"text": "<b>\nx"}}
    for shown in (
        'value="beaucoup"',
        'value="25"',
        'value="22"',
        'value="hier"',
        'value="9.5"',
        "&lt;b&gt;\nx",
        "T" * 301,
    ):
        assert shown in html
    assert 'type="text" autocomplete="off" placeholder="12/03/2026" id="a:last"' in html
    assert html.count('class="field err"') == 5
    with override("en"):
        problems = render_to_string("questionnaires/includes/problems.html", {"form": form})
    assert "5 answers need another look" in problems
    assert named(html, "aria-describedby") <= set(ids(html))
    assert {link.removeprefix("#") for link in named(problems, "href")} <= set(ids(html))


def test_a_value_is_shown_as_one_would_type_it(sections):
    values = {
        "rate": {"number": 12.5}, "last": {"date": "2026-03-12"}, "who": {"choice": "midwife"},
        "done": {"missing": "dont_know"},
    }  # fmt: skip
    html = html_of(form_of(sections, 2, values, language="fr"), "fr")
    assert 'value="12,5"' in html and 'type="date"' in html and 'value="2026-03-12"' in html
    assert 'value="midwife" checked' in html
    assert re.search(r'name="a:done:missing" id="[^"]*" value="dont_know" checked', html)


def test_what_is_required_is_asked_for_once_it_was_seen(sections):
    form = form_of(sections, 0, data={"a:meetings": "3"})
    assert list(form.messages) == ["committee"]
    assert form_of(sections, 0, data={"a:committee": ":not_applicable"}).is_complete
    assert not form_of(sections, 0, data={"a:committee": "", PRESENTED: "hello"}).messages


def test_an_answer_brings_up_a_question_of_the_same_section_with_the_reason(sections):
    form = form_of(sections, 0, data={"a:committee": "yes"})
    assert [question.code for question in form.opened] == ["members"]
    assert not form.is_complete
    html = html_of(form)
    with override("en"):
        notice = render_to_string("questionnaires/includes/problems.html", {"form": form})
    assert "Your answers bring up 1 more question" in notice
    assert "This question appears because the answer to “Is there a committee?” is “Yes”." in html
    again = form_of(
        sections, 0, data={"a:committee": "yes", "a:members": ["other"], PRESENTED: form.presents}
    )
    assert again.is_complete
    assert again.values["members"] == {"choices": ["other"]}


def test_an_answer_that_closes_a_question_keeps_what_was_answered_there_without_counting_it(sections):
    values = {"committee": {"choice": "yes"}, "members": {"choices": ["other"]}, "reported": {"number": 3}}
    form = form_of(sections, 0, values, {"a:committee": "no", "a:members": ["other"]})
    assert [question.code for question in form.shown] == ["hello", "committee", "meetings"]
    assert form.values["members"] == {"choices": ["other"]}
    assert set(asking.standing(form.questions, form.values)) == {"committee"}


def test_a_file_that_was_added_before_stays(sections):
    values = {"picture": {"file": 1, "name": "plan.pdf"}}
    form = form_of(sections, 2, values, {"a:picture": "x"})
    assert form.values["picture"] == {"file": 1, "name": "plan.pdf"}
    assert "plan.pdf" in html_of(form)


def test_a_message_from_outside_stands_beside_its_question(sections):
    form = form_of(sections, 0, data={"a:committee": "no"})
    form.add_message("meetings", "Too many.")
    form.add_message("elsewhere", "Nowhere.")
    assert [(problem.anchor, problem.text) for problem in form.problems] == [("a:meetings", "Too many.")]


@pytest.mark.parametrize("hostile", ["\x00", "9" * 5000, "\ud800", "<script>", "𝟙", "\u202e", "x" * 100_000])
def test_nothing_that_is_sent_breaks_it(sections, hostile):
    names = ["a:committee", "a:members", "a:meetings", "a:meetings:missing"]
    form = form_of(
        sections, 0, data=dict.fromkeys(names, hostile) | {PRESENTED: f"members committee {hostile}"}
    )
    html_of(form).encode(errors="surrogatepass")
    names = ["a:rate", "a:done:numerator", "a:last", "a:who", "a:town", "a:why", "a:place:latitude"]
    html_of(form_of(sections, 2, data=dict.fromkeys(names, hostile)))


def test_a_section_of_sixty_questions_stays_light(db):
    import gzip

    choices = [{"code": f"c{n}", "label_fr": f"Choix {n}", "label_en": f"Choice {n}"} for n in range(6)]
    kinds = ["choice", "number", "ratio", "yes_no", "multiple", "long_text"]
    questions = [q(f"q{n}", kinds[n % 6]) for n in range(60)]
    for each in questions:
        if each["kind"] in ("choice", "multiple"):
            each["choices"] = choices
    section = {"title_fr": "Longue", "questions": questions}
    sections = asking.whole(tried_questionnaire(cycle_in(country("gui")), [section]))
    html = html_of(form_of(sections, 0)).encode()
    assert len(html) < 160_000
    assert len(gzip.compress(html)) < 15_000
