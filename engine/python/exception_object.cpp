#include "python/exception_object.h"

#include "python/code.h"
#include "python/evaluation.h"
#include "support/protocol.h"

namespace relata::python {

int Traceback::line() const {
    return m_code.get<Code>().position(uint32_t(m_instruction)).line;
}

void ExceptionObject::clear_references() {
    args.reset();
    for (Value* v : {&cause, &context, &traceback})
        v->reset();
    Instance::clear_references();
}

Ref<ExceptionObject> make_exception(Runtime& runtime, Type& cls, std::span<const Value> args) {
    const Value made = call(runtime, Value(cls), Args{args});
    if (auto* object = made.as<ExceptionObject>()) return Ref<ExceptionObject>(object);
    throw Error(Exc::TypeError, "calling " + repr_text(runtime, Value(cls)) +
                                    " should have returned an instance of BaseException, not " +
                                    runtime.type_of(made).name());
}

Ref<ExceptionObject> make_exception(Runtime& runtime, Exc cls, const std::string& message) {
    Ref<ExceptionObject> made = runtime.make<ExceptionObject>(runtime.exception_type(cls));
    made->args = message.empty() ? runtime.make_tuple(size_t(0))
                                 : runtime.make_tuple({Value(runtime.make_str(message))});
    return made;
}

Value Interpreter::exception_object(Error& error) {
    if (error.exception().is_set()) return error.exception();
    Type& cls = exception_type(error.exception_class());
    Ref<ExceptionObject> made = make<ExceptionObject>(cls);
    if (!error.args().empty())
        made->args = make_tuple(std::span<const Value>(error.args()));
    else if (!error.message().empty())
        made->args = make_tuple({Value(make_str(error.message()))});
    else
        made->args = make_tuple(size_t(0));
    for (const auto& [name, value] : error.attributes()) {
        Ref<Str> key = intern(name);
        made->set_slot(size_t(cls.add_slot(*key)), value);
    }
    if (error.cause().is_set()) {
        made->suppress_context = true;
        if (!error.cause().is_none()) made->cause = error.cause();
    }
    chain_context(*this, Value(made));
    error.set_exception(made);
    return made;
}

Value exception_to_raise(Runtime& runtime, const Value& value) {
    if (value.as<ExceptionObject>()) return value;
    if (Type* type = value.as<Type>(); type && type->has(Type::exception_class))
        return make_exception(runtime, *type, {});
    throw Error(Exc::TypeError, "exceptions must derive from BaseException");
}

Value exception_cause(Runtime& runtime, const Value& value) {
    if (value.as<ExceptionObject>()) return value;
    if (Type* type = value.as<Type>(); type && type->has(Type::exception_class))
        return make_exception(runtime, *type, {});
    throw Error(Exc::TypeError, "exception causes must derive from BaseException");
}

// CPython: _PyErr_SetObject
void chain_context(Runtime& runtime, const Value& exception) {
    const Value handled = interpreter_of(runtime).execution().handled->innermost();
    if (!handled.is_set() || handled.is(exception)) return;
    // `exception` may stand further down in the chain of what is being handled: cut it out there.
    uint64_t links = 0;
    for (ExceptionObject* o = &handled.get<ExceptionObject>(); o->context.is_set(); ++links) {
        if (o->context.is(exception)) {
            o->context.reset();
            break;
        }
        o = &o->context.get<ExceptionObject>();
    }
    exception.get<ExceptionObject>().context = handled;
    runtime.count_steps(links);
}

std::string exception_type_name(const Type& type) {
    if (type.module() == "builtins" || type.module() == "__main__") return type.qualified_name();
    return type.module() + "." + type.qualified_name();
}

std::string exception_message(Runtime& runtime, const Value& exception) {
    try {
        return str_text(runtime, exception);
    } catch (const Error&) {
        return "<exception str() failed>";
    }
}

} // namespace relata::python
