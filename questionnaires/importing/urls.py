"""Addresses of a file of answers that is brought in. The first comes before those of a district, as the board does."""

from django.urls import path

from . import column_views, district_views, preview_views, result_views, start_views

HERE = "imports/<uuid:key>/"

urlpatterns = [
    path("questionnaires/<uuid:key>/board/import/", start_views.start, name="import_answers"),
    path(HERE, preview_views.preview, name="import"),
    path(f"{HERE}columns/", column_views.columns, name="import_columns"),
    path(f"{HERE}districts/", district_views.districts, name="import_districts"),
    path(f"{HERE}confirm/", preview_views.confirm, name="import_confirm"),
    path(f"{HERE}let-go/", start_views.let_go, name="import_let_go"),
    path(f"{HERE}result/", result_views.result, name="import_result"),
    path(f"{HERE}result.csv", result_views.result_csv, name="import_result_csv"),
]
