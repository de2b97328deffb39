"""What becomes of a window counted over days whose holidays were not yet published: it only ever grows."""

from xiangchuang.calendars.clock import today
from xiangchuang.decisions.models import Notice
from xiangchuang.decisions.objection_terms import settle_answer_days
from xiangchuang.decisions.publish_notice import due_after_window, publicity_window
from xiangchuang.procedure.packs import pack_of


def settle_windows() -> int:
    """Count every provisional window anew; return how many last days moved.

    A day once announced is somebody's day to object: holidays push the last day out, and never pull it in.
    """
    running = Notice.objects.filter(run__closed_at__isnull=True)
    moved = 0
    for notice in running.filter(closes_provisional=True, closes_on__gte=today()).select_related(
        "case", "run"
    ):
        stage = pack_of(notice.case).procedures[notice.case.kind].stage(notice.run.stage_code)
        window = publicity_window(stage, notice.opens_on)
        later = max(window.closes, notice.closes_on)
        moved += later != notice.closes_on
        Notice.objects.filter(pk=notice.pk).update(closes_on=later, closes_provisional=window.provisional)
        if later != notice.closes_on:
            notice.closes_on = later
            due_after_window(notice.case, notice.run, notice)
    return moved + settle_answer_days(running)
