"""The newest texts that hold a word, however the numbers lie: PostgreSQL asks them block by block."""

import pytest
from django.db import connection

from xiangchuang.search.holding import all_of, newest, newest_with_kind
from xiangchuang.search.models import PublicText, TextWords

# Numbers on both sides of the bounds between blocks, and a block without any text.
NUMBERS = (1, 4095, 4096, 4097, 9_000, 40_959, 40_960)
ASKED = all_of(["盾构"])


@pytest.fixture
def texts(db: None) -> None:
    """A text at each of the numbers that holds the word, and one beside it that does not."""
    for number in NUMBERS:
        write(number, "盾构 滚刀")
        write(number + 100_000, "齿轮 滚刀")


def write(number: int, words: str) -> None:
    PublicText.objects.create(pk=number, kind="paper", key=str(number), title=words, url=f"/{number}/")
    TextWords.objects.create(text_id=number, words=words)


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize("most", range(1, len(NUMBERS) + 2))
def test_the_newest_come_first_and_no_more_than_asked_for(most: int) -> None:
    expected = sorted(NUMBERS, reverse=True)[:most]
    assert newest(ASKED, most) == expected
    assert newest_with_kind(ASKED, most) == [(number, "paper") for number in expected]


@pytest.mark.usefixtures("texts")
def test_those_after_a_number_may_be_left_out() -> None:
    assert newest(ASKED, 2, until=9_000) == [9_000, 4097]
    assert newest(ASKED, 2, until=8_999) == [4097, 4096]
    assert newest_with_kind(ASKED, 2, until=8_999) == [(4097, "paper"), (4096, "paper")]
    assert newest(ASKED, 2, until=0) == []


@pytest.mark.django_db
def test_many_old_ones_behind_a_long_gap_are_found_in_order() -> None:
    """More than a wide block may bring at once, across the bound of two narrow ones."""
    old = range(19_700, 21_300)
    everything = [*old, 300_000]
    PublicText.objects.bulk_create(
        PublicText(pk=n, kind="paper", key=str(n), title="盾构", url=f"/{n}/") for n in everything
    )
    TextWords.objects.bulk_create(TextWords(text_id=n, words="盾构") for n in everything)
    assert newest(ASKED, 2_000) == [300_000, *reversed(old)]
    assert newest(ASKED, 700) == [300_000, *reversed(old[-699:])]


@pytest.mark.django_db
def test_nothing_public_is_found_by_nobody() -> None:
    assert newest(ASKED, 10) == []


@pytest.mark.usefixtures("texts")
def test_a_word_that_stands_nowhere_is_found_nowhere() -> None:
    assert newest(all_of(["盾构", "齿轮"]), 10) == []


@pytest.mark.usefixtures("texts")
def test_a_word_of_most_texts_costs_a_look_at_the_newest_alone() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("not run: it is PostgreSQL that would look at every text with the word")
    with connection.cursor() as cursor:
        # A table of a dozen rows may be read whole; of a large one it never is.
        cursor.execute("SET LOCAL enable_seqscan = off")
    before = rows_looked_at()
    assert newest(ASKED, 2, until=40_960) == [40_960, 40_959]
    assert rows_looked_at() - before == len([40_960, 40_959])


def rows_looked_at() -> int:
    """Return how many rows of words this transaction has fetched."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(idx_tup_fetch, 0) + coalesce(seq_tup_read, 0) FROM pg_stat_xact_user_tables "
            "WHERE relname = 'search_textwords'"
        )
        return int(cursor.fetchone()[0])
