"""What every template may ask for."""

from django.conf import settings
from django.http import HttpRequest


def portal(request: HttpRequest) -> dict:
    return {"settings_demo": settings.DEMO, "portal_url": settings.PORTAL_URL}
