"""What an XLSForm said that has no place here, as it lies in kept_xlsform: read with care, since a file can bring it.

Of a question:      {"name", "type", "list", "relevant", "constraint"} as it stood, "group": names of the groups between
                    it and its section, "heading": true for a group's title, "cells": the other columns
Of a section:       {"name", "relevant", "outer": names of groups around it, "loose": true for questions in no group,
                    "untitled": true, "cells"}
Of the whole form:  {"settings", "groups": {"cells", "terms", "rest"} by path, "lists": rows by name,
                    "aside": [{"after", "within", "rows"}], "sheets": rows by name}
"""


def texts_of(value) -> dict[str, str]:
    """The texts in it; {} if it is anything else."""
    if not isinstance(value, dict):
        return {}
    return {name: text for name, text in value.items() if isinstance(name, str) and isinstance(text, str)}


def names_of(value) -> tuple[str, ...]:
    if not isinstance(value, list):
        return ()
    return tuple(name for name in value if isinstance(name, str) and name)


def rows_of(value) -> list[dict[str, str]]:
    if not isinstance(value, list):
        return []
    return [cells for each in value if (cells := texts_of(each))]


def parts_of(value) -> dict:
    """A group of parts by their names; {} if it is none."""
    return value if isinstance(value, dict) else {}


def filled(**parts) -> dict:
    """Without what is empty."""
    return {name: value for name, value in parts.items() if value}
