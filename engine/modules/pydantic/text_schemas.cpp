// str, bytes, UUID and instances of a class. pydantic-core: src/validators/{string,bytes,uuid,is_instance}.rs.
#include "modules/pydantic/core_schema.h"
#include "modules/pydantic/input.h"

#include "python/interpreter.h"
#include "python/types/int_object.h"

namespace relata::modules {

namespace {

class StrSchema final : public CoreSchema {
  public:
    Value validate(const Value& input, ValidationState& state) const override {
        Runtime& runtime = state.runtime;
        Value value = convert(input, state);
        if (m_strip)
            value = call_method(runtime, value, "strip");
        const auto size = int64_t(value.get<Str>().length());
        if (m_min_length && size < *m_min_length)
            fail(runtime, "string_too_short", input, {{"min_length", runtime.make_int(*m_min_length)}});
        if (m_max_length && size > *m_max_length)
            fail(runtime, "string_too_long", input, {{"max_length", runtime.make_int(*m_max_length)}});
        if (m_pattern.is_set()) {
            auto& interpreter = static_cast<python::Interpreter&>(runtime);
            const Value search = interpreter.import_module("re").find(interpreter, "search");
            if (call(runtime, search, {m_pattern, value}).is_none()) {
                const Value text = m_pattern.as<Str>() ? m_pattern : get_attribute(runtime, m_pattern, "pattern");
                fail(runtime, "string_pattern_mismatch", input, {{"pattern", text}});
            }
        }
        if (m_lower) return call_method(runtime, value, "lower");
        if (m_upper) return call_method(runtime, value, "upper");
        return value;
    }
    std::string name() const override {
        const bool constrained = m_min_length || m_max_length || m_pattern.is_set() || m_strip || m_lower || m_upper;
        return constrained ? "constrained-str" : "str";
    }
    bool constrain(Runtime& runtime, const Constraint& c) override {
        using Kind = Constraint::Kind;
        switch (c.kind) {
        case Kind::strict: m_strict = truth(runtime, c.value); return true;
        case Kind::strip_whitespace: m_strip = truth(runtime, c.value); return true;
        case Kind::to_lower: m_lower = truth(runtime, c.value); return true;
        case Kind::to_upper: m_upper = truth(runtime, c.value); return true;
        case Kind::coerce_numbers_to_str: m_coerce_numbers = truth(runtime, c.value); return true;
        case Kind::pattern: m_pattern = c.value; return true;
        case Kind::min_length: m_min_length = as_index(runtime, c.value); return true;
        case Kind::max_length: m_max_length = as_index(runtime, c.value); return true;
        default: return false;
        }
    }
    Value dump(const Value& value, DumpState& state) const override {
        if (!value.as<Str>()) state.unexpected_value("str", value);
        return dump_inferred(value, state);
    }

  private:
    Value convert(const Value& input, ValidationState& state) const {
        Runtime& runtime = state.runtime;
        if (input.as<Str>()) {
            if (&runtime.type_of(input) == &runtime.type(BuiltinType::str)) return input;
            state.floor_exactness(Exactness::strict);
            return plain_str(runtime, input);
        }
        if (!state.strict_or(m_strict)) {
            state.floor_exactness(Exactness::lax);
            if (input.as<Bytes>()) {
                try {
                    return call_method(runtime, input, "decode");
                } catch (const Error& error) {
                    if (!runtime.matches(error, Exc::UnicodeDecodeError)) throw;
                }
                fail(runtime, "string_unicode", input);
            }
            if (m_coerce_numbers && !input.is_bool() &&
                (python::is_int(input) || input.as<Float>() || is_kind_of(runtime, input, "decimal", "Decimal")))
                return Value(str(runtime, input));
            if (const Value value = enum_value(runtime, input); value.is_set()) return Value(str(runtime, value));
        }
        fail(runtime, "string_type", input);
    }
    bool m_strict = false, m_strip = false, m_lower = false, m_upper = false, m_coerce_numbers = false;
    std::optional<int64_t> m_min_length, m_max_length;
    Value m_pattern;
};

class BytesSchema final : public CoreSchema {
  public:
    Value validate(const Value& input, ValidationState& state) const override {
        Runtime& runtime = state.runtime;
        Value value = input;
        if (!input.as<Bytes>()) {
            if (!input.as<Str>() || (state.strict_or(m_strict) && !state.json)) fail(runtime, "bytes_type", input);
            state.floor_exactness(Exactness::lax);
            value = call_method(runtime, input, "encode");
        }
        const auto size = int64_t(value.get<Bytes>().view().size());
        if (m_min_length && size < *m_min_length)
            fail(runtime, "bytes_too_short", input, {{"min_length", runtime.make_int(*m_min_length)}});
        if (m_max_length && size > *m_max_length)
            fail(runtime, "bytes_too_long", input, {{"max_length", runtime.make_int(*m_max_length)}});
        return value;
    }
    std::string name() const override { return m_min_length || m_max_length ? "constrained-bytes" : "bytes"; }
    bool constrain(Runtime& runtime, const Constraint& c) override {
        switch (c.kind) {
        case Constraint::Kind::strict: m_strict = truth(runtime, c.value); return true;
        case Constraint::Kind::min_length: m_min_length = as_index(runtime, c.value); return true;
        case Constraint::Kind::max_length: m_max_length = as_index(runtime, c.value); return true;
        default: return false;
        }
    }
    Value dump(const Value& value, DumpState& state) const override {
        if (!value.as<Bytes>()) state.unexpected_value("bytes", value);
        return dump_inferred(value, state);
    }

