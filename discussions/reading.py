"""A thread as one reader sees it. Templates print what stands here and ask no further questions."""

from collections import Counter
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import Case, Count, OuterRef, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language, gettext

from analysis.disclosure import Audience
from districts.who_reads import readers_of_message, readers_of_thread

from .models import Post, PostQuerySet, Thread
from .permissions import may_moderate, may_post, may_read_thread, may_withdraw
from .targets import key_of, label_of, thread_address
from .wording import state_of, tombstone, why

FIRST_MESSAGES_PER_PAGE = 20
# Under each first message; the rest stands on a page of its own, so that no page grows without end.
REPLIES_SHOWN = 10
REPLIES_PER_PAGE = 50


@dataclass
class Line:
    """One message. `text` is None where this reader is shown a tombstone instead."""

    post: Post
    author: str
    place: str
    text: str | None
    tombstone: str
    state: str
    reason: str
    address: str
    answers: str = ""
    answers_address: str = ""
    may_reply: bool = False
    may_withdraw: bool = False
    may_decide: bool = False
    more: int = 0
    more_address: str = ""


@dataclass
class Reading:
    target: models.Model
    thread: Thread | None
    address: str
    audience: Audience
    readers: str
    who_reads: str
    may_read: bool
    may_post: bool
    moderates: bool
    page: Page | None = None
    lines: list[Line] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.target.thread_title(get_language() or "fr")

    @property
    def back(self) -> str:
        return self.target.thread_url(get_language() or "fr")

    @property
    def count(self) -> int:
        """The number of messages is no secret, whoever may read them."""
        return self.thread.message_count if self.thread else 0

    @property
    def named(self) -> bool:
        return self.audience >= Audience.PEERS_NAMED or self.moderates


def read_thread(user, target: models.Model, page: str | int = 1) -> Reading:
    """The thread's first messages, each with its first replies. Two queries beside those about the reader,
    whatever the thread's length."""
    reading = open_thread(user, target)
    posts = _visible(reading, user)
    roots = posts.filter(reply_to__isnull=True).order_by("pk").values("pk")
    number = reading.thread.root_count if reading.thread and reading.may_read else 0
    reading.page = _Counted(roots, FIRST_MESSAGES_PER_PAGE, number).get_page(page)
    branches = posts.filter(thread_id__in=reading.page.object_list, order__lte=REPLIES_SHOWN + 1)
    shown = (
        list(branches.annotate(replies_in_all=_replies(posts)).with_people().in_flat_order())
        if number
        else []
    )
    reading.lines = _lines(reading, user, shown, f"{reading.address}{_query(reading.page.number)}")
    _say_more(reading)
    return reading


class _Counted(Paginator):
    """Pages of what has been counted already."""

    def __init__(self, object_list: models.QuerySet, per_page: int, count: int):
        super().__init__(object_list, per_page)
        self.count = count


def _replies(posts: PostQuerySet) -> Case:
    """How many replies this reader sees below a first message; 0 for replies."""
    below = posts.filter(thread_id=OuterRef("thread_id"), level__gt=0).order_by()
    number = below.values("thread_id").annotate(number=Count("pk")).values("number")
    return Case(When(level=0, then=Coalesce(Subquery(number), 0)), default=0)


def read_branch(user, target: models.Model, root: int, page: str | int = 1) -> Reading:
    """One first message with all its replies. `lines` is empty if this reader has no such message."""
    reading = open_thread(user, target)
    posts = _visible(reading, user).filter(thread_id=root).in_flat_order()
    reading.page = Paginator(posts.with_people(), REPLIES_PER_PAGE).get_page(page)
    here = f"{branch_address(target, root)}{_query(reading.page.number)}"
    reading.lines = _lines(reading, user, list(reading.page.object_list), here)
    return reading


def open_thread(user, target: models.Model) -> Reading:
    """All but the messages."""
    audience, moderates = Audience(target.thread_audience), may_moderate(user, target)
    return Reading(
        target=target,
        thread=Thread.objects.counted(user, moderates=moderates).of(target),
        address=thread_address(target),
        audience=audience,
        readers=readers_of_thread(audience),
        who_reads=readers_of_message(audience),
        may_read=may_read_thread(user, target),
        may_post=may_post(user, target),
        moderates=moderates,
    )


