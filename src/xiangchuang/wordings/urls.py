from django.urls import path

from xiangchuang.wordings.views import editing, reading

app_name = "wordings"
urlpatterns = [
    path("", reading.papers, name="papers"),
    path("<slug:code>/", reading.paper, name="paper"),
    path("<slug:code>/edit/", editing.edit, name="edit"),
    path("<slug:code>/publish/", editing.publish, name="publish"),
    path("<slug:code>/discard/", editing.discard, name="discard"),
    path("<slug:code>/preview.pdf", editing.preview, {"form": "pdf"}, name="preview-pdf"),
    path("<slug:code>/preview.docx", editing.preview, {"form": "docx"}, name="preview-docx"),
    path("<slug:code>/versions/<int:number>/", reading.version, name="version"),
]
