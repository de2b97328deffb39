from django.urls import path

from xiangchuang.marketplace.order_verbs import ORDER_VERBS
from xiangchuang.marketplace.views import bookings, demands, desks, directory, exports, order_contract, orders

app_name = "marketplace"
urlpatterns = [
    path("services/", directory.home, name="home"),
    path("services/export/", directory.export, name="home-export"),
    path("services/mine/", desks.mine, name="mine"),
    path("services/figures/", desks.figures_page, name="figures"),
    path("services/figures/export/", desks.figures_export, name="figures-export"),
    path("services/joint-laboratories/", directory.laboratories, name="laboratories"),
    path("services/offerings/<int:pk>/", directory.offering, name="offering"),
    path("services/offerings/<int:pk>/book/", bookings.book_hours, name="book"),
    path("services/offerings/<int:pk>/order/", orders.order_offering, name="order-offering"),
    path("services/centers/<int:pk>/order/", orders.order_center, name="order-center"),
    path("services/centers/<int:pk>/desk/", desks.desk, name="desk"),
    path("services/bookings/<int:pk>/", bookings.booking, name="booking"),
    path("services/bookings/<int:pk>/cancel/", bookings.cancel, name="cancel-booking"),
    path("services/bookings/<int:pk>/use/", bookings.use, name="confirm-use"),
    path("services/orders/export/", exports.orders, name="orders-export"),
    path("services/bookings/export/", exports.bookings, name="bookings-export"),
    path("services/demands/export/", exports.demands, name="demands-export"),
    path("services/orders/<int:pk>/", orders.order, name="order"),
    *(
        path(f"services/orders/<int:pk>/{v.code}/", orders.step, {"code": v.code}, name=f"{v.code}-order")
        for v in ORDER_VERBS
    ),
    path("services/orders/<int:pk>/link-contract/", order_contract.link, name="link-contract"),
    path("services/orders/<int:pk>/unlink-contract/", order_contract.unlink, name="unlink-contract"),
    path("services/demands/", demands.demands, name="demands"),
    path("services/demands/new/", demands.post, name="post-demand"),
    path("services/demands/<int:pk>/", demands.demand, name="demand"),
    path("services/demands/<int:pk>/close/", demands.close, name="close-demand"),
    path("services/demands/<int:pk>/answer/<int:center_pk>/", demands.answer, name="answer-demand"),
    path("services/answers/<int:pk>/choose/", demands.choose, name="choose-answer"),
    path("services/answers/<int:pk>/withdraw/", demands.withdraw, name="withdraw-answer"),
]
