"""Organisations and what the register knows of them: yearly facts and capabilities, never edited in place."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock
from xiangchuang.organizations.fact_values import FactValue, ValueKind
from xiangchuang.organizations.prefectures import prefecture_label


class OrganizationKind(models.TextChoices):
    """Kinds of organisation; the first four may lead a center (3.3-1, 3.4-3)."""

    ENTERPRISE = "enterprise", _("企业")
    UNIVERSITY = "university", _("高校")
    INSTITUTE = "institute", _("科研院所")
    NEW_RD_INSTITUTION = "new_rd_institution", _("新型研发机构")
    GOVERNMENT = "government", _("人民政府")
    DEPARTMENT = "department", _("省直部门")
    BUREAU = "bureau", _("市州科技局")
    SOCIAL_SERVICE = "social_service", _("社会服务机构")
    ALLIANCE = "alliance", _("产业技术创新战略联盟")
    CENTER = "center", _("技术创新中心")


PUBLIC_BODIES = frozenset({OrganizationKind.GOVERNMENT, OrganizationKind.DEPARTMENT, OrganizationKind.BUREAU})


class Organization(models.Model):
    """A legal person or public body, known by its unified social credit code (GB 32100)."""

    uscc = models.CharField(_("统一社会信用代码"), max_length=18, null=True, blank=True, unique=True)
    name = models.CharField(_("单位名称"), max_length=200)
    kind = models.CharField(_("单位类型"), max_length=32, choices=OrganizationKind.choices)
    prefecture = models.CharField(_("所在市州"), max_length=6)
    industry = models.CharField(_("行业（GB/T 4754）"), max_length=5, blank=True)
    is_sme = models.BooleanField(_("科技型中小企业"), default=False)
    supervisor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="supervised"
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="absorbed"
    )
    merged_at = models.DateTimeField(_("并入时间"), null=True, blank=True)
    address = models.CharField(_("地址"), max_length=300, blank=True)
    contact_name = models.CharField(_("联系人"), max_length=100, blank=True)
    contact_phone = models.CharField(_("联系电话"), max_length=30, blank=True)
    contact_email = models.EmailField(_("联系邮箱"), blank=True)
    registered_at = models.DateTimeField(_("登记时间"), default=clock.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("单位")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind__in=OrganizationKind.values), name="organization_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(uscc__isnull=False) | Q(kind__in=sorted(PUBLIC_BODIES)),
                name="organization_has_uscc_unless_public_body",
            ),
            models.CheckConstraint(
                condition=Q(uscc__isnull=True) | ~Q(uscc=""), name="organization_uscc_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="organization_not_merged_into_itself",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["prefecture", "kind"], name="organization_by_prefecture"),
            models.Index(fields=["industry"], name="organization_by_industry"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def prefecture_label(self) -> str:
        """Return the name of the prefecture."""
        return prefecture_label(self.prefecture)

    @property
    def register_id(self) -> int:
        """Return the id under which the register of this organisation is kept: its own, or who absorbed it.

        A case goes on naming the organisation it began with; what is known of it is read here. Nothing merges
        into what has been absorbed, so one step suffices.
        """
        return self.merged_into_id or self.pk


class RegisterRecord(models.Model):
    """What every statement of the register carries: whence, by whom, confirmed by whom, replaced by what.

    A statement is never edited. A correction is a new row that supersedes the old one; of a chain only
    the last row is current. One withdrawn (recorded by mistake, or a duplicate) stays as history. When its
    organisation is absorbed it goes along, and `moved_from` says whence.
    """

    source = models.CharField(_("来源"), max_length=300)
    evidence = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("录入时间"), default=clock.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    correction_reason = models.CharField(_("更正理由"), max_length=500, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    moved_from = models.ForeignKey(
        "organizations.Organization", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawal_reason = models.CharField(_("撤回理由"), max_length=500, blank=True)
    is_current = models.BooleanField(default=True)

    class Meta:
        abstract = True

    @property
    def is_confirmed(self) -> bool:
        """Return whether the city bureau or the department confirmed it."""
        return self.confirmed_at is not None


def _record_constraints(name: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(
            condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
            | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
            name=f"{name}_confirmation_whole",
        ),
        models.CheckConstraint(
            condition=Q(supersedes__isnull=True) | ~Q(correction_reason=""),
            name=f"{name}_correction_has_reason",
        ),
        models.CheckConstraint(condition=~Q(source=""), name=f"{name}_has_source"),
        models.CheckConstraint(
            condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawal_reason="")
            | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, is_current=False)
            & ~Q(withdrawal_reason=""),
            name=f"{name}_withdrawal_whole",
        ),
    ]


class FactRecord(RegisterRecord):
    """One yearly fact of an organisation in one typed column: fen, count, basis points or flag.

    `code` is the pack's name of the fact; `field` is a field code of the layout where the fact is
    counted by field, else empty.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="facts")
    code = models.CharField(_("事实"), max_length=64)
    year = models.PositiveSmallIntegerField(_("年度"))
    field = models.CharField(_("领域"), max_length=64, blank=True, default="")
    fen = models.BigIntegerField(_("金额（分）"), null=True, blank=True)
    count = models.BigIntegerField(_("数量"), null=True, blank=True)
    basis_points = models.BigIntegerField(_("比率（万分之一）"), null=True, blank=True)
    flag = models.BooleanField(_("是否"), null=True, blank=True)
    explanation = models.CharField(_("变动说明"), max_length=500, blank=True, default="")

    class Meta:
        verbose_name = _("年度事实")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=(
                    Q(fen__isnull=False, count=None, basis_points=None, flag=None)
                    | Q(fen=None, count__isnull=False, basis_points=None, flag=None)
                    | Q(fen=None, count=None, basis_points__isnull=False, flag=None)
                    | Q(fen=None, count=None, basis_points=None, flag__isnull=False)
                ),
                name="fact_has_exactly_one_value",
            ),
            models.CheckConstraint(condition=Q(count=None) | Q(count__gte=0), name="fact_count_not_negative"),
            models.UniqueConstraint(
                fields=["organization", "code", "year", "field"],
                condition=Q(is_current=True),
                name="fact_current_once",
            ),
            *_record_constraints("fact"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["code", "year", "field"], name="fact_by_code")
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.code} {self.year}"

    @property
    def value(self) -> FactValue:
        """Return the one value with its kind."""
        for kind in ValueKind:
            amount = getattr(self, kind.value)
            if amount is not None:
                return FactValue(kind, amount)
        raise ValueError("a fact without a value")


