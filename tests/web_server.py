"""A real web server on loopback, as `manage.py serve` starts it, for tests of several processes and for the
benchmark. The children of the started process are its workers."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60


@dataclass
class WebServer:
    port: int
    process: subprocess.Popen

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in children.split()]


@contextmanager
def web_server(environment: dict[str, str], *options: str, processes: int = 2, stdout=None):
    """Serve with `environment` on top of ours; yields a WebServer once it answers."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", str(processes), "--worker-class", "gthread", "--threads", "4", "--preload"]
    process = subprocess.Popen(
        [*command, "--log-level", "error", *options], cwd=ROOT, env=os.environ | environment, stdout=stdout
    )
    try:
        _wait_until_up(port, process)
        yield WebServer(port, process)
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_up(port: int, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"The web server stopped with status {process.returncode}")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The web server did not answer")
