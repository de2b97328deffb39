"""A proposal on its way: intention, consortium, recommendation, conditions as judged, plan revisions."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class EntryWay(models.TextChoices):
    """The two ways in of 5.1-1; an invitation still asks the city for its recommendation."""

    RECOMMENDED = "recommended", _("市州推荐")
    INVITED = "invited", _("定向组织")


class Proposal(models.Model):
    """What a lead proposes. Codes of category, field, mode and technology are the pack's."""

    case = models.OneToOneField("procedure.Case", models.CASCADE, related_name="proposal")
    lead = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="led_proposals")
    entry_way = models.CharField(max_length=16, choices=EntryWay, default=EntryWay.RECOMMENDED)
    category = models.CharField(max_length=32, blank=True)
    field = models.CharField(max_length=64, blank=True)
    # 3.2 lists its fields with 等: another field may be proposed, with reasons.
    other_field = models.CharField(max_length=100, blank=True)
    other_field_reason = models.TextField(blank=True)
    orientation = models.CharField(max_length=32, blank=True)
    orientation_answer = models.TextField(blank=True)
    direction = models.TextField(blank=True)
    technology_type = models.CharField(max_length=32, blank=True)
    formation_mode = models.CharField(max_length=32, blank=True)
    mode_reason = models.TextField(blank=True)
    # 3.1.1-1: a comprehensive intention names its major strategy and its chain to engineering.
    major_strategy = models.TextField(blank=True)
    engineering_chain = models.TextField(blank=True)
    # 5.1-2: the open direction of the layout that the intention answers; outside of all of them, why.
    layout_direction = models.ForeignKey(
        "layouts.Direction", models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    undirected_reason = models.TextField(blank=True)
    # Its place in the queue of the direction; empty again once it turns to another direction.
    handed_in_at = models.DateTimeField(null=True, blank=True)
    contact_name = models.CharField(max_length=50, blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["category", "field"], name="proposal_by_field")]

    def __str__(self) -> str:
        return self.case.title


class KeyTask(models.Model):
    """A key task of the intention (5.1-3) with its technology type (1.1-1)."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="key_tasks")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    technology_type = models.CharField(max_length=32)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "position"], name="key_task_position_once")
        ]

    def __str__(self) -> str:
        return self.title


class MemberRole(models.TextChoices):
    MEMBER = "member", _("共建单位")
    # 3.3-1: governments take part in and support the building.
    SUPPORTER = "supporter", _("支持单位（政府）")


class Membership(models.Model):
    """An organisation's place in the consortium of a proposal; the lead is on the proposal itself."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="memberships")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=16, choices=MemberRole, default=MemberRole.MEMBER)
    duty = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["proposal", "organization"], name="member_once")]

    def __str__(self) -> str:
        return str(self.organization)


class Invitation(models.Model):
    """The department asks an organisation to propose (定向组织, 5.1-1) and its city to recommend."""

    proposal = models.OneToOneField(Proposal, models.CASCADE, related_name="invitation")
    bureau = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    reason = models.TextField()
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.proposal)


class Recommendation(models.Model):
    """A city government's recommendation, its bureau acting (5.1-3), within the year's quota."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="recommendations")
    run = models.OneToOneField("procedure.StageRun", models.PROTECT, related_name="recommendation")
    bureau = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="recommendations")
    letter = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    rank = models.PositiveSmallIntegerField()
    opinion = models.TextField()
    recommended_at = models.DateTimeField()
    # A returned case is recommended anew; the earlier letter stays and frees its rank.
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "year", "rank"],
                condition=Q(is_current=True),
                name="recommendation_rank_once",
            ),
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(is_current=True), name="recommendation_one_current"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bureau} {self.year}-{self.rank}"


class ConditionDecision(models.Model):
    """All conditions of one subject as judged on one day, kept as decided (3.4)."""

    case = models.ForeignKey("procedure.Case", models.CASCADE, related_name="condition_decisions")
    run = models.ForeignKey("procedure.StageRun", models.PROTECT, related_name="+", null=True, blank=True)
    subject = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    law_as_of = models.DateField()
    data_as_of = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.law_as_of}"


class ConditionOutcome(models.Model):
    """One condition: what the register said, and what a person found where the text asks a person."""

    decision = models.ForeignKey(ConditionDecision, models.CASCADE, related_name="outcomes")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=64)
    clause = models.CharField(max_length=32)
    strength = models.CharField(max_length=16)
    outcome = models.CharField(max_length=16)
    # Operands with value, unit, year, source, evidence; the gap sentence; the interpretation, as shown.
    explanation = models.JSONField()
    finding = models.CharField(max_length=16, blank=True)
    finding_reason = models.TextField(blank=True)
    finding_clause = models.CharField(max_length=32, blank=True)
    found_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    found_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "code"], name="condition_once_a_decision"),
            models.CheckConstraint(
                name="finding_has_person_reason_and_clause",
                condition=Q(finding="")
                | (
                    Q(found_by__isnull=False, found_at__isnull=False)
                    & ~Q(finding_reason="")
                    & ~Q(finding_clause="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.settled}"

    @property
    def settled(self) -> str:
        """What counts: the person's finding where there is one, else what the register said."""
        return self.finding or self.outcome


