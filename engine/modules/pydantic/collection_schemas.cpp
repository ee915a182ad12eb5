// list, set, frozenset, tuple and dict. pydantic-core: src/validators/{list,set,frozenset,tuple,dict}.rs.
#include "modules/pydantic/core_schema.h"
#include "modules/pydantic/input.h"

#include "python/types/set.h"

namespace relata::modules {

namespace {

struct Lengths {
    std::optional<int64_t> least{}, most{};
    bool constrain(Runtime& runtime, const Constraint& c) {
        if (c.kind == Constraint::Kind::min_length) least = as_index(runtime, c.value);
        else if (c.kind == Constraint::Kind::max_length) most = as_index(runtime, c.value);
        else return false;
        return true;
    }
    void check(Runtime& runtime, const char* noun, int64_t size, const Value& input, bool size_known = true) const {
        const Value field_type(runtime.make_str(noun));
        if (most && size > *most)
            fail(runtime, "too_long", input,
                 {{"field_type", field_type}, {"max_length", runtime.make_int(*most)},
                  {"actual_length", size_known ? runtime.make_int(size) : Value::none()}});
        if (least && size < *least)
            fail(runtime, "too_short", input,
                 {{"field_type", field_type}, {"min_length", runtime.make_int(*least)}, {"actual_length", runtime.make_int(size)}});
    }
};

/// Validates each item; the errors of all of them together.
template <class F> void each_item(ValidationState& state, const std::vector<Value>& items, F&& validate_item) {
    const Runtime::NestedCall nested(state.runtime, " while validating a collection");
    ValidationFailure failure;
    for (size_t i = 0; i < items.size(); ++i) {
        try {
            validate_item(i, items[i]);
        } catch (ValidationFailure& part) {
            failure.append(std::move(part), Value::small_int(int64_t(i)));
        }
    }
    if (!failure.errors.empty()) throw failure;
}

class CollectionSchema : public CoreSchema {
  public:
    bool constrain(Runtime& runtime, const Constraint& c) override {
        if (c.kind != Constraint::Kind::strict) return m_lengths.constrain(runtime, c);
        m_strict = truth(runtime, c.value);
        return true;
    }

  protected:
    std::vector<Value> items_of(const Value& input, ValidationState& state, BuiltinType exact, const char* error) const {
        Runtime& runtime = state.runtime;
        std::vector<Value> items;
        if (runtime.type_of(input).is_subtype_of(runtime.type(exact))) {
            for_each(runtime, input, [&](Value item) { items.push_back(std::move(item)); });
            return items;
        }
        if (state.json ? !input.as<List>() : state.strict_or(m_strict)) fail(runtime, error, input);
        state.floor_exactness(Exactness::lax);
        if (!sequence_items(runtime, input, items)) fail(runtime, error, input);
        return items;
    }
    bool m_strict = false;
    Lengths m_lengths;
};

class ListSchema final : public CollectionSchema {
  public:
    explicit ListSchema(SchemaRef item) : m_item(std::move(item)) {}
    Value validate(const Value& input, ValidationState& state) const override {
        const std::vector<Value> items = items_of(input, state, BuiltinType::list, "list_type");
        if (m_lengths.most && int64_t(items.size()) > *m_lengths.most)
            m_lengths.check(state.runtime, "List", int64_t(items.size()), input);
        std::vector<Value> made;
        made.reserve(items.size());
        each_item(state, items, [&](size_t, const Value& item) { made.push_back(m_item->validate(item, state)); });
        m_lengths.check(state.runtime, "List", int64_t(made.size()), input);
        return Value(state.runtime.make_list(std::move(made)));
    }
    std::string name() const override { return "list[" + m_item->name() + "]"; }
    Value dump(const Value& value, DumpState& state) const override {
        if (!value.as<List>()) {
            state.unexpected_value(name(), value);
            return dump_inferred(value, state);
        }
        std::vector<Value> made;
        int64_t i = 0;
        for (const Value& item : to_vector(state.runtime, value)) {
            DumpState inner = state;
            if (select_key(state, Value::small_int(i++), inner.include, inner.exclude))
                made.push_back(m_item->dump(item, inner));
        }
        return Value(state.runtime.make_list(std::move(made)));
    }

    Value json_schema(Runtime& runtime, JsonSchemaDefinitions& definitions) const override {
        return json_schema_of(runtime, "array", "items", m_item->json_schema(runtime, definitions));
    }

