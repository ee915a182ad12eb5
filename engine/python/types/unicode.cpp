#include "python/types/unicode.h"

#include "python/types/special_casing.h"

#include <algorithm>
#include <iterator>

#include <clocale>
#include <cwctype>

namespace relata::python {

namespace {

// The C library's tables for Unicode, whatever locale the process runs in.
locale_t unicode_locale() {
    static const locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    return locale;
}

} // namespace

uint32_t next_code_point(std::string_view text, size_t& at) {
    const auto byte = [&] { return static_cast<unsigned char>(text[at++]); };
    const uint32_t lead = byte();
    if (lead < 0x80) return lead;
    if (lead < 0xe0) return (lead & 0x1f) << 6 | (byte() & 0x3fu);
    uint32_t code = lead & (lead < 0xf0 ? 0x0f : 0x07);
    for (int i = lead < 0xf0 ? 2 : 3; i > 0; --i)
        code = code << 6 | (byte() & 0x3fu);
    return code;
}

void append_code_point(std::string& s, uint32_t c) {
    if (c < 0x80) {
        s += char(c);
        return;
    }
    if (c < 0x800) {
        s += char(0xc0 | c >> 6);
    } else {
        if (c < 0x10000) {
            s += char(0xe0 | c >> 12);
        } else {
            s += char(0xf0 | c >> 18);
            s += char(0x80 | (c >> 12 & 0x3f));
        }
        s += char(0x80 | (c >> 6 & 0x3f));
    }
    s += char(0x80 | (c & 0x3f));
}

size_t code_point_count(std::string_view text) {
    size_t n = 0;
    for (char c : text)
        n += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    return n;
}

bool is_space_char(uint32_t c) {
    if (c < 0x80) return c == ' ' || (c >= 9 && c <= 13) || (c >= 0x1c && c <= 0x1f);
    return c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
           c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

bool is_line_break(uint32_t c) {
    return (c >= 10 && c <= 13) || (c >= 0x1c && c <= 0x1e) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

bool is_decimal_char(uint32_t c) {
    if (c < 0x80) return c >= '0' && c <= '9';
    for (uint32_t zero : {0x660u, 0x6f0u, 0x7c0u, 0x966u, 0x9e6u, 0xa66u, 0xae6u, 0xb66u, 0xbe6u, 0xc66u,
                          0xce6u, 0xd66u, 0xe50u, 0xed0u, 0xf20u, 0xff10u})
        if (c >= zero && c < zero + 10) return true;
    return false;
}

bool is_alpha_char(uint32_t c) {
    if (c < 0x80) return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    return iswalpha_l(wint_t(c), unicode_locale()) && !is_decimal_char(c);
}

bool is_upper_char(uint32_t c) {
    return c < 0x80 ? c >= 'A' && c <= 'Z' : iswupper_l(wint_t(c), unicode_locale()) != 0;
}

bool is_lower_char(uint32_t c) {
    return c < 0x80 ? c >= 'a' && c <= 'z'
                    : c == 0xdf || c == 0xaa || c == 0xba || iswlower_l(wint_t(c), unicode_locale());
}

bool is_printable_char(uint32_t c) {
    if (c < 0x80) return c >= 32 && c < 127;
    if (is_space_char(c) || c == 0xad || (c >= 0xd800 && c <= 0xf8ff) || (c >= 0x200b && c <= 0x200f) ||
        (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff)
        return false;
    return iswprint_l(wint_t(c), unicode_locale());
}

bool is_identifier_start(uint32_t c) {
    return c == '_' || is_alpha_char(c);
}

bool is_identifier_part(uint32_t c) {
    return is_identifier_start(c) || is_decimal_char(c);
}

namespace {
const SpecialCasing* find_special_casing(uint32_t c) {
    if (c < 0xdf) return nullptr;
    const auto found = std::ranges::lower_bound(special_casings, c, {}, &SpecialCasing::character);
    return found != std::end(special_casings) && found->character == c ? &*found : nullptr;
}
} // namespace

void append_upper(std::string& text, uint32_t c) {
    if (const SpecialCasing* special = find_special_casing(c))
        text += special->upper;
    else
        append_code_point(text, c < 0x80 ? uint32_t(c >= 'a' && c <= 'z' ? c - 32 : c)
                                         : uint32_t(towupper_l(wint_t(c), unicode_locale())));
}

void append_lower(std::string& text, uint32_t c) {
    if (c == 0x130) { // the dot stays
        text += "i\u0307";
        return;
    }
    append_code_point(text, c < 0x80 ? uint32_t(c >= 'A' && c <= 'Z' ? c + 32 : c)
                                     : uint32_t(towlower_l(wint_t(c), unicode_locale())));
}

void append_title(std::string& text, uint32_t c) {
    if (const SpecialCasing* special = find_special_casing(c))
        text += special->title;
    else
        append_upper(text, c);
}

} // namespace relata::python
