"""What becomes of the messages of somebody who is erased."""

from django_comments.models import Comment, CommentFlag

from districts.models import User

from .models import Post


def erase(*, person: User, withdraw_messages: bool) -> int:
    """They stay, without the name that was copied beside them, or lose their text and become tombstones, so that
    what others answered keeps its place. Returns how many were withdrawn.

    By table rather than by message: there may be ten thousand, and an update across the three would list each.
    """
    CommentFlag.objects.filter(user=person).delete()
    written = Comment.objects.filter(user=person)
    written.update(user_name="", user_email="", user_url="", ip_address=None)
    if not withdraw_messages:
        return 0
    Post.objects.filter(user=person).update(status=Post.Status.WITHDRAWN, reason="")
    return written.update(comment="", is_public=False, is_removed=True)
