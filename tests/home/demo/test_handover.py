"""The hand-over page of the demonstration."""

from districts.models import HandoverNote
from tests.districts.accounts import text_of


def test_the_one_note_says_that_it_is_an_example(reader):
    note = HandoverNote.objects.get()
    assert note.unit.name_fr == "Pita" and note.text.startswith("Note d’exemple, inventée.")
    text = text_of(reader("member").get(f"/fr/handover/{note.unit_id}/"))
    assert "Ousmane Sow" in text and "Note d’exemple" in text and "9 sur 20 (45 %)" in text
    assert reader("other-member").get(f"/fr/handover/{note.unit_id}/").status_code == 403
