// Optional, Union and unions with a discriminator. pydantic-core: src/validators/{nullable,union}.rs.
#include "modules/pydantic/core_schema.h"
#include "modules/pydantic/input.h"
#include "modules/pydantic/model_fields.h"

namespace relata::modules {

namespace {

class NullableSchema final : public CoreSchema {
  public:
    explicit NullableSchema(SchemaRef inner) : m_inner(std::move(inner)) {}
    Value validate(const Value& input, ValidationState& state) const override {
        return input.is_none() ? input : m_inner->validate(input, state);
    }
    std::string name() const override { return "nullable[" + m_inner->name() + "]"; }
    Value dump(const Value& value, DumpState& state) const override {
        return value.is_none() ? value : m_inner->dump(value, state);
    }
    /// The constraints of an optional field are those of its value.
    bool constrain(Runtime& runtime, const Constraint& c) override {
        m_inner = apply_constraint(runtime, m_inner, c);
        return true;
    }
    const CoreSchema* inner() const override { return m_inner.get(); }
    Value json_schema(Runtime& runtime, JsonSchemaDefinitions& definitions) const override {
        const Value made = m_inner->json_schema(runtime, definitions);
        const Value* choices = made.get<Dict>().find("anyOf"); // of a union: one list holds them all
        std::vector<Value> all = choices ? to_vector(runtime, *choices) : std::vector<Value>{made};
        all.push_back(json_schema_of(runtime, "null"));
        const Ref<Dict> schema = runtime.make_dict();
        schema->set(*runtime.intern("anyOf"), Value(runtime.make_list(std::move(all))));
        return Value(schema);
    }

  private:
    SchemaRef m_inner;
};

/// Dumps by the first choice that the value fits.
Value dump_choice(const std::vector<SchemaRef>& choices, const std::string& name, const Value& value, DumpState& state) {
    for (const SchemaRef& choice : choices) {
        DumpState trial = state;
        trial.checking = true;
        try {
            return choice->dump(value, trial);
        } catch (const DumpState::UnexpectedValue&) {
        }
    }
    if (state.checking) throw DumpState::UnexpectedValue{};
    (void)name;
    for (const SchemaRef& choice : choices) { // every choice says why not
        DumpState said = state;
        (void)choice->dump(value, said);
    }
    return dump_inferred(value, state);
}

class UnionSchema final : public CoreSchema {
  public:
    UnionSchema(std::vector<SchemaRef> choices, bool left_to_right)
        : m_choices(std::move(choices)), m_left_to_right(left_to_right) {}
    Value validate(const Value& input, ValidationState& state) const override {
        return m_left_to_right ? first(input, state) : best(input, state);
    }
    std::string name() const override {
        std::string text;
        for (const SchemaRef& c : m_choices) text += (text.empty() ? "" : ",") + c->name();
        return "union[" + text + "]";
    }
    Value dump(const Value& value, DumpState& state) const override { return dump_choice(m_choices, name(), value, state); }
    Value json_schema(Runtime& runtime, JsonSchemaDefinitions& definitions) const override {
        std::vector<Value> all;
        for (const SchemaRef& c : m_choices) all.push_back(c->json_schema(runtime, definitions));
        const Ref<Dict> schema = runtime.make_dict();
        schema->set(*runtime.intern("anyOf"), Value(runtime.make_list(std::move(all))));
        return Value(schema);
    }

