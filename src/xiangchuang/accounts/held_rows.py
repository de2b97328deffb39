"""The rows that an actor is made from: every request asks for them, so their SQL is written once."""

import datetime as dt
from functools import cache
from typing import Any, Final

from django.db import connection

from xiangchuang.accounts.models import Appointment

# Stand where the person and the day are put in; no row and no other value of the query is either.
_SOME_DAY: Final = dt.date(1, 2, 3)
_SOMEBODY: Final = -1
HeldRow = tuple[str, int, str, str, int | None, int | None, str | None]


def held_rows(user_id: int, on: dt.date) -> list[HeldRow]:
    """Return what the person is appointed to on the day `on`, oldest first, in one query.

    Each row: role, organisation, its name, its area, one organisation it has absorbed, who delegated the
    appointment, and their name.
    """
    sql, values = _question()
    day = connection.ops.adapt_datefield_value(on)
    put_in = {"day": day, "person": user_id}
    with connection.cursor() as cursor:
        cursor.execute(sql, [put_in[name] if name else value for name, value in values])
        rows: list[HeldRow] = cursor.fetchall()
        return rows


@cache
def _question() -> tuple[str, tuple[tuple[str, Any], ...]]:
    """Return the SQL, and for each of its values what is put in there or "" and the value itself."""
    rows = (
        Appointment.objects.in_force(_SOME_DAY)
        .filter(user=_SOMEBODY)
        .order_by("pk")
        .values_list(
            "role", "organization_id", "organization__name", "organization__prefecture",
            "organization__absorbed", "delegated_by", "delegated_by__full_name",
        )
    )  # fmt: skip
    sql, values = rows.query.sql_with_params()
    names = {connection.ops.adapt_datefield_value(_SOME_DAY): "day", _SOMEBODY: "person"}
    return sql, tuple((names.get(value, ""), value) for value in values)
