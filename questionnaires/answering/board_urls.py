"""Addresses of the board and of what is taken along from it. They come before those of a district, whose code could be
"board"."""

from django.urls import path

from . import board_views, export_views

BOARD = "questionnaires/<uuid:key>/board/"

urlpatterns = [
    path(BOARD, board_views.board, name="answer_board"),
    path(f"{BOARD}calls/", board_views.call_list, name="answer_call_list"),
    path(f"{BOARD}export/", export_views.export_board, name="export_board"),
    path(f"{BOARD}export/answers/", export_views.export_responses, name="export_responses"),
    path("exports/<uuid:key>/", export_views.export_page, name="export"),
    path("exports/<uuid:key>/file/", export_views.export_file, name="export_file"),
    path("exports/<uuid:key>/cancel/", export_views.export_cancel, name="export_cancel"),
]
