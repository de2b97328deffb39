"""Settings from the environment; the defaults serve one machine that has only been cloned."""

import os
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.core.management.utils import get_random_secret_key

from xiangchuang.config.database import database_from_url

ROOT = Path(__file__).resolve().parents[3]
VAR = Path(os.environ.get("XIANGCHUANG_VAR", ROOT / "var"))
VAR.mkdir(parents=True, exist_ok=True)

PRODUCTION = os.environ.get("XIANGCHUANG_ENV") == "production"
DEBUG = False


def _secret_key() -> str:
    """Return SECRET_KEY of the environment, or one made once and kept beside the database."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    if PRODUCTION:
        raise RuntimeError("SECRET_KEY is not set: production never makes its own")
    kept = VAR / "secret_key"
    if not kept.exists():
        kept.write_text(get_random_secret_key())
        kept.chmod(0o600)
    return kept.read_text()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if o]
SITE_URL = os.environ.get("SITE_URL", "http://127.0.0.1:8000")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
    # ground
    "xiangchuang.ledger",
    # registers
    "xiangchuang.accounts",
    "xiangchuang.organizations",
    "xiangchuang.batches",
    "xiangchuang.files",
    "xiangchuang.experts",
    # engine
    "xiangchuang.procedure",
    # thread
    "xiangchuang.proposals",
    "xiangchuang.scans",
    "xiangchuang.reviews",
    "xiangchuang.decisions",
    "xiangchuang.centers",
    "xiangchuang.governance",
    "xiangchuang.research",
    "xiangchuang.consortia",
    "xiangchuang.benefits",
    "xiangchuang.marketplace",
    "xiangchuang.support",
    # faces
    "xiangchuang.portal",
    "xiangchuang.workbench",
    "xiangchuang.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "xiangchuang.accounts.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "xiangchuang.workbench.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "xiangchuang.config.urls"
WSGI_APPLICATION = "xiangchuang.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "xiangchuang.workbench.frame.frame",
            ],
            "builtins": ["xiangchuang.workbench.templatetags.words"],
        },
    }
]
FORM_RENDERER = "xiangchuang.workbench.form_renderer.PageFormRenderer"

DATABASES = {
    "default": database_from_url(os.environ.get("DATABASE_URL", ""), default_file=VAR / "xiangchuang.sqlite3")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "workbench:work-list"
LOGOUT_REDIRECT_URL = "portal:home"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [path for path in [ROOT / "build" / "static"] if path.exists()]
MEDIA_ROOT = VAR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# The pack that new cases begin under; a running case stays with its own version (F01).
POLICY_DIRECTORIES = [
    Path(p) for p in os.environ.get("POLICY_DIRECTORIES", str(ROOT / "policies")).split(":")
]
POLICY_PACK = os.environ.get("POLICY_PACK", "hunan-tic-2020")

# Licensed 仿宋 and 小标宋 go here; without them the Noto fonts of the asset build are used.
DOCUMENT_FONT_DIRECTORIES = [
    Path(p) for p in os.environ.get("DOCUMENT_FONTS", str(ROOT / "build" / "fonts")).split(":")
]
UPLOAD_LIMIT_BYTES = 60 * 1024 * 1024
# A national table is streamed to disk and read by a task; a reverse proxy must let as much through.
NATIONAL_TABLE_LIMIT_BYTES = int(os.environ.get("NATIONAL_TABLE_LIMIT_MB", "1024")) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
}
