"""A message's way: held, withheld with a reason, published, answered, withdrawn. Each person at their own
browser, so that what one sees is never what another may see."""

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import DESKTOP, PHONE

LESSONS = {
    "fr": "/fr/cycles/surveillance-des-deces-maternels-guinee-2017/les-reponses-qui-manquent/",
    "en": "/en/cycles/maternal-deaths-surveillance-guinea-2017/missing-answers-are-part-of-the-finding/",
}
WORDS = {
    "fr": {
        "text": "Chez nous, deux équipes voisines n’ont jamais reçu le questionnaire.",
        "answer": "Nous les avons appelées : elles répondront la prochaine fois.",
        "reason": "Dites plutôt « une équipe voisine » : ici, on la reconnaîtrait.",
        "sign in": "Se connecter pour participer",
        "held": "En attente",
        "withheld": "Retenu",
        "reply": "Répondre",
        "withdraw": "Retirer",
        "withdrawn": "Message retiré par son auteur",
        "once": "Ce message est déjà là",
        "too many": "beaucoup de messages en peu de temps",
        "closed": "Cette page ne vous est pas ouverte",
        "written": "Écrit en français",
        "reason missing": "Donnez une raison",
    },
    "en": {
        "text": "Here, two teams next door never received the questionnaire.",
        "answer": "We called them: they will answer next time.",
        "reason": "Say “a team next door” instead: here it could be recognised.",
        "sign in": "Sign in to take part",
        "held": "Waiting",
        "withheld": "Withheld",
        "reply": "Reply",
        "withdraw": "Withdraw",
        "withdrawn": "Message withdrawn by its author",
        "once": "This message is already here",
        "too many": "many messages in a short time",
        "closed": "This page is not open to you",
        "written": "Written in English",
        "reason missing": "Give a reason",
    },
}
# Of neither author anything is published yet: the first message of each person is held.
JOURNEYS = pytest.mark.parametrize(
    ("language", "viewport", "author", "neighbour"),
    [
        ("fr", PHONE, "member@example.org", "other-member@example.org"),
        ("en", DESKTOP, "central@example.org", "member@example.org"),
    ],
    ids=["french-phone", "english-desktop"],
)


def send(page: Page, text: str) -> None:
    page.fill("#message_comment", text)
    page.click("#write button[type=submit]")
    page.wait_for_load_state()


def message(page: Page, text: str):
    return page.locator("li.msg").filter(has_text=text)


def decide(page: Page, text: str, decision: str, reason: str = "") -> None:
    """From the queue to the message and through the form."""
    page.goto("/admin/moderation/?status=all")
    page.get_by_role("link", name=text).first.click()
    page.check(f"input[name=decision][value={decision}]")
    page.fill("textarea[name=reason]", reason)
    page.click("main form button[type=submit]")
    page.wait_for_load_state()


@JOURNEYS
def test_a_message_from_held_to_withdrawn(language, viewport, author, neighbour, visitor):
    words, lesson = WORDS[language], LESSONS[language]
    reader, writer = visitor(language, viewport), visitor(language, viewport, author)
    other = visitor(language, viewport, neighbour)
    facilitator = visitor(language, DESKTOP, "facilitator@example.org")

    reader.page.goto(lesson)
    assert reader.page.locator("form#write").count() == 0
    expect(reader.page.get_by_role("link", name=words["sign in"])).to_be_visible()

    writer.page.goto(lesson)
    send(writer.page, words["text"])
    expect(message(writer.page, words["text"])).to_contain_text(words["held"])
    writer.screen_passes()
    for person in (reader, other):
        person.page.goto(lesson)
        expect(message(person.page, words["text"])).to_have_count(0)

    decide(facilitator.page, words["text"], "withhold")
    expect(facilitator.page.get_by_text(words["reason missing"])).to_be_visible()
    decide(facilitator.page, words["text"], "withhold", words["reason"])
    writer.page.goto(lesson)
    expect(message(writer.page, words["text"])).to_contain_text(words["withheld"])
    expect(message(writer.page, words["text"])).to_contain_text(words["reason"])
    writer.screen_passes()
    reader.page.goto(lesson)
    expect(message(reader.page, words["text"])).to_have_count(0)

    decide(facilitator.page, words["text"], "approve")
    _read_in_both_languages(reader.page, language, words)

    writer.page.goto(lesson)
    message(writer.page, words["text"]).get_by_role("link", name=words["reply"]).click()
    expect(writer.page.locator("#write blockquote")).to_contain_text(words["text"])
    writer.screen_passes()
    send(writer.page, words["answer"])
    first, answer = (message(writer.page, words[name]).first for name in ("text", "answer"))
    expect(answer).to_be_visible()
    first.get_by_role("link", name=words["withdraw"]).click()
    expect(writer.page.get_by_text(words["text"])).to_be_visible()
    writer.screen_passes()
    writer.page.click("main form button[type=submit]")
    writer.page.wait_for_load_state()

    reader.page.goto(lesson)
    expect(reader.page.locator("li.msg h3").filter(has_text=words["withdrawn"]).last).to_be_visible()
    expect(message(reader.page, words["text"])).to_have_count(0)
    expect(message(reader.page, words["answer"])).to_be_visible()
    reader.screen_passes()


