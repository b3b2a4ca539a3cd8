"""A small library in both languages. The words matter: each probe of test_probes.py aims at one of them."""

from types import SimpleNamespace

import pytest

from home.models import StandardPage
from tests.pages import page_below, paragraph
from tests.written_once import written_once

FRENCH = {
    "revue": (
        "Le comité de revue des décès maternels",
        "L’équipe cadre examine chaque décès, hôpital par hôpital.",
    ),
    "eau": (
        "L’eau au centre de santé",
        "Œuvrer pour l’accès à l’eau : forages, châteaux d’eau et maïs irrigué.",
    ),
    "donnees": (
        "Données sanitaires et redevabilité",
        "Les districts sanitaires rendent compte ; la sœur aînée note.",
    ),
    "conakry": (
        "Vaccinations à N’Zérékoré",
        "Les vaccinateurs ont été formés aujourd’hui. Coûts : 12 345 francs.",
    ),
}
ENGLISH = {
    "review": (
        "The maternal death review committee",
        "Teams reviewed every death with the hospital’s midwives.",
    ),
    "water": ("Water at the health centre", "Children fetch water; the committees’ naïve plan failed."),
    "data": (
        "Using data for accountability",
        "Managers use their own data. It isn’t about ranking districts.",
    ),
}


@pytest.fixture
def library(pages_ready) -> dict[str, StandardPage]:
    return written_once(_library, pages_ready)


def _library(homes: SimpleNamespace) -> dict[str, StandardPage]:
    texts = {"fr": FRENCH, "en": ENGLISH}
    return {
        slug: page_below(home, title, slug=slug, body=paragraph(f"<p>{text}</p>"))
        for language, home in vars(homes).items()
        for slug, (title, text) in texts[language].items()
    }
