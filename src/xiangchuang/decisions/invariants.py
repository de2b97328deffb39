"""What must hold of numbers, windows and papers at any time."""

from collections import defaultdict
from collections.abc import Iterator

from xiangchuang.canonical_json import json_sha256
from xiangchuang.decisions.models import Notice, OfficialDocument
from xiangchuang.layouts.models import LayoutVersion
from xiangchuang.procedure.models import NumberSeries


def every_number_is_given_once_and_none_is_left_out() -> Iterator[str]:
    """Yield each series of document numbers with a gap, void papers and published layouts counted."""
    given = defaultdict[tuple[str, int], list[int]](list)
    issued = OfficialDocument.objects.filter(issued_at__isnull=False)
    papers = issued.values_list("prefix", "year", "serial")
    layouts = LayoutVersion.objects.values_list("prefix", "number_year", "number_serial")
    for prefix, year, serial in (*papers, *layouts.order_by()):
        if year is not None and serial is not None:
            given[prefix, year].append(serial)
    for (prefix, year), numbers in given.items():
        serials = sorted(numbers)
        last = NumberSeries.objects.filter(name=f"document:{prefix}", year=year).values_list(
            "last", flat=True
        )
        if serials != list(range(1, len(serials) + 1)) or list(last) != [len(serials)]:
            yield f"{prefix}〔{year}〕: numbers {serials[:3]}… do not run from 1 to the series' last"


def every_paper_says_what_its_hash_says() -> Iterator[str]:
    """Yield each document whose content is no longer that of its hash."""
    for document in OfficialDocument.objects.filter(issued_at__isnull=False).only(
        "content", "content_sha256"
    ):
        if json_sha256(document.content) != document.content_sha256:
            yield f"document:{document.pk} says something else than its hash"


def no_window_was_shortened() -> Iterator[str]:
    """Yield each notice that closed before its last day."""
    closed = Notice.objects.filter(run__outcome="passed").select_related("run")
    for notice in closed:
        if notice.run.closed_at is not None and notice.run.closed_at < notice.closes_at:
            yield f"{notice.number}: closed before its window was over"
