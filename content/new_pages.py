"""A new page is made once, whatever the line does.

Wagtail looks whether an address and a place in the tree are free, and takes them a moment later. Whoever was overtaken
meanwhile is told what they would have been told then: by the form, beside the field, with all that they typed.

The form names itself (portal/static/js/page_editor.js). Where the confirmation was lost on the way, it comes again, and
goes on with the page that it has begun, instead of hearing that its address is taken.
"""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page

NEW_PAGE = "wagtailadmin_pages:add"
# The field that names a form, and where the session keeps which page it began.
FIELD, BEGUN = "new_page", "new_pages"
MOST, LONGEST = 20, 64


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


def note_begun(request: HttpRequest, page: Page) -> None:
    """The latest forms of this session; a form from before this field existed has no name."""
    form = request.POST.get(FIELD, "")
    if form and len(form) <= LONGEST:
        known = [(name, pk) for name, pk in request.session.get(BEGUN, {}).items() if name != form]
        request.session[BEGUN] = dict([*known, (form, page.pk)][-MOST:])


def go_on(request: HttpRequest) -> HttpResponse | None:
    """What the page's own editor says to the form, if it has begun one that is still there."""
    if request.method != "POST":
        return None
    begun = request.session.get(BEGUN, {}).get(request.POST.get(FIELD, ""))
    if begun is None or not Page.objects.filter(pk=begun).exists():
        return None
    return EditView.as_view()(request, page_id=begun)
