"""A fictitious national table, scanned: whom the example's department might invite."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from xiangchuang.calendars import clock
from xiangchuang.demo.province import Province
from xiangchuang.policy.scan import figures, suggest_mapping
from xiangchuang.procedure.packs import current_pack
from xiangchuang.scans.bring_table import bring_table
from xiangchuang.scans.models import Scan
from xiangchuang.scans.run_scan import run_scan
from xiangchuang.scans.sample_table import sample_csv
from xiangchuang.scans.start_scan import start_scan

OFFICER = "jingban"


def scan_sample_nation(province: Province) -> Scan:
    """Bring the sample table as the officer does and work its scan off at once."""
    officer, today, pack = province.actor(OFFICER), clock.today(), current_pack()
    with TemporaryDirectory(prefix="sample-nation-") as folder:
        path = Path(folder) / "示例全国机构数据表.csv"
        path.write_bytes(sample_csv(pack, today))
        table = bring_table(
            actor=officer,
            upload=path,
            title=f"{today.year - 1} 年全国机构研发数据（示例数据）",
            source="示例数据，随系统附带",
            data_as_of=date(today.year - 1, 12, 31),
        )
    scan = start_scan(
        actor=officer, table=table, mapping=suggest_mapping(table.headers, figures(pack)), as_of=today
    )
    run_scan(scan.pk, scan.attempt)
    scan.refresh_from_db()
    return scan
