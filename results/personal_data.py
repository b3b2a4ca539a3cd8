"""What results hold about a person: who published a figure."""

from django.utils.translation import gettext_lazy as _

from content.personal_data import Section, section
from districts.models import User

from .models import Result


def of(person: User) -> list[Section]:
    published = Result.objects.filter(published_by=person).defer("table").order_by("published_at")
    return [
        section(
            "figures", _("Figures you published"), published,
            (_("When"), "published_at"), (_("Title"), "title"), (_("Version"), "version"),
        )
    ]  # fmt: skip
