from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="LedgerAnchor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq", models.BigIntegerField(unique=True, verbose_name="序号")),
                ("hash", models.CharField(max_length=64, verbose_name="散列值")),
                ("at", models.DateTimeField(verbose_name="时间")),
            ],
            options={
                "verbose_name": "留痕锚点",
                "verbose_name_plural": "留痕锚点",
                "ordering": ["seq"],
            },
        ),
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq", models.BigIntegerField(editable=False, null=True, unique=True, verbose_name="序号")),
                ("actor", models.CharField(max_length=64, verbose_name="操作人")),
                ("actor_name", models.CharField(max_length=200, verbose_name="操作人姓名")),
                ("on_behalf_of", models.CharField(blank=True, max_length=64, verbose_name="代表")),
                ("on_behalf_name", models.CharField(blank=True, max_length=200, verbose_name="代表单位名称")),
                ("role", models.CharField(blank=True, max_length=64, verbose_name="角色")),
                ("verb", models.CharField(max_length=64, verbose_name="动作")),
                ("case_number", models.CharField(blank=True, max_length=64, verbose_name="案卷号")),
                ("subject", models.CharField(blank=True, max_length=64, verbose_name="对象")),
                ("clause", models.CharField(blank=True, max_length=64, verbose_name="依据条款")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("detail", models.JSONField(default=dict, verbose_name="要点")),
                (
                    "previous_hash",
                    models.CharField(blank=True, editable=False, max_length=64, verbose_name="前一条散列值"),
                ),
                ("hash", models.CharField(blank=True, editable=False, max_length=64, verbose_name="散列值")),
            ],
            options={
                "verbose_name": "留痕",
                "verbose_name_plural": "留痕",
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["case_number", "id"], name="ledger_entry_of_case"),
                    models.Index(
                        condition=models.Q(("seq__isnull", True)), fields=["id"], name="ledger_entry_unsealed"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("hash", ""), ("previous_hash", ""), ("seq__isnull", True)),
                            models.Q(
                                ("seq__gte", 1),
                                models.Q(("hash", ""), _negated=True),
                                models.Q(("previous_hash", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="ledger_entry_sealed_whole",
                    )
                ],
            },
        ),
    ]
