"""The language of whoever types a command. The terminal knows it; the portal's first language is for readers."""

import os


def operator_language() -> str:
    """French where the terminal says so, else English."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "fr" if value.lower().startswith("fr") else "en"
    return "en"
