"""How much one person may write in a while. The messages themselves are counted: that holds with any number
of web processes, and nothing is lost with a cache."""

import datetime

from django.utils import timezone

from districts.models import User

from .models import Post

# Window and how many messages fit into it.
LIMITS = ((datetime.timedelta(minutes=10), 5), (datetime.timedelta(days=1), 30))


def time_to_wait(user: User) -> datetime.timedelta | None:
    """How long until the next message is taken; None if it may be sent now."""
    now = timezone.now()
    waits = []
    for window, allowed in LIMITS:
        sent = Post.objects.filter(user=user, submit_date__gt=now - window).order_by("-submit_date")
        # Once the oldest of the last `allowed` messages leaves the window there is room again.
        last = list(sent.values_list("submit_date", flat=True)[:allowed])
        if len(last) == allowed:
            waits.append(last[-1] + window - now)
    return max(waits, default=None)
