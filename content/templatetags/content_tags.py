"""Tags that every page's frame uses: languages, the way here, the menu, French spaces."""

from django import template
from django.conf import settings
from django.urls import translate_url
from django.utils.translation import get_language
from wagtail.models import Page

from ..remembered import remembered
from ..typography import french as french_spaces

register = template.Library()


@register.simple_tag
def absolute_url(path: str) -> str:
    return path if "://" in path else settings.PORTAL_URL + path


@register.simple_tag(takes_context=True)
def alternates(context) -> list[dict]:
    """The same page in each language it exists in, French first."""
    page, request = context.get("page"), context.get("request")
    here = get_language()
    addresses = _of_page(page, request) if isinstance(page, Page) and page.pk else _of_view(request)
    return [
        {
            "language": code,
            "name": name,
            "url": addresses[code],
            "absolute": settings.PORTAL_URL + addresses[code],
            "current": code == here,
        }
        for code, name in (("fr", "Français"), ("en", "English"))
        if code in addresses
    ]


def _of_page(page: Page, request) -> dict[str, str]:
    twins = Page.objects.live().filter(translation_key=page.translation_key).select_related("locale")
    return {twin.locale.language_code: twin.get_url(request) for twin in twins}


def _of_view(request) -> dict[str, str]:
    if request is None or not request.path_info.startswith(("/fr/", "/en/")):
        return {}
    path = request.get_full_path() if request.resolver_match else request.path
    return {code: translate_url(path, code) for code, _name in settings.LANGUAGES}


@register.simple_tag(takes_context=True)
def crumbs(context) -> list[dict]:
    """From home to here; the last one is the page itself, without a link. A view that is no page names the
    page it hangs below as `crumb_page`, views in between as `crumb_views` and itself as `title`, or as `crumb_title`
    where its title is in another language."""
    page, below, request = context.get("page"), context.get("crumb_page"), context.get("request")
    between = []
    if isinstance(page, Page) and page.path:
        above, title = _way_to(page), page.title
    elif isinstance(below, Page):
        above, title = [*_way_to(below), below], context.get("crumb_title") or context.get("title", "")
        between = context.get("crumb_views") or []
    else:
        return []
    way = [{"title": p.title, "url": p.get_url(request)} for p in above]
    return [*way, *between, {"title": title, "url": None}]


def _way_to(page: Page) -> list[Page]:
    """The pages above, from home down: those that routing went through, where the page was routed to."""
    return getattr(page, "way", None) or list(page.get_ancestors().filter(depth__gt=1).order_by("path"))


@register.simple_tag(takes_context=True)
def menu(context) -> list[dict]:
    """The pages that editors show in the menu, in the reader's language."""
    request = context.get("request")
    path = getattr(request, "path", "")
    pages = [page for page in top_pages(request) if page["in_menu"]]
    return [page | {"current": path.startswith(page["url"] or "-")} for page in pages]


def top_pages(request) -> list[dict]:
    """The live pages just below home in the reader's language: title, url, in_menu. Asked for once a request,
    and the same for everybody."""
    language = get_language() or "fr"
    if request is None:
        return _top_pages(None, language)
    if language not in (known := request.__dict__.setdefault("_top_pages", {})):
        key = ("top pages", language, request.get_host())
        known[language] = remembered(request, key, lambda: _top_pages(request, language))
    return known[language]


def _top_pages(request, language: str) -> list[dict]:
    pages = Page.objects.live().filter(depth=3, locale__language_code=language).order_by("path")
    return [
        {"title": page.title, "url": page.get_url(request), "in_menu": page.show_in_menus}
        for page in pages.only("title", "url_path", "show_in_menus")
    ]


@register.filter(is_safe=True)
def french(text: str) -> str:
    """Narrow spaces before ; : ! ? and inside « » where the reader's language is French."""
    return french_spaces(str(text)) if get_language() == "fr" else text
