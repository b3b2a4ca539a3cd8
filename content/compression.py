"""Which encoding a browser takes, and bodies in it."""

import gzip
from functools import lru_cache

import brotli

# Past quality 5 brotli costs more than the rendering of most pages and saves another three per cent.
BROTLI_QUALITY = 5
GZIP_LEVEL = 6
TEXTS = ("text/", "application/json", "application/xml", "application/javascript", "image/svg+xml")


@lru_cache(maxsize=256)
def best_encoding(accepted: str) -> str:
    """ "br", "gzip" or "" for an Accept-Encoding header. An encoding with q=0 is refused by the browser."""
    offered = (part.partition(";") for part in accepted.lower().replace(" ", "").split(","))
    taken = {name for name, _, weight in offered if not weight.startswith("q=0") or weight.strip("q=0.")}
    return next((encoding for encoding in ("br", "gzip") if encoding in taken), "")


def compressible(content_type: str) -> bool:
    """Pictures, PDFs and archives are compressed already; to do it again only costs time."""
    return content_type.startswith(TEXTS)


def compress(body: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY)
    # Without a date, so that the same page has the same tag in every process.
    return gzip.compress(body, compresslevel=GZIP_LEVEL, mtime=0)
