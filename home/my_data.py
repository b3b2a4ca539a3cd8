"""All that the portal holds about one person, gathered from the apps: counted, to be read, to be taken along."""

import datetime
import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

import cycles.personal_data
import discussions.personal_data
import districts.personal_data
import notifications.personal_data
import questionnaires.personal_data
import results.personal_data
from content import editors_data
from content.personal_data import Section, counted
from districts.models import User

# In the order in which people read it: who I am, what I did, what I was told, what I did as an editor.
HOLDERS = (
    districts.personal_data, discussions.personal_data, cycles.personal_data, questionnaires.personal_data,
    results.personal_data, notifications.personal_data, editors_data,
)  # fmt: skip


def sections_of(person: User) -> list[tuple[Section, int]]:
    """What is not empty, each with how many rows it has."""
    found = [section for holder in HOLDERS for section in holder.of(person)]
    counts = counted(person, found)
    return [(section, counts[section.key]) for section in found if counts[section.key]]


def to_read(person: User, most: int | None = None) -> Iterator[dict[str, Any]]:
    """Each section in words, with its first `most` rows and how many more there are. What is empty is left out."""
    for section, number in sections_of(person):
        rows = [
            [(label, in_words(value)) for label, value in row.items() if value not in (None, "", [])]
            for row in section.rows(most)
        ]
        more = number - len(rows)
        yield {"key": section.key, "title": section.title, "number": number, "rows": rows, "more": more}


def in_words(value: Any) -> str:
    match value:
        case bool():
            return gettext("yes") if value else gettext("no")
        case datetime.datetime():
            return f"{date_format(value, 'DATETIME_FORMAT')} (UTC)"
        case datetime.date():
            return date_format(value)
        case list():
            return " · ".join(str(part) for part in value)
    return str(value)


def as_json(person: User) -> str:
    """For programs, and for whoever takes the data elsewhere. Labels are in the reader's language."""
    whole = {
        "portal": settings.PORTAL_URL,
        "made_at": timezone.now(),
        "language": get_language(),
        "sections": [
            {"key": section.key, "title": section.title, "records": list(section.rows())}
            for section, _number in sections_of(person)
        ],
    }
    return json.dumps(whole, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
