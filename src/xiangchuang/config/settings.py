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
    "xiangchuang.search",
    "xiangchuang.accounts",
    "xiangchuang.organizations",
    "xiangchuang.platforms",
    "xiangchuang.batches",
    "xiangchuang.files",
    "xiangchuang.experts",
    "xiangchuang.notify",
    # engine
    "xiangchuang.procedure",
    "xiangchuang.receipts",
    # thread
    "xiangchuang.layouts",
    "xiangchuang.proposals",
    "xiangchuang.plan_parts",
    "xiangchuang.scans",
    "xiangchuang.reviews",
    "xiangchuang.library",
    "xiangchuang.drafting",
    "xiangchuang.plan_checks",
    "xiangchuang.wordings",
    "xiangchuang.decisions",
    "xiangchuang.centers",
    "xiangchuang.governance",
    "xiangchuang.research",
    "xiangchuang.consortia",
    "xiangchuang.benefits",
    "xiangchuang.marketplace",
    "xiangchuang.support",
    "xiangchuang.archives",
    "xiangchuang.reporting",
    "xiangchuang.evaluation",
    "xiangchuang.adjustments",
    "xiangchuang.overview",
    "xiangchuang.feedback",
    "xiangchuang.network",
    # faces
    "xiangchuang.portal",
    "xiangchuang.workbench",
    "xiangchuang.dashboards",
    "xiangchuang.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "xiangchuang.pages.without_nul.WithoutNulMiddleware",
    "xiangchuang.portal.middleware.PublicPageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "xiangchuang.accounts.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "xiangchuang.workbench.middleware.RefusalMiddleware",
    "xiangchuang.workbench.blind_readers.BlindReaderMiddleware",
    "xiangchuang.workbench.received_uploads.ReceivedUploadsMiddleware",
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
            "builtins": [
                "xiangchuang.workbench.templatetags.words",
                "xiangchuang.portal.templatetags.government",
            ],
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
AXES_CLIENT_IP_CALLABLE = "xiangchuang.accounts.client_address.client_address"
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

# The code that the state gives to a government site; every public page carries it.
SITE_ID_CODE = os.environ.get("SITE_ID_CODE", "0000000000")
# How long a public page is kept for readers who are not signed in (0: not at all), and in how much memory.
PUBLIC_PAGES_SECONDS = int(os.environ.get("PUBLIC_PAGES_SECONDS", "60"))
PUBLIC_PAGES_MB = int(os.environ.get("PUBLIC_PAGES_MB", "64"))
# How long the counts behind the public statistics are kept, for all readers (0: counted for every page).
PUBLIC_FIGURES_SECONDS = int(os.environ.get("PUBLIC_FIGURES_SECONDS", "60"))

# A channel exists once its server is named; until then messages stay on the page, and nothing is sent.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS") == "1"
EMAIL_USE_SSL = os.environ.get("EMAIL_USE_SSL") == "1"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "xiangchuang@localhost")
# https://qyapi.weixin.qq.com/cgi-bin/webhook/send, https://oapi.dingtalk.com/robot/send, or a gateway.
WECOM_ROBOT_URL = os.environ.get("WECOM_ROBOT_URL", "")
DINGTALK_ROBOT_URL = os.environ.get("DINGTALK_ROBOT_URL", "")
# After so many attempts a letter is given up and shown to the system administrator.
SENDING_ATTEMPTS = int(os.environ.get("SENDING_ATTEMPTS", "6"))
# How much feedback one network address may file on a day without signing in.
FEEDBACK_PER_ADDRESS_A_DAY = int(os.environ.get("FEEDBACK_PER_ADDRESS_A_DAY", "10"))

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
# A larger file goes in pieces of this size, each acknowledged once it is on disk.
UPLOAD_CHUNK_BYTES = 1024 * 1024
# What one person may have lying half-way, and how many days without a byte until it is swept away.
UPLOADS_HALF_WAY = int(os.environ.get("UPLOADS_HALF_WAY", "20"))
UPLOADS_HALF_WAY_BYTES = int(os.environ.get("UPLOADS_HALF_WAY_MB", "2048")) * 1024 * 1024
UPLOADS_KEPT_DAYS = int(os.environ.get("UPLOADS_KEPT_DAYS", "3"))
# The virus scanner: "tcp://host:3310" or "unix:/run/clamav/clamd.ctl"; none is asked while this is empty.
CLAMD_ADDRESS = os.environ.get("CLAMD_ADDRESS", "")
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

# The reverse proxies in front, by address: what one of them says of the sender is believed. Where none is
# named, everybody behind a proxy counts as one sender.
TRUSTED_PROXIES = [p for p in os.environ.get("TRUSTED_PROXIES", "").split(",") if p]
# 32 bytes in base64 that receipts are signed with (Ed25519); without it the key is derived from SECRET_KEY.
RECEIPT_KEY = os.environ.get("RECEIPT_KEY", "")
# The public check of receipts: askings within an hour from one address.
RECEIPT_CHECKS_PER_ADDRESS = int(os.environ.get("RECEIPT_CHECKS_PER_ADDRESS", "30"))
# The public objection form: sendings within an hour from one address, and to one notice.
OBJECTIONS_PER_ADDRESS = int(os.environ.get("OBJECTIONS_PER_ADDRESS", "20"))
OBJECTIONS_PER_NOTICE = int(os.environ.get("OBJECTIONS_PER_NOTICE", "300"))