def branch_address(target: models.Model, root: int) -> str:
    return reverse("thread_branch", args=[label_of(target), key_of(target), root])


def place_of(user, post: Post, target: models.Model) -> str:
    """Where this reader finds the message: page and anchor."""
    posts = _visible(open_thread(user, target), user)
    if post.order <= REPLIES_SHOWN + 1:
        before = posts.filter(reply_to__isnull=True, pk__lt=post.thread_id).count() // FIRST_MESSAGES_PER_PAGE
        return f"{thread_address(target)}{_query(before + 1)}#m{post.pk}"
    before = posts.filter(thread_id=post.thread_id, order__lt=post.order).count() // REPLIES_PER_PAGE
    return f"{branch_address(target, post.thread_id)}{_query(before + 1)}#m{post.pk}"


def _query(page: int) -> str:
    return f"?page={page}" if page > 1 else ""


def _visible(reading: Reading, user) -> PostQuerySet:
    if reading.thread is None or not reading.may_read:
        return Post.objects.none()
    return reading.thread.posts.visible_to(user, moderates=reading.moderates)


def _lines(reading: Reading, user, posts: list[Post], here: str) -> list[Line]:
    on_page = {post.pk for post in posts}
    lines = []
    for post in posts:
        line = _line(reading, user, post, here)
        if post.reply_to:
            line.answers = _author(reading, post.reply_to)
            line.answers_address = (
                f"#m{post.reply_to_id}"
                if post.reply_to_id in on_page
                else reverse("message", args=[post.reply_to_id])
            )
        lines.append(line)
    return lines


def _line(reading: Reading, user, post: Post, here: str) -> Line:
    own = user.is_authenticated and post.user_id == user.pk
    public = post.status == Post.Status.PUBLISHED
    readable = public or _still_readable(post, own, reading.moderates)
    return Line(
        post=post,
        author=_author(reading, post, own=own),
        place=signature_of(post) if reading.named or own else "",
        text=post.comment if readable else None,
        tombstone=tombstone(post),
        state=state_of(post) if readable else "",
        reason=_reason(post, own) if readable and not public else "",
        address=f"{here}#m{post.pk}",
        may_reply=public and reading.may_post,
        may_withdraw=may_withdraw(user, post),
        may_decide=reading.moderates,
    )


def _still_readable(post: Post, own: bool, moderates: bool) -> bool:
    """A message that is not public. Authors keep sight of what was withheld or removed, with the reason;
    moderators read what waits for them, and what was removed only in the queue."""
    if own:
        return post.status != Post.Status.WITHDRAWN
    return moderates and post.status in (Post.Status.HELD, Post.Status.WITHHELD)


def _reason(post: Post, own: bool) -> str:
    """Authors are also told why a first message waits; moderators know."""
    return why(post) if own else post.reason


def _author(reading: Reading, post: Post, own: bool = False) -> str:
    """Never the e-mail address, which is what a person without a name prints as."""
    if not (own or post.status == Post.Status.PUBLISHED or reading.moderates):
        return gettext("a message no longer shown")
    if not (reading.named or own):
        return gettext("A team of this cycle") if post.unit_id else gettext("A participant")
    name = post.user.get_full_name() if post.user else post.user_name
    return name or gettext("A participant")


def signature_of(post: Post) -> str:
    """District teams sign with their district, others with what they are."""
    return post.unit.name if post.unit else post.get_role_display()


def _say_more(reading: Reading) -> None:
    """At the last shown message of each branch: how many replies follow elsewhere."""
    in_all = {line.post.thread_id: line.post.replies_in_all for line in reading.lines if line.post.level == 0}
    replies = Counter(line.post.thread_id for line in reading.lines if line.post.level > 0)
    for root, line in {line.post.thread_id: line for line in reading.lines}.items():
        if further := in_all.get(root, 0) - replies[root]:
            line.more, line.more_address = further, branch_address(reading.target, root)
