"""A facilitator writes a lesson in the admin, another person publishes it, the facilitator translates it."""

import pytest
from playwright.sync_api import Page, expect

from .conftest import DESKTOP
from .on_device import complaining_of

CYCLES = {
    "fr": "/fr/cycles/surveillance-des-deces-maternels-guinee-2017/",
    "en": "/en/cycles/maternal-deaths-surveillance-guinea-2017/",
}
# What the facilitator reads in the admin, and writes. The source is in the language of the admin.
WORDS = {
    "fr": {
        "lesson": "Leçon",
        "cycle": "Surveillance des décès maternels et riposte",
        "text": "Texte",
        "picture": "Image",
        "quote": "Citation",
        "document": "Document à télécharger",
        "figure": "Figure",
        "title": "Une date fixe vaut mieux qu’une convocation",
        "summary": "Les revues tiennent quand leur date est connue d’avance.",
        "paragraph": "Le comité se réunit le premier mardi du mois.",
        "alt": "Un calendrier au mur.",
        "said": "Sans date, il ne se passe rien.",
        "file": "Modèle d’ordre du jour",
        "submit": "Soumettre à",
        "approve": "Valider",
        "translate page": "Traduire cette page",
        "translate": "Traduire",
        "save": "Enregistrer",
        "save draft": "Enregistrer le brouillon",
        "publish in": "Publier dans",
        "sign out": "Se déconnecter",
        "sign in": "Se connecter",
    },
    "en": {
        "lesson": "Lesson",
        "cycle": "Maternal deaths surveillance and response",
        "text": "Text",
        "picture": "Picture",
        "quote": "Quote",
        "document": "Document to download",
        "figure": "Figure",
        "title": "A fixed date is worth more than an invitation",
        "summary": "Reviews last when their date is known in advance.",
        "paragraph": "The committee meets on the first Tuesday of the month.",
        "alt": "A calendar on the wall.",
        "said": "Without a date, nothing happens.",
        "file": "Model agenda",
        "submit": "Submit to",
        "approve": "Approve",
        "translate page": "Translate this page",
        "translate": "Translate",
        "save": "Save",
        "save draft": "Save draft",
        "publish in": "Publish in",
        "sign out": "Log out",
        "sign in": "Sign in",
    },
}
# In the order in which wagtail-localize asks for their translation.
WRITTEN = ("title", "summary", "paragraph", "alt", "said", "file")


def write_lesson(page: Page, words: dict) -> None:
    page.fill("#id_title", words["title"])
    page.fill("#id_summary", words["summary"])
    add_block(page, words["text"])
    page.locator("#body-root [role=textbox]").first.click()
    page.keyboard.type(words["paragraph"])
    add_block(page, words["picture"])
    choose(page, "#body-1-value-image-chooser", ".modal a.image-choice")
    page.fill("#body-1-value-alt", words["alt"])
    add_block(page, words["quote"])
    page.fill("#body-2-value-text", words["said"])
    add_block(page, words["document"])
    upload_document(page, words["file"])
    page.fill("#body-3-value-title", words["file"])
    add_block(page, words["figure"])
    choose(page, "#body-4-value-results-0-value-chooser", ".modal .listing a")


def add_block(page: Page, name: str) -> None:
    """The last "+" of the body, then the kind of block by the name that the editor reads."""
    page.locator("#body-root .c-sf-add-button:visible").last.click()
    page.get_by_role("option", name=name, exact=True).click()


def choose(page: Page, chooser: str, choice: str) -> None:
    page.locator(f"{chooser} .unchosen button").click()
    page.locator(choice).first.click()
    expect(page.locator(".modal")).to_have_count(0)
    expect(page.locator(f"{chooser} .chosen").first).to_be_visible()