  private:
    SchemaRef m_item;
};

class SetSchema final : public CollectionSchema {
  public:
    SetSchema(SchemaRef item, bool frozen) : m_item(std::move(item)), m_frozen(frozen) {}
    Value validate(const Value& input, ValidationState& state) const override {
        Runtime& runtime = state.runtime;
        const BuiltinType type = m_frozen ? BuiltinType::frozenset : BuiltinType::set;
        const std::vector<Value> items = items_of(input, state, type, m_frozen ? "frozen_set_type" : "set_type");
        const Ref<python::Set> made = python::make_set(runtime);
        each_item(state, items, [&](size_t, const Value& item) {
            const Value value = m_item->validate(item, state);
            try {
                made->add(runtime, value);
            } catch (const Error& error) {
                if (!runtime.matches(error, Exc::TypeError)) throw;
                fail(runtime, "set_item_not_hashable", item);
            }
        });
        m_lengths.check(runtime, m_frozen ? "Frozenset" : "Set", int64_t(made->size()), input, false);
        return m_frozen ? call(runtime, Value(runtime.type(type)), {Value(made)}) : Value(made);
    }
    std::string name() const override { return (m_frozen ? "frozenset[" : "set[") + m_item->name() + "]"; }
    Value dump(const Value& value, DumpState& state) const override {
        Runtime& runtime = state.runtime;
        if (!runtime.type_of(value).is_subtype_of(runtime.type(m_frozen ? BuiltinType::frozenset : BuiltinType::set))) {
            state.unexpected_value(name(), value);
            return dump_inferred(value, state);
        }
        std::vector<Value> made;
        for (const Value& item : to_vector(runtime, value)) made.push_back(m_item->dump(item, state));
        const Value list(runtime.make_list(std::move(made)));
        return state.json ? list : call(runtime, Value(runtime.type_of(value)), {list});
    }

    Value json_schema(Runtime& runtime, JsonSchemaDefinitions& definitions) const override {
        const Value schema = json_schema_of(runtime, "array", "items", m_item->json_schema(runtime, definitions));
        schema.get<Dict>().set(*runtime.intern("uniqueItems"), Value::boolean(true));
        return schema;
    }

  private:
    SchemaRef m_item;
    bool m_frozen;
};

class TupleSchema final : public CollectionSchema {
  public:
    TupleSchema(std::vector<SchemaRef> items, bool variadic) : m_items(std::move(items)), m_variadic(variadic) {}
    Value validate(const Value& input, ValidationState& state) const override {
        Runtime& runtime = state.runtime;
        const std::vector<Value> items = items_of(input, state, BuiltinType::tuple, "tuple_type");
        std::vector<Value> made;
        if (m_variadic) {
            each_item(state, items, [&](size_t, const Value& item) { made.push_back(m_items[0]->validate(item, state)); });
            m_lengths.check(runtime, "Tuple", int64_t(made.size()), input);
            return Value(runtime.make_tuple(made));
        }
        ValidationFailure failure;
        for (size_t i = 0; i < m_items.size(); ++i) {
            try {
                if (i >= items.size()) fail(runtime, "missing", input);
                made.push_back(m_items[i]->validate(items[i], state));
            } catch (ValidationFailure& part) {
                failure.append(std::move(part), Value::small_int(int64_t(i)));
            }
        }
        if (items.size() > m_items.size())
            fail(runtime, "too_long", input,
                 {{"field_type", Value(runtime.make_str("Tuple"))}, {"max_length", runtime.make_int(int64_t(m_items.size()))},
                  {"actual_length", runtime.make_int(int64_t(items.size()))}});
        if (!failure.errors.empty()) throw failure;
        return Value(runtime.make_tuple(made));
    }
    std::string name() const override {
        std::string text;
        for (const SchemaRef& item : m_items) text += (text.empty() ? "" : ", ") + item->name();
        return "tuple[" + text + (m_variadic ? ", ..." : "") + "]";
    }
    Value dump(const Value& value, DumpState& state) const override {
        if (!value.as<Tuple>()) {
            state.unexpected_value(name(), value);
            return dump_inferred(value, state);
        }
        std::vector<Value> made;
        const std::vector<Value> items = to_vector(state.runtime, value);
        for (size_t i = 0; i < items.size(); ++i)
            made.push_back(m_variadic || i < m_items.size() ? m_items[m_variadic ? 0 : i]->dump(items[i], state)
                                                            : dump_inferred(items[i], state));
        if (state.json) return Value(state.runtime.make_list(std::move(made)));
        return Value(state.runtime.make_tuple(made));
    }

