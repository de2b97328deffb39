"""The timeline of a case: its passages through the stages, with outcomes and reasons."""

from django.utils.translation import gettext as _

from xiangchuang.pages.parts import Entry
from xiangchuang.procedure.models import StageRun
from xiangchuang.workbench.case_face import Opened
from xiangchuang.workbench.viewpoint import Viewpoint
from xiangchuang.workbench.wording import outcome_words, seat_words, stage_words


def timeline(opened: Opened) -> list[Entry]:
    """Return the passages, newest first; persons' names are said inside only."""
    return [_entry(opened, run) for run in reversed(list(opened.case.runs.all()))]


def _entry(opened: Opened, run: StageRun) -> Entry:
    stage = opened.pack.procedures[opened.case.kind].stage(run.stage_code)
    words = stage_words(stage, opened.viewpoint, is_current=run.closed_at is None)
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
