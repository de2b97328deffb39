"""Experts of the five kinds of 5.2, whom they work for, and the conflicts they declare."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock
from xiangchuang.organizations.models import Organization


class PanelKind(models.TextChoices):
    """The kinds of expert the notice names (5.2-1); a pack may ask for fewer."""

    TECHNICAL = "technical", _("技术专家")
    MANAGEMENT = "management", _("管理专家")
    POLICY = "policy", _("科技政策专家")
    LEGAL = "legal", _("法律专家")
    FINANCE = "finance", _("财税专家")


class Expert(models.Model):
    """A person who may sit on a panel. `load_limit` is how many open seats the expert takes at once."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="expert"
    )
    name = models.CharField(_("姓名"), max_length=100)
    employer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="experts")
    title = models.CharField(_("职称"), max_length=100, blank=True)
    bio = models.TextField(_("简介"), blank=True)
    phone = models.CharField(_("手机"), max_length=30, blank=True)
    load_limit = models.PositiveSmallIntegerField(_("同时承担的席位上限"), default=3)
    is_active = models.BooleanField(_("在库"), default=True)
    registered_at = models.DateTimeField(_("入库时间"), default=clock.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("专家")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(load_limit__gte=1), name="expert_takes_at_least_one_seat"),
            models.CheckConstraint(condition=~Q(name=""), name="expert_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class ExpertKind(models.Model):
    """One kind an expert can sit as."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="kinds")
    kind = models.CharField(_("专家类别"), max_length=16, choices=PanelKind.choices)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["expert", "kind"], name="expert_kind_once"),
            models.CheckConstraint(condition=Q(kind__in=PanelKind.values), name="expert_kind_known"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["kind"], name="expert_by_kind")]

    def __str__(self) -> str:
        return self.get_kind_display()


class ExpertField(models.Model):
    """One field (code of the layout, 3.2) an expert knows."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="fields")
    field = models.CharField(_("领域"), max_length=64)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["expert", "field"], name="expert_field_once")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["field"], name="expert_by_field")]

    def __str__(self) -> str:
        return self.field


class Employment(models.Model):
    """Whom an expert worked for, and when: an employer of the past can still be a conflict."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="employments")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="employments")
    began_on = models.DateField(_("自"))
    ended_on = models.DateField(_("至"), null=True, blank=True)

    class Meta:
        verbose_name = _("任职经历")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")),
                name="employment_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["expert", "organization", "began_on"], name="employment_begins_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expert_id} {self.organization_id}"


class ConflictDeclaration(models.Model):
    """A conflict of interest an expert declares against an organisation."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="conflicts")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("理由"), max_length=500)
    declared_on = models.DateField(_("声明日期"))

    class Meta:
        verbose_name = _("回避声明")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["expert", "organization"], name="conflict_declared_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="conflict_has_reason"),
        ]

    def __str__(self) -> str:
        return self.reason
