"""Base64. CPython: Lib/base64.py."""
_plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_urlsafe = _plain[:62] + "-_"


def _encode(data, letters):
    if isinstance(data, str):
        raise TypeError("a bytes-like object is required, not 'str'")
    out = []
    for i in range(0, len(data), 3):
        group = data[i:i + 3]
        number = int.from_bytes(group, "big") << 8 * (3 - len(group))
        text = "".join(letters[number >> shift & 63] for shift in (18, 12, 6, 0))
        out.append(text[:len(group) + 1] + "=" * (3 - len(group)))
    return "".join(out).encode("ascii")


def _decode(data, letters):
    if isinstance(data, bytes):
        data = data.decode("ascii")
    data = "".join(c for c in data if c in letters or c == "=")
    body = data.rstrip("=")
    if len(data) % 4 or len(body) % 4 == 1:
        raise ValueError("Incorrect padding")
    out = []
    for i in range(0, len(body), 4):
        group = body[i:i + 4]
        number = 0
        for c in group:
            number = number << 6 | letters.index(c)
        number <<= 6 * (4 - len(group))
        out.append(number.to_bytes(3, "big")[:len(group) - 1])
    return b"".join(out)


def b64encode(s, altchars=None):
    return _encode(s, _plain)


def b64decode(s, altchars=None, validate=False):
    return _decode(s, _plain)


standard_b64encode, standard_b64decode = b64encode, b64decode


def urlsafe_b64encode(s):
    return _encode(s, _urlsafe)


def urlsafe_b64decode(s):
    return _decode(s, _urlsafe)


def b16encode(s):
    return s.hex().upper().encode("ascii")
