"""The two ways out of the house. Each sends one message or raises `NotSent`; neither touches the database."""

from notices.services.outgoing.faults import NotSent
from notices.services.outgoing.mail import send_mail
from notices.services.outgoing.webhook import post_message

__all__ = ["NotSent", "post_message", "send_mail"]
