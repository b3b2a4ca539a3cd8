"""Security headers, written out once more: a change of the policy has to be made twice."""

import pytest
from django.contrib.auth.models import Permission
from django.http import HttpResponse
from django.urls import path

from content.access import anyone, may
from districts.models import User

PUBLIC = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; frame-src 'self'; "
    "frame-ancestors 'self'; base-uri 'none'; object-src 'none'"
)


def _directives(response) -> dict[str, str]:
    parts = (part.partition(" ") for part in response["Content-Security-Policy"].split("; "))
    return {name: values for name, _, values in parts}


EXPECTED = dict(part.split(" ", 1) for part in PUBLIC.split("; "))


@may(anyone)
def _fails(request):
    raise RuntimeError


def _bare(request):
    return HttpResponse("ok")


urlpatterns = [path("fails/", _fails), path("bare/", _bare)]


@pytest.mark.parametrize(
    "address", ["/fr/", "/en/", "/fr/search/", "/accounts/login/", "/fr/nowhere/", "/hz-full", "/sitemap.xml"]
)
def test_public_and_account_pages_have_the_strict_policy(client, pages_ready, address):
    response = client.get(address)
    assert _directives(response) == EXPECTED
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in response["Permissions-Policy"]
    assert "Server" not in response and "X-Powered-By" not in response


def test_a_kept_page_has_the_same_headers(client, pages_ready, settings):
    settings.PAGE_CACHE = True
    first, kept = client.get("/fr/"), client.get("/fr/")
    assert kept.wsgi_request.path == "/fr/" and dict(kept.headers) == dict(first.headers)
    assert _directives(kept) == EXPECTED
    assert kept["X-Content-Type-Options"] == "nosniff" and "Permissions-Policy" in kept


def test_the_admin_has_a_policy_of_its_own_and_only_it(client, pages_ready):
    editor = User.objects.create_user("editor@example.org", "x")
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(editor)
    directives = _directives(client.get("/admin/"))
    assert directives["default-src"] == "'self'" and directives["object-src"] == "'none'"
    assert "'unsafe-inline'" in directives["style-src"]
    assert all("http" not in values and "*" not in values for values in directives.values())
    assert _directives(client.get("/administrators/")) == EXPECTED


def test_a_failure_is_told_in_both_languages_with_the_strict_policy(client, settings):
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False
    response = client.get("/fails/")
    assert response.status_code == 500
    assert "Une erreur est survenue" in response.content.decode()
    assert "Something went wrong" in response.content.decode()
    assert _directives(response) == EXPECTED


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client, pages_ready, settings):
    cookies = client.get("/accounts/login/").cookies
    assert cookies["csrftoken"]["httponly"] and cookies["csrftoken"]["samesite"] == "Lax"
    assert settings.SESSION_COOKIE_HTTPONLY and settings.SESSION_COOKIE_SAMESITE == "Lax"


def test_over_https_browsers_are_told_to_stay_there(client, pages_ready, settings):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.ROOT_URLCONF = __name__
    assert client.get("/bare/", secure=True)["Strict-Transport-Security"] == "max-age=31536000"
    assert not client.get("/bare/").has_header("Strict-Transport-Security")
