// Enum and Literal. pydantic-core: src/validators/{enum_,literal}.rs.
#include "modules/pydantic/core_schema.h"
#include "modules/pydantic/input.h"

#include "python/types/int_object.h"

#include <algorithm>

namespace relata::modules {

namespace {

class EnumSchema final : public CoreSchema {
  public:
    EnumSchema(Runtime& runtime, Type& cls, bool use_values) : m_class(cls), m_use_values(use_values) {
        for_each(runtime, Value(cls), [&](const Value& member) {
            m_values.push_back(get_attribute(runtime, member, "value"));
        });
    }
    Value validate(const Value& input, ValidationState& state) const override {
        const Value member = find_member(input, state);
        return m_use_values ? get_attribute(state.runtime, member, "value") : member;
    }
    std::string name() const override {
        const char* prefix = "enum[";
        Runtime& runtime = m_class.runtime();
        if (m_class.is_subtype_of(runtime.type(BuiltinType::int_))) prefix = "int-enum[";
        if (m_class.is_subtype_of(runtime.type(BuiltinType::str))) prefix = "str-enum[";
        return prefix + m_class.name() + "]";
    }
    bool constrain(Runtime& runtime, const Constraint& c) override {
        if (c.kind != Constraint::Kind::strict) return false;
        m_strict = truth(runtime, c.value);
        return true;
    }
    Value dump(const Value& value, DumpState& state) const override {
        if (!m_use_values && !state.runtime.type_of(value).is_subtype_of(m_class)) state.unexpected_value("enum", value);
        return dump_inferred(value, state);
    }

    Value json_schema(Runtime& runtime, JsonSchemaDefinitions& definitions) const override {
        const bool text = std::all_of(m_values.begin(), m_values.end(), [](const Value& v) { return v.as<Str>() != nullptr; });
        const Ref<Dict> schema = runtime.make_dict(), reference = runtime.make_dict();
        schema->set(*runtime.intern("enum"), Value(runtime.make_list(m_values)));
        schema->set(*runtime.intern("title"), Value(runtime.make_str(m_class.name())));
        if (text || std::all_of(m_values.begin(), m_values.end(), [](const Value& v) { return v.is_small_int(); }))
            schema->set(*runtime.intern("type"), Value(runtime.intern(text ? "string" : "integer")));
        definitions.definitions->set(*runtime.intern(m_class.name()), Value(schema));
        reference->set(*runtime.intern("$ref"), Value(runtime.make_str("#/$defs/" + m_class.name())));
        return Value(reference);
    }

  private:
    Value find_member(const Value& input, ValidationState& state) const {
        Runtime& runtime = state.runtime;
        if (&runtime.type_of(input) == &m_class) return input;
        if (state.strict_or(m_strict) && !state.json)
            fail(runtime, "is_instance_of", input, {{"class", Value(runtime.make_str(m_class.name()))}});
        state.floor_exactness(Exactness::lax);
        try {
            // An int enum takes "1" and 1.0, too.
            if (m_class.is_subtype_of(runtime.type(BuiltinType::int_)) && !python::is_int(input)) {
                ValidationState inner(runtime);
                return call(runtime, Value(m_class), {int_schema()->validate(input, inner)});
            }
            return call(runtime, Value(m_class), {input});
        } catch (const Error& error) {
            if (!runtime.matches(error, Exc::ValueError) && !runtime.matches(error, Exc::TypeError)) throw;
        } catch (const ValidationFailure&) {
        }
        fail(runtime, "enum", input, {{"expected", Value(runtime.make_str(expected_list(runtime, m_values)))}});
    }
    Type& m_class;
    bool m_use_values, m_strict = false;
    std::vector<Value> m_values;
};

class LiteralSchema final : public CoreSchema {
  public:
    LiteralSchema(Runtime& runtime, std::vector<Value> values) : m_runtime(runtime), m_values(std::move(values)) {}
    Value validate(const Value& input, ValidationState& state) const override {
        Runtime& runtime = state.runtime;
        for (const Value& v : m_values)
            if (&runtime.type_of(v) == &runtime.type_of(input) && equal(runtime, v, input)) return v;
        // A member of an enum stands for its value in JSON.
        if (state.json)
            for (const Value& v : m_values)
                if (const Value inner = enum_value(runtime, v); inner.is_set() && equal(runtime, inner, input)) return v;
        fail(runtime, "literal_error", input, {{"expected", Value(runtime.make_str(expected_list(runtime, m_values)))}});
    }
    std::string name() const override {
        std::string text;
        for (const Value& v : m_values) text += (text.empty() ? "" : ",") + repr_text(m_runtime, v);
        return "literal[" + text + "]";
    }
    Value dump(const Value& value, DumpState& state) const override {
        bool known = false;
        for (const Value& v : m_values) known = known || equal(state.runtime, v, value);
        if (!known) state.unexpected_value(name(), value);
        return dump_inferred(value, state);
    }

    Value json_schema(Runtime& runtime, JsonSchemaDefinitions&) const override {
        const bool text = std::all_of(m_values.begin(), m_values.end(), [](const Value& v) { return v.as<Str>() != nullptr; });
        if (m_values.size() == 1) return json_schema_of(runtime, text ? "string" : "integer", "const", m_values[0]);
        return json_schema_of(runtime, text ? "string" : "integer", "enum", Value(runtime.make_list(m_values)));
    }

  private:
    Runtime& m_runtime;
    std::vector<Value> m_values;
};

} // namespace

SchemaRef enum_schema(Runtime& runtime, Type& cls, bool use_values) {
    return make_ref<EnumSchema>(runtime, cls, use_values);
}
SchemaRef literal_schema(Runtime& runtime, std::vector<Value> values) {
    return make_ref<LiteralSchema>(runtime, std::move(values));
}

} // namespace relata::modules
