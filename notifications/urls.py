"""Addresses under /fr/ and /en/."""

from django.urls import path

from . import views

urlpatterns = [
    path("notifications/", views.preferences, name="notification_preferences"),
]
