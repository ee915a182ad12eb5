// The object protocol over a type's slots. Authorities: CPython's Objects/abstract.c, Objects/object.c.
// Longer than most files because every operation of Python is here once, with its error texts.
#include "support/protocol.h"

#include "support/instance.h"
#include "support/list.h"
#include "support/rich_compare.h"
#include "support/runtime.h"

#include <algorithm>

namespace relata {

namespace {

std::string quoted_type(const Runtime& runtime, const Value& v) {
    return "'" + runtime.type_of(v).tp_name() + "'";
}

constexpr const char* binary_symbols[] = {"+",           "-",  "*",  "@", "/", "//", "%",
                                          "** or pow()", "<<", ">>", "&", "|", "^"};
constexpr const char* inplace_symbols[] = {
    "+=", "-=", "*=", "@=", "/=", "//=", "%=", "**=", "<<=", ">>=", "&=", "|=", "^="};
constexpr const char* compare_symbols[] = {"<", "<=", "==", "!=", ">", ">="};
constexpr CompareOp swapped[] = {CompareOp::gt, CompareOp::ge, CompareOp::eq,
                                 CompareOp::ne, CompareOp::lt, CompareOp::le};

/// What iter() gives for an object with `__getitem__` alone.
class SequenceIterator final : public Container {
  public:
    SequenceIterator(Type& type, Value sequence) : Container(type), m_sequence(std::move(sequence)) {}
    void clear_references() override { m_sequence.reset(); }
    Value next(Runtime& runtime) {
        if (!m_sequence.is_set()) return {};
        try {
            return get_item(runtime, m_sequence, Value::small_int(m_index++));
        } catch (const Error& error) {
            if (!runtime.matches(error, Exc::IndexError) && !runtime.matches(error, Exc::StopIteration))
                throw;
            m_sequence.reset();
            return {};
        }
    }

