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
# anew. Beside its words stands the block of numbers a text lies in: the newest can be asked for alone.
_VECTOR: Final = """
CREATE OR REPLACE FUNCTION search_vector(words text, text_id bigint) RETURNS tsvector LANGUAGE plpgsql
IMMUTABLE STRICT PARALLEL SAFE COST 100000 AS
$$ BEGIN RETURN array_to_tsvector(string_to_array(words || ' n_' || text_id / 4096, ' ')); END $$
"""
# A GIN index gives all that answer, in no order, and each costs a visit of its row. So the blocks are asked
# one by one from the newest until there are enough: what stands in all texts costs a block or two.
_NEWEST: Final = """
CREATE OR REPLACE FUNCTION search_newest(question text, most integer) RETURNS SETOF bigint LANGUAGE plpgsql
STABLE STRICT SET max_parallel_workers_per_gather = 0 AS $$
DECLARE
  missing integer := most;
  taken integer;
BEGIN
  FOR block IN REVERSE coalesce((SELECT max(t.text_id) / 4096 FROM search_textwords t), -1)..0 LOOP
    RETURN QUERY SELECT t.text_id FROM search_textwords t
      WHERE search_vector(t.words, t.text_id) @@ format('%s & n_%s', question, block)::tsquery
      ORDER BY t.text_id DESC LIMIT missing;
    GET DIAGNOSTICS taken = ROW_COUNT;
    missing := missing - taken;
    EXIT WHEN missing <= 0;
  END LOOP;
END $$
"""
_POSTGRESQL: Final = (
    _VECTOR,
    _NEWEST,
    "DROP INDEX IF EXISTS search_words_index",
    "DROP FUNCTION IF EXISTS search_vector(text)",
    "CREATE INDEX IF NOT EXISTS search_words_and_block ON search_textwords "
    "USING gin (search_vector(words, text_id)) WITH (fastupdate = off)",
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
