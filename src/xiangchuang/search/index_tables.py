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
# anew. Beside its words stand the blocks of 4,096, 16,384 … a million numbers in which a text lies.
_VECTOR: Final = """
CREATE OR REPLACE FUNCTION search_vector(words text, text_id bigint) RETURNS tsvector LANGUAGE plpgsql
IMMUTABLE STRICT PARALLEL SAFE COST 100000 AS $$
BEGIN
  RETURN array_to_tsvector(string_to_array(words, ' ') || ARRAY(
    SELECT format('n%s_%s', width, text_id >> (12 + 2 * width)) FROM generate_series(0, 4) AS width));
END $$
"""
# A GIN index gives all that answer, in no order, and each costs a visit of its row. So a block is asked at a
# time, from the newest: a narrow one, then one as wide as what answered so far lets expect some 1,500 of, and
# narrower again where more do. What stands in all texts costs a block or two, what stands in none two probes.
# (+ 0: the numbers below are not to be fetched from the primary key first.)
_NEWEST: Final = """
CREATE OR REPLACE FUNCTION search_newest(question text, most integer, below bigint) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SET max_parallel_workers_per_gather = 0 SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  missing integer := most;
  width integer := 0;
  widest integer := 4;
  block bigint;
  first bigint;
  found bigint[];
  answering float;
BEGIN
  below := coalesce(below, (SELECT max(t.text_id) + 1 FROM search_textwords t));
  WHILE widest > 0 AND (below - 1) >> (10 + 2 * widest) = 0 LOOP
    widest := widest - 1;
  END LOOP;
  WHILE missing > 0 AND below > 0 LOOP
    block := (below - 1) >> (12 + 2 * width);
    first := block << (12 + 2 * width);
    found := ARRAY(
      SELECT t.text_id FROM search_textwords t
      WHERE search_vector(t.words, t.text_id) @@ format('%s & n%s_%s', question, width, block)::tsquery
        AND t.text_id + 0 < below LIMIT CASE width WHEN 0 THEN 4096 ELSE 1501 END);
    IF width > 0 AND cardinality(found) > 1500 THEN
      width := width - 1;
      widest := width;
      CONTINUE;
    END IF;
    RETURN QUERY SELECT n FROM unnest(found) AS n ORDER BY n DESC LIMIT missing;
    missing := missing - cardinality(found);
    answering := greatest(cardinality(found), 1)::float * 4096 / (below - first);
    below := first;
    width := 0;
    WHILE width < widest AND answering * 4 ^ (width + 1) <= 1500 LOOP
      width := width + 1;
    END LOOP;
  END LOOP;
END $$
"""
_POSTGRESQL: Final = (
    _VECTOR,
    _NEWEST,
    "DROP INDEX IF EXISTS search_words_index",
    "DROP FUNCTION IF EXISTS search_vector(text)",
    "CREATE INDEX IF NOT EXISTS search_words_and_blocks ON search_textwords "
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
