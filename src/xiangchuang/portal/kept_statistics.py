"""The statistics, counted once a minute for all readers and again when something public has changed.

A kept page serves one address, language and text size, and nobody who is signed in. The counting behind all
of them is the same: it is kept by the version of the content, the Shanghai day and the language. What a
submission adds changes nothing public, and so is a minute late at most, as on a kept page.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from django.conf import settings
from django.utils.translation import get_language

from xiangchuang.calendars import clock
from xiangchuang.policy.pack import Pack
from xiangchuang.portal.programme_statistics import StatisticsTable, statistics_tables
from xiangchuang.search.content_version import content_version


@dataclass(frozen=True)
class _Kept:
    version: Hashable
    until: datetime
    tables: list[StatisticsTable]


_kept: dict[str, _Kept] = {}
_counting = Lock()


def kept_statistics(pack: Pack) -> list[StatisticsTable]:
    """Return the statistics, in one query while nothing public has changed."""
    if settings.PUBLIC_FIGURES_SECONDS <= 0:
        return statistics_tables(pack)
    language = get_language() or ""
    version = (pack.sha256, clock.today(), content_version())
    found = _fresh(language, version)
    if found is None:
        # One thread counts, the others wait for what it finds.
        with _counting:
            found = _fresh(language, version)
            if found is None:
                until = clock.now() + timedelta(seconds=settings.PUBLIC_FIGURES_SECONDS)
                found = _kept[language] = _Kept(version, until, statistics_tables(pack))
    return found.tables


def _fresh(language: str, version: Hashable) -> _Kept | None:
    kept = _kept.get(language)
    return kept if kept and kept.version == version and clock.now() < kept.until else None


def forget_statistics() -> None:
    """Forget what was counted."""
    _kept.clear()
