"""Pages of the integrity check."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from xiangchuang.decisions import check_integrity as verbs
from xiangchuang.decisions.forms import CLEAR, NOT_CLEAR, IntegrityForm, ReasonForm
from xiangchuang.decisions.models import IntegrityItem
from xiangchuang.procedure.act_view import ActView
from xiangchuang.procedure.packs import pack_of
from xiangchuang.procedure.parties import parties_of


class RecordIntegrity(ActView):
    verb = verbs.RECORD
    form_class = IntegrityForm
    template_name = "decisions/record_integrity.html"
    done_message = _("核查结果已登记。")

    def form_arguments(self) -> dict[str, Any]:
        return {
            "organizations": parties_of(self.case).everyone,
            "items": pack_of(self.case).integrity.items,
        }

    def initial(self) -> dict[str, Any]:
        known = IntegrityItem.objects.filter(
            check_record__run__in=self.case.runs.filter(closed_at__isnull=True)
        )
        first: dict[str, Any] = {}
        for item in known:
            key = f"{item.organization_id}-{item.item}"
            first[f"result-{key}"] = CLEAR if item.clear else NOT_CLEAR
            first[f"remark-{key}"] = item.remark
        return first

    def do(self, form: forms.Form, seen: int) -> str:
        findings = cast(IntegrityForm, form).findings()
        verbs.record_integrity(actor=self.actor, case=self.case, seen=seen, items=findings)
        return ""


class PassIntegrity(ActView):
    verb = verbs.PASS
    done_message = _("诚信审查通过，案卷转入下一阶段。")

    def do(self, form: forms.Form, seen: int) -> str:
        verbs.pass_integrity(actor=self.actor, case=self.case, seen=seen)
        return ""


class FailIntegrity(ActView):
    verb = verbs.FAIL
    form_class = ReasonForm
    done_message = _("诚信审查不通过，案卷已办结。")

    def do(self, form: forms.Form, seen: int) -> str:
        reason = form.cleaned_data["reason"]
        verbs.fail_integrity(actor=self.actor, case=self.case, seen=seen, reason=reason)
        return ""
