"""The records every stage of every case stands on. State columns are written by the kernel only."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PolicyVersion(models.Model):
    """A policy pack as it stood when registered; cases are pinned to one (F01)."""

    code = models.CharField(max_length=64)
    version = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64, unique=True)
    effective_from = models.DateField()
    # The pack's files by relative name: a case is judged by them after the directory has moved on.
    files = models.JSONField()
    registered_at = models.DateTimeField()

    class Meta:
        ordering = ["-registered_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class Phase(models.TextChoices):
    INTAKE = "intake", _("意向")
    CHECK = "check", _("审查")
    PLAN = "plan", _("方案")
    REVIEW = "review", _("论证")
    DECISION = "decision", _("决定")


class CaseState(models.TextChoices):
    OPEN = "open", _("办理中")
    DEFERRED = "deferred", _("暂缓")
    GRANTED = "granted", _("已批准")
    REFUSED = "refused", _("未通过")
    NOT_RECOMMENDED = "not_recommended", _("未获推荐")
    WITHDRAWN = "withdrawn", _("已撤回")
    COMPLETED = "completed", _("已办结")


RUNNING = (CaseState.OPEN, CaseState.DEFERRED)


class Part(models.TextChoices):
    """The part an organisation or a person has in one case."""

    LEAD = "lead", _("牵头单位")
    MEMBER = "member", _("共建单位")
    RECOMMENDER = "recommender", _("推荐单位")
    DEPARTMENT = "department", _("相关部门")
    SUPERVISOR = "supervisor", _("主管部门")
    EVALUATOR = "evaluator", _("评估机构")
    EXPERT = "expert", _("专家")


class CaseMatter(models.TextChoices):
    """What a case decides; closed in code as the kinds of stage are."""

    APPROVAL = "approval", _("组建审批")
    EVALUATION = "evaluation", _("绩效评价")
    ADJUSTMENT = "adjustment", _("动态调整")


class Case(models.Model):
    """One matter under one procedure: `kind` is the pack's code of it, `matter` what it decides."""

    number = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=32)
    matter = models.CharField(max_length=16, choices=CaseMatter, default=CaseMatter.APPROVAL)
    title = models.CharField(max_length=200)
    policy_version = models.ForeignKey(PolicyVersion, models.PROTECT)
    stage_code = models.CharField(max_length=64)
    stage_kind = models.CharField(max_length=32)
    phase = models.CharField(max_length=16, choices=Phase)
    state = models.CharField(max_length=20, choices=CaseState, default=CaseState.OPEN)
    holder_role = models.CharField(max_length=32, blank=True)
    holder_organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    due_provisional = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    is_sample = models.BooleanField(default=False)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="case_closed_iff_ended",
                condition=Q(state__in=RUNNING, closed_at__isnull=True)
                | (~Q(state__in=RUNNING) & Q(closed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="case_past_intake_was_submitted",
                condition=Q(phase=Phase.INTAKE) | Q(submitted_at__isnull=False),
            ),
        ]
        indexes = [
            # The case list: of the running ones the newest, the soonest due, those of one stage; all by the
            # day of submission. An index on the state serves none of them: it makes the database sort.
            models.Index(fields=["-id"], condition=Q(closed_at__isnull=True), name="case_running_newest"),
            models.Index(
                fields=["due_on", "id"], condition=Q(closed_at__isnull=True), name="case_running_due"
            ),
            models.Index(
                fields=["stage_code", "-id"], condition=Q(closed_at__isnull=True), name="case_running_stage"
            ),
            models.Index(fields=["submitted_at", "id"], name="case_by_submission"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING


class Participant(models.Model):
    """Who has a part in a case; visibility and standing are both read from here."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="participants")
    part = models.CharField(max_length=16, choices=Part)
    organization = models.ForeignKey(
        "organizations.Organization",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        db_index=False,  # SQLite would take it for the one below, and read every case that is long over
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        db_index=False,
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="participant_is_one_of_organization_or_user",
                condition=Q(organization__isnull=True) ^ Q(user__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["case", "part", "organization"],
                condition=Q(until__isnull=True, organization__isnull=False),
                name="participant_organization_once",
            ),
            models.UniqueConstraint(
                fields=["case", "part", "user"],
                condition=Q(until__isnull=True, user__isnull=False),
                name="participant_user_once",
            ),
        ]
        indexes = [
            # visible_to(): the cases of my organisations, and those I sit on. Each index answers alone.
            models.Index(
                fields=["organization", "part", "case"],
                condition=Q(until__isnull=True),
                name="participant_by_organization",
            ),
            models.Index(
                fields=["user", "part", "case"], condition=Q(until__isnull=True), name="participant_by_user"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()} {self.organization or self.user}"


class StageRun(models.Model):
    """One passage of a case through one stage; a repeated stage has several rounds."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="runs")
    stage_code = models.CharField(max_length=64)
    stage_kind = models.CharField(max_length=32)
    round = models.PositiveSmallIntegerField(default=1)
    opened_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    due_provisional = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=100, blank=True)
    outcome = models.CharField(max_length=16, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(closed_at__isnull=True), name="run_one_open_per_case"
            ),
            models.UniqueConstraint(fields=["case", "stage_code", "round"], name="run_round_once"),
            models.CheckConstraint(
                name="run_closed_with_outcome",
                condition=Q(closed_at__isnull=True, outcome="")
                | (Q(closed_at__isnull=False) & ~Q(outcome="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage_code}#{self.round}"


class WorkItem(models.Model):
    """What waits for whom until when.

    Department roles have no organisation: the programme has one department.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="work_items")
    run = models.ForeignKey(StageRun, models.CASCADE, related_name="work_items")
    # What is waited for: the stage itself, or a verb of one person in it (an expert's review).
    what = models.CharField(max_length=64)
    role = models.CharField(max_length=32)
    # Without indexes of their own: SQLite would read all that waits for nobody in person through them,
    # where the two below lead to the few rows.
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    due_on = models.DateField(null=True, blank=True)
    due_provisional = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            # The work list of a role, soonest first: the department's own and at an organisation; only open
            # items are in them. Two, for PostgreSQL sorts behind `organization IS NULL` in an index.
            models.Index(
                fields=["role", "due_on", "id"],
                condition=Q(closed_at__isnull=True, user__isnull=True, organization__isnull=True),
                name="work_by_authority",
            ),
            models.Index(
                fields=["role", "organization", "due_on", "id"],
                condition=Q(closed_at__isnull=True, user__isnull=True, organization__isnull=False),
                name="work_by_role",
            ),
            models.Index(
                fields=["user", "due_on", "id"],
                condition=Q(closed_at__isnull=True, user__isnull=False),
                name="work_by_user",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.what}"


class FieldComment(models.Model):
    """A remark at one field or section, so that "returned" always says where and why (pain 9)."""

    run = models.ForeignKey(StageRun, models.CASCADE, related_name="comments")
    anchor = models.CharField(max_length=64)
    label = models.CharField(max_length=200)
    text = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    reply = models.TextField(blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.anchor}: {self.text[:20]}"


class Obligation(models.Model):
    """Something owed by a day: the annual report first (5.4-2)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="obligations")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="obligations")
    kind = models.CharField(max_length=32)
    period = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    # The day before any roll over a day off: what is recomputed when the holidays are published.
    nominal_due_on = models.DateField()
    due_provisional = models.BooleanField(default=False)
    clause = models.CharField(max_length=32)
    fulfilled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "period"], name="obligation_once_a_period")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.period}"


class CalendarDay(models.Model):
    """A day on which the calendar differs from the week, as the State Council published it."""

    day = models.DateField(unique=True)
    is_workday = models.BooleanField()
    source = models.CharField(max_length=100)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {'班' if self.is_workday else '休'}"


class NumberSeries(models.Model):
    """Serial numbers without gaps, one row a series and year."""

    name = models.CharField(max_length=32)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "year"], name="series_once_a_year")]

    def __str__(self) -> str:
        return f"{self.name} {self.year}: {self.last}"


class PolicyReceipt(models.Model):
    """An addressee's receipt of the notice (0-1) and its local implementation plan (0-2)."""

    policy_version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="receipts")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    local_plan = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+"
    )
    local_plan_filed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["organization__prefecture", "organization__name"]
        constraints = [
            models.UniqueConstraint(fields=["policy_version", "organization"], name="policy_receipt_once"),
            models.CheckConstraint(
                name="local_plan_with_its_day",
                condition=Q(local_plan__isnull=True, local_plan_filed_at__isnull=True)
                | Q(local_plan__isnull=False, local_plan_filed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.policy_version}"
