from django.db import migrations


def sign(apps, schema_editor):
    """What counts from now on is the latest signature; what was signed before has one."""
    Response = apps.get_model("questionnaires", "Response")
    Signature = apps.get_model("questionnaires", "Signature")
    signed = Response.objects.filter(signed_at__isnull=False).select_related("questionnaire")
    for response in signed.prefetch_related("answers__question").iterator(chunk_size=500):
        answers = list(response.answers.all())
        Signature.objects.create(
            response=response,
            number=1,
            at=response.signed_at,
            by_id=response.signed_by_id,
            version=response.questionnaire.version,
            values={answer.question.code: answer.value for answer in answers},
        )
        response.begun_at = response.changed_at = response.signed_at
        response.answered = response.asked = len(answers)
        response.save(update_fields=["begun_at", "changed_at", "answered", "asked"])


class Migration(migrations.Migration):
    dependencies = [("questionnaires", "0006_answering")]

    operations = [migrations.RunPython(sign, migrations.RunPython.noop, elidable=True)]
