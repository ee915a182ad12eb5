// Weak references; the weak collections are in frozen/weakref.py. CPython: Objects/weakrefobject.c, Lib/weakref.py.
#include "modules/stdlib/frozen.h"
#include "modules/stdlib/stdlib.h"
#include "python/arguments.h"
#include "python/type_builder.h"
#include "python/types/generic_alias.h"
#include "support/protocol.h"
#include "support/run_stopped.h"

namespace relata::modules {

namespace {

/// Refers to an object without keeping it alive; cleared when the object dies, before `callback` is called.
class WeakReference final : public Container {
  public:
    WeakReference(Type& type, Object& object, Value its_callback) : Container(type), callback(std::move(its_callback)), m_object(&object) {
        m_token = type.runtime().on_death(object, [this] { died(); });
    }
    ~WeakReference() override {
        if (m_object && !type().runtime().is_ending()) type().runtime().forget(*m_object, m_token);
    }
    void clear_references() override { callback.reset(); }
    Value target() const { return m_object ? Value(*m_object) : Value::none(); }
    Object* object() const { return m_object; }
    Value callback;
    int64_t hash = 0; ///< of the object, once asked for; 0: not yet

  private:
    void died() {
        m_object = nullptr;
        Runtime& runtime = type().runtime();
        if (!callback.is_set() || callback.is_none() || runtime.is_ending()) return;
        const Value self(*this), function = callback;
        try {
            call(runtime, function, {self});
        } catch (Error& error) {
            runtime.report_unraisable(error, function);
        } catch (const RunStopped&) {
            runtime.cancel(); // an object's death may not throw: the loop sees it at its next check
        }
    }
    Object* m_object;
    uint64_t m_token = 0;
};

WeakReference& reference(const Value& v) { return v.get<WeakReference>(); }

Value new_reference(Runtime& runtime, Type& type, Args a) {
    const auto args = python::expect_positional("ref", a, 1, 2);
    const bool plain = args[0].is_object() && (args[0].as<Str>() || args[0].as<Tuple>() || args[0].as<Float>() || args[0].as<Bytes>() ||
                                               (args[0].as<List>() && &runtime.type_of(args[0]) == &runtime.type(BuiltinType::list)) ||
                                               (args[0].as<Dict>() && &runtime.type_of(args[0]) == &runtime.type(BuiltinType::dict)));
    if (!args[0].is_object() || plain)
        throw Error(Exc::TypeError, "cannot create weak reference to '" + python::type_name(runtime, args[0]) + "' object");
    return runtime.make<WeakReference>(type, *args[0].as_object(), args.size() > 1 ? args[1] : Value::none());
}

void init_weakref(python::Interpreter& interpreter, python::Module& module) {
    Runtime& runtime = interpreter;
    python::TypeBuilder builder(runtime, "ReferenceType", "weakref");
    TypeSlots& s = builder.slots();
    s.new_ = new_reference;
    s.init = [](Runtime&, const Value&, Args) {};
    s.call = [](Runtime&, const Value& self, Args) { return reference(self).target(); };
    s.hash = [](Runtime& r, const Value& self) {
        WeakReference& ref = reference(self);
        if (ref.hash == 0) {
            if (!ref.object()) throw Error(Exc::TypeError, "weak object has gone away");
            ref.hash = hash(r, ref.target());
        }
        return ref.hash;
    };
    s.compare = [](Runtime& r, const Value& a, const Value& b, CompareOp op) {
        if (!b.as<WeakReference>() || (op != CompareOp::eq && op != CompareOp::ne)) return Value::not_implemented();
        if (!reference(a).object() || !reference(b).object()) return Value::boolean(a.is(b) == (op == CompareOp::eq));
        return compare(r, reference(a).target(), reference(b).target(), op);
    };
    s.repr = [](Runtime& r, const Value& self) -> Value {
        char at[32];
        std::snprintf(at, sizeof at, "0x%012lx", static_cast<unsigned long>(self.bits()));
        const WeakReference& ref = reference(self);
        if (!ref.object()) return r.make_str(std::string("<weakref at ") + at + "; dead>");
        char to[32];
        std::snprintf(to, sizeof to, "0x%012lx", static_cast<unsigned long>(ref.target().bits()));
        return r.make_str(std::string("<weakref at ") + at + "; to '" + r.type_of(ref.target()).name() + "' at " + to + ">");
    };
    builder.property("__callback__", [](Runtime&, const Value& self) { return reference(self).callback; });
    builder.class_method("__class_getitem__", [](Runtime& r, const Value& self, Args a) -> Value {
        return python::make_generic_alias(r, self, python::expect_one_argument("__class_getitem__", a));
    });
    Type& type = builder.finish();
    module.set("ref", type);
    module.set("ReferenceType", type);
    run_frozen(interpreter, module, "weakref");
}

} // namespace

void register_weakref(python::Interpreter& interpreter) { interpreter.register_module("weakref", init_weakref); }

} // namespace relata::modules
