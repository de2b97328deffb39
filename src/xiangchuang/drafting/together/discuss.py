"""Conversations on passages of a plan: begun, answered, resolved, opened again; among the authors alone.

Their entries in the ledger name no case: what stands on the page of a case is read beyond the consortium.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.models import User
from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.calendars import clock
from xiangchuang.drafting.models import Comment, Mention, Thread
from xiangchuang.drafting.together.authors import acting_author, authors_of, must_be_author
from xiangchuang.drafting.together.messages import tell_comment
from xiangchuang.procedure.errors import Invalid, NotFound, Stale
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import pack_of

LONGEST = 4_000


@dataclass(frozen=True)
class Said:
    """What a person writes, and the accounts they turn to; names after an @ in the text count too."""

    text: str
    mentions: Iterable[int] = ()


def threads_visible_to(actor: Actor, case: Case) -> "QuerySet[Thread]":
    """Return the conversations on a case's plan for its authors, and none for anybody else."""
    threads = Thread.objects.filter(case=case)
    return threads if acting_author(actor, case) is not None else threads.none()


def find_thread(actor: Actor, pk: int) -> Thread:
    """Return a conversation the actor takes part in; raises NotFound."""
    thread = Thread.objects.select_related("case").filter(pk=pk).first()
    if thread is None:
        raise NotFound(_("没有这条讨论，或者您不是编写方案的单位的人员。"))
    must_be_author(actor, thread.case)
    return thread


def begin_thread(
    *, actor: Actor, case: Case, section: str, said: Said, block: str = "", quote: str = ""
) -> Thread:
    """Begin a conversation on a section, or on the words `quote` of its block.

    Raises NotFound for a stranger or a section the outline does not have, Invalid for an empty text.
    """
    held = must_be_author(actor, case)
    if section not in {s.code for s in pack_of(case).outline.sections}:
        raise NotFound(_("提纲没有这一节。"))
    text = _text(said)
    assert actor.user is not None
    with transaction.atomic():
        thread = Thread.objects.create(
            case=case, section=section, block=block[:40], quote=normalise_line(quote)[:500],
            begun_by=actor.user, begun_at=clock.now(),
        )  # fmt: skip
        _write(actor, held, thread, text, said)
        _enter(actor, held, "begin_plan_thread", thread)
    return thread


def reply(*, actor: Actor, thread: Thread, said: Said) -> Comment:
    """Answer in a conversation; one that was resolved is open again. Raises NotFound, Invalid."""
    held = must_be_author(actor, thread.case)
    text = _text(said)
    with transaction.atomic():
        Thread.objects.filter(pk=thread.pk).update(resolved_at=None, resolved_by=None)
        comment = _write(actor, held, thread, text, said)
        _enter(actor, held, "reply_plan_thread", thread)
    return comment


def resolve(*, actor: Actor, thread: Thread) -> None:
    """Say that a conversation is settled. Raises NotFound, Stale when somebody did before."""
    held = must_be_author(actor, thread.case)
    with transaction.atomic():
        waiting = Thread.objects.filter(pk=thread.pk, resolved_at__isnull=True)
        if not waiting.update(resolved_at=clock.now(), resolved_by=actor.user):
            raise Stale(_("这条讨论已经解决。"), remedy=_("刷新页面查看现状。"))
        _enter(actor, held, "resolve_plan_thread", thread)


def reopen(*, actor: Actor, thread: Thread) -> None:
    """Open a settled conversation again. Raises NotFound, Stale when it is open."""
    held = must_be_author(actor, thread.case)
    with transaction.atomic():
        settled = Thread.objects.filter(pk=thread.pk, resolved_at__isnull=False)
        if not settled.update(resolved_at=None, resolved_by=None):
            raise Stale(_("这条讨论没有解决，可以直接回复。"), remedy=_("刷新页面查看现状。"))
        _enter(actor, held, "reopen_plan_thread", thread)


def _text(said: Said) -> str:
    text = normalise_text(said.text)
    if not text:
        raise Invalid(_("写下要说的话。"))
    if len(text) > LONGEST:
        raise Invalid(
            _("一条讨论最多 %(most)s 个字。") % {"most": LONGEST}, remedy=_("分成几条，或写进正文。"),
            kept={"text": text},
        )  # fmt: skip
    return text


def _write(actor: Actor, held: HeldAppointment, thread: Thread, text: str, said: Said) -> Comment:
    assert actor.user is not None
    people = {author.user.pk: author.user for author in authors_of(thread.case)}
    named = [user for pk, user in people.items() if pk in set(said.mentions) or _is_named(user, text)]
    before = list(thread.comments.values_list("author_id", flat=True))
    comment = Comment.objects.create(
        thread=thread, author=actor.user, organization_id=held.organization_id, text=text,
        written_at=clock.now(),
    )  # fmt: skip
    Mention.objects.bulk_create(Mention(comment=comment, user=user) for user in named)
    tell_comment(comment, named, [pk for pk in before if pk in people])
    return comment


def _is_named(user: User, text: str) -> bool:
    return f"@{user.full_name}" in text or f"＠{user.full_name}" in text


def _enter(actor: Actor, held: HeldAppointment, verb: str, thread: Thread) -> None:
    write_entry(actor, verb=verb, acting=held, subject=f"plan_thread:{thread.pk}")
