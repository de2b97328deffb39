"""Put changes into force whose day has come, then judge every center by the conditions of 4.1; with --daily,
once on every Shanghai day, as the server keeps doing."""

import logging
import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

from xiangchuang.calendars import clock
from xiangchuang.centers.daily import run_daily_steps
from xiangchuang.centers.models import Center
from xiangchuang.governance.changes.verbs import apply_due_changes
from xiangchuang.governance.review_compliance import review_compliance

LOOKS_AGAIN_AFTER = 60.0
_log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "让到期的变更生效，再逐个核查中心的治理条件（任期届满不需要有人登记）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare --daily."""
        parser.add_argument("--daily", action="store_true", help="repeat on every new day, without end")

    def handle(self, *args: Any, daily: bool = False, **options: Any) -> None:
        """Review once, or once on each day."""
        if not daily:
            self.stdout.write(review())
            return
        reviewed: date | None = None
        while True:
            try:
                close_old_connections()
                if reviewed != clock.today():
                    review()
                    reviewed = clock.today()
            except DatabaseError:
                _log.exception("reviewing the centers failed; next attempt in %s s", LOOKS_AGAIN_AFTER)
            time.sleep(LOOKS_AGAIN_AFTER)


def review() -> str:
    """Do a day's review; return what it came to."""
    applied = apply_due_changes()
    reviews = [review_compliance(center) for center in Center.objects.select_related("lead").order_by("pk")]
    failing = sum(bool(found.unmet or found.missing or found.judgement) for found in reviews)
    said = f"生效变更 {len(applied)} 项；核查中心 {len(reviews)} 个，{failing} 个有未满足的条件"
    return "\n".join([said, *run_daily_steps(clock.today())])
