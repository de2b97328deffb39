from django.urls import path

from xiangchuang.reviews.views import (
    conclusion,
    department,
    draw,
    on_site,
    opinions,
    panel,
    propose,
    reading,
    review_batches,
    visit,
)

CASE = "cases/<str:number>"
BATCH = "experts/review-batches/<int:pk>"

app_name = "reviews"
urlpatterns = [
    path(f"{CASE}/panel/", panel.PanelView.as_view(), name="panel"),
    path(f"{CASE}/unseat-expert/", panel.UnseatView.as_view(), name="unseat-expert"),
    path(f"{CASE}/replace-expert/", panel.ReplaceView.as_view(), name="replace-expert"),
    path(f"{CASE}/propose-panel/", propose.ProposePanelView.as_view(), name="propose-panel"),
    path("panel-draws/", draw.draws, name="draws"),
    path(f"{CASE}/panel-draw/", draw.draw, name="draw"),
    path(f"{CASE}/panel-draw/<int:pk>/file/", draw.draw_file, name="draw-file"),
    path(f"{CASE}/commit-draw/", draw.CommitDrawView.as_view(), name="commit-draw"),
    path(f"{CASE}/seat-by-draw/", draw.SeatByDrawView.as_view(), name="seat-by-draw"),
    path(f"{CASE}/withdraw-draw/", draw.WithdrawDrawView.as_view(), name="withdraw-draw"),
    path("experts/review-batches/", review_batches.batches, name="batches"),
    path("experts/review-batches/new/", review_batches.new_batch, name="new-batch"),
    path(f"{BATCH}/", review_batches.batch, name="batch"),
    path(f"{BATCH}/put-in/", review_batches.put_in, name="put-in-batch"),
    path(f"{BATCH}/take-out/<int:member>/", review_batches.take_out, name="take-from-batch"),
    path(f"{BATCH}/propose/", review_batches.propose, name="propose-batch"),
    path(f"{CASE}/ask-department/", panel.AskDepartmentView.as_view(), name="ask-department"),
    path(f"{CASE}/open-reading/", panel.OpenReadingView.as_view(), name="open-reading"),
    path(f"{CASE}/nominate-expert/", department.NominateView.as_view(), name="nominate-expert"),
    path(f"{CASE}/cosign-panel/", department.CoSignView.as_view(), name="cosign-panel"),
    path(f"{CASE}/declare-no-conflict/", reading.DeclareView.as_view(), name="declare-no-conflict"),
    path(f"{CASE}/recuse/", reading.RecuseView.as_view(), name="recuse"),
    path(f"{CASE}/submit-review/", reading.ReviewView.as_view(), name="submit-review"),
    path(f"{CASE}/save-review/", reading.SaveReviewView.as_view(), name="save-review"),
    path(f"{CASE}/settle-own-opinion/", reading.SettleOwnView.as_view(), name="settle-own-opinion"),
    path(f"{CASE}/opinions/", opinions.OpinionsView.as_view(), name="opinions"),
    path(f"{CASE}/reopen-opinion/", opinions.ReopenView.as_view(), name="reopen-opinion"),
    path(f"{CASE}/answer-opinions/", opinions.AnswerView.as_view(), name="answer-opinions"),
    path(f"{CASE}/panel-findings/", conclusion.FindingsView.as_view(), name="panel-findings"),
    path(f"{CASE}/conclude-review/", conclusion.ConcludeView.as_view(), name="conclude-review"),
    path(f"{CASE}/plan-visit/", visit.PlanVisitView.as_view(), name="plan-visit"),
    path(f"{CASE}/on-site/", on_site.OnSiteView.as_view(), name="on-site"),
    path(f"{CASE}/on-site/notes/", on_site.KeepNotesView.as_view(), name="on-site-notes"),
    path(f"{CASE}/on-site/photographs/", on_site.KeepPhotoView.as_view(), name="on-site-photographs"),
    path(f"{CASE}/on-site/worker.js", on_site.OnSiteWorkerView.as_view(), name="on-site-worker"),
    path(f"{CASE}/record-visit/", visit.RecordVisitView.as_view(), name="record-visit"),
    path(f"{CASE}/sign-visit/", visit.SignVisitView.as_view(), name="sign-visit"),
    path(f"{CASE}/conclude-visit/", visit.ConcludeVisitView.as_view(), name="conclude-visit"),
]
