"""The timeline of a case: its passages through the stages, with outcomes and reasons."""

from django.utils.translation import gettext as _

from xiangchuang.procedure.models import StageRun
from xiangchuang.workbench.case_file import Opened
from xiangchuang.workbench.parts import Entry
from xiangchuang.workbench.viewpoint import Viewpoint
from xiangchuang.workbench.wording import seat_words, stage_words


def outcome_words(outcome: str) -> str:
    """Return how a passage through a stage ended."""
    return {
        "": _("办理中"),
        "passed": _("通过"),
        "returned": _("退回修改"),
        "declined": _("不予推荐"),
        "failed": _("不予通过"),
        "revise": _("要求完善方案"),
        "deferred": _("暂缓"),
        "withdrawn": _("撤回"),
    }.get(outcome, outcome)


def timeline(opened: Opened) -> list[Entry]:
    """Return the passages, newest first; persons' names are said inside only."""
    return [_entry(opened, run) for run in reversed(list(opened.case.runs.all()))]


def _entry(opened: Opened, run: StageRun) -> Entry:
    stage = opened.pack.procedures[opened.case.kind].stage(run.stage_code)
    words = stage_words(stage, opened.viewpoint)
    if run.round > 1:
        words = _("%(stage)s（第 %(round)d 轮）") % {"stage": words, "round": run.round}
    inside = opened.viewpoint is Viewpoint.INSIDE
    who = run.closed_by if inside and run.closed_by else seat_words(stage.role, opened.pack)
    return Entry(
        at=run.closed_at or run.opened_at,
        who=who,
        what=f"{words} · {outcome_words(run.outcome)}",
        clause=stage.clause if not stage.is_default else "",
        detail=run.reason,
    )
