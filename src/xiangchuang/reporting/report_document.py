"""The report as a paper, in Chinese: one content, set as Word and PDF, so that both say the same."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from xiangchuang.documents.official import Block, OfficialDocument
from xiangchuang.pages import figures
from xiangchuang.reporting.content import Content
from xiangchuang.reporting.filled import LISTED


def report_document(
    content: Content, *, issued_on: date, number: str = "", signed_name: str = "", watermark: str = ""
) -> OfficialDocument:
    """Return the paper of a frozen content, or with a watermark that of a draft."""
    return OfficialDocument(
        mark=content["center"],
        title=f"{content['center']}\n{content['year']}年度报告",
        addressee=content["addressee"],
        blocks=tuple(_blocks(content, signed_name)),
        signatory=content["lead"],
        issued_on=issued_on,
        note=f"报送编号：{number}" if number else "",
        seal_placeholder=True,
        watermark=watermark,
        sample=content["is_sample"],
    )


def _blocks(content: Content, signed_name: str) -> Iterator[Block]:
    if content["kind"] == "elsewhere":
        yield from _elsewhere(content["elsewhere"])
    else:
        yield Block("heading", f"{content['year']}年度工作总结", level=1)
        first, last = (date.fromisoformat(day) for day in content["span"])
        span = f"{figures.day_text(first)}至{figures.day_text(last)}"
        yield Block("paragraph", f"本部分总结{span}的工作，表中数字取自登记册。")
        for section in content["summary"]:
            yield from _section(section, content["year"])
        yield from _targets(content["targets"], content["year"])
        yield from _last_plan(content["last_plan"], content["year"])
        yield Block("heading", f"{content['year'] + 1}年度工作计划", level=1)
        for section in content["plan_texts"]:
            yield from _section(section, content["year"])
        yield from _plan(content["plan"])
    if content["declaration"]:
        yield Block("heading", "声明", level=1)
        yield Block("paragraph", content["declaration"])
    if signed_name:
        yield Block("paragraph", f"签署人：{signed_name}")


def _elsewhere(reused: dict[str, str]) -> Iterable[Block]:
    day = figures.day_text(date.fromisoformat(reused["accepted_on"]))
    yield Block("heading", "已报送并通过的年度报告", level=1)
    yield Block(
        "paragraph",
        f"本年度报告已报送{reused['where']}，于{day}通过，按规定不重复编写，原报告附后。"
        f"原报告文件：{reused['name']}，SHA-256 散列值 {reused['sha256']}。",
    )


def _section(section: dict[str, Any], year: int) -> Iterator[Block]:
    yield Block("heading", section["label"], level=2)
    if section["text"]:
        yield Block("paragraph", section["text"])
    if section["figures"]:
        head = ("指标", "单位", f"{year}年", f"{year - 1}年", "增减")
        numbers = ("value_text", "before_text", "change_text")
        body = [(f["label"], f["unit"], *(_bare(f[name]) for name in numbers)) for f in section["figures"]]
        yield Block("table", rows=(head, *body))
    for listed in section["lists"]:
        yield from _list(listed)


def _bare(text: str) -> str:
    """A cell without a number stays empty on paper: a dash would turn its column into one of words."""
    return "" if text == figures.NOTHING else text


def _list(listed: dict[str, Any]) -> Iterator[Block]:
    rows = listed["rows"]
    more = len(rows) - LISTED
    told = f"{listed['label']}共{len(rows)}项" + (f"，列前{LISTED}项" if more > 0 else "") + "："
    yield Block("paragraph", told)
    with_amount = any(row["amount_text"] for row in rows)
    head = ("名称", "日期", *([f"数额（{listed['unit']}）"] if with_amount else []))
    body = [
        (row["label"], row["on"], *([row["amount_text"]] if with_amount else [])) for row in rows[:LISTED]
    ]
    yield Block("table", rows=(head, *body))


def _targets(targets: list[dict[str, Any]], year: int) -> Iterator[Block]:
    yield Block("heading", "建设方案年度目标完成情况", level=2)
    if not targets:
        yield Block("paragraph", f"建设方案没有{year}年的目标。")
        return
    head = ("目标", "单位", "目标值", "实际值", "完成率", "来源")
    body = [
        (t["name"], t["unit"], t["wanted"], t["actual"] or "未登记", t["share"], t["source"]) for t in targets
    ]
    yield Block("table", rows=(head, *body))


def _last_plan(items: list[dict[str, Any]], year: int) -> Iterator[Block]:
    if not items:
        return
    yield Block("heading", f"{year}年度计划执行情况", level=2)
    head = ("事项", "计划完成时间", "预期成果", "结果", "说明")
    body = [(i["title"], i["due_on"], i["expected"], i["state_label"], i["note"]) for i in items]
    yield Block("table", rows=(head, *body))


def _plan(items: list[dict[str, Any]]) -> Iterator[Block]:
    yield Block("heading", "计划事项", level=2)
    head = ("序号", "事项", "完成时间", "预期成果")
    body = [(str(n), i["title"], i["due_on"], i["expected"]) for n, i in enumerate(items, start=1)]
    yield Block("table", rows=(head, *body))
