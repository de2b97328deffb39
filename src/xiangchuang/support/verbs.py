"""What can be done with an agreement, a promise, a project or a problem: a table, and one way to do it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, TypeVar, cast

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.accounts.text import normalise_text
from xiangchuang.files.gates import may_read
from xiangchuang.files.models import StoredFile
from xiangchuang.ledger.record import Fact
from xiangchuang.support.models import Commitment, Problem, ProjectProposal, SupportAgreement, SupportStep
from xiangchuang.support.queries import may_view
from xiangchuang.support.sides import Matter, Side, acting_as_side

Tone = Literal["primary", "plain", "danger"]
M = TypeVar("M", SupportAgreement, Commitment, ProjectProposal, Problem)
MATTERS: dict[type[Matter], str] = {
    SupportAgreement: "agreement", Commitment: "commitment", ProjectProposal: "project", Problem: "problem",
}  # fmt: skip
CLAUSES = {"agreement": "6.4-1", "commitment": "6.4-1", "project": "6.2-3", "problem": "6.1-3"}
LONGEST_TEXT = 4000


@dataclass(frozen=True)
class Verb:
    """One thing to do: by which sides, in which states, where it leads ("" when the state stays).

    past: how the step is told afterwards.
    """

    matter: str
    code: str
    label: str | Promise
    past: str | Promise
    sides: tuple[Side, ...]
    before: frozenset[str]
    after: str = ""
    tone: Tone = "plain"

    @property
    def ledger_verb(self) -> str:
        """The code under which the ledger keeps the act."""
        return f"{self.matter}_{self.code.replace('-', '_')}"


def _verb(
    matter: str, code: str, label: Promise, past: Promise, sides: str, before: str, after: str = "",
    tone: Tone = "plain",
) -> Verb:  # fmt: skip
    named = cast(tuple[Side, ...], tuple(sides.split()))
    return Verb(matter, code, label, past, named, frozenset(before.split()), after, tone)


_t = gettext_lazy
SIGN_FOR_DEPARTMENT = _verb(
    "agreement",
    "sign-for-department",
    _t("代表省科技厅签署"),
    _t("省科技厅签署"),
    "head",
    "draft",
    "",
    "primary",
)
SIGN_FOR_PARTNER = _verb(
    "agreement", "sign-for-partner", _t("代表对方签署"), _t("对方签署"), "partner", "draft", "", "primary"
)
AMEND_AGREEMENT = _verb("agreement", "amend", _t("修改草案"), _t("修改草案"), "officer", "draft")
ADD_COMMITMENT = _verb("agreement", "add-commitment", _t("加一项承诺"), _t("写入承诺"), "officer", "draft")
END_AGREEMENT = _verb(
    "agreement", "end", _t("终止协议"), _t("终止协议"), "head", "draft signed", "ended", "danger"
)
PROMISE = _verb(
    "commitment", "promise", _t("作出承诺"), _t("作出承诺"), "promiser", "asked", "open", "primary"
)
DECLINE = _verb(
    "commitment", "decline", _t("不作承诺"), _t("未作承诺"), "promiser", "asked", "declined", "danger"
)
REPORT = _verb(
    "commitment", "report", _t("报告履行情况"), _t("报告履行情况"), "promiser", "open partly disputed broken",
    "reported", "primary",
)  # fmt: skip
CONFIRM = _verb(
    "commitment", "confirm", _t("确认已履行"), _t("确认已履行"), "center", "reported", "kept", "primary"
)
CONFIRM_PARTLY = _verb(
    "commitment", "confirm-partly", _t("确认部分履行"), _t("确认部分履行"), "center", "reported", "partly"
)
DISPUTE = _verb(
    "commitment", "dispute", _t("提出异议"), _t("提出异议"), "center", "reported", "disputed", "danger"
)
DECLARE_BROKEN = _verb(
    "commitment", "declare-broken", _t("认定未履行"), _t("认定未履行"), "officer", "open partly disputed",
    "broken", "danger",
)  # fmt: skip
AMEND_PROJECT = _verb("project", "amend", _t("修改"), _t("修改"), "center", "draft")
SUBMIT_PROJECT = _verb(
    "project", "submit", _t("向省科技厅提出"), _t("提出"), "center", "draft", "submitted", "primary"
)
RETURN_PROJECT = _verb(
    "project", "return", _t("退回修改"), _t("退回修改"), "officer head", "submitted", "draft"
)
ACCEPT_PROJECT = _verb(
    "project", "accept", _t("同意立项"), _t("同意立项"), "head", "submitted", "accepted", "primary"
)
REFUSE_PROJECT = _verb(
    "project", "refuse", _t("不予立项"), _t("不予立项"), "head", "submitted", "refused", "danger"
)
REPORT_PROGRESS = _verb(
    "project",
    "report",
    _t("报告进展"),
    _t("报告进展"),
    "center",
    "accepted under_way",
    "under_way",
    "primary",
)
CLOSE_PROJECT = _verb(
    "project", "close", _t("结题"), _t("结题"), "officer head", "under_way", "closed", "primary"
)
ASSIGN_PROBLEM = _verb(
    "problem",
    "assign",
    _t("交办"),
    _t("交办"),
    "officer head",
    "raised assigned answered",
    "assigned",
    "primary",
)
ANSWER_PROBLEM = _verb(
    "problem", "answer", _t("答复"), _t("答复"), "owner", "assigned", "answered", "primary"
)
ESCALATE_PROBLEM = _verb(
    "problem", "escalate", _t("提请上一级协调"), _t("提请上一级协调"), "raiser owner officer head",
    "raised assigned answered", "",
)  # fmt: skip
CLOSE_PROBLEM = _verb(
    "problem", "close", _t("办结"), _t("办结"), "raiser head", "raised answered", "closed", "primary"
)

VERBS = (
    SIGN_FOR_DEPARTMENT, SIGN_FOR_PARTNER, ADD_COMMITMENT, AMEND_AGREEMENT, END_AGREEMENT, PROMISE, DECLINE,
    REPORT, CONFIRM, CONFIRM_PARTLY, DISPUTE, DECLARE_BROKEN, SUBMIT_PROJECT, AMEND_PROJECT, ACCEPT_PROJECT,
    RETURN_PROJECT, REFUSE_PROJECT, REPORT_PROGRESS, CLOSE_PROJECT, ANSWER_PROBLEM, ASSIGN_PROBLEM,
    CLOSE_PROBLEM, ESCALATE_PROBLEM,
)  # fmt: skip
BEGINNINGS = {
    "agreement_draft": _t("起草支持协议"),
    "commitment_promise_freely": _t("作出承诺"),
    "commitment_ask": _t("为人才提请支持"),
    "commitment_begin": _t("协议生效，开始履行"),
    "commitment_lapse": _t("随协议终止"),
    "project_propose": _t("起草省级项目"),
    "problem_raise": _t("提出协调事项"),
}
ACT_WORDS: dict[str, str | Promise] = {**{v.ledger_verb: v.past for v in VERBS}, **BEGINNINGS}


def name_of(matter: Matter) -> str:
    """Return what kind of matter it is: "agreement", "commitment", "project", "problem"."""
    return MATTERS[type(matter)]


def acting_on(verb: Verb, actor: Actor, matter: Matter) -> HeldAppointment | None:
    """Return the appointment under which the actor may do the verb on this matter, whatever its state."""
    for side in verb.sides:
        if (acting := acting_as_side(side, actor, matter)) is not None:
            return acting
    return None


def offered_verbs(actor: Actor, matter: Matter) -> list[Verb]:
    """Return what the actor can do with the matter now, the likeliest first."""
    kind = name_of(matter)
    return [
        verb
        for verb in VERBS
        if verb.matter == kind and matter.state in verb.before and acting_on(verb, actor, matter) is not None
    ]


@contextmanager
def step(
    verb: Verb, *, actor: Actor, matter: M, seen: int, text: str = "", evidence: StoredFile | None = None
) -> Iterator[M]:
    """Let the body change the matter, then save it, write the step and the ledger entry, in one transaction.

    Raises NotFound (not theirs to know of), NotPermitted (another side's verb), Stale, Blocked (not now),
    Invalid (text too long).
    """
    if not may_view(actor, matter):
        raise NotFound(_("没有这一项，或者它不归您查看。"))
    acting = acting_on(verb, actor, matter)
    if acting is None:
        raise NotPermitted(
            _("“%(verb)s”不由您这一方办理。") % {"verb": verb.label}, clause=CLAUSES[verb.matter]
        )
    said = checked_text(text)
    checked_evidence(actor, evidence)
    with transaction.atomic():
        row = _claimed(matter, seen)
        if row.state not in verb.before:
            raise Blocked(
                _("这一项现在是“%(state)s”，不能%(verb)s。")
                % {"state": row.get_state_display(), "verb": verb.label},
                remedy=_("查看最新进展后再办。"),
                clause=CLAUSES[verb.matter],
            )
        row.state = verb.after or row.state
        yield row
        row.save()
        write_step(row, verb.ledger_verb, actor, acting, text=said, evidence=evidence)
    matter.refresh_from_db()


def _claimed(matter: M, seen: int) -> M:
    rows = type(matter)._default_manager
    if not rows.filter(pk=matter.pk, version=seen).update(version=seen + 1):
        raise Stale(
            _("这一项刚被办理过，本次操作没有生效，您写的内容还在。"), remedy=_("对照最新进展后重新提交。")
        )
    found: M = rows.get(pk=matter.pk)
    return found


def write_step(
    matter: Matter,
    code: str,
    actor: Actor,
    acting: HeldAppointment | None,
    *,
    text: str = "",
    evidence: StoredFile | None = None,
) -> None:
    """Write what was done into the matter's own history and into the ledger.

    The ledger keeps no case number: what concerns a promise or a problem is read by its parties alone, while
    the ledger of a center's file is read by all who may open the file.
    """
    kind = name_of(matter)
    SupportStep.objects.create(
        **{kind: matter}, verb=code, by_name=actor.name[:100], text=text, evidence=evidence,
        organization_name=acting.organization_name if acting else "",
    )  # fmt: skip
    detail: dict[str, Fact] = {"state": str(matter.state), "evidence": evidence.pk if evidence else None}
    write_entry(
        actor, verb=code, acting=acting, subject=f"{kind}:{matter.pk}", clause=CLAUSES[kind], detail=detail
    )


def checked_text(text: str) -> str:
    """Return the text as it is kept; raises Invalid when it is too long for a step."""
    said = normalise_text(text)
    if len(said) > LONGEST_TEXT:
        raise Invalid(_("说明超过 %(most)d 个字。") % {"most": LONGEST_TEXT}, remedy=_("缩短后重新提交。"))
    return said


def needed_text(text: str, missing: str, remedy: str) -> str:
    """Return the text; raises Invalid with those words when nothing is written."""
    said = checked_text(text)
    if not said:
        raise Invalid(missing, remedy=remedy)
    return said


def checked_evidence(actor: Actor, evidence: StoredFile | None) -> None:
    """Raise NotFound for a file that the actor may not read."""
    if evidence is not None and not may_read(actor, evidence):
        raise NotFound(_("找不到这份材料。"), remedy=_("重新上传材料。"))
