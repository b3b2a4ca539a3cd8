"""A proposal taken down by a facilitator, the words it is found by, and the merged one a voice came with."""

import django.db.models.deletion
from django.db import migrations, models

from content.kept_words import kept


def keep_words(apps, schema_editor):
    for issue in apps.get_model("cycles", "Issue").objects.all():
        issue.title_words = kept(fr=issue.title_fr, en=issue.title_en)
        issue.words = kept(fr=f"{issue.title_fr} {issue.text_fr}", en=f"{issue.title_en} {issue.text_en}")
        issue.save(update_fields=["title_words", "words"])


class Migration(migrations.Migration):
    dependencies = [("cycles", "0005_words_of_chosen_issues")]
    operations = [
        migrations.AddField(
            "issue",
            "on_behalf",
            models.BooleanField(default=False, verbose_name="written down by a facilitator"),
        ),
        migrations.AddField("issue", "title_words", models.TextField(blank=True, editable=False)),
        migrations.AddField("issue", "words", models.TextField(blank=True, editable=False)),
        migrations.AddField(
            "vote",
            "came_with",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="cycles.issue",
            ),
        ),
        migrations.RunPython(keep_words, migrations.RunPython.noop),
    ]
