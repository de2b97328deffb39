"""Panels, reviews, opinions and site visits, on the case: evaluations and revocations need them too."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.reviews.draws.models import DrawnPanel as DrawnPanel
from xiangchuang.reviews.draws.models import PanelDraw as PanelDraw
from xiangchuang.reviews.review_batches.models import BatchedCase as BatchedCase
from xiangchuang.reviews.review_batches.models import ReviewBatch as ReviewBatch


class Panel(models.Model):
    """The experts of one review round (5.2-1)."""

    case = models.ForeignKey("procedure.Case", models.CASCADE, related_name="panels")
    run = models.OneToOneField("procedure.StageRun", models.PROTECT, related_name="panel")
    created_at = models.DateTimeField()
    # Reading opens when the panel is complete and free of conflicts.
    reading_opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.case_id} 专家组"


class SeatState(models.TextChoices):
    CHOSEN = "chosen", _("已选定")
    INVITED = "invited", _("待声明")
    READING = "reading", _("审阅中")
    SUBMITTED = "submitted", _("已提交")
    RECUSED = "recused", _("已回避")
    REMOVED = "removed", _("已撤换")


ACTIVE_SEATS = (SeatState.CHOSEN, SeatState.INVITED, SeatState.READING, SeatState.SUBMITTED)


class Seat(models.Model):
    """One expert in one panel, for one of the kinds the policy names."""

    panel = models.ForeignKey(Panel, models.CASCADE, related_name="seats")
    expert = models.ForeignKey("experts.Expert", models.PROTECT, related_name="seats")
    kind = models.CharField(max_length=16)
    state = models.CharField(max_length=16, choices=SeatState, default=SeatState.CHOSEN)
    # 5.2-1 会同相关部门: the other department that nominated this expert, if one did.
    nominated_by = models.ForeignKey(
        "organizations.Organization", models.PROTECT, null=True, blank=True, related_name="+"
    )
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    # The draw this seat came from; a seat without one was filled by hand.
    draw = models.ForeignKey(PanelDraw, models.PROTECT, null=True, blank=True, related_name="seats")
    declared_at = models.DateTimeField(null=True, blank=True)
    # Why the expert left the panel: the own recusal, or the department's reason for the change.
    leaving_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "expert"], condition=Q(state__in=ACTIVE_SEATS), name="seat_expert_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.expert} ({self.kind})"


class CoSignature(models.Model):
    """Another department's signature under the panel it took part in building (5.2-1 会同相关部门)."""

    panel = models.ForeignKey(Panel, models.CASCADE, related_name="co_signatures")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    remark = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["panel", "organization"], name="cosign_once")]

    def __str__(self) -> str:
        return str(self.organization)


