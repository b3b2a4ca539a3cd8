"""Sentences about threads that are put together here rather than in a template."""

import datetime
import math

from django.utils.translation import gettext, ngettext

from .models import Post


def state_of(post: Post) -> str:
    """What the author and the moderators are told of a message that is not public."""
    return {
        Post.Status.HELD: gettext("Waiting, visible to its author and the facilitators"),
        Post.Status.WITHHELD: gettext("Withheld, visible to its author and the facilitators"),
        Post.Status.REMOVED: gettext("Removed, no longer visible to others"),
    }.get(post.status, "")


def why(post: Post) -> str:
    """A person whose first message waits is told why, too."""
    if post.reason or post.status != Post.Status.HELD:
        return post.reason
    return gettext(
        "A facilitator reads the first messages of each person before they appear. There is nothing to do."
    )


def tombstone(post: Post) -> str:
    """What stands where a message was. It names neither the author nor the reason."""
    return {
        Post.Status.WITHDRAWN: gettext("Message withdrawn by its author."),
        Post.Status.REMOVED: gettext("Message removed by the facilitators."),
    }.get(post.status, gettext("This message is not shown at the moment."))


def too_many(wait: datetime.timedelta) -> str:
    minutes = max(1, math.ceil(wait.total_seconds() / 60))
    if minutes <= 90:
        again = ngettext("in %(number)d minute", "in %(number)d minutes", minutes) % {"number": minutes}
    else:
        hours = math.ceil(minutes / 60)
        again = ngettext("in %(number)d hour", "in %(number)d hours", hours) % {"number": hours}
    return gettext(
        "You have sent many messages in a short time. Your text is kept below; you can send it %(again)s."
    ) % {"again": again}
