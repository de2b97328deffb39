from django.urls import URLPattern, path

from xiangchuang.layouts.views import board, demand, demands, direction, directions, replies, versions

app_name = "layouts"
VERSION, DIRECTION, DEMAND = "versions/<int:pk>", "directions/<int:pk>", "demands/<int:pk>"
urlpatterns: list[URLPattern] = [
    path("", board.board, name="board"),
    path("versions/", versions.versions, name="versions"),
    path("versions/new/", versions.new_version, name="new-version"),
    path("versions/latest/", versions.latest, name="latest"),
    path(f"{VERSION}/", versions.version, name="version"),
    path(f"{VERSION}/edit/", versions.edit_version, name="edit-version"),
    path(f"{VERSION}/circulate/", versions.circulate, name="circulate"),
    path(f"{VERSION}/confirm/", versions.confirm, name="confirm"),
    path(f"{VERSION}/return/", versions.send_back, name="return-version"),
    path(f"{VERSION}/publish/", versions.publish, name="publish"),
    path(f"{VERSION}/layout.pdf", versions.version_file, {"form": "pdf"}, name="version-pdf"),
    path(f"{VERSION}/layout.docx", versions.version_file, {"form": "docx"}, name="version-docx"),
    path(f"{VERSION}/directions/new/", directions.new_direction, name="new-direction"),
    path(f"{VERSION}/directions/<int:direction_pk>/drop/", directions.drop, name="drop-direction"),
    path("replies/<int:pk>/", replies.reply, name="reply"),
    path("directions/", directions.directions, name="directions"),
    path(f"{DIRECTION}/", direction.direction, name="direction"),
    path(f"{DIRECTION}/edit/", directions.edit_direction, name="edit-direction"),
    path(f"{DIRECTION}/close/", directions.close, name="close-direction"),
    path(f"{DIRECTION}/reopen/", directions.reopen, name="reopen-direction"),
    path(f"{DIRECTION}/mode/", directions.mode, name="choose-mode"),
    path("demands/", demands.demands, name="demands"),
    path("demands/new/", demands.new_demand, name="new-demand"),
    path(f"{DEMAND}/", demand.demand, name="demand"),
    path(f"{DEMAND}/edit/", demands.edit_demand, name="edit-demand"),
    path(f"{DEMAND}/withdraw/", demands.withdraw, name="withdraw-demand"),
    path(f"{DEMAND}/sort/", demands.sort, name="sort-demand"),
    path(f"{DEMAND}/merge/", demands.merge, name="merge-demand"),
    path(f"{DEMAND}/link/", demands.link, name="link-demand"),
    path(f"{DEMAND}/decline/", demands.decline, name="decline-demand"),
    path(f"{DEMAND}/reconsider/", demands.reconsider, name="reconsider-demand"),
]
