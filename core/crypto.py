"""SM4-GCM for personal numbers and uploaded files, SM3 for finding numbers again; FIELD_KEY is in no database."""

import base64
import os
from functools import lru_cache

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings

_PREFIX = "sm4:"
_NONCE_BYTES = 12
_TAG_BYTES = 16


@lru_cache(maxsize=8)
def _key(secret: str, purpose: str) -> bytes:
    digest = hashes.Hash(hashes.SM3())
    digest.update(f"{purpose}:{secret}".encode())
    return digest.finalize()


def seal(content: bytes) -> bytes:
    """`content` encrypted; a new nonce each time."""
    nonce = os.urandom(_NONCE_BYTES)
    encryptor = Cipher(algorithms.SM4(_key(settings.FIELD_KEY, "encrypt")[:16]), modes.GCM(nonce)).encryptor()
    sealed = encryptor.update(content) + encryptor.finalize()
    return nonce + encryptor.tag + sealed


def unseal(raw: bytes) -> bytes:
    """What `seal` was given. Raises cryptography.exceptions.InvalidTag if it was changed or the key is another."""
    nonce, tag, sealed = raw[:_NONCE_BYTES], raw[_NONCE_BYTES:][:_TAG_BYTES], raw[_NONCE_BYTES + _TAG_BYTES :]
    decryptor = Cipher(algorithms.SM4(_key(settings.FIELD_KEY, "encrypt")[:16]), modes.GCM(nonce, tag)).decryptor()
    return decryptor.update(sealed) + decryptor.finalize()


def encrypt(plain: str) -> str:
    """`plain` sealed, as text that can be stored."""
    return _PREFIX + base64.b64encode(seal(plain.encode())).decode("ascii")


def decrypt(stored: str) -> str:
    """What `encrypt` was given. Raises like `unseal`."""
    return unseal(base64.b64decode(stored.removeprefix(_PREFIX))).decode()


def fingerprint(plain: str) -> str:
    """64 hex digits that are equal for equal numbers and say nothing else without the key."""
    mac = hmac.HMAC(_key(settings.FIELD_KEY, "fingerprint"), hashes.SM3())
    mac.update(plain.encode())
    return mac.finalize().hex()
