"""Where an expert has ties: employers, projects and publications, people, and conflicts declared."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock
from xiangchuang.experts.models.people import Expert
from xiangchuang.organizations.models import Organization


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


class WorkKind(models.TextChoices):
    """What an expert did."""

    PROJECT = "project", _("项目")
    PAPER = "paper", _("论文")
    PATENT = "patent", _("专利")
    STANDARD = "standard", _("标准")
    AWARD = "award", _("奖项")


class ExpertWork(models.Model):
    """A project or publication: it tells what the expert knows, and with whom the expert worked.

    number: of the project, patent or publication, as its register has it. ended_on: last day of a project,
    day of a publication; None while a project runs. partners: organisations that took part.
    """

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="works")
    kind = models.CharField(_("种类"), max_length=16, choices=WorkKind.choices)
    title = models.CharField(_("名称"), max_length=300)
    number = models.CharField(_("编号"), max_length=100, blank=True)
    began_on = models.DateField(_("自"))
    ended_on = models.DateField(_("至"), null=True, blank=True)
    partners = models.ManyToManyField(Organization, related_name="+", blank=True, verbose_name=_("合作单位"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("项目和成果经历")
        ordering: ClassVar[list[str]] = ["-began_on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=WorkKind.values), name="expert_work_kind_known"),
            models.CheckConstraint(condition=~Q(title=""), name="expert_work_has_title"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")),
                name="expert_work_ends_after_it_begins",
            ),
            models.UniqueConstraint(fields=["expert", "kind", "title", "began_on"], name="expert_work_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["number"], name="expert_work_number")]

    def __str__(self) -> str:
        return self.title


class TieKind(models.TextChoices):
    """How two experts stand to each other, so that they do not sit on one panel."""

    ADVISER = "adviser", _("师生")
    KIN = "kin", _("亲属")
    OTHER = "other", _("其他关系")


class ExpertTie(models.Model):
    """A person with whom the expert does not judge on one panel; told by the expert or by an officer.

    The other is known by name alone: an expert is not told who else is in the library.
    """

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="ties")
    other_name = models.CharField(_("姓名"), max_length=100)
    kind = models.CharField(_("关系"), max_length=16, choices=TieKind.choices)
    declared_on = models.DateField(_("声明日期"))

    class Meta:
        verbose_name = _("专家之间的关系")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=TieKind.values), name="expert_tie_kind_known"),
            models.CheckConstraint(condition=~Q(other_name=""), name="expert_tie_to_somebody"),
            models.UniqueConstraint(fields=["expert", "other_name"], name="expert_tie_once"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


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
