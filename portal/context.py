"""What every template may ask for."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from questionnaires.answering.on_device import reader_on_device


def portal(request: HttpRequest) -> dict:
    """Whose device it is is worked out where a page asks for it: pages for everybody know nobody."""
    return {
        "settings_demo": settings.DEMO,
        "portal_url": settings.PORTAL_URL,
        "on_device": SimpleLazyObject(lambda: reader_on_device(request)),
    }
