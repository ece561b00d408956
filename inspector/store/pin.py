"""A PIN as it is stored: by argon2, from which nobody reads it back."""

from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from inspector.core.errors import StorageError

SHORTEST = 4
_HASH_BYTES = 32


def hash_pin(pin: str) -> str:
    """What is stored of a PIN; takes some tens of milliseconds, as does each guess."""
    return PasswordHasher(hash_len=_HASH_BYTES).hash(pin)


def is_pin(pin: str, stored: str, *, file: str) -> bool:
    """Whether this is the PIN.

    Args:
        stored: by :func:`hash_pin`.
        file: where it is stored, for the error.

    Raises:
        StorageError: if what is stored is damaged, so that nothing is the PIN.
    """
    try:
        if extract_parameters(stored).hash_len != _HASH_BYTES:
            raise InvalidHashError
        return PasswordHasher().verify(stored, pin)
    except VerifyMismatchError:
        return False
    except (VerificationError, InvalidHashError, UnicodeError) as error:
        raise StorageError(
            "The PIN stored in {file} is damaged, so that no PIN fits.", code="pin.damaged", file=file
        ) from error