  private:
    bool m_strict = false;
    std::optional<int64_t> m_min_length, m_max_length;
};

/// What is wrong with the text of a UUID. Rust: uuid::Error.
std::string uuid_problem(std::string_view text) {
    size_t start = 0, hyphens = 0, group = 0, digits = 0;
    std::string_view body = text;
    if (body.starts_with("urn:uuid:")) body.remove_prefix(start = 9);
    else if (body.starts_with('{') && body.ends_with('}') && body.size() > 1) body = body.substr(start = 1, body.size() - 2);
    static constexpr size_t expected[] = {8, 4, 4, 4, 12};
    std::string length_problem;
    for (size_t i = 0; i < body.size(); ++i) {
        const auto c = static_cast<unsigned char>(body[i]);
        if (c == '-') {
            if (hyphens < 4 && group != expected[hyphens] && length_problem.empty())
                length_problem = "invalid group length in group " + std::to_string(hyphens) + ": expected " +
                                 std::to_string(expected[hyphens]) + ", found " + std::to_string(group);
            ++hyphens;
            group = 0;
        } else if (std::isxdigit(c)) {
            ++group;
            ++digits;
        } else {
            size_t end = i + 1;
            while (end < body.size() && (static_cast<unsigned char>(body[end]) & 0xC0) == 0x80) ++end;
            return "invalid character: expected an optional prefix of `urn:uuid:` followed by [0-9a-fA-F-], found `" +
                   std::string(body.substr(i, end - i)) + "` at " + std::to_string(start + i + 1);
        }
    }
    if (hyphens == 0)
        return "invalid length: expected length 32 for simple format, found " + std::to_string(digits);
    if (hyphens != 4) return "invalid group count: expected 5, found " + std::to_string(hyphens + 1);
    if (!length_problem.empty()) return length_problem;
    return "invalid group length in group 4: expected 12, found " + std::to_string(group);
}

class UuidSchema final : public CoreSchema {
  public:
    explicit UuidSchema(Type& cls) : m_class(cls) {}
    Value validate(const Value& input, ValidationState& state) const override {
        Runtime& runtime = state.runtime;
        if (runtime.type_of(input).is_subtype_of(m_class)) return input;
        if (state.strict_or(m_strict) && !state.json)
            fail(runtime, "is_instance_of", input, {{"class", Value(runtime.make_str("UUID"))}});
        state.floor_exactness(Exactness::lax);
        if (!input.as<Str>() && !input.as<Bytes>()) fail(runtime, "uuid_type", input);
        try {
            if (input.as<Str>()) return call(runtime, Value(m_class), {input});
            const std::vector<Value> values{input};
            const Ref<Tuple> names = runtime.make_tuple({Value(runtime.intern("bytes"))});
            return call(runtime, Value(m_class), Args{values, names.get()});
        } catch (const Error& error) {
            if (!runtime.matches(error, Exc::ValueError)) throw;
        }
        fail(runtime, "uuid_parsing", input, {{"error", Value(runtime.make_str(uuid_problem(*input_text(input))))}});
    }
    std::string name() const override { return "uuid"; }
    bool constrain(Runtime& runtime, const Constraint& c) override {
        if (c.kind != Constraint::Kind::strict) return false;
        m_strict = truth(runtime, c.value);
        return true;
    }
    Value dump(const Value& value, DumpState& state) const override {
        if (!is_kind_of(state.runtime, value, "uuid", "UUID")) state.unexpected_value("uuid", value);
        return dump_inferred(value, state);
    }

  private:
    Type& m_class;
    bool m_strict = false;
};

class InstanceSchema final : public CoreSchema {
  public:
    InstanceSchema(Value cls, bool of_classes) : m_class(std::move(cls)), m_of_classes(of_classes) {}
    Value validate(const Value& input, ValidationState& state) const override {
        Runtime& runtime = state.runtime;
        const bool fits = m_of_classes ? input.as<Type>() && is_subclass(runtime, input, m_class)
                                       : is_instance(runtime, input, m_class);
        if (!fits) fail(runtime, m_of_classes ? "is_subclass_of" : "is_instance_of", input,
                        {{"class", get_attribute(runtime, m_class, "__name__")}});
        return input;
    }
    std::string name() const override {
        const Type* cls = m_class.as<Type>();
        return std::string(m_of_classes ? "is-subclass[" : "is-instance[") + (cls ? cls->name() : "") + "]";
    }

  private:
    Value m_class;
    bool m_of_classes;
};

} // namespace

SchemaRef str_schema() { return make_ref<StrSchema>(); }
SchemaRef bytes_schema() { return make_ref<BytesSchema>(); }
SchemaRef uuid_schema(Type& cls) { return make_ref<UuidSchema>(cls); }
SchemaRef instance_schema(const Value& cls) { return make_ref<InstanceSchema>(cls, false); }
SchemaRef subclass_schema(const Value& cls) { return make_ref<InstanceSchema>(cls, true); }

} // namespace relata::modules