class PlanRevision(models.Model):
    """One version of the construction plan; frozen with its hashes when submitted.

    The one that is not frozen is the manuscript: written in the browser, brought from Word, or both.
    """

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    # The Word file last brought; none where everything was written in the browser.
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=300)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    # What the reading found beside the sections: headings outside the outline, losses, tracked changes.
    surplus = models.JSONField(default=list)
    losses = models.JSONField(default=list)
    missing = models.JSONField(default=list)
    tracked_changes = models.PositiveIntegerField(default=0)
    targets_confirmed_at = models.DateTimeField(null=True, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    # SHA-256 over the file, sections, targets and parts, in canonical JSON: what the receipt names.
    content_sha256 = models.CharField(max_length=64, blank=True)
    receipt_number = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="revision_number_once"),
            models.CheckConstraint(
                name="frozen_revision_has_hash_and_receipt",
                condition=Q(frozen_at__isnull=True) | (~Q(content_sha256="") & ~Q(receipt_number="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal} 修订 {self.number}"


class PlanSection(models.Model):
    """One section of the outline as the plan has it, empty or not; blocks keep their ids across revisions.

    Each write raises `version`, so that nobody's text is written over unseen.
    """

    revision = models.ForeignKey(PlanRevision, models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=32)
    title = models.CharField(max_length=200)
    found_heading = models.CharField(max_length=300, blank=True)
    blocks = models.JSONField(default=list)
    words = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["revision", "code"], name="plan_section_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class PlanImage(models.Model):
    """An image of the plan, kept by its content."""

    revision = models.ForeignKey(PlanRevision, models.CASCADE, related_name="images")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "file"], name="plan_image_once")]

    def __str__(self) -> str:
        return str(self.file)


class YearlyTarget(models.Model):
    """A target of one year with its unit; `position` orders the targets of one plan or center."""

    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=100)
    unit = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    # Ten-thousandths of the unit: a Decimal of 14 digits comes back wrong from SQLite.
    value_e4 = models.BigIntegerField()

    class Meta:
        abstract = True
        ordering = ["position", "year"]

    def __str__(self) -> str:
        return f"{self.name} {self.year}: {self.value} {self.unit}"

    @property
    def value(self) -> Decimal:
        return Decimal(self.value_e4) / 10_000


class PlanTarget(YearlyTarget):
    """A target the plan states; the approved plan's targets become the center's."""

    revision = models.ForeignKey(PlanRevision, models.CASCADE, related_name="targets")

    class Meta(YearlyTarget.Meta):
        constraints = [
            models.UniqueConstraint(fields=["revision", "position", "year"], name="target_once_a_year")
        ]


class RecommendationCut(models.Model):
    """By how many a bureau's quota of one year is cut, by which decision on a center it recommended (6.5-3).

    It is never changed: a new decision lifts it, and says in `lifted_by` which.
    """

    bureau = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="recommendation_cuts"
    )
    year = models.PositiveSmallIntegerField()
    cut = models.PositiveSmallIntegerField()
    reason = models.TextField()
    clause = models.CharField(max_length=32)
    case = models.ForeignKey("procedure.Case", models.PROTECT, related_name="recommendation_cuts")
    lifted_on = models.DateField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        "procedure.Case", models.PROTECT, null=True, blank=True, related_name="lifted_recommendation_cuts"
    )

    class Meta:
        ordering = ["year", "pk"]
        constraints = [
            models.CheckConstraint(name="recommendation_cut_cuts", condition=Q(cut__gte=1)),
            models.CheckConstraint(name="recommendation_cut_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="recommendation_cut_lifted_by_case",
                condition=Q(lifted_on=None, lifted_by=None)
                | Q(lifted_on__isnull=False, lifted_by__isnull=False),
            ),
            models.UniqueConstraint(fields=["case", "year"], name="recommendation_cut_once_a_year"),
        ]
        indexes = [models.Index(fields=["bureau", "year"], name="recommendation_cut_by_bureau")]

    def __str__(self) -> str:
        return f"{self.bureau_id} {self.year}: -{self.cut}"
