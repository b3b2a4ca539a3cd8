"""What people meet in the browser."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from discussions.actions import withdraw
from discussions.models import Post
from discussions.moderation import moderate
from discussions.targets import thread_address

from .threads import fill, fresh, published, say, send, typed

Status = Post.Status


def page(browser, address: str, status: int = 200) -> str:
    response = browser.get(address)
    assert response.status_code == status
    return response.content.decode()


@pytest.fixture
def everybody(people, signed_in, client) -> dict[str, Client]:
    return {name: signed_in(user) for name, user in people.items()} | {"anonymous": client}


# --- Posting -----------------------------------------------------------------------------------------------
def test_a_first_message_is_held_and_its_author_sees_it_and_why(people, lesson, everybody):
    response = send(everybody["member"], lesson, "Our committee meets on Tuesdays")
    post = Post.objects.get()
    assert response.status_code == 302 and response["Location"].endswith(f"#m{post.pk}")
    html = page(everybody["member"], response["Location"])
    assert "Our committee meets on Tuesdays" in html and 'class="msg held"' in html and "notice wait" in html


def test_the_text_of_what_is_not_public_is_in_nobody_elses_page(people, lesson, everybody):
    secret = {}
    for status in ("held", "withhold", "remove", "withdrawn", "remove-published"):
        secret[status] = say(lesson, people["member"], f"SECRET-{status}")
    moderate(post=secret["withhold"], decision="withhold", by=people["facilitator"], reason="REASON")
    moderate(post=secret["remove"], decision="remove", by=people["facilitator"], reason="REASON")
    moderate(post=secret["remove-published"], decision="approve", by=people["facilitator"])
    moderate(post=secret["remove-published"], decision="remove", by=people["facilitator"], reason="REASON")
    withdraw(post=secret["withdrawn"], by=people["member"])
    for name in ("anonymous", "lead", "other", "beninese_facilitator", "researcher"):
        for address in (lesson.url, thread_address(lesson)):
            html = page(everybody[name], address)
            assert "SECRET" not in html and "REASON" not in html and "Member" not in html, name
    own = page(everybody["member"], lesson.url)
    assert set(re.findall(r"SECRET-([a-z-]+)", own)) == {"held", "withhold", "remove", "remove-published"}
    assert own.count("REASON") == 3
    moderator = page(everybody["facilitator"], lesson.url)
    assert set(re.findall(r"SECRET-([a-z-]+)", moderator)) == {"held", "withhold"}


def test_a_tombstone_keeps_the_replies_readable(people, lesson, client):
    root = published(lesson, people["member"], people["facilitator"], "The root's text")
    say(lesson, people["facilitator"], "The answer", reply_to=root)
    moderate(post=root, decision="remove", by=people["facilitator"], reason="Why")
    html = page(client, lesson.url)
    assert "The root's text" not in html and "The answer" in html and f'id="m{root.pk}"' in html


def test_a_withheld_message_with_replies_leaves_a_tombstone_too(people, lesson, client):
    root = published(lesson, people["member"], people["facilitator"], "The root's text")
    say(lesson, people["facilitator"], "The answer", reply_to=root)
    moderate(post=root, decision="withhold", by=people["facilitator"], reason="Why")
    html = page(client, lesson.url)
    assert "The root" not in html and "Member" not in html and "The answer" in html


def test_sending_twice_leads_to_the_one_message(people, lesson, everybody):
    first, second = (send(everybody["member"], lesson, "Once") for _ in range(2))
    assert first["Location"] == second["Location"] and Post.objects.count() == 1


def test_a_reply_says_what_it_answers(people, lesson, everybody):
    root = published(lesson, people["member"], people["facilitator"])
    form = page(everybody["facilitator"], f"{thread_address(lesson)}?reply_to={root.pk}")
    assert f'name="reply_to" value="{root.pk}"' in form
    send(everybody["facilitator"], lesson, "Since when?", reply_to=str(root.pk))
    html = page(everybody["anonymous"], lesson.url)
    assert f'<a href="#m{root.pk}">Member Test</a>' in html and 'class="msg l1"' in html


def test_a_reply_to_another_thread_is_refused_and_the_text_kept(people, lesson, result, everybody):
    elsewhere = say(result, people["facilitator"])
    response = send(everybody["facilitator"], lesson, "My text", reply_to=str(elsewhere.pk))
    assert response.status_code == 200 and "My text" in response.content.decode()
    assert Post.objects.count() == 1


def test_nothing_typed_is_lost_when_a_robot_trap_was_filled_in(people, lesson, everybody):
    response = send(everybody["member"], lesson, "My text", honeypot="https://spam.example")
    html = response.content.decode()
    assert "My text" in html and "notice bad" in html and "spam.example" not in html
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [{"timestamp": "1000000000"}, {"security_hash": "0" * 40}, {"timestamp": "soon"}, {"object_pk": "7"}],
)
def test_a_form_that_is_too_old_or_tampered_with_can_be_sent_again(people, lesson, everybody, changes):
    response = send(everybody["member"], lesson, "My text", **changes)
    html = response.content.decode()
    assert "My text" in html and "notice bad" in html and not Post.objects.exists()
    again = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)"', html))
    response = everybody["member"].post(
        thread_address(lesson), again | {"comment": "My text", "language": "fr"}
    )
    assert response.status_code == 302 and Post.objects.count() == 1


def test_a_form_made_for_one_thread_is_refused_by_another(people, lesson, result, everybody):
    response = everybody["facilitator"].post(thread_address(result), typed(lesson, "My text"))
    assert response.status_code == 200 and not Post.objects.exists()


def test_the_rate_limit_keeps_the_text_and_says_when_to_try_again(people, lesson, everybody):
    for number in range(5):
        send(everybody["member"], lesson, f"Message {number}")
    response = send(everybody["member"], lesson, "One too many")
    assert response.status_code == 429 and "One too many" in response.content.decode()
    assert Post.objects.count() == 5
    assert send(everybody["lead"], lesson, "Somebody else").status_code == 302
    Post.objects.filter(user=people["member"]).update(
        submit_date=timezone.now() - timezone.timedelta(minutes=11)
    )
    assert send(everybody["member"], lesson, "Later").status_code == 302


def test_thirty_messages_a_day(people, lesson, everybody):
    fill(lesson, people["member"], 30)
    hours_ago = timezone.now() - timezone.timedelta(hours=20)
    Post.objects.update(submit_date=hours_ago)
    assert send(everybody["member"], lesson, "The 31st").status_code == 429
    Post.objects.update(submit_date=hours_ago - timezone.timedelta(hours=5))
    assert send(everybody["member"], lesson, "The next day").status_code == 302


def test_markup_is_shown_as_text_and_links_are_not_followed(people, lesson, everybody):
    send(
        everybody["facilitator"], lesson, "<script>alert(1)</script> see https://who.int\n\nSecond paragraph"
    )
    html = page(everybody["anonymous"], lesson.url)
    assert "<script>alert" not in html and "&lt;script&gt;" in html
    assert '<a href="https://who.int" rel="nofollow">' in html and "<p>Second paragraph</p>" in html


@pytest.mark.parametrize(
    "text", ["Kéïta ‘N’Zérékoré’ œuvre", "مرحبا", "👩🏾‍⚕️ 🇬🇳", "\u202eright to left", "a" * 5000]
)
def test_texts_of_every_script_come_back_unchanged(people, lesson, everybody, text):
    assert send(everybody["facilitator"], lesson, text).status_code == 302
    assert Post.objects.get().comment == text
    assert page(everybody["anonymous"], lesson.url).count(text) == 1


@pytest.mark.parametrize(
    "text", ["", "   \n ", "\u200b\u200b", "\u2060", "x" * 5001, "with a nul \x00 in it"]
)
def test_empty_and_endless_texts_are_refused_beside_the_field(people, lesson, everybody, text):
    response = send(everybody["facilitator"], lesson, text)
    assert response.status_code == 200 and 'id="message_comment_error"' in response.content.decode()
    assert not Post.objects.exists()


def test_line_breaks_count_as_one_character(people, lesson, everybody):
    assert send(everybody["facilitator"], lesson, "a\r\n" * 2500).status_code == 302


def test_an_unknown_language_is_refused(people, lesson, everybody):
    assert send(everybody["facilitator"], lesson, "Hello", language="xx").status_code == 200
    assert not Post.objects.exists()


def test_somebody_signed_out_while_writing_finds_the_text_again(people, lesson, result, client):
    response = send(client, lesson, "Written before the session ended", language="en")
    assert response.status_code == 302 and reverse("account_login") in response["Location"]
    assert not Post.objects.exists()
    client.force_login(people["member"], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Written before the session ended" in page(client, thread_address(lesson))
    assert "Written before the session ended" not in page(client, thread_address(lesson)), "only once"


def test_csrf_is_checked(people, lesson):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(people["facilitator"], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert send(browser, lesson, "Hello").status_code == 403


# --- Who reads ---------------------------------------------------------------------------------------------
def test_anonymous_pages_hold_no_token_and_no_form_and_set_no_cookie(people, lesson, client):
    published(lesson, people["member"], people["facilitator"])
    for address in (lesson.url, thread_address(lesson)):
        response = client.get(address)
        assert "csrfmiddlewaretoken" not in response.content.decode() and not response.cookies


@pytest.mark.parametrize("name", ["anonymous", "beninese", "official", "researcher", "newcomer"])
def test_who_may_not_read_is_told_how_many_and_who_reads(people, result, everybody, name):
    published(result, people["member"], people["facilitator"], "SECRET")
    html = page(everybody[name], thread_address(result))
    assert "SECRET" not in html and "Member" not in html and "1 message" in html
    assert send(everybody[name], result, "Hello").status_code in (302, 403)
    assert Post.objects.count() == 1


def test_masked_threads_hide_names_and_districts_from_peers(people, result, everybody):
    result.cycle.discussion_audience = 3
    result.cycle.save()
    post = published(result, people["member"], people["facilitator"], "What we did")
    published(result, people["lead"], people["facilitator"], "So did we", reply_to=post)
    peer, facilitator = (page(everybody[name], thread_address(result)) for name in ("other", "facilitator"))
    assert "What we did" in peer and "Member" not in peer and "Pita" not in peer
    assert "Member Test" in facilitator and "Pita" in facilitator


def test_an_address_is_never_shown_instead_of_a_name(people, lesson, everybody):
    type(people["member"]).objects.filter(pk=people["member"].pk).update(first_name="", last_name="")
    published(lesson, people["member"], people["facilitator"])
    assert "@example.org" not in page(everybody["anonymous"], lesson.url)


# --- Addresses ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "target_type",
    [
        "home.homepage",
        "districts.user",
        "no.such",
        "nodot",
        "lessons.LessonPage",
        "wagtailcore.page",
        "a.b.c",
    ],
)
def test_only_what_offers_threads_has_an_address(lesson, client, target_type):
    assert client.get(f"/fr/discussion/{target_type}/{lesson.translation_key}/").status_code == 404


def test_junk_in_the_address_is_no_error(people, lesson, everybody):
    post = published(lesson, people["member"], people["facilitator"])
    for value in ("abc", "0", "-1", "²", "9" * 40, "9" * 5000, ""):
        query = f"page={value}&reply_to={value}"
        page(everybody["facilitator"], f"{thread_address(lesson)}?{query}")
    for address in (f"{thread_address(lesson)}{post.pk + 5}/", f"{thread_address(lesson)}{10**30}/"):
        page(everybody["facilitator"], address, 404)
    page(everybody["facilitator"], f"/fr/discussion/message/{10**30}/", 404)


def test_a_permalink_finds_first_messages_and_replies_on_later_pages(people, lesson, client):
    fill(lesson, people["member"], 25)
    fill(lesson, people["member"], 71, replies_each=70)
    for post in [*Post.objects.order_by("pk")[19:25], Post.objects.order_by("-pk").first()]:
        response = client.get(reverse("message", args=[post.pk]))
        address, anchor = response["Location"].split("#")
        assert anchor == f"m{post.pk}" and f'id="{anchor}"' in page(client, address)


def test_long_branches_are_cut_and_lead_on(people, lesson, client):
    fill(lesson, people["member"], 71, replies_each=70)
    root = Post.objects.get(level=0)
    html = page(client, lesson.url)
    link = f"{thread_address(lesson)}{root.pk}/"
    assert html.count('<li class="msg') == 11 and link in html and "60" in html
    assert page(client, link).count('<li class="msg') == 50
    assert page(client, f"{link}?page=2").count('<li class="msg') == 21


def test_the_thread_has_the_same_messages_in_both_languages(people, lesson, client):
    published(lesson, people["member"], people["facilitator"], "Le comité se réunit le mardi")
    html = page(client, thread_address(lesson).replace("/fr/", "/en/"))
    assert '<html lang="en"' in html and 'lang="fr"><p>Le comité se réunit le mardi</p>' in html


# --- Withdrawing -------------------------------------------------------------------------------------------
def test_withdrawing_asks_first_and_is_for_the_author_only(people, lesson, everybody):
    post = published(lesson, people["member"], people["facilitator"], "Taken back")
    address = reverse("withdraw_message", args=[post.pk])
    assert (
        everybody["lead"].post(address).status_code
        == everybody["facilitator"].post(address).status_code
        == 403
    )
    assert everybody["anonymous"].post(address).status_code == 302
    assert "Taken back" in page(everybody["member"], address) and fresh(post).status == Status.PUBLISHED
    assert everybody["member"].post(address).status_code == 302
    assert fresh(post).status == Status.WITHDRAWN
    for name in ("member", "anonymous", "facilitator"):
        assert "Taken back" not in page(everybody[name], lesson.url)
