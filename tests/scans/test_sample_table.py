"""Template and sample: every header is recognised again, and the words of faults are complete."""

from pathlib import Path

import pytest

from xiangchuang.calendars import clock
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.scan import REASONS, figures, suggest_mapping
from xiangchuang.policy.scan.mapping import ATTRIBUTES
from xiangchuang.scans.column_words import ATTRIBUTE_WORDS, template_headers
from xiangchuang.scans.found_lists import REASON_WORDS
from xiangchuang.scans.sample_table import sample_csv, template_csv


@pytest.mark.parametrize("pack_name", ["hunan_pack", "minimal_pack"])
def test_each_header_of_the_template_is_taken_for_what_it_says(
    pack_name: str, request: pytest.FixtureRequest
) -> None:
    pack: Pack = request.getfixturevalue(pack_name)
    headers = template_headers(pack)
    read = {column.name: column.header for column in suggest_mapping(headers.values(), figures(pack)).columns}
    assert read == headers
    assert template_csv(pack).decode("utf-8-sig").strip().split(",") == list(headers.values())


def test_the_sample_has_one_row_an_organisation_a_year(hunan_pack: Pack, tmp_path: Path) -> None:
    rows = sample_csv(hunan_pack, clock.today()).decode("utf-8-sig").splitlines()
    assert len(rows) == 1 + 295 * 3 + 5
    assert all("示例" in row for row in rows[1:])


def test_every_column_and_every_fault_has_its_words() -> None:
    assert set(ATTRIBUTE_WORDS) == set(ATTRIBUTES)
    assert {key: str(words) for key, words in REASON_WORDS.items()} == dict(REASONS)
