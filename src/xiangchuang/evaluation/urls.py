from django.urls import URLPattern, path

from xiangchuang.evaluation.views import (
    collection_urls,
    replies,
    result,
    results,
    rounds,
    stages,
    subjects,
)

app_name = "evaluation"
_CASE = "cases/<str:number>/evaluation"
_SUBJECT = "evaluation/centers/<int:pk>"
urlpatterns: list[URLPattern] = [
    path("evaluation/", rounds.rounds, name="rounds"),
    path("evaluation/begin/", rounds.begin, name="begin"),
    path("evaluation/try/", rounds.try_on_past, name="try"),
    path(f"{_CASE}/amend/", stages.Amend.as_view(), name="amend"),
    path(f"{_CASE}/commission/", stages.Commission.as_view(), name="commission"),
    path(f"{_CASE}/close-collection/", stages.CloseCollection.as_view(), name="close-collection"),
    path(f"{_CASE}/score/", stages.Score.as_view(), name="score"),
    path(f"{_CASE}/rulings/", subjects.rulings, name="rule"),
    path(f"{_CASE}/send-draft/", stages.SendDraft.as_view(), name="send-draft"),
    path(f"{_CASE}/return/", stages.ReturnToCollection.as_view(), name="return"),
    path(f"{_CASE}/replies/", replies.replies, name="replies"),
    path(f"{_CASE}/replies/<int:pk>/", replies.answer, name="answer"),
    path(f"{_CASE}/close-replies/", stages.CloseReplies.as_view(), name="close-replies"),
    path(f"{_CASE}/announce/", stages.Announce.as_view(), name="announce"),
    path(f"{_SUBJECT}/", subjects.subject, name="subject"),
    path(f"{_SUBJECT}/state/", subjects.state, name="state"),
    path(f"{_SUBJECT}/rule/<slug:code>/", subjects.rule, name="rule-one"),
    path(f"{_SUBJECT}/reply/", replies.reply, name="reply"),
    path("evaluation/results/", results.my_results, name="my-results"),
    path("evaluation/results/<int:pk>/", result.result, name="result"),
    path("evaluation/rounds/<int:pk>/results/", results.results, name="results"),
    path("evaluation/rounds/<int:pk>/results/compare/", results.compare, name="compare"),
    *collection_urls.urlpatterns,
]
