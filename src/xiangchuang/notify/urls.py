from django.urls import path

from xiangchuang.notify.views import calendar, given_up, messages, settings

app_name = "notify"
urlpatterns = [
    path("", messages.messages, name="messages"),
    path("read/", messages.read_all, name="read-all"),
    path("<int:pk>/", messages.open_message, name="open"),
    path("<int:pk>/read/", messages.read_one, name="read"),
    path("settings/", settings.settings, name="settings"),
    path("settings/addresses/<str:channel>/", settings.address, name="address"),
    path("settings/addresses/<int:pk>/prove/", settings.prove, name="prove"),
    path("settings/addresses/<int:pk>/remove/", settings.remove, name="remove"),
    path("settings/verify/<str:token>/", settings.verify, name="verify"),
    path("settings/calendar/", calendar.calendar, name="calendar"),
    path("settings/calendar/renew/", calendar.renew, name="renew-calendar"),
    path("calendar/<str:token>.ics", calendar.feed, name="feed"),
    path("unsubscribe/<str:token>/", settings.stop, name="unsubscribe"),
    path("given-up/", given_up.given_up, name="given-up"),
    path("given-up/<int:pk>/retry/", given_up.retry, name="retry"),
    path("given-up/<int:pk>/dismiss/", given_up.dismiss, name="dismiss"),
]
