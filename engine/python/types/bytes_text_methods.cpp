// Methods of bytes that say of bytes what str's methods say of characters. CPython: Objects/stringlib, Objects/bytes_methods.c.
#include "python/arguments.h"
#include "python/types/bytes_type.h"
#include "python/types/number_text.h"
#include "support/protocol.h"

#include <array>
#include <cctype>

namespace relata::python {

namespace {

/// Each byte as the character of that number.
Value as_text(Runtime& runtime, std::string_view bytes) {
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80) {
            text += c;
        } else {
            text += char(0xc0 | byte >> 6);
            text += char(0x80 | (byte & 0x3f));
        }
    }
    return runtime.make_str(text);
}

Value argument_as_text(Runtime& runtime, const Value& v) {
    std::string_view view;
    if (bytes_view(v, view)) return as_text(runtime, view);
    if (v.as<Str>()) throw Error(Exc::TypeError, "a bytes-like object is required, not 'str'");
    return v;
}

Value back_to_bytes(Runtime& runtime, const Value& self, const Value& v) {
    if (const Str* text = v.as<Str>()) {
        std::string bytes;
        const std::string_view view = text->view();
        for (size_t i = 0; i < view.size(); ++i) {
            const auto byte = static_cast<unsigned char>(view[i]);
            bytes += byte < 0x80 ? char(byte) : char((byte & 3) << 6 | (static_cast<unsigned char>(view[++i]) & 0x3f));
        }
        const Value made = runtime.make_bytes(bytes);
        return self.as<Bytes>() ? made : call(runtime, Value(runtime.type_of(self)), {made});
    }
    if (const Tuple* tuple = v.as<Tuple>()) {
        const Ref<Tuple> parts = runtime.make_tuple(tuple->size());
        for (size_t i = 0; i < tuple->size(); ++i) parts->writable()[i] = back_to_bytes(runtime, self, (*tuple)[i]);
        return parts;
    }
    if (List* list = v.as<List>()) {
        for (Value& item : list->items()) item = back_to_bytes(runtime, self, item);
        return v;
    }
    return v;
}

/// What a method takes first: bytes or the number of one, bytes or a tuple of them, bytes, a number.
enum class First { part, prefixes, bytes, number };
struct ThroughText {
    const char* name;
    First first;
};
constexpr std::array methods = {
    ThroughText{"count", First::part},          ThroughText{"find", First::part},         ThroughText{"index", First::part},
    ThroughText{"rindex", First::part},         ThroughText{"rfind", First::part},        ThroughText{"startswith", First::prefixes},
    ThroughText{"endswith", First::prefixes},   ThroughText{"replace", First::bytes},     ThroughText{"partition", First::bytes},
    ThroughText{"rpartition", First::bytes},    ThroughText{"rsplit", First::bytes},      ThroughText{"strip", First::bytes},
    ThroughText{"lstrip", First::bytes},        ThroughText{"rstrip", First::bytes},      ThroughText{"removeprefix", First::bytes},
    ThroughText{"removesuffix", First::bytes},  ThroughText{"center", First::number},     ThroughText{"ljust", First::number},
    ThroughText{"rjust", First::number},        ThroughText{"zfill", First::number},      ThroughText{"splitlines", First::number},
    ThroughText{"expandtabs", First::number}};

/// The first argument as str's method wants it, or the error that bytes' own raises.
Value first_as_text(Runtime& runtime, const ThroughText& method, const Value& v) {
    std::string_view view;
    const bool is_bytes = bytes_view(v, view);
    switch (method.first) {
    case First::number: return v;
    case First::part:
        if (runtime.type_of(v).slots.index) { // b"abc".count(97)
            const int64_t number = as_index(runtime, v);
            if (number < 0 || number > 255) throw Error(Exc::ValueError, "byte must be in range(0, 256)");
            const char byte = char(number);
            return as_text(runtime, {&byte, 1});
        }
        if (!is_bytes)
            throw Error(Exc::TypeError, "argument should be integer or bytes-like object, not '" + type_name(runtime, v) + "'");
        break;
    case First::prefixes:
        if (const Tuple* choices = v.as<Tuple>()) {
            const Ref<Tuple> texts = runtime.make_tuple(choices->size());
            for (size_t i = 0; i < choices->size(); ++i) texts->writable()[i] = argument_as_text(runtime, (*choices)[i]);
            return texts;
        }
        if (!is_bytes)
            throw Error(Exc::TypeError, std::string(method.name) + " first arg must be bytes or a tuple of bytes, not " +
                                            type_name(runtime, v));
        break;
    case First::bytes:
        if (!is_bytes && !v.is_none()) throw Error(Exc::TypeError, "a bytes-like object is required, not '" + type_name(runtime, v) + "'");
    }
    return argument_as_text(runtime, v);
}

/// str's own method on the text of the bytes.
template <size_t index> Value through_text(Runtime& runtime, const Value& self, Args args) {
    std::string_view view;
    bytes_view(self, view);
    std::vector<Value> values;
    for (const Value& v : args.values)
        values.push_back(values.empty() ? first_as_text(runtime, methods[index], v) : argument_as_text(runtime, v));
    const Value method = get_attribute(runtime, as_text(runtime, view), methods[index].name);
    try {
        return back_to_bytes(runtime, self, call(runtime, method, Args{values, args.keywords}));
    } catch (const Error& error) {
        if (!runtime.matches(error, Exc::ValueError) || error.message() != "substring not found") throw;
        throw Error(Exc::ValueError, "subsection not found");
    }
}
template <size_t... index> void add_through_text(TypeBuilder& b, std::index_sequence<index...>) {
    (b.method(methods[index].name, through_text<index>), ...);
}

