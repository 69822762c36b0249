"""Settings by environment. Nothing set: one machine, SQLite, a broker that needs no server."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF

from courts_party.secrets import kept_secret

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "data"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)
SECRET_KEY = kept_secret("SECRET_KEY", DATA_DIR)
FIELD_KEY = kept_secret("FIELD_KEY", DATA_DIR)
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
# Addresses of reverse proxies whose X-Forwarded-For is believed; of nobody else.
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "axes",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "django_filters",
    "django_celery_beat",
    "django_celery_results",
    "core",
    "accounts",
    "branches",
    "metrics",
    "activities",
    "elections",
    "campaigns",
    "registers",
    "planning",
    "rectification",
    "development",
    "notices",
    "assessments",
    "reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.middleware.RequestContextMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    # Before the check of the token, which reads the form.
    "core.middleware.BodyLimitMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Before the limits: they say why somebody was signed out.
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.SessionLimitMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.middleware.PasswordChangeMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "courts_party.urls"
WSGI_APPLICATION = "courts_party.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "core.context_processors.frame",
            ],
        },
    },
]

# --- Database -----------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'courts_party.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;",
    }
    # That SQLite leaves out what an index includes: it is an index all the same.
    SILENCED_SYSTEM_CHECKS = ["models.W040"]
else:
    # A new connection for each request costs some 20 ms.
    DATABASES["default"]["CONN_MAX_AGE"] = 300
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Broker and cache ---------------------------------------------------------------------------

REDIS_URL = env.str("REDIS_URL", default="")
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any]
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        # A message that was not done by then is handed out again: longer than any task may run (core.E003).
        "visibility_timeout": 3600,
        # With Redis gone a request that hands work over must fail within seconds, not wait for it to come back.
        "socket_connect_timeout": 2,
        "socket_timeout": 5,
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0.2,
        "interval_max": 0.2,
    }
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:
    _queue = DATA_DIR / "queue"
    for _folder in (_queue / "messages", _queue / "control"):
        _folder.mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "files://localhost"  # core/file_queue.py
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        # The same folder twice: what one process puts in, the other takes out.
        "data_folder_in": str(_queue / "messages"),
        "data_folder_out": str(_queue / "messages"),
        "control_folder": str(_queue / "control"),
        "store_processed": False,
        "polling_interval": 0.2,
    }
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

CELERY_RESULT_BACKEND = "django-db"
# Nobody asks what a task answered, and a row for every minute of every job would fill the table: what ran and what
# failed stands in core/background. A task whose answer is wanted says ignore_result=False.
CELERY_TASK_IGNORE_RESULT = True
CELERY_BEAT_SCHEDULER = "core.background.scheduler:KeepingScheduler"
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
# Three times more, three minutes apart: handed out again at once, a task that kills its process would never end.
CELERY_TASK_RETRY_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A worker waits for a broker that is gone until it is back, however long that takes.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# Each has its words in the module `jobs` of its app. The scheduler copies these into the database at its start, but for
# times that the administrator has set on the page of jobs.
# While no worker is there, runs of every minute must not queue up: the next one does the same.
_EVERY_MINUTE = {"schedule": timedelta(minutes=1), "options": {"expire_seconds": 60}}
CELERY_BEAT_SCHEDULE = {
    "clear-expired-sessions": {"task": "core.tasks.clear_expired_sessions", "schedule": crontab(hour="3", minute="30")},
    "clean-attachments": {"task": "core.tasks.clean_attachments", "schedule": crontab(hour="3", minute="50")},
    "resume-import-jobs": {"task": "branches.tasks.resume_import_jobs", **_EVERY_MINUTE},
    # What changes the table of holidays hands it over too: this takes up what was left lying.
    "follow-holidays": {"task": "planning.tasks.follow_holidays", "schedule": crontab(hour="4", minute="10")},
    "clear-uploads": {"task": "branches.tasks.clear_uploads", "schedule": crontab(hour="3", minute="40")},
    # Whoever writes messages hands it over too: this takes up what was left lying, and what is due to be tried again.
    "deliver-waiting": {"task": "notices.tasks.deliver_waiting", **_EVERY_MINUTE},
    "prune-deliveries": {"task": "notices.tasks.prune_deliveries", "schedule": crontab(hour="4", minute="30")},
    "prune-job-failures": {"task": "core.tasks.prune_job_failures", "schedule": crontab(hour="4", minute="20")},
    # Again and again a day: what a stopped machine or worker left lying is taken up the same day.
    "draft-due-notices": {"task": "notices.tasks.draft_due_notices", "schedule": crontab(hour="6-22", minute="10")},
    "draft-due-bulletins": {"task": "notices.tasks.draft_due_bulletins", "schedule": crontab(hour="6-22", minute="20")},
    "run-quarter-ends": {"task": "notices.tasks.run_quarter_ends", "schedule": crontab(hour="6", minute="20")},
    "assess-ended-quarters": {
        "task": "assessments.tasks.assess_ended_quarters",
        "schedule": crontab(hour="5", minute="30"),
    },
    # Also what nobody changed: a month that begins makes the one before it due.
    "refresh-figures": {"task": "reports.tasks.refresh_figures", **_EVERY_MINUTE},
    "send-reminders": {"task": "notices.tasks.send_reminders", "schedule": crontab(hour="8,10,14", minute="30")},
}

# --- Accounts and sessions ----------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "reports:home"
LOGOUT_REDIRECT_URL = "accounts:login"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "accounts.passwords.ThreeClassesValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Five failures lock this account from this address, not the court behind its proxy.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_CLIENT_IP_CALLABLE = "core.requests.client_address"
AXES_RESET_ON_SUCCESS = True

SESSION_IDLE_LIMIT = timedelta(minutes=30)
SESSION_ABSOLUTE_LIMIT = timedelta(hours=8)
SESSION_COOKIE_AGE = int(SESSION_ABSOLUTE_LIMIT.total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = False  # htmx sends it as a header
CSRF_FAILURE_VIEW = "core.views.csrf_failure"

# --- What a browser may load --------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        # Inline style attributes size bars and cells; scripts stay forbidden.
        "style-src": [SELF, "'unsafe-inline'"],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- Language and time --------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
# Only the settings of tests name one (core/clock.py).
CLOCK_SHIFT_FILE = None
USE_I18N = True
FORMAT_MODULE_PATH = ["courts_party.formats"]

# --- Static files -------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "core.assets.NodeAssetFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "core.assets.HashedStaticStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# Without a server for mail none is written: messages stay in the product.
SENDS_MAIL = bool(env.str("EMAIL_URL", default=""))
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="courts-party@localhost")
# Where the product is opened, for links in mails; empty: a mail says what to look for instead.
PUBLIC_URL = env.str("PUBLIC_URL", default="").rstrip("/")
# Hosts that messages may be posted to; none: no court can have them posted anywhere.
WEBHOOK_HOSTS = env.list("WEBHOOK_HOSTS", default=[])

# Attachments are scanned for viruses by clamd, at host:port or the path of its socket; empty: not scanned.
CLAMD_ADDRESS = env.str("CLAMD_ADDRESS", default="")

# The longest form without files; pages that take files say how long theirs may be (core/middleware.py).
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# The differences of a large court's roster are ticked line by line.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "axes": {"level": "WARNING"},
        # A refusal (403, 404) is in the audit trail; the terminal keeps what went wrong.
        "django.request": {"level": "ERROR"},
    },
}
