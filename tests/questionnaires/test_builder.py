"""The builder's screens as a facilitator uses them."""

import pytest

from questionnaires.models import Question, Questionnaire, Section

from ..districts.places import country
from .building import Screen, address, built_questionnaire, facilitator

YES = {"question": "committee", "op": "is", "value": "yes"}


@pytest.fixture
def guinea(pages_ready):
    return country("gui")


@pytest.fixture
def empty(guinea):
    return built_questionnaire(guinea, [])


def test_from_nothing_to_open(guinea, empty):
    """The thin path: a section, questions with choices and a rule, and opening."""
    client = facilitator(guinea)
    assert "begin with the first" in Screen(client, address(empty)).text.lower()
    added = Screen(client, address(empty, "sections/add/")).send(title_fr="Comité", title_en="Committee")
    assert added.status == 302
    section = Section.objects.get()
    new = Screen(client, added.response["Location"])
    saved = new.send(text_fr="Un comité existe-t-il ?", text_en="Is there a committee?", required="on")
    assert saved.status == 302, saved.errors
    committee = Question.objects.get()
    assert committee.code == "un_comite_existe_t_il" and committee.kind == "yes_no"
    assert committee.section == section and committee.required
    again = Screen(client, address(empty, f"questions/add/?section={section.pk}"))
    again = again.send(kind="choice", again="1")
    assert again.status == 200 and not again.errors
    done = again.send(
        text_fr="Qui préside ?", text_en="Who chairs?", code="chair",
        **{"c-n1-fr": "Directeur", "c-n1-en": "Director", "c-n2-fr": "Sage-femme", "c-n2-en": "Midwife",
           "if-1-question": committee.code, "if-1-op": "is", "if-1-value": "oui"},
    )  # fmt: skip
    assert done.status == 302, done.errors
    chair = Question.objects.get(code="chair")
    assert list(chair.choices.values_list("code", "order")) == [("directeur", 1), ("sage_femme", 2)]
    assert chair.show_if == {"question": committee.code, "op": "is", "value": "yes"}
    opening = Screen(client, address(empty, "open/"))
    refused = opening.send(frozen="on")
    assert refused.status == 422, "an advice has to be answered"
    opened = opening.send(frozen="on", all_the_same="on")
    assert opened.status == 302, opened.text
    assert Questionnaire.objects.get().version == 1


SECTIONS = [
    {
        "title_fr": "Comité",
        "title_en": "Committee",
        "questions": [
            {"code": "committee", "kind": "yes_no", "text_fr": "Un comité ?", "text_en": "A committee?"},
            {
                "code": "members",
                "kind": "multiple",
                "text_fr": "Qui siège ?",
                "show_if": YES,
                "choices": [
                    {"code": "head", "label_fr": "Directeur", "label_en": "Director"},
                    {"code": "nurse", "label_fr": "Infirmière", "label_en": "Nurse"},
                    {"code": "other", "label_fr": "Autre"},
                ],
            },
        ],
    },
    {
        "title_fr": "Revue",
        "title_en": "Review",
        "show_if": {"question": "members", "op": "has", "value": "head"},
        "questions": [
            {"code": "reported", "kind": "number", "text_fr": "Décès notifiés", "text_en": "Deaths reported"},
            {"code": "reviewed", "kind": "number", "text_fr": "Décès examinés", "text_en": "Deaths reviewed"},
            {"code": "done", "kind": "ratio", "text_fr": "Suivi", "text_en": "Followed"},
        ],
    },
]
CHECK = {"question": "reviewed", "rule": {"question": "reviewed", "op": "le", "other": "reported"}}


@pytest.fixture
def built(guinea):
    return built_questionnaire(guinea, SECTIONS, checks=[CHECK])


@pytest.fixture
def client(guinea):
    return facilitator(guinea)


def asked(code: str) -> Question:
    return Question.objects.get(code=code)


def of(questionnaire: Questionnaire, code: str, rest: str = "") -> str:
    return address(questionnaire, f"questions/{asked(code).pk}/{rest}")


def codes(questionnaire: Questionnaire) -> list[str]:
    found = questionnaire.questions.order_by("section__order", "order")
    return list(found.values_list("code", flat=True))


