"""Findings in plain words, in the language of the page, with the clause each rests on."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.plan_checks.findings import Finding
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.pack_words import words

MESSAGES: Final[dict[str, Promise]] = {
    "section_empty": gettext_lazy("这一节没有内容。写出正文，或放入表格、图片。"),
    "words_few": gettext_lazy("只有 %(words)s 字，远少于同类方案的一般篇幅。内容已写全的，不必理会。"),
    "words_many": gettext_lazy("有 %(words)s 字，远多于同类方案的一般篇幅。可以把附属材料移到附件。"),
    "table_sum": gettext_lazy("“%(column)s”一栏合计写 %(stated)s，各行相加是 %(sum)s。核对后改正一处。"),
    "row_sum": gettext_lazy("“%(row)s”合计写 %(stated)s，各年相加是 %(sum)s。核对后改正一处。"),
    "text_table_sum": gettext_lazy("正文写%(term)s %(stated)s，表格合计是 %(table)s。核对后改成一致。"),
    "period_reversed": gettext_lazy("“%(period)s”的结束早于开始。改正其中一个日期。"),
    "date_outside_period": gettext_lazy("“%(period)s”超出建设周期（%(within)s）。核对任务时间或建设周期。"),
    "target_without_unit": gettext_lazy("目标“%(name)s”没有单位，日后无法考核。补上单位。"),
    "target_year_missing": gettext_lazy("目标“%(name)s”缺 %(years)s 年的数值。确实没有的，写 0 或说明。"),
    "target_differs": gettext_lazy(
        "这里写“%(name)s”%(year)s 年为 %(stated)s，确认的年度目标是 %(confirmed)s。改成一致。"
    ),
    "person_unlisted": gettext_lazy("人员表中没有“%(name)s”。补入人员表，或改正姓名。"),
    "register_differs": gettext_lazy(
        "%(organization)s %(year)s 年%(fact)s写 %(stated)s，登记的是 %(register)s。"
        "核对原件，改正文或申请更正登记。"
    ),
    "personal_identity": gettext_lazy("有%(kind)s（%(masked)s）。方案要送专家和有关部门阅看，删去这个号码。"),
    "personal_contact": gettext_lazy("有%(kind)s（%(masked)s）。联系方式在意向中已填，正文不需要的删去。"),
}
KINDS: Final[dict[str, Promise]] = {
    "identity_number": gettext_lazy("身份证号码"),
    "mobile_phone": gettext_lazy("手机号码"),
    "landline": gettext_lazy("固定电话"),
    "bank_card": gettext_lazy("银行卡号"),
    "passport": gettext_lazy("护照或通行证号码"),
    "licence_plate": gettext_lazy("车牌号"),
    "address": gettext_lazy("详细住址"),
    "mail": gettext_lazy("电子邮箱"),
    "account": gettext_lazy("即时通信账号"),
}


def message_of(finding: Finding, pack: Pack) -> str:
    """Return what was found and what to do about it."""
    facts = dict(finding.facts)
    if "kind" in facts:
        facts["kind"] = str(KINDS[facts["kind"]])
    if "fact" in facts:
        said = next((s for s in pack.plan_checks.said_facts if s.fact == facts["fact"]), None)
        facts["fact"] = words(said.label) if said else facts["fact"]
    return str(MESSAGES[finding.code]) % facts


def place_words(finding: Finding, pack: Pack) -> str:
    """Return the section as people call it, or the table of targets."""
    if not finding.section:
        return _("年度目标")
    return f"{finding.section} {words(pack.outline.section(finding.section).title)}"


def clause_of(finding: Finding, pack: Pack) -> str:
    """Return the clause the finding rests on: the section's own where a section is empty."""
    if finding.code == "section_empty":
        return pack.outline.section(finding.section).clause
    rule = pack.plan_checks.by_code[finding.code]
    return rule.interprets or rule.clause
