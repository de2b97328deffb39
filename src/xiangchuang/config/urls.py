"""Addresses: the public portal at the root, signed-in pages beside it."""

from django.urls import include, path

urlpatterns = [
    path("", include("xiangchuang.portal.urls")),
    path("", include("xiangchuang.workbench.urls")),
    path("", include("xiangchuang.batches.urls")),
    path("", include("xiangchuang.procedure.urls")),
    path("", include("xiangchuang.proposals.urls")),
    path("scans/", include("xiangchuang.scans.urls")),
    path("", include("xiangchuang.reviews.urls")),
    path("", include("xiangchuang.decisions.urls")),
    path("", include("xiangchuang.centers.urls")),
    path("", include("xiangchuang.marketplace.urls")),
    path("", include("xiangchuang.consortia.urls")),
    path("", include("xiangchuang.governance.urls")),
    path("", include("xiangchuang.benefits.urls")),
    path("", include("xiangchuang.research.urls")),
    path("", include("xiangchuang.support.urls")),
    path("account/", include("xiangchuang.accounts.urls")),
    path("files/", include("xiangchuang.files.urls")),
    path("language/", include("django.conf.urls.i18n")),
]
