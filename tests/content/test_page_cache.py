"""What is kept, for whom, and until when. The views here count how often they are asked."""

import gzip

import brotli
import pytest
from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory
from django.urls import path

from content import page_cache
from content.page_cache import PageCacheMiddleware, bump
from districts.models import User

TEXT = "Une page pour tout le monde. " * 20
asked = []


def _page(request):
    asked.append(request.get_full_path())
    return HttpResponse(f"{TEXT}{len(asked)}")


def _with(change):
    """A view whose answer `change` turns into one that must not be kept."""

    def view(request):
        response = _page(request)
        return change(request, response) or response

    return view


def _header(name, value):
    return lambda request, response: response.headers.__setitem__(name, value)


CHANGES = {
    "cookie": lambda request, response: response.set_cookie("a", "b"),
    "token": lambda request, response: get_token(request) and None,
    "private": _header("Cache-Control", "private"),
    "no-store": _header("Cache-Control", "max-age=0, No-Store"),
    "varies": _header("Vary", "Accept-Language"),
    "missing": lambda request, response: HttpResponse(response.content, status=404),
    "moved": lambda request, response: HttpResponse(status=302, headers={"Location": "/fr/"}),
    "stream": lambda request, response: StreamingHttpResponse(iter([response.content])),
    "large": lambda request, response: HttpResponse(response.content * 2000),
    "encoded": _header("Content-Encoding", "zstd"),
}
urlpatterns = [path("accounts/login/", _page, name="account_login")]
urlpatterns += i18n_patterns(
    path("page/", _page), *[path(f"{name}/", _with(change)) for name, change in CHANGES.items()]
)


@pytest.fixture(autouse=True)
def _small_site(settings):
    settings.ROOT_URLCONF = __name__
    settings.PAGE_CACHE = True
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    asked.clear()


def test_the_second_reader_is_served_the_first_one_s_page(client):
    first, second = client.get("/fr/page/"), client.get("/fr/page/")
    assert first.content == second.content
    assert dict(first.headers) == dict(second.headers)
    assert len(asked) == 1


def test_a_change_is_seen_at_once(client):
    client.get("/fr/page/")
    bump()
    assert client.get("/fr/page/").content.decode().endswith("2")


@pytest.mark.parametrize("name", CHANGES)
def test_never_kept(client, name):
    for _ in range(2):
        client.get(f"/fr/{name}/")
    assert len(asked) == 2


def test_nothing_is_kept_where_it_is_switched_off(client, settings):
    settings.PAGE_CACHE = False
    for _ in range(2):
        client.get("/fr/page/")
    assert len(asked) == 2


@pytest.mark.parametrize("cookie", ["sessionid", "messages"])
def test_who_may_be_somebody_is_answered_afresh(client, db, cookie):
    client.get("/fr/page/")
    client.cookies[cookie] = "whatever"
    client.get("/fr/page/")
    assert len(asked) == 2
    del client.cookies[cookie]
    assert client.get("/fr/page/").content.decode().endswith("1"), "what they got was not kept for others"


def test_a_signed_in_page_is_private_and_not_for_others(client, db):
    client.force_login(User.objects.create_user("a@example.org", "x"))
    assert "private" in client.get("/fr/page/")["Cache-Control"]
    client.logout()
    client.get("/fr/page/")
    assert len(asked) == 2


def test_a_token_for_programs_is_answered_afresh(client):
    for _ in range(2):
        client.get("/fr/page/", headers={"authorization": "Bearer x"})
    assert len(asked) == 2


def test_posts_are_not_answered_from_the_cache(client):
    client.get("/fr/page/")
    client.post("/fr/page/")
    client.post("/fr/page/")
    assert len(asked) == 3


def test_head_is_answered_like_get_without_body(client):
    client.head("/fr/page/")
    page = client.get("/fr/page/")
    head = client.head("/fr/page/")
    assert len(asked) == 2, "a HEAD answer is not kept, a GET answer serves HEAD"
    assert head.content == b"" and head["Content-Length"] == str(len(page.content))


def test_known_parameters_are_pages_of_their_own(client):
    for query in ("", "?page=2", "?page=3", "?q=eau&kind=lesson", "?page=2"):
        client.get(f"/fr/page/{query}")
    assert asked == ["/fr/page/", "/fr/page/?page=2", "/fr/page/?page=3", "/fr/page/?q=eau&kind=lesson"]