def test_the_overview_tells_what_is_missing_in_each_language(client, built):
    screen = Screen(client, address(built))
    # A question and a choice without English, a check that has its words in neither.
    assert "In French: complete · In English: 2 texts missing" in screen.text
    assert "5 questions" in screen.text and "about" in screen.text
    assert "only under a condition" in screen.text


@pytest.mark.parametrize("rest", ["", "settings/", "checks/", "checks/add/", "bank/", "open/", "sections/add/",
                                  "questions/add/"])  # fmt: skip
def test_every_screen_opens_in_both_languages(guinea, built, rest):
    for language in ("fr", "en"):
        assert Screen(facilitator(guinea, language), address(built, rest)).status == 200


def test_a_question_saved_as_it_is_does_not_change(client, built):
    for code in codes(built):
        row = asked(code)
        assert Screen(client, of(built, code)).send().status == 302
        assert asked(code).__dict__ | {"_state": 0} == row.__dict__ | {"revision": row.revision, "_state": 0}


def test_another_kind_shows_its_fields_and_loses_nothing_typed(client, built):
    screen = Screen(client, of(built, "reported"))
    assert not screen.soup.find(id="choices")
    other = screen.send(kind="choice", text_en="How many deaths?", unit_fr="décès", minimum="0,5")
    assert other.status == 200 and asked("reported").kind == "number"
    assert other.soup.find(id="choices") and other.fields["text_en"] == "How many deaths?"
    back = other.send(kind="number", again="1")
    assert back.fields["unit_fr"] == "décès" and back.fields["minimum"] == "0,5"


def test_what_another_kind_does_not_have_goes_when_it_is_saved(client, built):
    screen = Screen(client, of(built, "members")).send(kind="text", again="1")
    assert "It goes when you save" in screen.text
    assert "the section “Review”" in screen.send().errors[0], "a rule looks at one of its choices"
    Section.objects.update(show_if={})
    saved = Screen(client, of(built, "members")).send(kind="text", again="1").send()
    assert saved.status == 302, saved.errors
    assert asked("members").kind == "text" and not asked("members").choices.exists()


def test_a_new_code_is_followed_by_rules_and_checks(client, built):
    assert Screen(client, of(built, "committee")).send(code="has_committee").status == 302
    assert asked("members").show_if == YES | {"question": "has_committee"}
    assert Screen(client, of(built, "reported")).send(code="notified").status == 302
    assert built.checks.get().rule["other"] == "notified"


def test_a_taken_code_is_refused_beside_its_field(client, built):
    screen = Screen(client, of(built, "committee")).send(code="members", text_en="Any committee?")
    assert screen.status == 422 and screen.errors == ["Another question has this code."]
    assert screen.fields["text_en"] == "Any committee?"


def test_a_choice_keeps_its_row_when_its_code_changes_and_rules_follow(client, built):
    head = asked("members").choices.get(code="head")
    screen = Screen(client, of(built, "members"))
    saved = screen.send(**{f"c-{head.pk}-code": "director", f"c-{head.pk}-order": "9"})
    assert saved.status == 302, saved.errors
    assert list(asked("members").choices.values_list("code", flat=True)) == ["nurse", "other", "director"]
    head.refresh_from_db()
    assert head.code == "director"
    assert Section.objects.get(order=2).show_if["value"] == "director"


def test_a_choice_that_a_rule_looks_at_is_not_removed(client, built):
    head = asked("members").choices.get(code="head")
    row = {f"c-{head.pk}-{part}": "" for part in ("code", "fr", "en")}
    screen = Screen(client, of(built, "members")).send(**row)
    assert screen.status == 422 and "the section “Review”" in screen.errors[0]
    assert asked("members").choices.count() == 3


def test_two_choices_may_change_codes_with_each_other(client, built):
    head, nurse = asked("members").choices.order_by("order")[:2]
    swapped = {f"c-{head.pk}-code": "nurse", f"c-{nurse.pk}-code": "head"}
    assert Screen(client, of(built, "members")).send(**swapped).status == 302
    head.refresh_from_db()
    assert head.code == "nurse"
    assert Section.objects.get(order=2).show_if["value"] == "nurse"


