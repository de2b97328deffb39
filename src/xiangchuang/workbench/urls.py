from django.urls import path

from xiangchuang.workbench.views import (
    addressees,
    capabilities,
    case,
    cases,
    evidence,
    facts,
    help,
    ledger,
    merge,
    organizations,
    pending,
    work,
)

app_name = "workbench"
ORGANIZATION = "organizations/<int:pk>"
FACT = f"{ORGANIZATION}/facts/<int:fact_id>"
CAPABILITY = f"{ORGANIZATION}/capabilities/<int:capability_id>"
urlpatterns = [
    path("work-list/", work.work, name="work-list"),
    path("cases/", cases.cases, name="cases"),
    path("cases/export/", cases.export, name="cases-export"),
    path("cases/<str:number>/", case.case, name="case"),
    path("organizations/", organizations.organizations, name="organizations"),
    path("organizations/export/", organizations.export, name="organizations-export"),
    path("organizations/pending/", pending.pending, name="pending"),
    path("organizations/pending/confirm/", pending.confirm_ticked, name="confirm-ticked"),
    path("organizations/pending/export/", pending.export, name="pending-export"),
    path("organizations/register/", organizations.register, name="register-organization"),
    path(f"{ORGANIZATION}/", organizations.organization, name="organization"),
    path(f"{ORGANIZATION}/merge/", merge.merge, name="merge-organization"),
    path(f"{ORGANIZATION}/amend/", organizations.amend, name="amend-organization"),
    path(f"{ORGANIZATION}/facts/record/", facts.record, name="record-fact"),
    path(f"{ORGANIZATION}/facts/<int:fact_id>/", facts.fact, name="fact"),
    path(f"{FACT}/evidence/", evidence.link_to_fact, name="link-to-fact"),
    path(f"{FACT}/evidence/<int:link_id>/unlink/", evidence.unlink_from_fact, name="unlink-from-fact"),
    path(f"{CAPABILITY}/evidence/", evidence.link_to_capability, name="link-to-capability"),
    path(
        f"{CAPABILITY}/evidence/<int:link_id>/unlink/",
        evidence.unlink_from_capability,
        name="unlink-from-capability",
    ),
    path(f"{ORGANIZATION}/facts/<int:fact_id>/confirm/", facts.confirm, name="confirm-fact"),
    path(f"{ORGANIZATION}/facts/<int:fact_id>/withdraw/", facts.withdraw, name="withdraw-fact"),
    path(f"{ORGANIZATION}/capabilities/record/", capabilities.record, name="record-capability"),
    path(f"{CAPABILITY}/", capabilities.capability, name="capability"),
    path(f"{CAPABILITY}/withdraw/", capabilities.withdraw, name="withdraw-capability"),
    path(f"{CAPABILITY}/confirm/", capabilities.confirm, name="confirm-capability"),
    path("addressees/", addressees.addressees, name="addressees"),
    path("addressees/<int:pk>/acknowledge/", addressees.acknowledge, name="acknowledge"),
    path("addressees/<int:pk>/local-plan/", addressees.local_plan, name="local-plan"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("help/", help.help_page, name="help"),
]
