from django.urls import path

from xiangchuang.accounts.delegation_pages import delegations, end_delegation, new_delegation
from xiangchuang.accounts.views import ChangePassword, SignIn, SignOut

app_name = "accounts"
urlpatterns = [
    path("sign-in/", SignIn.as_view(), name="sign-in"),
    path("sign-out/", SignOut.as_view(), name="sign-out"),
    path("password/", ChangePassword.as_view(), name="password"),
    path("delegations/", delegations, name="delegations"),
    path("delegations/new/", new_delegation, name="new-delegation"),
    path("delegations/<int:pk>/end/", end_delegation, name="end-delegation"),
]
