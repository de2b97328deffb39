"""Triggers by which the database itself keeps the ledger append-only, on SQLite and PostgreSQL.

They guard against slips (a bulk update, a console); a person who may drop triggers is found by the chain.
Sealing may set seq, previous_hash and hash of an entry once.

`ledger_erasure` is a table without a model, empty but for one moment: while `manage.py flush` empties the
whole database it holds a row, and only then does SQLite's trigger let rows be deleted (SQLite has no
TRUNCATE; PostgreSQL's row triggers do not fire on it). A table rather than a flag of the connection, because
a trigger that called a function of ours would break every other program that opens the file. Without a
model, because `flush` empties every model's table, and would take the permission away under its own feet.

A later migration that alters one of the two tables must run `install_guard` again: SQLite alters a table by
copying it, and its triggers stay behind.
"""

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ENTRY = "ledger_ledgerentry"
ANCHOR = "ledger_ledgeranchor"
_SEAL_COLUMNS = frozenset({"seq", "previous_hash", "hash"})
_ERASURE = "CREATE TABLE IF NOT EXISTS ledger_erasure (purpose text NOT NULL)"
_NOT_ERASING = "NOT EXISTS (SELECT 1 FROM ledger_erasure)"
_CHANGED = "留痕只增不改"
_DELETED = "留痕不得删除"


def install_guard(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create or renew the triggers; the operation of a migration's RunPython."""
    del apps
    vendor = schema_editor.connection.vendor
    statements = _postgresql() if vendor == "postgresql" else _sqlite(schema_editor)
    with schema_editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def remove_guard(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop what `install_guard` made."""
    del apps
    on_table = schema_editor.connection.vendor == "postgresql"
    with schema_editor.connection.cursor() as cursor:
        for table in (ENTRY, ANCHOR):
            for act in ("update", "delete"):
                cursor.execute(
                    f"DROP TRIGGER IF EXISTS {table}_no_{act}" + (f" ON {table}" if on_table else "")
                )
        if on_table:
            cursor.execute("DROP FUNCTION IF EXISTS ledger_append_only()")
        cursor.execute("DROP TABLE IF EXISTS ledger_erasure")


def _sqlite(schema_editor: BaseDatabaseSchemaEditor) -> list[str]:
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        columns = [c.name for c in connection.introspection.get_table_description(cursor, ENTRY)]
    changed = " OR ".join(f'OLD."{c}" IS NOT NEW."{c}"' for c in columns if c not in _SEAL_COLUMNS)
    return [
        _ERASURE,
        *_sqlite_trigger(ENTRY, "update", f"OLD.seq IS NOT NULL OR {changed}", _CHANGED),
        *_sqlite_trigger(ANCHOR, "update", "1", _CHANGED),
        *_sqlite_trigger(ENTRY, "delete", _NOT_ERASING, _DELETED),
        *_sqlite_trigger(ANCHOR, "delete", _NOT_ERASING, _DELETED),
    ]


def _sqlite_trigger(table: str, act: str, when: str, message: str) -> list[str]:
    name = f"{table}_no_{act}"
    return [
        f"DROP TRIGGER IF EXISTS {name}",
        f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {table} WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
    ]


def _postgresql() -> list[str]:
    seal = ", ".join(f"'{column}'" for column in sorted(_SEAL_COLUMNS))
    function = f"""
        CREATE OR REPLACE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' THEN
                RAISE EXCEPTION '{_DELETED}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            IF TG_TABLE_NAME = '{ENTRY}' AND to_jsonb(OLD) -> 'seq' = 'null'::jsonb
               AND to_jsonb(OLD) - ARRAY[{seal}] = to_jsonb(NEW) - ARRAY[{seal}] THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION '{_CHANGED}' USING ERRCODE = 'integrity_constraint_violation';
        END $$"""
    return [
        _ERASURE,
        function,
        *(
            f"CREATE OR REPLACE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION ledger_append_only()"
            for table in (ENTRY, ANCHOR)
            for act in ("update", "delete")
        ),
    ]
