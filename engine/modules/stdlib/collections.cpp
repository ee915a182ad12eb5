// The collections module: defaultdict and deque here, the rest in frozen/collections.py. CPython: Modules/_collectionsmodule.c.
#include "modules/stdlib/collections.h"

#include "modules/stdlib/frozen.h"
#include "modules/stdlib/stdlib.h"
#include "python/expect.h"
#include "python/arguments.h"
#include "python/type_builder.h"
#include "python/types/dict_type.h"
#include "python/types/generic_alias.h"
#include "python/types/repr_guard.h"
#include "support/protocol.h"

namespace relata::modules {

namespace {

class DefaultDict final : public Dict {
  public:
    explicit DefaultDict(Type& type) : Dict(type) {}
    void clear_references() override {
        Dict::clear_references();
        factory.reset();
    }
    Value factory = Value::none();
};

Value missing(Runtime& runtime, const Value& self, const Value& key) {
    auto& dict = self.get<DefaultDict>();
    if (dict.factory.is_none()) throw Error(Exc::KeyError, std::vector<Value>{key});
    const Value factory = dict.factory;
    Value made = call(runtime, factory);
    dict.set(runtime, key, made);
    return made;
}

Value copy(Runtime& runtime, const Value& self, Args) {
    auto& dict = self.get<DefaultDict>();
    const Ref<DefaultDict> made = runtime.make<DefaultDict>(dict.type());
    made->factory = dict.factory;
    python::update_dict(runtime, *made, self);
    return made;
}

Type& make_default_dict(Runtime& runtime) {
    Type& base = runtime.type(BuiltinType::dict);
    python::TypeBuilder b(runtime, "defaultdict", "collections", {&base});
    TypeSlots& s = b.slots();
    s.new_ = [](Runtime& r, Type& type, Args) -> Value { return r.make<DefaultDict>(type); };
    s.init = [](Runtime& r, const Value& self, Args a) {
        Args rest = a;
        if (a.positional_count() > 0) {
            const Value& factory = a.values[0];
            if (!factory.is_none() && !is_callable(r, factory))
                throw Error(Exc::TypeError, "first argument must be callable or None");
            self.get<DefaultDict>().factory = factory;
            rest.values = a.values.subspan(1);
        }
        r.type(BuiltinType::dict).slots.init(r, self, rest);
    };
    s.get_item = [](Runtime& r, const Value& self, const Value& key) {
        if (const Value* found = self.get<Dict>().find(r, key)) return *found;
        // A subclass may have a __missing__ of its own.
        if (r.type_of(self).has(Type::heap_type)) return call_method(r, self, "__missing__", {key});
        return missing(r, self, key);
    };
    s.repr = [](Runtime& r, const Value& self) -> Value {
        const python::ReprGuard guard(r, self.get<DefaultDict>().factory);
        const std::string factory = guard.is_recursive() ? "..." : repr_text(r, self.get<DefaultDict>().factory);
        const Value items = r.type(BuiltinType::dict).slots.repr(r, self);
        return r.make_str(r.type_of(self).name() + "(" + factory + ", " + std::string(items.get<Str>().view()) + ")");
    };
    s.binary[size_t(BinaryOp::bit_or)] = [](Runtime& r, const Value& self, const Value& other) -> Value {
        if (!self.as<Dict>() || !other.as<Dict>()) return Value::not_implemented();
        const Value made = copy(r, self, {});
        python::update_dict(r, made.get<Dict>(), other);
        return made;
    };
    b.method("__missing__", [](Runtime& r, const Value& self, Args a) {
        return missing(r, self, python::expect_one_argument("defaultdict.__missing__", a));
    });
    b.method("copy", copy).method("__copy__", copy);
    b.method("__reduce__", [](Runtime& r, const Value& self, Args) -> Value {
        return r.make_tuple({Value(r.type_of(self)), Value(r.make_tuple({self.get<DefaultDict>().factory}))});
    });
    b.property(
        "default_factory", [](Runtime&, const Value& self) { return self.get<DefaultDict>().factory; },
        [](Runtime&, const Value& self, const Value& value) {
            self.get<DefaultDict>().factory = value.is_set() ? value : Value::none();
        });
    b.class_method("__class_getitem__", [](Runtime& r, const Value& self, Args args) -> Value {
        return python::make_generic_alias(r, self, python::expect_one_argument("__class_getitem__", args));
    });
    return b.finish();
}

/// A field of a namedtuple.
class TupleGetter final : public Object {
  public:
    TupleGetter(Type& type, int64_t its_index, Value its_doc) : Object(type), index(size_t(its_index)), doc(std::move(its_doc)) {}
    const size_t index;
    const Value doc;
};

Type& make_tuple_getter(Runtime& runtime) {
    python::TypeBuilder b(runtime, "_tuplegetter", "collections");
    TypeSlots& s = b.slots();
    s.new_ = [](Runtime& r, Type& type, Args a) -> Value {
        const auto args = python::expect_positional("_tuplegetter", a, 2, 2);
        return r.make<TupleGetter>(type, as_index(r, args[0]), args[1]);
    };
    s.descriptor_get = [](Runtime& r, const Value& self, const Value& instance, Type&) -> Value {
        if (!instance.is_set()) return self;
        const auto& getter = self.get<TupleGetter>();
        const Tuple* tuple = instance.as<Tuple>();
        if (!tuple)
            throw Error(Exc::TypeError, "descriptor for index '" + std::to_string(getter.index) +
                                            "' for tuple subclasses doesn't apply to '" + r.type_of(instance).name() +
                                            "' object");
        if (getter.index >= tuple->size()) throw Error(Exc::IndexError, "tuple index out of range");
        return (*tuple)[getter.index];
    };
    s.descriptor_set = [](Runtime&, const Value&, const Value&, const Value& value) {
        throw Error(Exc::AttributeError, value.is_set() ? "can't set attribute" : "can't delete attribute");
    };
    b.property("__doc__", [](Runtime&, const Value& self) { return self.get<TupleGetter>().doc; });
    return b.finish();
}

/// `_count_elements(mapping, iterable)`: what Counter counts with.
Value count_elements(Runtime& runtime, const Value&, Args a) {
    const auto args = python::expect_positional("_count_elements", a, 2, 2);
    auto& counts = python::expect_object<Dict>(runtime, "_count_elements", args[0], "dict");
    for_each(runtime, args[1], [&](const Value& item) {
        const Value* found = counts.find(runtime, item);
        const Value before = found ? *found : Value::small_int(0);
        counts.set(runtime, item, binary_op(runtime, BinaryOp::add, before, Value::small_int(1)));
    });
    return Value::none();
}

void init_collections(python::Interpreter& interpreter, python::Module& module) {
    module.set("deque", make_deque_type(interpreter));
    module.set("defaultdict", make_default_dict(interpreter));
    module.set("_tuplegetter", make_tuple_getter(interpreter));
    module.set("_count_elements", python::make_function(interpreter, "_count_elements", count_elements, "collections"));
    run_frozen(interpreter, module, "collections");
}

} // namespace

void register_collections(python::Interpreter& interpreter) { interpreter.register_module("collections", init_collections); }

} // namespace relata::modules
