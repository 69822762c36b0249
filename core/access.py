"""Who may do what: named permissions, refused unless a rule allows.

Each app's permissions.py registers a predicate `(user, subject=None) -> bool` under "app.verb_noun". Called without a
subject it answers whether the user may do this to anything at all, which is what `requires` and menus ask; a view asks
again with the row it has fetched. Which *rows* a user sees is another question, answered by branches/scoping.py.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from core.audit import record_refusal

Predicate = Callable[..., bool]
View = Callable[..., HttpResponse]

_predicates: dict[str, Predicate] = {}


def permission(name: str) -> Callable[[Predicate], Predicate]:
    """Register the decorated predicate under `name`."""

    def register(predicate: Predicate) -> Predicate:
        if name in _predicates:
            raise ValueError(f"permission {name} is registered twice")
        _predicates[name] = predicate
        return predicate

    return register


def allowed(user: Any, name: str, subject: Any = None) -> bool:
    """Whether `user` may do `name`, to `subject` if one is given. An unknown name is an error, not a no."""
    predicate = _predicates[name]
    return bool(user.is_authenticated and user.is_active and predicate(user, subject))


def ensure(user: Any, name: str, subject: Any = None) -> None:
    """Raise PermissionDenied (403), noted in the audit trail, unless `user` may do `name`."""
    if not allowed(user, name, subject):
        record_refusal(actor=user, action=name, subject=subject)
        raise PermissionDenied(name)


def requires(
    name: str, *, methods: tuple[str, ...] = ("GET",), most_bytes: int | None = None, background: bool = False
) -> Callable[[View], View]:
    """Guard a view: 405 for another method, 403 without the permission. Signing in is the middleware's business.

    `most_bytes`: how long a request to a page that takes files may be (core/middleware.py). `background`: pages fetch
    this address by themselves, so that it keeps nobody signed in (accounts/middleware.py).
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in (*methods, "HEAD" if "GET" in methods else ""):
                return HttpResponseNotAllowed(methods)
            ensure(request.user, name)
            return view(request, *args, **kwargs)

        guarded.permission = name  # type: ignore[attr-defined]  # read by the walk over all addresses
        guarded.most_bytes = most_bytes  # type: ignore[attr-defined]  # read by the middleware
        guarded.is_background = background  # type: ignore[attr-defined]  # read by the middleware
        return guarded

    return guard
