from django.urls import include, path

from xiangchuang.centers.views import approval, file, registers

app_name = "centers"
register_patterns = [
    path("", registers.entries, name="entries"),
    path("export/", registers.export, name="export"),
    path("new/", registers.new_entry, name="new-entry"),
    path("<int:entry_pk>/", registers.entry, name="entry"),
    path("<int:entry_pk>/correct/", registers.correct, name="correct"),
    path("<int:entry_pk>/withdraw/", registers.withdraw, name="withdraw"),
]
urlpatterns = [
    path("cases/<str:number>/approve/", approval.Approve.as_view(), name="approve"),
    path("center-files/", file.centers, name="list"),
    path("center-files/<int:pk>/", file.chapter, name="file"),
    path("center-files/<int:pk>/ledger/", file.ledger, name="ledger"),
    path("center-files/<int:pk>/chapters/<slug:chapter>/", file.chapter, name="chapter"),
    path("center-files/<int:pk>/registers/<slug:code>/", include(register_patterns)),
]
