"""What of the programme anyone may find: clauses, notices, approved documents, centers, published grades."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, time

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center, CenterMember
from xiangchuang.centers.queries import public_centers
from xiangchuang.decisions.models import Notice, OfficialDocument
from xiangchuang.decisions.queries import public_documents, public_notices
from xiangchuang.evaluation.models import Round
from xiangchuang.organizations.prefectures import prefecture_label
from xiangchuang.platforms.queries import public_texts
from xiangchuang.portal.published_results import announced_rounds, result_lines
from xiangchuang.procedure.packs import current_pack
from xiangchuang.search.follow import refresh_all
from xiangchuang.search.sources import Draft, Source, contribute_source, sources

_AT_ONCE = 500


def contribute() -> None:
    """Let them be found; the marketplace and other apps contribute what is theirs."""
    contribute_source(Source("clause", gettext_lazy("政策条文"), _clauses))
    contribute_source(Source("notice", gettext_lazy("公示"), _notices, of_case=_notices_of))
    contribute_source(Source("document", gettext_lazy("批复"), _documents, of_case=_documents_of))
    contribute_source(Source("platform", gettext_lazy("创新平台"), public_texts))
    contribute_source(Source("center", gettext_lazy("中心"), _centers, of_case=_centers_of))
    contribute_source(Source("result", gettext_lazy("评价结果"), _results, of_case=_results_of))


def refresh_daily(_today: date) -> str:
    """Bring every kind up to date: a day changes who is a member, and a unit may have been renamed."""
    changed = sum(refresh_all(kind)[1] for kind in sources())
    return _("更新公开内容的检索 %(count)d 条") % {"count": changed} if changed else ""


def _clauses(keys: Collection[str] | None) -> Iterator[Draft]:
    pack = current_pack()
    issued = datetime.combine(pack.issued_on, time(), clock.SHANGHAI)
    for anchor, clause in pack.clauses.items():
        if keys is None or anchor in keys:
            title = " ".join([anchor, *clause.heading_path[-1:]])
            yield Draft(anchor, title, clause.text, reverse("portal:clause", args=[anchor]), issued)


def _notices(keys: Collection[str] | None) -> Iterator[Draft]:
    rows = public_notices() if keys is None else public_notices().filter(number__in=keys)
    for row in rows.order_by("pk").iterator(chunk_size=_AT_ONCE):
        lines = [f"{label}：{value}" for label, value in row.content]
        body = "\n".join([row.number, *lines, _window(row)])
        url = reverse("portal:notice", args=[row.number])
        yield Draft(row.number, row.title, body, url, row.published_at, is_sample=row.case.is_sample)


def _window(notice: Notice) -> str:
    told = {"opens": f"{notice.opens_on:%Y-%m-%d}", "closes": f"{notice.closes_on:%Y-%m-%d}"}
    return _("公示期 %(opens)s 至 %(closes)s") % told


def _notices_of(case: int) -> list[str]:
    return list(Notice.objects.filter(case=case).order_by().values_list("number", flat=True))


def _documents(keys: Collection[str] | None) -> Iterator[Draft]:
    rows = public_documents() if keys is None else public_documents().filter(verification_code__in=keys)
    for row in rows.order_by("pk").iterator(chunk_size=_AT_ONCE):
        url = reverse("portal:verified", args=[row.verification_code])
        body = "\n".join([row.number, row.get_kind_display(), row.case.title])
        code = row.verification_code
        yield Draft(code, row.title, body, url, row.issued_at, is_sample=row.case.is_sample)


def _documents_of(case: int) -> list[str]:
    rows = OfficialDocument.objects.filter(case=case, issued_at__isnull=False)
    return list(rows.order_by().values_list("verification_code", flat=True))


def _centers(keys: Collection[str] | None) -> Iterator[Draft]:
    categories: dict[str, str] = {category.code: category.label.zh for category in current_pack().categories}
    present = CenterMember.objects.present(clock.today()).select_related("organization")
    rows = public_centers() if keys is None else public_centers().filter(pk__in=keys)
    rows = rows.prefetch_related(Prefetch("members", queryset=present))
    for row in rows.order_by("pk").iterator(chunk_size=_AT_ONCE):
        yield Draft(
            str(row.pk), row.name, _center_words(row, categories.get(row.category, "")),
            reverse("portal:center", args=[row.pk]),
            datetime.combine(row.approved_on, time(), clock.SHANGHAI), row.prefecture, row.is_sample,
        )  # fmt: skip


def _center_words(center: Center, category: str) -> str:
    houses = [center.lead.name, *(member.organization.name for member in center.members.all())]
    place = prefecture_label(center.prefecture) if center.prefecture else ""
    state = str(center.get_state_display())
    return "\n".join([category, center.field_label, place, state, "、".join(houses)])


def _centers_of(case: int) -> list[str]:
    rows = Center.objects.filter(founding_case=case).order_by().values_list("pk", flat=True)
    return [str(pk) for pk in rows]


def _results(keys: Collection[str] | None) -> Iterator[Draft]:
    rows = announced_rounds() if keys is None else announced_rounds().filter(pk__in=keys)
    for row in rows.order_by("pk"):
        lines = [f"{line.center.name}：{line.grade}" for line in result_lines(row)]
        title = _("%(year)d 年度绩效评价结果") % {"year": row.year}
        yield Draft(
            str(row.pk), title, "\n".join(lines), reverse("portal:result", args=[row.pk]),
            row.case.closed_at, is_sample=row.case.is_sample,
        )  # fmt: skip


def _results_of(case: int) -> list[str]:
    return [str(pk) for pk in Round.objects.filter(case=case).order_by().values_list("pk", flat=True)]