def upload_document(page: Page, title: str) -> None:
    page.locator("#body-3-value-document-chooser .unchosen button").click()
    page.locator(".modal #tab-label-upload").click()
    page.set_input_files(
        ".modal input[type=file]", {"name": "agenda.txt", "mimeType": "text/plain", "buffer": b"Agenda"}
    )
    page.fill(".modal #tab-upload input[name*=title]", title)
    page.locator(".modal #tab-upload button[type=submit]").click()
    expect(page.locator(".modal")).to_have_count(0)


def press(page: Page, name: str) -> None:
    """A button of the footer, most of which are folded behind the arrow."""
    page.locator("footer .w-dropdown__toggle").click()
    with page.expect_navigation():
        page.get_by_role("button", name=name).last.click()


def open_new_lesson(page: Page, language: str, words: dict) -> None:
    """Down the tree of pages to the cycle, then "+" and the kind of page."""
    page.goto("/admin/pages/")
    page.locator("tr", has=page.locator(f"a[href='/{language}/']")).locator("td.children a").click()
    for name in ("Cycles", words["cycle"]):
        page.locator("tr").filter(has_text=name).locator("td.children a").click()
    page.locator("header a[href$='/add_subpage/']").first.click()
    page.get_by_role("link", name=words["lesson"], exact=True).click()


def preview(page: Page, words: dict) -> None:
    page.locator("[data-side-panel=preview], [data-side-panel-toggle=preview]").first.click()
    shown = page.frame_locator("iframe#w-preview-iframe, [data-preview-iframe], .preview-panel iframe").first
    expect(shown.locator("h1")).to_have_text(words["title"])
    expect(shown.get_by_text(words["said"])).to_be_visible()


def approve(page: Page, words: dict) -> None:
    """From the list of what waits for review on the admin's first page."""
    page.goto("/admin/")
    row = page.locator("tr").filter(has_text=words["title"])
    row.locator(".w-dropdown__toggle").click()
    page.get_by_role("button", name=words["approve"], exact=True).click()
    expect(page.locator("tr").filter(has_text=words["title"])).to_have_count(0)


def translate(page: Page, words: dict, into: dict) -> None:
    page.get_by_role("button", name="Actions").first.click()
    page.get_by_role("link", name=words["translate page"]).click()
    page.check("main input[name=locales]")
    page.locator("main form [type=submit]").click()
    for name in WRITTEN:
        page.get_by_role("button", name=words["translate"], exact=True).first.click()
        page.locator("main textarea:visible, main [role=textbox]:visible").first.fill(into[name])
        page.get_by_role("button", name=words["save"], exact=True).first.click()
        expect(page.locator("main textarea:visible, main [role=textbox]:visible")).to_have_count(0)
    with page.expect_navigation():
        page.locator("footer").get_by_role("button", name=words["publish in"]).click()


def _read(page: Page, language: str, words: dict) -> None:
    """From the cycle to the lesson: every part of it, and the file for everybody."""
    page.goto(CYCLES[language])
    page.get_by_role("main").get_by_role("link", name=words["title"]).click()
    main = page.get_by_role("main")
    for name in ("title", "summary", "paragraph", "said"):
        expect(main.get_by_text(words[name]).first).to_be_visible()
    expect(main.get_by_role("img", name=words["alt"])).to_be_visible()
    expect(main.locator(".card svg, .card .base").first).to_be_visible()
    href = main.get_by_role("link", name=words["file"]).get_attribute("href")
    assert page.request.get(href).body() == b"Agenda"


