"""Telephone numbers as people read them."""

from django import template

from districts.phones import as_shown

register = template.Library()
register.filter("phone", as_shown)
