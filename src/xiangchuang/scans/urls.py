from django.urls import path

from xiangchuang.scans.views import concentration, found, scans, tables

app_name = "scans"
urlpatterns = [
    path("", scans.ScanList.as_view(), name="scans"),
    path("tables/bring/", tables.BringTable.as_view(), name="bring-table"),
    path("tables/template/", tables.Template.as_view(), name="template"),
    path("tables/sample/", tables.Sample.as_view(), name="sample"),
    path("tables/<int:pk>/columns/", tables.Columns.as_view(), name="columns"),
    path("<int:pk>/", scans.ScanPage.as_view(), name="scan"),
    path("<int:pk>/export/", scans.ExportScan.as_view(), name="export"),
    path("<int:pk>/restart/", scans.RestartScan.as_view(), name="restart"),
    path("<int:pk>/discard/", scans.DiscardScan.as_view(), name="discard"),
    path(
        "<int:pk>/organizations/<int:organization>/", found.FoundOrganization.as_view(), name="organization"
    ),
    path("<int:pk>/concentration/", concentration.ConcentrationPage.as_view(), name="concentration"),
]
