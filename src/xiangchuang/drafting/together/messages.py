"""What authors of a plan are told: a section is theirs, somebody turned to them, access was asked for."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.models import User
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.drafting.models import AccessRequest, Comment, SectionAssignment
from xiangchuang.drafting.models.access import AccessState
from xiangchuang.drafting.together.authors import acting_author
from xiangchuang.notify import audiences
from xiangchuang.notify.kinds import MessageKind, Said, Value
from xiangchuang.notify.models import Message
from xiangchuang.notify.tell import tell
from xiangchuang.pages import figures
from xiangchuang.procedure.models import Case

ASSIGNED: Final = "plan_section_assigned"
MENTIONED: Final = "plan_mention"
ASKED: Final = "plan_access_asked"
DECIDED: Final = "plan_access_decided"


def tell_assigned(kept: SectionAssignment, case: Case) -> None:
    """Tell the person, or the organisation, which section is theirs until when."""
    to = (
        audiences.person(kept.user_id)
        if kept.user_id is not None
        else audiences.house(Role.LEAD, kept.organization_id)
    )
    tell(
        kind=ASSIGNED, to=[to], key=f"{ASSIGNED}:{kept.pk}:{kept.due_on.isoformat()}", subject=case.title,
        values={"assignment": kept.pk, "section": kept.section, "due_on": kept.due_on.isoformat()},
        url=reverse("drafting:team", args=[case.number]), is_sample=case.is_sample,
    )  # fmt: skip


def tell_comment(comment: Comment, mentioned: Iterable[User], answered: Iterable[int]) -> None:
    """Tell whom the comment turns to, and those in the conversation whom it answers; never its words."""
    thread, case = comment.thread, comment.thread.case
    named = {user.pk for user in mentioned}
    for pk in dict.fromkeys((*named, *answered)):
        if pk == comment.author_id:
            continue
        tell(
            kind=MENTIONED, to=[audiences.person(pk)], key=f"{MENTIONED}:{comment.pk}", subject=case.title,
            values={
                "comment": comment.pk, "user": pk, "name": str(comment.author), "section": thread.section,
                "named": pk in named,
            },
            url=reverse("drafting:section-threads", args=[case.number, thread.section])
            + f"#thread-{thread.pk}",
            is_sample=case.is_sample,
        )  # fmt: skip


def tell_asked(asked: AccessRequest) -> None:
    """Tell those who act for the organisation that a person asks to write for it."""
    if asked.organization is None:
        return
    tell(
        kind=ASKED, to=[audiences.house(Role.LEAD, asked.organization.pk)], key=f"{ASKED}:{asked.pk}",
        subject=asked.organization.name, values={"request": asked.pk, "name": str(asked.user)},
        url=reverse("drafting:access"),
    )  # fmt: skip


def tell_decided(asked: AccessRequest) -> None:
    """Tell the person what became of it."""
    assert asked.organization is not None
    tell(
        kind=DECIDED, to=[audiences.person(asked.user_id)], key=f"{DECIDED}:{asked.pk}",
        subject=asked.organization.name,
        values={
            "request": asked.pk, "organization": asked.organization.name,
            "granted": asked.state == AccessState.GRANTED,
        },
        url=reverse("drafting:access"),
    )  # fmt: skip


def _say_assigned(values: Mapping[str, Value]) -> Said:
    day = figures.day_text(date.fromisoformat(str(values["due_on"])))
    told = {"section": values["section"], "day": day}
    return Said(_("方案 %(section)s 节由您编写，%(day)s前写好") % told)


def _say_comment(values: Mapping[str, Value]) -> Said:
    if values["named"]:
        return Said(_("%(name)s在方案 %(section)s 节的讨论里提到您") % values)
    return Said(_("%(name)s在方案 %(section)s 节的讨论里有新回复") % values)


def _say_asked(values: Mapping[str, Value]) -> Said:
    return Said(
        _("%(name)s申请为本单位填报方案") % values, _("核实是本单位人员后同意；不是的，写明原因不同意。")
    )


def _say_decided(values: Mapping[str, Value]) -> Said:
    if values["granted"]:
        return Said(_("%(organization)s同意您填报方案") % values)
    return Said(_("%(organization)s没有同意您填报方案，原因见申请") % values)


def _is_assigned(message: Message) -> bool:
    rows = SectionAssignment.objects.filter(pk=message.values["assignment"], ended_at__isnull=True)
    return rows.filter(run__closed_at__isnull=True).exists()


def _still_writes(message: Message) -> bool:
    comment = Comment.objects.filter(pk=message.values["comment"]).select_related("thread__case").first()
    user = User.objects.filter(pk=message.values["user"]).first()
    if comment is None or user is None:
        return False
    return acting_author(Actor.of(user, clock.today()), comment.thread.case) is not None


def _is_waiting(message: Message) -> bool:
    return AccessRequest.objects.filter(pk=message.values["request"], state=AccessState.WAITING).exists()


KINDS: Final = (
    MessageKind(ASSIGNED, gettext_lazy("方案分工"), _say_assigned, _is_assigned),
    MessageKind(MENTIONED, gettext_lazy("方案讨论"), _say_comment, _still_writes),
    MessageKind(ASKED, gettext_lazy("填报权限申请"), _say_asked, _is_waiting),
    MessageKind(DECIDED, gettext_lazy("填报权限答复"), _say_decided),
)
