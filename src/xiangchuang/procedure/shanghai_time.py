"""Shanghai days and years of instants, made by the database itself: for counts over many rows."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, IntegerField
from django.db.models.expressions import Combinable
from django.db.models.sql.compiler import SQLCompiler

# SQLite keeps instants as text in UTC. Fractions of a second are cut off, for its functions would round
# the last millisecond of a day up into the next. Shanghai has known no summer time since 1991.
_SQLITE_DAY = "date(substr(%(expressions)s, 1, 19), '+8 hours')"
_POSTGRESQL_TIME = "(%(expressions)s AT TIME ZONE 'Asia/Shanghai')"


class _OfInstant(Func):
    """A number told by an instant; Django's own functions are called back row by row on SQLite."""

    arity = 1
    output_field = IntegerField()
    on_sqlite: str
    on_postgresql: str

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Any:
        """Return SQL over the text that SQLite keeps."""
        return self.as_sql(compiler, connection, template=self.on_sqlite, **extra)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Any:
        """Return SQL over PostgreSQL's own instants."""
        return self.as_sql(compiler, connection, template=self.on_postgresql, **extra)


class ShanghaiDayNumber(_OfInstant):
    """Days from 1 January 1970 to the Shanghai day of an instant."""

    on_sqlite = f"CAST(julianday({_SQLITE_DAY}) - 2440587.5 AS INTEGER)"
    on_postgresql = f"({_POSTGRESQL_TIME}::date - DATE '1970-01-01')"


class ShanghaiYear(_OfInstant):
    """The year of the Shanghai day of an instant."""

    on_sqlite = f"CAST(substr({_SQLITE_DAY}, 1, 4) AS INTEGER)"
    on_postgresql = f"CAST(EXTRACT(year FROM {_POSTGRESQL_TIME}) AS integer)"


def shanghai_days_between(opened: str, closed: str) -> Combinable:
    """Return the Shanghai calendar days from the one column's day to the other's; 0 on the same day."""
    return ShanghaiDayNumber(closed) - ShanghaiDayNumber(opened)
