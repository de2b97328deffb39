"""Telling people: written in the transaction of the act itself, to each audience once an occasion."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from xiangchuang.calendars import clock
from xiangchuang.notify.kinds import Value, find_kind
from xiangchuang.notify.models import Message


class UnknownKindError(LookupError):
    """No app has registered that kind of message."""


def tell(
    *,
    kind: str,
    to: Iterable[str],
    key: str,
    values: Mapping[str, Value],
    subject: str = "",
    url: str = "",
    clause: str = "",
    is_sample: bool = False,
) -> int:
    """Tell each audience of `to` (see `audiences`) what happened; return how many had not been told.

    Called inside a verb's transaction: nobody is told of what was rolled back. The same `key` is never told
    to an audience twice, so a daily step may be run again. Raises UnknownKindError.
    """
    if find_kind(kind) is None:
        raise UnknownKindError(kind)
    wanted = list(dict.fromkeys(to))
    with transaction.atomic():
        told = set(Message.objects.filter(audience__in=wanted, key=key).values_list("audience", flat=True))
        rows = [
            Message(
                kind=kind, audience=audience, key=key, values=dict(values), subject=subject[:200], url=url,
                clause=clause, day=clock.today(), told_at=clock.now(), is_sample=is_sample,
            )
            for audience in wanted
            if audience not in told
        ]  # fmt: skip
        # Another process may tell the same at this moment: the constraint decides, and nobody is told twice.
        Message.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