class Review(models.Model):
    """One expert's scores and verdict on one revision; fixed with a hash when submitted."""

    seat = models.OneToOneField(Seat, models.CASCADE, related_name="review")
    revision = models.ForeignKey("proposals.PlanRevision", models.PROTECT, related_name="reviews")
    verdict = models.CharField(max_length=16, blank=True)
    summary = models.TextField(blank=True)
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    text_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="submitted_review_has_verdict_and_hash",
                condition=Q(submitted_at__isnull=True) | (~Q(verdict="") & ~Q(text_sha256="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.seat} {self.verdict}"


class ReviewScore(models.Model):
    """Points for one item of the pack's score sheet, with their justification."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="scores")
    item = models.CharField(max_length=64)
    # A draft may hold a justification before the points.
    points = models.PositiveSmallIntegerField(null=True, blank=True)
    justification = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["review", "item"], name="score_item_once")]

    def __str__(self) -> str:
        return f"{self.item} {self.points}"


class Severity(models.TextChoices):
    MUST = "must", _("必须修改")
    ADVICE = "advice", _("建议")


class OpinionState(models.TextChoices):
    OPEN = "open", _("待答复")
    ANSWERED = "answered", _("已答复")
    CLOSED = "closed", _("已闭合")


class Opinion(models.Model):
    """One demand of the panel on one section, and the applicant's answer to it (5.2-1)."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="opinions")
    case = models.ForeignKey("procedure.Case", models.CASCADE, related_name="opinions")
    number = models.PositiveSmallIntegerField(default=0)
    section = models.CharField(max_length=32, blank=True)
    quote = models.TextField(blank=True)
    demand = models.TextField(blank=True)
    severity = models.CharField(max_length=16, choices=Severity, default=Severity.MUST)
    state = models.CharField(max_length=16, choices=OpinionState, default=OpinionState.OPEN)
    # Opinions reach the applicant together, when the round is concluded, without their author's name.
    released_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    # What the panel says to the answer when it is not enough.
    rejoinder = models.TextField(blank=True)

    class Meta:
        ordering = ["number", "pk"]
        indexes = [models.Index(fields=["case", "state"], name="opinion_by_case")]

    def __str__(self) -> str:
        return f"{self.section}: {self.demand[:20]}"


class OpinionAnswer(models.Model):
    """What was answered to an opinion with the plan of one round; fixed once that plan is submitted.

    `section` and `block` name the passage that was changed because of it, in the revised plan; both may be
    empty: an answer may say why nothing was changed.
    """

    opinion = models.ForeignKey(Opinion, models.CASCADE, related_name="answers")
    run = models.ForeignKey("procedure.StageRun", models.PROTECT, related_name="opinion_answers")
    text = models.TextField()
    section = models.CharField(max_length=32, blank=True)
    block = models.CharField(max_length=40, blank=True)
    # How the passage began: writing goes on after the answer, and a block that changes has another id.
    begins = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["opinion__number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["opinion", "run"], name="opinion_answered_once_a_round"),
            models.CheckConstraint(
                name="opinion_answer_block_in_a_section", condition=Q(block="") | ~Q(section="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opinion_id}: {self.text[:20]}"


class SiteVisit(models.Model):
    """A visit to the place, its checklist and co-signed record (5.2-1)."""

    case = models.ForeignKey("procedure.Case", models.CASCADE, related_name="visits")
    run = models.OneToOneField("procedure.StageRun", models.PROTECT, related_name="visit")
    visit_on = models.DateField()
    place = models.CharField(max_length=200)
    record = models.TextField(blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.visit_on}"


class VisitMember(models.Model):
    """One of the visiting team; each signs the record with their own sign-in."""

    visit = models.ForeignKey(SiteVisit, models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    record_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["visit", "user"], name="visitor_once")]

    def __str__(self) -> str:
        return str(self.user)


class Found(models.TextChoices):
    AS_STATED = "as_stated", _("相符")
    DIFFERS = "differs", _("有出入")
    ABSENT = "absent", _("未见")
    # The checklist covers enterprises and universities alike; what concerns the other kind is passed over.
    NOT_APPLICABLE = "not_applicable", _("不适用")


class VisitItem(models.Model):
    """One point of the checklist, tied to a clause, and what was found on the spot."""

    visit = models.ForeignKey(SiteVisit, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=64)
    label = models.CharField(max_length=300)
    clause = models.CharField(max_length=32)
    found = models.CharField(max_length=16, choices=Found, blank=True)
    remark = models.TextField(blank=True)
    # The figure of the register this point checks, and what the books on the spot said, in the fact's own
    # column: fen or a count.
    fact = models.ForeignKey(
        "organizations.FactRecord", models.PROTECT, null=True, blank=True, related_name="visit_items"
    )
    found_amount = models.BigIntegerField(null=True, blank=True)
    # Or a figure of the plan itself: its table ("targets" for those), column, what the plan states in fen,
    # a count, or ten-thousandths of the unit (`measure`).
    part = models.CharField(max_length=16, blank=True)
    column = models.CharField(max_length=40, blank=True)
    measure = models.CharField(max_length=8, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    claimed_amount = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "code"], name="visit_item_once"),
            models.CheckConstraint(
                name="visit_item_amount_of_figure",
                condition=Q(found_amount=None) | Q(fact__isnull=False) | Q(claimed_amount__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.found}"

    @property
    def claimed(self) -> int | None:
        """What the register or the plan states, None where this point is no figure."""
        return self.claimed_amount if self.fact is None else int(self.fact.value.amount)


class OnSite(models.Model):
    """Something a member of the team kept on the spot, perhaps without a connection.

    `key` is made on the device: however often it is sent, it is kept once. The device's clock says
    `noted_at`, ours `received_at`. The place is in millionths of a degree (WGS 84), where the device told it.
    """

    key = models.UUIDField(unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    received_at = models.DateTimeField()
    latitude_e6 = models.IntegerField(null=True, blank=True)
    longitude_e6 = models.IntegerField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["noted_at", "pk"]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def place(self) -> str:
        """Return latitude and longitude in degrees, "" where the device did not tell."""
        if self.latitude_e6 is None or self.longitude_e6 is None:
            return ""
        return f"{self.latitude_e6 / 1_000_000:.6f}, {self.longitude_e6 / 1_000_000:.6f}"


class SpotNote(OnSite):
    """What one member saw at one point of the checklist; the record is written from the notes."""

    item = models.ForeignKey(VisitItem, models.CASCADE, related_name="notes")
    found = models.CharField(max_length=16, choices=Found)
    remark = models.TextField(blank=True)
    found_amount = models.BigIntegerField(null=True, blank=True)


class SpotPhoto(OnSite):
    """A photograph taken on the spot, of a point of the checklist or of the visit as a whole."""

    visit = models.ForeignKey(SiteVisit, models.CASCADE, related_name="photos")
    item = models.ForeignKey(VisitItem, models.CASCADE, null=True, blank=True, related_name="photos")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    caption = models.CharField(max_length=200, blank=True)


class SeatRating(models.Model):
    """What an officer thinks of an expert's work on one panel, after it has concluded.

    Read by the department alone, never by applicants or experts. appeals_upheld: objections to the review
    that were found right.
    """

    seat = models.OneToOneField(Seat, models.CASCADE, related_name="rating")
    points = models.PositiveSmallIntegerField(_("评价"))
    appeals_upheld = models.PositiveSmallIntegerField(_("查实的申诉"), default=0)
    remark = models.CharField(_("说明"), max_length=500, blank=True)
    rated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    rated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("专家履职评价")
        constraints = [models.CheckConstraint(name="rating_from_one", condition=Q(points__gte=1))]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.points}"


# The models of the meeting belong to this app; Django finds them by this module.
from xiangchuang.reviews.meeting import models as meeting_models  # noqa: E402, F401
