import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    # By itself: PostgreSQL alters no table that rows were just copied from in the same transaction.
    dependencies = [("reviews", "0009_draw_of_a_batch")]

    operations = [
        migrations.RemoveField(model_name="paneldraw", name="panel"),
        migrations.AddField(
            model_name="paneldraw",
            name="panels",
            field=models.ManyToManyField(
                related_name="draws", through="reviews.DrawnPanel", to="reviews.panel"
            ),
        ),
        migrations.AddField(
            model_name="paneldraw",
            name="batch",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="draws",
                to="reviews.reviewbatch",
            ),
        ),
    ]
