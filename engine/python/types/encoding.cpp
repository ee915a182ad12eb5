// Encodings of text. CPython: Objects/unicodeobject.c (the codecs), Lib/encodings/aliases.py.
#include "python/arguments.h"
#include "python/types/bytes_type.h"
#include "python/types/unicode.h"

#include <cstdio>

namespace relata::python {

namespace {

enum class Encoding { utf8, ascii, latin1 };

Encoding find_encoding(std::string_view name) {
    std::string plain;
    for (char c : name)
        plain += c == '_' || c == ' ' ? '-' : char(tolower(static_cast<unsigned char>(c)));
    if (plain == "utf-8" || plain == "utf8" || plain == "u8") return Encoding::utf8;
    if (plain == "ascii" || plain == "us-ascii" || plain == "646") return Encoding::ascii;
    if (plain == "latin-1" || plain == "latin1" || plain == "iso-8859-1" || plain == "iso8859-1" ||
        plain == "l1")
        return Encoding::latin1;
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

} // namespace

std::string encode_text(Runtime& runtime, std::string_view text, std::string_view encoding, std::string_view errors) {
    const Encoding kind = find_encoding(encoding);
    const uint32_t limit = kind == Encoding::utf8 ? 0x110000 : kind == Encoding::ascii ? 0x80 : 0x100;
    std::string bytes;
    size_t position = 0;
    for (size_t at = 0; at < text.size(); ++position) {
        const size_t start = at;
        const uint32_t c = next_code_point(text, at);
        const bool surrogate = kind == Encoding::utf8 && c >= 0xd800 && c <= 0xdfff;
        if (c < limit && !surrogate) {
            if (kind == Encoding::utf8)
                bytes += text.substr(start, at - start);
            else
                bytes += char(c);
        } else if (errors == "replace") {
            bytes += '?';
        } else if (errors == "backslashreplace") {
            bytes += escape_of(c);
        } else if (errors == "xmlcharrefreplace") {
            bytes += "&#" + std::to_string(c) + ";";
        } else if (errors == "strict") {
            const char* codec = kind == Encoding::utf8    ? "utf-8"
                                : kind == Encoding::ascii ? "ascii"
                                                          : "latin-1";
            const std::string reason =
                surrogate ? "surrogates not allowed" : "ordinal not in range(" + std::to_string(limit) + ")";
            size_t end = position + 1; // of all that follow and cannot be encoded either
            for (size_t next = at; next < text.size(); ++end) {
                const uint32_t other = next_code_point(text, next);
                if (surrogate ? other < 0xd800 || other > 0xdfff : other < limit) break;
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
    const Encoding kind = find_encoding(encoding);
    std::string text;
    for (size_t at = 0; at < bytes.size();) {
        const auto byte = static_cast<unsigned char>(bytes[at]);
        size_t bad = 1;
        const size_t length = kind == Encoding::utf8                    ? utf8_sequence(bytes, at, bad)
                              : kind == Encoding::latin1 || byte < 0x80 ? 1
                                                                        : 0;
        if (length) {
            if (kind == Encoding::utf8)
                text += bytes.substr(at, length);
            else
                append_code_point(text, byte);
            at += length;
            continue;
        }
        if (errors == "strict") {
            const bool cut =
                kind == Encoding::utf8 && at + bad >= bytes.size() && byte >= 0xc2 && byte < 0xf5;
            const char* reason = kind == Encoding::ascii       ? "ordinal not in range(128)"
                                 : cut                         ? "unexpected end of data"
                                 : byte >= 0xc2 && byte < 0xf5 ? "invalid continuation byte"
                                                               : "invalid start byte";
            throw Error(Exc::UnicodeDecodeError,
                        {Value(runtime.make_str(kind == Encoding::ascii ? "ascii" : "utf-8")), Value(runtime.make_bytes(bytes)),
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
