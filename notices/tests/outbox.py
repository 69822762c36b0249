"""What a court's outbox holds, and sending it."""

from notices.models import Delivery
from notices.services.deliveries import Sending, delivery_send
from notices.tests.factories import ISSUED, Case, at

THEN = at(ISSUED)


def mailed(case: Case) -> Delivery:
    """The mail to the first branch's secretary about an issued notice."""
    case.secretary.email = "zhang@court.example"
    case.secretary.save()
    case.issued()
    return row(case)


def row(case: Case, **where) -> Delivery:
    return Delivery.objects.within(case.court).select_related("message").get(**where)


def send(delivery: Delivery, when=THEN) -> Sending:
    return delivery_send(delivery_id=delivery.pk, at=when)
