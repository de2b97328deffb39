from django.urls import path

from xiangchuang.support.verbs import VERBS
from xiangchuang.support.views import agreements, commitments, granted, problems, projects, steps

app_name = "support"
urlpatterns = [
    path("support/agreements/", agreements.agreements, name="agreements"),
    path("support/agreements/<int:pk>/", agreements.agreement, name="agreement"),
    path("support/agreements/<int:pk>.pdf", agreements.paper, {"form": "pdf"}, name="agreement-pdf"),
    path("support/agreements/<int:pk>.docx", agreements.paper, {"form": "docx"}, name="agreement-docx"),
    path("support/commitments/", commitments.commitments, name="commitments"),
    path("support/commitments/<int:pk>/", commitments.commitment, name="commitment"),
    path("support/cities/", commitments.cities, name="cities"),
    path("support/projects/", projects.projects, name="projects"),
    path("support/projects/<int:pk>/", projects.project, name="project"),
    path("support/problems/", problems.problems, name="problems"),
    path("support/problems/new/", problems.new_problem, name="new-problem"),
    path("support/problems/<int:pk>/", problems.problem, name="problem"),
    *(
        path(
            f"support/{v.matter}s/<int:pk>/{v.code}/", steps.step, {"code": v.ledger_verb}, name=v.ledger_verb
        )
        for v in VERBS
    ),
    path("center-files/<int:pk>/support/agreements/new/", agreements.new_agreement, name="new-agreement"),
    path("center-files/<int:pk>/support/commitments/new/", commitments.new_commitment, name="new-commitment"),
    path("center-files/<int:pk>/support/talents/<int:talent_pk>/ask/", commitments.ask, name="ask"),
    path("center-files/<int:pk>/support/projects/new/", projects.new_project, name="new-project"),
    path("center-files/<int:pk>/support/problems/new/", problems.new_problem, name="raise-problem"),
    path("center-files/<int:pk>/support/granted/", granted.granted, name="granted"),
]
