"""What is done after the answer: setting reports that were handed in."""

from django_tasks import task


@task()
def render_report(revision_id: int) -> None:
    """Set both files of a revision, so that the first reader does not wait."""
    from xiangchuang.reporting.models import ReportRevision
    from xiangchuang.reporting.render_report import ensure_rendered

    ensure_rendered(ReportRevision.objects.select_related("pdf", "docx").get(pk=revision_id))
