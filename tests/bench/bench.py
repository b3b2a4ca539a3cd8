"""How fast the main pages are, against a trivial view behind the whole middleware chain (`/hz-full`).

`make bench` serves the data in DATA_DIR with production settings and two web processes, embedded and, where
REDIS_URL is set, with Redis; once with the page cache and once without. Ratios are in per mille of `/hz-full`,
measured just before and after. Requests per second depend on what else the machine does; the budget is held
against the CPU that the web processes use for a request, which does not, and on an idle machine says the same.
"""

import os
import sys
from dataclasses import dataclass

from tests.bench.load import Load, load
from tests.bench.pages import Page, pages, queries, weight
from tests.web_server import web_server

SECONDS = float(os.environ.get("BENCH_SECONDS", "4"))
LEAST_CACHED, LEAST_UNCACHED = 500, 35
TRIVIAL = "/hz-full"


@dataclass(frozen=True)
class Setting:
    name: str
    environment: dict[str, str]
    least: int


def settings_to_measure() -> list[Setting]:
    engines = [("embedded", "")]
    if redis := os.environ.get("REDIS_URL"):
        engines.append(("Redis", redis))
    return [
        Setting(f"{name}, {how}", {"REDIS_URL": url, "PAGE_CACHE": on, "DEBUG": "0"}, least)
        for name, url in engines
        for how, on, least in (("cached", "1", LEAST_CACHED), ("uncached", "0", LEAST_UNCACHED))
    ]


def main() -> int:
    found = pages()
    slow = []
    for setting in settings_to_measure():
        with web_server(setting.environment) as server:
            measured = [_measure(server, page) for page in found]
        slow += _print_speed(setting, measured)
    _print_pages(found)
    print()
    if slow:
        print("Below the budget: " + "; ".join(slow))
    return 1 if slow else 0


def _measure(server, page: Page) -> tuple[Page, Load, Load]:
    """The page, between two halves of the trivial view: a machine that slows down meanwhile slows both."""
    workers = server.workers()
    before = load(server.port, TRIVIAL, SECONDS / 2, workers)
    measured = load(server.port, page.path, SECONDS, workers)
    return page, measured, before + load(server.port, TRIVIAL, SECONDS / 2, workers)


def _print_speed(setting: Setting, measured: list[tuple[Page, Load, Load]]) -> list[str]:
    print(f"\n{setting.name} (at least {setting.least} per mille)")
    print(f"{'':14}{'req/s':>8}{'ms CPU':>8}{'hz-full':>9}{'ms CPU':>8}{'per mille':>11}{'by CPU':>8}")
    slow = []
    for page, own, trivial in measured:
        ratio, by_cpu = own.per_second / trivial.per_second, trivial.cpu / own.cpu
        print(
            f"{page.name:14}{own.per_second:8.0f}{1000 * own.cpu:8.2f}{trivial.per_second:9.0f}"
            f"{1000 * trivial.cpu:8.2f}{1000 * ratio:11.0f}{1000 * by_cpu:8.0f}"
        )
        if 1000 * by_cpu < setting.least:
            slow.append(f"{page.name} ({setting.name}) {1000 * by_cpu:.0f}")
    return slow


def _print_pages(found: list[Page]) -> None:
    print(f"\n{'':14}{'queries':>8}{'HTML kB':>9}{'all kB':>8}{'requests':>10}   (compressed, first visit)")
    with web_server({"PAGE_CACHE": "1", "DEBUG": "0", "REDIS_URL": ""}) as server:
        for page in found:
            html, whole, requests = weight(server.port, page.path)
            print(
                f"{page.name:14}{queries(page.path):8}{html / 1000:9.1f}{whole / 1000:8.1f}{requests:10}   {page.path}"
            )


if __name__ == "__main__":
    sys.exit(main())
