"""Keyed hashes. CPython: Lib/hmac.py."""
import hashlib


class HMAC:
    def __init__(self, key, msg=None, digestmod=""):
        if not isinstance(key, (bytes, bytearray)):
            raise TypeError("key: expected bytes or bytearray, but got %r" % type(key).__name__)
        if not digestmod:
            raise TypeError("Missing required parameter 'digestmod'.")
        self._make = (lambda data=b"": hashlib.new(digestmod, data)) if isinstance(digestmod, str) else digestmod
        inner = self._make()
        self.digest_size, self.block_size = inner.digest_size, inner.block_size
        if len(key) > self.block_size:
            key = self._make(bytes(key)).digest()
        self._key = bytes(key).ljust(self.block_size, b"\0")
        self.name = "hmac-" + inner.name
        self._text = b""
        if msg is not None:
            self.update(msg)

    def update(self, msg):
        if isinstance(msg, str):
            raise TypeError("Strings must be encoded before hashing")
        self._text += bytes(msg)

    def copy(self):
        other = HMAC.__new__(HMAC)
        other.__dict__.update(self.__dict__)
        return other

    def digest(self):
        inner = self._make(bytes([b ^ 0x36 for b in self._key]) + self._text).digest()
        return self._make(bytes([b ^ 0x5c for b in self._key]) + inner).digest()

    def hexdigest(self):
        return self.digest().hex()


def new(key, msg=None, digestmod=""):
    return HMAC(key, msg, digestmod)


def digest(key, msg, digest):
    return HMAC(key, msg, digest).digest()


def compare_digest(a, b, /):
    if isinstance(a, str) and isinstance(b, str):
        if not a.isascii() or not b.isascii():
            raise TypeError("comparing strings with non-ASCII characters is not supported")
        return a == b
    if isinstance(a, (bytes, bytearray)) and isinstance(b, (bytes, bytearray)):
        return bytes(a) == bytes(b)
    if isinstance(a, str) != isinstance(b, str) and isinstance(a if isinstance(b, str) else b, (bytes, bytearray)):
        raise TypeError("a bytes-like object is required, not 'str'")
    raise TypeError("unsupported operand types(s) or combination of types: %r and %r" % (type(a).__name__, type(b).__name__))
