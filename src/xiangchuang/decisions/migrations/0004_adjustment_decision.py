from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0003_opinion_letters"),
    ]

    operations = [
        migrations.AlterField(
            model_name="officialdocument",
            name="kind",
            field=models.CharField(
                choices=[
                    ("approval", "批准组建文件"),
                    ("refusal", "不予通过通知"),
                    ("deferral", "暂缓通知"),
                    ("evaluation_opinion", "绩效评价意见书"),
                    ("adjustment", "动态调整决定"),
                ],
                max_length=32,
            ),
        ),
    ]
