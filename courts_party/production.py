"""Settings of a court system's servers: every secret given, every cookie over HTTPS only."""

import os

from django.core.exceptions import ImproperlyConfigured

_REQUIRED = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "FIELD_KEY", "ALLOWED_HOSTS")
_missing = [name for name in _REQUIRED if not os.environ.get(name)]
if _missing:
    raise ImproperlyConfigured(f"缺少环境变量：{'、'.join(_missing)}。生产环境必须逐项给出，不使用自动生成的默认值。")
for _name in ("SECRET_KEY", "FIELD_KEY"):
    if len(os.environ[_name]) < 50 or len(set(os.environ[_name])) < 10:
        raise ImproperlyConfigured(f"{_name} 过于简单：请使用至少 50 个随机字符。")

from courts_party.settings import *  # noqa: E402, F403

SECURE_SSL_REDIRECT = True
# Monitors inside the network ask without TLS; the answer holds nothing private.
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
