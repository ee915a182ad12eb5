// Methods of str about its characters: case, kinds, padding, translation, encoding, format.
#include "python/arguments.h"
#include "python/types/bytes_type.h"
#include "python/types/number_text.h"
#include "python/types/str_type.h"
#include "python/types/unicode.h"
#include "support/protocol.h"

namespace relata::python {

namespace {

/// Calls `f(code point, bytes)` for each character.
template <class F>
void each_char(std::string_view text, F&& f) {
    for (size_t at = 0; at < text.size();) {
        const size_t start = at;
        const uint32_t c = next_code_point(text, at);
        f(c, text.substr(start, at - start));
    }
}

template <auto Append>
std::string mapped(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    each_char(text, [&](uint32_t c, std::string_view) { Append(result, c); });
    return result;
}

/// ASCII letters from `first` on for 26 become the other case; everything else stays.
Ref<Str> ascii_case(Runtime& r, std::string_view text, char first) {
    Ref<Str> made = r.make_str(text);
    char* const result = const_cast<char*>(made->data()); // nobody has seen it yet
    for (size_t i = 0; i < text.size(); ++i) result[i] = char(result[i] ^ (uint8_t(result[i] - first) < 26 ? 0x20 : 0));
    return made;
}
Value str_upper(Runtime& r, const Value& self, Args args) {
    expect_no_arguments("str.upper", args);
    if (self.get<Str>().is_ascii()) return ascii_case(r, self.get<Str>().view(), 'a');
    return r.make_str(mapped<append_upper>(self.get<Str>().view()));
}
Value str_lower(Runtime& r, const Value& self, Args args) {
    expect_no_arguments("str.lower", args);
    if (self.get<Str>().is_ascii()) return ascii_case(r, self.get<Str>().view(), 'A');
    return r.make_str(mapped<append_lower>(self.get<Str>().view()));
}
void append_folded(std::string& text, uint32_t c) {
    if (c == 0xdf)
        text += "ss";
    else
        append_lower(text, c == 0x3c2 ? 0x3c3 : c); // final sigma
}
Value str_casefold(Runtime& r, const Value& self, Args args) {
    expect_no_arguments("str.casefold", args);
    return r.make_str(mapped<append_folded>(self.get<Str>().view()));
}
Value str_swapcase(Runtime& r, const Value& self, Args args) {
    expect_no_arguments("str.swapcase", args);
    std::string result;
    each_char(self.get<Str>().view(), [&](uint32_t c, std::string_view) {
        is_upper_char(c) ? append_lower(result, c) : append_upper(result, c);
    });
    return r.make_str(result);
}
Value str_capitalize(Runtime& r, const Value& self, Args args) {
    expect_no_arguments("str.capitalize", args);
    std::string result;
    bool first = true;
    each_char(self.get<Str>().view(), [&](uint32_t c, std::string_view) {
        first ? append_title(result, c) : append_lower(result, c);
        first = false;
    });
    return r.make_str(result);
}
Value str_title(Runtime& r, const Value& self, Args args) {
    expect_no_arguments("str.title", args);
    std::string result;
    bool cased = false; // the character before is a letter
    each_char(self.get<Str>().view(), [&](uint32_t c, std::string_view) {
        cased ? append_lower(result, c) : append_title(result, c);
        cased = is_upper_char(c) || is_lower_char(c);
    });
    return r.make_str(result);
}

template <class P>
Value all_chars(const Value& self, P&& holds) {
    const std::string_view text = self.get<Str>().view();
    bool all = !text.empty();
    each_char(text, [&](uint32_t c, std::string_view) { all = all && holds(c); });
    return Value::boolean(all);
}
bool is_numeric_char(uint32_t c) {
    return is_decimal_char(c) || c == 0xb2 || c == 0xb3 || c == 0xb9 || (c >= 0x2070 && c <= 0x2079) ||
           (c >= 0x2080 && c <= 0x2089);
}
bool is_fraction_char(uint32_t c) {
    return (c >= 0xbc && c <= 0xbe) || (c >= 0x2150 && c <= 0x2182);
}

template <auto Holds>
Value char_test(Runtime&, const Value& self, Args) {
    return all_chars(self, Holds);
}
bool alnum(uint32_t c) {
    return is_alpha_char(c) || is_numeric_char(c) || is_fraction_char(c);
}
bool numeric(uint32_t c) {
    return is_numeric_char(c) || is_fraction_char(c);
}

Value str_isascii(Runtime&, const Value& self, Args) {
    return Value::boolean(self.get<Str>().is_ascii());
}
Value str_isprintable(Runtime&, const Value& self, Args) {
    if (self.get<Str>().length() == 0) return Value::boolean(true);
    return all_chars(self, is_printable_char);
}
template <bool Upper>
Value case_test(Runtime&, const Value& self, Args) {
    bool any = false, other = false;
    each_char(self.get<Str>().view(), [&](uint32_t c, std::string_view) {
        any = any || (Upper ? is_upper_char(c) : is_lower_char(c));
        other = other || (Upper ? is_lower_char(c) : is_upper_char(c));
    });
    return Value::boolean(any && !other);
}
Value str_istitle(Runtime&, const Value& self, Args) {
    bool any = false, ok = true, cased = false;
    each_char(self.get<Str>().view(), [&](uint32_t c, std::string_view) {
        if (is_upper_char(c)) {
            ok = ok && !cased;
            cased = any = true;
        } else if (is_lower_char(c)) {
            ok = ok && cased;
            cased = true;
        } else {
            cased = false;
        }
    });
    return Value::boolean(any && ok);
}
Value str_isidentifier(Runtime&, const Value& self, Args) {
    bool first = true, ok = self.get<Str>().length() > 0;
    each_char(self.get<Str>().view(), [&](uint32_t c, std::string_view) {
        ok = ok && (first ? is_identifier_start(c) : is_identifier_part(c));
        first = false;
    });
    return Value::boolean(ok);
}

Value justify(Runtime& runtime, const Value& self, Args args, const char* name, char align) {
    const auto given = expect_positional(std::string("str.") + name, args, 1, 2);
    FormatSpec spec;
    spec.width = as_index(runtime, given[0]);
    spec.align = align;
    if (given.size() > 1) {
        const Str* fill = given[1].as<Str>();
        if (!fill)
            throw Error(Exc::TypeError, "The fill character must be a unicode character, not " +
                                            type_name(runtime, given[1]));
        if (fill->length() != 1)
            throw Error(Exc::TypeError, "The fill character must be exactly one character long");
        spec.fill = fill->view();
    }
    const Str& text = self.get<Str>();
    if (spec.width <= int64_t(text.length())) return str(runtime, self);
    runtime.heap().require(size_t(spec.width) * spec.fill.size());
    if (align == '^') { // CPython: the odd one goes to the left where the width is odd
        const int64_t margin = spec.width - text.length();
        const int64_t left = margin / 2 + (margin & spec.width & 1);
        FormatSpec left_part = spec;
        left_part.width = left + text.length();
        left_part.align = '>';
        const std::string padded = pad(left_part, text.view(), text.length(), '>');
        spec.align = '<';
        return runtime.make_str(pad(spec, padded, size_t(left_part.width), '<'));
    }
    return runtime.make_str(pad(spec, text.view(), text.length(), align));
}
Value str_center(Runtime& r, const Value& self, Args args) {
    return justify(r, self, args, "center", '^');
}
Value str_ljust(Runtime& r, const Value& self, Args args) {
    return justify(r, self, args, "ljust", '<');
}
Value str_rjust(Runtime& r, const Value& self, Args args) {
    return justify(r, self, args, "rjust", '>');
}

Value str_zfill(Runtime& runtime, const Value& self, Args args) {
    const int64_t width = as_index(runtime, expect_one_argument("str.zfill", args));
    const Str& text = self.get<Str>();
    if (width <= int64_t(text.length())) return str(runtime, self);
    runtime.heap().require(size_t(width));
    const std::string zeros(size_t(width - text.length()), '0');
    const std::string_view view = text.view();
    if (!view.empty() && (view[0] == '+' || view[0] == '-'))
        return runtime.make_str(std::string(1, view[0]) + zeros + std::string(view.substr(1)));
    return runtime.make_str(zeros + std::string(view));
}

Value str_expandtabs(Runtime& runtime, const Value& self, Args args) {
    const ArgReader a(runtime, {.function = "expandtabs", .names = {"tabsize"}}, args);
    const int64_t size = a.integer(0, 8);
    std::string result;
    int64_t column = 0;
    each_char(self.get<Str>().view(), [&](uint32_t c, std::string_view bytes) {
        if (c == '\t') {
            const int64_t n = size > 0 ? size - column % size : 0;
            runtime.heap().require(result.size() + size_t(n));
            result.append(size_t(n), ' ');
            column += n;
        } else {
            result += bytes;
            column = c == '\n' || c == '\r' ? 0 : column + 1;
        }
    });
    return runtime.make_str(result);
}

Value str_maketrans(Runtime& runtime, const Value&, Args args) {
    const auto given = expect_positional("str.maketrans", args, 1, 3);
    Ref<Dict> table = runtime.make_dict();
    auto code = [](const Value& key) {
        size_t at = 0;
        return Value::small_int(next_code_point(key.get<Str>().view(), at));
    };
    if (given.size() == 1) {
        const Dict* from = given[0].as<Dict>();
        if (!from)
            throw Error(Exc::TypeError, "if you give only one argument to maketrans it must be a dict");
        from->for_each([&](const Value& key, const Value& value) {
            const Str* s = key.as<Str>();
            if (s && s->length() != 1)
                throw Error(Exc::ValueError, "string keys in translate table must be of length 1");
            if (!s && !key.is_small_int())
                throw Error(Exc::TypeError, "keys in translate table must be strings or integers");
            table->set(runtime, s ? code(key) : key, value);
        });
        return table;
    }
    // CPython: unicode_maketrans, where the argument clinic reads all but the first
    for (size_t i = 1; i < given.size(); ++i)
        if (!given[i].as<Str>())
            throw Error(Exc::TypeError, "maketrans() argument " + std::to_string(i + 1) + " must be str, not " +
                                            (given[i].is_none() ? "None" : type_name(runtime, given[i])));
    if (!given[0].as<Str>())
        throw Error(Exc::TypeError, "first maketrans argument must be a string if there is a second argument");
    const Str &from = given[0].get<Str>(), &to = given[1].get<Str>();
    if (from.length() != to.length())
        throw Error(Exc::ValueError, "the first two maketrans arguments must have equal length");
    for (size_t a = 0, b = 0; a < from.byte_count();) {
        const Value key = Value::small_int(next_code_point(from.view(), a));
        table->set(runtime, key, Value::small_int(next_code_point(to.view(), b)));
    }
    if (given.size() == 3)
        each_char(given[2].get<Str>().view(), [&](uint32_t c, std::string_view) {
            table->set(runtime, Value::small_int(c), Value::none());
        });
    return table;
}

Value str_translate(Runtime& runtime, const Value& self, Args args) {
    const Value& table = expect_one_argument("str.translate", args);
    std::string result;
    each_char(self.get<Str>().view(), [&](uint32_t c, std::string_view bytes) {
        Value to;
        try {
            to = get_item(runtime, table, Value::small_int(c));
        } catch (const Error& error) {
            if (!runtime.matches(error, Exc::LookupError)) throw;
            result += bytes;
            return;
        }
        if (to.is_small_int())
            append_code_point(result, uint32_t(to.as_small_int()));
        else if (const Str* s = to.as<Str>())
            result += s->view();
        else if (!to.is_none())
            throw Error(Exc::TypeError, "character mapping must return integer, None or str");
    });
    return runtime.make_str(result);
}

Value str_encode(Runtime& runtime, const Value& self, Args args) {
    const ArgReader a(runtime, {.function = "encode", .names = {"encoding", "errors"}}, args);
    return runtime.make_bytes(
        encode_text(runtime, self.get<Str>().view(), a.text(0, "utf-8"), a.text(1, "strict")));
}

Value str_format_method(Runtime& runtime, const Value& self, Args args) {
    return str_format(runtime, self.get<Str>().view(), args);
}

Value str_format_map(Runtime& runtime, const Value& self, Args args) {
    const Value& mapping = expect_one_argument("str.format_map", args);
    return str_format(runtime, self.get<Str>().view(), Args{}, &mapping);
}

} // namespace

void add_str_text_methods(TypeBuilder& b) {
    b.method("upper", str_upper).method("lower", str_lower).method("casefold", str_casefold);
    b.method("swapcase", str_swapcase).method("capitalize", str_capitalize).method("title", str_title);
    b.method("isalpha", char_test<is_alpha_char>).method("isalnum", char_test<alnum>);
    b.method("isdigit", char_test<is_numeric_char>).method("isdecimal", char_test<is_decimal_char>);
    b.method("isnumeric", char_test<numeric>).method("isspace", char_test<is_space_char>);
    b.method("isascii", str_isascii)
        .method("isprintable", str_isprintable)
        .method("isidentifier", str_isidentifier);
    b.method("isupper", case_test<true>).method("islower", case_test<false>).method("istitle", str_istitle);
    b.method("center", str_center)
        .method("ljust", str_ljust)
        .method("rjust", str_rjust)
        .method("zfill", str_zfill);
    b.method("expandtabs", str_expandtabs)
        .static_method("maketrans", str_maketrans)
        .method("translate", str_translate);
    b.method("encode", str_encode).method("format", str_format_method).method("format_map", str_format_map);
    b.signatures({"str.isalpha($self, /)", "str.isalnum($self, /)", "str.isdigit($self, /)", "str.isdecimal($self, /)",
                  "str.isnumeric($self, /)", "str.isspace($self, /)", "str.isascii($self, /)", "str.isprintable($self, /)",
                  "str.isidentifier($self, /)", "str.isupper($self, /)", "str.islower($self, /)", "str.istitle($self, /)"});
}

} // namespace relata::python
