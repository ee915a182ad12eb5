// The type dict. CPython: Objects/dictobject.c.
#include "python/types/dict_type.h"

#include "python/arguments.h"
#include "python/types/builtin_types.h"
#include "python/types/repr_guard.h"
#include "support/protocol.h"

namespace relata::python {

namespace {

Dict& dict_of(const Value& v) {
    return v.get<Dict>();
}

bool is_plain(Runtime& runtime, const Value& v) {
    return v.as<Dict>() && runtime.type_of(v).slots.iter == runtime.type(BuiltinType::dict).slots.iter;
}

void merge_entries(Runtime& runtime, Dict& dict, const Dict& other) {
    const auto count = other.entries().size();
    for (size_t i = 0; i < count && i < other.entries().size(); ++i) {
        const Dict::Entry entry = other.entries()[i];
        if (entry.key.is_set()) dict.set(runtime, entry.key, entry.value);
    }
}

void merge_pairs(Runtime& runtime, Dict& dict, const Value& pairs) {
    size_t index = 0;
    for_each(runtime, pairs, [&](Value pair) {
        if (!runtime.type_of(pair).slots.iter && !runtime.type_of(pair).slots.get_item)
            throw Error(Exc::TypeError, "cannot convert dictionary update sequence element #" +
                                            std::to_string(index) + " to a sequence");
        const std::vector<Value> items = to_vector(runtime, pair);
        if (items.size() != 2)
            throw Error(Exc::ValueError, "dictionary update sequence element #" + std::to_string(index) +
                                             " has length " + std::to_string(items.size()) +
                                             "; 2 is required");
        dict.set(runtime, items[0], items[1]);
        ++index;
    });
}

void update_from_call(Runtime& runtime, const Value& self, std::string_view name, Args args) {
    const Ref<Dict> dict(dict_of(self));
    if (args.positional_count() > 1)
        throw Error(Exc::TypeError, std::string(name) + " expected at most 1 argument, got " +
                                        std::to_string(args.positional_count()));
    if (args.positional_count()) update_dict(runtime, *dict, args.values[0]);
    for (size_t k = 0; k < args.keyword_count(); ++k)
        dict->set((*args.keywords)[k].get<Str>(), args.values[args.positional_count() + k]);
}

void dict_init(Runtime& runtime, const Value& self, Args args) {
    update_from_call(runtime, self, "dict", args);
}

Value dict_update(Runtime& runtime, const Value& self, Args args) {
    update_from_call(runtime, self, "update", args);
    return Value::none();
}

Value dict_repr(Runtime& runtime, const Value& self) {
    const Dict& dict = dict_of(self);
    if (dict.empty()) return runtime.intern("{}");
    const ReprGuard guard(runtime, self);
    if (guard.is_recursive()) return runtime.intern("{...}");
    std::string text = "{";
    for (size_t i = 0; i < dict.entries().size(); ++i) {
        const Dict::Entry entry = dict.entries()[i];
        if (!entry.key.is_set()) continue;
        if (text.size() > 1) text += ", ";
        text.append(repr(runtime, entry.key)->view()).append(": ").append(repr(runtime, entry.value)->view());
    }
    return runtime.make_str(text + "}");
}

bool equal_dicts(Runtime& runtime, const Dict& a, const Dict& b) {
    if (a.size() != b.size()) return false;
    for (size_t i = 0; i < a.entries().size(); ++i) {
        const Dict::Entry entry = a.entries()[i];
        if (!entry.key.is_set()) continue;
        const Value* other = b.find(runtime, entry.key);
        if (!other) return false;
        const Value held = *other;
        if (!equal(runtime, entry.value, held)) return false;
    }
    return true;
}

Value dict_compare(Runtime& runtime, const Value& a, const Value& b, CompareOp op) {
    const Dict* other = b.as<Dict>();
    if (!other || (op != CompareOp::eq && op != CompareOp::ne)) return Value::not_implemented();
    return Value::boolean(equal_dicts(runtime, dict_of(a), *other) == (op == CompareOp::eq));
}

Value dict_get_item(Runtime& runtime, const Value& self, const Value& key) {
    if (const Value* found = dict_of(self).find(runtime, key)) return *found;
    if (&runtime.type_of(self) != &runtime.type(BuiltinType::dict))
        if (const Value missing = find_special(runtime, self, "__missing__"); missing.is_set())
            return call(runtime, missing, {key});
    throw Error(Exc::KeyError, std::vector<Value>{key});
}

void dict_set_item(Runtime& runtime, const Value& self, const Value& key, const Value& value) {
    if (value.is_set()) return dict_of(self).set(runtime, key, value);
    if (!dict_of(self).pop(runtime, key).is_set()) throw Error(Exc::KeyError, std::vector<Value>{key});
}

Ref<Dict> copy_of(Runtime& runtime, const Dict& dict) {
    Ref<Dict> copy = runtime.make_dict();
    merge_entries(runtime, *copy, dict);
    return copy;
}

Value dict_or(Runtime& runtime, const Value& a, const Value& b) {
    const Dict* other = b.as<Dict>();
    if (!other) return Value::not_implemented();
    Ref<Dict> merged = copy_of(runtime, dict_of(a));
    merge_entries(runtime, *merged, *other);
    return merged;
}

Value dict_reflected_or(Runtime& runtime, const Value& self, const Value& other) {
    return other.as<Dict>() ? dict_or(runtime, other, self) : Value::not_implemented();
}

Value dict_inplace_or(Runtime& runtime, const Value& a, const Value& b) {
    update_dict(runtime, dict_of(a), b);
    return a;
}

Value dict_get(Runtime& runtime, const Value& self, Args args) {
    const auto given = expect_positional("dict.get", args, 1, 2);
    const Value* found = dict_of(self).find(runtime, given[0]);
    return found ? *found : given.size() > 1 ? given[1] : Value::none();
}

Value dict_setdefault(Runtime& runtime, const Value& self, Args args) {
    const auto given = expect_positional("dict.setdefault", args, 1, 2);
    Dict& dict = dict_of(self);
    if (const Value* found = dict.find(runtime, given[0])) return *found;
    const Value value = given.size() > 1 ? given[1] : Value::none();
    dict.set(runtime, given[0], value);
    return value;
}

Value dict_pop(Runtime& runtime, const Value& self, Args args) {
    const auto given = expect_positional("dict.pop", args, 1, 2);
    Value value = dict_of(self).pop(runtime, given[0]);
    if (value.is_set()) return value;
    if (given.size() > 1) return given[1];
    throw Error(Exc::KeyError, std::vector<Value>{given[0]});
}

Value dict_popitem(Runtime& runtime, const Value& self, Args args) {
    expect_no_arguments("dict.popitem", args);
    Dict& dict = dict_of(self);
    size_t i = dict.entries().size();
    while (i > 0 && !dict.entries()[i - 1].key.is_set())
        --i;
    if (i == 0) throw Error(Exc::KeyError, "popitem(): dictionary is empty");
    const Dict::Entry last = dict.entries()[i - 1];
    dict.pop(runtime, last.key);
    return runtime.make_tuple({last.key, last.value});
}

Value dict_clear(Runtime&, const Value& self, Args args) {
    expect_no_arguments("dict.clear", args);
    dict_of(self).clear();
    return Value::none();
}

Value dict_copy(Runtime& runtime, const Value& self, Args args) {
    expect_no_arguments("dict.copy", args);
    return copy_of(runtime, dict_of(self));
}

template <DictPart Part>
Value dict_view(Runtime& runtime, const Value& self, Args args) {
    static constexpr std::string_view names[] = {"dict.keys", "dict.values", "dict.items"};
    expect_no_arguments(names[size_t(Part)], args);
    return make_dict_view(runtime, dict_of(self), Part);
}

Value dict_reversed(Runtime& runtime, const Value& self, Args args) {
    expect_no_arguments("dict.__reversed__", args);
    return make_dict_iterator(runtime, dict_of(self), DictPart::keys, true);
}

Value dict_fromkeys(Runtime& runtime, const Value& cls, Args args) {
    const auto given = expect_positional("dict.fromkeys", args, 1, 2);
    const Value value = given.size() > 1 ? given[1] : Value::none();
    const Value dict = call(runtime, cls);
    for_each(runtime, given[0], [&](Value key) { set_item(runtime, dict, key, value); });
    return dict;
}

} // namespace

void update_dict(Runtime& runtime, Dict& dict, const Value& other) {
    const Ref<Dict> alive(dict);
    if (is_plain(runtime, other)) {
        merge_entries(runtime, dict, other.get<Dict>());
    } else if (const Value keys = find_attribute(runtime, other, "keys"); keys.is_set()) {
        for_each(runtime, call(runtime, keys),
                 [&](Value key) { dict.set(runtime, key, get_item(runtime, other, key)); });
    } else {
        merge_pairs(runtime, dict, other);
    }
}

void make_dict_types(Runtime& runtime) {
    make_dict_view_types(runtime);
    TypeBuilder b(runtime, runtime.type(BuiltinType::dict));
    TypeSlots& s = b.slots();
    s.new_ = [](Runtime& r, Type& type, Args) -> Value { return r.make<Dict>(type); };
    s.init = dict_init;
    s.repr = dict_repr;
    s.compare = dict_compare;
    s.length = [](Runtime&, const Value& self) { return int64_t(dict_of(self).size()); };
    s.iter = [](Runtime& r, const Value& self) {
        return make_dict_iterator(r, dict_of(self), DictPart::keys);
    };
    s.contains = [](Runtime& r, const Value& self, const Value& key) {
        return dict_of(self).find(r, key) != nullptr;
    };
    s.get_item = dict_get_item;
    s.set_item = dict_set_item;
    s.binary[size_t(BinaryOp::bit_or)] = dict_or;
    s.reflected[size_t(BinaryOp::bit_or)] = dict_reflected_or;
    s.inplace[size_t(BinaryOp::bit_or)] = dict_inplace_or;
    b.method("get", dict_get)
        .method("setdefault", dict_setdefault)
        .method("pop", dict_pop)
        .method("popitem", dict_popitem);
    b.method("update", dict_update).method("clear", dict_clear).method("copy", dict_copy);
    b.method("keys", dict_view<DictPart::keys>).method("values", dict_view<DictPart::values>);
    b.method("items", dict_view<DictPart::items>).method("__reversed__", dict_reversed);
    b.class_method("fromkeys", dict_fromkeys);
    b.finish();
}

} // namespace relata::python
