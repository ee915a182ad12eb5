// The types bytes and bytearray. CPython: Objects/bytesobject.c, Objects/bytearrayobject.c.
#include "python/types/bytes_type.h"

#include "python/arguments.h"
#include "python/type_builder.h"
#include "python/types/builtin_types.h"
#include "python/types/slice.h"
#include "support/protocol.h"
#include "support/rich_compare.h"

#include <algorithm>
#include <cstdio>

namespace relata::python {

namespace {

class ByteArray final : public Object {
  public:
    ByteArray(Type& type, std::string its_data)
        : Object(type), data(std::move(its_data)), m_charge(type.runtime().heap(), data.size()) {}
    void append(std::string_view more) {
        m_charge.set(data.size() + more.size());
        data += more;
    }
    void resized() { m_charge.set(data.size()); }
    std::string data;

  private:
    HeapCharge m_charge;
};

std::string_view view_of(const Value& v) {
    std::string_view view;
    bytes_view(v, view);
    return view;
}

/// A result is of the same type as the object it comes from.
Value make_like(Runtime& runtime, const Value& self, std::string_view data) {
    if (self.as<Bytes>()) return runtime.make_bytes(data);
    runtime.heap().require(data.size());
    return runtime.make<ByteArray>(runtime.type_for<ByteArray>(), std::string(data));
}

unsigned char byte_value(Runtime& runtime, const Value& v, const char* what) {
    const int64_t b = as_index(runtime, v);
    if (b < 0 || b > 255) throw Error(Exc::ValueError, std::string(what) + " must be in range(0, 256)");
    return static_cast<unsigned char>(b);
}

std::string_view bytes_argument(Runtime& runtime, const Value& v) {
    std::string_view view;
    if (bytes_view(v, view)) return view;
    throw Error(Exc::TypeError, "a bytes-like object is required, not '" + type_name(runtime, v) + "'");
}

std::string content(Runtime& runtime, const char* name, Args args) {
    const ArgReader a(runtime, {.function = name, .names = {"source", "encoding", "errors"}}, args);
    const std::string what = name;
    a.text(1), a.text(2); // of the right type, whatever the source is
    if (!a.has(0)) {
        if (a.has(1) || a.has(2)) throw Error(Exc::TypeError, "encoding without a string argument");
        return {};
    }
    if (const Str* s = a[0].as<Str>()) {
        if (!a.has(1)) throw Error(Exc::TypeError, "string argument without an encoding");
        return encode_text(runtime, s->view(), a.text(1), a.text(2, "strict"));
    }
    std::string_view view;
    if (bytes_view(a[0], view)) return std::string(view);
    if (const Value method = find_special(runtime, a[0], "__bytes__"); method.is_set()) {
        const Value made = call(runtime, method);
        if (!made.as<Bytes>()) throw Error(Exc::TypeError, "__bytes__ returned non-bytes (type " + type_name(runtime, made) + ")");
        return std::string(made.get<Bytes>().view());
    }
    const Type& type = runtime.type_of(a[0]);
    if (type.slots.index) {
        const int64_t count = as_index(runtime, a[0]);
        if (count < 0) throw Error(Exc::ValueError, "negative count");
        runtime.heap().require(size_t(count));
        return std::string(size_t(count), '\0');
    }
    if (!type.slots.iter)
        throw Error(Exc::TypeError, "cannot convert '" + type.name() + "' object to " + what);
    std::string data;
    for_each(runtime, a[0], [&](const Value& v) {
        data += char(byte_value(runtime, v, what == "bytes" ? "bytes" : "byte"));
    });
    return data;
}

Value bytes_new(Runtime& runtime, Type& type, Args args) {
    return runtime.make<Bytes>(type, content(runtime, "bytes", args));
}
Value bytearray_new(Runtime& runtime, Type& type, Args args) {
    return runtime.make<ByteArray>(type, content(runtime, "bytearray", args));
}

Value bytes_repr(Runtime& runtime, const Value& self) {
    const std::string quoted = quote_bytes(view_of(self));
    return runtime.make_str(self.as<Bytes>() ? quoted : "bytearray(" + quoted + ")");
}

Value bytes_compare(Runtime&, const Value& a, const Value& b, CompareOp op) {
    std::string_view other;
    if (!bytes_view(b, other)) return Value::not_implemented();
    const int c = view_of(a).compare(other);
    return Value::boolean(rich_compare(c, 0, op));
}

Value bytes_get_item(Runtime& runtime, const Value& self, const Value& key) {
    const std::string_view data = view_of(self);
    const char* name = self.as<Bytes>() ? "byte" : "bytearray";
    if (const Slice* slice = key.as<Slice>()) {
        const SliceIndices at = slice_indices(runtime, *slice, int64_t(data.size()));
        std::string part;
        for (int64_t i = 0; i < at.count; ++i)
            part += data[size_t(at.start + i * at.step)];
        return make_like(runtime, self, part);
    }
    if (!runtime.type_of(key).slots.index)
        throw Error(Exc::TypeError, std::string(name) + " indices must be integers or slices, not " +
                                        type_name(runtime, key));
    int64_t index = as_index(runtime, key);
    if (index < 0) index += int64_t(data.size());
    if (index < 0 || size_t(index) >= data.size())
        throw Error(Exc::IndexError,
                    self.as<Bytes>() ? "index out of range" : "bytearray index out of range");
    return Value::small_int(static_cast<unsigned char>(data[size_t(index)]));
}

void bytearray_set_item(Runtime& runtime, const Value& self, const Value& key, const Value& value) {
    std::string& data = self.get<ByteArray>().data;
    if (const Slice* slice = key.as<Slice>()) {
        const SliceIndices at = slice_indices(runtime, *slice, int64_t(data.size()));
        if (at.step != 1) throw Error(Exc::ValueError, "bytearray slices with a step cannot be assigned");
        const std::string part = value.is_set() ? std::string(bytes_argument(runtime, value)) : std::string();
        data.replace(size_t(at.start), size_t(std::max<int64_t>(0, at.count)), part);
        self.get<ByteArray>().resized();
        return;
    }
    int64_t index = as_index(runtime, key);
    const char byte = value.is_set() ? char(byte_value(runtime, value, "byte")) : '\0';
    if (index < 0) index += int64_t(data.size());
    if (index < 0 || size_t(index) >= data.size())
        throw Error(Exc::IndexError, "bytearray index out of range");
    if (value.is_set())
        data[size_t(index)] = byte;
    else
        data.erase(size_t(index), 1);
}

bool bytes_contains(Runtime& runtime, const Value& self, const Value& item) {
    const std::string_view data = view_of(self);
    if (runtime.type_of(item).slots.index)
        return data.find(char(byte_value(runtime, item, "byte"))) != std::string_view::npos;
    return data.find(bytes_argument(runtime, item)) != std::string_view::npos;
}

Value bytes_add(Runtime& runtime, const Value& a, const Value& b) {
    std::string_view other;
    if (!bytes_view(b, other))
        throw Error(Exc::TypeError, "can't concat " + type_name(runtime, b) + " to " + type_name(runtime, a));
    return make_like(runtime, a, std::string(view_of(a)) + std::string(other));
}

Value bytes_multiply(Runtime& runtime, const Value& a, const Value& b) {
    if (!runtime.type_of(b).slots.index) return Value::not_implemented();
    const auto count = size_t(std::max<int64_t>(0, as_index(runtime, b)));
    const std::string_view data = view_of(a);
    if (!data.empty() && count > SIZE_MAX / 2 / data.size()) throw Error(Exc::MemoryError, "");
    runtime.heap().require(count * data.size());
    std::string product;
    for (size_t i = 0; i < count && !data.empty(); ++i)
        product += data;
    return make_like(runtime, a, product);
}

Value bytes_iter(Runtime& runtime, const Value& self) {
    Ref<List> list = runtime.make_list();
    for (char c : view_of(self))
        list->append(Value::small_int(static_cast<unsigned char>(c)));
    return iterate(runtime, list);
}

Value decode_method(Runtime& runtime, const Value& self, Args args) {
    const ArgReader a(runtime, {.function = "decode", .names = {"encoding", "errors"}}, args);
    return decode_bytes(runtime, self, a.text(0, "utf-8"), a.text(1, "strict"));
}

Value hex_method(Runtime& runtime, const Value& self, Args args) {
    const ArgReader a(runtime, {.function = "hex", .names = {"sep", "bytes_per_sep"}}, args);
    const std::string_view separator = a.text(0);
    const std::string_view data = view_of(self);
    const auto every = size_t(std::max<int64_t>(1, std::abs(a.integer(1, 1))));
    std::string text;
    for (size_t i = 0; i < data.size(); ++i) {
        if (i && !separator.empty() && (data.size() - i) % every == 0) text += separator;
        char two[3];
        std::snprintf(two, sizeof two, "%02x", static_cast<unsigned char>(data[i]));
        text += two;
    }
    return runtime.make_str(text);
}

Value fromhex(Runtime& runtime, const Value& cls, Args args) {
    const Value& arg = args.values[0];
    const Str* s = arg.as<Str>();
    if (!s) throw Error(Exc::TypeError, "fromhex() argument must be str, not " + (arg.is_none() ? "None" : type_name(runtime, arg)));
    std::string data;
    const std::string_view text = s->view();
    for (size_t i = 0; i < text.size();) {
        if (isspace(static_cast<unsigned char>(text[i]))) {
            ++i;
            continue;
        }
        const size_t bad = !isxdigit(static_cast<unsigned char>(text[i])) ? i
                           : i + 1 >= text.size() || !isxdigit(static_cast<unsigned char>(text[i + 1]))
                               ? i + 1
                               : SIZE_MAX;
        if (bad != SIZE_MAX)
            throw Error(Exc::ValueError,
                        "non-hexadecimal number found in fromhex() arg at position " + std::to_string(bad));
        data += char(std::stoi(std::string(text.substr(i, 2)), nullptr, 16));
        i += 2;
    }
    return call(runtime, cls, {Value(runtime.make_bytes(data))});
}

Value split_method(Runtime& runtime, const Value& self, Args args) {
    const ArgReader a(runtime, {.function = "split", .names = {"sep", "maxsplit"}}, args);
    int64_t left = a.integer(1, -1);
    std::string_view data = view_of(self);
    Ref<List> list = runtime.make_list();
    constexpr std::string_view space = " \t\n\r\f\v";
    if (a.is_none(0)) {
        for (size_t at; (at = data.find_first_not_of(space)) != std::string_view::npos;) {
            data.remove_prefix(at);
            const size_t end = left-- == 0 ? data.size() : std::min(data.find_first_of(space), data.size());
            list->append(make_like(runtime, self, data.substr(0, end)));
            data.remove_prefix(end);
        }
        return list;
    }
    const std::string_view separator = bytes_argument(runtime, a[0]);
    if (separator.empty()) throw Error(Exc::ValueError, "empty separator");
    for (size_t at; left-- != 0 && (at = data.find(separator)) != std::string_view::npos;) {
        list->append(make_like(runtime, self, data.substr(0, at)));
        data.remove_prefix(at + separator.size());
    }
    list->append(make_like(runtime, self, data));
    return list;
}

Value join_method(Runtime& runtime, const Value& self, Args args) {
    std::string joined;
    size_t n = 0;
    for_each(runtime, args.values[0], [&](const Value& item) {
        std::string_view part;
        if (!bytes_view(item, part))
            throw Error(Exc::TypeError, "sequence item " + std::to_string(n) +
                                            ": expected a bytes-like object, " + type_name(runtime, item) +
                                            " found");
        if (n++) joined += view_of(self);
        joined += part;
        runtime.heap().require(joined.size());
    });
    return make_like(runtime, self, joined);
}

template <int (*F)(int)>
Value map_method(Runtime& runtime, const Value& self, Args) {
    std::string data(view_of(self));
    for (char& c : data)
        if (static_cast<unsigned char>(c) < 128) c = char(F(c));
    return make_like(runtime, self, data);
}

Value bytearray_append(Runtime& runtime, const Value& self, Args args) {
    const char byte = char(byte_value(runtime, expect_one_argument("bytearray.append", args), "byte"));
    self.get<ByteArray>().append(std::string_view(&byte, 1));
    return Value::none();
}

Value bytearray_extend(Runtime& runtime, const Value& self, Args args) {
    const Value& more = expect_one_argument("bytearray.extend", args);
    std::string_view view;
    std::string data;
    if (bytes_view(more, view))
        data = view;
    else if (!runtime.type_of(more).slots.iter)
        throw Error(Exc::TypeError, "can't extend bytearray with " + type_name(runtime, more));
    else
        for_each(runtime, more, [&](const Value& v) { data += char(byte_value(runtime, v, "byte")); });
    runtime.heap().require(data.size());
    self.get<ByteArray>().append(data);
    return Value::none();
}

Value bytearray_insert(Runtime& runtime, const Value& self, Args args) {
    const auto given = expect_positional("bytearray.insert", args, 2, 2);
    std::string& data = self.get<ByteArray>().data;
    const int64_t size = int64_t(data.size()), index = as_index(runtime, given[0]);
    const char byte = char(byte_value(runtime, given[1], "byte"));
    data.insert(size_t(std::clamp<int64_t>(index < 0 ? index + size : index, 0, size)), 1, byte);
    self.get<ByteArray>().resized();
    return Value::none();
}

Value bytearray_pop(Runtime& runtime, const Value& self, Args args) {
    const auto given = expect_positional("bytearray.pop", args, 0, 1);
    std::string& data = self.get<ByteArray>().data;
    if (data.empty()) throw Error(Exc::IndexError, "pop from empty bytearray");
    int64_t index = given.empty() ? -1 : as_index(runtime, given[0]);
    if (index < 0) index += int64_t(data.size());
    if (index < 0 || size_t(index) >= data.size()) throw Error(Exc::IndexError, "pop index out of range");
    const auto byte = static_cast<unsigned char>(data[size_t(index)]);
    data.erase(size_t(index), 1);
    self.get<ByteArray>().resized();
    return Value::small_int(byte);
}

Value bytearray_remove(Runtime& runtime, const Value& self, Args args) {
    std::string& data = self.get<ByteArray>().data;
    const size_t at = data.find(char(byte_value(runtime, expect_one_argument("bytearray.remove", args), "byte")));
    if (at == std::string::npos) throw Error(Exc::ValueError, "value not found in bytearray");
    data.erase(at, 1);
    self.get<ByteArray>().resized();
    return Value::none();
}

Value bytearray_clear(Runtime&, const Value& self, Args) {
    self.get<ByteArray>().data.clear();
    self.get<ByteArray>().resized();
    return Value::none();
}

Value bytearray_reverse(Runtime&, const Value& self, Args) {
    std::ranges::reverse(self.get<ByteArray>().data);
    return Value::none();
}

Value bytearray_copy(Runtime& runtime, const Value& self, Args) {
    return make_like(runtime, self, self.get<ByteArray>().data);
}

Value bytearray_inplace_add(Runtime& runtime, const Value& a, const Value& b) {
    const std::string data(bytes_argument(runtime, b));
    runtime.heap().require(data.size());
    a.get<ByteArray>().append(data);
    return a;
}

void fill(TypeBuilder& b) {
    TypeSlots& s = b.slots();
    s.repr = bytes_repr;
    s.compare = bytes_compare;
    s.length = [](Runtime&, const Value& self) { return int64_t(view_of(self).size()); };
    s.iter = bytes_iter;
    s.get_item = bytes_get_item;
    s.contains = bytes_contains;
    s.binary[size_t(BinaryOp::add)] = bytes_add;
    s.binary[size_t(BinaryOp::multiply)] = s.reflected[size_t(BinaryOp::multiply)] = bytes_multiply;
    b.method("decode", decode_method).method("hex", hex_method).class_method("fromhex", fromhex);
    b.method("split", split_method).method("join", join_method);
    add_text_methods(b);
    b.method("upper", map_method<toupper>).method("lower", map_method<tolower>);
}

/// The signatures of the methods that read their arguments unasked, of the type of this name.
std::vector<std::string> signatures(const std::string& type) {
    std::vector<std::string> all;
    for (const char* method : {"capitalize", "title", "swapcase", "upper", "lower", "isalnum", "isalpha", "isascii", "isdigit", "islower",
                               "isspace", "isupper", "istitle", "clear", "copy", "reverse"})
        all.push_back(type + "." + method + "($self, /)");
    for (const char* method : {"join", "partition", "rpartition", "removeprefix", "removesuffix", "zfill", "fromhex"})
        all.push_back(type + "." + method + "($self, argument, /)");
    for (const char* method : {"strip", "lstrip", "rstrip"}) all.push_back(type + "." + method + "($self, bytes=None, /)");
    for (const char* method : {"center", "ljust", "rjust"}) all.push_back(type + "." + method + "($self, width, fillchar=b' ', /)");
    all.push_back(type + ".maketrans(frm, to, /)");
    all.push_back(type + ".replace($self, old, new, count=-1, /)");
    return all;
}

} // namespace

bool bytes_view(const Value& v, std::string_view& view) {
    if (const Bytes* b = v.as<Bytes>())
        view = b->view();
    else if (const ByteArray* array = v.as<ByteArray>())
        view = array->data;
    else
        return false;
    return true;
}

std::string quote_bytes(std::string_view bytes) {
    const char mark =
        bytes.find('\'') != std::string_view::npos && bytes.find('"') == std::string_view::npos ? '"' : '\'';
    std::string text = std::string("b") + mark;
    for (char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        char escape[8];
        if (c == mark || c == '\\')
            std::snprintf(escape, sizeof escape, "\\%c", c);
        else if (c == '\n' || c == '\t' || c == '\r')
            std::snprintf(escape, sizeof escape, "\\%c", c == '\n' ? 'n' : c == '\t' ? 't' : 'r');
        else
            std::snprintf(escape, sizeof escape, byte >= 32 && byte < 127 ? "%c" : "\\x%02x", byte);
        text += escape;
    }
    return text + mark;
}

void make_bytes_types(Runtime& runtime) {
    TypeBuilder b(runtime, "bytes");
    runtime.set_type(BuiltinType::bytes, b.type());
    fill(b);
    b.slots().new_ = bytes_new;
    b.slots().hash = [](Runtime&, const Value& self) { return hash_of_string(view_of(self)); };
    static const std::vector<std::string> of_bytes = signatures("bytes"), of_bytearray = signatures("bytearray");
    for (const std::string& signature : of_bytes) b.signatures({signature.c_str()});
    b.finish();
    TypeBuilder array(runtime, "bytearray");
    runtime.set_type_for<ByteArray>(array.type());
    fill(array);
    array.slots().new_ = bytearray_new;
    array.slots().set_item = bytearray_set_item;
    array.slots().inplace[size_t(BinaryOp::add)] = bytearray_inplace_add;
    array.method("append", bytearray_append).method("extend", bytearray_extend).method("insert", bytearray_insert);
    array.method("pop", bytearray_pop).method("remove", bytearray_remove).method("clear", bytearray_clear);
    array.method("reverse", bytearray_reverse).method("copy", bytearray_copy);
    for (const std::string& signature : of_bytearray) array.signatures({signature.c_str()});
    array.finish();
    runtime.set_type_for<ByteArrayTag>(array.type());
}

} // namespace relata::python
