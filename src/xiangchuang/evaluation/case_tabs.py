"""What the case file shows of a round: its scope, its scorings, and the replies to the draft."""

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.evaluation.grade_words import state_label
from xiangchuang.evaluation.models import Reply, Round
from xiangchuang.evaluation.queries import sees_whole_round
from xiangchuang.files.gates import may_read
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import pack_of

SETTABLE = ("intake", "integrity", "collection", "scoring")


def case_scope_context(case: Case, actor: Actor) -> dict[str, Any]:
    """Return the period, the seed, and every center with its set and state, in five queries."""
    round_ = _round(case)
    pack = pack_of(case)
    whole = sees_whole_round(actor, round_)
    subjects = round_.subjects.select_related("center__lead").order_by("-is_sampled", "center__name", "pk")
    sets = {code: words(found.label) for code, found in pack.indicator_sets.items()}
    lines = [
        {
            "subject": subject,
            "set": sets.get(subject.set_code, subject.set_code),
            "state": words(state_label(pack, subject.state)) if subject.state else "",
            "url": reverse("evaluation:subject", args=[subject.pk]),
        }
        for subject in (subjects if whole else ())
    ]
    return {
        "round": round_,
        "lines": lines,
        "sees_whole": whole,
        "may_set": case.is_running and case.stage_kind in SETTABLE and actor.holds(Role.OFFICER),
        "may_read_commission": round_.commission is not None and may_read(actor, round_.commission),
        "may_read_snapshot": round_.snapshot is not None and may_read(actor, round_.snapshot),
    }


def case_scores_context(case: Case, actor: Actor) -> dict[str, Any]:
    """Return the scorings, newest first, with the hashes by which they can be repeated."""
    round_ = _round(case)
    runs = round_.score_runs.select_related("inputs", "results", "scored_by").annotate(
        centers=Count("scores"), undecided=Count("scores", filter=Q(scores__is_undecided=True))
    )
    return {"round": round_, "runs": list(runs) if sees_whole_round(actor, round_) else []}


def case_replies_context(case: Case, actor: Actor) -> dict[str, Any]:
    """Return what the centers said of the draft, newest first, and what was answered."""
    round_ = _round(case)
    replies = Reply.objects.filter(subject__round=round_).order_by("-pk")
    labels = {
        (code, indicator.code): words(indicator.label)
        for code, found in pack_of(case).indicator_sets.items()
        for indicator in found.scored
    }
    shown = replies.select_related("subject__center", "run").prefetch_related("points__evidence")
    lines = [
        (reply, [
            (point, labels.get((reply.subject.set_code, point.indicator), point.indicator))
            for point in reply.points.all()
        ])
        for reply in (shown if sees_whole_round(actor, round_) else ())
    ]  # fmt: skip
    silent = round_.subjects.filter(is_sampled=True, replies__isnull=True).count()
    answers = (
        case.is_running and case.stage_kind == "reply" and actor.holds(Role.EVALUATOR, round_.evaluator_id)
    )
    return {"round": round_, "lines": lines, "silent": silent, "may_answer": answers}


def _round(case: Case) -> Round:
    return Round.objects.select_related("case", "evaluator", "commission", "snapshot").get(case=case)
