"""The words of the issue that was chosen become the cycle's own."""

from django.db import migrations

WORDS = ("title_fr", "title_en", "text_fr", "text_en")


def copy(apps, schema_editor):
    for issue in apps.get_model("cycles", "Issue").objects.filter(chosen_on__isnull=False, cycle__isnull=False):
        for name in WORDS:
            setattr(issue.cycle, f"issue_{name}", getattr(issue, name))
        issue.cycle.save(update_fields=[f"issue_{name}" for name in WORDS])


class Migration(migrations.Migration):
    dependencies = [("cycles", "0004_proposals_owners_and_moves")]
    operations = [migrations.RunPython(copy, migrations.RunPython.noop)]
