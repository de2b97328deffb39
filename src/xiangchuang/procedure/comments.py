"""Remarks at fields: written in a check, answered by the applicant, resolved by the next check (pain 9)."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.procedure.errors import Invalid
from xiangchuang.procedure.models import Case, FieldComment
from xiangchuang.procedure.perform import Step
from xiangchuang.procedure.standing import AUTHORITY_ROLES


def comment(step: Step, *, anchor: str, label: str, text: str) -> FieldComment:
    """Write a remark at a field or section, within the verb under way; raises Invalid when it is empty."""
    if not text.strip() or step.actor.user is None:
        raise Invalid(_("意见不能为空：写明哪里不对、怎样改。"), kept={"text": text})
    return FieldComment.objects.create(
        run=step.run,
        anchor=anchor,
        label=label,
        text=text.strip(),
        author=step.actor.user,
        written_at=clock.now(),
    )


def open_comments(case: Case) -> QuerySet[FieldComment]:
    """Return the remarks of the case that nobody has resolved yet."""
    return FieldComment.objects.filter(run__case=case, resolved_at__isnull=True).select_related(
        "author", "run"
    )


def remarks_for(actor: Actor, case: Case) -> QuerySet[FieldComment]:
    """Return the open remarks this person may read: a check under way keeps its own until it is closed."""
    remarks = open_comments(case)
    return remarks if actor.roles & AUTHORITY_ROLES else remarks.filter(run__closed_at__isnull=False)


def answer(field_comment: FieldComment, reply: str) -> None:
    """Keep the applicant's word on a remark; the checker still resolves it."""
    field_comment.reply = reply.strip()
    field_comment.save(update_fields=["reply"])


def resolve(field_comment: FieldComment) -> None:
    """Mark a remark as dealt with."""
    field_comment.resolved_at = clock.now()
    field_comment.save(update_fields=["resolved_at"])
