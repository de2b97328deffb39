"""Data anyone may take: what each set holds, what its columns mean, and the rows; no other columns."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock
from xiangchuang.centers.queries import public_centers
from xiangchuang.decisions.queries import public_documents, public_notices
from xiangchuang.documents.personal import without_personal_data as openly
from xiangchuang.layouts.later_stages import places_taken
from xiangchuang.layouts.placing import field_words
from xiangchuang.layouts.queries import public_directions
from xiangchuang.marketplace.queries import public_offerings
from xiangchuang.organizations.prefectures import prefecture_label
from xiangchuang.portal.document_lines import document_number
from xiangchuang.portal.kept_statistics import kept_statistics
from xiangchuang.portal.published_results import announced_rounds, result_lines
from xiangchuang.procedure.packs import current_pack

Values = tuple[object, ...]
_AT_ONCE: Final = 500


@dataclass(frozen=True)
class DataColumn:
    """One column: its name in files, its kind (text, date, number, address) and what it holds."""

    name: str
    kind: str
    about: str | Promise


@dataclass(frozen=True)
class Dataset:
    """A set of data under a name of its own in the address."""

    code: str
    label: str | Promise
    about: str | Promise
    columns: tuple[DataColumn, ...]
    rows: Callable[[], Iterator[Values]]


def _column(name: str, kind: str, about: str | Promise) -> DataColumn:
    return DataColumn(name, kind, about)


_URL: Final = _column("url", "address", _("公开页面的网址"))
_SAMPLE: Final = _column("is_sample", "flag", _("是否示例数据"))


def _centers() -> Iterator[Values]:
    for c in public_centers().order_by("pk").iterator(chunk_size=_AT_ONCE):
        yield (
            openly(c.name), c.category, c.field, openly(c.field_label), c.prefecture,
            prefecture_label(c.prefecture),
            openly(c.lead.name), c.lead.uscc or "", c.state, c.approved_on.isoformat(),
            c.cycle_starts_on.isoformat(),
            c.cycle_ends_on.isoformat(), document_number(c.document), c.document.verification_code,
            _address("portal:center", c.pk), c.is_sample,
        )  # fmt: skip


def _notices() -> Iterator[Values]:
    for n in public_notices().order_by("pk").iterator(chunk_size=_AT_ONCE):
        yield (
            n.number, openly(n.title), n.case.matter, clock.day_of(n.published_at).isoformat(),
            n.opens_on.isoformat(), n.closes_on.isoformat(), _address("portal:notice", n.number),
            n.case.is_sample,
        )  # fmt: skip


def _documents() -> Iterator[Values]:
    rows = public_documents().order_by("pk")
    for d in rows.iterator(chunk_size=_AT_ONCE):
        assert d.issued_at is not None
        yield (
            document_number(d), openly(d.title), d.kind, clock.day_of(d.issued_at).isoformat(),
            d.verification_code, d.content_sha256, _address("portal:verified", d.verification_code),
            d.case.is_sample,
        )  # fmt: skip


def _directions() -> Iterator[Values]:
    pack, rows = current_pack(), list(public_directions())
    taken = places_taken(rows)
    for d in rows:
        yield (
            d.number, openly(d.title), d.category, d.field, field_words(d, pack), d.prefecture, d.state,
            d.opens_on.isoformat() if d.opens_on else "", d.closes_on.isoformat() if d.closes_on else "",
            d.cap, taken[d.pk].approved, taken[d.pk].decided, d.advised_mode, d.formation_mode,
            _address("portal:direction", d.number), d.is_sample,
        )  # fmt: skip


def _results() -> Iterator[Values]:
    for round_ in announced_rounds():
        for line in result_lines(round_):
            url = _address("portal:result", round_.pk)
            yield (round_.year, openly(line.center.name), line.grade, url, round_.case.is_sample)


def _offerings() -> Iterator[Values]:
    for o in public_offerings().order_by("pk").iterator(chunk_size=_AT_ONCE):
        name, summary = openly(o.name), openly(o.summary)
        url = _address("marketplace:offering", o.pk)
        yield (o.kind, name, openly(o.model), summary, openly(o.center.name), o.center.prefecture, url)


def _clauses() -> Iterator[Values]:
    for clause in current_pack().clauses.values():
        yield (clause.anchor, " / ".join(clause.heading_path), clause.class_, clause.text, clause.sha256)


def _statistics() -> Iterator[Values]:
    for code, _title, table in kept_statistics(current_pack()):
        for row in table.rows:
            for column, cell in zip(table.columns[1:], row.cells[1:], strict=True):
                yield (code, row.cells[0], column.label, column.unit, cell)


def _address(name: str, *args: object) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


_PLACE: Final = (
    _column("prefecture", "text", _("市州行政区划代码（GB/T 2260）")),
    _column("prefecture_name", "text", _("市州名称")),
)
DATASETS: Final = (
    Dataset(
        "centers", _("中心名录"), _("批准组建的技术创新中心，一行一个，包括已退出的。"),
        (
            _column("name", "text", _("中心名称")),
            _column("category", "text", _("类别代码：综合类、领域类")),
            _column("field", "text", _("领域代码，按政策包")), _column("field_name", "text", _("领域名称")),
            *_PLACE, _column("lead", "text", _("牵头单位")),
            _column("lead_uscc", "text", _("牵头单位统一社会信用代码（GB 32100）")),
            _column("state", "text", _("状态代码：运行、整改、暂停、退出、并入、转建")),
            _column("approved_on", "date", _("批准日期")),
            _column("cycle_starts_on", "date", _("建设周期起")),
            _column("cycle_ends_on", "date", _("建设周期止")), _column("document", "text", _("批准文件文号")),
            _column("verification_code", "text", _("批准文件核验码")), _URL, _SAMPLE,
        ), _centers,
    ),
    Dataset(
        "directions", _("布局方向"), _("已发布布局中的方向，一行一个，包括已关闭的。"),
        (
            _column("number", "text", _("方向编号")), _column("title", "text", _("方向")),
            _column("category", "text", _("类别代码：综合类、领域类")),
            _column("field", "text", _("领域代码，按政策包")), _column("field_name", "text", _("领域名称")),
            _column("prefecture", "text", _("意向市州行政区划代码（GB/T 2260），不限的为空")),
            _column("state", "text", _("状态代码：开放、已关闭")),
            _column("opens_on", "date", _("开放日，空为发布即开放")),
            _column("closes_on", "date", _("截止日，空为常年受理")), _column("cap", "number", _("名额")),
            _column("approved", "number", _("已批准")),
            _column("decided", "number", _("已过会、未批准")),
            _column("advised_mode", "text", _("测算建议的组建模式代码")),
            _column("formation_mode", "text", _("选定的组建模式代码")), _URL, _SAMPLE,
        ), _directions,
    ),
    Dataset(
        "notices", _("公示"), _("发布过的公示，一行一份；已撤回的案卷不在其中。"),
        (
            _column("number", "text", _("公示编号")), _column("title", "text", _("标题")),
            _column("matter", "text", _("事项代码：组建、评价、调整")),
            _column("published_on", "date", _("发布日期")), _column("opens_on", "date", _("公示期第一天")),
            _column("closes_on", "date", _("公示期最后一天，24:00 止")), _URL, _SAMPLE,
        ), _notices,
    ),
    Dataset(
        "documents", _("批复"), _("公开发出的文件，一行一份。"),
        (
            _column("number", "text", _("文号")), _column("title", "text", _("标题")),
            _column("kind", "text", _("种类代码")), _column("issued_on", "date", _("发文日期")),
            _column("verification_code", "text", _("核验码")),
            _column("content_sha256", "text", _("文件内容的 SHA-256")), _URL, _SAMPLE,
        ), _documents,
    ),
    Dataset(
        "results", _("评价结果"), _("已公布的绩效评价等次，一行一个中心。"),
        (
            _column("year", "number", _("评价年度")), _column("center", "text", _("中心名称")),
            _column("grade", "text", _("等次")), _URL, _SAMPLE,
        ), _results,
    ),
    Dataset(
        "offerings", _("开放的服务资源"), _("中心向企业开放的仪器、服务、成果和团队；联系人不公开。"),
        (
            _column("kind", "text", _("种类代码")), _column("name", "text", _("名称")),
            _column("model", "text", _("规格型号")), _column("summary", "text", _("说明")),
            _column("center", "text", _("中心名称")), _PLACE[0], _URL,
        ), _offerings,
    ),
    Dataset(
        "clauses", _("政策条文"), _("现行通知的全部条文，一行一句。"),
        (
            _column("anchor", "text", _("条款号")), _column("headings", "text", _("所在章节")),
            _column("class", "text", _("性质代码：约束、鼓励、原则、标题、说明")),
            _column("text", "text", _("条文")), _column("sha256", "text", _("条文的 SHA-256")),
        ), _clauses,
    ),
    Dataset(
        "statistics", _("办理统计"), _("申报、批准和各阶段用时；小数不显示，用＊代替。"),
        (
            _column("table", "text", _("哪张表：years、fields、cities、stages")),
            _column("group", "text", _("分组")), _column("measure", "text", _("数的是什么")),
            _column("unit", "text", _("单位")), _column("value", "text", _("数值，不显示的为＊")),
        ), _statistics,
    ),
)  # fmt: skip


def find_dataset(code: str) -> Dataset | None:
    """Return the set of that name; None for any other word."""
    return next((one for one in DATASETS if one.code == code), None)