  private:
    Value m_sequence;
    int64_t m_index = 0;
};

Type& sequence_iterator_type(Runtime& runtime) {
    if (!runtime.has_type_for<SequenceIterator>()) {
        Type& type = runtime.make_type("iterator", "builtins");
        type.slots.iter = [](Runtime&, const Value& self) { return self; };
        type.slots.next = [](Runtime& r, const Value& self) { return self.get<SequenceIterator>().next(r); };
        type.inherit_slots();
        runtime.set_type_for<SequenceIterator>(type);
    }
    return runtime.type_for<SequenceIterator>();
}

} // namespace

// ---- text, hash, truth
// ----------------------------------------------------------------------------------------------

Ref<Str> repr(Runtime& runtime, const Value& v) {
    const Runtime::NestedCall nested(runtime, " while getting the repr of an object");
    Value text = runtime.type_of(v).slots.repr(runtime, v);
    if (Str* s = text.as<Str>()) return Ref<Str>(s);
    throw Error(Exc::TypeError, "__repr__ returned non-string (type " + runtime.type_of(text).name() + ")");
}

Ref<Str> str(Runtime& runtime, const Value& v) {
    if (Str* s = v.as<Str>(); s && &s->type() == &runtime.type(BuiltinType::str)) return Ref<Str>(s);
    const Runtime::NestedCall nested(runtime, " while getting the str of an object");
    Type& type = runtime.type_of(v);
    if (!type.slots.str) return repr(runtime, v);
    Value text = type.slots.str(runtime, v);
    if (Str* s = text.as<Str>()) return Ref<Str>(s);
    throw Error(Exc::TypeError, "__str__ returned non-string (type " + runtime.type_of(text).name() + ")");
}

std::string repr_text(Runtime& runtime, const Value& v) {
    return std::string(repr(runtime, v)->view());
}
std::string str_text(Runtime& runtime, const Value& v) {
    return std::string(str(runtime, v)->view());
}

Ref<Str> format(Runtime& runtime, const Value& v, const Str& spec) {
    Type& type = runtime.type_of(v);
    if (spec.byte_count() == 0 && &type == &runtime.type(BuiltinType::str)) return Ref<Str>(v.get<Str>());
    Value text = type.slots.format(runtime, v, spec);
    if (Str* s = text.as<Str>()) return Ref<Str>(s);
    throw Error(Exc::TypeError, "__format__ must return a str, not " + runtime.type_of(text).name());
}

int64_t hash(Runtime& runtime, const Value& v) {
    if (v.is_object() && v.as_object()->kind() == ObjectKind::str) {
        Type& type = v.as_object()->type();
        if (&type == &runtime.type(BuiltinType::str)) return v.get<Str>().hash();
    }
    Type& type = runtime.type_of(v);
    if (!type.slots.hash) throw Error(Exc::TypeError, "unhashable type: '" + type.tp_name() + "'");
    return type.slots.hash(runtime, v);
}

bool truth(Runtime& runtime, const Value& v) {
    if (v.is_true()) return true;
    if (v.is_false() || v.is_none()) return false;
    if (v.is_small_int()) return v.as_small_int() != 0;
    const TypeSlots& slots = runtime.type_of(v).slots;
    if (slots.truth) return slots.truth(runtime, v);
    if (slots.length) return length(runtime, v) != 0;
    return true;
}

// ---- comparison
// -----------------------------------------------------------------------------------------------------

bool equal(Runtime& runtime, const Value& a, const Value& b) {
    if (a.is(b)) return true;
    if (a.is_small_int() && b.is_small_int()) return false;
    return compare_truth(runtime, a, b, CompareOp::eq);
}

Value compare(Runtime& runtime, const Value& a, const Value& b, CompareOp op) {
    if (a.is_small_int() && b.is_small_int()) {
        return Value::boolean(rich_compare(a.as_small_int(), b.as_small_int(), op));
    }
    // CPython: do_richcompare
    const Runtime::NestedCall nested(runtime, " in comparison");
    Type& type_a = runtime.type_of(a);
    Type& type_b = runtime.type_of(b);
    const CompareOp back = swapped[size_t(op)];
    bool tried_b = false;
    if (&type_a != &type_b && type_b.slots.compare && type_b.is_subtype_of(type_a)) {
        tried_b = true;
        if (Value r = type_b.slots.compare(runtime, b, a, back); !r.is_not_implemented()) return r;
    }
    if (type_a.slots.compare)
        if (Value r = type_a.slots.compare(runtime, a, b, op); !r.is_not_implemented()) return r;
    if (!tried_b && type_b.slots.compare)
        if (Value r = type_b.slots.compare(runtime, b, a, back); !r.is_not_implemented()) return r;
    if (op == CompareOp::eq) return Value::boolean(a.is(b));
    if (op == CompareOp::ne) return Value::boolean(!a.is(b));
    throw Error(Exc::TypeError, std::string("'") + compare_symbols[size_t(op)] +
                                    "' not supported between instances of " + quoted_type(runtime, a) +
                                    " and " + quoted_type(runtime, b));
}

bool compare_truth(Runtime& runtime, const Value& a, const Value& b, CompareOp op) {
    return truth(runtime, compare(runtime, a, b, op));
}

// ---- calls
// ----------------------------------------------------------------------------------------------------------

Value call(Runtime& runtime, const Value& callable, Args args) {
    Type& type = runtime.type_of(callable);
    if (!type.slots.call)
        throw Error(Exc::TypeError, quoted_type(runtime, callable) + " object is not callable");
    const Runtime::NestedCall nested(runtime, " while calling a Python object");
    const Value held = callable; // the call may drop the last other reference
    return type.slots.call(runtime, held, args);
}

Value call(Runtime& runtime, const Value& callable, std::initializer_list<Value> positional) {
    return call(runtime, callable, Args{std::span(positional.begin(), positional.size())});
}

Value call_method(Runtime& runtime, const Value& self, std::string_view name,
                  std::initializer_list<Value> positional) {
    return call(runtime, get_attribute(runtime, self, *runtime.intern(name)), positional);
}

// ---- attributes
// -----------------------------------------------------------------------------------------------------

Value bind_descriptor(Runtime& runtime, const Value& attribute, const Value& instance, Type& owner) {
    const auto get = runtime.type_of(attribute).slots.descriptor_get;
    if (!get) return attribute;
    const Value held = attribute;
    return get(runtime, held, instance, owner);
}

namespace {

[[noreturn]] void no_attribute(Runtime& runtime, const Value& v, Str& name) {
    throw Error(Exc::AttributeError,
                quoted_type(runtime, v) + " object has no attribute '" + std::string(name.view()) + "'")
        .with("name", Value(name))
        .with("obj", v);
}

bool is_instance_layout(const Value& v) {
    if (!v.is_object()) return false;
    const ObjectKind kind = v.as_object()->kind();
    return kind == ObjectKind::instance || kind == ObjectKind::exception;
}

Value find_on_type(Runtime& runtime, Type& type, Str& name) {
    Type& metatype = type.type();
    const Value* on_metatype = metatype.lookup(name);
    if (on_metatype) {
        const TypeSlots& slots = runtime.type_of(*on_metatype).slots;
        if (slots.descriptor_set && slots.descriptor_get) {
            const Value held = *on_metatype;
            return slots.descriptor_get(runtime, held, Value(type), metatype);
        }
    }
    if (const Value* found = type.lookup(name)) return bind_descriptor(runtime, *found, Value(), type);
    if (on_metatype) return bind_descriptor(runtime, *on_metatype, Value(type), metatype);
    return {};
}

} // namespace

Value find_generic_attribute(Runtime& runtime, const Value& v, Str& name) {
    Type& type = runtime.type_of(v);
    const Value* on_class = type.lookup(name);
    const TypeSlots* descriptor = nullptr;
    if (on_class) {
        descriptor = &runtime.type_of(*on_class).slots;
        if (descriptor->descriptor_set && descriptor->descriptor_get) {
            const Value held = *on_class;
            return descriptor->descriptor_get(runtime, held, v, type);
        }
    }
    if (is_instance_layout(v)) {
        if (const int slot = type.slot_of(name); slot >= 0)
            if (const Value& stored = v.get<Instance>().slot(size_t(slot)); stored.is_set()) return stored;
    } else if (type.has(Type::has_instance_dict) && v.is_object()) {
        if (Dict* dict = runtime.side_dict(*v.as_object(), false))
            if (const Value* stored = dict->find(name)) return *stored;
    }
    if (!on_class) return {};
    if (!descriptor->descriptor_get) return *on_class;
    const Value held = *on_class;
    return descriptor->descriptor_get(runtime, held, v, type);
}

Value generic_get_attribute(Runtime& runtime, const Value& v, Str& name) {
    if (Value found = find_generic_attribute(runtime, v, name); found.is_set()) return found;
    no_attribute(runtime, v, name);
}

Value type_get_attribute(Runtime& runtime, Type& type, Str& name) {
    if (Value found = find_on_type(runtime, type, name); found.is_set()) return found;
    throw Error(Exc::AttributeError,
                "type object '" + type.name() + "' has no attribute '" + std::string(name.view()) + "'")
        .with("name", Value(name))
        .with("obj", Value(type));
}

void generic_set_attribute(Runtime& runtime, const Value& v, Str& name, const Value& value) {
    Type& type = runtime.type_of(v);
    const Value* on_class = type.lookup(name);
    if (on_class) {
        if (const auto set = runtime.type_of(*on_class).slots.descriptor_set) {
            const Value held = *on_class;
            return set(runtime, held, v, value);
        }
    }
    if (is_instance_layout(v) && (type.has(Type::has_instance_dict) || type.has(Type::exception_class))) {
        Instance& instance = v.get<Instance>();
        if (value.is_set()) return instance.set_slot(size_t(type.add_slot(name)), value);
        if (const int slot = type.slot_of(name); slot >= 0 && instance.slot(size_t(slot)).is_set())
            return instance.set_slot(size_t(slot), Value());
        throw Error(Exc::AttributeError,
                    quoted_type(runtime, v) + " object has no attribute '" + std::string(name.view()) + "'")
            .with("name", Value(name));
    }
    if (type.has(Type::has_instance_dict) && v.is_object()) {
        Dict& dict = *runtime.side_dict(*v.as_object(), true);
        if (value.is_set()) return dict.set(name, value);
        if (dict.erase(name)) return;
    }
    if (on_class)
        throw Error(Exc::AttributeError, quoted_type(runtime, v) + " object attribute '" +
                                             std::string(name.view()) + "' is read-only");
    no_attribute(runtime, v, name);
}

Value get_attribute(Runtime& runtime, const Value& v, Str& name) {
    return runtime.type_of(v).slots.get_attribute(runtime, v, name);
}

Value get_attribute(Runtime& runtime, const Value& v, std::string_view name) {
    return get_attribute(runtime, v, *runtime.intern(name));
}

Value find_attribute(Runtime& runtime, const Value& v, Str& name) {
    Type& type = runtime.type_of(v);
    const auto get = type.slots.get_attribute;
    try {
        if (get == generic_get_attribute) return find_generic_attribute(runtime, v, name);
        if (Type* as_type = v.as<Type>();
            as_type && get == runtime.type(BuiltinType::type).slots.get_attribute)
            return find_on_type(runtime, *as_type, name);
        return get(runtime, v, name);
    } catch (const Error& error) {
        if (runtime.matches(error, Exc::AttributeError)) return {};
        throw;
    }
}

Value find_attribute(Runtime& runtime, const Value& v, std::string_view name) {
    return find_attribute(runtime, v, *runtime.intern(name));
}

void set_attribute(Runtime& runtime, const Value& v, Str& name, const Value& value) {
    const auto set = runtime.type_of(v).slots.set_attribute;
    if (!set) no_attribute(runtime, v, name);
    set(runtime, v, name, value);
}

void set_attribute(Runtime& runtime, const Value& v, std::string_view name, const Value& value) {
    set_attribute(runtime, v, *runtime.intern(name), value);
}

Value find_special(Runtime& runtime, const Value& self, std::string_view name) {
    Type& type = runtime.type_of(self);
    const Value* found = type.lookup(*runtime.intern(name));
    return found ? bind_descriptor(runtime, *found, self, type) : Value();
}

// ---- items
// ----------------------------------------------------------------------------------------------------------

Value get_item(Runtime& runtime, const Value& v, const Value& key) {
    const TypeSlots& slots = runtime.type_of(v).slots;
    if (slots.get_item) return slots.get_item(runtime, v, key);
    if (Type* type = v.as<Type>()) {
        // What the metaclass `type` has is for `type[...]` itself.
        if (Value maker = find_on_type(runtime, *type, *runtime.intern("__class_getitem__"));
            maker.is_set() && (type->lookup(*runtime.intern("__class_getitem__")) ||
                               &type->type() != &runtime.type(BuiltinType::type)))
            return call(runtime, maker, {key});
        throw Error(Exc::TypeError, "type '" + type->name() + "' is not subscriptable");
    }
    throw Error(Exc::TypeError, quoted_type(runtime, v) + " object is not subscriptable");
}

void set_item(Runtime& runtime, const Value& v, const Value& key, const Value& value) {
    const TypeSlots& slots = runtime.type_of(v).slots;
    if (slots.set_item) return slots.set_item(runtime, v, key, value);
    // CPython: PyObject_DelItem hands an index on to PySequence_DelItem where the type is a sequence of some kind
    const bool is_sequence = slots.length || runtime.type_of(v).has(Type::heap_type);
    const bool as_sequence = is_sequence && runtime.type_of(key).slots.index;
    throw Error(Exc::TypeError, quoted_type(runtime, v) + (value.is_set() ? " object does not support item assignment"
                                                           : as_sequence  ? " object doesn't support item deletion"
                                                                          : " object does not support item deletion"));
}

bool contains(Runtime& runtime, const Value& container, const Value& item) {
    const TypeSlots& slots = runtime.type_of(container).slots;
    if (slots.contains) return slots.contains(runtime, container, item);
    if (!slots.iter && !(slots.get_item && runtime.type_of(container).has(Type::heap_type)))
        throw Error(Exc::TypeError,
                    "argument of type " + quoted_type(runtime, container) + " is not iterable");
    const Value iterator = iterate(runtime, container);
    for (Value v = next(runtime, iterator); v.is_set(); v = next(runtime, iterator))
        if (equal(runtime, v, item)) return true;
    return false;
}

int64_t length(Runtime& runtime, const Value& v) {
    const TypeSlots& slots = runtime.type_of(v).slots;
    if (!slots.length)
        throw Error(Exc::TypeError, "object of type " + quoted_type(runtime, v) + " has no len()");
    const int64_t n = slots.length(runtime, v);
    if (n < 0) throw Error(Exc::ValueError, "__len__() should return >= 0");
    return n;
}

// ---- operators
// ------------------------------------------------------------------------------------------------------

namespace {

/// CPython: binary_op1. NotImplemented where neither side can.
Value try_binary(Runtime& runtime, BinaryOp op, const Value& a, const Value& b) {
    Type& type_a = runtime.type_of(a);
    Type& type_b = runtime.type_of(b);
    const auto forward = type_a.slots.binary[size_t(op)];
    auto backward = &type_a == &type_b ? nullptr : type_b.slots.reflected[size_t(op)];
    if (backward && type_b.is_subtype_of(type_a) &&
        (backward != type_a.slots.reflected[size_t(op)] || type_b.has(Type::heap_type))) {
        if (Value r = backward(runtime, b, a); !r.is_not_implemented()) return r;
        backward = nullptr;
    }
    if (forward)
        if (Value r = forward(runtime, a, b); !r.is_not_implemented()) return r;
    if (backward) return backward(runtime, b, a);
    return Value::not_implemented();
}

[[noreturn]] void unsupported(Runtime& runtime, BinaryOp op, const char* symbol, const Value& a,
                              const Value& b) {
    const std::string name_b = runtime.type_of(b).tp_name();
    if (op == BinaryOp::add && a.is_object()) {
        // CPython tries the sequence's concatenation last, and that names the type it wants.
        switch (a.as_object()->kind()) {
        case ObjectKind::str:
            throw Error(Exc::TypeError, "can only concatenate str (not \"" + name_b + "\") to str");
        case ObjectKind::list:
            throw Error(Exc::TypeError, "can only concatenate list (not \"" + name_b + "\") to list");
        case ObjectKind::tuple:
            throw Error(Exc::TypeError, "can only concatenate tuple (not \"" + name_b + "\") to tuple");
        case ObjectKind::bytes:
            throw Error(Exc::TypeError, "can't concat " + name_b + " to bytes");
        default:
            break;
        }
    }
    if (op == BinaryOp::multiply) {
        auto is_sequence = [](const Value& v) {
            if (!v.is_object()) return false;
            const ObjectKind kind = v.as_object()->kind();
            return kind == ObjectKind::str || kind == ObjectKind::list || kind == ObjectKind::tuple ||
                   kind == ObjectKind::bytes;
        };
        if (is_sequence(a))
            throw Error(Exc::TypeError, "can't multiply sequence by non-int of type '" + name_b + "'");
        if (is_sequence(b))
            throw Error(Exc::TypeError,
                        "can't multiply sequence by non-int of type " + quoted_type(runtime, a));
    }
    throw Error(Exc::TypeError, std::string("unsupported operand type(s) for ") + symbol + ": " +
                                    quoted_type(runtime, a) + " and '" + name_b + "'");
}

} // namespace

Value binary_op(Runtime& runtime, BinaryOp op, const Value& a, const Value& b) {
    Value r = try_binary(runtime, op, a, b);
    if (r.is_not_implemented()) unsupported(runtime, op, binary_symbols[size_t(op)], a, b);
    return r;
}

Value inplace_op(Runtime& runtime, BinaryOp op, const Value& a, const Value& b) {
    if (const auto inplace = runtime.type_of(a).slots.inplace[size_t(op)])
        if (Value r = inplace(runtime, a, b); !r.is_not_implemented()) return r;
    Value r = try_binary(runtime, op, a, b);
    if (r.is_not_implemented()) unsupported(runtime, op, inplace_symbols[size_t(op)], a, b);
    return r;
}

Value unary_op(Runtime& runtime, UnaryOp op, const Value& v) {
    static constexpr const char* symbols[] = {"unary -", "unary +", "abs()", "unary ~"};
    if (const auto f = runtime.type_of(v).slots.unary[size_t(op)]) return f(runtime, v);
    throw Error(Exc::TypeError,
                std::string("bad operand type for ") + symbols[size_t(op)] + ": " + quoted_type(runtime, v));
}

int64_t as_index(Runtime& runtime, const Value& v) {
    if (v.is_small_int()) return v.as_small_int();
    if (v.is_bool()) return v.is_true();
    const auto index = runtime.type_of(v).slots.index;
    if (!index)
        throw Error(Exc::TypeError, quoted_type(runtime, v) + " object cannot be interpreted as an integer");
    const Value i = index(runtime, v);
    if (i.is_small_int()) return i.as_small_int();
    if (i.is_bool()) return i.is_true();
    if (!runtime.type_of(i).is_subtype_of(runtime.type(BuiltinType::int_)))
        throw Error(Exc::TypeError, "__index__ returned non-int (type " + runtime.type_of(i).name() + ")");
    throw Error(Exc::OverflowError, "cannot fit 'int' into an index-sized integer");
}

// ---- iteration
// ------------------------------------------------------------------------------------------------------

Value iterate(Runtime& runtime, const Value& v) {
    Type& type = runtime.type_of(v);
    if (type.slots.iter) {
        Value iterator = type.slots.iter(runtime, v);
        if (!runtime.type_of(iterator).slots.next)
            throw Error(Exc::TypeError,
                        "iter() returned non-iterator of type " + quoted_type(runtime, iterator));
        return iterator;
    }
    if (type.slots.get_item && type.has(Type::heap_type))
        return runtime.make<SequenceIterator>(sequence_iterator_type(runtime), v);
    throw Error(Exc::TypeError, quoted_type(runtime, v) + " object is not iterable");
}

Value next(Runtime& runtime, const Value& iterator) {
    const auto next_slot = runtime.type_of(iterator).slots.next;
    if (!next_slot)
        throw Error(Exc::TypeError, quoted_type(runtime, iterator) + " object is not an iterator");
    runtime.count_steps(1);
    return next_slot(runtime, iterator);
}

std::vector<Value> to_vector(Runtime& runtime, const Value& iterable) {
    if (iterable.is_object()) {
        Object& object = *iterable.as_object();
        if (&object.type() == &runtime.type(BuiltinType::list)) {
            const auto& items = iterable.get<List>().items();
            return {items.begin(), items.end()};
        }
        if (&object.type() == &runtime.type(BuiltinType::tuple)) {
            const auto items = iterable.get<Tuple>().items();
            return {items.begin(), items.end()};
        }
    }
    std::vector<Value> result;
    for_each(runtime, iterable, [&](Value v) {
        if (result.size() % 1024 == 1023) runtime.heap().require(result.size() * sizeof(Value));
        result.push_back(std::move(v));
    });
    return result;
}

// ---- classes
// --------------------------------------------------------------------------------------------------------

bool is_instance(Runtime& runtime, const Value& v, const Type& type) {
    return runtime.type_of(v).is_subtype_of(type);
}

namespace {

/// isinstance and issubclass: `subject` is what they ask about, `direct` answers for a plain class.
template <class Direct>
bool check_class(Runtime& runtime, const Value& subject, const Value& classes, const char* special,
                 const char* error, Direct&& direct) {
    if (Type* type = classes.as<Type>()) {
        if (&type->type() == &runtime.type(BuiltinType::type)) return direct(*type);
        if (Value check = find_special(runtime, classes, special); check.is_set())
            return truth(runtime, call(runtime, check, {subject}));
        return direct(*type);
    }
    if (Tuple* tuple = classes.as<Tuple>()) {
        const Runtime::NestedCall nested(runtime, " in __instancecheck__");
        return std::ranges::any_of(tuple->items(), [&](const Value& c) {
            return check_class(runtime, subject, c, special, error, direct);
        });
    }
    if (Value check = find_special(runtime, classes, special); check.is_set())
        return truth(runtime, call(runtime, check, {subject}));
    throw Error(Exc::TypeError, error);
}

} // namespace

bool is_instance(Runtime& runtime, const Value& v, const Value& classes) {
    return check_class(runtime, v, classes, "__instancecheck__",
                       "isinstance() arg 2 must be a type, a tuple of types, or a union",
                       [&](const Type& type) { return runtime.type_of(v).is_subtype_of(type); });
}

bool is_subclass(Runtime& runtime, const Value& cls, const Value& classes) {
    const Type* type = cls.as<Type>();
    if (!type) throw Error(Exc::TypeError, "issubclass() arg 1 must be a class");
    return check_class(runtime, cls, classes, "__subclasscheck__",
                       "issubclass() arg 2 must be a class, a tuple of classes, or a union",
                       [&](const Type& base) { return type->is_subtype_of(base); });
}

bool is_callable(const Runtime& runtime, const Value& v) {
    return runtime.type_of(v).slots.call != nullptr;
}

} // namespace relata
