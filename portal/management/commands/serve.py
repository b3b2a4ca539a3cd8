"""The web server and one task worker, together: started, watched and stopped by one command."""

import fcntl
import logging
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from districts.retention import forget_what_is_over
from notifications.sweeping import forget_done, sweep
from questionnaires.answering.export_sweeping import forget_exports, take_up
from questionnaires.importing.import_actions import forget_imports

log = logging.getLogger(__name__)

PATIENCE = 30
SWEEP_EVERY = 60
FORGET_EVERY = 60 * 60


class Command(BaseCommand):
    help = "Serve the portal as production runs it, on 127.0.0.1 or HOST, at PORT."

    def handle(self, *args, **options):
        host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
        _refuse_taken_port(host, port)
        _refuse_while_restoring()
        bind = f"{host}:{port}"
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        processes = [subprocess.Popen(command, close_fds=False) for command in (_web(bind), _worker())]  # noqa: S603
        try:
            self._wait_until_up(bind, processes)
            call_command("show_demo", stdout=self.stdout)
            self.stdout.flush()
            _watch(processes)
            raise CommandError("The web server or the task worker has stopped; see the lines above.")
        except KeyboardInterrupt:
            pass
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                process.wait(timeout=PATIENCE)

    def _wait_until_up(self, bind: str, processes: list[subprocess.Popen]) -> None:
        for _attempt in range(PATIENCE * 10):
            if processes[0].poll() is not None:
                raise CommandError(f"The web server could not start at {bind}. Is the port taken?")
            try:
                urllib.request.urlopen(f"http://{bind.replace('0.0.0.0', '127.0.0.1')}/healthz", timeout=1)  # noqa: S310,S104
                return
            except OSError:
                time.sleep(0.1)
        raise CommandError(f"The web server did not answer at {bind} within {PATIENCE} seconds.")


def _watch(processes: list[subprocess.Popen]) -> None:
    """Until one of them ends; meanwhile what a killed worker left, notices and files, is taken up, and what has been
    kept long enough is forgotten."""
    next_sweep = next_forgetting = 0.0
    while all(process.poll() is None for process in processes):
        if time.monotonic() >= next_sweep:
            sweep_up()
            next_sweep = time.monotonic() + SWEEP_EVERY
        if time.monotonic() >= next_forgetting:
            forget_old()
            next_forgetting = time.monotonic() + FORGET_EVERY
        time.sleep(0.5)


def sweep_up() -> None:
    """A database that is away is the web server's to report; this process goes on and asks again."""
    try:
        sweep()
        take_up()
    except DatabaseError as error:
        log.warning("What was left could not be taken up: %s", error)
    finally:
        connection.close()


def forget_old() -> None:
    """Bears a database that is away, too."""
    try:
        forget_done()
        forget_what_is_over()
        forget_exports()
        forget_imports()
    except DatabaseError as error:
        log.warning("What is over could not be forgotten: %s", error)
    finally:
        connection.close()


def _refuse_taken_port(host: str, port: str) -> None:
    """Said at once, rather than after another server has answered in this one's place."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except (OSError, ValueError) as error:
            raise CommandError(
                f"Cannot listen at {host}:{port} ({error}). Choose another one: PORT=8001"
            ) from None


def _refuse_while_restoring() -> None:
    """A shared lock on the data folder, held until this process ends: `restore` asks for it alone. The children hold
    it too, should this process die before them."""
    descriptor = os.open(settings.DATA_DIR, os.O_RDONLY)
    os.set_inheritable(descriptor, True)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        raise CommandError("A backup is being restored. Start the portal when that is done.") from None


def _web(bind: str) -> list[str]:
    processes = os.environ.get("WEB_PROCESSES", "2")
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "portal.wsgi",
        "--bind",
        bind,
        "--workers",
        processes,
        "--worker-class",
        "gthread",
        "--threads",
        "4",
        "--preload",
        "--log-level",
        "warning",
        "--worker-tmp-dir",
        _memory_folder(),
    ]


def _memory_folder() -> str:
    """gunicorn's heartbeat files belong in memory: on a slow disk they stall workers."""
    return "/dev/shm" if os.path.isdir("/dev/shm") else str(settings.DATA_DIR)  # noqa: S108


def _worker() -> list[str]:
    return [
        sys.executable,
        "manage.py",
        "db_worker",
        "--backend",
        "durable",
        "--queue-name",
        "*",
        "--verbosity",
        "0",
    ]
