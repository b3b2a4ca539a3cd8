"""What discussions hold about a person: the messages, whatever became of them, and decisions on those of others."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_comments.models import CommentFlag

from content.personal_data import Section, section
from districts.models import User

from .models import Post, Thread
from .targets import find_many

WHEN, ABOUT = _("When"), _("In the discussion of")


def of(person: User) -> list[Section]:
    wrote = Post.objects.filter(user=person).select_related("unit").order_by("pk")
    decided = Post.objects.filter(decided_by=person).order_by("decided_at")
    titles = _Titles()
    return [
        section(
            "messages", _("Messages you wrote"), wrote,
            (_("Number"), "pk"), (WHEN, "submit_date"), (ABOUT, titles.of), (_("Status"), "get_status_display"),
            (_("Published"), "published_at"), (_("Language"), "get_language_display"), (_("Text"), "comment"),
            (_("In the role of"), "get_role_display"), (_("District"), "unit.name"), (_("Reason"), "reason"),
            (_("Name written beside it"), "user_name"), (_("E-mail address"), "user_email"),
            (_("Address of the computer"), "ip_address"),
        ),
        section(
            "decisions", _("Messages of others you decided on"), decided,
            (_("Number"), "pk"), (WHEN, "decided_at"), (_("Status"), "get_status_display"), (_("Reason"), "reason"),
        ),
        section(
            "marks", _("Messages you marked"), CommentFlag.objects.filter(user=person),
            (WHEN, "flag_date"), (_("Mark"), "flag"),
        ),
    ]  # fmt: skip


class _Titles:
    """Of all threads at once, when the first is asked for: one query for each kind of target, however many messages.
    What is no longer published has none."""

    def __init__(self):
        self._found: dict[int, str] | None = None

    def of(self, post: Post) -> str:
        if self._found is None:
            self._found = dict(self._read(Thread.objects.filter(posts__user=post.user_id).distinct()))
        return self._found.get(post.conversation_id, "")

    def _read(self, threads):
        language, by_type = get_language() or "fr", {}
        for pk, target_type, key in threads.values_list("pk", "target_type", "target_key"):
            by_type.setdefault(target_type, {})[key] = pk
        for target_type, numbers in by_type.items():
            model = ContentType.objects.get_for_id(target_type).model_class()
            for key, target in find_many(model, numbers, language).items():
                yield numbers[key], target.thread_title(language)