  private:
    void add(ValidationFailure& all, ValidationFailure&& part, const CoreSchema& choice, Runtime& runtime) const {
        all.append(std::move(part), Value(runtime.make_str(choice.name())));
    }
    Value first(const Value& input, ValidationState& state) const {
        ValidationFailure failure;
        for (const SchemaRef& choice : m_choices) {
            try {
                return choice->validate(input, state);
            } catch (ValidationFailure& part) {
                add(failure, std::move(part), *choice, state.runtime);
            }
        }
        throw failure;
    }
    /// What needs the least conversion wins; among models, the one that finds the most of its fields.
    Value best(const Value& input, ValidationState& state) const {
        struct Match {
            Value value;
            Exactness exactness;
            std::optional<size_t> fields_set;
        };
        std::optional<Match> match;
        ValidationFailure failure;
        const std::optional<Exactness> exactness = state.exactness;
        const std::optional<size_t> count = state.fields_set_count;
        for (const SchemaRef& choice : m_choices) {
            state.exactness = Exactness::exact;
            state.fields_set_count.reset();
            try {
                Match found{choice->validate(input, state), state.exactness.value_or(Exactness::lax), state.fields_set_count};
                const bool done = found.exactness == Exactness::exact && !found.fields_set;
                bool better = !match || match->exactness < found.exactness;
                if (match && match->fields_set && found.fields_set && *match->fields_set != *found.fields_set)
                    better = *match->fields_set < *found.fields_set;
                if (done || better) match = std::move(found);
                if (done) break;
            } catch (ValidationFailure& part) {
                if (!match) add(failure, std::move(part), *choice, state.runtime);
            }
        }
        state.exactness = exactness;
        state.fields_set_count = count;
        if (!match) throw failure;
        state.floor_exactness(match->exactness);
        if (match->fields_set) state.fields_set_count = state.fields_set_count.value_or(0) + *match->fields_set;
        return match->value;
    }
    std::vector<SchemaRef> m_choices;
    bool m_left_to_right;
};

class TaggedUnionSchema final : public CoreSchema {
  public:
    TaggedUnionSchema(Runtime& runtime, std::string discriminator, std::vector<SchemaRef> choices)
        : m_runtime(runtime), m_discriminator(std::move(discriminator)), m_choices(std::move(choices)) {
        for (const SchemaRef& choice : m_choices)
            for (const Value& tag : discriminator_values(runtime, *choice, m_discriminator)) {
                m_tags.push_back(tag);
                m_choice_of_tag.push_back(choice.get());
            }
    }
    Value validate(const Value& input, ValidationState& state) const override {
        Runtime& runtime = state.runtime;
        const Value shown(runtime.make_str("'" + m_discriminator + "'"));
        Value tag;
        if (const Dict* dict = input.as<Dict>()) {
            if (const Value* found = dict->find(m_discriminator)) tag = *found;
        } else if (input.is_object() && !input.as<Str>()) {
            tag = find_attribute(runtime, input, m_discriminator);
            if (!tag.is_set() && !input.as<Instance>()) fail(runtime, "model_attributes_type", input);
        } else {
            fail(runtime, "model_attributes_type", input);
        }
        if (!tag.is_set()) fail(runtime, "union_tag_not_found", input, {{"discriminator", shown}});
        for (size_t i = 0; i < m_tags.size(); ++i) {
            if (!equal(runtime, m_tags[i], tag)) continue;
            try {
                return m_choice_of_tag[i]->validate(input, state);
            } catch (ValidationFailure& part) {
                ValidationFailure located;
                located.append(std::move(part), tag);
                throw located;
            }
        }
        std::string expected;
        for (const Value& t : m_tags) expected += (expected.empty() ? "" : ", ") + repr_text(runtime, t);
        fail(runtime, "union_tag_invalid", input,
             {{"discriminator", shown}, {"tag", Value(str(runtime, tag))}, {"expected_tags", Value(runtime.make_str(expected))}});
    }
    std::string name() const override {
        std::string text;
        for (const SchemaRef& c : m_choices) text += (text.empty() ? "" : ",") + c->name();
        return "tagged-union[" + text + "]";
    }
    Value dump(const Value& value, DumpState& state) const override { return dump_choice(m_choices, name(), value, state); }

  private:
    Runtime& m_runtime;
    std::string m_discriminator;
    std::vector<SchemaRef> m_choices;
    std::vector<Value> m_tags;
    std::vector<const CoreSchema*> m_choice_of_tag;
};

} // namespace

SchemaRef nullable_schema(SchemaRef inner) { return make_ref<NullableSchema>(std::move(inner)); }
SchemaRef union_schema(std::vector<SchemaRef> choices, bool left_to_right) {
    if (choices.size() == 1) return choices[0];
    return make_ref<UnionSchema>(std::move(choices), left_to_right);
}
SchemaRef tagged_union_schema(Runtime& runtime, std::string discriminator, std::vector<SchemaRef> choices) {
    return make_ref<TaggedUnionSchema>(runtime, std::move(discriminator), std::move(choices));
}

} // namespace relata::modules
