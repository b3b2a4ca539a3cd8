"""Which language an address outside /fr/ and /en/ speaks: asked for, chosen before, one's own, the browser's,
French."""

import pytest

from districts.models import User


def _language(response) -> str:
    return response.content.decode().split('<html lang="')[1][:2]


@pytest.mark.parametrize(
    ("asked", "cookie", "browser", "expected"),
    [
        ("", "", "", "fr"),
        ("", "", "en-GB,en;q=0.9", "en"),
        ("", "", "de", "fr"),
        ("", "fr", "en", "fr"),
        ("", "en", "fr", "en"),
        ("", "de", "en", "en"),
        ("fr", "en", "en", "fr"),
        ("en", "fr", "fr", "en"),
        ("de", "", "en", "en"),
        ("de", "en", "fr", "en"),
    ],
)
def test_anonymous_readers(client, pages_ready, asked, cookie, browser, expected):
    if cookie:
        client.cookies["django_language"] = cookie
    address = "/accounts/login/" + (f"?lang={asked}" if asked else "")
    headers = {"accept-language": browser} if browser else {}
    assert _language(client.get(address, headers=headers)) == expected
    assert client.get("/" + (f"?lang={asked}" if asked else ""), headers=headers).url == f"/{expected}/"


def test_a_choice_is_remembered(client, pages_ready):
    client.get("/accounts/login/?lang=en")
    assert _language(client.get("/accounts/login/")) == "en"


def test_one_s_own_language_comes_before_the_browser_s_and_after_a_choice(client, pages_ready):
    client.force_login(User.objects.create_user("a@example.org", "x", language="en"))
    french = {"accept-language": "fr"}
    assert client.get("/", headers=french).url == "/en/"
    client.cookies["django_language"] = "fr"
    assert client.get("/", headers=french).url == "/fr/"
    assert client.get("/?lang=en", headers=french).url == "/en/"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_address_of_a_page_decides_its_language_alone(client, pages_ready, language):
    client.cookies["django_language"] = "en" if language == "fr" else "fr"
    response = client.get(f"/{language}/", headers={"accept-language": "en" if language == "fr" else "fr"})
    assert _language(response) == language
    assert response["Content-Language"] == language
