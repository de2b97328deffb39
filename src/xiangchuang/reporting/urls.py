from django.urls import path

from xiangchuang.reporting.views import desk, handing_in, judging, lists, planning, reading, sections

app_name = "reporting"
_YEAR = "center-files/<int:pk>/reports/<int:year>/"
urlpatterns = [
    path("annual-reports/", lists.reports, name="reports"),
    path(_YEAR, desk.report, name="report"),
    path(f"{_YEAR}begin/", desk.begin, name="begin"),
    path(f"{_YEAR}sections/<slug:code>/", sections.section, name="section"),
    path(f"{_YEAR}sections/<slug:code>/keep/", sections.keep, name="keep"),
    path(f"{_YEAR}plan/", planning.plan, name="plan"),
    path(f"{_YEAR}last-plan/", planning.last_year, name="last-plan"),
    path(f"{_YEAR}check/", handing_in.check, name="check"),
    path(f"{_YEAR}elsewhere/", handing_in.elsewhere, name="elsewhere"),
    path(f"{_YEAR}draft/<slug:form>/", reading.draft, name="draft"),
    path(f"{_YEAR}revisions/<int:no>/", reading.revision, name="revision"),
    path(f"{_YEAR}revisions/<int:no>/receipt/", handing_in.receipt, name="receipt"),
    path(f"{_YEAR}revisions/<int:no>/paper/<slug:form>/", reading.paper, name="paper"),
    path(f"{_YEAR}judge/", judging.judge, name="judge"),
    path(f"{_YEAR}remarks/<int:remark_pk>/answer/", judging.answer, name="answer"),
]
