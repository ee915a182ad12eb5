# natives: _random_bits
"""Tokens. A run is deterministic: so are these. CPython: Lib/secrets.py."""
from random import SystemRandom, choice

DEFAULT_ENTROPY = 32


def randbits(k):
    return _random_bits(k)


def randbelow(exclusive_upper_bound):
    if exclusive_upper_bound <= 0:
        raise ValueError("Upper bound must be positive.")
    return SystemRandom()._randbelow(exclusive_upper_bound)


def token_bytes(nbytes=None):
    n = DEFAULT_ENTROPY if nbytes is None else nbytes
    return _random_bits(n * 8).to_bytes(n, "big")


def token_hex(nbytes=None):
    return token_bytes(nbytes).hex()


def token_urlsafe(nbytes=None):
    import base64
    return base64.urlsafe_b64encode(token_bytes(nbytes)).rstrip(b"=").decode("ascii")


def compare_digest(a, b):
    return a == b
