// Validating models and values. The rules of coercion are pydantic's lax mode (docs: concepts/conversion_table).
#include "modules/sqlmodel/validation.h"

#include "modules/sqlmodel/validators.h"
#include "python/types/generic_alias.h"
#include "support/protocol.h"

#include <cmath>

namespace relata::modules {

void fail(const std::string& type, const std::string& message, const Value& input, Value context) {
    ValidationFailure failure;
    failure.errors.push_back({{}, type, message, input, std::move(context)});
    throw failure;
}

namespace {

bool is_none_type(Runtime& runtime, const Value& v) {
    return v.is_none() || v.as<Type>() == &runtime.type(BuiltinType::none_type);
}

void append(ValidationFailure& all, const ValidationFailure& some, const Value& location) {
    for (LineError error : some.errors) {
        error.location.insert(error.location.begin(), location);
        all.errors.push_back(std::move(error));
    }
}

Value validate_items(Runtime& runtime, const Model& model, const Value& item_type, const std::vector<Value>& items,
                     const ValidationMode& mode, std::vector<Value>& into) {
    ValidationFailure failure;
    for (size_t i = 0; i < items.size(); ++i) {
        try {
            into.push_back(item_type.is_set() ? validate(runtime, model, item_type, nullptr, items[i], mode) : items[i]);
        } catch (const ValidationFailure& one) {
            append(failure, one, Value::small_int(int64_t(i)));
        }
    }
    if (!failure.errors.empty()) throw failure;
    return {};
}

Value validate_generic(Runtime& runtime, const Model& model, const python::GenericAlias& alias, const Value& value,
                       const ValidationMode& mode) {
    if (alias.metadata) {
        FieldInfo* field = nullptr;
        for (const Value& m : alias.metadata->items())
            if (!field) field = m.as<FieldInfo>();
        return validate(runtime, model, alias.origin, field, value, mode);
    }
    const Type* origin = alias.origin.as<Type>();
    const auto arg = [&](size_t i) { return i < alias.args->size() ? (*alias.args)[i] : Value(); };
    if (!origin) { // typing's forms
        const std::string form = str_text(runtime, alias.origin);
        if (form == "typing.Literal") {
            for (const Value& v : alias.args->items())
                if (runtime.type_of(v).is_subtype_of(runtime.type_of(value)) && equal(runtime, v, value)) return v;
            std::string expected;
            for (size_t i = 0; i < alias.args->size(); ++i)
                expected += (i == 0 ? "" : i + 1 == alias.args->size() ? " or " : ", ") +
                            repr_text(runtime, (*alias.args)[i]);
            fail("literal_error", "Input should be " + expected, value, {});
        }
        return alias.args->size() == 1 ? validate(runtime, model, arg(0), nullptr, value, mode) : value;
    }
    const auto is = [&](BuiltinType t) { return origin == &runtime.type(t); };
    std::vector<Value> items;
    if (is(BuiltinType::list) || is(BuiltinType::set) || is(BuiltinType::frozenset) || is(BuiltinType::tuple)) {
        const Value checked = validate_class(runtime, model, *const_cast<Type*>(origin), value, mode);
        if (is(BuiltinType::tuple) && !(arg(1).is_set() && arg(1).is_ellipsis())) {
            const std::vector<Value> given = to_vector(runtime, checked);
            ValidationFailure failure;
            for (size_t i = 0; i < alias.args->size(); ++i) {
                if (i >= given.size()) {
                    failure.errors.push_back({{Value::small_int(int64_t(i))}, "missing", "Field required", value, {}});
                    continue;
                }
                try {
                    items.push_back(validate(runtime, model, arg(i), nullptr, given[i], mode));
                } catch (const ValidationFailure& one) {
                    append(failure, one, Value::small_int(int64_t(i)));
                }
            }
            if (!failure.errors.empty()) throw failure;
            return Value(runtime.make_tuple(items));
        }
        validate_items(runtime, model, arg(0), to_vector(runtime, checked), mode, items);
        const Value list(runtime.make_list(std::move(items)));
        return is(BuiltinType::list) ? list : call(runtime, alias.origin, {list});
    }
    if (is(BuiltinType::dict)) {
        const Dict* given = value.as<Dict>();
        if (!given) fail("dict_type", "Input should be a valid dictionary", value, {});
        const Ref<Dict> made = runtime.make_dict();
        ValidationFailure failure;
        for (const Dict::Entry& entry : given->entries()) {
            if (!entry.key.is_set()) continue;
            try {
                const Value key = validate(runtime, model, arg(0), nullptr, entry.key, mode);
                made->set(runtime, key, validate(runtime, model, arg(1), nullptr, entry.value, mode));
            } catch (const ValidationFailure& one) {
                append(failure, one, entry.key);
            }
        }
        if (!failure.errors.empty()) throw failure;
        return Value(made);
    }
    return validate_class(runtime, model, *const_cast<Type*>(origin), value, mode);
}

Value validate_union(Runtime& runtime, const Model& model, const std::vector<Value>& members,
                     const FieldInfo* constraints, const Value& value, const ValidationMode& mode) {
    std::vector<Value> others;
    for (const Value& m : members) {
        if (!is_none_type(runtime, m))
            others.push_back(m);
        else if (value.is_none())
            return value;
    }
    if (others.size() == 1) return validate(runtime, model, others[0], constraints, value, mode);
    // pydantic's smart mode: what needs no conversion wins.
    ValidationMode strict = mode;
    strict.strict = true;
    for (const Value& m : others) {
        try {
            return validate(runtime, model, m, constraints, value, strict);
        } catch (const ValidationFailure&) {
        }
    }
    ValidationFailure failure;
    for (const Value& m : others) {
        try {
            return validate(runtime, model, m, constraints, value, mode);
        } catch (const ValidationFailure& one) {
            append(failure, one, Value(runtime.make_str(python::type_expression_text(runtime, m))));
        }
    }
    throw failure;
}

} // namespace

Value validate(Runtime& runtime, const Model& model, const Value& given, const FieldInfo* constraints, const Value& value,
               const ValidationMode& mode) {
    const Value annotation =
        given.as<python::ForwardRef>() || given.as<Str>() ? resolve_annotation(runtime, model, given) : given;
    if (is_none_type(runtime, annotation)) {
        if (!value.is_none()) fail("none_required", "Input should be None", value, {});
        return value;
    }
    if (const std::vector<Value> members = union_members(annotation); !members.empty())
        return validate_union(runtime, model, members, constraints, value, mode);
    Value result;
    if (Type* cls = annotation.as<Type>()) {
        const Model* nested = find_model(*cls);
        result = nested ? validate_model(runtime, *nested, value, mode) : validate_class(runtime, model, *cls, value, mode);
    } else if (const auto* alias = annotation.as<python::GenericAlias>()) {
        result = validate_generic(runtime, model, *alias, value, mode);
    } else {
        result = value; // Any, a type variable
    }
    if (constraints) check_constraints(runtime, *constraints, result, value);
    return result;
}

Value validate_field(Runtime& runtime, const Model& model, const ModelField& field, const Value& value) {
    try {
        return run_field_validators(runtime, model, field, value, {});
    } catch (const ValidationFailure& failure) {
        ValidationFailure located;
        append(located, failure, Value(field.name));
        throw_validation_error(runtime, model.type.name(), located);
    }
}

namespace {

/// The value that `input` has for a field; unset where it has none.
Value input_value(Runtime& runtime, const Value& input, Str& name) {
    if (const Dict* dict = input.as<Dict>()) {
        const Value* found = dict->find(name);
        return found ? *found : Value();
    }
    return find_attribute(runtime, input, name);
}

void fill(Runtime& runtime, Instance& object, const Model& model, const Value& given, const ValidationMode& mode) {
    Value input = run_model_validators_before(runtime, model, given);
    const Dict* dict = input.as<Dict>();
    if (!dict && !mode.from_attributes) {
        LineError error{{},
                        mode.json ? "model_type" : "model_type",
                        "Input should be a valid dictionary or instance of " + model.type.name(),
                        input,
                        {}};
        const Ref<Dict> context = runtime.make_dict();
        context->set(*runtime.intern("class_name"), Value(runtime.make_str(model.type.name())));
        error.context = Value(context);
        throw ValidationFailure{{error}};
    }
    ValidationFailure failure;
    uint64_t set = 0;
    for (size_t i = 0; i < model.fields.size(); ++i) {
        const ModelField& field = model.fields[i];
        const Ref<Str> alias = field.info->alias.empty() ? field.name : runtime.intern(field.info->alias);
        Value value = input_value(runtime, input, *alias);
        if (!value.is_set() && alias != field.name) {
            const Value by_name = model.config_value("populate_by_name");
            if (model.is_sqlmodel || (by_name.is_set() && by_name.is_true()))
                value = input_value(runtime, input, *field.name);
        }
        if (!value.is_set()) {
            if (field.info->is_required())
                failure.errors.push_back({{Value(alias)}, "missing", "Field required", input, {}});
            else
                object.set_slot(size_t(field.slot), field.info->get_default(runtime));
            continue;
        }
        try {
            object.set_slot(size_t(field.slot), run_field_validators(runtime, model, field, value, mode));
            if (i < 62) set |= uint64_t(1) << i;
        } catch (const ValidationFailure& one) {
            append(failure, one, Value(alias));
        }
    }
    const std::string extra = model.extra();
    if (dict && extra != "ignore")
        dict->for_each([&](const Value& key, const Value& value) {
            Str* name = key.as<Str>();
            if (!name || model.find(name->view())) return;
            for (const ModelField& field : model.fields)
                if (field.info->alias == name->view()) return;
            if (extra == "allow")
                object.set_slot(size_t(object.type().add_slot(*name)), value);
            else
                failure.errors.push_back({{key}, "extra_forbidden", "Extra inputs are not permitted", value, {}});
        });
    if (!failure.errors.empty()) throw failure;
    set_fields_set(object, set);
    run_model_validators_after(runtime, model, Value(object), input);
}

} // namespace

void validate_into(Runtime& runtime, Instance& object, const Model& model, const Value& input,
                   const ValidationMode& mode) {
    try {
        fill(runtime, object, model, input, mode);
    } catch (const ValidationFailure& failure) {
        throw_validation_error(runtime, model.type.name(), failure);
    }
}

Value validate_model(Runtime& runtime, const Model& model, const Value& input, const ValidationMode& mode) {
    // An instance is taken as it is (revalidate_instances="never").
    if (runtime.type_of(input).is_subtype_of(model.type)) return input;
    const Value from = model.config_value("from_attributes");
    ValidationMode inner = mode;
    inner.from_attributes = mode.from_attributes || (from.is_set() && from.is_true());
    if (inner.from_attributes && !input.as<Dict>() && !(input.is_object() && input.as<Instance>())) {
        // Plain values have no attributes worth reading.
        if (!input.is_object() || input.as<Str>() || input.as<List>() || input.as<Tuple>()) inner.from_attributes = false;
    }
    const Value object = model.type.slots.new_(runtime, model.type, Args{});
    fill(runtime, object.get<Instance>(), model, input, inner);
    return object;
}

} // namespace relata::modules
