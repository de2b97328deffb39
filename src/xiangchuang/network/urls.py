from django.urls import URLPattern, path

from xiangchuang.network.views import cooperating, deciding, keeping, network, public, registry

app_name = "network"
_PLATFORM = "platform-registry/<int:pk>/"
urlpatterns: list[URLPattern] = [
    path("platforms/", public.platforms, name="public-platforms"),
    path("platforms/<int:pk>/", public.platform, name="public-platform"),
    path("platform-registry/", registry.registry, name="registry"),
    path("platform-registry/new/", keeping.register, name="register"),
    path(_PLATFORM, registry.platform, name="platform"),
    path(f"{_PLATFORM}correct/", keeping.correct, name="correct-platform"),
    path(f"{_PLATFORM}confirm/", keeping.confirm, name="confirm-platform"),
    path(f"{_PLATFORM}claim/", keeping.claim, name="claim-platform"),
    path(f"{_PLATFORM}state/", deciding.state, name="platform-state"),
    path(f"{_PLATFORM}duplicates/", deciding.duplicates, name="join-duplicates"),
    path(f"{_PLATFORM}convert/", deciding.convert, name="plan-conversion"),
    path("platform-registry/conversions/<int:pk>/drop/", deciding.drop, name="drop-conversion"),
    path("network/", network.network, name="network"),
    path("network/gaps/", network.gaps, name="gaps"),
    path("network/conversion/", network.conversion, name="conversion"),
    path("network/cooperations/", cooperating.cooperations, name="cooperations"),
    path("network/cooperations/new/", cooperating.declare, name="cooperate"),
    path("network/cooperations/<int:pk>/", cooperating.cooperation, name="cooperation"),
    path("network/cooperations/<int:pk>/confirm/", cooperating.confirm, name="confirm-cooperation"),
    path("network/cooperations/<int:pk>/decline/", cooperating.decline, name="decline-cooperation"),
    path("network/cooperations/<int:pk>/end/", cooperating.end, name="end-cooperation"),
]
