import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("questionnaires", "0004_rules_series_and_places")]

    operations = [
        migrations.AlterField(
            model_name="question",
            name="questionnaire",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="questions",
                to="questionnaires.questionnaire",
            ),
        ),
        migrations.RemoveField(
            model_name='question',
            name='asked_if',
        ),
        migrations.RemoveField(
            model_name='question',
            name='asked_if_choice',
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(fields=('questionnaire', 'code'), name='question_code_once'),
        ),
    ]
