"""The rows that an actor is made from, which every request asks for."""

import datetime as dt
from functools import cache
from typing import Final, cast

from django.db import connection

from xiangchuang.accounts.models import Appointment
from xiangchuang.accounts.written_once import WrittenOnce

# Stand where the day and the person are put in.
_SOME_DAY: Final = dt.date(1, 2, 3)
_SOMEBODY: Final = -1
HeldRow = tuple[str, int, str, str, int | None, int | None, str | None]


def held_rows(user_id: int, on: dt.date) -> list[HeldRow]:
    """Return what the person is appointed to on the day `on`, oldest first, in one query.

    Each row: role, organisation, its name, its area, one organisation it has absorbed, who delegated the
    appointment, and their name.
    """
    day = connection.ops.adapt_datefield_value(on)
    return cast("list[HeldRow]", _question().rows({"day": day, "person": user_id}))


@cache
def _question() -> WrittenOnce:
    rows = (
        Appointment.objects.in_force(_SOME_DAY)
        .filter(user=_SOMEBODY)
        .order_by("pk")
        .values_list(
            "role", "organization_id", "organization__name", "organization__prefecture",
            "organization__absorbed", "delegated_by", "delegated_by__full_name",
        )
    )  # fmt: skip
    day = connection.ops.adapt_datefield_value(_SOME_DAY)
    return WrittenOnce(rows, {day: "day", _SOMEBODY: "person"})
