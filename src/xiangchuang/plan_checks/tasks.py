"""Work that the submitter does not wait for."""

from django_tasks import task

from xiangchuang.plan_checks.compare_plans import compare_plan
from xiangchuang.proposals.models import PlanRevision


@task()
def compare_submitted_plan(revision_id: int) -> None:
    """Compare a submitted plan with the earlier ones."""
    revision = PlanRevision.objects.select_related("proposal__case").filter(pk=revision_id).first()
    if revision is not None:
        compare_plan(revision)
