"""Errors hold a plan's submission back, each with its reason; warnings never do."""

from django.utils.translation import gettext as _

from xiangchuang.plan_checks.finding_words import clause_of, message_of, place_words
from xiangchuang.plan_checks.findings import errors_now
from xiangchuang.procedure.verbs import Blocker, Standpoint, guard
from xiangchuang.proposals.manuscript import revision_under_way


@guard("plan_checked")
def plan_checked(at: Standpoint) -> list[Blocker]:
    """A plan is submitted without an error that its check names (5.1-3, by default)."""
    revision = revision_under_way(at)
    if revision is None:
        return []
    return [
        Blocker(
            _("%(place)s：%(message)s")
            % {"place": place_words(finding, at.pack), "message": message_of(finding, at.pack)},
            clause_of(finding, at.pack),
            "upload_plan",
        )
        for finding in errors_now(revision, at.pack)
        # An empty section is said already by the guard that asks for the whole outline.
        if not (finding.code == "section_empty" and finding.section in revision.missing)
    ]
