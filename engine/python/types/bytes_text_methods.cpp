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

constexpr std::array names = {"count",      "index",  "rindex", "rfind",  "center",     "ljust",        "rjust",        "zfill",
                              "partition",  "rpartition", "rsplit", "splitlines", "lstrip", "rstrip", "expandtabs", "removeprefix",
                              "removesuffix"};

/// str's own method on the text of the bytes.
template <size_t index> Value through_text(Runtime& runtime, const Value& self, Args args) {
    std::string_view view;
    bytes_view(self, view);
    std::vector<Value> values;
    for (const Value& v : args.values) {
        const bool number = v.is_small_int() && index < 4 && values.empty(); // b"abc".count(97)
        const char byte = number ? char(v.as_small_int()) : 0;
        values.push_back(number ? as_text(runtime, {&byte, 1}) : argument_as_text(runtime, v));
    }
    const Value method = get_attribute(runtime, as_text(runtime, view), names[index]);
    return back_to_bytes(runtime, self, call(runtime, method, Args{values, args.keywords}));
}
template <size_t... index> void add_through_text(TypeBuilder& b, std::index_sequence<index...>) {
    (b.method(names[index], through_text<index>), ...);
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
    add_through_text(b, std::make_index_sequence<names.size()>());
    b.method("isalpha", all_are<isalpha>).method("isdigit", all_are<isdigit>).method("isalnum", all_are<isalnum>);
    b.method("isspace", all_are<isspace>).method("islower", all_cased<islower, isupper>);
    b.method("isupper", all_cased<isupper, islower>).method("translate", translate);
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
