"""Django's flush, which empties the whole database, let through the ledger's guard."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import flush
from django.db import connections
from django.utils.translation import gettext as _


class Command(flush.Command):
    """Lifts the guard for as long as everything is emptied (see `ledger.guard`); never in production."""

    def handle(self, **options: Any) -> None:
        """Empty the database. Raises CommandError in production."""
        if settings.PRODUCTION:
            raise CommandError(_("生产环境不得清空数据库：留痕须保存。需要空库时另建一个"))
        connection = connections[options["database"]]
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO ledger_erasure (purpose) VALUES ('flush')")
        try:
            super().handle(**options)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM ledger_erasure")
