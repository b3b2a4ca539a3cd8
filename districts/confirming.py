"""Somebody else may sit at a computer by now: before what only the person may do, the password once more."""

from urllib.parse import urlencode

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language


def recently_confirmed(request: HttpRequest) -> bool:
    """Within ACCOUNT_REAUTHENTICATION_TIMEOUT, five minutes. Having signed in just now does not count."""
    return did_recently_reauthenticate(request)


def way_to_confirm(path: str) -> str:
    """The address that asks, and then leads to `path`."""
    return f"{reverse('account_reauthenticate')}?{urlencode({'lang': get_language(), 'next': path})}"


def to_confirm(path: str) -> HttpResponse:
    return redirect(way_to_confirm(path))