    Value json_schema(Runtime& runtime, JsonSchemaDefinitions& definitions) const override {
        if (m_variadic) return json_schema_of(runtime, "array", "items", m_items[0]->json_schema(runtime, definitions));
        std::vector<Value> items;
        for (const SchemaRef& item : m_items) items.push_back(item->json_schema(runtime, definitions));
        const Value count = Value::small_int(int64_t(items.size()));
        const Value schema = json_schema_of(runtime, "array", "prefixItems", Value(runtime.make_list(std::move(items))));
        schema.get<Dict>().set(*runtime.intern("maxItems"), count);
        schema.get<Dict>().set(*runtime.intern("minItems"), count);
        return schema;
    }

  private:
    std::vector<SchemaRef> m_items;
    bool m_variadic;
};

class DictSchema final : public CollectionSchema {
  public:
    DictSchema(SchemaRef key, SchemaRef value) : m_key(std::move(key)), m_value(std::move(value)) {}
    Value validate(const Value& input, ValidationState& state) const override {
        Runtime& runtime = state.runtime;
        Value mapping = input;
        if (!input.as<Dict>()) {
            const bool other = input.is_object() && !input.as<Type>() && runtime.type_of(input).lookup(*runtime.intern("keys")) &&
                               runtime.type_of(input).lookup(*runtime.intern("__getitem__"));
            if (!other || state.strict_or(m_strict)) fail(runtime, "dict_type", input);
            state.floor_exactness(Exactness::lax);
            mapping = call(runtime, Value(runtime.type(BuiltinType::dict)), {input});
        }
        const Runtime::NestedCall nested(runtime, " while validating a dict");
        const Ref<Dict> made = runtime.make_dict();
        ValidationFailure failure;
        for (size_t i = 0; i < mapping.get<Dict>().entries().size(); ++i) {
            const Dict::Entry entry = mapping.get<Dict>().entries()[i];
            if (!entry.key.is_set()) continue;
            Value key, value;
            try {
                key = m_key->validate(entry.key, state);
            } catch (ValidationFailure& part) {
                ValidationFailure located;
                located.append(std::move(part), Value(runtime.make_str("[key]")));
                failure.append(std::move(located), entry.key);
            }
            try {
                value = m_value->validate(entry.value, state);
            } catch (ValidationFailure& part) {
                failure.append(std::move(part), entry.key);
            }
            if (key.is_set() && value.is_set()) made->set(runtime, key, value);
        }
        if (!failure.errors.empty()) throw failure;
        m_lengths.check(runtime, "Dictionary", int64_t(made->size()), input);
        return Value(made);
    }
    std::string name() const override { return "dict[" + m_key->name() + "," + m_value->name() + "]"; }
    Value dump(const Value& value, DumpState& state) const override {
        const Dict* given = value.as<Dict>();
        if (!given) {
            state.unexpected_value("dict[" + m_key->name() + ", " + m_value->name() + "]", value);
            return dump_inferred(value, state);
        }
        const Ref<Dict> made = state.runtime.make_dict();
        for (size_t i = 0; i < given->entries().size(); ++i) {
            const Dict::Entry entry = given->entries()[i];
            if (!entry.key.is_set()) continue;
            DumpState inner = state;
            if (!select_key(state, entry.key, inner.include, inner.exclude)) continue;
            const Value key = m_key->dump(entry.key, inner);
            made->set(state.runtime, state.json && !key.as<Str>() ? json_key(key, state) : key, m_value->dump(entry.value, inner));
        }
        return Value(made);
    }

    Value json_schema(Runtime& runtime, JsonSchemaDefinitions& definitions) const override {
        const Value values = m_value->json_schema(runtime, definitions);
        return json_schema_of(runtime, "object", "additionalProperties", values.get<Dict>().empty() ? Value::boolean(true) : values);
    }

  private:
    SchemaRef m_key, m_value;
};

} // namespace

SchemaRef list_schema(SchemaRef item) { return make_ref<ListSchema>(std::move(item)); }
SchemaRef set_schema(SchemaRef item, bool frozen) { return make_ref<SetSchema>(std::move(item), frozen); }
SchemaRef tuple_schema(std::vector<SchemaRef> items, bool variadic) {
    return make_ref<TupleSchema>(std::move(items), variadic);
}
SchemaRef dict_schema(SchemaRef key, SchemaRef value) { return make_ref<DictSchema>(std::move(key), std::move(value)); }

} // namespace relata::modules
