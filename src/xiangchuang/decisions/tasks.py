"""What is done after the answer: setting issued documents."""

from django_tasks import task


@task()
def render_document(document_id: int) -> None:
    """Set both files of an issued document, so that the first reader does not wait."""
    from xiangchuang.decisions.models import OfficialDocument
    from xiangchuang.decisions.render_document import ensure_rendered

    ensure_rendered(OfficialDocument.objects.get(pk=document_id, issued_at__isnull=False))
