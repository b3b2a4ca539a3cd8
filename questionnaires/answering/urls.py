"""Addresses of step 3. A district is named by its code: what it may open is asked of whoever comes, not of the
address."""

from django.urls import include, path

from . import (
    file_views,
    history_views,
    offline_views,
    overview_views,
    receipt_views,
    review_views,
    section_views,
)

HERE = "questionnaires/<uuid:key>/<str:unit>/"

urlpatterns = [
    path("questionnaires/outbox/", offline_views.outbox, name="answer_outbox"),
    path("questionnaires/outbox/session/", offline_views.session, name="answer_session"),
    path("", include("questionnaires.answering.help_urls")),
    path("questionnaires/<uuid:key>/", overview_views.mine, name="answer_mine"),
    path("", include("questionnaires.answering.board_urls")),
    path("", include("questionnaires.importing.urls")),
    path(HERE, overview_views.overview, name="answer"),
    path(f"{HERE}review/", review_views.review, name="answer_review"),
    path(f"{HERE}sign/", review_views.sign, name="answer_sign"),
    path(f"{HERE}confirm/", review_views.confirm, name="answer_confirm"),
    path(f"{HERE}tell/", review_views.tell, name="answer_tell"),
    path(f"{HERE}receipts/<int:number>/", receipt_views.receipt, name="answer_receipt"),
    path(f"{HERE}receipts/<int:number>/receipt.pdf", receipt_views.receipt_pdf, name="answer_receipt_pdf"),
    path(f"{HERE}history/", history_views.history, name="answer_history"),
    path(f"{HERE}history/<str:code>/", history_views.answer_history, name="answer_versions"),
    path(f"{HERE}files/<uuid:file>/", file_views.answer_file, name="answer_file"),
    path(f"{HERE}<int:section>/", section_views.section, name="answer_section"),
]
