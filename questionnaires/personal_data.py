"""What questionnaires hold about a person: who signed a district's answers, which are the district's, and who had a
hand in the questions."""

from django.utils.translation import gettext_lazy as _

from content.personal_data import Section, section
from districts.models import User

from .models import PilotLink, Response, Version


def of(person: User) -> list[Section]:
    signed = Response.objects.filter(signed_by=person).select_related("questionnaire__cycle", "unit")
    links = PilotLink.objects.filter(made_by=person).select_related("questionnaire").order_by("made_at")
    versions = Version.objects.filter(by=person).select_related("questionnaire").order_by("at")
    return [
        section(
            "signed", _("Answers of your district that you signed"), signed.order_by("signed_at"),
            (_("When"), "signed_at"), (_("Cycle"), "questionnaire.cycle.title"), (_("District"), "unit.name"),
        ),
        section(
            "pilot_links", _("Links for trying out a questionnaire that you made"), links,
            (_("When"), "made_at"), (_("Questionnaire"), "questionnaire.title"), (_("Valid until"), "expires_at"),
        ),
        section(
            "versions", _("Questionnaires that you opened or reworded"), versions,
            (_("When"), "at"), (_("Questionnaire"), "questionnaire.title"), (_("Version"), "number"),
        ),
    ]  # fmt: skip
