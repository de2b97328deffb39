"""Pages that only read a case: found among those the person may see, else 404."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.views import View

from xiangchuang.accounts.actor import Actor
from xiangchuang.procedure.errors import NotFound
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.queries import visible_to


class CasePage(View):
    """Base of reading pages; `self.case` is one the actor may see."""

    request: HttpRequest
    case: Case

    @property
    def actor(self) -> Actor:
        actor: Actor = self.request.actor  # type: ignore[attr-defined]
        return actor

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the case, or answer as if there were none."""
        if not self.actor.is_authenticated:
            return redirect_to_login(request.get_full_path())
        cases = visible_to(self.actor)
        found = cases.filter(number=kwargs["number"]).first()
        if found is None:
            raise NotFound(_("没有这个案卷，或者它不归您办理。"))
        self.case = found
        return super().dispatch(request, *args, **kwargs)
