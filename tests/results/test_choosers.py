"""Editors cite released figures: those, and no others."""

import pytest
from django.utils import timezone

from cycles.models import LearningCycle
from districts.models import User
from results.models import Result


@pytest.fixture
def editor(client, pages_ready):
    client.force_login(User.objects.create_superuser("editor@example.org"))
    return client


def make_result(cycle, code, title, published):
    return Result.objects.create(
        cycle=cycle, question_code=code, title_fr=title, table={}, digest="", computed_at=timezone.now(),
        published_at=timezone.now() if published else None,
    )  # fmt: skip


def test_the_chooser_lists_released_figures_only(editor):
    cycle = LearningCycle.objects.create(code="essai", title_fr="Essai")
    make_result(cycle, "comite", "Un comité sur deux se réunit", published=True)
    make_result(cycle, "rapport", "Personne ne publie le rapport", published=False)
    shown = editor.get("/admin/result_chooser/").json()["html"]
    assert "Un comité sur deux se réunit" in shown
    assert "Personne ne publie le rapport" not in shown
