"""What holds the layout together: import order, migrations, templates, names, and what hangs on what."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import wagtail.admin
from django.apps import apps
from django.db import models
from django.template import engines
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models
from wagtail_localize.fields import SynchronizedField

ROOT = Path(__file__).parents[1]
APPS = (
    "portal", "home", "search", "lessons", "learning_sites", "discussions", "results", "questionnaires", "cycles",
    "districts", "content", "analysis",
)  # fmt: skip
WITH_MIGRATIONS = [app for app in APPS if (ROOT / app / "migrations").is_dir()]
TEMPLATES = sorted(path for app in APPS for path in (ROOT / app).glob("templates/**/*") if path.is_file())


def sources(*patterns: str) -> list[Path]:
    return sorted(
        path for app in (*APPS, "tests") for pattern in patterns for path in (ROOT / app).rglob(pattern)
    )


def our_models(kind: type[models.Model] = models.Model) -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in APPS and issubclass(model, kind)]


def test_imports_keep_to_the_order_of_the_cycle():
    told = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0, told.stdout


def test_models_and_migrations_agree():
    """In a process of its own: here migrations may be switched off, and then nothing ever differs."""
    told = subprocess.run(
        [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run", *WITH_MIGRATIONS],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env=os.environ | {"DATABASE_URL": "sqlite://:memory:", "SECRET_KEY": "only-for-this"},
    )
    assert told.returncode == 0, told.stdout + told.stderr


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_template_can_be_read(path):
    app_templates = next(parent for parent in path.parents if parent.name == "templates")
    engines["django"].get_template(path.relative_to(app_templates).as_posix())


def test_no_app_hides_a_module_of_the_standard_library():
    assert not set(APPS) & set(sys.stdlib_module_names)
    assert not (ROOT / "locale" / "__init__.py").exists()


def test_no_module_has_a_name_that_says_nothing():
    empty = {"utils", "helpers", "core", "common", "misc", "base", "manager", "service", "services"}
    assert not {path for path in sources("*.py") if path.stem in empty}


def test_screens_of_the_admin_use_classes_that_wagtail_has():
    """It compiles those that it needs itself; any other one does nothing, in silence."""
    styles = (Path(wagtail.admin.__file__).parent / "static/wagtailadmin/css/core.css").read_text()
    there = {name.replace("\\", "") for name in re.findall(r"\.((?:[a-z]+\\:)?w-[\w-]+)", styles)}
    attributes = [
        re.findall(r'class="([^"{]*)', path.read_text()) for path in TEMPLATES if "admin" in path.parts
    ]
    used = {name for found in attributes for text in found for name in text.split() if "w-" in name}
    assert used and used <= there


def test_no_string_to_translate_stands_within_an_f_string():
    """xgettext does not look into those, so that it would stay English and nothing would tell."""
    asks = {"_", "gettext", "ngettext", "pgettext", "npgettext", "gettext_lazy", "pgettext_lazy"}
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in sources("*.py")
        if "tests" not in path.parts
        for part in ast.walk(ast.parse(path.read_text()))
        if isinstance(part, ast.JoinedStr)
        for call in ast.walk(part)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in asks
    ]
    assert not found


# Two tag libraries serve anything and so are loaded above their place in the import order.
ALLOWED = {
    "discussion_tags": {"discussions", "lessons", "learning_sites", "results", "cycles"},
    "search_tags": {"search", "cycles"},
    "frame_tags": {"portal"},
    "table_tags": {"portal"},
    "phone_tags": {"districts"},
    "account_tags": {"portal"},
}


@pytest.mark.parametrize("library", ALLOWED)
def test_which_templates_load_which_tags(library):
    pattern = re.compile(rf"{{%\s*load\b[^%]*\b{library}\b")
    loading = {path.relative_to(ROOT).parts[0] for path in TEMPLATES if pattern.search(path.read_text())}
    assert loading <= ALLOWED[library]


def test_every_tag_library_of_ours_is_known_here():
    ours = {path.stem for app in APPS for path in (ROOT / app).glob("templatetags/*.py")} - {"__init__"}
    assert ours <= {*ALLOWED, "content_tags"}


def test_files_stay_short_enough_to_be_read():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sources("*.py")
        if "migrations" not in path.parts
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not long


def test_no_signals_beside_those_agreed_upon():
    """Wagtail's signals in content, and what discussions undoes of the package below it: in apps.py alone.
    Beside them stand sign-in and failed sign-in, for the audit log."""
    receivers = re.compile(r"@receiver|(?<!sqlite3)\.connect\(")
    found = {
        path.relative_to(ROOT).as_posix()
        for path in sources("*.py")
        if path.name != "apps.py"
        and "tests" not in path.parts
        and receivers.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"districts/sign_in.py"}


def test_no_record_has_a_foreign_key_to_a_page():
    """Pages are one row per language: what hangs on one of them would be lost to readers of the other."""
    links = {
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        if not issubclass(model, Page)
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and field.related_model
        and issubclass(field.related_model, Page)
    }
    assert not links


def test_links_from_pages_to_records_are_the_same_in_every_language():
    """A many-to-many field is copied once and never again, and a translator could change a foreign key, unless
    the translation tool is told to keep it in step."""
    free = set()
    for model in our_models(Page):
        kept = {
            field.field_name
            for field in getattr(model, "override_translatable_fields", [])
            if isinstance(field, SynchronizedField) and not field.overridable
        }
        own = [field for field in model._meta.get_fields() if field.is_relation and not field.auto_created]
        for field in own:
            record = field.related_model and field.related_model._meta.app_label in APPS
            inherited = field.model is Page or field.remote_field.parent_link
            if record and not inherited and field.name not in kept:
                free.add(f"{model._meta.label}.{field.name}")
    assert not free


def test_codes_on_pages_are_not_left_to_translators():
    from lessons.models import LessonPage

    kept = {field.field_name for field in LessonPage.override_translatable_fields if not field.overridable}
    assert kept == {"loop", "levels", "means", "domains"}


def test_pages_are_no_snippets():
    assert not [model for model in get_snippet_models() if issubclass(model, Page)]


def test_records_that_others_hang_on_are_protected():
    """Deleting a district, a person, a cycle or a question never takes answers or figures along."""
    kept = {"districts.OrgUnit", "districts.User", "cycles.LearningCycle", "questionnaires.Question"}
    cascading = {
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.model is model
        and field.related_model._meta.label in kept
        and field.remote_field.on_delete is models.CASCADE
    }
    # Parts of what they hang on, and what is a person's own and nobody else's.
    parts = {"cycles.CycleStep.cycle", "questionnaires.Choice.question"}
    parts |= {"districts.LevelName.country", "districts.Outline.country"}
    parts |= {"questionnaires.Check.question", "cycles.Follower.cycle"}
    own = {"districts.SignIn.user", "districts.KeptPost.owner", "districts.ResetCode.user"}
    own |= {"districts.Profile.user", "districts.Channel.user", "cycles.Follower.user"}
    assert cascading <= parts | own


def test_every_view_of_ours_says_who_may_use_it():
    from django.urls import URLPattern, get_resolver

    def views(patterns):
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                yield pattern.callback
            else:
                yield from views(pattern.url_patterns)

    ours = {view for view in views(get_resolver().url_patterns) if view.__module__.split(".")[0] in APPS}
    assert len(ours) >= 10
    assert not {f"{view.__module__}.{view.__name__}" for view in ours if not hasattr(view, "may")}
