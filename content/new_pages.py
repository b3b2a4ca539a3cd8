"""Two new pages saved at the same moment.

Wagtail looks whether an address and a place in the tree are free, and takes them a moment later. Whoever was overtaken
meanwhile is told what they would have been told then: by the form, beside the field, with all that they typed.
"""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse

NEW_PAGE = "wagtailadmin_pages:add"


class NewPageMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The address was taken, or the place: nothing was written, so the form is asked once more."""
        match = request.resolver_match
        if match is None or match.view_name != NEW_PAGE:
            return None
        if not isinstance(exception, ValidationError | IntegrityError):
            return None
        return match.func(request, *match.args, **match.kwargs)
