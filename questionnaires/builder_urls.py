"""Addresses of the builder below /admin/questionnaires/, in the namespace "builder"."""

from django.urls import path

from . import (
    builder_bank,
    builder_checks,
    builder_corrections,
    builder_moving,
    builder_new_questions,
    builder_opening,
    builder_overview,
    builder_questions,
    builder_sections,
    builder_start,
    builder_versions,
    clone_admin,
)

builder_paths = [
    path("of-cycle/<int:cycle>/", builder_start.start, name="start"),
    path("copy-of-cycle/<int:pk>/", clone_admin.clone, name="clone_cycle"),
    path("<int:pk>/", builder_overview.overview, name="overview"),
    path("<int:pk>/settings/", builder_sections.settings, name="settings"),
    path("<int:pk>/sections/add/", builder_sections.add, name="add_section"),
    path("<int:pk>/sections/<int:section>/", builder_sections.section, name="section"),
    path("<int:pk>/sections/<int:section>/move/", builder_moving.move_a_section, name="move_section"),
    path("<int:pk>/sections/<int:section>/delete/", builder_moving.delete_a_section, name="delete_section"),
    path(
        "<int:pk>/sections/<int:section>/correct/",
        builder_corrections.correct_section,
        name="correct_section",
    ),
    path("<int:pk>/questions/add/", builder_new_questions.add, name="add_question"),
    path("<int:pk>/questions/<int:question>/", builder_questions.question, name="question"),
    path("<int:pk>/questions/<int:question>/move/", builder_moving.move_a_question, name="move_question"),
    path(
        "<int:pk>/questions/<int:question>/copy/",
        builder_moving.duplicate_a_question,
        name="duplicate_question",
    ),
    path(
        "<int:pk>/questions/<int:question>/delete/", builder_moving.delete_a_question, name="delete_question"
    ),
    path(
        "<int:pk>/questions/<int:question>/correct/",
        builder_corrections.correct_question,
        name="correct_question",
    ),
    path("<int:pk>/checks/", builder_checks.checks, name="checks"),
    path("<int:pk>/checks/add/", builder_checks.add, name="add_check"),
    path("<int:pk>/checks/<int:check>/", builder_checks.check, name="check"),
    path("<int:pk>/checks/<int:check>/correct/", builder_corrections.correct_check, name="correct_check"),
    path("<int:pk>/bank/", builder_bank.bank, name="bank"),
    path("<int:pk>/open/", builder_opening.opening, name="open"),
    path("<int:pk>/correct/", builder_corrections.correct, name="correct"),
    path("<int:pk>/versions/", builder_versions.versions, name="versions"),
    path("<int:pk>/versions/<int:number>/", builder_versions.version, name="version"),
]
