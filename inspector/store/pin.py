"""A PIN as it is stored: by argon2, from which nobody reads it back."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 4


def hash_pin(pin: str) -> str:
    """What is stored of a PIN; takes some tens of milliseconds, as does each guess."""
    return PasswordHasher().hash(pin)


def is_pin(pin: str, stored: str) -> bool:
    """Whether this is the PIN; nothing is where what is stored is damaged."""
    try:
        return PasswordHasher().verify(stored, pin)
    except (VerificationError, InvalidHashError):
        return False
