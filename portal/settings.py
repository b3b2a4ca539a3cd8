"""All settings. What differs between places comes from the environment (.env.sample lists it)."""

import sys
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")
TESTING = "pytest" in sys.modules

SECRET_KEY = env("SECRET_KEY", default="only-for-tests" if TESTING else environ.Env.NOTSET)
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
DATA_DIR = Path(env("DATA_DIR", default=str(BASE_DIR / "var")))
if TESTING:  # each test process keeps its files and cache to itself
    DATA_DIR = DATA_DIR / "tests" / env("PYTEST_XDIST_WORKER", default="gw0")
DATA_DIR.mkdir(parents=True, exist_ok=True)

# One address decides host names, canonical links, secure cookies and HSTS.
PORTAL_URL = env("PORTAL_URL", default=f"http://127.0.0.1:{env('PORT', default='8000')}").rstrip("/")
_address = urlsplit(PORTAL_URL)
HTTPS = _address.scheme == "https"
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = [_address.hostname, *env.list("ALLOWED_HOSTS", default=[]), *LOOPBACK]
CSRF_TRUSTED_ORIGINS = [PORTAL_URL]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

INSTALLED_APPS = [
    "portal",
    "home",
    "search",
    "lessons",
    "learning_sites",
    # Before discussions, which undoes one of its receivers.
    "django_comments_xtd",
    "django_comments",
    "discussions",
    "results",
    "questionnaires",
    "cycles",
    "districts",
    "notifications",
    "content",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "rest_framework",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sites",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]
SITE_ID = 1

# The page cache answers before anything else costs time; the gate to the admin comes last, when it
# is known who asks and in which language.
MIDDLEWARE = [
    "portal.middleware.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal.middleware.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "content.page_cache.PageCacheMiddleware",  # compresses too
    "portal.middleware.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "districts.keeping_posts.KeptPostMiddleware",
    "districts.sessions.OpenSessionMiddleware",
    "districts.second_factor.SecondFactorMiddleware",
    "portal.middleware.AdminGateMiddleware",
    "portal.middleware.AddressMiddleware",
    "content.new_pages.NewPageMiddleware",
    "results.looks.LooksMiddleware",  # last: it notes what the answer showed
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "portal.context.portal",
            ],
        },
    }
]

# --- Data: embedded by default, an existing engine by one variable -------------------------------------
DATABASE_URL = env("DATABASE_URL", default="") or f"sqlite:///{DATA_DIR / 'portal.sqlite3'}"
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
if SQLITE:
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728;",
    }
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)

if redis_url := env("REDIS_URL", default=""):
    if TESTING:  # a database for each test process; an option would lose against the address
        number = 1 + int(env("PYTEST_XDIST_WORKER", default="gw0")[2:])
        redis_url = urlsplit(redis_url)._replace(path=f"/{number}").geturl()
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis_url}}
elif TESTING:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": DATA_DIR / "cache",
            "OPTIONS": {"MAX_ENTRIES": 5000},
        }
    }

# Off only where pages as they are rendered are measured or tested; compression stays.
PAGE_CACHE = env.bool("PAGE_CACHE", default=not TESTING)

# Which renditions a picture has never changes; Wagtail would otherwise write them to the shared cache again
# at every reading.
CACHES["renditions"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "renditions"}

# Two storages: uploads are private and served by a view that asks who reads; only renditions are public.
PRIVATE_ROOT = DATA_DIR / "private"
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"


def _storage(bucket_variable: str, folder: Path, url: str | None) -> dict:
    if bucket := env(bucket_variable, default=""):
        options = {"bucket_name": bucket, "endpoint_url": env("S3_ENDPOINT_URL", default=None)}
        options |= {"querystring_auth": url is None, "default_acl": None}
        return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    # A string: the task that deletes a file gets the storage's options as JSON.
    options = {"location": str(folder), "base_url": url}
    return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}


STORAGES = {
    "default": _storage("S3_PRIVATE_BUCKET", PRIVATE_ROOT, None),
    "renditions": _storage("S3_PUBLIC_BUCKET", MEDIA_ROOT, MEDIA_URL),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "portal.static_files.PortalStaticFiles"
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(DATA_DIR / "static")))
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "results.staticfiles.BokehFinder",
]
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
# As many as a section of some five hundred questions has, each with its comment and its version.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 5 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 30_000_000
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "ods", "pdf", "pptx", "txt", "xlsx"]

# --- Tasks: Wagtail's index tasks at once, ours in the durable queue --------------------------------------
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "durable": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}

