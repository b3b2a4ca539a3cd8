"""What authors are told of decisions on their messages."""

import pytest
from django.core import mail

from discussions.actions import withdraw
from discussions.moderation import moderate
from notifications.models import Outbox
from notifications.sending import deliver

from .threads import fresh, published, say

State, Reason = Outbox.State, Outbox.Reason


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.MAIL_CONFIGURED = True


def sent(row: Outbox) -> tuple[str, str]:
    deliver(row.pk)
    row.refresh_from_db()
    return row.state, row.reason


def latest() -> Outbox:
    return Outbox.objects.order_by("-pk").first()


@pytest.mark.parametrize(
    "decision, kind, subject",
    [
        ("approve", "published", "Votre message est publié"),
        ("withhold", "withheld", "Votre message n’est pas affiché"),
        ("remove", "removed", "Votre message a été retiré"),
    ],
)
def test_the_author_is_told_why_and_where_but_not_sent_the_text(people, lesson, decision, kind, subject):
    post = say(lesson, people["member"], "Un texte confidentiel")
    moderate(post=post, decision=decision, by=people["facilitator"], reason="Trop précis, « nommez » moins.")
    row = latest()
    assert (row.kind, row.recipient, row.by) == (
        f"discussions.{kind}",
        people["member"],
        people["facilitator"],
    )
    assert sent(row) == (State.SENT, "")
    (message,) = mail.outbox
    assert message.to == [people["member"].email] and message.subject.startswith(subject)
    assert "Une leçon" in message.subject and f"/fr/discussion/message/{post.pk}/" in message.body
    assert ("Trop précis, « nommez » moins." in message.body) == (decision != "approve")
    assert "confidentiel" not in message.body


def test_it_comes_in_the_authors_language(people, lesson):
    type(people["member"]).objects.filter(pk=people["member"].pk).update(language="en")
    moderate(post=say(lesson, people["member"]), decision="approve", by=people["facilitator"])
    sent(latest())
    assert mail.outbox[0].subject.startswith("Your message is published")


def test_a_decision_that_was_overtaken_is_not_sent_any_more(people, lesson):
    post = say(lesson, people["member"])
    moderate(post=post, decision="withhold", by=people["facilitator"], reason="x")
    first = latest()
    moderate(post=fresh(post), decision="approve", by=people["facilitator"])
    second = latest()
    moderate(post=fresh(post), decision="withhold", by=people["facilitator"], reason="y")
    assert sent(first) == sent(second) == (State.DROPPED, Reason.OVERTAKEN)
    assert sent(latest()) == (State.SENT, "") and "y" in mail.outbox[0].body


def test_nothing_is_sent_about_what_its_author_withdrew_meanwhile(people, lesson):
    post = published(lesson, people["member"], people["facilitator"])
    withdraw(post=fresh(post), by=people["member"])
    assert sent(latest()) == (State.DROPPED, Reason.OVERTAKEN)


def test_an_author_who_left_is_not_written_to(people, lesson):
    moderate(post=say(lesson, people["member"]), decision="approve", by=people["facilitator"])
    type(people["member"]).objects.filter(pk=people["member"].pk).update(is_active=False)
    assert sent(latest()) == (State.DROPPED, Reason.RECIPIENT_GONE)


def test_nobody_is_told_of_their_own_decision(people, lesson):
    post = say(lesson, people["facilitator"])
    moderate(post=post, decision="remove", by=people["facilitator"], reason="Mine")
    assert not Outbox.objects.exists()


def test_a_page_that_is_no_longer_public_is_not_named(people, lesson):
    moderate(post=say(lesson, people["member"]), decision="withhold", by=people["facilitator"], reason="x")
    lesson.unpublish()
    assert sent(latest()) == (State.SENT, "")
    assert "Une leçon" not in mail.outbox[0].subject + mail.outbox[0].body
