"""Addresses about a cycle beside its page, under /fr/ and /en/."""

from django.urls import path

from . import owner_views, views

urlpatterns = [
    path("cycles/<slug:code>/calendar.ics", views.calendar, name="cycle_calendar"),
    path("cycle/<slug:code>/follow/", views.follow, name="follow_cycle"),
    path("cycle/<slug:code>/decision-owner/", owner_views.decision_owner, name="decision_owner"),
]
