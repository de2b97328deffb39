"""The notice as the public reads it: its clauses in order, each with what answers for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.policy.pack import Citation, Clause, Pack
from xiangchuang.procedure.pack_words import words

CLASS_WORDS: dict[str, tuple[str | Promise, str | Promise]] = {
    "operative": (gettext_lazy("约束"), gettext_lazy("有人必须做或不得做，由办理程序和校验落实")),
    "permissive": (gettext_lazy("鼓励"), gettext_lazy("可以、探索、鼓励的事项：提供做法，不作强制条件")),
    "principle": (gettext_lazy("原则"), gettext_lazy("总的要求，体现在有关环节")),
    "heading": (gettext_lazy("标题"), gettext_lazy("由其下各条落实")),
    "recital": (gettext_lazy("说明"), gettext_lazy("背景和目的，不约束任何一方")),
}


@dataclass(frozen=True)
class Section:
    """Clauses under one heading; `heading` is empty where they stand right under the chapter."""

    heading: str
    clauses: Sequence[Clause]


@dataclass(frozen=True)
class Chapter:
    """A chapter of the notice."""

    title: str
    sections: Sequence[Section]

    @property
    def anchor(self) -> str:
        """The chapter's place on the page."""
        return f"chapter-{self.title.split(' ')[0]}"


def chapters(pack: Pack) -> list[Chapter]:
    """Return the notice in its order."""
    found: dict[str, dict[str, list[Clause]]] = {}
    for clause in pack.clauses.values():
        title, *deeper = clause.heading_path or (_("正文"),)
        found.setdefault(title, {}).setdefault(deeper[-1] if deeper else "", []).append(clause)
    return [
        Chapter(title, [Section(heading, clauses) for heading, clauses in sections.items()])
        for title, sections in found.items()
    ]


def class_word(clause: Clause) -> str:
    """Return what kind of clause it is, in one word."""
    return str(CLASS_WORDS[clause.class_][0])


def class_meaning(clause: Clause) -> str:
    """Return what that kind means."""
    return str(CLASS_WORDS[clause.class_][1])


# What the files of a pack are about: a rule without words of its own is said by them.
SUBJECTS: Final[Mapping[str, str | Promise]] = {
    "adjustments": gettext_lazy("动态调整"), "correspondence": gettext_lazy("反馈与答复"),
    "evaluation": gettext_lazy("绩效评价"), "experts": gettext_lazy("专家库"),
    "funding": gettext_lazy("经费"), "goals": gettext_lazy("建设目标"),
    "governance": gettext_lazy("中心治理"), "indicators": gettext_lazy("评价指标"),
    "layout": gettext_lazy("总体布局"), "panel": gettext_lazy("专家组"),
    "plan_checks": gettext_lazy("方案核对"), "plan_parts": gettext_lazy("方案内容"),
    "platforms": gettext_lazy("创新平台"), "publicity": gettext_lazy("公示与异议"),
    "recommendation": gettext_lazy("市州推荐"), "register": gettext_lazy("中心档案"),
    "reporting": gettext_lazy("年度报告"), "research": gettext_lazy("共性技术研究"),
    "review": gettext_lazy("方案论证"), "support": gettext_lazy("支持政策"),
    "visit": gettext_lazy("现场考察"),
}  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """A rule of the programme that rests on the clause."""

    label: str
    is_interpretation: bool


def rules_of(pack: Pack, clause: Clause) -> list[Rule]:
    """Return the rules that cite the clause, each once, in the pack's words."""
    rules = [Rule(_rule_words(c), c.interpretation) for c in pack.citations().get(clause.anchor, ())]
    return list(dict.fromkeys(rules))


def _rule_words(citation: Citation) -> str:
    """Return the citation's label; a rule that has only a code name is said by what kind of rule it is."""
    label = words({"zh": citation.label, "en": citation.label_en})
    if label.isascii() and citation.label.isascii():
        return _("%(subject)s的细则") % {"subject": SUBJECTS.get(_subject(citation), _("实施"))}
    stage, _colon, name = label.partition("：")
    if not name or not name.isascii():
        return label
    if citation.path.endswith(".deadline"):
        return _("%(stage)s的期限") % {"stage": stage}
    if ".guards." in citation.path:
        return _("%(stage)s的通过条件") % {"stage": stage}
    return stage


def _subject(citation: Citation) -> str:
    """Return the file of the pack that holds the rule; a file in a folder is known by its folder."""
    return citation.file.partition("/")[0].removesuffix(".yaml")


def neighbours(pack: Pack, anchor: str) -> tuple[Clause | None, Clause | None]:
    """Return the clauses before and after."""
    order = list(pack.clauses.values())
    at = next(i for i, clause in enumerate(order) if clause.anchor == anchor)
    return (order[at - 1] if at else None), (order[at + 1] if at + 1 < len(order) else None)
