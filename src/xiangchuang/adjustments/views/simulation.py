"""The simulation's page: all of it is in the address, nothing is kept."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.refusals import NotPermitted
from xiangchuang.accounts.text import normalise_line
from xiangchuang.adjustments.effect_words import effect_pairs
from xiangchuang.adjustments.effects import Effects
from xiangchuang.adjustments.forms import hundredths
from xiangchuang.adjustments.grounds import grade_words, points
from xiangchuang.adjustments.published import published_rounds
from xiangchuang.adjustments.simulate import Rules, Simulation, simulate, usual_rules
from xiangchuang.evaluation.models import Round
from xiangchuang.pages.exports import csv_response
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import whole
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import current_pack

MOST_POINTS = Decimal(100_000)


@signed_in
@require_safe
def simulation(request: ActorRequest) -> HttpResponse:
    """Show who would be warned and who would leave under the rules of the address."""
    if not request.actor.is_department_staff:
        raise NotPermitted(_("测算由省科技厅人员使用。"), clause="6.5-1")
    pack, rounds = current_pack(), published_rounds()
    chosen = whole(request.GET.get("round", ""), None)
    round_ = next((r for r in rounds if r.pk == chosen), rounds[0] if rounds else None)
    rules = rules_of(request.GET, pack) if "asked" in request.GET else usual_rules(pack)
    found = simulate(round_, rules, pack) if round_ else Simulation(())
    if request.GET.get("format") == "csv":
        return _export(found, grade_words(pack))
    query = request.GET.copy()
    query["format"] = "csv"
    return render(request, "adjustments/simulation.html", _context(pack, rounds, round_, rules, found)
                  | {"export_url": f"?{query.urlencode()}"})  # fmt: skip


def rules_of(query: Mapping[str, str], pack: Pack) -> Rules:
    """Read the rules from the address; what is unknown in it is as if it were not there."""
    known = {measure.code for measure in pack.adjustments.measures}
    grades = grade_words(pack)

    def measure(name: str) -> str:
        code = query.get(name, "")
        return code if code in known else ""

    row_grade = query.get("row_grade", "")
    return Rules(
        by_grade={g: m for g in grades if (m := measure(f"grade-{g}"))},
        in_a_row=whole(query.get("in_a_row", ""), 0),
        row_grade=row_grade if row_grade in grades else "",
        row_measure=measure("row_measure"),
        last=whole(query.get("last", ""), 0),
        last_measure=measure("last_measure"),
        below_e2=hundredths(_points(query.get("below", ""))),
        below_measure=measure("below_measure"),
    )


def _points(text: str) -> Decimal | None:
    try:
        value = Decimal(normalise_line(text))
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 < value <= MOST_POINTS else None


def _context(
    pack: Pack, rounds: list[Round], round_: Round | None, rules: Rules, found: Simulation
) -> dict[str, Any]:
    grades = grade_words(pack)
    return {
        "rounds": rounds, "round": round_, "rules": rules,
        "below": f"{rules.below_e2 / 100:g}" if rules.below_e2 else "",
        "measures": [(m.code, words(m.label)) for m in pack.adjustments.measures],
        "grades": [(code, label, rules.by_grade.get(code, "")) for code, label in grades.items()],
        "by_measure": [(words(measure.label), count) for measure, count in found.by_measure],
        "of": len(found.lines), "touched": len(found.touched),
        "totals": [
            (_("取消的预约"), found.total("cancelled")), (_("终止的未达成订单"), found.total("declined")),
            (_("在办订单"), found.total("orders")), (_("涉及单位（家次）"), found.total("firms")),
        ],
        "lines": [
            {
                "center": line.center, "rank": line.score.rank, "points": points(line.score),
                "grade": grades.get(line.score.grade, line.score.grade), "why": line.why,
                "measure": words(line.measure.label) if line.measure else "",
                "effects": effect_pairs(line.effects) if line.effects else [],
            }
            for line in found.lines
        ],
    }  # fmt: skip


def _export(found: Simulation, grades: Mapping[str, str]) -> HttpResponse:
    head = [_("中心"), _("名次"), _("得分"), _("等次"), _("测算的措施"), _("原因"), _("后果")]
    rows = (
        [
            line.center.name, line.score.rank, points(line.score), grades.get(line.score.grade, ""),
            words(line.measure.label) if line.measure else "", line.why,
            _in_words(line.effects) if line.effects else "",
        ]
        for line in found.lines
    )  # fmt: skip
    return csv_response(_("动态调整测算.csv"), head, rows)


def _in_words(effects: Effects) -> str:
    lines = (_("%(what)s：%(how)s") % {"what": what, "how": how} for what, how in effect_pairs(effects))
    return _("；").join(lines)
