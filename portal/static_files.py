"""Static files as they are served: hashed, compressed, and our scripts without the comments of their source."""

import re

from django.core.files.base import ContentFile, File
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Those that begin and end a line, so that no text inside a script is ever taken for one.
COMMENTS = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n", re.DOTALL | re.MULTILINE)
INDENTS = re.compile(r"^[ \t]+", re.MULTILINE)


def as_served(script: str) -> str:
    """On a slow line a kilobyte is a tenth of a second. Each line that is left is what it was."""
    return INDENTS.sub("", COMMENTS.sub("", script))


def _served(name: str | None, content: File | None) -> File | None:
    """The manifest, which is hashed too, has no name."""
    if content is None or not re.fullmatch(r"js/.+\.js", name or ""):
        return content
    source = b"".join(content.chunks())
    content.seek(0)
    return ContentFile(as_served(source.decode()).encode())


class PortalStaticFiles(CompressedManifestStaticFilesStorage):
    """The name of a script is made of what is served."""

    def file_hash(self, name, content=None):
        return super().file_hash(name, _served(name, content))

    def _save(self, name, content):
        return super()._save(name, _served(name, content))
