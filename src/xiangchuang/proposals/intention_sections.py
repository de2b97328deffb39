"""An intention as it is read: checked before submitting, weighed by the city, examined field by field."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from xiangchuang.layouts.queries import layout_in_force
from xiangchuang.policy.pack import Orientation, Pack
from xiangchuang.procedure.models import FieldComment
from xiangchuang.procedure.pack_words import words
from xiangchuang.proposals.models import EntryWay, MemberRole, Proposal

OTHER = "other"


@dataclass(frozen=True)
class IntentionLine:
    """One answer. `anchor` is where remarks hang and, in the form, where the field stands."""

    anchor: str
    label: str
    values: Sequence[str]
    clause: str
    hint: str = ""
    comments: Sequence[FieldComment] = ()

    @property
    def is_empty(self) -> bool:
        return not any(self.values)


@dataclass(frozen=True)
class IntentionSection:
    """A group of answers as the form groups them."""

    title: str
    lines: Sequence[IntentionLine] = field(default_factory=tuple)


def intention_sections(
    proposal: Proposal, pack: Pack, comments: Sequence[FieldComment] = ()
) -> list[IntentionSection]:
    """Return every answer of the intention, grouped, each with the remarks written at it."""
    hung: dict[str, list[FieldComment]] = {}
    for remark in comments:
        hung.setdefault(remark.anchor, []).append(remark)
    sections = [
        IntentionSection(_("名称与类别"), _naming(proposal, pack)),
        IntentionSection(_("领域与方向"), _field_and_direction(proposal, pack)),
        IntentionSection(_("组建模式"), _mode(proposal, pack)),
        IntentionSection(_("重点任务与单位"), _tasks_and_members(proposal, pack)),
        IntentionSection(_("联系"), _contact(proposal, pack)),
    ]
    return [
        IntentionSection(
            section.title,
            [
                IntentionLine(
                    line.anchor, line.label, line.values, line.clause, line.hint, hung.get(line.anchor, ())
                )
                for line in section.lines
            ],
        )
        for section in sections
    ]


def intention_labels(proposal: Proposal, pack: Pack) -> dict[str, str]:
    """Return the label of every anchor a remark may hang on."""
    return {
        line.anchor: line.label for section in intention_sections(proposal, pack) for line in section.lines
    }


def basis_of(pack: Pack) -> str:
    """Return the clause on which the intention itself rests: that of the approval's first stage."""
    return pack.procedures["approval"].first.clause


def orientation_of(pack: Pack, code: str) -> Orientation | None:
    """Return the orientation of that code, or None for a draft that has not chosen."""
    return next((o for o in pack.orientations if o.code == code), None)


def _naming(proposal: Proposal, pack: Pack) -> list[IntentionLine]:
    basis = basis_of(pack)
    category = next((c for c in pack.categories if c.code == proposal.category), None)
    lines = [
        IntentionLine("title", _("中心名称"), [proposal.case.title], basis),
        IntentionLine("lead", _("牵头单位"), [proposal.lead.name], pack.lead_kinds[0].clause),
        IntentionLine(
            "category",
            _("类别"),
            [words(category.label) if category else ""],
            category.clause if category else pack.categories[0].clause,
        ),
    ]
    if proposal.category == "comprehensive":
        asked = {q.code: q for c in pack.categories for q in c.questions}
        strategy, chain = asked.get("major_strategy"), asked.get("chain_to_engineering")
        lines += [
            IntentionLine(
                "major_strategy",
                words(strategy.label) if strategy else _("面向的重大战略"),
                [proposal.major_strategy],
                strategy.clause if strategy else basis,
            ),
            IntentionLine(
                "engineering_chain",
                words(chain.label) if chain else _("从关键技术突破到工程化的链条"),
                [proposal.engineering_chain],
                chain.clause if chain else basis,
            ),
        ]
    return lines


