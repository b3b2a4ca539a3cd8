"""How many districts of a cycle took part so far."""

from django.db.models import Count

from .records import LearningCycle, Participation


def counted(cycle: LearningCycle) -> list[tuple[str, int, int]]:
    """What they did, how many districts, of how many: two queries."""
    rows = cycle.participations.order_by().values_list("kind").annotate(Count("pk"))
    by_kind, asked = dict(rows), cycle.districts().count()
    return [
        (str(label), by_kind[kind], asked) for kind, label in Participation.Kind.choices if by_kind.get(kind)
    ]
