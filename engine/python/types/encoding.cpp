// Encodings of text. CPython: Objects/unicodeobject.c (the codecs), Lib/encodings/aliases.py.
#include "python/arguments.h"
#include "python/types/bytes_type.h"
#include "python/types/unicode.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace relata::python {

namespace {

enum class Encoding { utf8, utf8_sig, ascii, latin1, cp1252, utf16, utf16_le, utf16_be, utf32, utf32_le, utf32_be };

Encoding find_encoding(std::string_view name) {
    std::string plain;
    for (char c : name)
        plain += c == '_' || c == ' ' ? '-' : char(tolower(static_cast<unsigned char>(c)));
    if (plain == "utf-8" || plain == "utf8" || plain == "u8") return Encoding::utf8;
    if (plain == "ascii" || plain == "us-ascii" || plain == "646") return Encoding::ascii;
    if (plain == "latin-1" || plain == "latin1" || plain == "iso-8859-1" || plain == "iso8859-1" ||
        plain == "l1")
        return Encoding::latin1;
    static constexpr std::pair<std::string_view, Encoding> others[] = {
        {"utf-8-sig", Encoding::utf8_sig}, {"cp1252", Encoding::cp1252},     {"windows-1252", Encoding::cp1252}, {"1252", Encoding::cp1252},
        {"utf-16", Encoding::utf16},       {"utf16", Encoding::utf16},       {"u16", Encoding::utf16},           {"utf-16le", Encoding::utf16_le},
        {"utf-16-le", Encoding::utf16_le}, {"utf-16be", Encoding::utf16_be}, {"utf-16-be", Encoding::utf16_be},  {"utf-32", Encoding::utf32},
        {"utf32", Encoding::utf32},        {"u32", Encoding::utf32},         {"utf-32-le", Encoding::utf32_le},  {"utf-32-be", Encoding::utf32_be}};
    for (const auto& [known, encoding] : others)
        if (known == plain) return encoding;
    throw Error(Exc::LookupError, "unknown encoding: " + std::string(name));
}

[[noreturn]] void unknown_errors(std::string_view errors) {
    throw Error(Exc::LookupError, "unknown error handler name '" + std::string(errors) + "'");
}

std::string escape_of(uint32_t c) {
    char text[16];
    std::snprintf(text, sizeof text, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
    return text;
}

/// Length of the valid UTF-8 sequence at `at`, or 0; `bad` is how many bytes CPython reports as one error.
size_t utf8_sequence(std::string_view s, size_t at, size_t& bad) {
    const auto byte = [&](size_t i) { return i < s.size() ? static_cast<unsigned char>(s[i]) : 0u; };
    const unsigned lead = byte(at);
    bad = 1;
    if (lead < 0x80) return 1;
    const size_t length = lead >= 0xc2 && lead < 0xe0   ? 2
                          : (lead & 0xf0) == 0xe0       ? 3
                          : lead >= 0xf0 && lead < 0xf5 ? 4
                                                        : 0;
    if (!length) return 0;
    for (size_t i = 1; i < length; ++i) {
        const unsigned c = byte(at + i);
        const unsigned low = i > 1 ? 0x80 : lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        const unsigned high = i > 1 ? 0xbf : lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        if (c < low || c > high) {
            bad = i;
            return 0;
        }
    }
    return length;
}

// ---- code units of two and four bytes ----

bool is_wide(Encoding kind) { return kind >= Encoding::utf16; }
bool is_big(Encoding kind) { return kind == Encoding::utf16_be || kind == Encoding::utf32_be; }
size_t unit_size(Encoding kind) { return kind >= Encoding::utf32 ? 4 : 2; }

void append_unit(std::string& bytes, uint32_t unit, size_t size, bool big) {
    for (size_t i = 0; i < size; ++i) bytes += char(unit >> 8 * (big ? size - 1 - i : i) & 0xff);
}

std::string encode_wide(std::string_view text, Encoding kind) {
    const size_t size = unit_size(kind);
    std::string bytes;
    if (kind == Encoding::utf16 || kind == Encoding::utf32) append_unit(bytes, 0xfeff, size, false);
    for (size_t at = 0; at < text.size();) {
        const uint32_t c = next_code_point(text, at);
        if (size == 2 && c > 0xffff) {
            append_unit(bytes, 0xd800 + ((c - 0x10000) >> 10), size, is_big(kind));
            append_unit(bytes, 0xdc00 + ((c - 0x10000) & 0x3ff), size, is_big(kind));
        } else {
            append_unit(bytes, c, size, is_big(kind));
        }
    }
    return bytes;
}

Ref<Str> decode_wide(Runtime& runtime, std::string_view bytes, Encoding kind, std::string_view errors) {
    const size_t size = unit_size(kind);
    bool big = is_big(kind);
    const auto unit = [&](size_t at) {
        uint32_t value = 0;
        for (size_t i = 0; i < size; ++i) value |= uint32_t(static_cast<unsigned char>(bytes[at + i])) << 8 * (big ? size - 1 - i : i);
        return value;
    };
    size_t at = 0;
    if ((kind == Encoding::utf16 || kind == Encoding::utf32) && bytes.size() >= size) { // which order a mark in front says
        big = false;
        if (unit(0) == (size == 2 ? 0xfffeu : 0xfffe0000u))
            big = true, at = size;
        else if (unit(0) == 0xfeff)
            at = size;
    }
    const std::string codec = std::string("utf-") + (size == 2 ? "16" : "32") + (big ? "-be" : "-le");
    std::string text;
    while (at < bytes.size()) {
        const char* wrong = nullptr;
        size_t length = size;
        uint32_t c = 0;
        if (bytes.size() - at < size) {
            wrong = "truncated data";
            length = bytes.size() - at;
        } else if (c = unit(at); size == 2 && c >= 0xd800 && c < 0xdc00) {
            const bool whole = bytes.size() - at >= 4;
            const uint32_t low = whole ? unit(at + 2) : 0;
            if (low >= 0xdc00 && low < 0xe000) {
                c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
                length = 4;
            } else {
                wrong = whole ? "illegal UTF-16 surrogate" : "unexpected end of data";
            }
        } else if (c >= 0xd800 && c < 0xe000) {
            wrong = size == 2 ? "illegal encoding" : "code point in surrogate code point range(0xd800, 0xe000)";
        } else if (c > 0x10ffff) {
            wrong = "code point not in range(0x110000)";
        }
        if (!wrong) {
            append_code_point(text, c);
        } else if (errors == "strict") {
            throw Error(Exc::UnicodeDecodeError, {Value(runtime.make_str(codec)), Value(runtime.make_bytes(bytes)), Value::small_int(int64_t(at)),
                                                  Value::small_int(int64_t(at + length)), Value(runtime.make_str(wrong))});
        } else if (errors == "replace") {
            text += "\xef\xbf\xbd";
        } else if (errors != "ignore") {
            unknown_errors(errors);
        }
        at += length;
    }
    return runtime.make_str(text);
}

// ---- Windows' Western European code page: Latin-1 but for 0x80 to 0x9f; 0 where nothing stands ----

constexpr std::array<uint16_t, 32> cp1252_upper = {0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
                                                   0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
                                                   0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

/// The one byte for a character in a code page, or -1.
int byte_of(Encoding kind, uint32_t c) {
    if (kind == Encoding::ascii) return c < 0x80 ? int(c) : -1;
    if (kind == Encoding::latin1) return c < 0x100 ? int(c) : -1;
    if (c < 0x80 || (c >= 0xa0 && c < 0x100)) return int(c);
    const auto found = std::ranges::find(cp1252_upper, c);
    return c && found != cp1252_upper.end() ? 0x80 + int(found - cp1252_upper.begin()) : -1;
}

} // namespace

std::string encode_text(Runtime& runtime, std::string_view text, std::string_view encoding, std::string_view errors) {
    const Encoding kind = find_encoding(encoding);
    if (is_wide(kind)) return encode_wide(text, kind);
    if (kind == Encoding::utf8_sig) return "\xef\xbb\xbf" + encode_text(runtime, text, "utf-8", errors);
    const uint32_t limit = kind == Encoding::utf8 ? 0x110000 : kind == Encoding::ascii ? 0x80 : 0x100;
    std::string bytes;
    size_t position = 0;
    for (size_t at = 0; at < text.size(); ++position) {
        const size_t start = at;
        const uint32_t c = next_code_point(text, at);
        const bool surrogate = kind == Encoding::utf8 && c >= 0xd800 && c <= 0xdfff;
        const bool fits = kind == Encoding::utf8 ? !surrogate : byte_of(kind, c) >= 0;
        if (fits) {
            if (kind == Encoding::utf8)
                bytes += text.substr(start, at - start);
            else
                bytes += char(byte_of(kind, c));
        } else if (errors == "replace") {
            bytes += '?';
        } else if (errors == "backslashreplace") {
            bytes += escape_of(c);
        } else if (errors == "xmlcharrefreplace") {
            bytes += "&#" + std::to_string(c) + ";";
        } else if (errors == "strict") {
            const char* codec = kind == Encoding::utf8    ? "utf-8"
                                : kind == Encoding::ascii ? "ascii"
                                : kind == Encoding::cp1252 ? "charmap"
                                                          : "latin-1";
            const std::string reason = surrogate                  ? "surrogates not allowed"
                                       : kind == Encoding::cp1252 ? "character maps to <undefined>"
                                                                  : "ordinal not in range(" + std::to_string(limit) + ")";
            size_t end = position + 1; // of all that follow and cannot be encoded either
            for (size_t next = at; next < text.size(); ++end) {
                const uint32_t other = next_code_point(text, next);
                if (surrogate ? other < 0xd800 || other > 0xdfff : byte_of(kind, other) >= 0) break;
            }
            throw Error(Exc::UnicodeEncodeError,
                        {Value(runtime.make_str(codec)), Value(runtime.make_str(text)), Value::small_int(int64_t(position)),
                         Value::small_int(int64_t(end)), Value(runtime.make_str(reason))});
        } else if (errors != "ignore") {
            unknown_errors(errors);
        }
    }
    return bytes;
}

Ref<Str> decode_bytes(Runtime& runtime, const Value& value, std::string_view encoding,
                      std::string_view errors) {
    std::string_view bytes;
    if (!bytes_view(value, bytes))
        throw Error(Exc::TypeError,
                    "decoding to str: need a bytes-like object, " + type_name(runtime, value) + " found");
    Encoding kind = find_encoding(encoding);
    if (is_wide(kind)) return decode_wide(runtime, bytes, kind, errors);
    if (kind == Encoding::utf8_sig) {
        if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
        kind = Encoding::utf8;
    }
    std::string text;
    for (size_t at = 0; at < bytes.size();) {
        const auto byte = static_cast<unsigned char>(bytes[at]);
        size_t bad = 1;
        const bool is_upper = kind == Encoding::cp1252 && byte >= 0x80 && byte < 0xa0;
        const uint32_t character = is_upper ? cp1252_upper[byte - 0x80] : byte;
        const bool known = kind == Encoding::ascii ? byte < 0x80 : !is_upper || character;
        const size_t length = kind == Encoding::utf8 ? utf8_sequence(bytes, at, bad) : known ? 1 : 0;
        if (length) {
            if (kind == Encoding::utf8)
                text += bytes.substr(at, length);
            else
                append_code_point(text, character);
            at += length;
            continue;
        }
        if (errors == "strict") {
            const bool cut =
                kind == Encoding::utf8 && at + bad >= bytes.size() && byte >= 0xc2 && byte < 0xf5;
            const char* reason = kind == Encoding::ascii       ? "ordinal not in range(128)"
                                 : kind == Encoding::cp1252    ? "character maps to <undefined>"
                                 : cut                         ? "unexpected end of data"
                                 : byte >= 0xc2 && byte < 0xf5 ? "invalid continuation byte"
                                                               : "invalid start byte";
            throw Error(Exc::UnicodeDecodeError,
                        {Value(runtime.make_str(kind == Encoding::ascii ? "ascii" : kind == Encoding::cp1252 ? "charmap" : "utf-8")), Value(runtime.make_bytes(bytes)),
                         Value::small_int(int64_t(at)), Value::small_int(int64_t(std::min(at + bad, bytes.size()))),
                         Value(runtime.make_str(reason))});
        }
        if (errors == "replace")
            text += "\xef\xbf\xbd";
        else if (errors == "backslashreplace")
            text += escape_of(byte);
        else if (errors != "ignore")
            unknown_errors(errors);
        at += bad;
    }
    return runtime.make_str(text);
}

} // namespace relata::python
