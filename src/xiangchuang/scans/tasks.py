"""Work that the person who starts a scan does not wait for."""

from django_tasks import task


@task()
def work_on_scan(scan_id: int, attempt: int) -> None:
    """Read, rank and judge; what becomes of it is written on the scan."""
    # The verbs import this module to enqueue; the work itself imports DuckDB.
    from xiangchuang.scans.run_scan import run_scan

    run_scan(scan_id, attempt)
