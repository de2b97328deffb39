"""What is seen to once on each day for all centers: steps that the apps above contribute."""

import logging
from collections.abc import Callable
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

DailyStep = Callable[[date], str]
"""Does the day's part, however often it is called on that day; says in one line what it came to, or ""."""

_steps: Final[dict[str, DailyStep]] = {}
_log = logging.getLogger(__name__)


def contribute_daily_step(name: str, step: DailyStep) -> None:
    """Let `step` run on every day, after those contributed before it; call it from the app's `ready()`."""
    _steps[name] = step


def run_daily_steps(today: date) -> list[str]:
    """Run every step; return what each came to, leaving out those that had nothing to say.

    A step that fails is logged and named, and keeps no other from its day.
    """
    told = []
    for name, step in _steps.items():
        try:
            said = step(today)
        except Exception:
            _log.exception("the daily step %s failed", name)
            said = _("%(step)s 没有完成，原因见日志") % {"step": name}
        told.append(said)
    return [said for said in told if said]
