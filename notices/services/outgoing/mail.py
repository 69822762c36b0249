"""A message as a mail. Nothing stands in it but title and short text: what it is about is read in the product."""

from email.utils import format_datetime
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import sanitize_address
from django.template.loader import render_to_string
from django.utils.timezone import localtime

from notices.models import Message
from notices.services.outgoing.faults import NotSent
from notices.services.outgoing.links import host, link_of

_FINAL = 500


def send_mail(*, message: Message, key: str, address: str) -> None:
    """Hand the mail to the server (settings.EMAIL_URL). A second copy has the same Message-ID."""
    try:
        sanitize_address(address, "utf-8")
    except ValueError as error:
        raise NotSent("邮箱地址写得不对", is_final=True) from error
    try:
        _mail(message, key, address).send()
    except SMTPRecipientsRefused as error:
        raise _refused(error) from error
    except SMTPAuthenticationError as error:
        raise NotSent("邮件服务器不认系统的账号或密码", _said(error), cut_off=True) from error
    except SMTPSenderRefused as error:
        raise NotSent("邮件服务器不接受系统的发件地址", _said(error), cut_off=True) from error
    except (SMTPConnectError, SMTPServerDisconnected) as error:
        raise NotSent("邮件服务器中断了连接", cut_off=True) from error
    except SMTPException as error:
        raise NotSent("邮件服务器没有收下", _said(error)) from error
    except OSError as error:
        raise NotSent("邮件服务器连不上", cut_off=True) from error
    except ValueError as error:  # the recipient's address is one: ours, or the server's name, is not
        raise NotSent("系统的发件地址或邮件服务器设置得不对，请联系系统管理员", cut_off=True) from error


def _mail(message: Message, key: str, address: str) -> EmailMultiAlternatives:
    title = " ".join(message.title.split())
    facts = {"title": title, "message": message, "link": link_of(message)}
    mail = EmailMultiAlternatives(
        subject=title,
        body=render_to_string("notices/mail/message.txt", facts),
        to=[address],
        headers={
            "Message-ID": f"<{key}@{host()}>",
            "Date": format_datetime(localtime(message.at)),
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(render_to_string("notices/mail/message.html", facts), "text/html")
    return mail


def _refused(error: SMTPRecipientsRefused) -> NotSent:
    code, said = next(iter(error.recipients.values()))
    if code >= _FINAL:
        return NotSent("收件地址被拒收", f"{code} {_text(said)}", is_final=True)
    return NotSent("收件一方暂时不收", f"{code} {_text(said)}")


def _said(error: SMTPException) -> str:
    code = getattr(error, "smtp_code", None)
    return f"{code} {_text(getattr(error, 'smtp_error', ''))}" if code else ""


def _text(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said
