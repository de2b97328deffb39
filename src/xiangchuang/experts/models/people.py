"""Experts of the five kinds of 5.2: who they are, what they know, how long they stay."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
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
    """A person who may sit on a panel.

    load_limit: how many open seats the expert takes at once. term_until: the last day of the present term;
    None where the pack sets no term. languages: those the expert can read a plan in, besides Chinese.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="expert"
    )
    name = models.CharField(_("姓名"), max_length=100)
    employer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="experts")
    title = models.CharField(_("职称"), max_length=100, blank=True)
    bio = models.TextField(_("简介"), blank=True)
    phone = models.CharField(_("手机"), max_length=30, blank=True)
    languages = models.CharField(_("外语"), max_length=100, blank=True, default="")
    load_limit = models.PositiveSmallIntegerField(_("同时承担的席位上限"), default=3)
    is_active = models.BooleanField(_("在库"), default=True)
    term_until = models.DateField(_("聘期至"), null=True, blank=True)
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

    def is_in_term(self, on: date) -> bool:
        """Whether the expert is in the library and the term runs on that day."""
        return self.is_active and (self.term_until is None or self.term_until >= on)


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
