from django.urls import include, path

from xiangchuang.adjustments.views import case_acts, center_file, lists, rectifications, simulation, wind_ups

app_name = "adjustments"
rectification_patterns = [
    path("", rectifications.rectification, name="rectification"),
    path("plan/", rectifications.plan, name="plan"),
    path("agree/", rectifications.agree, name="agree-plan"),
    path("return/", rectifications.give_back, name="return-plan"),
    path("points/<int:point_pk>/", rectifications.progress, name="progress"),
    path("recheck/", rectifications.recheck, name="recheck"),
    path("sign/", rectifications.sign, name="sign"),
    path("conclude/", rectifications.conclude, name="conclude"),
]
urlpatterns = [
    path("adjustments/", lists.adjustments, name="adjustments"),
    path("adjustments/rectifications/", lists.rectifications, name="rectifications"),
    path("adjustments/wind-ups/", wind_ups.wind_ups, name="wind-ups"),
    path("adjustments/needed/", lists.needed, name="needed"),
    path("adjustments/simulation/", simulation.simulation, name="simulation"),
    path("center-files/<int:pk>/adjustments/new/", center_file.new_motion, name="new-motion"),
    path("center-files/<int:pk>/adjustments/<int:adjustment_pk>/", center_file.adjustment, name="adjustment"),
    path("center-files/<int:pk>/adjustments/<int:adjustment_pk>/answer/", center_file.answer, name="answer"),
    path("center-files/<int:pk>/rectifications/<int:rectification_pk>/", include(rectification_patterns)),
    path("center-files/<int:pk>/wind-up/", wind_ups.wind_up, name="wind-up"),
    path("cases/<str:number>/amend-motion/", case_acts.Amend.as_view(), name="amend"),
    path("cases/<str:number>/move-measure/", case_acts.Move.as_view(), name="move"),
    path("cases/<str:number>/close-hearing/", case_acts.CloseHearing.as_view(), name="close-hearing"),
    path("cases/<str:number>/decide-adjustment/", case_acts.Decide.as_view(), name="decide"),
    path("cases/<str:number>/drop-adjustment/", case_acts.Drop.as_view(), name="drop"),
    path("cases/<str:number>/withdraw-motion/", case_acts.Withdraw.as_view(), name="withdraw"),
]