def test_rules_are_composed_of_and_and_or(client, built):
    screen = Screen(client, of(built, "done"))
    saved = screen.send(
        **{"if-1-question": "reported", "if-1-op": "gt", "if-1-value": "0",
           "if-2-joiner": "and", "if-2-question": "reviewed", "if-2-op": "lt", "if-2-other": "reported"}
    )  # fmt: skip
    assert saved.status == 302, saved.errors
    rule = [
        {"question": "reported", "op": "gt", "value": 0},
        {"question": "reviewed", "op": "lt", "other": "reported"},
    ]
    assert asked("done").show_if == {"all": rule}
    screen = Screen(client, of(built, "done"))
    assert screen.fields["if-2-other"] == "reported" and "if-4-question" in screen.fields
    third = {"if-3-joiner": "or", "if-3-question": "committee", "if-3-op": "is", "if-3-value": "no"}
    assert screen.send(**third).status == 302
    committee = {"question": "committee", "op": "is", "value": "no"}
    assert asked("done").show_if == {"any": [{"all": rule}, committee]}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"question": "done", "op": "gt", "value": "1"}, "No question before this one has the code done."),
        ({"question": "reviewed", "op": "gt", "value": "many"}, "“many” is not read as a number."),
        ({"question": "reviewed", "op": "gt"}, "Give a value, or another question to compare with."),
        ({"question": "reviewed", "op": "has", "value": "1"}, "Answers of this kind cannot be looked at"),
        ({"question": "members", "op": "is", "value": "head"}, "ask what the answer includes"),
        ({"question": "committee", "op": "is", "value": "perhaps"}, "This question has the choices"),
        ({"question": "reviewed", "op": "gt", "other": "committee"}, "of different kinds"),
        ({"question": "reviewed:numerator", "op": "gt", "value": "1"}, "Only a percentage has two numbers."),
        ({"question": "a\x00b", "op": "gt", "value": "1"}, "Null characters are not allowed."),
    ],
)
def test_a_condition_that_makes_no_sense_is_told_beside_its_field(client, built, row, message):
    screen = Screen(client, of(built, "done"))
    sent = screen.send(**{f"if-1-{name}": text for name, text in row.items()})
    assert sent.status == 422 and any(message in each for each in sent.errors), sent.errors
    assert asked("done").show_if == {}


def test_a_rule_that_is_too_deep_for_menus_is_kept_until_it_is_replaced(client, built):
    deep = {"all": [YES, {"any": [YES, {"question": "reported", "op": "gt", "value": 3}]}]}
    Question.objects.filter(code="done").update(show_if=deep)
    screen = Screen(client, of(built, "done"))
    assert "It stays as it is" in screen.text and "exceeds 3" in screen.text
    assert screen.send(text_en="Followed up").status == 302
    assert asked("done").show_if == deep and asked("done").text_en == "Followed up"
    row = {"if-replace": "on", "if-1-question": "committee", "if-1-op": "is", "if-1-value": "yes"}
    assert Screen(client, of(built, "done")).send(**row).status == 302
    assert asked("done").show_if == YES


def test_questions_move_but_not_before_what_their_rule_names(client, built):
    screen = Screen(client, of(built, "reviewed", "move/"))
    assert screen.send(where=f"s{asked('committee').section_id}").status == 302
    assert codes(built) == ["reviewed", "committee", "members", "reported", "done"]
    refused = Screen(client, of(built, "members", "move/")).send(where=f"q{asked('reviewed').pk}")
    assert refused.status == 422
    said = "the question “Qui siège ?” looks at the answer to the question “A committee?”"
    assert said in refused.errors[0]
    section = Section.objects.get(order=2)
    refused = Screen(client, address(built, f"sections/{section.pk}/move/")).send(where="0")
    assert refused.status == 422 and "the section “Review”" in refused.errors[0]


def test_one_up_and_one_down(client, built):
    def step(code: str, way: str) -> None:
        built.refresh_from_db()
        client.post(of(built, code, "move/"), {"step": way, "revision": built.revision})

    step("reviewed", "up")
    assert codes(built)[2:] == ["reviewed", "reported", "done"]
    step("reviewed", "up")
    step("reviewed", "down")
    step("reviewed", "down")
    assert codes(built)[2:] == ["reported", "done", "reviewed"]
    assert list(built.questions.filter(section__order=2).values_list("order", flat=True)) == [1, 2, 3]


