"""What of writing together stands beside a section while it is written: division, opinions, remarks, talk."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from xiangchuang.drafting.asides import Aside
from xiangchuang.drafting.desk import Desk
from xiangchuang.drafting.together.assign import assignments_in
from xiangchuang.drafting.together.forms import PointAnswerForm
from xiangchuang.drafting.together.may_write import may_write_section
from xiangchuang.drafting.together.point_answers import OpinionHere, opinions_here, passages_of
from xiangchuang.drafting.together.remarks import remarks_on, submitted_before
from xiangchuang.drafting.together.shown_threads import shown_threads
from xiangchuang.procedure.pack_words import words
from xiangchuang.proposals.models import PlanSection
from xiangchuang.reviews.models import OpinionState


@dataclass(frozen=True)
class OpinionBox:
    """An opinion and the form that answers it; no form once it is closed."""

    here: OpinionHere
    form: PointAnswerForm | None


def division_aside(desk: Desk, section: PlanSection) -> Aside | None:
    """Show to whom the section is given, and whether the person may write it."""
    given = [one for one in assignments_in(desk.at.run) if one.section == section.code]
    may_write = may_write_section(desk.actor, desk.case, section.code)
    if not given and may_write:
        return None
    context = {"given": given, "may_write": may_write, "case": desk.case}
    return Aside(_("分工"), template="drafting/together/_division.html", context=context)


def opinions_aside(desk: Desk, section: PlanSection) -> Aside | None:
    """Show what the panel demanded of this section, each with the box for its answer (5.2-1)."""
    if desk.revision is None or not desk.at.stage.settings.answers_opinions:
        return None
    every = opinions_here(desk.actor, desk.revision)
    found = [here for here in every if here.line.opinion.section == section.code]
    if not found:
        return None
    boxes = [OpinionBox(here, _form(desk, section, here)) for here in found]
    context = {"boxes": boxes, "case": desk.case, "code": section.code}
    return Aside(_("论证意见"), template="drafting/together/_opinions.html", context=context)


def remarks_aside(desk: Desk, section: PlanSection) -> Aside | None:
    """Show the remarks of a check at this section, and what changed since the plan was returned."""
    if desk.revision is None:
        return None
    remarks = remarks_on(desk.actor, desk.case).get(section.code, [])
    before = submitted_before(desk.revision)
    if not remarks and before is None:
        return None
    context = {
        "remarks": remarks, "before": before, "revision": desk.revision, "case": desk.case,
        "code": section.code,
    }  # fmt: skip
    heading = _("退回意见") if remarks else _("退回以来的改动")
    return Aside(heading, template="drafting/together/_remarks.html", context=context)


def threads_aside(desk: Desk, section: PlanSection) -> Aside | None:
    """Show the open conversations on the section, and the way to begin one."""
    shown = shown_threads(desk.actor, desk.case, section.code)
    waiting = [one for one in shown if one.thread.resolved_at is None]
    context = {
        "threads": waiting,
        "settled": len(shown) - len(waiting),
        "case": desk.case,
        "code": section.code,
    }
    return Aside(_("讨论"), template="drafting/together/_talk.html", context=context)


def _form(desk: Desk, section: PlanSection, here: OpinionHere) -> PointAnswerForm | None:
    if here.line.opinion.state == OpinionState.CLOSED:
        return None
    answer, passages = here.answer, passages_of([section])
    titles: Sequence[tuple[str, str]] = [
        (rule.code, f"{rule.code} {words(rule.title)}") for rule in desk.at.pack.outline.sections
    ]
    initial = {"answer": here.line.opinion.answer, "section": section.code}
    if answer is not None:
        passage = f"{answer.section} {answer.block}" if answer.block else ""
        initial = {"answer": answer.text, "section": answer.section, "passage": passage}
    return PointAnswerForm(
        sections=titles, passages=passages, initial=initial, auto_id=f"o{here.line.opinion.number}_%s"
    )