@pytest.mark.parametrize(("language", "other"), [("fr", "en"), ("en", "fr")], ids=["french", "english"])
def test_a_lesson_is_written_reviewed_published_and_translated(language, other, visitor):
    # Two lessons are made, and each is read in both languages.
    words, into = (
        {**WORDS[code], "title": f"{WORDS[code]['title']} ({language})"} for code in (language, other)
    )
    reader = visitor(language, DESKTOP)
    reader.page.goto(CYCLES[language])
    editor = visitor(language, DESKTOP, "facilitator@example.org")
    open_new_lesson(editor.page, language, words)
    write_lesson(editor.page, words)
    preview(editor.page, words)
    press(editor.page, words["submit"])
    reader.page.reload()
    expect(reader.page.get_by_text(words["title"])).to_have_count(0)

    approve(visitor(language, DESKTOP, "admin@example.org").page, words)
    _read(reader.page, language, words)
    reader.screen_passes()

    editor.page.goto("/admin/")
    editor.page.get_by_role("link", name=words["title"]).first.click()
    translate(editor.page, words, into)
    stranger = visitor(other, DESKTOP)
    _read(stranger.page, other, into)
    stranger.screen_passes()


def test_a_button_pressed_while_the_draft_saves_itself_waits_for_it(visitor):
    """The line is slow: what was pressed does not send the new page a second time beside the draft."""
    page, words = visitor("fr", DESKTOP, "facilitator@example.org").page, WORDS["fr"]
    open_new_lesson(page, "fr", words)
    new, sent = page.url, []
    page.on("request", lambda asked: sent.append(asked.url) if asked.method == "POST" else None)
    slow = {"offline": False, "latency": 800, "downloadThroughput": -1, "uploadThroughput": -1}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", slow)
    page.fill("#id_title", "Enregistré une fois")
    with page.expect_request(lambda asked: asked.method == "POST" and asked.url == new):
        # At a person's pace: what stands there in the first two seconds is no change yet.
        page.locator("#id_summary").press_sequentially("Et une fois seulement.", delay=150)
    page.get_by_role("button", name=words["save draft"], exact=True).click()
    expect(page.locator(".messages .success")).to_be_visible(timeout=30_000)
    assert sent.count(new) == 1, sent
    expect(page.locator("#id_slug")).to_have_value("enregistre-une-fois")
    expect(page.locator(".error-message")).to_have_count(0)
    page.goto("/admin/pages/search/?q=Enregistré+une+fois")
    expect(page.get_by_role("link", name="Enregistré une fois", exact=True)).to_have_count(1)


def test_a_new_page_whose_confirmation_is_lost_is_made_once(visitor):
    """The editor tries again by itself, and goes on with the page that is there already."""
    editor = visitor("fr", DESKTOP, "facilitator@example.org")
    page, words = editor.page, WORDS["fr"]
    open_new_lesson(page, "fr", words)
    page.wait_for_url("**/add/lessons/**")
    new, lost = page.url, []

    def lose_the_first(route) -> None:
        if route.request.method != "POST" or lost:
            return route.continue_()
        lost.append(route.fetch().status)
        return route.abort()

    page.route(new, lose_the_first)
    with complaining_of(editor, "net::ERR_FAILED"):
        page.fill("#id_title", "Une confirmation perdue")
        with page.expect_response(lambda reply: reply.request.method == "POST" and reply.url == new):
            page.locator("#id_summary").press_sequentially("Et retrouvée ensuite.", delay=150)
    assert lost == [200]
    page.get_by_role("button", name=words["save draft"], exact=True).click()
    expect(page.locator(".messages .success")).to_be_visible(timeout=30_000)
    page.goto("/admin/pages/search/?q=Une+confirmation+perdue")
    expect(page.get_by_role("link", name="Une confirmation perdue", exact=True)).to_have_count(1)


def test_signing_out_of_the_admin_leads_to_the_door(visitor):
    editor = visitor("fr", DESKTOP).sign_in("admin@example.org")
    editor.page.goto("/admin/")
    editor.page.get_by_role("button", name="Désiré").click()
    editor.page.get_by_role("button", name=WORDS["fr"]["sign out"]).click()
    expect(editor.page.locator("h1")).to_have_text(WORDS["fr"]["sign in"])
    editor.page.goto("/fr/")
    expect(editor.page.get_by_role("link", name=WORDS["fr"]["sign in"])).to_be_visible()
