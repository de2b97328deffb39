from django.urls import path

from xiangchuang.decisions.views import approval, desk, integrity, meeting, objection, publicity, sittings

app_name = "decisions"
CASE = "cases/<str:number>"
urlpatterns = [
    path("decisions/", desk.desk, name="desk"),
    path("decisions/documents/<str:code>/void/", desk.void, name="void"),
    path("decisions/notices/<str:number>.docx", desk.notice_word, name="notice-docx"),
    path("meetings/", sittings.sittings, name="sittings"),
    path("meetings/new/", sittings.new_sitting, name="new-sitting"),
    path("meetings/<int:pk>/", sittings.sitting, name="sitting"),
    path("meetings/<int:pk>/amend/", sittings.amend_sitting, name="amend-sitting"),
    path("meetings/<int:pk>/agenda/", sittings.change_agenda, name="change-agenda"),
    path("meetings/<int:pk>/minutes.pdf", sittings.sitting_pdf, name="sitting-pdf"),
    path(f"{CASE}/minutes/<int:pk>.pdf", sittings.case_minutes, name="case-minutes"),
    path(f"{CASE}/record-integrity/", integrity.RecordIntegrity.as_view(), name="record-integrity"),
    path(f"{CASE}/pass-integrity/", integrity.PassIntegrity.as_view(), name="pass-integrity"),
    path(f"{CASE}/fail-integrity/", integrity.FailIntegrity.as_view(), name="fail-integrity"),
    path(f"{CASE}/record-meeting/", meeting.RecordMeeting.as_view(), name="record-meeting"),
    path(f"{CASE}/confirm-meeting/", meeting.ConfirmMeeting.as_view(), name="confirm-meeting"),
    path(f"{CASE}/publish-notice/", publicity.PublishNotice.as_view(), name="publish-notice"),
    path(f"{CASE}/extend-notice/", publicity.ExtendNotice.as_view(), name="extend-notice"),
    path(f"{CASE}/close-publicity/", publicity.ClosePublicity.as_view(), name="close-publicity"),
    path(f"{CASE}/uphold-and-refuse/", publicity.UpholdAndRefuse.as_view(), name="uphold-and-refuse"),
    path(f"{CASE}/objections/", publicity.Objections.as_view(), name="objections"),
    path(
        f"{CASE}/objections/<int:objection_id>/identity/",
        publicity.ObjectorIdentity.as_view(),
        name="objector-identity",
    ),
    path(f"{CASE}/draft-approval/", approval.DraftApproval.as_view(), name="draft-approval"),
    path(f"{CASE}/refuse-approval/", approval.RefuseApproval.as_view(), name="refuse-approval"),
    path("documents/<str:code>.pdf", approval.download, {"form": "pdf"}, name="document-pdf"),
    path("documents/<str:code>.docx", approval.download, {"form": "docx"}, name="document-docx"),
    path("notices/<str:number>/object/", objection.FileObjection.as_view(), name="objection"),
    path("notices/<str:number>.pdf", objection.notice_file, name="notice-pdf"),
    path("objections/", objection.find_receipt, name="find-receipt"),
    path("objections/<str:receipt>/", objection.objection_receipt, name="objection-receipt"),
]
