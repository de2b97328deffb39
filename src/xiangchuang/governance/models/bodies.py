"""The bodies of a center (4.1-3): council or board, expert committee, supervisory board; seats, meetings."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.centers.registers.entry import STANDING, Entry


class BodyKind(models.TextChoices):
    """Kinds of body; council and board are the two forms of the deciding one."""

    COUNCIL = "council", _("理事会")
    BOARD = "board", _("董事会")
    EXPERT_COMMITTEE = "expert_committee", _("专家委员会")
    SUPERVISORY = "supervisory", _("监事会（监事）")
    OTHER = "other", _("其他机构")


DECIDING = frozenset({BodyKind.COUNCIL, BodyKind.BOARD})


class Side(models.TextChoices):
    """Whom a seat speaks for (4.1-3 names enterprises, universities, institutes and government)."""

    ENTERPRISE = "enterprise", _("企业")
    UNIVERSITY = "university", _("高校")
    INSTITUTE = "institute", _("科研院所")
    GOVERNMENT = "government", _("政府")
    INDEPENDENT = "independent", _("独立人士")
    STAFF = "staff", _("职工")


class SeatRole(models.TextChoices):
    """Place in the body."""

    CHAIR = "chair", _("理事长（董事长、主任委员）")
    VICE_CHAIR = "vice_chair", _("副职")
    MEMBER = "member", _("成员")
    SECRETARY = "secretary", _("秘书")


class Body(Entry):
    """A body of one term: the next term is a further row."""

    name = models.CharField(_("机构名称"), max_length=100, help_text=_("例如“第一届理事会”。"))
    kind = models.CharField(_("机构类型"), max_length=32, choices=BodyKind.choices)
    term_from = models.DateField(_("任期自"))
    term_to = models.DateField(_("任期至"))

    class Meta(Entry.Meta):
        verbose_name = _("机构")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["center", "name"], condition=STANDING, name="governance_body_name_once",
                violation_error_message=_("同名的机构已登记过。"),
            ),
            models.CheckConstraint(
                condition=Q(term_to__gte=F("term_from")), name="governance_body_term_in_order",
                violation_error_message=_("任期止日不早于起日。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Seat(Entry):
    """A person's seat in a body, and the organisation or government the person speaks for."""

    person = models.CharField(_("姓名"), max_length=100)
    body = models.ForeignKey(Body, models.PROTECT, related_name="seats", verbose_name=_("机构"))
    role = models.CharField(_("席位"), max_length=16, choices=SeatRole.choices)
    side = models.CharField(_("代表方"), max_length=16, choices=Side.choices)
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("代表单位"),
    )  # fmt: skip
    began_on = models.DateField(_("自"))
    ended_on = models.DateField(_("至"), null=True, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("席位")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["body", "person", "began_on"], condition=STANDING, name="governance_seat_once",
                violation_error_message=_("这一席位已登记过。"),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("began_on")), name="governance_seat_in_order",
                violation_error_message=_("止日不早于起日。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.person


class BodyMeeting(Entry):
    """A meeting with its attendance and resolutions; the minutes are its evidence."""

    title = models.CharField(_("会议"), max_length=150, help_text=_("例如“第一届理事会第二次会议”。"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings", verbose_name=_("机构"))
    held_on = models.DateField(_("日期"))
    present = models.PositiveIntegerField(_("到会人数"))
    entitled = models.PositiveIntegerField(_("应到人数"))
    agenda = models.TextField(_("议程"), max_length=4000)
    resolutions = models.TextField(_("决议"), max_length=4000, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("会议")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["body", "title", "held_on"], condition=STANDING, name="governance_body_meeting_once",
                violation_error_message=_("这次会议已登记过。"),
            ),
            models.CheckConstraint(
                condition=Q(present__lte=F("entitled")),
                name="governance_body_meeting_attendance_within_members",
                violation_error_message=_("到会人数不会多于应到人数。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title
