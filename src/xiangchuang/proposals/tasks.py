"""Work that the submitter does not wait for."""

from django_tasks import task

from xiangchuang.proposals.models import PlanRevision
from xiangchuang.proposals.plan_pdf import plan_pdf


@task()
def build_plan_pdf(revision_id: int) -> None:
    """Make the PDF of a submitted plan; a download that comes first makes it itself."""
    revision = PlanRevision.objects.select_related("proposal__case", "file").filter(pk=revision_id).first()
    if revision is not None:
        plan_pdf(revision)
