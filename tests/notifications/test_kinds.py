"""Every kind that any app registers: complete mails in both languages, and nothing left in the other one."""

import re

import pytest
from django.utils.translation import override

from notifications import kinds
from notifications.kinds import Notice, UnknownKind, all_kinds, kind_of, register
from notifications.rendering import write
from notifications.secrets import is_secret_of, secret_of

# As registered when the portal starts, without the kinds of these tests.
REGISTERED = all_kinds()
NAMES = [kind.name for kind in REGISTERED]
LINK = "https://portal.example.org/one-time/"


def mail_in(language: str, kind: Notice) -> tuple[str, str]:
    values = {"recipient_name": "Awa N’Diaye", "one_time_link": LINK} | kind.example
    return write(kind, values, language)


def words_of_ours(text: str, kind: Notice) -> list[str]:
    """Lines that hold letters once the example's own values, names and addresses are taken out."""
    given = [str(value) for value in kind.example.values()] + ["Awa N’Diaye", "District.Team"]
    for value in sorted(given, key=len, reverse=True):
        text = text.replace(value, "")
    text = re.sub(r"https?://\S+", "", text)
    return [line.strip() for line in text.splitlines() if re.search(r"[^\W\d_]{2}", line)]


def test_the_kinds_of_all_apps_are_found():
    assert {
        "notifications.test",
        "discussions.published",
        "discussions.withheld",
        "discussions.removed",
    } <= set(NAMES)


@pytest.mark.parametrize("kind", REGISTERED, ids=NAMES)
def test_a_mail_is_complete_in_both_languages(kind):
    for language in ("fr", "en"):
        subject, text = mail_in(language, kind)
        assert 10 <= len(subject) <= 200 and "\n" not in subject
        assert not re.search(r"[{}]|%\(|None|&#|&amp;|<[a-z]", subject + text)
        assert "\n\n\n" not in text and text.startswith(("Bonjour Awa", "Hello Awa"))
        assert (f"/{language}/notifications/" in text) == kind.can_be_stopped
        for value in (v for v in kind.example.values() if isinstance(v, str)):
            assert value in subject + text, "the example names what the mail prints"


@pytest.mark.parametrize("kind", REGISTERED, ids=NAMES)
def test_no_sentence_is_the_same_in_both_languages(kind):
    french, english = (set(words_of_ours("\n".join(mail_in(code, kind)), kind)) for code in ("fr", "en"))
    assert not french & english
    assert len(french) == len(english)


@pytest.mark.parametrize("kind", REGISTERED, ids=NAMES)
def test_a_kind_has_a_name_for_people_and_says_why(kind):
    words = []
    for language in ("fr", "en"):
        with override(language):
            words.append((str(kind.label), str(kind.why)))
    assert all(map(all, words)) and not set(words[0]) & set(words[1])


def test_two_kinds_cannot_have_one_name(monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))

    class Other(Notice):
        name = "notifications.test"

    with pytest.raises(ValueError, match="notifications.test"):
        register(Other)
    with pytest.raises(UnknownKind):
        kind_of("nothing")


def test_a_secret_is_worked_out_and_serves_one_purpose():
    secret = secret_of("invitation", "nonce")
    assert len(secret) == 43 and "nonce" not in secret
    assert is_secret_of("invitation", "nonce", secret)
    assert not is_secret_of("reset", "nonce", secret)
    assert not is_secret_of("invitation", "other", secret)
    assert not is_secret_of("invitation", "", secret_of("invitation", ""))
    assert not is_secret_of("invitation", "nonce", "é")


def test_a_secret_changes_with_the_key_of_the_portal(settings):
    before = secret_of("invitation", "nonce")
    settings.SECRET_KEY = "another"
    assert secret_of("invitation", "nonce") != before
