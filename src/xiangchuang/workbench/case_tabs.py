"""The faces of the case file by matter, the tabs that all of them share, and the row of tabs."""

from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from xiangchuang.pages.parts import Tab
from xiangchuang.procedure.models import Case, CaseMatter
from xiangchuang.workbench.adjustment_face import ADJUSTMENT
from xiangchuang.workbench.approval_face import APPROVAL
from xiangchuang.workbench.case_face import CaseFace, CaseTab
from xiangchuang.workbench.evaluation_face import EVALUATION
from xiangchuang.workbench.shared_tabs import DOCUMENTS, LEDGER, PUBLICITY
from xiangchuang.workbench.viewpoint import Viewpoint

_OTHER: Final = CaseFace(
    tabs=(DOCUMENTS, PUBLICITY, LEDGER),
    tab_of_kind={"publicity": "publicity"},
    place=("workbench:work-list", _("工作台")),
)
FACES: Final[dict[str, CaseFace]] = {
    CaseMatter.APPROVAL: APPROVAL,
    CaseMatter.EVALUATION: EVALUATION,
    CaseMatter.ADJUSTMENT: ADJUSTMENT,
}


def face_of(case: Case) -> CaseFace:
    """Return how cases of this matter are shown."""
    return FACES.get(case.matter, _OTHER)


def tab_links(case: Case, viewpoint: Viewpoint, current: CaseTab) -> list[Tab]:
    """Return the row of tabs."""
    here = reverse("workbench:case", args=[case.number])
    own = face_of(case).tabs_for(viewpoint)
    return [Tab(str(tab.label), f"{here}?tab={tab.code}", tab == current) for tab in own]
