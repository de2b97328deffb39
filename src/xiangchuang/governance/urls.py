from django.urls import path

from xiangchuang.governance.views import changes, compliance, structure

app_name = "governance"
urlpatterns = [
    path("governance/compliance/", compliance.all_centers, name="compliance"),
    path("governance/compliance/export/", compliance.export, name="compliance-export"),
    path("governance/changes/", changes.all_changes, name="changes"),
    path("governance/changes/export/", changes.export, name="changes-export"),
    path("center-files/<int:pk>/compliance/", compliance.center_compliance, name="center-compliance"),
    path("center-files/<int:pk>/compliance/<slug:code>/", compliance.find, name="find"),
    path("center-files/<int:pk>/legal-person/", compliance.legal_person, name="legal-person"),
    path("center-files/<int:pk>/autonomy/", structure.autonomy, name="autonomy"),
    path("center-files/<int:pk>/staffing/", structure.staffing, name="staffing"),
    path("center-files/<int:pk>/organisation/", structure.organisation, name="organisation"),
    path("center-files/<int:pk>/organisation/export/", structure.organisation_export,
         name="organisation-export"),
    path("center-files/<int:pk>/headquarters/", structure.headquarters, name="headquarters"),
    path("center-files/<int:pk>/changes/new/<slug:kind>/", changes.new_change, name="new-change"),
    path("center-files/<int:pk>/changes/<int:change_pk>/", changes.change, name="change"),
    path("center-files/<int:pk>/changes/<int:change_pk>/opinion/", changes.opinion, name="opinion"),
    path("center-files/<int:pk>/changes/<int:change_pk>/decide/", changes.decide, name="decide"),
    path("center-files/<int:pk>/changes/<int:change_pk>/take-back/", changes.take_back, name="take-back"),
]  # fmt: skip
