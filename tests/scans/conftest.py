"""An officer, the sample table as people download it, and a scan of it before and after its work."""

from datetime import date
from pathlib import Path

import pytest

from tests.factories.registers import actor_as
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.policy.scan import figures, suggest_mapping
from xiangchuang.procedure.packs import current_pack
from xiangchuang.scans.bring_table import bring_table
from xiangchuang.scans.models import NationalTable, Scan
from xiangchuang.scans.run_scan import run_scan
from xiangchuang.scans.sample_table import sample_csv
from xiangchuang.scans.start_scan import start_scan


@pytest.fixture
def officer(db: None) -> Actor:
    return actor_as(Role.OFFICER)


@pytest.fixture
def sample_file(db: None, tmp_path: Path) -> Path:
    """295 organisations of four industries over three years, and five rows that are set aside."""
    path = tmp_path / "sample.csv"
    path.write_bytes(sample_csv(current_pack(), clock.today()))
    return path


@pytest.fixture
def table(officer: Actor, sample_file: Path) -> NationalTable:
    return brought(officer, sample_file)


@pytest.fixture
def queued(officer: Actor, table: NationalTable) -> Scan:
    """A scan that nobody has worked on."""
    return queue(officer, table)


@pytest.fixture
def done(queued: Scan) -> Scan:
    """A scan worked on to its end."""
    return work_off(queued)


def brought(officer: Actor, file: Path) -> NationalTable:
    """Return the file brought by the officer, with figures up to the end of last year."""
    data_as_of = date(clock.today().year - 1, 12, 31)
    return bring_table(
        actor=officer, upload=file, title="示例全国统计", source="示例统计机构", data_as_of=data_as_of
    )


def queue(officer: Actor, table: NationalTable) -> Scan:
    """Return a scan of the table as of today, by the mapping its header suggests."""
    mapping = suggest_mapping(table.headers, figures(current_pack()))
    return start_scan(actor=officer, table=table, mapping=mapping, as_of=clock.today())


def work_off(scan: Scan) -> Scan:
    """Do what the worker does with the scan's present start."""
    run_scan(scan.pk, scan.attempt)
    scan.refresh_from_db()
    return scan
