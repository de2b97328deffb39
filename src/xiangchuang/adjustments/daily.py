"""Each day: whose rectification comes to its end, and whose is overdue; told once each."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from xiangchuang.adjustments.messages import tell_of_rectification
from xiangchuang.adjustments.models import Rectification
from xiangchuang.adjustments.models.rectifications import RECTIFYING
from xiangchuang.procedure.packs import pack_of


def rectifications_of_the_day(today: date) -> str:
    """Tell centers and officers; return what it came to. A second run on the same day tells nobody twice."""
    running = Rectification.objects.filter(state__in=RECTIFYING).select_related("center", "adjustment__case")
    soon = overdue = 0
    for one in running:
        rule = pack_of(one.adjustment.case).adjustments.rectification
        by = one.due_on.isoformat()
        if one.due_on < today:
            tell_of_rectification(one, "rectification_overdue", to_center=True, to_officers=True, by=by)
            overdue += 1
        elif rule and one.due_on <= today + timedelta(days=rule.warning_days):
            tell_of_rectification(one, "rectification_due", to_center=True, to_officers=False, by=by)
            soon += 1
    if not (soon or overdue):
        return ""
    return _("整改将到期 %(soon)d 项，已到期 %(overdue)d 项") % {"soon": soon, "overdue": overdue}
