"""Chain the entries that wait; with --every, keep at it."""

import logging
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils.translation import gettext as _

from xiangchuang.ledger.seal import seal

_log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Catches up after a crash between a commit and its seal; `--every` is the worker's loop."""

    help = "Chain ledger entries that are not sealed yet"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare --every."""
        parser.add_argument("--every", type=float, metavar="SECONDS", help="repeat without end")

    def handle(self, *args: Any, every: float | None, **options: Any) -> None:
        """Seal until nothing waits, once or every so many seconds."""
        if every is None:
            self.stdout.write(_("已封存 %(count)d 条留痕") % {"count": _seal_all()})
            return
        while True:
            try:
                close_old_connections()
                _seal_all()
            except DatabaseError:
                _log.exception("sealing failed; next attempt in %s s", every)
            time.sleep(every)


def _seal_all() -> int:
    sealed = 0
    while batch := seal():
        sealed += batch
    return sealed
