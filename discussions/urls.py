"""Addresses of threads, under /fr/ and /en/."""

from django.urls import path

from . import views

urlpatterns = [
    path("discussion/<str:target_type>/<uuid:key>/", views.thread, name="thread"),
    path("discussion/<str:target_type>/<uuid:key>/<int:root>/", views.branch, name="thread_branch"),
    path("discussion/message/<int:pk>/", views.message, name="message"),
    path("discussion/message/<int:pk>/withdraw/", views.withdraw_message, name="withdraw_message"),
]
