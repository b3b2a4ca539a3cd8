"""How the files of a country are to be read: a small TOML file, checked for what is missing.

It says what the country is called, what its levels are called, which columns of which CSV file hold its
districts, and where the outlines are. geo/guinea.toml and geo/benin.toml are two.
"""

import tomllib
from pathlib import Path

from django.utils.translation import gettext as _

from .units import MOST_LEVELS


def read_description(path: Path) -> dict:
    """Raises OSError, and ValueError with a message for whoever made the file."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        _check_description(said)
    except UnicodeDecodeError:
        raise ValueError(_("It is not a text in UTF-8.")) from None
    except tomllib.TOMLDecodeError as error:
        raise ValueError(str(error)) from None
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(_("%(name)s is missing or is not what it should be.") % {"name": error}) from None
    return said


def _check_description(said: dict) -> None:
    """Raises KeyError or TypeError for what is missing, so that nothing after this need ask again."""
    country, units = said["country"], said["units"]
    needed = [
        country["code"],
        country["name_fr"],
        units["file"],
        units["code"],
        units["name_fr"],
        *units["above"],
    ]
    for level in said.setdefault("levels", []):
        needed += [
            level["singular_fr"],
            level["plural_fr"],
            "x" * (level["level"] in range(2, MOST_LEVELS + 1)),
        ]
    for outlines in said.setdefault("outlines", []):
        needed += [outlines["file"], outlines["code"], "x" * (outlines["level"] in range(1, MOST_LEVELS + 1))]
    if "parts" in units:
        needed += [units["parts"]["name"], *units["parts"]["columns"].values()]
    for wrong in (text for text in needed if not isinstance(text, str) or not text):
        raise TypeError(repr(wrong))
    if not isinstance(units["above"], list) or len(units["above"]) not in range(1, MOST_LEVELS - 1):
        raise TypeError("above")
