"""Notes of the visiting team: each member's own, kept once however often a device sends them (5.2-1)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.files.models import StoredFile
from xiangchuang.procedure.errors import Invalid
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.perform import Step, perform
from xiangchuang.procedure.standing import standing
from xiangchuang.procedure.verbs import Verb, contribute
from xiangchuang.reviews.models import SiteVisit, SpotNote, SpotPhoto, VisitItem
from xiangchuang.reviews.on_site.claims import read_amount
from xiangchuang.reviews.on_site.findings import Finding, settled
from xiangchuang.reviews.on_site.team import team_member
from xiangchuang.reviews.visit import is_planned

MOST_AT_ONCE = 200
"""Notes in one sending; a device with more sends again."""
NOTE = Verb(
    "note_visit", gettext_lazy("现场记录"), shared=True, needs=(is_planned,), clause="5.2-1",
    page="reviews:on-site",
)  # fmt: skip
# The same act by a member of the team who is an expert: standing is by role.
NOTE_AS_EXPERT = Verb(
    "note_visit_as_expert", gettext_lazy("现场记录"), role="expert", shared=True, needs=(is_planned,),
    clause="5.2-1", page="reviews:on-site",
)  # fmt: skip
contribute("visit", NOTE, NOTE_AS_EXPERT)


@dataclass(frozen=True)
class Spot:
    """Where and when something was kept, as the device tells; degrees, WGS 84."""

    key: UUID
    noted_at: dt.datetime
    latitude: Decimal | None = None
    longitude: Decimal | None = None

    def row(self) -> dict[str, Any]:
        """Return the columns of a row but its key; a clock that runs ahead is set to ours."""
        now = clock.now()
        return {
            "noted_at": min(self.noted_at, now), "received_at": now,
            "latitude_e6": _millionths(self.latitude, 90), "longitude_e6": _millionths(self.longitude, 180),
        }  # fmt: skip


@dataclass(frozen=True)
class NoteDraft:
    """One note; `number` is typed in 万元 for money, else a count."""

    spot: Spot
    item: str
    found: str
    remark: str = ""
    number: Decimal | None = None


@dataclass(frozen=True)
class KeptNotes:
    """Which notes are kept now, by key, and why each other one is not."""

    kept: list[UUID]
    refused: dict[UUID, str]


def noting_verb(actor: Actor, case: Case) -> Verb:
    """Return the verb by which the person notes: an expert of the team has no office in the stage."""
    return NOTE_AS_EXPERT if standing(actor, case, "expert") else NOTE


def team_visit(step: Step) -> SiteVisit:
    """Return the visit under way; raises NotPermitted for whoever is not of the team."""
    visit = SiteVisit.objects.get(run=step.run)
    team_member(visit, step.actor)
    return visit


def note_on_spot(*, actor: Actor, case: Case, notes: Sequence[NoteDraft]) -> KeptNotes:
    """Keep each note that holds together; one that was kept before is kept, not doubled.

    Raises NotPermitted outside the team, Blocked outside the visit, Invalid for more than MOST_AT_ONCE.
    """
    if len(notes) > MOST_AT_ONCE:
        raise Invalid(_("一次最多同步 %(most)d 条记录。") % {"most": MOST_AT_ONCE})
    with perform(noting_verb(actor, case), actor=actor, case=case, seen=case.version) as step:
        visit = team_visit(step)
        items = {item.code: item for item in visit.items.select_related("fact")}
        known = set(
            SpotNote.objects.filter(key__in=[n.spot.key for n in notes]).values_list("key", flat=True)
        )
        result = KeptNotes([], {})
        for draft in notes:
            try:
                if draft.spot.key not in known:
                    _keep(step, items.get(draft.item), draft)
                    known.add(draft.spot.key)
                result.kept.append(draft.spot.key)
            except Invalid as refusal:
                result.refused[draft.spot.key] = refusal.message
        step.subject = f"visit:{visit.pk}"
        step.note(notes=len(result.kept))
    return result


def _keep(step: Step, item: VisitItem | None, draft: NoteDraft) -> None:
    if item is None:
        raise Invalid(_("考察清单上没有这一项。"))
    is_figure = item.claimed is not None
    amount = read_amount(item, draft.number) if is_figure and draft.number is not None else None
    finding = settled(item, Finding(draft.found, draft.remark, amount))
    assert step.actor.user is not None
    SpotNote.objects.create(
        key=draft.spot.key, item=item, by=step.actor.user, found=finding.found, remark=finding.remark,
        found_amount=finding.amount, **draft.spot.row(),
    )  # fmt: skip


def keep_photo(
    *, actor: Actor, case: Case, spot: Spot, stored: StoredFile, item: str = "", caption: str = ""
) -> SpotPhoto:
    """Keep a photograph that was taken in; the same key again returns the one kept.

    Raises NotPermitted, Blocked, Invalid as `note_on_spot` does.
    """
    with perform(noting_verb(actor, case), actor=actor, case=case, seen=case.version) as step:
        visit = team_visit(step)
        found = visit.items.filter(code=item).first() if item else None
        if item and found is None:
            raise Invalid(_("考察清单上没有这一项。"))
        row = {**spot.row(), "visit": visit, "item": found, "file": stored, "by": step.actor.user}
        row["caption"] = within(SpotPhoto, "caption", normalise_line(caption))
        photo, made = SpotPhoto.objects.get_or_create(key=spot.key, defaults=row)
        step.subject = f"visit:{visit.pk}"
        step.note(photo=stored.sha256, new=made)
    return photo


def _millionths(degrees: Decimal | None, most: int) -> int | None:
    if degrees is None or not degrees.is_finite() or abs(degrees) > most:
        return None
    return int(degrees * 1_000_000)
