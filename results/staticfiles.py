"""Bokeh's one script from the installed package, so that server and browser versions match.

The package's whole folder breaks hashed static storage (a map file is missing), hence a finder of one file.
"""

from pathlib import Path

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

SCRIPT = "bokeh/bokeh.min.js"


def script_folder() -> Path:
    """Without importing bokeh, which takes most of a second."""
    from importlib.util import find_spec

    return Path(find_spec("bokeh").origin).parent / "server" / "static" / "js"


class BokehFinder(BaseFinder):
    def find(self, path, find_all=False, **kwargs):
        if path != SCRIPT:
            return []
        file = str(script_folder() / "bokeh.min.js")
        return [file] if find_all else file

    def list(self, ignore_patterns):
        storage = FileSystemStorage(location=script_folder())
        storage.prefix = "bokeh"
        yield "bokeh.min.js", storage
