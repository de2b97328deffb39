"""The chapter 评价 of a center's file: round by round where it stands and what came of it."""

from typing import Any

from django.urls import reverse

from xiangchuang.accounts.actor import Actor
from xiangchuang.centers.models import Center
from xiangchuang.evaluation.grade_words import outcome_label, points_text
from xiangchuang.evaluation.models import ScorePurpose, SubjectScore
from xiangchuang.evaluation.queries import grades_over_time, subjects_visible_to
from xiangchuang.procedure.models import CaseState
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import pack_of


def evaluations_of_center(center: Center, actor: Actor) -> dict[str, Any]:
    """Return a line a round, newest first, in two queries; grades once they are published."""
    subjects = list(subjects_visible_to(actor).filter(center=center).order_by("-round__last_on", "-pk"))
    published = {
        score.subject_id: score
        for score in SubjectScore.objects.filter(
            subject__in=subjects, run__purpose=ScorePurpose.PUBLISHED,
            run__round__case__state=CaseState.COMPLETED,
        ).select_related("subject")
    }  # fmt: skip
    lines = []
    for subject in subjects:
        case, score = subject.round.case, published.get(subject.pk)
        pack = pack_of(case)
        stage = pack.procedures[case.kind].stage(case.stage_code)
        points = score.points_e2 if score else None
        lines.append(
            {
                "subject": subject,
                "round": subject.round,
                "stage": "" if score else words(stage.public_label),
                "outcome": words(outcome_label(score, pack)) if score else "",
                "points": "" if points is None else points_text(points),
                "url": reverse("evaluation:subject", args=[subject.pk]),
            }
        )
    return {"center": center, "lines": lines}


def grades_said(center: Center) -> list[tuple[int, str]]:
    """Return year and grade of the center's published results, newest first: all that is public of them."""
    return [
        (score.subject.round.year, words(outcome_label(score, pack_of(score.subject.round.case))))
        for score in grades_over_time(center)
    ]
