"""What a message that others can read says about its district's part in the cycle."""

from cycles.actions import record_participation
from cycles.models import Participation

from .models import Post


def note_participation(post: Post) -> None:
    """Called when a message becomes public, within that transaction; later ones of the district add nothing.

    *Commented* is the first message on a result (results say so by `counts_as_comment`), *discussed* an
    answer to another district. Visitors from outside the cycle's countries take no part in it.
    """
    cycle, unit = post.conversation.cycle, post.unit
    if cycle is None or unit is None or not cycle.districts().filter(pk=unit.pk).exists():
        return
    kinds = []
    if getattr(post.conversation.target_type.model_class(), "counts_as_comment", False):
        kinds.append(Participation.Kind.COMMENTED)
    if post.reply_to and post.reply_to.unit_id not in (None, unit.pk):
        kinds.append(Participation.Kind.DISCUSSED)
    for kind in kinds:
        record_participation(cycle=cycle, unit=unit, kind=kind, by=post.user, at=post.submit_date)
