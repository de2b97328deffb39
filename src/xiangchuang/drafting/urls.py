"""Addresses of the pages on which a consortium writes its plan."""

from django.urls import path

from xiangchuang.drafting.together import urls as together
from xiangchuang.drafting.views import incoming, keep, manuscript, section, states

app_name = "drafting"
MANUSCRIPT = "cases/<str:number>/manuscript"
SECTION = f"{MANUSCRIPT}/<str:code>"
urlpatterns = [
    path(f"{MANUSCRIPT}/", manuscript.Manuscript.as_view(), name="manuscript"),
    path(f"{MANUSCRIPT}/word/", incoming.BringWord.as_view(), name="bring-word"),
    path(f"{MANUSCRIPT}/word/<int:incoming>/", incoming.Incoming.as_view(), name="incoming"),
    path(f"{SECTION}/", section.WriteSection.as_view(), name="section"),
    path(f"{SECTION}/keep/", keep.KeepSection.as_view(), name="keep"),
    path(f"{SECTION}/presence/", keep.BePresent.as_view(), name="presence"),
    path(f"{SECTION}/image/", keep.BringImage.as_view(), name="image"),
    path(f"{SECTION}/states/", states.SectionHistory.as_view(), name="history"),
    path(f"{SECTION}/states/<int:version>/", states.SectionState.as_view(), name="state"),
    path(f"{SECTION}/conflicts/<int:conflict>/", states.SectionConflictPage.as_view(), name="conflict"),
    *together.urlpatterns,
]
