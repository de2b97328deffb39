"""What the checks add: their guard, what follows a submission, panels of the plan's pages."""

from django.utils.translation import gettext_lazy as _

from xiangchuang.ledger.act_words import name_acts
from xiangchuang.plan_checks import guard  # noqa: F401 - importing it registers the guard
from xiangchuang.plan_checks.findings import keep_findings
from xiangchuang.plan_checks.mark_seen import VERB
from xiangchuang.plan_checks.panels import findings_panel, similarity_panel, submit_panel
from xiangchuang.plan_checks.tasks import compare_submitted_plan
from xiangchuang.proposals.after_submission import after_submission
from xiangchuang.proposals.models import PlanRevision
from xiangchuang.proposals.plan_panels import PlanPanel, contribute_plan_panel


def contribute() -> None:
    """Add them; called once from the app's `ready()`."""
    contribute_plan_panel(PlanPanel("submit", "plan_checks/_submit_panel.html", submit_panel))
    contribute_plan_panel(PlanPanel("tab", "plan_checks/_findings_panel.html", findings_panel))
    contribute_plan_panel(PlanPanel("tab", "plan_checks/_similarity_panel.html", similarity_panel))
    after_submission(_follow)
    name_acts({VERB: _("查看相似方案")})


def _follow(revision: PlanRevision) -> None:
    keep_findings(revision)
    # In the transaction: the queue is the database, so no submitted plan is left uncompared.
    compare_submitted_plan.enqueue(revision.pk)
