"""What a cycle's checklist says of its questionnaire."""

from django.urls import reverse
from django.utils.translation import gettext as _

from cycles.checklist import Item, provider
from cycles.models import LearningCycle, Step

from .fitness import blocking, fitness_of
from .models import Questionnaire


@provider
def items_of(cycle: LearningCycle) -> list[Item]:
    """Before the answering opens: written, fit, tried out, open."""
    there = Questionnaire.objects.filter(cycle=cycle).first()
    start = reverse("builder:start", args=[cycle.pk])
    items = [
        Item("questionnaire", _("A questionnaire is begun"), there is not None, start, step=Step.COMPLETION)
    ]
    if there is None:
        return items
    opening = reverse("builder:open", args=[there.pk]) if there.opened_at is None else start
    if there.opened_at is None:
        fit, pilot = not blocking(fitness_of(there)), there.pilot_links.exists()
        tried = reverse("builder:pilot", args=[there.pk])
        items += [
            Item(
                "questionnaire_fit",
                _("Nothing stands in the way of opening it"),
                fit,
                opening,
                step=Step.COMPLETION,
            ),
            Item("questionnaire_pilot", _("It was tried out"), pilot, tried, step=Step.COMPLETION),
        ]
    opened = there.opened_at is not None
    return [
        *items,
        Item("questionnaire_open", _("The questionnaire is open"), opened, opening, step=Step.COMPLETION),
    ]
