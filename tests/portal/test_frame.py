"""What stands around every page: languages, addresses for search engines, who am I, errors."""

import re

import pytest
from django.test import Client
from wagtail.models import Page

from districts.models import User
from home.models import StandardPage


@pytest.fixture
def about(pages_ready) -> StandardPage:
    """A plain page in both languages, under French and English addresses of their own."""
    page = pages_ready.fr.add_child(
        instance=StandardPage(
            title="À propos", slug="a-propos", summary="Ce que c’est.", locale=pages_ready.fr.locale
        )
    )
    twin = page.copy_for_translation(pages_ready.en.locale)
    twin.title = twin.draft_title = "About"
    twin.slug, twin.summary = "about", "What it is."
    twin.save_revision().publish()
    return page


def links(html: str, rel: str) -> dict[str, str]:
    found = re.findall(rf'<link rel="{rel}"(?: hreflang="([\w-]+)")? href="([^"]+)"', html)
    return dict(found)


def test_each_language_names_itself_the_other_and_the_default(client: Client, about, settings):
    base = settings.PORTAL_URL
    for path in ("/fr/a-propos/", "/en/about/"):
        html = client.get(path).content.decode()
        assert links(html, "canonical") == {"": base + path}
        assert links(html, "alternate") == {
            "fr": f"{base}/fr/a-propos/",
            "x-default": f"{base}/fr/a-propos/",
            "en": f"{base}/en/about/",
        }


def test_the_switcher_leads_to_the_same_page(client: Client, about):
    html = client.get("/fr/a-propos/").content.decode()
    assert re.search(r'<a href="/en/about/" lang="en"[^>]*>English</a>', html)
    assert '<html lang="fr"' in html


def test_a_pasted_link_says_what_the_page_is(client: Client, about):
    html = client.get("/en/about/").content.decode()
    assert '<meta property="og:title" content="About">' in html
    assert '<meta property="og:description" content="What it is.">' in html
    assert '<meta name="description" content="What it is.">' in html


@pytest.mark.parametrize("path", ["/fr/", "/en/", "/fr/a-propos/"])
def test_anonymous_pages_hold_no_form_token(client: Client, about, path):
    """The page cache keeps them for everybody."""
    response = client.get(path)
    assert response.status_code == 200
    assert "csrfmiddlewaretoken" not in response.content.decode()
    assert response.cookies == {}


def test_signed_in_people_see_their_name_and_a_way_out(client: Client, about):
    client.force_login(User.objects.create_user("member@example.org", first_name="Awa", last_name="Bah"))
    html = client.get("/fr/a-propos/").content.decode()
    assert "Awa Bah" in html
    assert re.search(
        r'<form action="/accounts/logout/" method="post">\s*<input[^>]*csrfmiddlewaretoken', html
    )


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "Cette page n’est pas ici"), ("en", "This page is not here")]
)
def test_not_found_speaks_the_readers_language(client: Client, pages_ready, language, words):
    response = client.get(f"/{language}/nowhere/")
    assert response.status_code == 404
    html = response.content.decode()
    assert f'<html lang="{language}"' in html
    assert words in html
    assert "noindex" in html
    assert 'rel="canonical"' not in html


def test_the_footer_shows_what_the_menu_does_not(client: Client, about):
    html = client.get("/fr/a-propos/").content.decode()
    menu, footer = (re.search(rf"<{tag}.*?</{tag}>", html, re.DOTALL)[0] for tag in ("nav", "footer"))
    assert "/fr/a-propos/" not in menu
    assert "/fr/a-propos/" in footer
    Page.objects.filter(slug="a-propos").update(show_in_menus=True)
    html = client.get("/fr/a-propos/?again").content.decode()
    assert '<a href="/fr/a-propos/" aria-current="page">' in re.search(r"<nav.*?</nav>", html, re.DOTALL)[0]


@pytest.mark.parametrize("address", ["/fr/a%00b/", "/accounts/kept/%00/", "/%00", "/admin/%00/"])
def test_no_page_has_a_nul_in_its_address(client: Client, pages_ready, address):
    client.force_login(User.objects.create_superuser("all@example.org", password="x"))
    assert client.get(address).status_code == 404
