"""Parts of pages that every anonymous reader gets alike, remembered by each process for as long as a kept page.

The page cache keeps whole pages by their address; a link that somebody's messenger has lengthened with a
parameter of its own is another address, and so is a page that was never asked for. What is dear in them (the
figures of a cycle, the menu) is the same. It follows the same version: a change ends it in every process.
"""

import time
from collections.abc import Callable, Hashable
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest

from .page_cache import SECONDS, present_version

MOST = 1000
Part = TypeVar("Part")
_parts: dict[Hashable, tuple[str, float, object]] = {}


def remembered(request: HttpRequest, key: Hashable, make: Callable[[], Part]) -> Part:
    """The part of that key, made if it is not known or older than the last change. The key names all that the
    part depends on beside what `bump()` tells of: language, block, parameters. Never for what a person may
    see and another may not."""
    if (version := _version(request)) is None:
        return make()
    known_version, made_at, part = _parts.get(key, (None, 0.0, None))
    if known_version != version or time.monotonic() - made_at > SECONDS:
        part = make()
        if len(_parts) >= MOST:
            _parts.clear()
        _parts[key] = (version, time.monotonic(), part)
    return part


def _version(request: HttpRequest) -> str | None:
    """Read once a request, before the first part is made, so that a change meanwhile is not missed."""
    if not settings.PAGE_CACHE or getattr(request, "is_dummy", False):
        return None
    if "_page_version" not in request.__dict__:
        request._page_version = present_version()
    return request._page_version
