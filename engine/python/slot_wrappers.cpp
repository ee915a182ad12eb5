#include "python/slot_wrappers.h"

#include "python/arguments.h"
#include "python/native_function.h"

#include <cstring>

namespace relata::python {

namespace {

// A wrapper calls the slot of the type in whose dict it stands: a subclass that overrides `__repr__` still
// reaches its base's.
const TypeSlots& slots_of(const NativeFunction& function) {
    return function.owner()->slots;
}

std::span<const Value> take(Args args, size_t count) {
    expect_no_keywords("wrapper", args);
    if (args.values.size() != count)
        throw Error(Exc::TypeError, "expected " + std::to_string(count) + " argument" +
                                        (count == 1 ? "" : "s") + ", got " +
                                        std::to_string(args.values.size()));
    return args.values;
}

template <auto Member>
Value wrap_unary(Runtime& runtime, const NativeFunction& f, const Value& self, Args args) {
    take(args, 0);
    return (slots_of(f).*Member)(runtime, self);
}

template <auto Array, auto Op>
Value wrap_binary(Runtime& runtime, const NativeFunction& f, const Value& self, Args args) {
    return (slots_of(f).*Array)[size_t(Op)](runtime, self, take(args, 1)[0]);
}

template <auto Op>
Value wrap_unary_op(Runtime& runtime, const NativeFunction& f, const Value& self, Args args) {
    take(args, 0);
    return slots_of(f).unary[size_t(Op)](runtime, self);
}

template <CompareOp Op>
Value wrap_compare(Runtime& runtime, const NativeFunction& f, const Value& self, Args args) {
    return slots_of(f).compare(runtime, self, take(args, 1)[0], Op);
}

Value wrap_init(Runtime& runtime, const NativeFunction& f, const Value& self, Args args) {
    slots_of(f).init(runtime, self, args);
    return Value::none();
}

// CPython: tp_new_wrapper
Value wrap_new(Runtime& runtime, const NativeFunction& f, const Value&, Args args) {
    const Type& owner = *f.owner();
    const std::string name = owner.name() + ".__new__(";
    if (args.positional_count() == 0) throw Error(Exc::TypeError, name + "): not enough arguments");
    Type* type = args.values[0].as<Type>();
    if (!type)
        throw Error(Exc::TypeError,
                    name + "X): X is not a type object (" + type_name(runtime, args.values[0]) + ")");
    if (!type->is_subtype_of(owner))
        throw Error(Exc::TypeError,
                    name + type->name() + "): " + type->name() + " is not a subtype of " + owner.name());
    return owner.slots.new_(runtime, *type, Args{args.values.subspan(1), args.keywords});
}

Value wrap_hash(Runtime& runtime, const NativeFunction& f, const Value& self, Args args) {
    take(args, 0);
    return runtime.make_int(slots_of(f).hash(runtime, self));
}

Value wrap_truth(Runtime& runtime, const NativeFunction& f, const Value& self, Args args) {
    take(args, 0);
    return Value::boolean(slots_of(f).truth(runtime, self));
}

Value wrap_length(Runtime& runtime, const NativeFunction& f, const Value& self, Args args) {
    take(args, 0);
    return runtime.make_int(slots_of(f).length(runtime, self));
}

Value wrap_format(Runtime& runtime, const NativeFunction& f, const Value& self, Args args) {
    const Value& spec = expect_one_argument(f.owner()->name() + ".__format__", args);
    const Str* text = spec.as<Str>();
    if (!text)
        throw Error(Exc::TypeError, "__format__() argument must be str, not " + type_name(runtime, spec));
    return slots_of(f).format(runtime, self, *text);
}

Value wrap_call(Runtime& runtime, const NativeFunction& f, const Value& self, Args args) {
    return slots_of(f).call(runtime, self, args);
}

Str& attribute_name(Runtime& runtime, const Value& name) {
    if (Str* s = name.as<Str>()) return *s;
    throw Error(Exc::TypeError, "attribute name must be string, not '" + type_name(runtime, name) + "'");
}

Value wrap_get_attribute(Runtime& runtime, const NativeFunction& f, const Value& self, Args args) {
    return slots_of(f).get_attribute(runtime, self, attribute_name(runtime, take(args, 1)[0]));
}

Value wrap_set_attribute(Runtime& runtime, const NativeFunction& f, const Value& self, Args args) {
    const auto given = take(args, 2);
    slots_of(f).set_attribute(runtime, self, attribute_name(runtime, given[0]), given[1]);
    return Value::none();
}

Value wrap_delete_attribute(Runtime& runtime, const NativeFunction& f, const Value& self, Args args) {
    slots_of(f).set_attribute(runtime, self, attribute_name(runtime, take(args, 1)[0]), Value());
    return Value::none();
}

Value wrap_get(Runtime& runtime, const NativeFunction& f, const Value& self, Args args) {
    const auto given = expect_positional("__get__", args, 1, 2);
    const Value instance = given[0].is_none() ? Value() : given[0];
    Type* owner = given.size() > 1 ? given[1].as<Type>() : nullptr;
    if (!owner && !instance.is_set()) throw Error(Exc::TypeError, "__get__(None, None) is invalid");
    return slots_of(f).descriptor_get(runtime, self, instance, owner ? *owner : runtime.type_of(instance));
}

Value wrap_set(Runtime& runtime, const NativeFunction& f, const Value& self, Args args) {
    const auto given = take(args, 2);
    slots_of(f).descriptor_set(runtime, self, given[0], given[1]);
    return Value::none();
}

Value wrap_delete(Runtime& runtime, const NativeFunction& f, const Value& self, Args args) {
    slots_of(f).descriptor_set(runtime, self, take(args, 1)[0], Value());
    return Value::none();
}

Value wrap_next(Runtime& runtime, const NativeFunction& f, const Value& self, Args args) {
    take(args, 0);
    Value item = slots_of(f).next(runtime, self);
    if (!item.is_set()) throw Error(Exc::StopIteration, std::vector<Value>{});
    return item;
}

Value wrap_get_item(Runtime& runtime, const NativeFunction& f, const Value& self, Args args) {
    return slots_of(f).get_item(runtime, self, take(args, 1)[0]);
}

Value wrap_set_item(Runtime& runtime, const NativeFunction& f, const Value& self, Args args) {
    const auto given = take(args, 2);
    slots_of(f).set_item(runtime, self, given[0], given[1]);
    return Value::none();
}

Value wrap_delete_item(Runtime& runtime, const NativeFunction& f, const Value& self, Args args) {
    slots_of(f).set_item(runtime, self, take(args, 1)[0], Value());
    return Value::none();
}

Value wrap_contains(Runtime& runtime, const NativeFunction& f, const Value& self, Args args) {
    return Value::boolean(slots_of(f).contains(runtime, self, take(args, 1)[0]));
}

/// Adds the wrappers of one type, those that are not there yet.
class WrapperTable {
  public:
    WrapperTable(Runtime& runtime, Type& type) : m_runtime(runtime), m_type(type) {}