@pytest.mark.parametrize("query", ["utm_source=x", "page=2&x=1", "q=" + "a" * 400, "%00=1", "page[]=1"])
def test_an_address_with_anything_else_is_answered_afresh_and_not_kept(client, query):
    client.get("/fr/page/")
    for _ in range(2):
        client.get(f"/fr/page/?{query}")
    assert len(asked) == 3
    client.get("/fr/page/")
    assert len(asked) == 3


def test_each_host_has_its_own_pages_and_a_foreign_one_none(client):
    client.get("/fr/page/")
    client.get("/fr/page/", headers={"host": "other.example"})
    assert len(asked) == 2
    assert client.get("/fr/page/", headers={"host": "evil.example"}).status_code == 400


def test_a_preview_is_never_kept_nor_served_from_what_is_kept():
    answers = iter([HttpResponse("public"), HttpResponse("draft")])
    chain = PageCacheMiddleware(lambda request: next(answers))
    request, preview = RequestFactory().get("/fr/page/"), RequestFactory().get("/fr/page/")
    preview.is_dummy, preview.user = True, AnonymousUser()
    assert chain(request).content == b"public"
    assert chain(preview).content == b"draft"
    assert chain(request).content == b"public"


def test_browsers_ask_again_and_are_told_that_nothing_changed(client):
    page = client.get("/fr/page/")
    assert page["Cache-Control"] == "no-cache"
    assert {word.strip() for word in page["Vary"].split(",")} == {"Accept-Encoding", "Cookie"}
    for known in (page["ETag"], f"W/{page['ETag']}", f'"other", {page["ETag"]}', "*"):
        again = client.get("/fr/page/", headers={"if-none-match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == page["ETag"] and again["Cache-Control"] == "no-cache"
    bump()
    assert client.get("/fr/page/", headers={"if-none-match": page["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "encoding", "decode"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("GZIP;q=0.5, br;q=0", "gzip", gzip.decompress),
        ("identity", None, bytes),
        ("br;q=0.0", None, bytes),
    ],
)
def test_each_encoding_is_kept_once(client, accepted, encoding, decode):
    client.get("/fr/page/", headers={"accept-encoding": "deflate"})
    for _ in range(2):
        page = client.get("/fr/page/", headers={"accept-encoding": accepted})
    assert page.get("Content-Encoding") == encoding
    assert decode(page.content).decode() == f"{TEXT}{len(asked)}"
    assert page["Content-Length"] == str(len(page.content))
    assert len(asked) == (2 if encoding else 1)


def test_what_may_hold_a_secret_is_compressed_with_a_random_length(client):
    lengths = {
        len(client.get("/fr/token/", headers={"accept-encoding": "gzip, br"}).content) for _ in range(30)
    }
    assert len(lengths) > 3


def test_pictures_are_not_compressed_again(client, tmp_path):
    picture = tmp_path / "a.png"
    picture.write_bytes(bytes(5000))
    chain = PageCacheMiddleware(lambda request: FileResponse(picture.open("rb")))
    response = chain(RequestFactory().get("/fr/a.png", headers={"accept-encoding": "gzip"}))
    assert not response.has_header("Content-Encoding")
    assert response["Content-Length"] == "5000"


def test_a_page_rendered_before_a_change_but_ready_after_it_is_not_served():
    pages = iter(["before", "after"])

    def slow(request):
        page = next(pages)
        if page == "before":
            bump()
        return HttpResponse(page)

    chain = PageCacheMiddleware(slow)
    assert chain(RequestFactory().get("/fr/")).content == b"before"
    assert chain(RequestFactory().get("/fr/")).content == b"after"
    assert chain(RequestFactory().get("/fr/")).content == b"after"


def test_a_lost_version_brings_no_old_page_back(client):
    client.get("/fr/page/")
    bump()
    cache.delete(page_cache.VERSION)
    assert client.get("/fr/page/").content.decode().endswith("2")


def test_pages_are_forgotten_after_five_minutes(client, monkeypatch):
    monkeypatch.setattr(page_cache, "SECONDS", 0)
    for _ in range(2):
        client.get("/fr/page/")
    assert len(asked) == 2


def test_readers_get_pages_while_the_cache_is_away(client, monkeypatch):
    class Away:
        def __getattr__(self, name):
            raise ConnectionError

    monkeypatch.setattr(page_cache, "cache", Away())
    for _ in range(2):
        assert client.get("/fr/page/").status_code == 200
    bump()
    assert len(asked) == 2
