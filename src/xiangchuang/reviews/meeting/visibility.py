"""Who sees what of a meeting: the department all, members each other once it began, applicants no name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from xiangchuang.accounts.actor import Actor
from xiangchuang.documents.masking import Mask
from xiangchuang.files.models import StoredFile
from xiangchuang.policy.panel_meeting import Released
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import pack_of
from xiangchuang.procedure.queries import can_view
from xiangchuang.procedure.standing import current_participants, standing
from xiangchuang.proposals.reading_mask import mask_for
from xiangchuang.reviews.meeting.models import PanelMeeting, Statement
from xiangchuang.reviews.models import ACTIVE_SEATS, Panel, Seat
from xiangchuang.reviews.queries import sees_inside


@dataclass(frozen=True)
class Sight:
    """How somebody looks at one meeting. `seat` is the own one of a member; an applicant has neither."""

    inside: bool
    seat: Seat | None
    applicant: bool
    has_begun: bool
    is_over: bool
    released: frozenset[Released]
    mask: Mask | None = None
    """Under which the reader reads what the applicant wrote (see `reviews.masked_plan`), None under none."""

    @property
    def is_anybody(self) -> bool:
        """Whether the meeting exists for them at all."""
        return self.inside or self.seat is not None or self.applicant

    @property
    def sees_peers(self) -> bool:
        """Names, kinds, scores and verdicts: nobody on the panel before the meeting has begun."""
        return self.inside or (self.seat is not None and self.has_begun)

    @property
    def reads_plan(self) -> bool:
        """The presentation and the questions tell of the plan: a member reads them after declaring."""
        return self.inside or self.applicant or (self.seat is not None and self.seat.declared_at is not None)

    @property
    def opens_presentation(self) -> bool:
        """A file of slides cannot be masked reliably: who reads under a mask waits for the meeting."""
        return self.reads_plan and self.mask is None

    def shown(self, text: str) -> str:
        """Return what the applicant wrote as the reader may read it."""
        return self.mask.text(text) if self.mask is not None else text

    def gets(self, part: Released) -> bool:
        """Whether a part of what was said is theirs: the applicant gets what the pack releases."""
        return self.sees_peers or (self.applicant and self.is_over and part in self.released)


def sight_of(actor: Actor, case: Case, meeting: PanelMeeting) -> Sight:
    """Return how the actor looks at the meeting (with panel and run at hand)."""
    visible = can_view(actor, case)
    seat = None
    if visible and actor.user is not None:
        seat = (
            Seat.objects.filter(panel=meeting.panel_id, expert__user=actor.user, state__in=ACTIVE_SEATS)
            .select_related("expert")
            .first()
        )
    rule = pack_of(case).review.meeting
    return Sight(
        inside=sees_inside(actor, case),
        seat=seat,
        applicant=visible and _is_applicant(actor, case),
        has_begun=meeting.began_at is not None,
        is_over=meeting.panel.run.closed_at is not None,
        released=frozenset(rule.released.parts) if rule else frozenset(),
        mask=mask_for(actor, case),
    )


def meetings_visible_to(actor: Actor, case: Case) -> QuerySet[PanelMeeting]:
    """Return the meetings that exist for the actor: to the department and the applicant all of the case, to a
    member that of the own panel."""
    meetings = PanelMeeting.objects.filter(panel__case=case).select_related("panel")
    if not can_view(actor, case):
        return meetings.none()
    if sees_inside(actor, case) or _is_applicant(actor, case):
        return meetings
    return meetings.filter(panel__seats__expert__user=actor.user, panel__seats__state__in=ACTIVE_SEATS)


def _is_applicant(actor: Actor, case: Case) -> bool:
    present = current_participants(case)
    return any(standing(actor, case, role, present) for role in ("lead", "member"))


def may_read_presentation(actor: Actor, file: StoredFile) -> bool:
    """The gate of presentations: the department, the applicant, and members who have declared."""
    meeting = (
        PanelMeeting.objects.filter(presentation=file).select_related("panel__case", "panel__run").first()
    )
    return meeting is not None and sight_of(actor, meeting.panel.case, meeting).opens_presentation


def has_met(case: Case) -> bool:
    """Whether the panel of the newest round has begun its meeting: until then names stay masked."""
    panel = Panel.objects.filter(case=case).first()
    return panel is not None and PanelMeeting.objects.filter(panel=panel, began_at__isnull=False).exists()


def may_download(actor: Actor, statement: Statement) -> bool:
    """Whether the actor may have the statement with its signatures: the department, who sits, who signed."""
    meeting = statement.meeting
    if sight_of(actor, meeting.panel.case, meeting).sees_peers:
        return True
    return actor.user is not None and statement.signatures.filter(seat__expert__user=actor.user).exists()


def without_names(text: str, names: Iterable[str]) -> str:
    """Return the text with each name replaced, however it is spaced: what is given to the applicant."""
    for name in sorted({name for name in names if name.strip()}, key=len, reverse=True):
        spelled = r"\s*".join(re.escape(sign) for sign in name if not sign.isspace())
        text = re.sub(spelled, "某专家", text)
    return text


def names_of(meeting: PanelMeeting) -> list[str]:
    """Return the names of all who ever sat on the panel."""
    return list(meeting.panel.seats.values_list("expert__name", flat=True))
