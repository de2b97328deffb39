from django.urls import path

from xiangchuang.batches import views

app_name = "batches"
TARGET = "imports/<slug:code>/<slug:target_key>"
BATCH = f"{TARGET}/<int:pk>"
urlpatterns = [
    path(f"{TARGET}/", views.target, name="target"),
    path(f"{TARGET}/template/", views.template, name="template"),
    path(f"{BATCH}/", views.batch, name="batch"),
    path(f"{BATCH}/faulty/", views.faulty, name="faulty"),
    path(f"{BATCH}/apply/", views.apply, name="apply"),
    path(f"{BATCH}/undo/", views.undo, name="undo"),
]
