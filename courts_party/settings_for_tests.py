"""Settings of the tests; tests/services.py has set DATA_DIR, DATABASE_URL and REDIS_URL before this is read."""

import os

from courts_party.settings import *  # noqa: F403
from courts_party.settings import (
    CELERY_BROKER_TRANSPORT_OPTIONS,
    DATA_DIR,
    DATABASES,
    REDIS_URL,
    STATIC_ROOT,
    STORAGES,
    env,
)

# Pages are tested without collecting and hashing the static files first.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
# Argon2 is slow on purpose; accounts made by tests have nothing to protect.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SENDS_MAIL = True
# Workers that a test starts send to the server for mail that the test has started (notices/tests/house.py).
if "TEST_EMAIL_URL" in os.environ:
    vars().update(env.email_url_config(os.environ["TEST_EMAIL_URL"]))

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as in the product: a database in memory locks differently between threads.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
else:
    # The threads of a live server must not keep connections to a database that is to be dropped.
    DATABASES["default"]["CONN_MAX_AGE"] = 0

# A file of seconds by which the clock of every process is moved (core/clock.py); replace it, never write into it.
CLOCK_SHIFT_FILE = os.environ.get("TEST_CLOCK_SHIFT_FILE")
# Tests of workers that die need not wait an hour for Redis to hand a message out again.
if REDIS_URL and "TEST_VISIBILITY_SECONDS" in os.environ:
    CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"] = int(os.environ["TEST_VISIBILITY_SECONDS"])
    CELERY_TASK_TIME_LIMIT = CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"] // 2
    CELERY_TASK_SOFT_TIME_LIMIT = CELERY_TASK_TIME_LIMIT // 2