def test_what_is_in_use_is_not_deleted(client, built):
    refused = Screen(client, of(built, "committee", "delete/")).send()
    assert refused.status == 409 and "the question “Qui siège" in refused.text
    refused = Screen(client, of(built, "reported", "delete/")).send()
    assert refused.status == 409 and "the check" in refused.text
    assert Screen(client, of(built, "done", "delete/")).send().status == 302
    first, second = Section.objects.order_by("order")
    assert Screen(client, address(built, f"sections/{first.pk}/delete/")).send().status == 409
    built.checks.all().delete()
    assert Screen(client, address(built, f"sections/{second.pk}/delete/")).send().status == 302
    assert codes(built) == ["committee", "members"]


def test_a_copy_is_a_question_of_its_own(client, built):
    client.post(of(built, "members", "copy/"))
    assert codes(built)[:3] == ["committee", "members", "members_2"]
    copy, first = asked("members_2"), asked("members")
    assert copy.series != first.series and copy.choices.count() == 3 and copy.show_if == first.show_if


def test_checks_are_composed_and_changed(client, built):
    new = Screen(client, address(built, "checks/add/"))
    row = {"must-1-question": "done:numerator", "must-1-op": "le", "must-1-other": "reviewed"}
    saved = new.send(question=str(asked("done").pk), message_fr="Trop.", with_reason=None, **row)
    assert saved.status == 302, saved.errors
    check = built.checks.last()
    assert check.rule == {"question": "done", "part": "numerator", "op": "le", "other": "reviewed"}
    assert not check.with_reason and check.question.code == "done"
    screen = Screen(client, address(built, f"checks/{check.pk}/"))
    assert screen.send(message_en="Too many.").status == 302
    check.refresh_from_db()
    assert check.message_en == "Too many." and check.message_fr == "Trop."
    empty = new.send(question=str(asked("done").pk))
    assert empty.status == 422 and "one row at least" in empty.errors[0]
    client.post(screen.url, {"delete": "1"})
    assert built.checks.count() == 1


def test_a_warning_about_personal_data_leads_back_to_the_question(client, built):
    section = Section.objects.first()
    new = Screen(client, address(built, f"questions/add/?section={section.pk}")).send(kind="text", again="1")
    saved = new.send(text_fr="Nom de la patiente", text_en="Name of the patient")
    question = Question.objects.latest("pk")
    assert saved.response["Location"].endswith(f"/questions/{question.pk}/")
    assert "looks like a question about a person" in Screen(client, saved.response["Location"]).text
    noted = Screen(client, saved.response["Location"]).send(personal_data_note="Un exemple")
    assert noted.response["Location"].endswith(f"#q{question.pk}")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"text_fr": "", "text_en": ""}, "Write the question in French or in English."),
        ({"text_fr": "a\x00b"}, "Null characters are not allowed."),
        ({"text_fr": "x" * 6000}, "at most 5000 characters"),
        ({"minimum": "9" * 30}, "too long"),
        ({"minimum": "nan"}, "not read as a number"),
        ({"minimum": "5", "maximum": "4"}, "The largest number is below the smallest."),
        ({"code": "é"}, "Letters without accents"),
        ({"level": "77777777777777777777"}, "not one of the available choices"),
        ({"dhis2_element": "short"}, "eleven letters and digits"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_stays(client, built, fields, message):
    sent = Screen(client, of(built, "reported")).send(**({"unit_en": "kept"} | fields))
    assert sent.status == 422 and any(message in each for each in sent.errors), sent.errors
    assert sent.fields["unit_en"] == "kept"


def test_long_lists_of_choices_are_lines_of_text(client, built):
    choices = [{"code": f"c{n}", "label_fr": f"Choix {n}", "label_en": f"Choice {n}"} for n in range(120)]
    for n, choice in enumerate(choices):
        asked("members").choices.create(order=10 + n, **choice)
    screen = Screen(client, of(built, "members"))
    lines = screen.fields["c-lines"].split("\n")
    assert len(lines) == 123 and lines[0] == "head | Directeur | Director"
    kept = asked("members").choices.get(code="c119").pk
    saved = screen.send(**{"c-lines": "\n".join([lines[-1], *lines[:-2], " | Nouveau | New"])})
    assert saved.status == 302, saved.errors
    found = list(asked("members").choices.values_list("code", flat=True))
    assert found[0] == "c119" and "c118" not in found and found[-1] == "nouveau"
    assert asked("members").choices.get(code="c119").pk == kept
    assert Screen(client, of(built, "members")).send(**{"c-lines": "a|b|c|d"}).status == 422
