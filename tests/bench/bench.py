"""How fast the main pages are, against a trivial view behind the whole middleware chain (`/hz-full`).

`make bench` serves the data in DATA_DIR with production settings and two web processes, embedded and, where
REDIS_URL is set, with Redis. Uncached is what a link costs that carries a parameter of somebody else's: the
page cache passes it by. Ratios are in per mille of `/hz-full`, measured just before and after. Requests per
second depend on what else the machine does; the budget is held against the CPU that the web processes use for
a request, which does so less, and on an idle machine says the same.
"""

import os
import sys

from tests.bench.load import Load, load
from tests.bench.pages import Page, pages, queries, weight
from tests.web_server import WebServer, web_server

SECONDS = float(os.environ.get("BENCH_SECONDS", "4"))
LEAST_CACHED, LEAST_UNCACHED = 500, 35
HELD_TO_IT = ("lesson", "results")  # the pages that the budget names; the others are shown beside them
TRIVIAL = "/hz-full"


def engines() -> dict[str, str]:
    """Names and REDIS_URLs of the caches to measure with."""
    return {"embedded": ""} | ({"Redis": url} if (url := os.environ.get("REDIS_URL")) else {})


def main(names: list[str]) -> int:
    """Measure the pages of these names, or all of them. 1 if one is below its budget."""
    found = [page for page in pages() if not names or page.name in names]
    slow = []
    for engine, url in engines().items():
        with web_server({"REDIS_URL": url, "PAGE_CACHE": "1", "DEBUG": "0"}) as server:
            for title, paths, least in (
                ("cached", [page.path for page in found], LEAST_CACHED),
                ("uncached", [page.uncached for page in found], LEAST_UNCACHED),
            ):
                measured = [_measure(server, page, path) for page, path in zip(found, paths, strict=True)]
                slow += _print_speed(f"{engine}, {title}", least, measured)
    _print_pages(found)
    print("\nBelow the budget: " + "; ".join(slow) if slow else "\nAll within the budget")
    return 1 if slow else 0


def _measure(server: WebServer, page: Page, path: str) -> tuple[Page, Load, Load]:
    """The page, between two halves of the trivial view: a machine that slows down meanwhile slows both."""
    workers = server.workers()
    before = load(server.port, TRIVIAL, SECONDS / 2, workers)
    measured = load(server.port, path, SECONDS, workers)
    return page, measured, before + load(server.port, TRIVIAL, SECONDS / 2, workers)


def _print_speed(title: str, least: int, measured: list[tuple[Page, Load, Load]]) -> list[str]:
    print(f"\n{title} (at least {least} per mille)")
    print(f"{'':14}{'req/s':>8}{'ms CPU':>8}{'hz-full':>9}{'ms CPU':>8}{'per mille':>11}{'by CPU':>8}")
    slow = []
    for page, own, trivial in measured:
        ratio, by_cpu = own.per_second / trivial.per_second, trivial.cpu / own.cpu
        print(
            f"{page.name:14}{own.per_second:8.0f}{1000 * own.cpu:8.2f}{trivial.per_second:9.0f}"
            f"{1000 * trivial.cpu:8.2f}{1000 * ratio:11.0f}{1000 * by_cpu:8.0f}"
        )
        if page.name in HELD_TO_IT and 1000 * by_cpu < least:
            slow.append(f"{page.name} ({title}) {1000 * by_cpu:.0f}")
    return slow


def _print_pages(found: list[Page]) -> None:
    print(f"\n{'':14}{'queries':>8}{'HTML kB':>9}{'all kB':>8}{'requests':>10}   (compressed, first visit)")
    with web_server({"PAGE_CACHE": "1", "DEBUG": "0", "REDIS_URL": ""}) as server:
        for page in found:
            html, whole, requests = weight(server.port, page.path)
            print(
                f"{page.name:14}{queries(page):8}{html / 1000:9.1f}{whole / 1000:8.1f}{requests:10}   {page.path}"
            )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
