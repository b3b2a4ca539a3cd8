"""Pages for anonymous readers, kept ready: rendered once, compressed once, forgotten by all at once.

One version stands for the whole site in the cache that all web processes share. It is read before a page is
rendered and stored beside the page; a page whose version is no longer the present one is not served. So a
page rendered before a change but stored after it is never seen, and losing the version (files are culled at
random) only costs a fresh start. The version is in the entry and not in the key: one round trip reads both,
and a new rendering replaces the old one instead of lying beside it.
"""

import logging
import secrets
from hashlib import blake2b

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import cc_delim_re, patch_vary_headers
from django.utils.http import parse_etags

from .compression import best_encoding, compress, compressible

VERSION = "page-cache:version"
SECONDS = 5 * 60
LARGEST_BODY = 1_000_000
LONGEST_QUERY = 300

# What a page may be asked with and still be kept. Anything else goes to the view each time: pages repeat the
# whole address (canonical links, the other language), so it must not end up in what others are served.
KNOWN_PARAMETERS = frozenset({"page", "q", "kind", "language"})
# Who carries one of these is somebody, or is about to be told something.
PERSONAL_COOKIES = ("messages", settings.SESSION_COOKIE_NAME)
OUR_VARIANTS = frozenset({"accept-encoding", "cookie"})
NOT_MODIFIED_HEADERS = ("Cache-Control", "ETag", "Vary")

log = logging.getLogger(__name__)
Entry = tuple[dict[str, str], bytes]


def bump() -> None:
    """Forget all kept pages, in every process. Called on commit of whatever changes what anonymous readers
    see: `transaction.on_commit(bump)`.

    A cache that cannot be reached is logged, not raised: the change itself is already committed, and what a
    returning cache still holds is gone after SECONDS.
    """
    try:
        _new_version()
    except Exception:
        log.exception("The page cache could not be told of a change")


def present_version() -> str | None:
    """None while the cache cannot be reached."""
    try:
        return cache.get(VERSION) or _new_version()
    except Exception:
        log.exception("The page cache cannot be read")
        return None


class PageCacheMiddleware:
    """Stands outside everything that costs time, and compresses (hence no GZipMiddleware in the settings).

    Kept pages hold no secret and are compressed once, with brotli where the browser takes it. Whatever is not
    kept may hold a secret (a form token, a name) and goes through Django's gzip, whose random padding hides
    lengths (BREACH).
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.gzip = GZipMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        encoding = best_encoding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        key = key_of(request, encoding)
        version, entry = _read(key) if key else (None, None)
        if entry is None:
            response = self.get_response(request)
            if version is None or not may_be_kept(request, response):
                return self._not_kept(request, response)
            entry = entry_of(response, encoding)
            _write(key, version, entry)
        return answer(request, entry)

    def _not_kept(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if not response.has_header("Cache-Control"):
            personal = response.cookies or settings.SESSION_COOKIE_NAME in request.COOKIES
            response["Cache-Control"] = "private, no-cache" if personal else "no-cache"
        if compressible(response.get("Content-Type", "")):
            return self.gzip.process_response(request, response)
        return response


def key_of(request: HttpRequest, encoding: str) -> str | None:
    """Where the answer would be kept; None for a request that is answered afresh every time.

    The host is part of the key because Wagtail chooses the site by it; get_host refuses hosts that are not
    ours.
    """
    if (
        not settings.PAGE_CACHE
        or request.method not in ("GET", "HEAD")
        or getattr(request, "is_dummy", False)
    ):
        return None
    if "HTTP_AUTHORIZATION" in request.META or any(name in request.COOKIES for name in PERSONAL_COOKIES):
        return None
    query = request.META.get("QUERY_STRING", "")
    if query and (len(query) > LONGEST_QUERY or not KNOWN_PARAMETERS.issuperset(request.GET)):
        return None
    asked = "\n".join((encoding, request.scheme, request.get_host(), request.path_info, query))
    return f"page-cache:{blake2b(asked.encode(errors='surrogateescape'), digest_size=16).hexdigest()}"


def may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """Only a whole page that every anonymous reader would get alike. A token was handed out during the
    request if META says so, even where the cookie went out before."""
    return (
        request.method == "GET"
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "CSRF_COOKIE_NEEDS_UPDATE" not in request.META
        and not {"private", "no-store"} & _words(response, "Cache-Control")
        and _words(response, "Vary") <= OUR_VARIANTS
        and not response.has_header("Content-Encoding")
        and len(response.content) <= LARGEST_BODY
    )


def entry_of(response: HttpResponse, encoding: str) -> Entry:
    """What is stored: headers and body as they go out. Browsers keep the page but ask again each time."""
    body = response.content
    if encoding and compressible(response["Content-Type"]) and len(body) > 200:
        body = compress(body, encoding)
        response["Content-Encoding"] = encoding
    response["Content-Length"] = str(len(body))
    response["ETag"] = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    response.headers.setdefault("Cache-Control", "no-cache")
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    return dict(response.items()), body


def answer(request: HttpRequest, entry: Entry) -> HttpResponse:
    headers, body = entry
    if (known := request.META.get("HTTP_IF_NONE_MATCH")) and _same(known, headers["ETag"]):
        return HttpResponse(status=304, headers={name: headers[name] for name in NOT_MODIFIED_HEADERS})
    return HttpResponse(b"" if request.method == "HEAD" else body, headers=headers)


def _same(known: str, etag: str) -> bool:
    """Proxies that compress on their own make a tag weak on the way out."""
    return known == etag or any(tag.removeprefix("W/") in (etag, "*") for tag in parse_etags(known))


def _words(response: HttpResponse, header: str) -> set[str]:
    return set(cc_delim_re.split(response.get(header, "").lower())) - {""}


def _new_version() -> str:
    """Random: two processes that miss the version at the same time must not come up with the same one, and a
    version that comes back must not bring old pages with it."""
    version = secrets.token_hex(8)
    cache.set(VERSION, version, timeout=None)
    return version


def _read(key: str) -> tuple[str | None, Entry | None]:
    """The present version, and the page if it is of that version. No version: the cache cannot be reached,
    and readers get freshly rendered pages."""
    try:
        found = cache.get_many((VERSION, key))
        version = found.get(VERSION) or _new_version()
    except Exception:
        log.exception("The page cache cannot be read")
        return None, None
    stored_version, *entry = found.get(key) or (None,)
    return version, tuple(entry) if stored_version == version else None


def _write(key: str, version: str, entry: Entry) -> None:
    try:
        cache.set(key, (version, *entry), SECONDS)
    except Exception:
        log.exception("The page cache cannot be written")
