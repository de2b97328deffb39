"""One way to do anything with a feedback: claimed by the version seen, kept in its history and the ledger."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.accounts.text import normalise_text
from xiangchuang.feedback.models import Feedback, FeedbackStep
from xiangchuang.feedback.queries import can_view
from xiangchuang.feedback.rules import CLAUSE
from xiangchuang.ledger.record import Fact

BY_FILER: Final = frozenset({"file_feedback", "withdraw_feedback_consent"})
"""What the filer does: the history, which the whole department reads, does not say who that is."""


@contextmanager
def step(
    verb: str,
    *,
    actor: Actor,
    acting: HeldAppointment | None,
    feedback: Feedback,
    seen: int,
    text: str = "",
    clause: str = CLAUSE,
) -> Iterator[Feedback]:
    """Let the body change the row, then save it and write what was done, in one transaction.

    Raises NotFound (not theirs to know of), NotPermitted (no appointment carries it), Stale (done with
    meanwhile).
    """
    if not can_view(actor, feedback):
        raise NotFound(_("没有这件反馈，或者它不归您查看。"))
    if acting is None:
        raise NotPermitted(_("这件反馈不由您办理。"), remedy=_("需要接手的，请主办人或处室负责人移交。"))
    with transaction.atomic():
        claimed = Feedback.objects.filter(pk=feedback.pk, version=seen)
        if not claimed.update(version=F("version") + 1):
            raise Stale(
                _("这件反馈刚被办理过，本次操作没有生效，您写的内容还在。"),
                remedy=_("对照最新情况后重新提交。"),
                kept={"text": text} if text else {},
            )
        row = Feedback.objects.select_related("owner", "organization").get(pk=feedback.pk)
        yield row
        row.save()
        write_step(row, verb, actor, acting, text=text, clause=clause)
    feedback.refresh_from_db()


def write_step(
    row: Feedback,
    verb: str,
    actor: Actor,
    acting: HeldAppointment | None,
    *,
    text: str = "",
    clause: str = CLAUSE,
    detail: Mapping[str, Fact] | None = None,
) -> None:
    """Add to the history and to the ledger; what the filer wrote and how to reach them is in neither."""
    by_name = "" if verb in BY_FILER else actor.name[:100]
    FeedbackStep.objects.create(feedback=row, verb=verb, by_name=by_name, text=text)
    told: dict[str, Fact] = {"number": row.number, "state": str(row.state), "level": int(row.level)}
    write_entry(
        actor, verb=verb, acting=acting, subject=f"feedback:{row.pk}", clause=clause,
        detail={**told, **(detail or {})},
    )  # fmt: skip


def needed(text: str, most: int, missing: str, remedy: str) -> str:
    """Return the text normalised; raises Invalid with those words when nothing is left, or it is too long."""
    said = normalise_text(text)
    if not said:
        raise Invalid(missing, remedy=remedy, kept={"text": text})
    if len(said) > most:
        raise Invalid(
            _("写了 %(length)d 个字，超过 %(most)d 个字。") % {"length": len(said), "most": most},
            remedy=_("缩短后重新提交。"), kept={"text": text},
        )  # fmt: skip
    return said


def refuse_unless(holds: bool, message: str, remedy: str = "", clause: str = CLAUSE) -> None:
    """Raise Blocked with those words when it is not the time for it."""
    if not holds:
        raise Blocked(message, remedy=remedy, clause=clause)
