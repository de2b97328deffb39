"""Changes as pages show them: what, from what to what, by which lane, how far, who is next."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from xiangchuang.accounts.roles import Role
from xiangchuang.governance.changes.subjects import SUBJECTS
from xiangchuang.governance.models import ChangeRequest, ChangeState
from xiangchuang.policy.changes import ChangeKind
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.pack_words import words


@dataclass(frozen=True)
class ChangeLine:
    """One change with the pack's rule on it; the rule is None where the pack in force has it no more."""

    change: ChangeRequest
    rule: ChangeKind | None
    before: str
    after: str

    @property
    def label(self) -> str:
        """Words for the kind."""
        return words(self.rule.label) if self.rule else self.change.kind

    @property
    def lane(self) -> str:
        """Words for the lane."""
        return lane_words(self.change.lane)

    @property
    def waits_for(self) -> str:
        """Who is next: the center with its committee, the approver, or the day; "" for none."""
        if self.change.state in (ChangeState.APPROVED, ChangeState.FILED):
            return _("到生效日期自动生效")
        if self.change.state != ChangeState.REQUESTED or self.rule is None or self.rule.approver is None:
            return ""
        if self.rule.committee_first and not self.change.committee_opinion:
            return _("中心登记专家委员会意见")
        return str(Role(self.rule.approver).label)


def change_lines(rows: Iterable[ChangeRequest], pack: Pack) -> list[ChangeLine]:
    """Return the changes in their order."""
    return [change_line(row, pack) for row in rows]


def change_line(change: ChangeRequest, pack: Pack) -> ChangeLine:
    """Return one change in words."""
    rule = pack.changes.kind(change.kind)
    if rule is None:
        return ChangeLine(change, None, "", "")
    say = SUBJECTS[rule.subject].say
    return ChangeLine(change, rule, say(change.before, pack), say(change.after, pack))


def lane_words(lane: str) -> str:
    """Return 备案 or 批准."""
    return _("备案") if lane == "filing" else _("批准")


def kinds_offered(pack: Pack) -> list[tuple[ChangeKind, str, str]]:
    """Return each kind of change with its words and those of its lane."""
    return [(kind, words(kind.label), lane_words(kind.lane)) for kind in pack.changes.kinds]
