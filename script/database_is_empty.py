"""Exit 0 when nobody has an account yet: the first start, when the demo data may be loaded."""

import os
import sys

import django


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiangchuang.config.settings")
    django.setup()
    from django.contrib.auth import get_user_model

    return int(get_user_model()._default_manager.exists())


if __name__ == "__main__":
    sys.exit(main())
