"""What a cycle's checklist says of its questionnaire."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from cycles.checklist import Item, provider
from cycles.models import LearningCycle, Step

from .models import PilotLink, Questionnaire


@provider
def items_of(cycle: LearningCycle) -> list[Item]:
    """Before the answering opens: begun, tried out, open. What stands in the way of opening it is told where it is
    opened: the whole questionnaire is read for that."""
    links = PilotLink.objects.filter(questionnaire=OuterRef("pk"))
    there = Questionnaire.objects.filter(cycle=cycle).annotate(tried=Exists(links)).first()
    start = reverse("builder:start", args=[cycle.pk])
    begun = Item("questionnaire", _("Questionnaire begun"), there is not None, start, step=Step.COMPLETION)
    if there is None:
        return [begun]
    opened = there.opened_at is not None
    opening = start if opened else reverse("builder:open", args=[there.pk])
    pilot = reverse("builder:pilot", args=[there.pk])
    tried = Item(
        "questionnaire_pilot", _("Questionnaire tried out"), there.tried, pilot, step=Step.COMPLETION
    )
    return [
        begun,
        *([] if opened else [tried]),
        Item("questionnaire_open", _("Questionnaire opened"), opened, opening, step=Step.COMPLETION),
    ]
