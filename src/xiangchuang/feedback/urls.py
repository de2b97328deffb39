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
    *(path(f"{_ITEM}{name}/", acts.act, {"name": name}, name=name) for name in acts.ACTS),
    path(f"{_ITEM}take-down/", acts.take_down, name="take-down"),
    path(f"{_ITEM}contact/", acts.contact, name="contact"),
]
