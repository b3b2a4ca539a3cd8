"""The demonstration's texts: one TOML file a page in home/demo_texts, French and English side by side."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from content.typography import french

FOLDER = Path(__file__).resolve().parent.parent / "demo_texts"
DATA = FOLDER.parent / "demo_data"


@cache
def text(name: str) -> dict[str, Any]:
    """The file's content; French strings get their narrow spaces here, once."""
    found = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return _spaced(found, in_french=False)


def names(prefix: str) -> list[str]:
    return sorted(path.stem for path in FOLDER.glob(f"{prefix}*.toml"))


def _spaced(value: Any, in_french: bool) -> Any:
    if isinstance(value, dict):
        return {
            key: _spaced(item, in_french or key == "fr" or key.endswith("_fr")) for key, item in value.items()
        }
    if isinstance(value, list):
        return [_spaced(item, in_french) for item in value]
    return french(value) if in_french and isinstance(value, str) else value


def pair(record: dict[str, Any], name: str, target: str | None = None) -> dict[str, str]:
    """The two columns of a record's text, from {"fr": {name}, "en": {name}} or {name_fr, name_en}."""
    target = target or name
    if f"{name}_fr" in record:
        return {f"{target}_{language}": record[f"{name}_{language}"] for language in ("fr", "en")}
    return {f"{target}_{language}": record[language].get(name, "") for language in ("fr", "en")}
