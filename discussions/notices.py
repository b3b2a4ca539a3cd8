"""What authors are told of a moderator's decision about their message."""

import datetime

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from notifications.actions import notify
from notifications.kinds import Notice, register
from notifications.rendering import absolute

from .models import Post

Status = Post.Status


class Decided(Notice):
    """About one decision on one message. The text of the message stays in the portal: mailboxes are shared."""

    status: str
    why = _("You receive this because you wrote a message in a discussion.")
    example = {
        "title": "Exemple 20 / 23",
        "written": datetime.datetime(2026, 5, 1, 9, tzinfo=datetime.UTC),
        "reason": "Exemple.",
        "address": "https://portal.example.org/fr/discussion/message/1/",
    }

    def still_wanted(self, recipient, target: Post, context: dict) -> bool:
        """As long as it is the latest decision, and the author has not withdrawn the message."""
        return target.status == self.status and _moment(target) == context["decided"]

    def at_sending(self, recipient, target: Post, context: dict) -> dict:
        subject = target.conversation.target()
        return {
            "title": subject.thread_title(get_language()) if subject else "",
            "written": target.submit_date,
            "reason": target.reason,
            "address": absolute(reverse("message", args=[target.pk])) if subject else "",
        }


@register
class Published(Decided):
    name = "discussions.published"
    label = _("Your message is published")
    template = "discussions/mail/published"
    status = Status.PUBLISHED


@register
class Withheld(Decided):
    name = "discussions.withheld"
    label = _("Your message was withheld")
    template = "discussions/mail/withheld"
    status = Status.WITHHELD


@register
class Removed(Decided):
    name = "discussions.removed"
    label = _("Your message was removed")
    template = "discussions/mail/removed"
    status = Status.REMOVED


KIND_OF_STATUS = {kind.status: kind.name for kind in (Published, Withheld, Removed)}


def tell_author(post: Post, by) -> None:
    """One notice for each decision; none about one's own message or to an account that is gone."""
    if post.user is None or post.user == by:
        return
    decided = _moment(post)
    notify(
        to=post.user, kind=KIND_OF_STATUS[post.status], target=post, context={"decided": decided},
        key=f"discussions.decision:{post.pk}:{decided}", by=by,
    )  # fmt: skip


def _moment(post: Post) -> str:
    return post.decided_at.isoformat() if post.decided_at else ""
