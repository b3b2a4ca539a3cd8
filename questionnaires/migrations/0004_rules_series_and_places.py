"""What was a condition becomes a rule, every question gets a series of its own and names its questionnaire."""

import uuid

from django.db import migrations
from django.db.models import F


def fill(apps, schema_editor):
    Question = apps.get_model("questionnaires", "Question")
    for question in Question.objects.select_related("section", "asked_if"):
        question.series = uuid.uuid4()
        question.questionnaire_id = question.section.questionnaire_id
        if question.asked_if:
            question.show_if = {
                "question": question.asked_if.code, "op": "is", "value": question.asked_if_choice
            }
        question.save(update_fields=["series", "questionnaire", "show_if"])
    # Counted from 1 before; now 0 stands for a questionnaire that is still being built.
    Questionnaire = apps.get_model("questionnaires", "Questionnaire")
    Questionnaire.objects.filter(opened_at__isnull=True).update(version=F("version") - 1)


class Migration(migrations.Migration):
    dependencies = [("questionnaires", "0003_builder")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
