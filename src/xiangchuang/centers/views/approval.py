"""The page on which the leadership signs the approval."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from xiangchuang.centers.approve import APPROVE, approve
from xiangchuang.decisions.official_content import from_stored
from xiangchuang.decisions.queries import approval_draft
from xiangchuang.documents.official.composition import compose
from xiangchuang.procedure.act_view import ActView


class Approve(ActView):
    verb = APPROVE
    template_name = "centers/approve.html"

    def extra_context(self) -> dict[str, Any]:
        draft = approval_draft(self.case)
        return {"draft": draft, "paper": compose(from_stored(draft.content)) if draft else None}

    def do(self, form: forms.Form, seen: int) -> str:
        center = approve(actor=self.actor, case=self.case, seen=seen)
        return _("已签发 %(number)s，%(name)s成立。") % {
            "number": center.document.number,
            "name": center.name,
        }
