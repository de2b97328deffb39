"""Point-by-point answers as they travel with a revised plan: the table 意见答复表, and what is hashed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from xiangchuang.documents.plan import Block
from xiangchuang.documents.plan.blocks import numbered_blocks
from xiangchuang.procedure.models import StageRun
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.models import PlanRevision
from xiangchuang.reviews.models import OpinionAnswer


@dataclass(frozen=True)
class AnswerLine:
    """One opinion with its answer and the titles of both sections; nobody's name is in it."""

    kept: OpinionAnswer
    section_title: str
    changed_title: str


def run_of(revision: PlanRevision) -> StageRun | None:
    """Return the round of the plan stage in which the revision was written; None before any."""
    runs = StageRun.objects.filter(
        case=revision.proposal.case_id, stage_kind="plan", opened_at__lte=revision.begun_at
    )
    return runs.order_by("-opened_at", "-pk").first()


def answers_of(revision: PlanRevision) -> "QuerySet[OpinionAnswer]":
    """Return the answers given with this revision, by the number of the opinion."""
    run = run_of(revision)
    answers = OpinionAnswer.objects.filter(run=run) if run is not None else OpinionAnswer.objects.none()
    return answers.select_related("opinion").order_by("opinion__number", "pk")


def answer_lines(revision: PlanRevision) -> list[AnswerLine]:
    """Return the answers with the titles of the outline."""
    titles = {s.code: words(s.title) for s in pack_of(revision.proposal.case).outline.sections}
    return [
        AnswerLine(kept, titles.get(kept.opinion.section, ""), titles.get(kept.section, ""))
        for kept in answers_of(revision)
    ]


def answers_content(revision: PlanRevision) -> list[list[Any]]:
    """Return the answers as the hash of a submitted plan takes them."""
    return [
        [kept.opinion.number, kept.opinion.demand, kept.text, kept.section, kept.block]
        for kept in answers_of(revision)
    ]


def answers_annex(revision: PlanRevision) -> Sequence[Block]:
    """Return the table of opinions and answers as blocks of a plan; none where nothing was answered."""
    lines = answer_lines(revision)
    if not lines:
        return ()
    head = (_("序号"), _("章节"), _("论证意见"), _("答复"), _("修改位置"))
    rows = (head, *(_row(line) for line in lines))
    text = "\n".join("\t".join(row) for row in rows)
    return numbered_blocks([Block("", "table", text, rows=rows, header_rows=1)])


def _row(line: AnswerLine) -> tuple[str, ...]:
    kept = line.kept
    return (
        str(kept.opinion.number),
        f"{kept.opinion.section} {line.section_title}".strip(),
        kept.opinion.demand,
        kept.text,
        f"{kept.section} {line.changed_title}".strip() or _("未修改，理由见答复"),
    )


def leave_answers(old: PlanRevision, new: PlanRevision) -> None:
    """Answers stay with the revision they were given with: the next round has opinions of its own."""
