"""Binary and ASCII. CPython: Modules/binascii.c."""


class Error(ValueError):
    __module__ = "binascii"


class Incomplete(Exception):
    __module__ = "binascii"


_base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_values = {ord(c): i for i, c in enumerate(_base64)}


def _binary(data):
    if isinstance(data, (bytes, bytearray)):
        return bytes(data)
    raise TypeError("a bytes-like object is required, not %r" % type(data).__name__)


def _ascii(data):
    if not isinstance(data, str):
        if not isinstance(data, (bytes, bytearray)):
            raise TypeError("argument should be bytes, buffer or ASCII string, not %r" % type(data).__name__)
        return bytes(data)
    if not data.isascii():
        raise ValueError("string argument should contain only ASCII characters")
    return data.encode("ascii")


def hexlify(data, sep=None, bytes_per_sep=1):
    text = _binary(data).hex() if sep is None else _binary(data).hex(sep, bytes_per_sep)
    return text.encode("ascii")


def unhexlify(hexstr):
    text = _ascii(hexstr).decode("ascii")
    if len(text) % 2:
        raise Error("Odd-length string")
    if any(c not in "0123456789abcdefABCDEF" for c in text):
        raise Error("Non-hexadecimal digit found")
    return bytes.fromhex(text)


b2a_hex, a2b_hex = hexlify, unhexlify


def b2a_base64(data, *, newline=True):
    data, out = _binary(data), []
    for i in range(0, len(data), 3):
        group = data[i:i + 3]
        number = int.from_bytes(group, "big") << 8 * (3 - len(group))
        text = "".join([_base64[number >> shift & 63] for shift in (18, 12, 6, 0)])
        out.append(text[:len(group) + 1] + "=" * (3 - len(group)))
    return "".join(out).encode("ascii") + (b"\n" if newline else b"")


def a2b_base64(string, *, strict_mode=False):
    out, number, count, pads = bytearray(), 0, 0, 0
    for byte in _ascii(string):
        if byte == 61:
            pads += 1
            if count % 4 >= 2 and count % 4 + pads >= 4:
                return bytes(out)
            continue
        if byte not in _values:
            continue
        pads = 0
        number = number << 6 | _values[byte]
        count += 1
        if count % 4:
            if count % 4 > 1:
                out.append(number >> (count % 4 - 1) * -2 + 6 & 255)
        else:
            out.append(number & 255)
            number = 0
    if count % 4 == 1:
        raise Error("Invalid base64-encoded string: number of data characters (%d) cannot be 1 more than a multiple of 4" % count)
    if count % 4:
        raise Error("Incorrect padding")
    return bytes(out)


def crc32(data, crc=0):
    crc ^= 0xffffffff
    for byte in _binary(data):
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xedb88320 if crc & 1 else 0)
    return crc ^ 0xffffffff
