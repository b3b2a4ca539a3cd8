"""All that happened to a response and to each answer can be read by the team and its helpers."""

from bs4 import BeautifulSoup

from questionnaires.answering.saving import Given, settle_rivals
from questionnaires.models import Answer

from .districts_answering import answer_all, filling, give, open_corrections, sign, url, words


def history(world, client, *code, by=None):
    client.force_login(by or world.member)
    return client.get(url(world, "answer_versions" if code else "answer_history", *code))


def test_savings_choices_signatures_and_confirmations_are_told(world, client):
    answer_all(world, world.member)
    give(world, world.colleague, Given("meetings", {"number": 5}))
    settle_rivals(filling=filling(world), code="meetings", number=2, by=world.lead)
    sign(world, world.facilitator, on_behalf=True)
    client.force_login(world.lead)
    client.post(url(world, "answer_confirm"), {"number": "1"})
    said = words(history(world, client))
    for part in (
        f"{world.member} gave 2 answers question 1 , question 3",
        f"{world.colleague} gave 1 answer, 1 of them beside another question 3",
        f"{world.lead} chose between answers question 3",
        f"{world.facilitator}, for the team signed (signature 1) · receipt",
        f"{world.lead} confirmed signature 1",
    ):
        assert part in said, part
    assert said.index("confirmed signature") < said.index("gave 2 answers"), "the latest first"


def test_a_save_that_changed_nothing_is_none(world, client):
    answer_all(world, world.member)
    give(world, world.member, Given("meetings", {"number": 3}, base=1))
    assert words(history(world, client)).count("gave ") == 1


def test_nothing_yet_says_what_will_stand_there(world, client):
    assert "Nothing has been saved yet." in words(history(world, client))


def test_many_savings_are_paged(world, client):
    for number in range(60):
        give(world, world.member, Given("meetings", {"number": number}, base=number))
    first = words(history(world, client))
    assert first.count("gave 1 answer") == 50
    client.force_login(world.member)
    second = words(client.get(url(world, "answer_history"), {"page": "2"}))
    assert second.count("gave 1 answer") == 10
    assert client.get(url(world, "answer_history"), {"page": "\x00"}).status_code == 200


def test_each_version_of_an_answer_with_who_when_how_and_why(world, client):
    give(world, world.facilitator, Given("meetings", {"number": 3}), on_behalf=True)
    give(world, world.member, Given("meetings", typed={"": ["a few"]}, base=1))
    give(world, world.colleague, Given("meetings", {"number": 5}, base=1, comment="Read the minutes"))
    answer_all_but_meetings(world)
    said = words(history(world, client, "meetings"))
    for part in (
        "How many meetings?",
        f"3 meetings {world.facilitator}, for the team, today at",
        "entered by a facilitator for the team",
        "“a few”, which could not be read",
        "5 meetings waits for a choice",
        "Read the minutes",
    ):
        assert part in said, part


def answer_all_but_meetings(world) -> None:
    give(world, world.member, Given("committee", {"choice": "no"}))


def test_a_choice_says_who_made_it(world, client):
    give(world, world.member, Given("meetings", {"number": 3}))
    give(world, world.colleague, Given("meetings", {"number": 5}))
    settle_rivals(filling=filling(world), code="meetings", number=1, by=world.lead)
    said = words(history(world, client, "meetings"))
    assert f"not chosen ({world.lead}, today" in said and "3 meetings stands now" in said


def test_a_correction_says_why(world, client):
    answer_all(world, world.member)
    sign(world, world.lead)
    open_corrections(world)
    give(world, world.member, Given("meetings", {"number": 4}, base=1), because="Miscounted")
    assert "Corrected because: Miscounted" in words(history(world, client, "meetings"))


def test_what_came_by_a_file_is_there_too(world, client):
    answer_all(world, world.member)
    Answer.objects.filter(question__code="meetings").update(number=0, by=None)
    filling(world).answers["meetings"].versions.all().delete()
    assert "taken over from a file" in words(history(world, client, "meetings"))


def test_a_question_that_is_not_there(world, client):
    for code in ("gone", "hello", "sum", "%00", "x" * 300):
        assert history(world, client, code).status_code == 404


def test_from_the_versions_of_an_answer_the_way_leads_to_its_question(world, client):
    """Of every kind, also where the question is a group of controls."""
    answer_all(world, world.member)
    led = 0
    for code in filling(world).asked:
        page = history(world, client, code)
        if page.status_code == 404:
            continue  # a note
        address, _hash, anchor = bs(page).select_one("main a.btn")["href"].partition("#")
        assert bs(client.get(address)).find(id=anchor), anchor
        led += 1
    assert led > 8


def bs(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")