def _field_and_direction(proposal: Proposal, pack: Pack) -> list[IntentionLine]:
    basis = basis_of(pack)
    orientation = orientation_of(pack, proposal.orientation)
    lines = [IntentionLine("field", _("重点建设领域"), _field_words(proposal, orientation), basis)]
    if orientation:
        lines[0] = IntentionLine(
            "field", lines[0].label, lines[0].values, orientation.fields_clause, words(orientation.label)
        )
    if orientation and orientation.questions:
        asked = _("；").join(words(q.label) for q in orientation.questions)
        proofs = _("；").join(words(q.evidence) for q in orientation.questions if q.evidence)
        lines.append(
            IntentionLine(
                "orientation_answer", asked, [proposal.orientation_answer], orientation.fields_clause, proofs
            )
        )
    kinds: dict[str, str] = {t.code: words(t.label) for t in pack.technology_types}
    return [
        *_layout_direction(proposal),
        *lines,
        IntentionLine("direction", _("领域方向"), [proposal.direction], basis),
        IntentionLine(
            "technology_type",
            _("技术类型"),
            [kinds.get(proposal.technology_type, "")],
            pack.technology_types[0].clause,
        ),
    ]


def _layout_direction(proposal: Proposal) -> list[IntentionLine]:
    """The direction of the layout that is answered (5.1-2), or why none; nothing before there is a layout."""
    found = proposal.layout_direction
    if found is not None:
        said = f"{found.number} {found.title}"
    elif proposal.undirected_reason:
        said = _("布局方向以外：%(reason)s") % {"reason": proposal.undirected_reason}
    elif proposal.handed_in_at is None and layout_in_force() is not None:
        said = ""
    else:
        return []
    return [IntentionLine("layout_direction", _("申报的布局方向"), [said], "5.1-2")]


def _field_words(proposal: Proposal, orientation: Orientation | None) -> list[str]:
    if proposal.other_field:
        reason = proposal.other_field_reason or _("没有写理由")
        return [_("其他：%(field)s（%(reason)s）") % {"field": proposal.other_field, "reason": reason}]
    named = orientation.fields if orientation else ()
    return [next((words(f.label) for f in named if f.code == proposal.field), "")]


def _mode(proposal: Proposal, pack: Pack) -> list[IntentionLine]:
    mode = next((m for m in pack.formation_modes if m.code == proposal.formation_mode), None)
    values = [words(mode.label)] if mode else [""]
    if mode and proposal.mode_reason:
        values.append(proposal.mode_reason)
    found = proposal.layout_direction
    advised = (found.formation_mode or found.advised_mode) if found else ""
    if mode and advised and advised != mode.code:
        values.append(_("方向建议的是“%(mode)s”") % {"mode": words(pack.formation_mode(advised).label)})
    return [
        IntentionLine(
            "formation_mode",
            _("组建模式"),
            values,
            mode.clause if mode else basis_of(pack),
            words(mode.when) if mode else "",
        )
    ]


def _tasks_and_members(proposal: Proposal, pack: Pack) -> list[IntentionLine]:
    basis = basis_of(pack)
    kinds: dict[str, str] = {t.code: words(t.label) for t in pack.technology_types}
    tasks = [
        f"{task.position}. {task.title} · {kinds.get(task.technology_type, _('没有选技术类型'))}"
        for task in proposal.key_tasks.all()
    ]
    members = [
        _("，").join(
            part
            for part in (
                membership.organization.name,
                str(MemberRole(membership.role).label),
                membership.duty,
            )
            if part
        )
        for membership in proposal.memberships.select_related("organization")
    ]
    return [
        IntentionLine("tasks", _("重点任务"), tasks, basis),
        IntentionLine("members", _("共建与支持单位"), members, pack.lead_kinds[0].clause),
    ]


def _contact(proposal: Proposal, pack: Pack) -> list[IntentionLine]:
    basis = basis_of(pack)
    way = IntentionLine("entry_way", _("来源"), [str(EntryWay(proposal.entry_way).label)], basis)
    invited = [way] if proposal.entry_way == EntryWay.INVITED else []
    return [
        *invited,
        IntentionLine("contact_name", _("联系人"), [proposal.contact_name], basis),
        IntentionLine("contact_phone", _("联系电话"), [proposal.contact_phone], basis),
    ]
