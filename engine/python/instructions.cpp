#include "python/instructions.h"

#include "python/generator.h"
#include "python/types/set.h"
#include "support/protocol.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

namespace relata::python {

Value make_function_object(Runtime& runtime, Frame& frame, uint32_t parts, Value* from, Value code) {
    Ref<Function> f = runtime.make<Function>(runtime.type(BuiltinType::function), Ref<Code>(code.get<Code>()),
                                             Ref<Dict>(*frame.globals));
    if (parts & function_part::defaults) f->defaults = Ref<Tuple>((from++)->get<Tuple>());
    if (parts & function_part::kwdefaults) f->kwdefaults = Ref<Dict>((from++)->get<Dict>());
    if (parts & function_part::annotations) f->annotations = *from++;
    if (parts & function_part::closure) f->closure = Ref<Tuple>((from++)->get<Tuple>());
    if (const Value* module = frame.globals->find("__name__")) f->module = *module;
    return f;
}

Value build_set(Runtime& runtime, const Value* items, size_t count) {
    Value set = call(runtime, Value(runtime.type(BuiltinType::set)));
    for (size_t i = 0; i < count; ++i)
        set_add(runtime, set, items[i]);
    return set;
}

void set_add(Runtime& runtime, const Value& set, const Value& item) {
    set.get<Set>().add(runtime, item);
}

void set_update(Runtime& runtime, const Value& set, const Value& iterable) {
    for_each(runtime, iterable, [&](const Value& item) { set.get<Set>().add(runtime, item); });
}

Value build_string(Runtime& runtime, const Value* items, size_t count) {
    size_t bytes = 0;
    for (size_t i = 0; i < count; ++i)
        bytes += items[i].get<Str>().byte_count();
    runtime.heap().require(bytes);
    std::array<char, 512> few;
    std::string many;
    if (bytes > few.size()) many.resize(bytes);
    char* const text = many.empty() ? few.data() : many.data();
    char* at = text;
    for (size_t i = 0; i < count; ++i) {
        const std::string_view item = items[i].get<Str>().view();
        std::memcpy(at, item.data(), item.size());
        at += item.size();
    }
    return runtime.make_str({text, bytes});
}

namespace {

/// ascii(): the repr with everything beyond ASCII escaped.
std::string ascii_text(std::string_view text) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        if (lead < 0x80) {
            out += text[i++];
            continue;
        }
        const size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        uint32_t point = lead & (0xff >> (length + 1));
        for (size_t k = 1; k < length; ++k)
            point = point << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3f);
        i += length;
        const int width = point < 0x100 ? 2 : point < 0x10000 ? 4 : 8;
        out += width == 2 ? "\\x" : width == 4 ? "\\u" : "\\U";
        for (int shift = (width - 1) * 4; shift >= 0; shift -= 4)
            out += digits[point >> shift & 15];
    }
    return out;
}

} // namespace

Value format_value(Runtime& runtime, uint32_t arg, const Value& value, const Value& spec) {
    if (value.is_small_int() && !spec.is_set() && (arg & 3) != 3) {
        std::array<char, 24> digits;
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value.as_small_int()).ptr;
        return runtime.make_str({digits.data(), size_t(end - digits.data())});
    }
    Value v = value;
    switch (arg & 3) {
    case 1:
        v = str(runtime, v);
        break;
    case 2:
        v = repr(runtime, v);
        break;
    case 3:
        v = runtime.make_str(ascii_text(repr(runtime, v)->view()));
        break;
    default:
        break;
    }
    if (!spec.is_set() && v.is_object() && &v.as_object()->type() == &runtime.type(BuiltinType::str))
        return v;
    if (spec.is_set()) return format(runtime, v, spec.get<Str>());
    return format(runtime, v, *runtime.intern(""));
}

void list_extend(Runtime& runtime, List& list, const Value& iterable) {
    Type& type = runtime.type_of(iterable);
    if (!type.slots.iter && !type.slots.get_item)
        throw Error(Exc::TypeError, "Value after * must be an iterable, not " + type.name());
    for (Value& v : to_vector(runtime, iterable))
        list.append(std::move(v));
}

namespace {

/// Calls f(key, value) for what a mapping holds: a dict directly, others through keys().
template <class F>
void for_each_entry(Runtime& runtime, const Value& mapping, F&& f) {
    if (Dict* dict = mapping.as<Dict>()) {
        const Ref<Dict> held(*dict);
        for (size_t i = 0; i < held->entries().size(); ++i)
            if (const Dict::Entry e = held->entries()[i]; e.key.is_set()) f(e.key, e.value);
        return;
    }
    const Value keys = call_method(runtime, mapping, "keys");
    for_each(runtime, keys, [&](const Value& key) { f(key, get_item(runtime, mapping, key)); });
}

bool has_keys(Runtime& runtime, const Value& v) {
    return v.as<Dict>() || find_attribute(runtime, v, "keys").is_set();
}

std::string callable_text(Runtime& runtime, const Value& callable) {
    // CPython: _PyObject_FunctionStr
    Value name = find_attribute(runtime, callable, "__qualname__");
    if (!name.as<Str>()) return str_text(runtime, callable);
    std::string text(name.get<Str>().view());
    const Value module = find_attribute(runtime, callable, "__module__");
    if (const Str* m = module.as<Str>(); m && m->view() != "builtins")
        text = std::string(m->view()) + "." + text;
    return text + "()";
}

} // namespace

