"""One center's result: the score tree down to its records, its place among peers, and how certain it is."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.centers.queries import can_view
from xiangchuang.evaluation.distribution import distribution
from xiangchuang.evaluation.models import ScorePurpose, SubjectScore
from xiangchuang.evaluation.result_queries import find_score, is_overseer, peers_points, scores_visible_to
from xiangchuang.evaluation.result_words import (
    OF_THE_PAGE,
    certainty,
    distance_to_next,
    grade_words,
    lifts,
    points_text,
    rank_text,
    span_text,
    state_words,
)
from xiangchuang.evaluation.score_tree import Reader, records_of, tree_of
from xiangchuang.evaluation.scored import Scored
from xiangchuang.evaluation.views.results import readable
from xiangchuang.pages import figures
from xiangchuang.pages.parts import Tab
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import whole
from xiangchuang.policy.evaluation import SubjectResult, reason_sentence
from xiangchuang.procedure.pack_words import words


@signed_in
@require_safe
def result(request: ActorRequest, pk: int) -> HttpResponse:
    """Show a center's result in a scoring; a center reads its own, from the draft on."""
    score = find_score(request.actor, pk, whole(request.GET.get("run", ""), None))
    documents = readable(score.run)
    found = documents.result(score.subject.code)
    reader = _reader(request.actor, score)
    context = {
        "score": score, "round": score.run.round, "center": score.subject.center, "result": found,
        "is_overseer": reader.sees_scorers, "is_draft": score.run.purpose == ScorePurpose.DRAFT,
        "runs": _run_tabs(request.actor, score), "facts": _facts(score, documents, found),
        "certainty": certainty(score, documents.inputs.rules),
        "distance": distance_to_next(found, documents.inputs.rules), "lifts": lifts(found),
        "reasons": [reason_sentence(reason, OF_THE_PAGE) for reason in found.reasons],
        "vetoes": [(words(v.label), v.reason, records_of(v.rows, reader)) for v in found.vetoes],
        "tree": tree_of(documents, found, reader), "chart": _chart(score, found, reader),
    }  # fmt: skip
    return render(request, "evaluation/result.html", context)


def _reader(actor: Actor, score: SubjectScore) -> Reader:
    center = score.subject.center
    return Reader(is_overseer(actor, score), can_view(actor, center), center.pk)


def _facts(score: SubjectScore, documents: Scored, found: SubjectResult) -> list[tuple[str, object]]:
    rules, total = documents.inputs.rules, documents.inputs.set_of(documents.subject(found.code))
    pairs: list[tuple[str, object]] = [
        (_("得分"), points_text(score.points_e2)),
        (_("等次"), grade_words(rules, found.grade)),
        (_("名次"), rank_text(score)),
        (_("名次区间"), span_text(score)),
        (_("状态"), state_words(rules, found.state)),
        (_("指标体系"), words(total.label)),
        (_("评价期起"), figures.iso_day(documents.inputs.first)),
        (_("评价期止"), figures.iso_day(documents.inputs.last)),
        (_("评分时间"), figures.moment_text(score.run.scored_at)),
        (_("评价数据"), score.run.inputs_sha256[:16]),
    ]
    return [(label, value) for label, value in pairs if value]


def _run_tabs(actor: Actor, score: SubjectScore) -> list[Tab]:
    rows = scores_visible_to(actor).filter(subject=score.subject_id)
    return [
        Tab(
            _("第 %(number)s 次：%(purpose)s")
            % {"number": row.run.number, "purpose": row.run.get_purpose_display()},
            f"?run={row.run.number}", row.pk == score.pk,
        )
        for row in rows
    ]  # fmt: skip


def _chart(score: SubjectScore, found: SubjectResult, reader: Reader) -> Any:
    if score.points_e2 is None:
        return None
    return distribution(
        peers_points(score, found.set_code), score.points_e2,
        day=figures.iso_day(score.run.scored_at), names_nobody=not reader.sees_scorers,
    )  # fmt: skip
