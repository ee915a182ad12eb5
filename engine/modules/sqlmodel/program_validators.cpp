// `@field_validator`, `@model_validator`, `@computed_field`: the program's own functions around validation.
// pydantic: functional_validators.py.
#include "modules/sqlmodel/model_methods.h"
#include "modules/sqlmodel/program_validators.h"
#include "modules/sqlmodel/validators.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::modules {

void DecoratedFunction::clear_references() { function.reset(); }

namespace {

/// What a validator function raised becomes one line of the ValidationError.
[[noreturn]] void fail_with(Runtime& runtime, Error& error, const Value& input) {
    const bool assertion = runtime.matches(error, Exc::AssertionError);
    if (!assertion && !runtime.matches(error, Exc::ValueError)) throw error;
    const Value exception = runtime.exception_object(error);
    const Ref<Dict> context = runtime.make_dict();
    context->set(*runtime.intern("error"), exception);
    fail(assertion ? "assertion_error" : "value_error",
         (assertion ? "Assertion failed, " : "Value error, ") + str_text(runtime, exception), input, Value(context));
}

bool concerns(const DecoratedFunction& f, std::string_view field) {
    return std::any_of(f.fields.begin(), f.fields.end(), [&](const std::string& n) { return n == field || n == "*"; });
}

/// The function as it is called: bound to the class.
Value bound(Runtime& runtime, const Model& model, const DecoratedFunction& f) {
    const TypeSlots& slots = runtime.type_of(f.function).slots;
    const bool wrapped = runtime.type_of(f.function).name() == "classmethod" ||
                         runtime.type_of(f.function).name() == "staticmethod";
    if (wrapped && slots.descriptor_get)
        return slots.descriptor_get(runtime, f.function, Value(), const_cast<Type&>(model.type));
    return f.function;
}

Value call_validator(Runtime& runtime, const Model& model, const DecoratedFunction& f, const Value& value) {
    try {
        const Value callable = bound(runtime, model, f);
        const bool is_bound = !callable.is(f.function);
        if (is_bound) return call(runtime, callable, {value});
        return call(runtime, callable, {Value(model.type), value});
    } catch (Error& error) {
        fail_with(runtime, error, value);
    }
}

template <class F> void each_function(const Model& model, DecoratedFunction::Role role, F&& f) {
    for (size_t i = model.type.mro().size(); i-- > 0;)
        if (const Model* m = find_model(*model.type.mro()[i]))
            for (const Ref<DecoratedFunction>& d : m->functions)
                if (d->role == role) f(*d);
}

} // namespace

void find_program_validators(Runtime&, Model& model) {
    model.type.dict().for_each([&](const Value&, const Value& value) {
        if (DecoratedFunction* f = value.is_object() ? dynamic_cast<DecoratedFunction*>(value.as_object()) : nullptr)
            model.functions.emplace_back(f);
    });
}

Value run_field_validators(Runtime& runtime, const Model& model, const ModelField& field, const Value& given,
                           const ValidationMode& mode) {
    Value value = given;
    const std::string_view name = field.name->view();
    each_function(model, DecoratedFunction::Role::field_before, [&](const DecoratedFunction& f) {
        if (concerns(f, name)) value = call_validator(runtime, model, f, value);
    });
    bool plain = false;
    each_function(model, DecoratedFunction::Role::field_plain, [&](const DecoratedFunction& f) {
        if (!concerns(f, name)) return;
        value = call_validator(runtime, model, f, value);
        plain = true;
    });
    if (!plain) value = validate(runtime, model, field.info->annotation, field.info.get(), value, mode);
    each_function(model, DecoratedFunction::Role::field_after, [&](const DecoratedFunction& f) {
        if (concerns(f, name)) value = call_validator(runtime, model, f, value);
    });
    return value;
}

Value run_model_validators_before(Runtime& runtime, const Model& model, const Value& input) {
    Value value = input;
    each_function(model, DecoratedFunction::Role::model_before, [&](const DecoratedFunction& f) {
        value = call_validator(runtime, model, f, value);
    });
    return value;
}

void run_model_validators_after(Runtime& runtime, const Model& model, const Value& object, const Value& input) {
    each_function(model, DecoratedFunction::Role::model_after, [&](const DecoratedFunction& f) {
        try {
            call(runtime, f.function, {object});
        } catch (Error& error) {
            fail_with(runtime, error, input);
        }
    });
}

} // namespace relata::modules
