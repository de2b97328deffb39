"""Triggers that keep the ledger append-only; a later migration altering its tables installs them again."""

from django.db import migrations

from xiangchuang.ledger.guard import install_guard, remove_guard


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(install_guard, remove_guard)]
