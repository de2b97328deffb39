from django.urls import path

from xiangchuang.library.views import advisory, experts, lobbying, own, ratings, requests

app_name = "library"
_EXPERT = "<int:pk>/"
_GROUP = "groups/<int:pk>/"
_QUESTION = "questions/<int:pk>/"
urlpatterns = [
    path("", experts.experts, name="experts"),
    path(_EXPERT, experts.expert, name="expert"),
    path(f"{_EXPERT}renew/", experts.renew, name="renew"),
    path(f"{_EXPERT}leave/", experts.leave, name="leave"),
    path(f"{_EXPERT}fees/record/", experts.fee, name="fee"),
    path(f"{_EXPERT}integrity/record/", experts.integrity, name="integrity"),
    path(f"{_EXPERT}works/add/", experts.work, name="work"),
    path(f"{_EXPERT}ties/add/", experts.tie, name="tie"),
    path("requests/", requests.requests, name="requests"),
    path("requests/<int:pk>/", requests.application, name="application"),
    path("requests/<int:pk>/withdraw/", requests.take_back, name="withdraw-application"),
    path("corrections/<int:pk>/", requests.correction, name="correction"),
    path("apply/", requests.apply, name="apply"),
    path("nominate/", requests.nominate, name="nominate"),
    path("mine/", own.own, name="own"),
    path("mine/data/", own.take_along, name="own-data"),
    path("mine/amend/", own.amend, name="amend-own"),
    path("mine/correct/", own.correct, name="correct-own"),
    path("mine/correct/withdraw/", own.take_back_correction, name="withdraw-correction"),
    path("mine/consent/", own.consent, name="consent"),
    path("mine/works/add/", own.add_own_work, name="add-own-work"),
    path("mine/works/<int:work_id>/remove/", own.remove_own_work, name="remove-own-work"),
    path("mine/absences/add/", own.add_own_absence, name="add-own-absence"),
    path("mine/absences/<int:absence_id>/remove/", own.remove_own_absence, name="remove-own-absence"),
    path("mine/conflicts/declare/", own.declare, name="declare-own-conflict"),
    path("mine/ties/declare/", own.declare_own_tie, name="declare-own-tie"),
    path("lobbying/", lobbying.lobbying, name="lobbying"),
    path("lobbying/report/", lobbying.report, name="report-lobbying"),
    path("lobbying/<int:pk>/", lobbying.one, name="lobbying-report"),
    path("seats/<int:pk>/rate/", ratings.rate, name="rate"),
    path("groups/", advisory.groups, name="groups"),
    path("groups/new/", advisory.new_group, name="new-group"),
    path(_GROUP, advisory.group, name="group"),
    path(f"{_GROUP}members/add/", advisory.new_member, name="add-member"),
    path(f"{_GROUP}members/<int:member_id>/end/", advisory.end_member, name="end-member"),
    path(f"{_GROUP}ask/", advisory.ask, name="ask"),
    path(_QUESTION, advisory.question, name="question"),
    path(f"{_QUESTION}advise/", advisory.advise, name="advise"),
    path(f"{_QUESTION}respond/", advisory.respond, name="respond"),
]
