from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def keep_panels(apps: Any, schema_editor: Any) -> None:
    """Each draw until now was that of one panel; who gave way in it did so on that panel."""
    drawn_panel = apps.get_model("reviews", "DrawnPanel")
    for draw in apps.get_model("reviews", "PanelDraw").objects.select_related("panel__case", "panel__run"):
        drawn_panel.objects.create(draw=draw, panel=draw.panel, is_live=draw.withdrawn_at is None)
        key = f"{draw.panel.case.number}/{draw.panel.run.round}"
        draw.passed_over = [[person, reason, key] for person, reason in draw.passed_over]
        draw.save(update_fields=["passed_over"])


class Migration(migrations.Migration):
    dependencies = [("reviews", "0008_claims_of_the_plan")]

    operations = [
        migrations.RemoveConstraint(model_name="paneldraw", name="panel_draw_once"),
        migrations.AlterField(
            model_name="paneldraw",
            name="panel",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="reviews.panel"
            ),
        ),
        migrations.CreateModel(
            name="DrawnPanel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_live", models.BooleanField(default=True)),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drawn_panels",
                        to="reviews.paneldraw",
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drawn_panels",
                        to="reviews.panel",
                    ),
                ),
            ],
            options={"ordering": ["pk"]},
        ),
        migrations.AddConstraint(
            model_name="drawnpanel",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_live", True)), fields=("panel",), name="panel_draw_once"
            ),
        ),
        migrations.RunPython(keep_panels, migrations.RunPython.noop),
    ]
