"""Escaping for HTML. CPython: Lib/html/__init__.py."""
import re as _re

# Numbers that stand for what Windows-1252 has there, as browsers read them; "" drops the character.
_windows = ("\u20ac", "\x81", "\u201a", "\u0192", "\u201e", "\u2026", "\u2020", "\u2021", "\u02c6", "\u2030", "\u0160", "\u2039",
            "\u0152", "\x8d", "\u017d", "\x8f", "\x90", "\u2018", "\u2019", "\u201c", "\u201d", "\u2022", "\u2013", "\u2014",
            "\u02dc", "\u2122", "\u0161", "\u203a", "\u0153", "\x9d", "\u017e", "\u0178")


def escape(s, quote=True):
    s = s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return s.replace('"', "&quot;").replace("'", "&#x27;") if quote else s


def _number(code):
    if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "\ufffd"
    if 0x80 <= code < 0xA0:
        return _windows[code - 0x80]
    dropped = code < 9 or 0xB <= code < 0x20 and code not in (0xC, 0xD) or code == 0x7F
    return "" if dropped or 0xFDD0 <= code <= 0xFDEF or code == 0xB or code & 0xFFFE == 0xFFFE else chr(code)


def _reference(match):
    from _html_entities import html5
    text = match.group(1)
    if text[0] == "#":
        digits = text[2:] if text[1] in "xX" else text[1:]
        return _number(int(digits.rstrip(";"), 16 if text[1] in "xX" else 10))
    if text in html5:
        return html5[text]
    for length in range(len(text) - 1, 1, -1):  # the longest name that begins it
        if text[:length] in html5:
            return html5[text[:length]] + text[length:]
    return "&" + text


def unescape(s):
    if "&" not in s:
        return s
    return _re.sub(r"&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)", _reference, s)