class FactContradiction(models.Model):
    """What somebody found on the spot that is not what the register says; it stands while the fact does."""

    fact = models.ForeignKey(FactRecord, on_delete=models.PROTECT, related_name="contradictions")
    # In the fact's own column: fen, a count or basis points.
    found_amount = models.BigIntegerField(_("核对数值"))
    source = models.CharField(_("核对出处"), max_length=300)
    case_number = models.CharField(_("案卷"), max_length=32)
    remark = models.TextField(_("核对情况"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("记录时间"), default=clock.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["fact", "source"], name="fact_contradicted_once_a_source"),
            models.CheckConstraint(condition=~Q(remark=""), name="fact_contradiction_has_remark"),
        ]

    def __str__(self) -> str:
        return f"{self.fact_id}: {self.found_amount}"

    @property
    def found(self) -> FactValue:
        """Return what was found, as the fact's own kind of value."""
        return FactValue(self.fact.value.kind, self.found_amount)


class CapabilityKind(models.TextChoices):
    """What 3.4 asks for that is counted one by one, not by year."""

    PLATFORM = "platform", _("创新平台")
    TRANSFER = "transfer", _("成果转化案例")
    PROJECT = "project", _("研发项目")
    PATENT = "patent", _("专利")
    RULE = "rule", _("制度")


class CapabilityLevel(models.TextChoices):
    NATIONAL = "national", _("国家级")
    PROVINCIAL = "provincial", _("省级")
    OTHER = "other", _("其他")


class CapabilityRecord(RegisterRecord):
    """One platform, transfer case, project, patent or rule of an organisation, in a field, of a day (3.4)."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="capabilities")
    kind = models.CharField(_("种类"), max_length=16, choices=CapabilityKind.choices)
    level = models.CharField(_("级别"), max_length=16, choices=CapabilityLevel.choices)
    field = models.CharField(_("领域"), max_length=64, blank=True, default="")
    title = models.CharField(_("名称"), max_length=300)
    on = models.DateField(_("日期"))
    amount_fen = models.BigIntegerField(_("金额（分）"), null=True, blank=True)

    class Meta:
        verbose_name = _("能力记录")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=CapabilityKind.values), name="capability_kind_known"),
            models.CheckConstraint(
                condition=Q(level__in=CapabilityLevel.values), name="capability_level_known"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="capability_has_title"),
            models.UniqueConstraint(
                fields=["organization", "kind", "title", "on"],
                condition=Q(is_current=True),
                name="capability_current_once",
            ),
            *_record_constraints("capability"),
        ]

    def __str__(self) -> str:
        return self.title


class EvidenceLink(models.Model):
    """One more file that a statement rests on, beside the one it was recorded with.

    A file is uploaded once and may prove many statements. Unlinked, the row stays as history.
    """

    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    fact = models.ForeignKey(
        FactRecord, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence_links"
    )
    capability = models.ForeignKey(
        CapabilityRecord, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence_links"
    )
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField(_("关联时间"), default=clock.now)
    unlinked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    unlinked_at = models.DateTimeField(_("取消关联时间"), null=True, blank=True)
    unlink_reason = models.CharField(_("取消关联理由"), max_length=500, blank=True, default="")

    class Meta:
        verbose_name = _("证明关联")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(fact__isnull=False, capability=None) | Q(fact=None, capability__isnull=False),
                name="evidence_link_of_one_statement",
            ),
            models.CheckConstraint(
                condition=Q(unlinked_at__isnull=True, unlinked_by__isnull=True, unlink_reason="")
                | Q(unlinked_at__isnull=False, unlinked_by__isnull=False) & ~Q(unlink_reason=""),
                name="evidence_link_unlinked_whole",
            ),
            models.UniqueConstraint(
                fields=["file", "fact"], condition=Q(unlinked_at=None), name="evidence_link_of_fact_once"
            ),
            models.UniqueConstraint(
                fields=["file", "capability"],
                condition=Q(unlinked_at=None),
                name="evidence_link_of_capability_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.file)

    @property
    def statement(self) -> "FactRecord | CapabilityRecord":
        """Return what the file is linked to."""
        found = self.fact or self.capability
        assert found is not None
        return found
