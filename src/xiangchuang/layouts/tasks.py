"""What is done after the answer: setting the published layout."""

from django_tasks import task


@task()
def render_layout(layout_id: int) -> None:
    """Set both files of a published layout, so that the first reader does not wait."""
    from xiangchuang.layouts.models import LayoutVersion
    from xiangchuang.layouts.render_layout import ensure_rendered

    ensure_rendered(LayoutVersion.objects.get(pk=layout_id, published_at__isnull=False))
