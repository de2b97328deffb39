"""Numbers that are given once and never again."""

from django.db.models import F

from xiangchuang.procedure.models import NumberSeries


def next_serial(name: str, year: int) -> int:
    """Return the next number of the series for `year`, starting at 1; call inside the verb's transaction.

    The UPDATE takes the row lock, so two callers never get one number; a rolled-back verb gives
    its number back.
    """
    NumberSeries.objects.get_or_create(name=name, year=year)
    NumberSeries.objects.filter(name=name, year=year).update(last=F("last") + 1)
    return NumberSeries.objects.values_list("last", flat=True).get(name=name, year=year)
