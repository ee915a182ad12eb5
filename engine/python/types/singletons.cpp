// The types of None, NotImplemented and Ellipsis.
#include "python/arguments.h"
#include "python/type_builder.h"
#include "python/types/builtin_types.h"

namespace relata::python {

namespace {

template <Value (*Singleton)()>
Value singleton_new(Runtime&, Type& type, Args args) {
    if (!args.values.empty()) throw Error(Exc::TypeError, type.name() + " takes no arguments");
    return Singleton();
}

template <Value (*Singleton)()>
TypeBuilder singleton(Runtime& runtime, BuiltinType which, const char* name) {
    TypeBuilder b(runtime, name);
    runtime.set_type(which, b.type());
    b.slots().new_ = singleton_new<Singleton>;
    b.flag(Type::final_type);
    return b;
}

} // namespace

void make_singleton_types(Runtime& runtime) {
    TypeBuilder none = singleton<Value::none>(runtime, BuiltinType::none_type, "NoneType");
    none.slots().repr = [](Runtime& r, const Value&) -> Value { return r.intern("None"); };
    none.slots().truth = [](Runtime&, const Value&) { return false; };
    none.finish();
    TypeBuilder other =
        singleton<Value::not_implemented>(runtime, BuiltinType::not_implemented_type, "NotImplementedType");
    other.slots().repr = [](Runtime& r, const Value&) -> Value { return r.intern("NotImplemented"); };
    other.finish();
    TypeBuilder dots = singleton<Value::ellipsis>(runtime, BuiltinType::ellipsis, "ellipsis");
    dots.slots().repr = [](Runtime& r, const Value&) -> Value { return r.intern("Ellipsis"); };
    dots.finish();
}

} // namespace relata::python
