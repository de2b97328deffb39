"""What is done for files behind the pages."""

from django_tasks import task

from xiangchuang.files.scanning import scan_again


@task()
def scan_quarantine() -> None:
    """Ask the scanner again about what it did not answer for."""
    scan_again()
