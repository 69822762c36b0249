"""What a token reads: a token acts for its court as the committee of the court does, with sums of the courts below
and, where those agree to it, their branches (docs/adr/0030)."""

from django.db.models import Q, QuerySet

from branches.models import Branch, Court
from core.crypto import fingerprint
from reports.choices import ApiScope, ReportState
from reports.models import ApiToken, Report


def token_known_by(secret: str) -> ApiToken | None:
    """The token that was told as `secret`, in force or not."""
    rows = ApiToken.objects.unscoped("another system is known by its token alone").select_related("court")
    return rows.filter(digest=fingerprint(secret)).first()


def courts_of(token: ApiToken) -> QuerySet[Court]:
    """The token's court and, with that scope, the courts below it."""
    return Court.objects.within(token.court, with_below=ApiScope.BELOW in token.scopes)


def opened_courts(token: ApiToken) -> QuerySet[Court]:
    """Those of them whose branches are told one by one: the own one, and those below that share their records."""
    return courts_of(token).filter(Q(pk=token.court_id) | Q(shares_records=True))


def branches_of(token: ApiToken) -> QuerySet[Branch]:
    """The branches of the courts opened to the token, those that were dissolved too."""
    rows = Branch.objects.within(token.court, with_below=ApiScope.BELOW in token.scopes).select_related("court")
    return rows.filter(court__in=opened_courts(token))


def reports_of(token: ApiToken) -> QuerySet[Report]:
    """What its court and the branches of it have published, as everybody of the court reads it; courts below don't
    show theirs to the courts above."""
    rows = Report.objects.within(token.court).filter(state=ReportState.PUBLISHED)
    return rows.select_related("court", "branch")
