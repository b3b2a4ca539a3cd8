"""What the builder's screens cost, for a short questionnaire and for one of 481 questions."""

import gzip

import pytest

from questionnaires.actions import open_questionnaire
from questionnaires.models import Choice, Question, Questionnaire
from questionnaires.pilot_actions import make_pilot_link
from questionnaires.pilot_links import pilot_path

from ..districts.places import country
from .building import Screen, address, built_questionnaire, facilitator

MOST_QUERIES, MOST_FIELDS, MOST_BYTES, MOST_COMPRESSED = 20, 300, 300_000, 40_000
# Reading it all once more, to see that the order holds, is part of it.
MOST_TO_WRITE = 40
LONG = "Combien de décès maternels ont été notifiés pendant le trimestre dans les structures du district, n° {n} ?"


def sections(number: int, a_section: int = 20) -> list[dict]:
    questions = [
        {
            "code": f"indicateur_{n}",
            "kind": ("choice", "number", "yes_no", "ratio")[n % 4],
            "text_fr": LONG.format(n=n),
            "text_en": LONG.format(n=n),
            "show_if": {"question": f"indicateur_{n - 1}", "op": "answered"} if n else {},
            "choices": [{"code": f"c{c}", "label_fr": f"Choix {c}"} for c in range(4)] if n % 4 == 0 else [],
        }
        for n in range(number)
    ]
    return [
        {"title_fr": f"Partie {n // a_section + 1}", "questions": questions[n : n + a_section]}
        for n in range(0, number, a_section)
    ]


@pytest.fixture(params=[10, 481], ids=["10 questions", "481 questions"])
def built(request, pages_ready) -> Questionnaire:
    check = {"question": "indicateur_1", "rule": {"question": "indicateur_1", "op": "ge", "value": 0}}
    return built_questionnaire(
        country("gui"), sections(request.param), checks=[check] * (request.param // 10)
    )


def weigh(screen: Screen) -> None:
    assert screen.status == 200
    assert len(screen.soup.find_all(["input", "select", "textarea"])) <= MOST_FIELDS
    assert len(screen.response.content) <= MOST_BYTES
    assert len(gzip.compress(screen.response.content)) <= MOST_COMPRESSED


WHILE_BUILT = [
    "", "settings/", "open/", "checks/", "checks/add/", "checks/{check}/", "bank/", "pilot/", "paper/", "xlsform/",
    "questions/add/", "questions/{last}/", "questions/{last}/move/", "questions/{last}/delete/", "sections/add/",
    "sections/{section}/", "sections/{section}/move/", "sections/{section}/delete/",
]  # fmt: skip
ONCE_OPEN = [
    "", "correct/", "checks/", "checks/{check}/correct/", "versions/", "versions/2/", "pilot/", "paper/", "xlsform/",
    "questions/{last}/correct/", "sections/{section}/correct/",
]  # fmt: skip


def at(built: Questionnaire, rest: str) -> str:
    last = Question.objects.order_by("-pk").first()
    check = built.checks.order_by("-pk").first()
    return address(built, rest.format(last=last.pk, section=last.section_id, check=check.pk))


def test_no_screen_grows_with_the_questionnaire(built, django_assert_max_num_queries):
    client = facilitator()
    client.get(at(built, "settings/"))
    for url in (at(built, rest) for rest in WHILE_BUILT):
        with django_assert_max_num_queries(MOST_QUERIES):
            response = client.get(url)
        weigh(Screen(client, url, response))


def test_nor_once_it_is_open(built, django_assert_max_num_queries):
    open_questionnaire(questionnaire=built, by=None)
    client = facilitator()
    screen = Screen(client, at(built, "questions/{last}/correct/"))
    with django_assert_max_num_queries(MOST_TO_WRITE):
        assert screen.send(text_en="Better", because="Clearer").status == 302
    for url in (at(built, rest) for rest in ONCE_OPEN):
        with django_assert_max_num_queries(MOST_QUERIES):
            response = client.get(url)
        weigh(Screen(client, url, response))


def test_what_is_written_is_what_was_changed(built, django_assert_max_num_queries):
    client = facilitator()
    condition = {"if-1-op": "empty", "if-1-value": ""}
    for rest, changes in (
        ("questions/{last}/", {"text_en": "Better"}),
        ("questions/{last}/", {"code": "autrement"}),
        ("questions/{last}/", condition),
        ("questions/add/", {"text_fr": "Et ensuite ?"}),
        ("sections/{section}/", {"title_en": "Better"}),
        ("checks/{check}/", {"message_en": "Better"}),
        ("questions/{last}/delete/", {}),
        ("open/", {"frozen": "on", "all_the_same": "on"}),
    ):
        screen = Screen(client, at(built, rest))
        with django_assert_max_num_queries(MOST_TO_WRITE):
            answer = screen.send(**changes)
        assert answer.status == 302, (rest, answer.errors)


def test_a_trial_and_the_form_on_paper_do_not_grow(built, client, django_assert_max_num_queries):
    link = make_pilot_link(questionnaire=built, by=None)
    for url in (pilot_path(link, "fr"), pilot_path(link, "fr", section=1)):
        client.get(url)
        with django_assert_max_num_queries(MOST_QUERIES):
            response = client.get(url)
        assert response.status_code == 200 and len(gzip.compress(response.content)) <= MOST_COMPRESSED
    signed_in = facilitator()
    signed_in.get(address(built, "paper/"))
    with django_assert_max_num_queries(MOST_QUERIES):
        printed = signed_in.get(address(built, "paper/fr.pdf"))
    assert printed.status_code == 200 and printed.content.startswith(b"%PDF")


def test_the_bank_does_not_grow_with_what_is_in_it(built, pages_ready, django_assert_max_num_queries):
    open_questionnaire(questionnaire=built, by=None)
    other = built_questionnaire(country("ben"), [{"title_fr": "Partie", "questions": []}], code="autre")
    client, url = facilitator(), address(other, "bank/?q=maternels")
    client.get(url)
    with django_assert_max_num_queries(MOST_QUERIES):
        response = client.get(url)
    assert "indicateur_" in response.content.decode()
    weigh(Screen(client, url, response))


def test_the_fullest_question_stays_below_three_hundred_fields(built):
    question = Question.objects.filter(kind="choice").last()
    Choice.objects.bulk_create(
        Choice(question=question, order=10 + n, code=f"x{n}", label_fr=f"Choix {n}") for n in range(46)
    )
    client = facilitator()
    first = Question.objects.order_by("pk").first().code
    condition = {"question": first, "op": "is", "value": "c1"}
    if question.code != first:
        Question.objects.filter(pk=question.pk).update(show_if={"any": [condition] * 8})
    screen = Screen(client, address(built, f"questions/{question.pk}/"))
    weigh(screen)
    assert screen.fields.keys() >= {"c-n51-fr"} and (question.code == first or "if-8-op" in screen.fields)
    more = screen.send(**{"if-more": "1"})
    weigh(more)


def test_moving_in_a_long_questionnaire_writes_little(built, django_assert_max_num_queries):
    client = facilitator()
    last = Question.objects.order_by("-pk").first()
    last.show_if = {}
    last.save()
    screen = Screen(client, address(built, f"questions/{last.pk}/move/"))
    with django_assert_max_num_queries(40):
        assert screen.send(where=f"s{built.sections.first().pk}").status == 302
    assert built.sections.first().questions.first() == last
