"""What a cycle's page shows of its issue: the proposals while they are asked for, then the one that was chosen."""

from django.utils.translation import get_language

from districts.audiences import own_district
from districts.units import ABOVE

from .issue_permissions import asks_for_issues, may_propose
from .issue_reading import Reader
from .records import LearningCycle


def issue_parts(cycle: LearningCycle, viewer, page) -> dict:
    """Everybody may know which issue it is and why; which district proposed it, whoever may (issue_reading.py).

    `cycle` is as `read_for` finds it, `page` the one that is read, so that nobody asks whether there is one. What the
    reader may is asked only where something hangs on it: the page has few queries to spare.
    """
    chosen = cycle.issues.filter(chosen_on__isnull=False).select_related(f"proposed_by__{ABOVE}").first()
    cycle._is_decided = chosen is not None
    cycle._prefetched_objects_cache["pages"] = [page]
    asks = asks_for_issues(cycle, own_district(viewer))
    by = chosen and chosen.proposed_by
    return {
        "issue": chosen,
        "issue_language": _foreign(cycle),
        "issue_district": by if by and Reader(viewer, cycle).names(by) else None,
        "proposals": cycle.proposals,
        "proposals_open": asks,
        "may_propose": asks and may_propose(viewer, cycle),
    }


def _foreign(cycle: LearningCycle) -> str:
    """The language of the cycle's words for its issue, where they are not to be had in the reader's."""
    here = get_language() or "fr"
    return "" if getattr(cycle, f"issue_title_{here}") else "en" if here == "fr" else "fr"
