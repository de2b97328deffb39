"""The full text of each database over the one column of words, made by the database itself.

SQLite: an FTS5 table that keeps no copy of the words and follows them by triggers. PostgreSQL: a GIN index on
an expression. A word is a word as `search.words` cut it: neither database's own splitting has a say.
"""

from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper

# No positions are kept (detail=none): whether words stand side by side is asked of the few texts shown.
_SQLITE: Final = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_index USING fts5(words, content='search_textwords', "
    "content_rowid='text_id', tokenize=\"unicode61 remove_diacritics 0 tokenchars '_.+#-'\", detail=none, "
    "columnsize=0)",
    "CREATE TRIGGER IF NOT EXISTS search_words_added AFTER INSERT ON search_textwords BEGIN "
    "INSERT INTO search_index(rowid, words) VALUES (new.text_id, new.words); END",
    "CREATE TRIGGER IF NOT EXISTS search_words_removed AFTER DELETE ON search_textwords BEGIN "
    "INSERT INTO search_index(search_index, rowid, words) VALUES ('delete', old.text_id, old.words); END",
    "CREATE TRIGGER IF NOT EXISTS search_words_changed AFTER UPDATE ON search_textwords BEGIN "
    "INSERT INTO search_index(search_index, rowid, words) VALUES ('delete', old.text_id, old.words); "
    "INSERT INTO search_index(rowid, words) VALUES (new.text_id, new.words); END",
)
# plpgsql, which is never inlined, and dear: the planner is to ask the index, never to cut every row's words
# anew. The words go out of line, so that a hit costs some forty bytes.
_POSTGRESQL: Final = (
    "CREATE OR REPLACE FUNCTION search_vector(words text) RETURNS tsvector LANGUAGE plpgsql "
    "IMMUTABLE STRICT PARALLEL SAFE COST 100000 AS "
    "$$ BEGIN RETURN array_to_tsvector(string_to_array(words, ' ')); END $$",
    "ALTER TABLE search_textwords SET (toast_tuple_target = 128)",
    "CREATE INDEX IF NOT EXISTS search_words_index ON search_textwords "
    "USING gin (search_vector(words)) WITH (fastupdate = off)",
)


_WORDS: Final = "search_textwords"


def make_index_tables(connection: BaseDatabaseWrapper) -> None:
    """Make what is missing, once there is a table of words."""
    if _WORDS not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE:
            cursor.execute(statement)


def after_migrating(using: str, **_: Any) -> None:
    """Make the full text when the tables were made, however they were: by migrations or from the models."""
    from django.db import connections

    make_index_tables(connections[using])
