"""Addresses of trials: made of a link's key and its secret, which is worked out and kept nowhere."""

import uuid

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from notifications.secrets import is_secret_of, secret_of

from .models import PilotLink

PURPOSE = "questionnaires.pilot"


def pilot_path(link: PilotLink, language: str, section: int | None = None) -> str:
    where = [link.key, secret_of(PURPOSE, link.nonce)]
    with override(language):
        return reverse("pilot_section", args=[*where, section]) if section else reverse("pilot", args=where)


def pilot_address(link: PilotLink, language: str) -> str:
    """For whoever sends it to testers."""
    return settings.PORTAL_URL + pilot_path(link, language)


def link_behind(key: uuid.UUID, secret: str) -> PilotLink | None:
    """The link of that address, in whatever state; None if there is none or the secret is wrong."""
    found = PilotLink.objects.select_related("questionnaire__cycle").filter(key=key).first()
    return found if found and is_secret_of(PURPOSE, found.nonce, secret) else None
