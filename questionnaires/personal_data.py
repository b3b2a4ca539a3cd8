"""What questionnaires hold about a person: who signed a district's answers. The answers are the district's."""

from django.utils.translation import gettext_lazy as _

from content.personal_data import Section, section
from districts.models import User

from .models import Response


def of(person: User) -> list[Section]:
    signed = Response.objects.filter(signed_by=person).select_related("questionnaire__cycle", "unit")
    return [
        section(
            "signed", _("Answers of your district that you signed"), signed.order_by("signed_at"),
            (_("When"), "signed_at"), (_("Cycle"), "questionnaire.cycle.title"), (_("District"), "unit.name"),
        )
    ]  # fmt: skip
