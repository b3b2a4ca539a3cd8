"""What people type, made fit for headers and storage."""

import pytest

from notifications.texts import clean, one_line


@pytest.mark.parametrize(
    "typed, line",
    [
        ("a\r\nBcc: b", "a Bcc: b"),
        ("a\u2028b\u2029c\x0bd\x0ce\x85f\tg", "a b cdef g"),
        ("  a  ", "a"),
        ("Votre message est publié\u202f: 50,2\u202f%", "Votre message est publié\u202f: 50,2\u202f%"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("e\u0301", "é"),
        ("🌍 N’Zérékoré", "🌍 N’Zérékoré"),
    ],
)
def test_a_header_is_one_line_of_what_can_be_seen(typed, line):
    assert one_line(typed) == line


def test_a_long_line_ends_in_an_ellipsis():
    assert one_line("x" * 201) == "x" * 199 + "…" and one_line("x" * 200) == "x" * 200


def test_a_text_keeps_its_lines():
    assert clean("a\r\nb\rc\n\nd") == "a\nb\nc\n\nd"