void dict_update(Runtime& runtime, Dict& dict, const Value& mapping) {
    if (!has_keys(runtime, mapping))
        throw Error(Exc::TypeError, "'" + runtime.type_of(mapping).name() + "' object is not a mapping");
    for_each_entry(runtime, mapping,
                   [&](const Value& key, const Value& value) { dict.set(runtime, key, value); });
}

void dict_merge(Runtime& runtime, Dict& dict, const Value& mapping, const Value& callable) {
    if (!has_keys(runtime, mapping))
        throw Error(Exc::TypeError, callable_text(runtime, callable) +
                                        " argument after ** must be a mapping, not " +
                                        runtime.type_of(mapping).name());
    for_each_entry(runtime, mapping, [&](const Value& key, const Value& value) {
        if (!key.as<Str>())
            throw Error(Exc::TypeError, "keywords must be strings");
        if (dict.find(key.get<Str>()))
            throw Error(Exc::TypeError, callable_text(runtime, callable) +
                                            " got multiple values for keyword argument '" +
                                            std::string(key.get<Str>().view()) + "'");
        dict.set(runtime, key, value);
    });
}

Value call_with_unpacked(Runtime& runtime, const Value& callee, const Value& iterable, const Value& mapping) {
    std::vector<Value> values;
    if (const Tuple* tuple = iterable.as<Tuple>()) {
        values.assign(tuple->items().begin(), tuple->items().end());
    } else {
        Type& type = runtime.type_of(iterable);
        if (!type.slots.iter && !type.slots.get_item)
            throw Error(Exc::TypeError, callable_text(runtime, callee) +
                                            " argument after * must be an iterable, not " + type.name());
        values = to_vector(runtime, iterable);
    }
    Ref<Tuple> names;
    if (mapping.is_set() && !mapping.get<Dict>().empty()) {
        std::vector<Value> keys;
        mapping.get<Dict>().for_each([&](const Value& key, const Value& value) {
            if (!key.as<Str>()) throw Error(Exc::TypeError, "keywords must be strings");
            keys.push_back(key);
            values.push_back(value);
        });
        names = runtime.make_tuple(std::span<const Value>(keys));
    }
    return call(runtime, callee, Args{values, names.get()});
}

void unpack_sequence(Runtime& runtime, const Value& iterable, size_t count, Value* to) {
    auto too_many = [&] {
        throw Error(Exc::ValueError, "too many values to unpack (expected " + std::to_string(count) + ")");
    };
    auto too_few = [&](size_t got) {
        throw Error(Exc::ValueError, "not enough values to unpack (expected " + std::to_string(count) +
                                         ", got " + std::to_string(got) + ")");
    };
    auto from = [&](std::span<const Value> items) {
        if (items.size() > count) too_many();
        if (items.size() < count) too_few(items.size());
        for (size_t i = 0; i < count; ++i)
            to[count - 1 - i] = items[i];
    };
    Type& type = runtime.type_of(iterable);
    if (&type == &runtime.type(BuiltinType::tuple)) return from(iterable.get<Tuple>().items());
    if (&type == &runtime.type(BuiltinType::list)) {
        const auto& items = iterable.get<List>().items();
        return from({items.data(), items.size()});
    }
    if (!type.slots.iter && !(type.slots.get_item && type.has(Type::heap_type)))
        throw Error(Exc::TypeError, "cannot unpack non-iterable " + type.name() + " object");
    const Value iterator = iterate(runtime, iterable);
    for (size_t i = 0; i < count; ++i) {
        Value v = next(runtime, iterator);
        if (!v.is_set()) too_few(i);
        to[count - 1 - i] = std::move(v);
    }
    if (next(runtime, iterator).is_set()) too_many();
}

void unpack_ex(Runtime& runtime, const Value& iterable, size_t before, size_t after, Value* to) {
    Type& type = runtime.type_of(iterable);
    if (!type.slots.iter && !(type.slots.get_item && type.has(Type::heap_type)))
        throw Error(Exc::TypeError, "cannot unpack non-iterable " + type.name() + " object");
    std::vector<Value> items = to_vector(runtime, iterable);
    if (items.size() < before + after)
        throw Error(Exc::ValueError, "not enough values to unpack (expected at least " +
                                         std::to_string(before + after) + ", got " +
                                         std::to_string(items.size()) + ")");
    const size_t middle = items.size() - before - after;
    // Reversed: the first value comes out on top.
    for (size_t i = 0; i < after; ++i)
        to[i] = items[items.size() - 1 - i];
    std::vector<Value> rest(items.begin() + std::ptrdiff_t(before),
                            items.begin() + std::ptrdiff_t(before + middle));
    to[after] = runtime.make_list(std::move(rest));
    for (size_t i = 0; i < before; ++i)
        to[after + 1 + i] = items[before - 1 - i];
}

void name_error(const Str& name) {
    throw Error(Exc::NameError, "name '" + std::string(name.view()) + "' is not defined")
        .with("name", Value(const_cast<Str&>(name)));
}

void unbound_local(const Frame& frame, uint32_t slot) {
    const Code& code = *frame.code;
    const Str& name = *code.slot_names[slot];
    if (slot >= code.free_slot_start())
        throw Error(Exc::NameError, "cannot access free variable '" + std::string(name.view()) +
                                        "' where it is not associated with a value in enclosing scope")
            .with("name", Value(const_cast<Str&>(name)));
    throw Error(Exc::UnboundLocalError, "cannot access local variable '" + std::string(name.view()) +
                                            "' where it is not associated with a value");
}

} // namespace relata::python
