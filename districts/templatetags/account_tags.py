"""What the way about one's account leads to."""

from django import template

from districts.permissions import may_read_directory, may_run_desk

register = template.Library()


@register.simple_tag(takes_context=True)
def account_rights(context) -> dict[str, bool]:
    """Asked of the predicates that guard the views."""
    user = context["user"]
    return {"directory": may_read_directory(user), "desk": may_run_desk(user)}
