"""One field template for every form."""

from pathlib import Path
from typing import Any

import django.forms
from django.conf import settings
from django.forms.renderers import DjangoTemplates
from django.template.backends.django import DjangoTemplates as Backend
from django.utils.functional import cached_property


class PageFormRenderer(DjangoTemplates):
    """Draws fields with forms/field.html; widgets stay Django's own.

    The engine has the page words as builtins, which Django's form engine would not know.
    """

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"

    @cached_property
    def engine(self) -> Any:
        """Return the engine: the project's templates, the apps', then Django's widgets."""
        project: dict[str, Any] = settings.TEMPLATES[0]
        widgets = Path(django.forms.__file__).parent / "templates"
        return Backend(
            {
                "NAME": "forms",
                "DIRS": [*project["DIRS"], widgets],
                "APP_DIRS": True,
                "OPTIONS": {"builtins": project["OPTIONS"].get("builtins", [])},
            }
        )
