// Schemas that call a function of the program: before, after, around and instead of another schema.
// pydantic-core: src/validators/function.rs.
#include "modules/pydantic/functions.h"
#include "modules/pydantic/validation_error.h"

#include "python/arguments.h"
#include "python/function.h"
#include "python/type_builder.h"

namespace relata::modules {

namespace {

/// `handler` of a wrap validator: validates what it is called with.
class ValidatorCallable final : public Object {
  public:
    ValidatorCallable(Type& type, const CoreSchema& its_schema, ValidationState& its_state)
        : Object(type), schema(&its_schema), state(&its_state) {}
    const CoreSchema* schema;
    ValidationState* state; ///< null: the validation is over
};

Value call_handler(Runtime& runtime, const Value& self, Args args) {
    auto& handler = self.get<ValidatorCallable>();
    const std::span<const Value> given = python::expect_positional("ValidatorCallable.__call__", args, 1, 2);
    if (!handler.state) throw Error(Exc::RuntimeError, "the handler was called after its validation had ended");
    try {
        return handler.schema->validate(given[0], *handler.state);
    } catch (ValidationFailure& failure) {
        if (given.size() == 2 && !given[1].is_none()) {
            ValidationFailure located;
            located.append(std::move(failure), given[1]);
            failure = std::move(located);
        }
        throw_validation_error(runtime, "ValidatorCallable", failure, handler.state->json);
    }
}

class FunctionSchema final : public CoreSchema {
  public:
    FunctionSchema(Runtime& runtime, FunctionMode mode, SchemaRef inner, Value function, std::string field_name)
        : m_mode(mode), m_inner(std::move(inner)), m_function(std::move(function)), m_field_name(std::move(field_name)) {
        const std::optional<size_t> count = required_positional(runtime, m_function);
        m_takes_info = count && *count == (mode == FunctionMode::wrap ? 3 : 2);
        const Value text = find_attribute(runtime, m_function, "__qualname__");
        m_function_name = text.is_set() && text.as<Str>() ? std::string(text.get<Str>().view()) : "function";
    }
    Value validate(const Value& input, ValidationState& state) const override {
        switch (m_mode) {
        case FunctionMode::before: return m_inner->validate(run(input, input, state), state);
        case FunctionMode::after: return run(m_inner->validate(input, state), input, state);
        case FunctionMode::plain: return run(input, input, state);
        case FunctionMode::wrap: break;
        }
        Runtime& runtime = state.runtime;
        const Ref<ValidatorCallable> handler =
            runtime.make<ValidatorCallable>(runtime.type_for<ValidatorCallable>(), *m_inner, state);
        struct Ends {
            ValidatorCallable& h;
            ~Ends() { h.state = nullptr; }
        } ends{*handler};
        return run(input, input, state, Value(handler));
    }
    std::string name() const override {
        static constexpr const char* words[] = {"before", "after", "wrap", "plain"};
        return std::string("function-") + words[size_t(m_mode)] + "[" + m_function_name + "()" +
               (m_inner && m_mode != FunctionMode::wrap ? ", " + m_inner->name() : "") + "]";
    }
    Value dump(const Value& value, DumpState& state) const override {
        return m_inner ? m_inner->dump(value, state) : dump_inferred(value, state);
    }
    const CoreSchema* inner() const override { return m_inner.get(); }
    Value json_schema(Runtime& runtime, JsonSchemaDefinitions& definitions) const override {
        return m_inner ? m_inner->json_schema(runtime, definitions) : Value(runtime.make_dict());
    }

  private:
    Value run(const Value& value, const Value& input, ValidationState& state, Value handler = {}) const {
        Runtime& runtime = state.runtime;
        try {
            std::vector<Value> arguments{value};
            if (handler.is_set()) arguments.push_back(handler);
            if (m_takes_info) {
                if (!state.field_name && !m_field_name.empty()) {
                    ValidationState named = state;
                    named.field_name = runtime.intern(m_field_name);
                    arguments.push_back(validation_info(named));
                } else {
                    arguments.push_back(validation_info(state));
                }
            }
            return call(runtime, m_function, Args{arguments});
        } catch (Error& error) {
            convert_error(runtime, error, input);
        }
    }
    FunctionMode m_mode;
    SchemaRef m_inner; ///< null for a plain function
    Value m_function;
    std::string m_field_name, m_function_name;
    bool m_takes_info = false;
};

} // namespace

SchemaRef function_schema(Runtime& runtime, FunctionMode mode, SchemaRef inner, Value function, std::string field_name) {
    if (!runtime.has_type_for<ValidatorCallable>()) {
        python::TypeBuilder builder(runtime, "ValidatorCallable", "pydantic_core._pydantic_core");
        builder.slots().call = call_handler;
        runtime.set_type_for<ValidatorCallable>(builder.finish());
    }
    return make_ref<FunctionSchema>(runtime, mode, std::move(inner), std::move(function), std::move(field_name));
}

std::optional<size_t> required_positional(Runtime& runtime, const Value& function) {
    size_t bound = 0;
    Value callable = function;
    if (const auto* method = callable.as<python::Method>()) {
        callable = method->function;
        bound = 1;
    }
    const auto* f = callable.as<python::Function>();
    if (!f && callable.is_object() && !callable.as<Type>()) // an object with __call__
        if (const Value* own = runtime.type_of(callable).lookup(*runtime.intern("__call__")); own && own->as<python::Function>()) {
            f = own->as<python::Function>();
            bound = 1;
        }
    if (!f) return {};
    const size_t all = f->code->argument_count, defaults = f->defaults ? f->defaults->size() : 0;
    if (all <= bound) return 0;
    return std::max<size_t>(all > defaults ? all - defaults : 0, bound + 1) - bound; // the first one counts always
}

std::string first_parameter(const Value& function) {
    const auto* f = function.as<python::Function>();
    return f && f->code->argument_count > 0 ? std::string(f->code->varnames[0]->view()) : std::string();
}

void convert_error(Runtime& runtime, Error& error, const Value& input) {
    const bool assertion = runtime.matches(error, Exc::AssertionError);
    if (!assertion && !runtime.matches(error, Exc::ValueError)) throw error;
    const Value exception = runtime.exception_object(error);
    const Type& type = runtime.type_of(exception);
    if (type.is_subtype_of(runtime.exception_type(Exc::ValidationError))) throw errors_of(runtime, exception);
    const Value custom_type = find_attribute(runtime, exception, "__pydantic_error_type__");
    if (custom_type.is_set()) { // PydanticCustomError, PydanticKnownError
        LineError line{{}, str_text(runtime, custom_type), input, {}};
        const Value context = get_attribute(runtime, exception, "context");
        if (const Dict* given = context.as<Dict>()) {
            line.context = runtime.make_dict();
            given->for_each([&](const Value& k, const Value& v) { line.context->set(runtime, k, v); });
        }
        if (const Value text = find_attribute(runtime, exception, "message_template"); text.is_set())
            line.message_template = str_text(runtime, text);
        throw ValidationFailure(std::move(line));
    }
    fail(runtime, assertion ? "assertion_error" : "value_error", input, {{"error", exception}});
}

} // namespace relata::modules
