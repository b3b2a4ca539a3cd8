"""A small load generator: two processes, each with one open connection, for a bounded time."""

import http.client
import multiprocessing
import os
import time
from dataclasses import dataclass
from pathlib import Path

GENERATORS = 2
MOST_REQUESTS = 50_000
HEADERS = {"Accept-Encoding": "gzip, deflate, br", "Accept-Language": "fr"}
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Load:
    requests: int
    seconds: float
    cpu_seconds: float

    def __add__(self, other: "Load") -> "Load":
        return Load(
            self.requests + other.requests,
            self.seconds + other.seconds,
            self.cpu_seconds + other.cpu_seconds,
        )

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds

    @property
    def cpu(self) -> float:
        """Seconds of the web processes' CPU for one request; the generators' own is not in it."""
        return max(self.cpu_seconds, 1 / TICKS) / self.requests


def load(port: int, path: str, seconds: float, workers: list[int]) -> Load:
    """Ask for `path` as fast as answers come. Raises RuntimeError for any answer but 200."""
    _ask(port, path, 0.3)
    with multiprocessing.get_context("fork").Pool(GENERATORS) as pool:
        before, started = _cpu(workers), time.perf_counter()
        counts = pool.starmap(_ask, [(port, path, seconds)] * GENERATORS)
        took = time.perf_counter() - started
    return Load(sum(counts), took, _cpu(workers) - before)


def _ask(port: int, path: str, seconds: float) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    count, until = 0, time.perf_counter() + seconds
    while time.perf_counter() < until and count < MOST_REQUESTS:
        connection.request("GET", path, headers=HEADERS)
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            raise RuntimeError(f"{path} answered {response.status}")
        count += 1
    connection.close()
    return count


def _cpu(pids: list[int]) -> float:
    """User and system seconds so far: fields 14 and 15 of /proc/<pid>/stat, counted after the name."""
    seconds = 0.0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        seconds += (int(fields[11]) + int(fields[12])) / TICKS
    return seconds
