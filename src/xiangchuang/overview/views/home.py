"""The overview's first page: what there is, how it was graded, whether goals and promises are met."""

from collections import Counter

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.calendars import clock
from xiangchuang.centers.figures import Span
from xiangchuang.centers.models import Center
from xiangchuang.evaluation.result_words import grade_words
from xiangchuang.overview.goals import goal_lines
from xiangchuang.overview.layout_counts import category_label, city_chart, layout_table, state_counts
from xiangchuang.overview.promises import PROMISED, promises_of, together
from xiangchuang.overview.scope import achievements_visible_to, centers_in_view, scope_label
from xiangchuang.overview.views.frame import frame_of, source_of
from xiangchuang.overview.views.goals import goals_table
from xiangchuang.overview.yearly import published_grades, years_shown
from xiangchuang.pages import figures
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.procedure.packs import current_pack, pack_of_version


@signed_in
@require_safe
def home(request: ActorRequest) -> HttpResponse:
    """Show the state of the province, or of a city bureau's area, on one page."""
    centers, pack = list(centers_in_view(request.actor)), current_pack()
    years = years_shown(centers)
    standing = list(achievements_visible_to(request.actor).filter(withdrawn_at__isnull=True))
    lines = goal_lines(pack.goals, centers, standing, years)
    context = {
        **frame_of(request.actor, "home"), "count": len(centers), "facts": _facts(centers),
        "city_chart": city_chart(centers, source_of(_("中心档案"))), "goals": goals_table(lines),
        "by_category": layout_table(centers, lambda c: category_label(pack, c.category), _("类别")),
        "by_field": layout_table(centers, lambda c: c.field_label, _("领域")),
        "kept": _kept(centers), "scope": scope_label(request.actor),
    }  # fmt: skip
    return render(request, "overview/home.html", context)


def _facts(centers: list[Center]) -> list[tuple[str, object]]:
    pairs: list[tuple[str, object]] = [(_("批准建设"), _("%(count)s 个") % {"count": len(centers)})]
    pairs += [(label, _("%(count)s 个") % {"count": count}) for label, count in state_counts(centers)]
    return pairs + _last_grades(centers)


def _last_grades(centers: list[Center]) -> list[tuple[str, object]]:
    """Return how many centers were published in each grade in the newest year of a round."""
    published = published_grades(centers)
    last = max((year for of in published.values() for year in of), default=None)
    if last is None:
        return []
    scores = [of[last] for of in published.values() if last in of]
    rules = pack_of_version(scores[0].run.round.case.policy_version_id).evaluation
    counts = Counter(score.grade for score in scores)
    return [
        (
            _("%(year)s 年评价%(grade)s") % {"year": last, "grade": grade_words(rules, grade)},
            _("%(count)s 个") % {"count": count},
        )
        for grade, count in counts.most_common()
        if grade
    ]


def _kept(centers: list[Center]) -> list[tuple[str, str]]:
    """Say in sentences how much of what fell due this year was done."""
    found = together(promises_of(centers, Span.of_year(clock.today().year)))
    sentences = (
        _("年度目标：到期 %(due)s 项，达到 %(done)s 项，占 %(share)s。"),
        _("任务里程碑：到期 %(due)s 项，完成 %(done)s 项，占 %(share)s。"),
        _("支持承诺：到期 %(due)s 项，履行 %(done)s 项，占 %(share)s。"),
    )
    told = []
    for (due, done), sentence in zip(PROMISED, sentences, strict=True):
        share = found.share(due, done)
        if share is not None:
            numbers = {"due": found.numbers[due], "done": found.numbers[done]}
            told.append((due, sentence % (numbers | {"share": figures.share_text(share)})))
    return told
