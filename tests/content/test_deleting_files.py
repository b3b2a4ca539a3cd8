"""Deleting an uploaded file through Wagtail's own task, which gets the storage as JSON."""

from django.core.files.base import ContentFile

from content.models import PortalDocument


def test_a_deleted_document_leaves_no_file(pages_ready, django_capture_on_commit_callbacks):
    document = PortalDocument.objects.create(title="Agenda", file=ContentFile(b"Agenda", name="agenda.txt"))
    storage, name = document.file.storage, document.file.name
    assert storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        document.delete()
    assert not storage.exists(name)
