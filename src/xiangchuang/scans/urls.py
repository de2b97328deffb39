app_name = "scans"
urlpatterns: list[object] = []
