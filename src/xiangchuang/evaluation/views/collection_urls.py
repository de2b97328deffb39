"""Addresses of collecting and scoring."""

from django.urls import path

from xiangchuang.evaluation.views import collection, materials, scoring, survey

CASE = "cases/<str:number>"
COLLECTION = f"{CASE}/collection"

urlpatterns = [
    path(f"{COLLECTION}/", collection.collection, name="collection"),
    path(f"{COLLECTION}/<int:pk>/", collection.collected, name="collected"),
    path(f"{COLLECTION}/<int:pk>/veto/", collection.veto, name="find-veto"),
    path(f"{COLLECTION}/<int:pk>/ask-cause/", collection.ask, name="ask-cause"),
    path(f"{COLLECTION}/<int:pk>/absence/", collection.absent, name="record-absence"),
    path(f"{CASE}/materials/<int:pk>/judge/", collection.judge, name="judge"),
    path(f"{CASE}/vetoes/<int:pk>/lift/", collection.lift, name="lift-veto"),
    path(f"{CASE}/open-survey/", survey.OpenSurveyView.as_view(), name="open-survey"),
    path(f"{CASE}/survey-links/", survey.links, name="survey-links"),
    path("evaluation/<int:pk>/materials/", materials.materials, name="materials"),
    path("evaluation/<int:pk>/materials/submit/", materials.submit, name="submit-materials"),
    path("evaluation/<int:pk>/materials/<str:indicator>/", materials.material, name="material"),
    path("evaluation/<int:pk>/cause/", materials.cause, name="answer-cause"),
    path("evaluation/answers/<int:pk>/", survey.answer, name="answer-survey"),
    path("survey/done/", survey.done, name="survey-done"),
    path("survey/<str:token>/", survey.by_link, name="survey"),
    path(f"{CASE}/scoring/", scoring.progress, name="scoring"),
    path(f"{CASE}/open-scoring/", scoring.OpenScoringView.as_view(), name="open-scoring"),
    path(f"{CASE}/declare-as-scorer/", scoring.DeclareView.as_view(), name="declare-as-scorer"),
    path(f"{CASE}/recuse-from-all/", scoring.RecuseView.as_view(), name="recuse-from-all"),
    path(f"{CASE}/scores/", scoring.scores, name="scores"),
    path(f"{CASE}/scores/<int:pk>/", scoring.score_sheet, name="score-sheet"),
    path(f"{CASE}/scores/<int:pk>/aside/", scoring.aside, name="stand-aside"),
]
