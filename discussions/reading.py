"""A thread as one reader sees it. Templates print what stands here and ask no further questions."""

from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import get_language, gettext

from analysis.disclosure import Audience

from .models import Post, PostQuerySet, Thread
from .permissions import may_decide, may_moderate, may_post, may_read_thread, may_withdraw
from .targets import key_of, label_of, thread_address
from .wording import state_of, tombstone, who_reads, why

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
    title: str
    back: str
    count: int
    audience: Audience
    who_reads: str
    may_read: bool
    may_post: bool
    moderates: bool
    page: Page | None = None
    lines: list[Line] = field(default_factory=list)

    @property
    def named(self) -> bool:
        return self.audience >= Audience.PEERS_NAMED or self.moderates


def read_thread(user, target: models.Model, page: str | int = 1) -> Reading:
    """The thread's first messages, each with its first replies. The same queries whatever its length."""
    reading = open_thread(user, target)
    posts = _visible(reading, user)
    roots = posts.filter(level=0).order_by("thread_id").values_list("thread_id", flat=True)
    reading.page = Paginator(roots, FIRST_MESSAGES_PER_PAGE).get_page(page)
    ids = list(reading.page.object_list)
    branches = posts.filter(thread_id__in=ids)
    shown = branches.filter(order__lte=REPLIES_SHOWN + 1).with_people().in_flat_order()
    reading.lines = _lines(reading, user, list(shown), f"{reading.address}{_query(reading.page.number)}")
    further = branches.filter(order__gt=REPLIES_SHOWN + 1).order_by()
    _say_more(reading, dict(further.values_list("thread_id").annotate(Count("pk"))))
    return reading


def read_branch(user, target: models.Model, root: int, page: str | int = 1) -> Reading:
    """One first message with all its replies. `lines` is empty if this reader has no such message."""
    reading = open_thread(user, target)
    posts = _visible(reading, user).filter(thread_id=root).in_flat_order()
    reading.page = Paginator(posts.with_people(), REPLIES_PER_PAGE).get_page(page)
    here = f"{branch_address(target, root)}{_query(reading.page.number)}"
    reading.lines = _lines(reading, user, list(reading.page.object_list), here)
    return reading


def open_thread(user, target: models.Model) -> Reading:
    """All but the messages. The number of messages is no secret, whoever may read them."""
    thread = Thread.objects.of(target)
    language, audience = get_language() or "fr", Audience(target.thread_audience)
    return Reading(
        target=target,
        thread=thread,
        address=thread_address(target),
        title=target.thread_title(language),
        back=target.thread_url(language),
        count=thread.posts.published().count() if thread else 0,
        audience=audience,
        who_reads=who_reads(audience),
        may_read=may_read_thread(user, target),
        may_post=may_post(user, target),
        moderates=may_moderate(user, target),
    )


def branch_address(target: models.Model, root: int) -> str:
    return reverse("thread_branch", args=[label_of(target), key_of(target), root])


def place_of(user, post: Post, target: models.Model) -> str:
    """Where this reader finds the message: page and anchor."""
    posts = _visible(open_thread(user, target), user)
    if post.order <= REPLIES_SHOWN + 1:
        before = posts.filter(level=0, thread_id__lt=post.thread_id).count() // FIRST_MESSAGES_PER_PAGE
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
    decides = reading.moderates and bool(posts) and may_decide(user, posts[0])
    lines = []
    for post in posts:
        line = _line(reading, user, post, here)
        line.may_decide = decides
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
        reason=why(post) if readable and not public else "",
        address=f"{here}#m{post.pk}",
        may_reply=public and reading.may_post,
        may_withdraw=may_withdraw(user, post),
    )


def _still_readable(post: Post, own: bool, moderates: bool) -> bool:
    """A message that is not public. Authors keep sight of what was withheld or removed, with the reason;
    moderators read what waits for them, and what was removed only in the queue."""
    if own:
        return post.status != Post.Status.WITHDRAWN
    return moderates and post.status in (Post.Status.HELD, Post.Status.WITHHELD)


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


def _say_more(reading: Reading, further: dict[int, int]) -> None:
    """At the last shown message of each branch: how many replies follow elsewhere."""
    last = {line.post.thread_id: line for line in reading.lines}
    for root, line in last.items():
        if number := further.get(root, 0):
            line.more, line.more_address = number, branch_address(reading.target, root)
