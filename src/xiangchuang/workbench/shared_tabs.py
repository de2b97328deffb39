"""Tabs that the case file of every matter has: what is public, what was issued, what was kept."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from xiangchuang.decisions.case_tabs import case_documents_context, case_publicity_context
from xiangchuang.workbench.case_correspondence import correspondence_context
from xiangchuang.workbench.case_face import PARTIES, CaseTab
from xiangchuang.workbench.case_ledger import ledger_context

PUBLICITY: Final = CaseTab(
    "publicity", _("公示"), "decisions/case_publicity.html", case_publicity_context, PARTIES
)
DOCUMENTS: Final = CaseTab(
    "documents", _("文书"), "decisions/case_documents.html", case_documents_context, PARTIES
)
CORRESPONDENCE: Final = CaseTab(
    "correspondence", _("往来"), "workbench/case_correspondence.html", correspondence_context, PARTIES
)
LEDGER: Final = CaseTab("ledger", _("留痕"), "workbench/case_ledger.html", ledger_context, PARTIES)
