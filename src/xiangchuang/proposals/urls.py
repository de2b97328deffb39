from django.urls import path

from xiangchuang.proposals.views import (
    beginning,
    conditions,
    explained,
    formal_check,
    intention,
    plan,
    plan_pages,
    policy_versions,
    recommendation,
    self_check,
)

app_name = "proposals"
CASE = "cases/<str:number>"
urlpatterns = [
    path("self-check/", self_check.SelfCheck.as_view(), name="self-check"),
    path(
        "organizations/<int:pk>/self-check/",
        self_check.RegisterSelfCheck.as_view(),
        name="self-check-register",
    ),
    path("policy-versions/", policy_versions.PolicyVersions.as_view(), name="policy-versions"),
    path("policy-versions/<int:pk>/replay/", policy_versions.PolicyReplay.as_view(), name="policy-replay"),
    path("intentions/begin/", beginning.Begin.as_view(), name="begin"),
    path("intentions/invite/", beginning.Invite.as_view(), name="invite"),
    path(f"{CASE}/intention/", intention.EditIntention.as_view(), name="intention"),
    path(f"{CASE}/submit-intention/", intention.SubmitIntention.as_view(), name="submit-intention"),
    path(f"{CASE}/intention-receipt/", intention.IntentionReceipt.as_view(), name="intention-receipt"),
    path(f"{CASE}/recommend/", recommendation.Recommend.as_view(), name="recommend"),
    path(f"{CASE}/return-intention/", recommendation.ReturnIntention.as_view(), name="return-intention"),
    path(
        f"{CASE}/decline-recommendation/",
        recommendation.DeclineRecommendation.as_view(),
        name="decline-recommendation",
    ),
    path(
        f"{CASE}/conditions/<int:decision>/", explained.ExplainedDecision.as_view(), name="explained-decision"
    ),
    path(f"{CASE}/find-conditions/", conditions.FindConditions.as_view(), name="find-conditions"),
    path(f"{CASE}/recheck-conditions/", conditions.RecheckConditions.as_view(), name="recheck-conditions"),
    path(f"{CASE}/accept-conditions/", conditions.AcceptConditions.as_view(), name="accept-conditions"),
    path(
        f"{CASE}/return-from-conditions/",
        conditions.ReturnFromConditions.as_view(),
        name="return-from-conditions",
    ),
    path(
        f"{CASE}/refuse-on-conditions/", conditions.RefuseOnConditions.as_view(), name="refuse-on-conditions"
    ),
    path(f"{CASE}/formal-check/", formal_check.FormalCheck.as_view(), name="formal-check"),
    path(f"{CASE}/pass-formal-check/", formal_check.PassFormalCheck.as_view(), name="pass-formal-check"),
    path(
        f"{CASE}/return-from-formal-check/",
        formal_check.ReturnFromFormalCheck.as_view(),
        name="return-from-formal-check",
    ),
    path(f"{CASE}/fail-formal-check/", formal_check.FailFormalCheck.as_view(), name="fail-formal-check"),
    path(f"{CASE}/upload-plan/", plan.UploadPlan.as_view(), name="upload-plan"),
    path(f"{CASE}/confirm-targets/", plan.ConfirmTargets.as_view(), name="confirm-targets"),
    path(f"{CASE}/submit-plan/", plan.SubmitPlan.as_view(), name="submit-plan"),
    path(f"{CASE}/plan/<int:revision>/", plan_pages.PlanReading.as_view(), name="plan-section"),
    path(
        f"{CASE}/plan/<int:old>..<int:new>/", plan_pages.PlanDifferencePage.as_view(), name="plan-difference"
    ),
    path(f"{CASE}/plan/<int:revision>/plan.pdf", plan_pages.PlanPdf.as_view(), name="plan-pdf"),
    path(f"{CASE}/plan/<int:revision>/plan.docx", plan_pages.PlanWord.as_view(), name="plan-word"),
    path(f"{CASE}/plan/template.docx", plan_pages.PlanTemplate.as_view(), name="plan-template"),
    path(f"{CASE}/plan/<int:revision>/receipt/", plan.PlanReceipt.as_view(), name="plan-receipt"),
    path(
        f"{CASE}/plan/<int:revision>/receipt.pdf",
        plan.PlanReceipt.as_view(as_pdf=True),
        name="plan-receipt-pdf",
    ),
]
