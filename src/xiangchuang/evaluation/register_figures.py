"""The registers as they stand, for many centers at once: every figure of a set, with its rows."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from django.utils import translation

from xiangchuang.centers.figures import FigureRow, Reading, Span, figure_codes, find_figure, read_figure
from xiangchuang.centers.models import Center
from xiangchuang.policy.evaluation import EvaluationRules, FigureMeaning, FigureReading, IndicatorSet, RowRef
from xiangchuang.policy.evaluation import Span as SpanWord
from xiangchuang.policy.terms import Label

Wanted = Collection[tuple[str, SpanWord]]


def figures_wanted(sets: Iterable[IndicatorSet], rules: EvaluationRules) -> list[tuple[str, SpanWord]]:
    """Return (code, span) of every figure that these sets and the vetoes of all sets read, sorted."""
    named = set(rules.figures()).union(*(found.figures() for found in sets))
    return sorted(named)


def meanings(wanted: Wanted) -> tuple[FigureMeaning, ...]:
    """Return what each figure is called, in both languages, and what it counts."""
    codes = sorted({code for code, _span in wanted} & figure_codes())
    return tuple(
        FigureMeaning(code=code, label=_both_tongues(code), unit=find_figure(code).unit) for code in codes
    )


def _both_tongues(code: str) -> Label:
    said = {}
    for tongue in ("zh-hans", "en"):
        with translation.override(tongue):
            said[tongue] = str(find_figure(code).label)
    return Label(zh=said["zh-hans"], en=said["en"])


def read_figures(
    centers: Sequence[Center], wanted: Wanted, *, first: date, last: date
) -> dict[int, tuple[FigureReading, ...]]:
    """Return each center's readings by its id; the queries grow with the figures, not with the centers."""
    found: dict[int, list[FigureReading]] = {center.pk: [] for center in centers}
    known = figure_codes()
    for code, word in wanted:
        if code not in known:
            continue
        for pk, reading in _read(code, word, centers, first, last).items():
            found[pk].append(
                FigureReading(
                    code=code, span=word, value=reading.value, rows=tuple(_refs(code, reading.rows))
                )
            )
    return {pk: tuple(readings) for pk, readings in found.items()}


def _read(
    code: str, word: SpanWord, centers: Sequence[Center], first: date, last: date
) -> Mapping[int, Reading]:
    if word == "year":
        return read_figure(code, centers, Span(first, last))
    if word == "at_end":
        return read_figure(code, centers, Span(last, last))
    return _since_start(code, centers, last)


def _since_start(code: str, centers: Sequence[Center], last: date) -> Mapping[int, Reading]:
    """Each center from its own first day; read once for all where rows go by their day."""
    figure = find_figure(code)
    if not centers:
        return {}
    starts = {center.pk: min(center.approved_on, last) for center in centers}
    if not figure.by_day:
        days = sorted(set(starts.values()))
        return {
            pk: reading
            for day in days
            for pk, reading in read_figure(
                code, [pk for pk, on in starts.items() if on == day], Span(day, last)
            ).items()
        }
    whole = read_figure(code, centers, Span(min(starts.values()), last))
    return {pk: _from(reading.rows, starts[pk], code) for pk, reading in whole.items()}


def _from(rows: Sequence[FigureRow], day: date, code: str) -> Reading:
    within = tuple(row for row in rows if row.on >= day)
    return Reading(find_figure(code).folded(within), within)


def _refs(code: str, rows: Sequence[FigureRow]) -> Iterable[RowRef]:
    source = find_figure(code).source
    for row in sorted(rows, key=lambda row: (row.on, row.source, row.pk)):
        yield RowRef(source=row.source or source, pk=row.pk, label=row.label, on=row.on, amount=row.amount)
