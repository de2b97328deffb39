"""Linking a center to the legal person it has become (4.1-1), so that people can be appointed to it."""

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.refusals import Blocked, NotFound, NotPermitted
from xiangchuang.centers.models import Center
from xiangchuang.centers.permissions import may_oversee
from xiangchuang.centers.queries import can_view
from xiangchuang.governance.models import LegalForm
from xiangchuang.governance.queries import legal_form_of
from xiangchuang.governance.review_compliance import review_compliance
from xiangchuang.organizations.models import Organization, OrganizationKind


def register_legal_person(*, actor: Actor, center: Center) -> Organization:
    """Link the center to the organisation of its legal form's code; registers that one if need be.

    From then on appointments can be given to it. Raises NotFound, NotPermitted, Blocked (no legal form,
    linked already, or the code is another organisation's).
    """
    if not can_view(actor, center):
        raise NotFound(_("没有这个中心，或者它的登记不归您查看。"))
    acting = may_oversee(actor, center)
    if acting is None:
        raise NotPermitted(_("中心法人由省科技厅经办或处室负责人连接。"), clause="4.1-1")
    with transaction.atomic():
        locked = Center.objects.select_for_update().get(pk=center.pk)
        if locked.organization_id is not None:
            raise Blocked(_("这个中心已连接法人，没有改动。"), clause="4.1-1")
        form = legal_form_of(locked)
        if form is None:
            raise Blocked(
                _("还没有法人登记。"), remedy=_("先由中心在“法人登记”中登记证书上的内容。"), clause="4.1-1"
            )
        organization = _organization(locked, form)
        locked.organization = organization
        locked.save(update_fields=["organization"])
        write_entry(
            actor, verb="register_legal_person", acting=acting, subject=f"organization:{organization.pk}",
            case_number=locked.ledger_key, clause="4.1-1",
            detail={"center": locked.pk, "uscc": organization.uscc, "name": organization.name},
        )  # fmt: skip
        review_compliance(locked)
    center.organization = organization
    return organization


def _organization(center: Center, form: LegalForm) -> Organization:
    known = Organization.objects.filter(uscc=form.uscc).first()
    if known is None:
        return Organization.objects.create(
            uscc=form.uscc, name=form.name, kind=OrganizationKind.CENTER, prefecture=center.prefecture,
            supervisor=center.lead.supervisor,
        )  # fmt: skip
    if known.kind != OrganizationKind.CENTER or known.merged_into_id is not None:
        raise Blocked(
            _("代码 %(code)s 已登记给“%(name)s”，它不是技术创新中心。")
            % {"code": form.uscc, "name": known.name},
            remedy=_("核对法人登记中的代码；中心应是独立于牵头单位的法人。"),
            clause="4.1-1",
        )
    if Center.objects.filter(organization=known).exists():
        raise Blocked(
            _("“%(name)s”已是另一个中心的法人。") % {"name": known.name},
            remedy=_("核对法人登记中的代码。"),
            clause="4.1-1",
        )
    return known