/// Whether there are bytes and all of them are of one kind (ASCII alone).
template <int (*kind)(int)> Value all_are(Runtime&, const Value& self, Args) {
    std::string_view view;
    bytes_view(self, view);
    for (const char c : view)
        if (static_cast<unsigned char>(c) > 127 || !kind(static_cast<unsigned char>(c))) return Value::boolean(false);
    return Value::boolean(!view.empty());
}
/// islower, isupper: letters there are, all of one case.
template <int (*wanted)(int), int (*other)(int)> Value all_cased(Runtime&, const Value& self, Args) {
    std::string_view view;
    bytes_view(self, view);
    bool any = false;
    for (const char c : view) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 128 && other(byte)) return Value::boolean(false);
        any |= byte < 128 && wanted(byte);
    }
    return Value::boolean(any);
}

/// istitle: upper-case letters only where no letter stands before, lower-case ones only behind one.
Value is_title(Runtime&, const Value& self, Args) {
    std::string_view view;
    bytes_view(self, view);
    bool any = false, after_letter = false;
    for (const char c : view) {
        const auto byte = static_cast<unsigned char>(c);
        const bool letter = byte < 128 && std::isalpha(byte);
        if (letter && (std::isupper(byte) != 0) == after_letter) return Value::boolean(false);
        any |= letter;
        after_letter = letter;
    }
    return Value::boolean(any);
}

/// A table for translate(): each byte of `from` becomes the one at its place in `to`.
Value maketrans(Runtime& runtime, const Value&, Args args) {
    std::string_view from, to;
    for (const size_t i : {size_t(0), size_t(1)})
        if (!bytes_view(args.values[i], i ? to : from))
            throw Error(Exc::TypeError, "a bytes-like object is required, not '" + type_name(runtime, args.values[i]) + "'");
    if (from.size() != to.size()) throw Error(Exc::ValueError, "maketrans arguments must have same length");
    std::string table(256, '\0');
    for (size_t i = 0; i < table.size(); ++i) table[i] = char(i);
    for (size_t i = 0; i < from.size(); ++i) table[static_cast<unsigned char>(from[i])] = to[i];
    return runtime.make_bytes(table);
}

/// title, capitalize and swapcase: what becomes of a letter, given whether a letter stands before it.
enum class CaseChange { title, capitalize, swap };
template <CaseChange change> Value change_case(Runtime& runtime, const Value& self, Args) {
    std::string_view view;
    bytes_view(self, view);
    std::string bytes;
    bool after_letter = false;
    for (const char c : view) {
        const auto byte = static_cast<unsigned char>(c);
        const bool letter = byte < 128 && std::isalpha(byte);
        if (!letter)
            bytes += c;
        else if (change == CaseChange::swap)
            bytes += char(std::islower(byte) ? std::toupper(byte) : std::tolower(byte));
        else
            bytes += char(after_letter ? std::tolower(byte) : std::toupper(byte));
        after_letter = change == CaseChange::capitalize ? true : letter;
    }
    const Value made = runtime.make_bytes(bytes);
    return self.as<Bytes>() ? made : call(runtime, Value(runtime.type_of(self)), {made});
}

/// `b"%d %s" % values`: %s and %b take bytes.
Value percent(Runtime& runtime, const Value& self, const Value& values) {
    std::string_view view;
    if (!bytes_view(self, view)) return Value::not_implemented();
    const Value text = as_text(runtime, view);
    std::string format(text.get<Str>().view());
    for (size_t i = 0; i + 1 < format.size(); ++i)
        if (format[i] == '%' && format[++i] == 'b') format[i] = 's';
    Value converted = argument_as_text(runtime, values);
    if (const Tuple* tuple = values.as<Tuple>()) {
        const Ref<Tuple> parts = runtime.make_tuple(tuple->size());
        for (size_t i = 0; i < tuple->size(); ++i) parts->writable()[i] = argument_as_text(runtime, (*tuple)[i]);
        converted = parts;
    }
    return back_to_bytes(runtime, self, percent_format(runtime, format, converted));
}

Value translate(Runtime& runtime, const Value& self, Args a) {
    const ArgReader args(runtime, {.function = "translate", .names = {"table", "delete"}, .required = 1}, a);
    std::string_view view, table, removed;
    bytes_view(self, view);
    if (!args[0].is_none() && (!bytes_view(args[0], table) || table.size() != 256))
        throw Error(Exc::ValueError, "translation table must be 256 characters long");
    if (args.has(1)) bytes_view(args[1], removed);
    std::string bytes;
    for (const char c : view)
        if (removed.find(c) == std::string_view::npos) bytes += table.empty() ? c : table[static_cast<unsigned char>(c)];
    return runtime.make_bytes(bytes);
}

} // namespace

void add_text_methods(TypeBuilder& b) {
    b.slots().binary[size_t(BinaryOp::remainder)] = percent;
    add_through_text(b, std::make_index_sequence<methods.size()>());
    b.method("isalpha", all_are<isalpha>).method("isdigit", all_are<isdigit>).method("isalnum", all_are<isalnum>);
    b.method("isspace", all_are<isspace>).method("islower", all_cased<islower, isupper>);
    b.method("isupper", all_cased<isupper, islower>).method("translate", translate);
    b.method("istitle", is_title).static_method("maketrans", maketrans);
    b.method("isascii", [](Runtime&, const Value& self, Args) {
        std::string_view view;
        bytes_view(self, view);
        for (const char c : view)
            if (static_cast<unsigned char>(c) > 127) return Value::boolean(false);
        return Value::boolean(true);
    });
    b.method("title", change_case<CaseChange::title>).method("capitalize", change_case<CaseChange::capitalize>);
    b.method("swapcase", change_case<CaseChange::swap>);
}

} // namespace relata::python
