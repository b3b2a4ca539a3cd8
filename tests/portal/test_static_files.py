"""Scripts as they are served: what runs is what was written, without the comments."""

import gzip
import re
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from portal.static_files import PortalStaticFiles, as_served

SOURCE = """/* What it is,
   in two lines. */
(function () {
  "use strict";
  /* Why. */
  var text = "/* none */"; /* stays: it does not begin its line */
  var pattern = /a*/g;
}());
"""
SERVED = """(function () {
"use strict";
var text = "/* none */"; /* stays: it does not begin its line */
var pattern = /a*/g;
}());
"""


def test_whole_lines_of_comment_go_and_nothing_else():
    assert as_served(SOURCE) == SERVED


@pytest.fixture
def storage(tmp_path, settings):
    settings.STATIC_ROOT = str(tmp_path)
    return PortalStaticFiles(location=tmp_path, base_url="/static/")


def collected(storage, name: str, source: str) -> dict[str, str]:
    """By name, as collectstatic leaves them."""
    storage.save(name, ContentFile(source.encode()))
    list(storage.post_process({name: (storage, name)}))
    found = {}
    for path in Path(storage.path(name)).parent.iterdir():
        if path.suffix == ".gz":
            found[path.name] = gzip.decompress(path.read_bytes()).decode()
        elif path.suffix == ".js":
            found[path.name] = path.read_text()
    return found


def test_the_hashed_and_the_compressed_file_are_the_served_one(storage):
    long = SOURCE + "var more = 1;\n" * 200
    found = collected(storage, "js/thing.js", long)
    hashed = [name for name in found if re.fullmatch(r"thing\.[0-9a-f]{12}\.js", name)]
    assert len(hashed) == 1 and f"{hashed[0]}.gz" in found
    assert set(found.values()) == {as_served(long)}


def test_scripts_of_packages_are_left_as_they_are(storage):
    storage.save("wagtailadmin/js/thing.js", ContentFile(SOURCE.encode()))
    assert storage.open("wagtailadmin/js/thing.js").read().decode() == SOURCE
