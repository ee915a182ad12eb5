// The type str: operators, indexing, iteration. Its methods stand in str_methods.cpp. CPython:
// Objects/unicodeobject.c.
#include "python/types/str_type.h"

#include "python/arguments.h"
#include "python/types/builtin_types.h"
#include "python/types/bytes_type.h"
#include "python/types/number_text.h"
#include "python/types/slice.h"
#include "python/types/unicode.h"
#include "support/protocol.h"

#include <cstdio>

namespace relata::python {

namespace {

/// Goes through a str by code points; the place is a byte offset.
class StrIterator final : public Object {
  public:
    StrIterator(Type& type, Ref<Str> text) : Object(type), m_text(std::move(text)) {}
    Value next(Runtime& runtime) {
        if (!m_text) return {};
        const std::string_view text = m_text->view();
        if (m_at >= text.size()) {
            m_text.reset();
            return {};
        }
        const size_t start = m_at;
        next_code_point(text, m_at);
        return substring(runtime, text.substr(start, m_at - start));
    }
    int64_t left() const { return m_text ? int64_t(code_point_count(m_text->view().substr(m_at))) : 0; }

  private:
    Ref<Str> m_text;
    size_t m_at = 0;
};

Value str_new(Runtime& runtime, Type& type, Args args) {
    const ArgReader a(runtime, {.function = "str", .names = {"object", "encoding", "errors"}}, args);
    Ref<Str> text;
    if (a.has(1) || a.has(2)) {
        if (!a.has(0) || a[0].as<Str>()) throw Error(Exc::TypeError, "decoding str is not supported");
        text = decode_bytes(runtime, a[0], a.text(1, "utf-8"), a.text(2, "strict"));
    } else {
        text = a.has(0) ? str(runtime, a[0]) : runtime.intern("");
    }
    if (&type == &runtime.type(BuiltinType::str)) return text;
    Ref<Str> own = runtime.make_str(text->view());
    own->set_type(type);
    return own;
}

Value str_str(Runtime& runtime, const Value& self) {
    if (&self.as_object()->type() == &runtime.type(BuiltinType::str)) return self;
    return runtime.make_str(self.get<Str>().view());
}

Value str_repr(Runtime& runtime, const Value& self) {
    return runtime.make_str(quote(self.get<Str>().view()));
}

Value str_format_slot(Runtime& runtime, const Value& self, const Str& spec) {
    if (spec.byte_count() == 0) return str_str(runtime, self);
    return runtime.make_str(
        format_text(self.get<Str>(), parse_format_spec(runtime, spec.view(), self)));
}

Value str_compare(Runtime&, const Value& a, const Value& b, CompareOp op) {
    const Str* other = b.as<Str>();
    if (!other) return Value::not_implemented();
    const Str& self = a.get<Str>();
    if (op == CompareOp::eq) return Value::boolean(self == *other);
    if (op == CompareOp::ne) return Value::boolean(!(self == *other));
    const int c = self.view().compare(other->view()); // UTF-8 sorts as its code points do
    return Value::boolean(op == CompareOp::lt   ? c < 0
                          : op == CompareOp::le ? c <= 0
                          : op == CompareOp::gt ? c > 0
                                                : c >= 0);
}

Value str_add(Runtime& runtime, const Value& a, const Value& b) {
    Str* other = b.as<Str>();
    if (!other) return Value::not_implemented();
    const Str& self = a.get<Str>();
    if (self.byte_count() == 0) return str_str(runtime, b);
    if (other->byte_count() == 0) return str_str(runtime, a);
    return runtime.concatenate(Ref<Str>(a.get<Str>()), *other);
}

Value str_multiply(Runtime& runtime, const Value& a, const Value& b) {
    if (!runtime.type_of(b).slots.index) return Value::not_implemented();
    const int64_t count = std::max<int64_t>(0, as_index(runtime, b));
    const std::string_view unit = a.get<Str>().view();
    if (count == 1) return str_str(runtime, a);
    if (unit.empty() || count == 0) return runtime.intern("");
    if (size_t(count) > SIZE_MAX / 2 / unit.size()) throw Error(Exc::MemoryError, "");
    runtime.heap().require(size_t(count) * unit.size() * 2);
    std::string text;
    text.reserve(unit.size() * size_t(count));
    for (int64_t i = 0; i < count; ++i)
        text += unit;
    return runtime.make_str(text);
}

Value str_remainder(Runtime& runtime, const Value& a, const Value& b) {
    return percent_format(runtime, a.get<Str>().view(), b);
}

Value str_get_item(Runtime& runtime, const Value& self, const Value& key) {
    const Str& text = self.get<Str>();
    const int64_t length = text.length();
    if (const auto* slice = key.as<Slice>()) {
        const SliceIndices at = slice_indices(runtime, *slice, length);
        if (at.count <= 0) return runtime.intern("");
        if (at.step == 1) {
            if (at.count == length) return str_str(runtime, self);
            const uint32_t from = text.offset_of(uint32_t(at.start)),
                           to = text.offset_of(uint32_t(at.start + at.count));
            return substring(runtime, text.view().substr(from, to - from));
        }
        std::string picked;
        for (int64_t i = 0; i < at.count; ++i) {
            const auto index = uint32_t(at.start + i * at.step);
            const uint32_t from = text.offset_of(index);
            picked += text.view().substr(from, text.offset_of(index + 1) - from);
        }
        return runtime.make_str(picked);
    }
    if (!runtime.type_of(key).slots.index)
        throw Error(Exc::TypeError, "string indices must be integers, not '" + type_name(runtime, key) + "'");
    int64_t index = as_index(runtime, key);
    if (index < 0) index += length;
    if (index < 0 || index >= length) throw Error(Exc::IndexError, "string index out of range");
    const uint32_t from = text.offset_of(uint32_t(index)), to = text.offset_of(uint32_t(index) + 1);
    return substring(runtime, text.view().substr(from, to - from));
}

bool str_contains(Runtime& runtime, const Value& self, const Value& item) {
    const Str* part = item.as<Str>();
    if (!part)
        throw Error(Exc::TypeError,
                    "'in <string>' requires string as left operand, not " + type_name(runtime, item));
    return self.get<Str>().view().find(part->view()) != std::string_view::npos;
}

} // namespace

Ref<Str> substring(Runtime& runtime, std::string_view text) {
    if (text.empty()) return runtime.intern("");
    if (text.size() == 1 && static_cast<unsigned char>(text[0]) < 128)
        return runtime.char_str(static_cast<unsigned char>(text[0]));
    return runtime.make_str(text);
}

// CPython: unicode_repr
std::string quote(std::string_view text, bool ascii) {
    const char mark =
        text.find('\'') != std::string_view::npos && text.find('"') == std::string_view::npos ? '"' : '\'';
    std::string result(1, mark);
    for (size_t at = 0; at < text.size();) {
        const size_t start = at;
        const uint32_t c = next_code_point(text, at);
        if (c == uint32_t(mark) || c == '\\') {
            result += '\\';
            result += char(c);
        } else if (c == '\n' || c == '\t' || c == '\r') {
            result += c == '\n' ? "\\n" : c == '\t' ? "\\t" : "\\r";
        } else if (c < 0x80 ? c >= 32 && c < 127 : !ascii && is_printable_char(c)) {
            result += text.substr(start, at - start);
        } else {
            char escape[16];
            std::snprintf(escape, sizeof escape,
                          c < 0x100     ? "\\x%02x"
                          : c < 0x10000 ? "\\u%04x"
                                        : "\\U%08x",
                          c);
            result += escape;
        }
    }
    return result + mark;
}

void make_str_type(Runtime& runtime) {
    TypeBuilder i(runtime, "str_iterator");
    runtime.set_type_for<StrIterator>(i.type());
    i.slots().iter = [](Runtime&, const Value& self) { return self; };
    i.slots().next = [](Runtime& r, const Value& self) { return self.get<StrIterator>().next(r); };
    i.method("__length_hint__",
             [](Runtime& r, const Value& self, Args) { return r.make_int(self.get<StrIterator>().left()); });
    i.finish();

    TypeBuilder b(runtime, runtime.type(BuiltinType::str));
    TypeSlots& s = b.slots();
    s.new_ = str_new;
    s.repr = str_repr;
    s.str = str_str;
    s.format = str_format_slot;
    s.hash = [](Runtime&, const Value& self) { return self.get<Str>().hash(); };
    s.compare = str_compare;
    s.length = [](Runtime&, const Value& self) { return int64_t(self.get<Str>().length()); };
    s.iter = [](Runtime& r, const Value& self) -> Value {
        return r.make<StrIterator>(r.type_for<StrIterator>(), Ref<Str>(self.get<Str>()));
    };
    s.get_item = str_get_item;
    s.contains = str_contains;
    s.binary[size_t(BinaryOp::add)] = str_add;
    s.binary[size_t(BinaryOp::multiply)] = str_multiply;
    s.reflected[size_t(BinaryOp::multiply)] = str_multiply;
    s.binary[size_t(BinaryOp::remainder)] = str_remainder;
    add_str_search_methods(b);
    add_str_text_methods(b);
    b.finish();
}

} // namespace relata::python
