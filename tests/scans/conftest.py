"""The example province, and a national table brought and scanned by its officer."""

from datetime import date
from pathlib import Path

import pytest

from tests.factories.line import LineWorld
from xiangchuang.accounts.actor import Actor
from xiangchuang.policy.scan import figures, suggest_mapping
from xiangchuang.procedure.packs import current_pack
from xiangchuang.scans.bring_table import bring_table
from xiangchuang.scans.models import NationalTable, Scan
from xiangchuang.scans.run_scan import run_scan
from xiangchuang.scans.sample_table import sample_csv
from xiangchuang.scans.start_scan import start_scan

TODAY = date(2026, 11, 23)
DATA_AS_OF = date(2025, 12, 31)


@pytest.fixture
def world(db: None) -> LineWorld:
    return LineWorld.build()


@pytest.fixture
def officer(world: LineWorld) -> Actor:
    return world.actor("officer")


@pytest.fixture
def sample_file(db: None, tmp_path: Path) -> Path:
    """The sample that people may download, as a file."""
    path = tmp_path / "sample.csv"
    path.write_bytes(sample_csv(current_pack(), TODAY))
    return path


@pytest.fixture
def table(officer: Actor, sample_file: Path) -> NationalTable:
    return bring_table(
        actor=officer, upload=sample_file, title="示例全国统计", source="示例来源", data_as_of=DATA_AS_OF
    )


@pytest.fixture
def queued(officer: Actor, table: NationalTable) -> Scan:
    """A scan that nobody has worked on."""
    mapping = suggest_mapping(table.headers, figures(current_pack()))
    return start_scan(actor=officer, table=table, mapping=mapping, as_of=TODAY)


@pytest.fixture
def done(queued: Scan) -> Scan:
    """A scan worked on to its end."""
    run_scan(queued.pk, queued.attempt)
    queued.refresh_from_db()
    return queued
