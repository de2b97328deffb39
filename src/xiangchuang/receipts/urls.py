"""Addresses of receipts: the public check, and what the holder of a receipt takes away."""

from django.urls import path

from xiangchuang.receipts import views

app_name = "receipts"
urlpatterns = [
    path("receipts/", views.verify, name="verify"),
    path("receipts/keys.pem", views.keys, name="keys"),
    path("cases/<str:number>/receipts/<str:receipt>/receipt.pdf", views.pdf, name="pdf"),
    path("cases/<str:number>/receipts/<str:receipt>/receipt.json", views.signed_file, name="file"),
]
