"""Formal check (形式审查, default practice of the programmes beside): returned with remarks at the field."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.procedure.comments import answer, comment, open_comments, resolve
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound
from xiangchuang.procedure.models import Case, FieldComment
from xiangchuang.procedure.perform import perform
from xiangchuang.procedure.verbs import Blocker, Standpoint, Verb, contribute, guard


@guard("field_comments_resolved")
def field_comments_resolved(at: Standpoint) -> list[Blocker]:
    """Nothing passes with a remark left open."""
    count = open_comments(at.case).count()
    if not count:
        return []
    return [Blocker(_("还有 %(count)s 条审查意见没有了结") % {"count": count}, "", "resolve_comment")]


COMMENT = Verb("comment_field", gettext_lazy("逐项审查"), page="proposals:formal-check")
RESOLVE = Verb("resolve_comment", gettext_lazy("了结意见"))
PASS = Verb(
    "pass_formal_check", gettext_lazy("形式审查通过"), outcomes=("passed",), tone="primary",
    page="proposals:pass-formal-check",
)  # fmt: skip
RETURN = Verb(
    "return_from_formal_check", gettext_lazy("退回修改"), outcomes=("returned",),
    page="proposals:return-from-formal-check",
)  # fmt: skip
FAIL = Verb(
    "fail_formal_check", gettext_lazy("不予受理"), outcomes=("failed",), tone="danger",
    page="proposals:fail-formal-check",
)  # fmt: skip
contribute("formal_check", COMMENT, PASS, RETURN, RESOLVE, FAIL)

# The lead answers remarks while it corrects the intention.
ANSWER = Verb("answer_comment", gettext_lazy("答复审查意见"))
contribute("intake", ANSWER)


def comment_field(*, actor: Actor, case: Case, seen: int, anchor: str, label: str, text: str) -> FieldComment:
    """Write a remark at one field; the applicant sees it there when the case is returned."""
    with perform(COMMENT, actor=actor, case=case, seen=seen) as step:
        written = comment(step, anchor=anchor, label=label, text=text)
        step.note(anchor=anchor)
    return written


def resolve_comment(*, actor: Actor, case: Case, seen: int, comment_id: int) -> None:
    """Mark a remark as dealt with; raises NotFound for a remark of another case."""
    with perform(RESOLVE, actor=actor, case=case, seen=seen) as step:
        resolve(_find(step.case, comment_id))
        step.note(comment=comment_id)


def answer_comment(*, actor: Actor, case: Case, seen: int, comment_id: int, reply: str) -> None:
    """The lead says what it did about a remark."""
    with perform(ANSWER, actor=actor, case=case, seen=seen) as step:
        if not reply.strip():
            raise Invalid(_("写明怎样修改的，或为什么不改。"), kept={"reply": reply})
        answer(_find(step.case, comment_id), reply)
        step.note(comment=comment_id)


def pass_formal_check(*, actor: Actor, case: Case, seen: int) -> Case:
    """Pass; blocked while remarks are open or the intention lacks a part."""
    with perform(PASS, actor=actor, case=case, seen=seen) as step:
        step.finish("passed")
    return case


def return_from_formal_check(*, actor: Actor, case: Case, seen: int, reason: str = "") -> Case:
    """Return to the lead with the remarks written at the fields; a bare "returned" is refused."""
    with perform(RETURN, actor=actor, case=case, seen=seen) as step:
        if reason.strip():
            comment(step, anchor="intention", label=_("整体意见"), text=reason)
        if not open_comments(step.case).exists():
            raise Blocked(
                _("退回必须写明改哪里：还没有任何审查意见。"),
                remedy=_("在“逐项审查”里对具体栏目写意见，或在这里写整体意见。"),
            )
        step.finish("returned", reason.strip())
    return case


def fail_formal_check(*, actor: Actor, case: Case, seen: int, reason: str) -> Case:
    """Refuse with a reason the applicant reads."""
    with perform(FAIL, actor=actor, case=case, seen=seen) as step:
        if not reason.strip():
            raise Invalid(_("不予受理要写明理由。"), kept={"reason": reason})
        step.finish("failed", reason.strip())
    return case


def _find(case: Case, comment_id: int) -> FieldComment:
    found = open_comments(case).filter(pk=comment_id).first()
    if found is None:
        raise NotFound(_("这条意见不在本案卷，或已经了结。"))
    return found
