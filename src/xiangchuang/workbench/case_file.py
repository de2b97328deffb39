"""The case file of one case for one person: who opens it from where, and its rail."""

from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.pages.parts import Step
from xiangchuang.procedure.diagram import rail
from xiangchuang.procedure.errors import NotFound
from xiangchuang.procedure.packs import pack_of
from xiangchuang.procedure.queries import visible_to
from xiangchuang.procedure.standing import current_participants
from xiangchuang.proposals.reading_mask import mask_for
from xiangchuang.workbench.case_face import Opened
from xiangchuang.workbench.case_tabs import face_of
from xiangchuang.workbench.viewpoint import Viewpoint, viewpoint_of
from xiangchuang.workbench.wording import stage_words


def open_case_file(actor: Actor, number: str) -> Opened:
    """Return the case among those the actor may see, with all the page's head needs at hand.

    Raises NotFound for a case that is not there and for a foreign one alike.
    """
    case = (
        visible_to(actor)
        .filter(number=number)
        .select_related("holder_organization", "proposal__lead")
        .prefetch_related("runs", "work_items", "participants__organization")
        .first()
    )
    if case is None:
        raise NotFound(_("没有这个案卷，或者它不归您办理。"))
    participants = current_participants(case)
    parties = frozenset(p.organization_id for p in participants if p.organization_id)
    viewpoint = viewpoint_of(actor, parties)
    if (mask := mask_for(actor, case)) is not None:
        # Shown, never saved: the case is read for this page alone.
        viewpoint, case.title = Viewpoint.BLIND, mask.text(case.title)
    return Opened(case, actor, pack_of(case), viewpoint, participants)


def rail_steps(opened: Opened) -> list[Step]:
    """Return the stations of the rail, each a link to its traces as far as the person has that tab."""
    here = reverse("workbench:case", args=[opened.case.number])
    face = face_of(opened.case)
    own = {tab.code for tab in face.tabs_for(opened.viewpoint)}
    return [
        Step(
            label=stage_words(step.stage, opened.viewpoint, is_current=step.state == "current"),
            state=step.state,
            clause=step.stage.clause,
            origin=step.stage.origin or "",
            url=f"{here}?tab={tab}"
            if step.run and (tab := face.tab_of_kind.get(step.stage.kind, "")) in own
            else "",
            round=step.round,
        )
        for step in rail(opened.case)
    ]
