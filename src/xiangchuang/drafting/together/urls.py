"""Addresses of what authors do together: divide, discuss, answer opinions, grant access, compare."""

from django.urls import URLPattern, path

from xiangchuang.drafting.together.views import access, discussion, point_answers, revisions, team

_CASE = "cases/<str:number>"
urlpatterns: list[URLPattern] = [
    path(f"{_CASE}/team/", team.TeamPage.as_view(), name="team"),
    path(f"{_CASE}/team/rule/", team.WritingRulePage.as_view(), name="writing-rule"),
    path(f"{_CASE}/team/assignments/<int:pk>/end/", team.TakeBack.as_view(), name="take-back"),
    path(f"{_CASE}/team/<str:code>/", team.AssignPage.as_view(), name="assign"),
    path(f"{_CASE}/discussion/", discussion.ThreadsPage.as_view(), name="threads"),
    path(f"{_CASE}/discussion/<str:code>/", discussion.SectionThreads.as_view(), name="section-threads"),
    path(f"{_CASE}/threads/<int:pk>/", discussion.ReplyPage.as_view(), name="reply"),
    path(f"{_CASE}/threads/<int:pk>/resolve/", discussion.ResolveThread.as_view(), name="resolve"),
    path(f"{_CASE}/writers/", access.WritersPage.as_view(), name="writers"),
    path(f"{_CASE}/revisions/", revisions.RevisionsPage.as_view(), name="revisions"),
    path(f"{_CASE}/answer-opinion/", point_answers.PointAnswerPage.as_view(), name="point-answer"),
    path("writing-access/", access.access, name="access"),
    path("writing-access/ask/", access.ask, name="ask-access"),
    path("writing-access/<int:pk>/", access.decide, name="decide-access"),
    path("writing-access/appointments/<int:pk>/end/", access.end_access, name="end-access"),
]
