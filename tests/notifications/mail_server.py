"""A mail server on loopback that says little: it takes mails and can be told to fall silent at a step."""

import socketserver
import threading
from contextlib import contextmanager


class MailServer(socketserver.ThreadingTCPServer):
    """`mails` are the texts it has taken. `silent_at` is "greeting" or "data": there it answers no more, and
    `reached` is set."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, silent_at: str = ""):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mails: list[str] = []
        self.silent_at = silent_at
        self.reached, self.speak = threading.Event(), threading.Event()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def wait_at(self, step: str) -> None:
        if self.silent_at == step:
            self.reached.set()
            self.speak.wait(60)


class Conversation(socketserver.StreamRequestHandler):
    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self) -> None:
        self.server.wait_at("greeting")
        self.say("220 ready")
        while line := self.rfile.readline().decode().strip():
            command = line[:4].upper()
            if command == "DATA":
                self._take()
            elif command == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def _take(self) -> None:
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
            lines.append(line)
        self.server.mails.append("\n".join(lines))
        self.server.wait_at("data")
        self.say("250 taken")


@contextmanager
def mail_server(silent_at: str = ""):
    with MailServer(silent_at) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.speak.set()
            server.shutdown()
