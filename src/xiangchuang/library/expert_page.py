"""What one expert's record shows: to the department, to a department that nominates, to the expert."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.experts.consents import notice_for
from xiangchuang.experts.models import ConsentKind, Expert, PanelKind
from xiangchuang.experts.queries import fees_visible_to, integrity_visible_to, phone_of
from xiangchuang.experts.terms import renewable_from
from xiangchuang.library.expert_table import state_words
from xiangchuang.library.forms import field_words
from xiangchuang.organizations.models import Organization
from xiangchuang.pages.parts import Action
from xiangchuang.procedure.packs import current_pack
from xiangchuang.reviews.candidates import load_of
from xiangchuang.reviews.expert_quality import own_punctuality, rotation_standing
from xiangchuang.reviews.models import Seat, SeatState


def expert_context(actor: Actor, expert: Expert) -> dict[str, Any]:
    """Return the page of one record, as far as the actor's role reads it."""
    inside = actor.is_department_staff
    context: dict[str, Any] = {"expert": expert, "pairs": profile_pairs(actor, expert), "is_inside": inside}
    if not inside:
        return context
    return context | history_context(expert) | {
        "steps": expert.steps.all(),
        "fees": fees_visible_to(actor).filter(expert=expert),
        "reads_fees": actor.holds(Role.OFFICER) or actor.holds(Role.DIVISION_HEAD),
        "integrity": integrity_visible_to(actor).filter(expert=expert),
        "consents": expert.consents.all(),
        "actions": _actions(actor, expert),
        "standing": rotation_standing([expert], pack=current_pack(), on=clock.today())[expert.pk],
        "quality": current_pack().experts.quality,
        "seats": _concluded_seats(expert),
        "may_rate": actor.holds(Role.OFFICER),
    }  # fmt: skip


def history_context(expert: Expert) -> dict[str, Any]:
    """Return employments, works, conflicts, ties and days away of a record."""
    return {
        "employments": expert.employments.select_related("organization").order_by("-began_on", "-pk"),
        "works": expert.works.prefetch_related("partners"),
        "conflicts": expert.conflicts.select_related("organization").order_by("-declared_on", "-pk"),
        "ties": expert.ties.order_by("pk"),
        "absences": expert.absences.filter(ends_on__gte=clock.today()),
    }


def _concluded_seats(expert: Expert) -> list[Seat]:
    """Return the expert's last seats with a review, of rounds that have concluded."""
    rows = Seat.objects.filter(
        expert=expert, state=SeatState.SUBMITTED, panel__run__closed_at__isnull=False
    ).select_related("panel__case", "panel__run", "rating", "review")
    return list(rows.order_by("-pk")[:20])


def profile_pairs(actor: Actor, expert: Expert) -> list[tuple[str, object]]:
    """Return the column of facts; the phone for the department's staff and the expert alone."""
    pack, inside = current_pack(), actor.is_department_staff
    own = actor.user is not None and expert.user_id == actor.user.pk
    pairs: list[tuple[str, object]] = [
        (_("类别"), _("、").join(str(kind.get_kind_display()) for kind in expert.kinds.all())),
        (_("领域"), _("、").join(field_words(pack, known.field) for known in expert.fields.all())),
        (_("任职单位"), expert.employer.name),
        (_("职称"), expert.title),
        (_("外语"), expert.languages),
        (_("状态"), state_words(expert, clock.today())),
    ]
    if inside or own:
        load = load_of([expert])[expert.pk]
        pairs += [
            (_("手机"), phone_of(actor, expert)),
            (_("承担席位"), _("%(load)s 个，上限 %(most)s 个") % {"load": load, "most": expert.load_limit}),
            (_("专业经历"), expert.bio),
        ]
    if inside:
        pairs.append((_("登录账户"), expert.user.username if expert.user else _("还没有")))
    return [(label, value) for label, value in pairs if value]


def own_context(actor: Actor, expert: Expert) -> dict[str, Any]:
    """Return what an expert reads of the own record, with the notices and what was agreed to."""
    standing = {c.kind: c for c in expert.consents.filter(withdrawn_at__isnull=True)}
    notices = []
    for kind in ConsentKind:
        notice = notice_for(kind)
        if notice is not None:
            given = standing.get(kind.value)
            notices.append(
                {"kind": kind.value, "notice": notice, "given": given,
                 "is_current": given is not None and given.notice_version == notice.version}
            )  # fmt: skip
    return history_context(expert) | {
        "expert": expert,
        "pairs": profile_pairs(actor, expert),
        "steps": expert.steps.all(),
        "fees": fees_visible_to(actor).filter(expert=expert),
        "integrity": integrity_visible_to(actor).filter(expert=expert),
        "notices": notices,
        "corrections": correction_lines(expert),
        "punctuality": own_punctuality(expert, pack=current_pack(), on=clock.today()),
    }


def correction_lines(expert: Expert) -> list[dict[str, Any]]:
    """Return the corrections asked for with their changes in words, newest first."""
    return [
        {"row": row, "changes": change_words(row.before, row.after)} for row in expert.corrections.all()[:10]
    ]


def change_words(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return (column, before, after) in words."""
    labels = {
        "name": _("姓名"), "title": _("职称"), "employer": _("任职单位"), "kinds": _("类别"),
        "fields": _("领域"),
    }  # fmt: skip
    return [(labels[name], _said(name, before[name]), _said(name, after[name])) for name in after]


def _said(name: str, value: Any) -> str:
    if name == "employer":
        return str(Organization.objects.filter(pk=value).values_list("name", flat=True).first() or value)
    if name == "kinds":
        known = {code: str(label) for code, label in PanelKind.choices}
        return _("、").join(known.get(code, code) for code in value)
    if name == "fields":
        pack = current_pack()
        return _("、").join(field_words(pack, code) for code in value) or "—"
    return str(value) or "—"


def _actions(actor: Actor, expert: Expert) -> list[Action]:
    if not actor.holds(Role.OFFICER):
        return []
    seen: dict[str, str | int] = {"version": expert.version}
    to = {name: reverse(f"library:{name}", args=[expert.pk]) for name in (
        "renew", "leave", "fee", "integrity", "work", "tie")}  # fmt: skip
    acts = [
        Action(_("登记专家费"), to["fee"], "get"),
        Action(_("登记诚信情况"), to["integrity"], "get"),
        Action(_("登记项目或成果"), to["work"], "get"),
        Action(_("登记专家之间的关系"), to["tie"], "get"),
    ]
    if not expert.is_active:
        return [Action(_("重新入库"), to["leave"], "get", "primary"), *acts]
    term = current_pack().experts.term
    if term is not None:
        early = renewable_from(expert.term_until, term)
        reason = _("%(day)s 起办理续聘") % {"day": early.isoformat()} if early > clock.today() else ""
        acts.insert(0, Action(_("续聘"), to["renew"], "post", "primary", reason=reason, fields=seen))
    return [*acts, Action(_("退出专家库"), to["leave"], "get", "danger")]
