"""Make the tables of an empty database from the models at once; bring any other up to date by its migrations.

Django re-reads nearly every model for every table that a migration creates: with some two hundred of them
that takes a minute and more, on each new machine. An empty database has nothing to carry over, so it is made
from the models, given the ledger's guard, and its migrations are noted as done. A test holds both ways to the
same tables.
"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.test.utils import override_settings

from xiangchuang.ledger.guard import install_guard


class Command(BaseCommand):
    help = "空数据库按模型一次建表，已有数据的按迁移升级"

    def handle(self, *args: Any, **options: Any) -> None:
        """Make or bring up to date."""
        if connection.introspection.table_names():
            call_command("migrate", interactive=False, verbosity=0)
            return
        without = dict.fromkeys((config.label for config in apps.get_app_configs()), None)
        with override_settings(MIGRATION_MODULES={**settings.MIGRATION_MODULES, **without}):
            call_command("migrate", run_syncdb=True, interactive=False, verbosity=0)
        with connection.schema_editor() as editor:
            install_guard(apps, editor)
        call_command("migrate", fake=True, interactive=False, verbosity=0)
