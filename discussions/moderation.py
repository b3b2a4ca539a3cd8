"""The one function that decides what others can read of a message."""

from dataclasses import dataclass

from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from content.page_cache import bump
from districts.models import User

from .models import Post
from .notices import tell_author
from .participation import note_participation

Status = Post.Status


class Decision(models.TextChoices):
    APPROVE = "approve", _("Publish")
    WITHHOLD = "withhold", _("Withhold: the author can see why and write again")
    REMOVE = "remove", _("Remove: a mark stays where it stood")
    RESTORE = "restore", _("Publish again")


@dataclass(frozen=True)
class Rule:
    """From which states a decision is possible, and to which state it leads."""

    before: tuple[str, ...]
    after: str

    @property
    def needs_reason(self) -> bool:
        return self.after != Status.PUBLISHED


# What its author has withdrawn is nobody's to decide on.
RULES = {
    Decision.APPROVE: Rule((Status.HELD, Status.WITHHELD), Status.PUBLISHED),
    Decision.WITHHOLD: Rule((Status.HELD, Status.PUBLISHED), Status.WITHHELD),
    Decision.REMOVE: Rule((Status.HELD, Status.PUBLISHED, Status.WITHHELD), Status.REMOVED),
    Decision.RESTORE: Rule((Status.REMOVED,), Status.PUBLISHED),
}


class ReasonMissing(ValueError):
    """Withholding and removing need a reason, which the author reads."""


class DecisionImpossible(ValueError):
    """The message is not in a state for this decision; often somebody else was faster."""


def possible_decisions(post: Post) -> list[Decision]:
    return [decision for decision, rule in RULES.items() if post.status in rule.before]


@transaction.atomic
def moderate(*, post: Post, decision: Decision | str, by: User, reason: str = "") -> Post:
    """Decide on one message; its replies keep their own state, its author is told. Returns it as it is now.

    Raises ReasonMissing, DecisionImpossible, ValueError for an unknown decision.
    """
    rule, reason = RULES[Decision(decision)], reason.strip()
    if rule.needs_reason and not reason:
        raise ReasonMissing(decision)
    before = Post.objects.select_for_update().values_list("status", flat=True).get(pk=post.pk)
    if before not in rule.before:
        raise DecisionImpossible(f"{decision}: message {post.pk} is {before}")
    decided = _write(post, rule, by, reason if rule.needs_reason else "")
    log(decided, f"discussions.{decision}", user=by, data={"before": before, "reason": reason})
    tell_author(decided, by)
    if rule.after == Status.PUBLISHED:
        note_participation(decided)
    if decided.published_at:
        transaction.on_commit(bump)
    return decided


def _write(post: Post, rule: Rule, by: User, reason: str) -> Post:
    """By update(), in all three tables at once: save() would touch the message's replies."""
    public, now = rule.after == Status.PUBLISHED, timezone.now()
    changes = {"published_at": Coalesce("published_at", now)} if public else {}
    Post.objects.filter(pk=post.pk).update(
        status=rule.after,
        reason=reason,
        decided_by=by,
        decided_at=now,
        is_public=public,
        is_removed=rule.after == Status.REMOVED,
        **changes,
    )
    return Post.objects.select_related("user", "unit", "reply_to", "conversation").get(pk=post.pk)
