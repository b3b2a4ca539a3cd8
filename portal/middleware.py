"""The portal's own links of the middleware chain, in the order of settings.MIDDLEWARE."""

from collections.abc import Callable

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.urls import reverse
from django.utils import translation

from districts.groups import sync_groups

GetResponse = Callable[[HttpRequest], HttpResponse]
WITHOUT_LANGUAGE = ("/admin/", "/accounts/", "/documents/", "/media/", "/static/")


class HealthMiddleware:
    """Answers /healthz before anything that could fail: it says that the process lives, no more."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == "/healthz":
            return HttpResponse("ok", content_type="text/plain")
        return self.get_response(request)


class PermissionsPolicyMiddleware:
    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response


class PolicyMiddleware(CSPMiddleware):
    """The content security policy; the editors' admin has its own, being inline by design."""

    def process_response(self, request, response):
        if request.path_info.startswith("/admin/"):
            response._csp_config = settings.ADMIN_CONTENT_SECURITY_POLICY
        return super().process_response(request, response)


class LanguageMiddleware(LocaleMiddleware):
    """The language of a request: the address, else ?lang=, cookie, person, browser, French.

    Only addresses outside /fr/ and /en/ (accounts, admin) look further than the address itself.
    """

    def process_request(self, request: HttpRequest) -> None:
        asked = request.GET.get("lang")
        in_path = translation.get_language_from_path(request.path_info)
        if in_path or not (language := self._known(asked) or self._chosen_before(request)):
            super().process_request(request)
        else:
            translation.activate(language)
            request.LANGUAGE_CODE = language

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if response.status_code == 404 and request.path_info.startswith(WITHOUT_LANGUAGE):
            return response  # Django would try the same address under /fr/
        response = super().process_response(request, response)
        asked = self._known(request.GET.get("lang"))
        if asked and not translation.get_language_from_path(request.path_info):
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, asked, max_age=31_536_000, samesite="Lax")
        return response

    @staticmethod
    def _known(code: str | None) -> str | None:
        return code if code in dict(settings.LANGUAGES) else None

    def _chosen_before(self, request: HttpRequest) -> str | None:
        return self._known(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)) or self._person(request)

    def _person(self, request: HttpRequest) -> str | None:
        """The signed-in person's language. The user is loaded after this link, so it is asked for here, and kept
        where Django's own link looks first."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        from django.contrib.auth import get_user

        request._cached_user = get_user(request)
        return self._known(getattr(request._cached_user, "language", None))


class AddressMiddleware:
    """No page has a NUL in its address, and PostgreSQL takes no such text to look for one."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info:
            raise Http404
        return self.get_response(request)


class AdminGateMiddleware:
    """Wagtail sends a signed-in person without the right into an endless redirect; here it is a 403: in the admin, and
    for files and pages that are open to some only."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if self._sent_round(request, response):
            raise PermissionDenied
        return response

    @staticmethod
    def _sent_round(request: HttpRequest, response: HttpResponse) -> bool:
        """To sign in and back here. Who asks comes last: the page cache wants no question about sessions."""
        if response.status_code != 302:
            return False
        to_sign_in = redirect_to_login(request.get_full_path(), reverse("account_login")).url
        return response.headers.get("Location") == to_sign_in and request.user.is_authenticated

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if not request.path_info.startswith("/admin/"):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("account_login"))
        sync_groups(user=request.user)
        if not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        return None
