from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("decisions", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="opening",
            # Until now every notice was of a center about to be approved.
            field=models.CharField(default="拟批准组建以下中心，现予公示。", max_length=300),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="meeting",
            name="decision",
            field=models.CharField(
                choices=[("approve", "同意"), ("defer", "暂缓"), ("refuse", "不予通过")], max_length=16
            ),
        ),
    ]
