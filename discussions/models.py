"""Threads and their posts."""

import uuid

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_comments.managers import CommentManager
from django_comments_xtd.models import XtdComment

from districts.models import Role

from .targets import find_many, key_of


def visible_to(user, *, moderates: bool, prefix: str = "") -> Q:
    """Which posts have a place in the reader's list, be it as a tombstone: whatever was public once, since
    others may have answered it; one's own messages; all for those who moderate the thread."""
    if moderates:
        return Q()
    public = Q(**{f"{prefix}published_at__isnull": False})
    return public | Q(**{f"{prefix}user": user}) if user.is_authenticated else public


class ThreadQuerySet(models.QuerySet):
    def of(self, target: models.Model) -> "Thread | None":
        """The thread about `target`, if anyone has written in it."""
        target_type = ContentType.objects.get_for_model(target)
        return self.filter(target_type=target_type, target_key=key_of(target)).order_by("pk").first()

    def counted(self, user, *, moderates: bool) -> "ThreadQuerySet":
        """With `message_count`, the published messages, and `root_count`, the first messages this reader sees."""
        seen = Q(posts__reply_to__isnull=True) & visible_to(user, moderates=moderates, prefix="posts__")
        return self.annotate(
            message_count=Count("posts", filter=Q(posts__status=Post.Status.PUBLISHED)),
            root_count=Count("posts", filter=seen),
        )

    def get_or_make(self, target: models.Model) -> "Thread":
        """Made with the first message. The cycle follows the target: a page may be moved to another one."""
        cycle = target.thread_cycle
        thread, _made = self.get_or_create(
            target_type=ContentType.objects.get_for_model(target),
            target_key=key_of(target),
            defaults={"cycle": cycle},
        )
        if thread.cycle != cycle:
            thread.cycle = cycle
            thread.save(update_fields=["cycle"])
        return thread


class Thread(models.Model):
    """One conversation about one target. The key is a page's translation key or a record's own key, so that
    both languages share it."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    target_type = models.ForeignKey("contenttypes.ContentType", models.PROTECT, related_name="+")
    target_key = models.UUIDField()
    # The target's own cycle, kept here so that the moderation queue can be filtered by country in SQL.
    cycle = models.ForeignKey(
        "cycles.LearningCycle", models.PROTECT, null=True, blank=True, related_name="threads"
    )

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        constraints = [
            models.UniqueConstraint(fields=["target_type", "target_key"], name="one_thread_per_target")
        ]

    def __str__(self) -> str:
        return str(self.target_key)

    def target(self) -> models.Model | None:
        """None once the target is no longer published."""
        model = self.target_type.model_class()
        return find_many(model, [self.target_key], get_language() or "fr").get(self.target_key)


class PostQuerySet(models.QuerySet):
    def in_flat_order(self) -> "PostQuerySet":
        """Each first message followed by its replies, as django-comments-xtd numbers them."""
        return self.order_by("thread_id", "order")

    def with_people(self) -> "PostQuerySet":
        return self.select_related("user", "unit", "reply_to__user", "reply_to__unit")

    def published(self) -> "PostQuerySet":
        return self.filter(status=Post.Status.PUBLISHED)

    def unanswered(self) -> "PostQuerySet":
        """Answers to a district, by whomever else, after which nobody of that district has written in that branch."""
        later = Post.objects.filter(
            conversation=OuterRef("conversation"),
            thread_id=OuterRef("thread_id"),
            unit=OuterRef("reply_to__unit"),
            pk__gt=OuterRef("pk"),
            status__in=(Post.Status.HELD, Post.Status.PUBLISHED),
        )
        return self.published().exclude(unit=F("reply_to__unit")).filter(~Exists(later))

    def held(self) -> "PostQuerySet":
        return self.filter(status=Post.Status.HELD)

    def visible_to(self, user, *, moderates: bool) -> "PostQuerySet":
        return self.filter(visible_to(user, moderates=moderates))


class Post(XtdComment):
    """One message. `status` is the truth; is_public and is_removed are written beside it in moderation.py.

    The tree (parent_id, level, thread_id, order) is django-comments-xtd's and of limited depth; `reply_to` is
    the message really answered, and a foreign key, so that a message with replies cannot be deleted.
    """

    class Status(models.TextChoices):
        HELD = "held", _("held")
        PUBLISHED = "published", _("published")
        WITHHELD = "withheld", _("withheld")
        REMOVED = "removed", _("removed")
        WITHDRAWN = "withdrawn", _("withdrawn by the author")

    xtdcomment_ptr = models.OneToOneField(
        XtdComment, models.CASCADE, parent_link=True, primary_key=True, related_name="post"
    )
    conversation = models.ForeignKey(Thread, models.PROTECT, verbose_name=_("thread"), related_name="posts")
    reply_to = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("in reply to"), null=True, blank=True, related_name="replies"
    )
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.HELD)
    # When others could first read it; a message that was public once leaves a tombstone.
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=[("fr", "Français"), ("en", "English")])
    # What the author was when writing: people move, what was said stays where it was said.
    unit = models.ForeignKey(
        "districts.OrgUnit",
        models.PROTECT,
        verbose_name=_("district"),
        null=True,
        blank=True,
        related_name="posts",
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, blank=True)
    # The latest decision of a moderator. The author is shown the reason; empty, the decision was to publish.
    reason = models.TextField(_("reason"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    objects = CommentManager.from_queryset(PostQuerySet)()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        permissions = [("moderate_post", _("Can moderate messages"))]
        indexes = [
            models.Index(fields=["conversation", "status"], name="post_thread_status"),
            models.Index(fields=["status"], name="post_status"),
        ]

    def __str__(self) -> str:
        # Not the text: this goes into logs, which outlive what a moderator removes.
        return f"#{self.pk}"
