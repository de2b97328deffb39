"""How an industry's income is distributed, which formation mode that speaks for, and what a person finds."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from xiangchuang.layouts.queries import advisable_directions, find_direction
from xiangchuang.pages.typed import whole
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.scan import Concentration, ConcentrationUnknownError, advise, concentration
from xiangchuang.policy.scan.kept import KeptRelease, choices_of, income_years, largest_industries
from xiangchuang.procedure.errors import Refusal
from xiangchuang.procedure.packs import pack_of_version
from xiangchuang.scans.advise_direction import advise_direction
from xiangchuang.scans.forms import JudgementForm
from xiangchuang.scans.found_lists import field_words, filters_of
from xiangchuang.scans.judge_mode import judge_mode
from xiangchuang.scans.models import Scan
from xiangchuang.scans.share_chart import share_chart
from xiangchuang.scans.views.scanning_page import ScanningPage, opened


class ConcentrationPage(ScanningPage):
    """`?industry=3562&year=2025`: figures, distribution and advice; posting writes a judgement down."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(self.find_done_scan(pk), JudgementForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if "direction" in request.POST:
            return self._advise(self.find_done_scan(pk), whole(request.POST["direction"], 0))
        scan, form = self.find_done_scan(pk), JudgementForm(request.POST)
        if not form.is_valid():
            return self._show(scan, form, status=422)
        industry, year, field = self._asked(scan)
        try:
            judge_mode(
                actor=self.actor, scan=scan, industry=industry, field=field, year=year,
                reason=form.cleaned_data["reason"],
                market_is_mature=form.says("market_is_mature"), technology_push=form.says("technology_push"),
                enterprises_important=form.says("enterprises_important"),
            )  # fmt: skip
        except Refusal as refusal:
            return self._show(scan, form, refusal=refusal, status=refusal.status)
        messages.success(request, _("判断已记下，与本次扫描一并保存。"))
        here = reverse("scans:concentration", args=[scan.pk])
        return redirect(f"{here}?{urlencode({'industry': industry, 'year': str(year), 'field': field})}")

    def _advise(self, scan: Scan, direction_pk: int) -> HttpResponse:
        """Write the advice to the chosen direction, and go there."""
        industry, year, field = self._asked(scan)
        direction = find_direction(self.actor, direction_pk)
        with opened(scan) as release:
            advise_direction(
                actor=self.actor, scan=scan, release=release, direction=direction, industry=industry,
                year=year, field=field,
            )  # fmt: skip
        said = _("测算结果已写入方向 %(number)s。")
        messages.success(self.request, said % {"number": direction.number})
        return redirect("layouts:direction", direction.pk)

    def _asked(self, scan: Scan) -> tuple[str, int, str]:
        typed = self.request.GET.get("year", "")
        year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else scan.as_of.year - 1
        filters = filters_of(self.request.GET)
        return filters.industry, year, filters.field

    def _show(
        self, scan: Scan, form: JudgementForm, *, refusal: Refusal | None = None, status: int = 200
    ) -> HttpResponse:
        pack = pack_of_version(scan.policy_version_id)
        industry, year, field = self._asked(scan)
        context: dict[str, Any] = {
            "scan": scan, "pack": pack, "clauses": pack.clauses, "form": form, "refusal": refusal,
            "industry": industry, "year": year, "field": field, "field_label": field_words(pack, field),
        }  # fmt: skip
        with opened(scan) as release:
            fields = [(value, field_words(pack, value)) for value in choices_of(release, "field")]
            context |= {
                "years": income_years(release),
                "largest": largest_industries(release, year),
                "fields": fields,
            }
            context["directions"] = advisable_directions(self.actor)
            if industry:
                context |= _measured(release, scan, pack, industry, year, field)
        return render(self.request, "scans/concentration.html", context, status=status)


def _measured(
    release: KeptRelease, scan: Scan, pack: Pack, industry: str, year: int, field: str
) -> dict[str, Any]:
    try:
        found: Concentration = concentration(release, industry, year, field=field)
    except ConcentrationUnknownError as error:
        return {"unknown": str(error)}
    judgements = list(scan.judgements.filter(industry=industry, year=year, field=field).select_related("by"))
    finding = judgements[0].market_not_mature if judgements else None
    return {
        "found": found,
        "chart": share_chart(found),
        "advice": advise(found, pack, market_not_mature=finding),
        "judgements": judgements,
    }
