"""How often something may be asked for, counted in the cache that all processes share."""

from datetime import datetime

from django.core.cache import cache

MINUTE = 60


def allows(name: str, *, most: int, at: datetime) -> bool:
    """Count one more of `name` in the minute of `at`; False from the one after `most` on."""
    key = f"throttle:{name}:{int(at.timestamp()) // MINUTE}"
    if cache.add(key, 1, 2 * MINUTE):
        return True
    try:
        return cache.incr(key) <= most
    except ValueError:  # it was put away between the two
        return True