    void add(bool present, const char* name, NativeClosureFn fn,
             NativeFunction::Role role = NativeFunction::Role::slot_wrapper) {
        if (!present) return;
        Ref<Str> key = m_runtime.intern(name);
        if (m_type.dict().find(*key)) return;
        m_type.dict().set(*key, make_descriptor(m_runtime, m_type, role, name, fn, Value()));
    }
    template <BinaryOp Op>
    void add_operator(const char* name, const char* reflected, const char* inplace) {
        const TypeSlots& s = m_type.slots;
        add(s.binary[size_t(Op)], name, wrap_binary<&TypeSlots::binary, Op>);
        add(s.reflected[size_t(Op)], reflected, wrap_binary<&TypeSlots::reflected, Op>);
        add(s.inplace[size_t(Op)], inplace, wrap_binary<&TypeSlots::inplace, Op>);
    }
    template <UnaryOp Op>
    void add_unary(const char* name) {
        add(m_type.slots.unary[size_t(Op)], name, wrap_unary_op<Op>);
    }

  private:
    Runtime& m_runtime;
    Type& m_type;
};

} // namespace

void add_slot_wrappers(Runtime& runtime, Type& type) {
    const TypeSlots& s = type.slots;
    static constexpr TypeSlots nothing{};
    if (std::memcmp(&s, &nothing, sizeof s) == 0) return; // most exceptions
    WrapperTable table(runtime, type);
    table.add(s.new_, "__new__", wrap_new, NativeFunction::Role::function);
    table.add(s.init, "__init__", wrap_init);
    table.add(s.repr, "__repr__", wrap_unary<&TypeSlots::repr>);
    table.add(s.str, "__str__", wrap_unary<&TypeSlots::str>);
    table.add(s.format, "__format__", wrap_format);
    table.add(s.hash, "__hash__", wrap_hash);
    table.add(s.truth, "__bool__", wrap_truth);
    table.add(s.call, "__call__", wrap_call);
    table.add(s.get_attribute, "__getattribute__", wrap_get_attribute);
    table.add(s.set_attribute, "__setattr__", wrap_set_attribute);
    table.add(s.set_attribute, "__delattr__", wrap_delete_attribute);
    table.add(s.descriptor_get, "__get__", wrap_get);
    table.add(s.descriptor_set, "__set__", wrap_set);
    table.add(s.descriptor_set, "__delete__", wrap_delete);
    table.add(s.iter, "__iter__", wrap_unary<&TypeSlots::iter>);
    table.add(s.next, "__next__", wrap_next);
    table.add(s.length, "__len__", wrap_length);
    table.add(s.get_item, "__getitem__", wrap_get_item);
    table.add(s.set_item, "__setitem__", wrap_set_item);
    table.add(s.set_item, "__delitem__", wrap_delete_item);
    table.add(s.contains, "__contains__", wrap_contains);
    table.add(s.index, "__index__", wrap_unary<&TypeSlots::index>);
    table.add(s.to_int, "__int__", wrap_unary<&TypeSlots::to_int>);
    table.add(s.to_float, "__float__", wrap_unary<&TypeSlots::to_float>);
    table.add(s.await, "__await__", wrap_unary<&TypeSlots::await>);
    table.add(s.aiter, "__aiter__", wrap_unary<&TypeSlots::aiter>);
    table.add(s.anext, "__anext__", wrap_unary<&TypeSlots::anext>);
    table.add(s.compare, "__lt__", wrap_compare<CompareOp::lt>);
    table.add(s.compare, "__le__", wrap_compare<CompareOp::le>);
    table.add(s.compare, "__eq__", wrap_compare<CompareOp::eq>);
    table.add(s.compare, "__ne__", wrap_compare<CompareOp::ne>);
    table.add(s.compare, "__gt__", wrap_compare<CompareOp::gt>);
    table.add(s.compare, "__ge__", wrap_compare<CompareOp::ge>);
    table.add_operator<BinaryOp::add>("__add__", "__radd__", "__iadd__");
    table.add_operator<BinaryOp::subtract>("__sub__", "__rsub__", "__isub__");
    table.add_operator<BinaryOp::multiply>("__mul__", "__rmul__", "__imul__");
    table.add_operator<BinaryOp::matrix_multiply>("__matmul__", "__rmatmul__", "__imatmul__");
    table.add_operator<BinaryOp::true_divide>("__truediv__", "__rtruediv__", "__itruediv__");
    table.add_operator<BinaryOp::floor_divide>("__floordiv__", "__rfloordiv__", "__ifloordiv__");
    table.add_operator<BinaryOp::remainder>("__mod__", "__rmod__", "__imod__");
    table.add_operator<BinaryOp::power>("__pow__", "__rpow__", "__ipow__");
    table.add_operator<BinaryOp::lshift>("__lshift__", "__rlshift__", "__ilshift__");
    table.add_operator<BinaryOp::rshift>("__rshift__", "__rrshift__", "__irshift__");
    table.add_operator<BinaryOp::bit_and>("__and__", "__rand__", "__iand__");
    table.add_operator<BinaryOp::bit_or>("__or__", "__ror__", "__ior__");
    table.add_operator<BinaryOp::bit_xor>("__xor__", "__rxor__", "__ixor__");
    table.add_unary<UnaryOp::negative>("__neg__");
    table.add_unary<UnaryOp::positive>("__pos__");
    table.add_unary<UnaryOp::absolute>("__abs__");
    table.add_unary<UnaryOp::invert>("__invert__");
    // A type that says what equality means without a hash has none: `list.__hash__` is None.
    if (s.compare && !s.hash) {
        Ref<Str> key = runtime.intern("__hash__");
        if (!type.dict().find(*key)) type.dict().set(*key, Value::none());
    }
}

} // namespace relata::python