# --- People ------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "districts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "districts.sign_in.SignInAdapter"
ACCOUNT_FORMS = {"login": "districts.sign_in.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_ON_GET = ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# Wrong passwords and second factors: a burst by one address, then by account, then by account and day.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key,50/d/key"}
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
# The countries whose national telephone numbers are accepted without their country code.
PHONE_REGIONS = env.list("PHONE_REGIONS", default=["BJ", "GN"])
CSRF_FAILURE_VIEW = "districts.keeping_posts.token_refused"
# Who must have a second factor: all who edit or see beyond their district. Off while DEMO is on.
MFA_REQUIRED_ROLES = env.list(
    "MFA_REQUIRED_ROLES", default=["facilitator", "moderator", "official", "administrator"]
)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "districts.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "districts.second_factor.SecondFactorForm",
    "reauthenticate": "districts.second_factor.ConfirmForm",
    "activate_totp": "districts.second_factor.SetUpForm",
}
MFA_TOTP_ISSUER = "District.Team"
# Telephones are seldom right to the second: the code before and the one after are taken too.
MFA_TOTP_TOLERANCE = 1
# There is no table of verified addresses here: an account is made by invitation.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Sign-in limits count by the reader's address. TLS ends at a proxy, which adds it to X-Forwarded-For; taken for
# the reader, the proxy would let a few wrong passwords lock everybody out.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=1 if HTTPS else 0)
# Without a mail server notices wait in the outbox, to be printed or read out.
MAIL_CONFIGURED = bool(env("EMAIL_URL", default=""))
EMAIL_CONFIG = env.email_url_config(env("EMAIL_URL", default="") or "consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 30
# Days for which the outbox keeps what is done, and invitations that nobody accepted.
OUTBOX_KEPT_DAYS = env.int("OUTBOX_KEPT_DAYS", default=365)
DEFAULT_FROM_EMAIL = env("MAIL_FROM", default="District.Team <no-reply@localhost>")

# --- Languages -------------------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("fr", _("French")), ("en", _("English"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
# English as read here: 20 November 2026, rather than Nov. 20, 2026.
FORMAT_MODULE_PATH = ["portal.formats"]
USE_I18N = WAGTAIL_I18N_ENABLED = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Wagtail ---------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "District.Team"
WAGTAILADMIN_BASE_URL = PORTAL_URL
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
# Passwords, addresses and new accounts have screens of our own, with a code, a log and a limit.
WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS = []
WAGTAILIMAGES_IMAGE_MODEL = "content.PortalImage"
WAGTAILDOCS_DOCUMENT_MODEL = "content.PortalDocument"
WAGTAILIMAGES_RENDITION_STORAGE = "renditions"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "simple"},
}
WAGTAILSEARCH_HITS_MAX_AGE = 0
WAGTAIL_EDITING_SESSION_PING_INTERVAL = 15_000
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = None
# A translation begins as a draft: otherwise the French text is live under /en/ before a word is translated.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
# Addresses are read out and sent by SMS: without accents.
WAGTAIL_ALLOW_UNICODE_SLUGS = False

# --- Threads ------------------------------------------------------------------------------------------
COMMENTS_APP = "django_comments_xtd"
COMMENTS_XTD_MODEL = "discussions.models.Post"
COMMENTS_XTD_MAX_THREAD_LEVEL = 3
COMMENTS_XTD_CONFIRM_EMAIL = False
COMMENTS_XTD_SALT = b"district.team.threads"
COMMENTS_TIMEOUT = 24 * 60 * 60
COMMENT_MAX_LENGTH = 5000

# --- Content security policy: no nonce, no hash, nothing inline, nothing from elsewhere -----------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
# Bokeh injects styles; the explore pages alone allow that.
EXPLORE_STYLE_POLICY = {"style-src": [SELF, UNSAFE_INLINE]}
# Wagtail's editor needs inline scripts and styles and compiles templates.
ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "object-src": [NONE],
}
PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"

# Failed sign-ins also go to a file of their own, of at most five megabytes: it holds readers' addresses.
LOG_DIR = DATA_DIR / "log"
LOG_DIR.mkdir(exist_ok=True)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "failed_sign_ins": {
            "class": "logging.handlers.RotatingFileHandler", "formatter": "line", "delay": True,
            "filename": LOG_DIR / "failed-sign-ins.log", "maxBytes": 1_000_000, "backupCount": 4,
        },
    },
    "loggers": {"districts.sign_in": {"handlers": ["failed_sign_ins"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}  # fmt: skip
SILENCED_SYSTEM_CHECKS = []