def _read_in_both_languages(page: Page, language: str, words: dict) -> None:
    """At once, and with the other language's page saying in which one it was written."""
    page.goto(LESSONS[language])
    expect(message(page, words["text"])).to_be_visible()
    page.goto(LESSONS["en" if language == "fr" else "fr"])
    said = message(page, words["text"])
    expect(said.locator(f"[lang={language}]")).to_contain_text(words["text"])


@pytest.mark.parametrize(
    ("language", "viewport", "email"),
    [("fr", PHONE, "lead@example.org"), ("en", DESKTOP, "researcher@example.org")],
    ids=["french-phone", "english-desktop"],
)
def test_sent_twice_it_is_there_once_and_many_have_to_wait(language, viewport, email, visitor):
    words, writer = WORDS[language], visitor(language, viewport, email)
    writer.page.goto(LESSONS[language])
    text = f"{words['text']} {email}"
    writer.page.fill("#message_comment", text)
    writer.page.dblclick("#write button[type=submit]")
    writer.page.wait_for_load_state()
    expect(message(writer.page, text)).to_have_count(1)
    writer.page.goto(LESSONS[language])
    send(writer.page, text)
    expect(writer.page.get_by_text(words["once"])).to_be_visible()
    writer.page.go_back()
    send(writer.page, text)
    expect(message(writer.page, text)).to_have_count(1)
    with writer.refused(429):
        last = _send_until_refused(writer.page, LESSONS[language], text)
    expect(writer.page.get_by_text(words["too many"])).to_be_visible()
    expect(writer.page.locator("#message_comment")).to_have_value(last)
    writer.screen_passes()


def _send_until_refused(page: Page, lesson: str, text: str) -> str:
    """Five in ten minutes, of which the demonstration may hold one; returns what was not taken."""
    for number in range(2, 7):
        page.goto(lesson)
        with page.expect_response(lambda response: response.request.method == "POST") as answer:
            send(page, f"{text} {number}")
        if answer.value.status == 429:
            return f"{text} {number}"
    raise AssertionError("six messages were taken")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_queue_is_not_for_members(language, visitor):
    member = visitor(language, PHONE, "member@example.org")
    with member.refused(403):
        member.page.goto("/admin/moderation/")
    assert member.page.locator("h1").inner_text() == WORDS[language]["closed"]
    member.screen_passes()


def test_who_signs_in_to_write_comes_back_to_the_discussion(visitor, portal):
    newcomer = visitor("en", PHONE)
    newcomer.page.goto(LESSONS["en"])
    newcomer.page.get_by_role("link", name=WORDS["en"]["sign in"]).click()
    newcomer.page.fill("input[name=login]", "central@example.org")
    newcomer.page.fill("input[name=password]", portal.password)
    newcomer.page.click("main button[type=submit]")
    newcomer.page.wait_for_url(re.compile("/en/discussion/"))
    expect(newcomer.page.locator("#message_comment")).to_be_visible()
