from django.urls import path

from xiangchuang.research.views import cycle, pages, progress, take

app_name = "research"
urlpatterns = [
    path("center-progress/", progress.progress, name="progress"),
    path("center-progress/export/", progress.progress_export, name="progress-export"),
    path("center-files/<int:pk>/schedule/", pages.schedule, name="schedule"),
    path("center-files/<int:pk>/schedule/export/", pages.schedule_export, name="schedule-export"),
    path("center-files/<int:pk>/milestones/<int:milestone_pk>/reached/", pages.reach, name="reach"),
    path("center-files/<int:pk>/take-tasks/", take.take, name="take-tasks"),
    path("center-files/<int:pk>/funnel/", pages.funnel, name="funnel"),
    path("center-files/<int:pk>/targets/", pages.targets, name="targets"),
    path("center-files/<int:pk>/targets/export/", pages.targets_export, name="targets-export"),
    path("center-files/<int:pk>/targets/<int:target_pk>/", pages.record_actual, name="record-actual"),
    path("center-files/<int:pk>/duplicates/", pages.duplicates, name="duplicates"),
    path("center-files/<int:pk>/duplicates/<int:result_pk>-<int:other_pk>/", pages.dismiss, name="dismiss"),
    path("center-files/<int:pk>/cycle/", cycle.cycle, name="cycle"),
    path("center-files/<int:pk>/cycle/lay-down/", cycle.lay_down, name="lay-down"),
    path("center-files/<int:pk>/cycle/extension/", cycle.ask, name="ask-extension"),
    path("center-files/<int:pk>/cycle/extension/<int:extension_pk>/", cycle.answer, name="answer-extension"),
    path("center-files/<int:pk>/cycle/<slug:code>/hand-in/", cycle.hand_in, name="hand-in"),
    path("center-files/<int:pk>/cycle/<slug:code>/judge/", cycle.judge, name="judge"),
]
