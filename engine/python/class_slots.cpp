#include "python/class_slots.h"

#include "python/function.h"
#include "python/native_function.h"
#include "python/types/int_object.h"
#include "support/protocol.h"

#include <algorithm>
#include <array>
#include <bit>
#include <functional>
#include <unordered_map>

namespace relata::python {

namespace {

/// The special method of `self`'s type called with `self` and `args`. The type has it: the slot says so.
template <class... A>
Value call_special(Runtime& runtime, const Value& self, const char* name, const A&... args) {
    Type& type = runtime.type_of(self);
    const Value* found = type.lookup(*runtime.intern(name));
    if (!found)
        throw Error(Exc::AttributeError, "'" + type.name() + "' object has no attribute '" + name + "'");
    if (found->as<Function>()) {
        const Value held = *found;
        return call(runtime, held, {self, args...});
    }
    return call(runtime, bind_descriptor(runtime, *found, self, type), {args...});
}

Value call_special_with(Runtime& runtime, const Value& self, const char* name, Args args) {
    Type& type = runtime.type_of(self);
    const Value* found = type.lookup(*runtime.intern(name));
    if (!found)
        throw Error(Exc::AttributeError, "'" + type.name() + "' object has no attribute '" + name + "'");
    return call(runtime, bind_descriptor(runtime, *found, self, type), args);
}

constexpr std::array<const char*, binary_op_count> binary_names = {
    "add", "sub",    "mul",    "matmul", "truediv", "floordiv", "mod",
    "pow", "lshift", "rshift", "and",    "or",      "xor"};
constexpr const char* unary_names[] = {"__neg__", "__pos__", "__abs__", "__invert__"};
constexpr const char* compare_names[] = {"__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__"};

template <size_t Op>
Value slot_binary(Runtime& r, const Value& a, const Value& b) {
    static const std::string name = std::string("__") + binary_names[Op] + "__";
    return call_special(r, a, name.c_str(), b);
}
template <size_t Op>
Value slot_reflected(Runtime& r, const Value& a, const Value& b) {
    static const std::string name = std::string("__r") + binary_names[Op] + "__";
    return call_special(r, a, name.c_str(), b);
}
template <size_t Op>
Value slot_inplace(Runtime& r, const Value& a, const Value& b) {
    static const std::string name = std::string("__i") + binary_names[Op] + "__";
    return call_special(r, a, name.c_str(), b);
}
template <size_t Op>
Value slot_unary(Runtime& r, const Value& self) {
    return call_special(r, self, unary_names[Op]);
}

Value slot_compare(Runtime& runtime, const Value& a, const Value& b, CompareOp op) {
    const Value* found = runtime.type_of(a).lookup(*runtime.intern(compare_names[size_t(op)]));
    if (!found) return Value::not_implemented();
    // object.__ne__ is the opposite of whatever __eq__ says.
    if (op == CompareOp::ne && found->as<NativeFunction>()) {
        const Value r = slot_compare(runtime, a, b, CompareOp::eq);
        return r.is_not_implemented() ? r : Value::boolean(!truth(runtime, r));
    }
    return call_special(runtime, a, compare_names[size_t(op)], b);
}

int64_t slot_hash(Runtime& runtime, const Value& self) {
    const Value r = call_special(runtime, self, "__hash__");
    if (!runtime.type_of(r).is_subtype_of(runtime.type(BuiltinType::int_)))
        throw Error(Exc::TypeError, "__hash__ method should return an integer");
    if (const auto number = to_int64(r)) return *number == -1 ? -2 : *number;
    return hash(runtime, r);
}

bool slot_truth(Runtime& runtime, const Value& self) {
    const Value r = call_special(runtime, self, "__bool__");
    if (!r.is_bool())
        throw Error(Exc::TypeError, "__bool__ should return bool, returned " + runtime.type_of(r).name());
    return r.is_true();
}

int64_t slot_length(Runtime& runtime, const Value& self) {
    const int64_t n = as_index(runtime, call_special(runtime, self, "__len__"));
    if (n < 0) throw Error(Exc::ValueError, "__len__() should return >= 0");
    return n;
}

Value slot_new(Runtime& runtime, Type& type, Args args) {
    const Value* found = type.lookup(*runtime.intern("__new__"));
    std::vector<Value> values{Value(type)};
    values.insert(values.end(), args.values.begin(), args.values.end());
    const Value function = bind_descriptor(runtime, *found, Value(), type);
    return call(runtime, function, Args{values, args.keywords});
}

Value slot_next(Runtime& runtime, const Value& self) {
    try {
        return call_special(runtime, self, "__next__");
    } catch (const Error& error) {
        if (runtime.matches(error, Exc::StopIteration)) return {};
        throw;
    }
}

/// `__getattribute__` of the program's class, or of the native base.
Value base_get_attribute(Runtime& runtime, Type& type, const Value& self, Str& name) {
    const Value* found = type.lookup(*runtime.intern("__getattribute__"));
    if (!found) return find_generic_attribute(runtime, self, name);
    if (const auto* native = found->as<NativeFunction>()) {
        const auto get = native->owner()->slots.get_attribute;
        return get == generic_get_attribute ? find_generic_attribute(runtime, self, name)
                                            : get(runtime, self, name);
    }
    return call_special(runtime, self, "__getattribute__", Value(name));
}

// CPython: slot_tp_getattr_hook
Value slot_get_attribute(Runtime& runtime, const Value& self, Str& name) {
    Type& type = runtime.type_of(self);
    const Value* fallback = type.lookup(*runtime.intern("__getattr__"));
    if (!fallback) {
        Value v = base_get_attribute(runtime, type, self, name);
        return v.is_set() ? v : generic_get_attribute(runtime, self, name);
    }
    try {
        if (Value v = base_get_attribute(runtime, type, self, name); v.is_set()) return v;
    } catch (const Error& error) {
        if (!runtime.matches(error, Exc::AttributeError)) throw;
    }
    return call_special(runtime, self, "__getattr__", Value(name));
}

void slot_set_attribute(Runtime& runtime, const Value& self, Str& name, const Value& value) {
    if (value.is_set())
        call_special(runtime, self, "__setattr__", Value(name), value);
    else
        call_special(runtime, self, "__delattr__", Value(name));
}

Value slot_descriptor_get(Runtime& runtime, const Value& self, const Value& instance, Type& owner) {
    return call_special(runtime, self, "__get__", instance.is_set() ? instance : Value::none(), Value(owner));
}

void slot_descriptor_set(Runtime& runtime, const Value& self, const Value& instance, const Value& value) {
    if (value.is_set())
        call_special(runtime, self, "__set__", instance, value);
    else
        call_special(runtime, self, "__delete__", instance);
}

void slot_set_item(Runtime& runtime, const Value& self, const Value& key, const Value& value) {
    if (value.is_set())
        call_special(runtime, self, "__setitem__", key, value);
    else
        call_special(runtime, self, "__delitem__", key);
}

template <size_t... Op>
void fill_binary(std::index_sequence<Op...>, size_t op, int kind, TypeSlots& s) {
    static constexpr TypeSlots::Binary forward[] = {slot_binary<Op>...}, back[] = {slot_reflected<Op>...},
                                       inplace[] = {slot_inplace<Op>...};
    (kind == 0   ? s.binary
     : kind == 1 ? s.reflected
                 : s.inplace)[op] = (kind == 0   ? forward
                                     : kind == 1 ? back
                                                 : inplace)[op];
}

using Fill = std::function<void(TypeSlots&)>;

const std::unordered_map<std::string_view, Fill>& fills() {
    static const std::unordered_map<std::string_view, Fill> table = [] {
        std::unordered_map<std::string_view, Fill> t;
        static std::array<std::string, binary_op_count * 3> names;
        for (size_t op = 0; op < binary_op_count; ++op)
            for (int kind = 0; kind < 3; ++kind) {
                std::string& name = names[op * 3 + size_t(kind)];
                name = std::string(kind == 0 ? "__" : kind == 1 ? "__r" : "__i") + binary_names[op] + "__";
                t[name] = [op, kind](TypeSlots& s) {
                    fill_binary(std::make_index_sequence<binary_op_count>(), op, kind, s);
                };
            }
        t["__neg__"] = [](TypeSlots& s) { s.unary[0] = slot_unary<0>; };
        t["__pos__"] = [](TypeSlots& s) { s.unary[1] = slot_unary<1>; };
        t["__abs__"] = [](TypeSlots& s) { s.unary[2] = slot_unary<2>; };
        t["__invert__"] = [](TypeSlots& s) { s.unary[3] = slot_unary<3>; };
        for (const char* name : compare_names)
            t[name] = [](TypeSlots& s) { s.compare = slot_compare; };
        t["__hash__"] = [](TypeSlots& s) { s.hash = slot_hash; };
        t["__bool__"] = [](TypeSlots& s) { s.truth = slot_truth; };
        t["__len__"] = [](TypeSlots& s) { s.length = slot_length; };
        t["__new__"] = [](TypeSlots& s) { s.new_ = slot_new; };
        t["__init__"] = [](TypeSlots& s) { s.init = slot_init; };
        t["__del__"] = [](TypeSlots& s) {
            s.del = [](Runtime& r, const Value& v) { call_special(r, v, "__del__"); };
        };
        t["__repr__"] = [](TypeSlots& s) {
            s.repr = [](Runtime& r, const Value& v) { return call_special(r, v, "__repr__"); };
        };
        t["__str__"] = [](TypeSlots& s) {
            s.str = [](Runtime& r, const Value& v) { return call_special(r, v, "__str__"); };
        };
        t["__format__"] = [](TypeSlots& s) {
            s.format = [](Runtime& r, const Value& v, const Str& spec) {
                return call_special(r, v, "__format__", Value(const_cast<Str&>(spec)));
            };
        };
        t["__call__"] = [](TypeSlots& s) {
            s.call = [](Runtime& r, const Value& v, Args args) {
                return call_special_with(r, v, "__call__", args);
            };
        };
        t["__getattribute__"] = t["__getattr__"] = [](TypeSlots& s) { s.get_attribute = slot_get_attribute; };
        t["__setattr__"] = t["__delattr__"] = [](TypeSlots& s) { s.set_attribute = slot_set_attribute; };
        t["__get__"] = [](TypeSlots& s) { s.descriptor_get = slot_descriptor_get; };
        t["__set__"] = t["__delete__"] = [](TypeSlots& s) { s.descriptor_set = slot_descriptor_set; };
        t["__iter__"] = [](TypeSlots& s) {
            s.iter = [](Runtime& r, const Value& v) { return call_special(r, v, "__iter__"); };
        };
        t["__next__"] = [](TypeSlots& s) { s.next = slot_next; };
        t["__getitem__"] = [](TypeSlots& s) {
            s.get_item = [](Runtime& r, const Value& v, const Value& key) {
                return call_special(r, v, "__getitem__", key);
            };
        };
        t["__setitem__"] = t["__delitem__"] = [](TypeSlots& s) { s.set_item = slot_set_item; };
        t["__contains__"] = [](TypeSlots& s) {
            s.contains = [](Runtime& r, const Value& v, const Value& x) {
                return truth(r, call_special(r, v, "__contains__", x));
            };
        };
        t["__index__"] = [](TypeSlots& s) {
            s.index = [](Runtime& r, const Value& v) { return call_special(r, v, "__index__"); };
        };
        t["__int__"] = [](TypeSlots& s) {
            s.to_int = [](Runtime& r, const Value& v) { return call_special(r, v, "__int__"); };
        };
        t["__float__"] = [](TypeSlots& s) {
            s.to_float = [](Runtime& r, const Value& v) { return call_special(r, v, "__float__"); };
        };
        t["__await__"] = [](TypeSlots& s) {
            s.await = [](Runtime& r, const Value& v) { return call_special(r, v, "__await__"); };
        };
        t["__aiter__"] = [](TypeSlots& s) {
            s.aiter = [](Runtime& r, const Value& v) { return call_special(r, v, "__aiter__"); };
        };
        t["__anext__"] = [](TypeSlots& s) {
            s.anext = [](Runtime& r, const Value& v) { return call_special(r, v, "__anext__"); };
        };
        return t;
    }();
    return table;
}

/// The first base that says anything about equality or hashing.
const TypeSlots* base_comparison(const Type& type) {
    for (size_t i = 1; i < type.mro().size(); ++i)
        if (const TypeSlots& s = type.mro()[i]->slots; s.compare || s.hash) return &s;
    return nullptr;
}

} // namespace

void slot_init(Runtime& runtime, const Value& self, Args args) {
    const Value r = call_special_with(runtime, self, "__init__", args);
    if (!r.is_none())
        throw Error(Exc::TypeError, "__init__() should return None, not '" + runtime.type_of(r).name() + "'");
}

void fill_slots_from_dict(Runtime& runtime, Type& type) {
    bool compares = false, equals = false, hashes = false, unhashable = false;
    for (const auto& [hash_value, key, value] : type.dict().entries()) {
        if (!key.is_set()) continue;
        const std::string_view name = key.get<Str>().view();
        if (!name.starts_with("__")) continue;
        if (name == "__hash__" && value.is_none()) {
            unhashable = true;
            continue;
        }
        const auto found = fills().find(name);
        if (found == fills().end()) continue;
        found->second(type.slots);
        equals |= name == "__eq__";
        hashes |= name == "__hash__";
        if (name == "__getattr__" || name == "__getattribute__") type.flags |= Type::overrides_get_attribute;
        if (name == "__setattr__" || name == "__delattr__") type.flags |= Type::overrides_set_attribute;
    }
    compares = type.slots.compare == slot_compare;
    const TypeSlots* base = base_comparison(type);
    if (equals && !hashes) { // CPython: type_new_set_hash
        type.dict().set(*runtime.intern("__hash__"), Value::none());
        unhashable = true;
    }
    if (!compares && (hashes || unhashable) && base) type.slots.compare = base->compare;
    if (compares && !hashes && !unhashable && base) type.slots.hash = base->hash;
    if (unhashable) type.slots.hash = nullptr;
}

// CPython: update_slot, update_one_slot
void update_slot(Runtime& runtime, Type& type, const Str& name) {
    if (!name.view().starts_with("__")) return;
    const auto fill = fills().find(name.view());
    if (fill == fills().end()) return;
    const auto provider = std::ranges::find_if(type.mro(), [&](const Type* t) { return t->dict().find(name) != nullptr; });
    // Which slots the name stands for: those that its fill sets.
    using Pointers = std::array<uintptr_t, sizeof(TypeSlots) / sizeof(uintptr_t)>;
    TypeSlots filled;
    fill->second(filled);
    const auto wanted = std::bit_cast<Pointers>(filled);
    auto pointers = std::bit_cast<Pointers>(type.slots);
    const bool found = provider != type.mro().end();
    const bool none = found && name == "__hash__" && (*provider)->dict().find(name)->is_none();
    const bool native = found && !(*provider)->has(Type::heap_type);
    const auto from = native ? std::bit_cast<Pointers>((*provider)->slots) : wanted;
    for (size_t i = 0; i < wanted.size(); ++i)
        if (wanted[i]) pointers[i] = !found || none ? 0 : from[i];
    type.slots = std::bit_cast<TypeSlots>(pointers);
    if (type.slots.get_attribute == slot_get_attribute) type.flags |= Type::overrides_get_attribute;
    if (type.slots.set_attribute == slot_set_attribute) type.flags |= Type::overrides_set_attribute;
    for (Type* subtype : type.subtypes())
        if (!subtype->dict().find(name)) update_slot(runtime, *subtype, name);
}

} // namespace relata::python
