"""Base64 and its kin. CPython: Lib/base64.py."""
import binascii

_base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def _bytes_from(s):
    if isinstance(s, str):
        if not s.isascii():
            raise ValueError("string argument should contain only ASCII characters")
        return s.encode("ascii")
    if isinstance(s, (bytes, bytearray)):
        return bytes(s)
    raise TypeError("argument should be a bytes-like object or ASCII string, not %r" % type(s).__name__)


def b64encode(s, altchars=None):
    encoded = binascii.b2a_base64(s, newline=False)
    return encoded if altchars is None else encoded.translate(bytes.maketrans(b"+/", altchars))


def b64decode(s, altchars=None, validate=False):
    s = _bytes_from(s)
    if altchars is not None:
        s = s.translate(bytes.maketrans(_bytes_from(altchars), b"+/"))
    if validate:
        body = s.rstrip(b"=")
        if len(s) - len(body) > 2 or not all(byte in binascii._values for byte in body):
            raise binascii.Error("Only base64 data is allowed")
    return binascii.a2b_base64(s)


def standard_b64encode(s):
    return b64encode(s)


def standard_b64decode(s):
    return b64decode(s)


def urlsafe_b64encode(s):
    return b64encode(s, b"-_")


def urlsafe_b64decode(s):
    return b64decode(s, b"-_")


def b32encode(s):
    s = bytes(s)
    out = []
    for i in range(0, len(s), 5):
        group = s[i:i + 5]
        number = int.from_bytes(group, "big") << 8 * (5 - len(group))
        text = "".join([_base32[number >> shift & 31] for shift in range(35, -1, -5)])
        letters = -(-len(group) * 8 // 5)
        out.append(text[:letters] + "=" * (8 - letters))
    return "".join(out).encode("ascii")


def b32decode(s, casefold=False, map01=None):
    text = _bytes_from(s).decode("ascii")
    if len(text) % 8:
        raise binascii.Error("Incorrect padding")
    if casefold:
        text = text.upper()
    body = text.rstrip("=")
    if len(text) - len(body) not in (0, 1, 3, 4, 6):
        raise binascii.Error("Incorrect padding")
    number = 0
    for c in body:
        if c not in _base32:
            raise binascii.Error("Non-base32 digit found")
        number = number << 5 | _base32.index(c)
    size = len(body) * 5 // 8
    return (number >> len(body) * 5 - size * 8).to_bytes(size, "big")


def b16encode(s):
    return binascii.hexlify(s).upper()


def b16decode(s, casefold=False):
    text = _bytes_from(s)
    if casefold:
        text = text.upper()
    if any(byte not in b"0123456789ABCDEF" for byte in text):
        raise binascii.Error("Non-base16 digit found")
    return binascii.unhexlify(text)
