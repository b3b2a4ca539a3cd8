"""What Wagtail holds about a person: the log, and what somebody made or decided as an editor."""

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.models import FormState
from wagtail.log_actions import registry
from wagtail.models import (
    Comment,
    CommentReply,
    ModelLogEntry,
    Page,
    PageLogEntry,
    PageSubscription,
    Revision,
    TaskState,
    WorkflowState,
)
from wagtail.users.models import UserProfile
from wagtail_localize.models import SegmentOverride, StringTranslation

from .models import PortalDocument, PortalImage
from .personal_data import Section, section

WHEN = _("When")


def of(person) -> list[Section]:
    return [*_log(person), *_pages(person), *_in_the_admin(person)]


def _log(person) -> list[Section]:
    """What the person did names neither the people it was done to nor their places: that is theirs to ask for."""
    done = ModelLogEntry.objects.filter(user=person).select_related("content_type").order_by("-timestamp")
    pages = PageLogEntry.objects.filter(user=person).order_by("-timestamp")
    account = ContentType.objects.get_for_model(get_user_model())
    about = ModelLogEntry.objects.filter(content_type=account, object_id=str(person.pk))
    others = about.exclude(user=person).select_related("user").order_by("-timestamp")
    what = (_("What"), _what)
    return [
        section("done", _("What you did"), done, (WHEN, "timestamp"), what, (_("On what"), _thing)),
        section(
            "done_to_pages", _("What you did to pages"), pages,
            (WHEN, "timestamp"), what, (_("Page"), "label"),
        ),
        section(
            "done_by_others", _("What others did with your account"), others,
            (WHEN, "timestamp"), what, (_("Who"), "user"),
        ),
    ]  # fmt: skip


def _what(entry: ModelLogEntry | PageLogEntry) -> str:
    """In words; what a later version no longer has, by its name."""
    formatter = registry.get_formatter(entry)
    return formatter.format_message(entry) if formatter else entry.action


def _thing(entry: ModelLogEntry) -> str:
    model = entry.content_type.model_class() if entry.content_type else None
    name = model._meta.verbose_name if model else gettext("record")
    return f"{name} #{entry.object_id}"


def _pages(person) -> list[Section]:
    made = Page.objects.filter(owner=person).order_by("-first_published_at", "pk")
    saved = Revision.objects.filter(user=person).order_by("-created_at")
    replies = CommentReply.objects.filter(user=person).select_related("comment__page")
    page = (_("Page"), "page.title")
    return [
        section("pages", _("Pages you made"), made, (_("Title"), "title"), (WHEN, "first_published_at")),
        section("revisions", _("Versions of pages you saved"), saved, (_("Page"), "object_str"), (WHEN, "created_at")),
        section(
            "remarks", _("Remarks in drafts"), Comment.objects.filter(user=person).select_related("page"),
            page, (WHEN, "created_at"), (_("Text"), "text"),
        ),
        section(
            "remarks_settled", _("Remarks in drafts that you settled"),
            Comment.objects.filter(resolved_by=person).select_related("page"), page, (WHEN, "resolved_at"),
        ),
        section(
            "remark_replies", _("Answers to remarks"), replies,
            (_("Page"), "comment.page.title"), (WHEN, "created_at"), (_("Text"), "text"),
        ),
        section(
            "subscriptions", _("Pages whose remarks you follow"),
            PageSubscription.objects.filter(user=person).select_related("page"),
            page, (_("By mail"), "comment_notifications"),
        ),
        section(
            "reviews_asked", _("Reviews you asked for"), WorkflowState.objects.filter(requested_by=person),
            (WHEN, "created_at"), (_("State"), "get_status_display"),
        ),
        section(
            "reviews", _("Reviews you finished"), TaskState.objects.filter(finished_by=person),
            (WHEN, "finished_at"), (_("State"), "get_status_display"), (_("Text"), "comment"),
        ),
    ]  # fmt: skip


def _in_the_admin(person) -> list[Section]:
    translated = StringTranslation.objects.filter(last_translated_by=person).order_by("-updated_at")
    other = SegmentOverride.objects.filter(last_translated_by=person).order_by("-updated_at")
    drafts = FormState.objects.filter(user=person).order_by("-last_updated_at")
    uploaded = (_("Title"), "title"), (WHEN, "created_at")
    return [
        section("translations", _("Texts you translated"), translated, (WHEN, "updated_at"), (_("Text"), "data")),
        section(
            "translations_other", _("Pictures and links you chose for a translation"), other, (WHEN, "updated_at")
        ),
        section("pictures", _("Pictures you uploaded"), PortalImage.objects.filter(uploaded_by_user=person), *uploaded),
        section(
            "documents", _("Documents you uploaded"), PortalDocument.objects.filter(uploaded_by_user=person), *uploaded
        ),
        section("forms", _("Forms left open in the admin"), drafts, (WHEN, "last_updated_at"), (_("Text"), "data")),
        section(
            "admin_choices", _("Your choices in the admin"), UserProfile.objects.filter(user=person),
            (_("Language"), "preferred_language"), (_("Time zone"), "current_time_zone"),
            (_("Picture"), "avatar.name"),
        ),
    ]  # fmt: skip
