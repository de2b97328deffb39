"""Who may read the papers of agreements and the evidence of steps: who may read their matter."""

from typing import Final

from xiangchuang.accounts.actor import Actor
from xiangchuang.files.models import StoredFile
from xiangchuang.support.models import SupportStep
from xiangchuang.support.queries import (
    agreements_visible_to,
    commitments_visible_to,
    problems_visible_to,
    projects_visible_to,
)

PURPOSE: Final = "support"
KINDS: Final = ("pdf", "docx", "xlsx", "jpg", "png")


def may_read_evidence(actor: Actor, file: StoredFile) -> bool:
    """Return whether the file belongs to an agreement or a step that the actor may read."""
    if agreements_visible_to(actor).filter(paper=file).exists():
        return True
    found = SupportStep.objects.filter(evidence=file).first()
    if found is None:
        return False
    rows = {
        found.agreement_id: agreements_visible_to, found.commitment_id: commitments_visible_to,
        found.project_id: projects_visible_to, found.problem_id: problems_visible_to,
    }  # fmt: skip
    return any(pk is not None and visible(actor).filter(pk=pk).exists() for pk, visible in rows.items())
