from django.urls import path

from xiangchuang.feedback.views import acts, desk, filing, own, public

app_name = "feedback"
_ITEM = "desk/<int:pk>/"
urlpatterns = [
    path("", public.answered_list, name="home"),
    path("items/<str:number>/", public.answered, name="answered"),
    path("new/", filing.FileFeedback.as_view(), name="new"),
    path("receipts/", public.find_receipt, name="find-receipt"),
    path("receipts/<str:receipt>/", public.receipt, name="receipt"),
    path("receipts/<str:receipt>/withdraw/", public.withdraw, name="withdraw"),
    path("mine/", own.mine, name="mine"),
    path("mine/<int:pk>/", own.one, name="own"),
    path("mine/<int:pk>/withdraw/", own.withdraw, name="withdraw-own"),
    path("desk/", desk.desk, name="desk"),
    path(_ITEM, desk.item, name="item"),
    path(f"{_ITEM}assign/", acts.assign, name="assign"),
    path(f"{_ITEM}hand-over/", acts.hand_over, name="hand-over"),
    path(f"{_ITEM}answer/", acts.answer, name="answer"),
    path(f"{_ITEM}change/", acts.change, name="change"),
    path(f"{_ITEM}escalate/", acts.escalate, name="escalate"),
    path(f"{_ITEM}publish/", acts.publish, name="publish"),
    path(f"{_ITEM}take-down/", acts.take_down, name="take-down"),
    path(f"{_ITEM}contact/", acts.contact, name="contact"),
]
