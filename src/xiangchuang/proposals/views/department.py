"""Pages that the science and technology department reads, whatever the case."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.views import View

from xiangchuang.accounts.actor import Actor
from xiangchuang.procedure.errors import NotPermitted


class DepartmentPage(View):
    """Base of such pages; others are told whose they are."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let the department's own staff in, after they signed in."""
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if not actor.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not actor.is_department_staff:
            raise NotPermitted(_("政策版本和回放由省科技厅查看。"))
        return super().dispatch(request, *args, **kwargs)
