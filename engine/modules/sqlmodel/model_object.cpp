// Objects of model classes: construction, assignment, repr, equality. pydantic: main.py BaseModel; SQLModel: _compat.py
// sqlmodel_table_construct, main.py SQLModel.__setattr__.
#include "modules/sqlmodel/model.h"
#include "modules/sqlmodel/validation.h"

#include "orm/attributes.h"
#include "orm/mapper.h"
#include "support/protocol.h"

namespace relata::modules {

namespace {

Str& fields_set_name(Runtime& runtime) { return *runtime.intern("__pydantic_fields_set__"); }

uint64_t bit_of(const Model& model, std::string_view name) {
    for (size_t i = 0; i < model.fields.size() && i < 62; ++i)
        if (model.fields[i].name->view() == name) return uint64_t(1) << i;
    return 0;
}

/// SQLModel: sqlmodel_table_construct: no validation, defaults in the order of the fields, then relationships.
void construct_table_object(Runtime& runtime, Instance& object, const Model& model, Args args) {
    orm::InstanceState& state = *orm::find_instance_state(Value(object));
    uint64_t given = 0;
    for (size_t i = 0; i < model.fields.size(); ++i) {
        const ModelField& field = model.fields[i];
        const Value* value = field.info->alias.empty() ? nullptr : args.keyword(field.info->alias);
        if (!value) value = args.keyword(field.name->view());
        if (value && i < 62) given |= uint64_t(1) << i;
    }
    // Values that were given come first, then defaults: SQLModel updates one dict with the other.
    for (const bool defaults : {false, true})
        for (const ModelField& field : model.fields) {
            const Value* value = field.info->alias.empty() ? nullptr : args.keyword(field.info->alias);
            if (!value) value = args.keyword(field.name->view());
            if (defaults == (value != nullptr)) continue;
            if (!value && field.info->is_required()) continue;
            const Value v = value ? *value : field.info->get_default(runtime);
            if (orm::AttributeImpl* impl = state.mapper().find_attribute(field.name->view())) impl->set(state, v);
            object.set_slot(size_t(field.slot), v); // pydantic's own assignment: what a validator returned is overwritten
        }
    set_fields_set(object, given);
    for (const Type* t : model.type.mro()) {
        const Model* m = find_model(*t);
        if (!m) continue;
        for (const ModelRelationship& relationship : m->relationships)
            if (const Value* value = args.keyword(relationship.name))
                state.mapper().attribute(relationship.name).set(state, *value);
        if (!m->relationships.empty() || t == &model.type) break;
    }
}

} // namespace

uint64_t fields_set(const Instance& object) {
    const int slot = object.type().slot_of(fields_set_name(object.type().runtime()));
    const Value& bits = slot < 0 ? Value() : object.slot(size_t(slot));
    return bits.is_set() ? uint64_t(bits.as_small_int()) : 0;
}

void set_fields_set(Instance& object, uint64_t bits) {
    const int slot = object.type().add_slot(fields_set_name(object.type().runtime()));
    object.set_slot(size_t(slot), Value::small_int(int64_t(bits)));
}

void add_field_set(Instance& object, const Model& model, std::string_view name) {
    set_fields_set(object, fields_set(object) | bit_of(model, name));
}

void model_init(Runtime& runtime, const Value& self, Args args) {
    auto& object = self.get<Instance>();
    const Model& model = model_of(runtime, self);
    if (args.positional_count() > 0)
        throw Error(Exc::TypeError, (model.table ? std::string("__init__()") : model.is_sqlmodel ? "SQLModel.__init__()" : "BaseModel.__init__()") +
                                        " takes 1 positional argument but " +
                                        std::to_string(args.positional_count() + 1) + " were given");
    if (model.table && orm::find_instance_state(self)) {
        construct_table_object(runtime, object, model, args);
        return;
    }
    validate_into(runtime, object, model, keyword_dict(runtime, args));
}

void model_set_attribute(Runtime& runtime, const Value& self, Str& name, const Value& value) {
    auto& object = self.get<Instance>();
    const Model& model = model_of(runtime, self);
    if (!value.is_set()) {
        generic_set_attribute(runtime, self, name, value);
        return;
    }
    const Value* on_class = model.type.lookup(name);
    const ModelField* field = model.find(name.view());
    if (on_class && on_class->as<SlotDescriptor>()) {
        generic_set_attribute(runtime, self, name, value); // the ORM's events
        if (!field) {
            // SQLModel.__setattr__: what is neither a field nor a relationship of the class (a backref) is pydantic's to set.
            if (model.has_relationship(name.view())) return;
            throw Error(Exc::ValueError,
                        "\"" + model.type.name() + "\" object has no field \"" + std::string(name.view()) + "\"");
        }
        object.set_slot(size_t(field->slot), value);
        add_field_set(object, model, name.view());
        return;
    }
    const Value frozen = model.config_value("frozen");
    if ((field && field->info->frozen) || (frozen.is_set() && frozen.is_true()))
        throw_frozen(runtime, model, name, value, !(frozen.is_set() && frozen.is_true()));
    if (field) {
        const Value assignment = model.config_value("validate_assignment");
        Value stored = value;
        if (assignment.is_set() && assignment.is_true() && !model.table)
            stored = validate_field(runtime, model, *field, value);
        object.set_slot(size_t(field->slot), std::move(stored));
        add_field_set(object, model, name.view());
        return;
    }
    const TypeSlots* descriptor = on_class ? &runtime.type_of(*on_class).slots : nullptr;
    if (name.view().starts_with("_") || (descriptor && descriptor->descriptor_set)) {
        generic_set_attribute(runtime, self, name, value);
        return;
    }
    if (on_class)
        if (const Value* annotations = model.type.dict().find("__annotations__");
            annotations && annotations->as<Dict>() && annotations->get<Dict>().find(name))
            throw Error(Exc::AttributeError,
                        "'" + std::string(name.view()) + "' is a ClassVar of `" + model.type.name() +
                            "` and cannot be set on an instance. If you want to set a value on the class, use `" +
                            model.type.name() + "." + std::string(name.view()) + " = value`.");
    if (model.extra() == "allow") {
        generic_set_attribute(runtime, self, name, value);
        return;
    }
    throw Error(Exc::ValueError,
                "\"" + model.type.name() + "\" object has no field \"" + std::string(name.view()) + "\"");
}

namespace {

std::string repr_arguments(Runtime& runtime, const Value& self, const char* separator) {
    const auto& object = self.get<Instance>();
    const Model& model = model_of(runtime, self);
    std::string text;
    for (const ModelField& field : model.fields) {
        const Value& value = object.slot(size_t(field.slot));
        if (!value.is_set() || !field.info->repr) continue;
        text += (text.empty() ? "" : separator) + std::string(field.name->view()) + "=" + repr_text(runtime, value);
    }
    return text;
}

} // namespace

Value model_repr(Runtime& runtime, const Value& self) {
    return Value(runtime.make_str(runtime.type_of(self).name() + "(" + repr_arguments(runtime, self, ", ") + ")"));
}

Value model_str(Runtime& runtime, const Value& self) {
    return Value(runtime.make_str(repr_arguments(runtime, self, " ")));
}

Value model_compare(Runtime& runtime, const Value& a, const Value& b, CompareOp op) {
    if (op != CompareOp::eq && op != CompareOp::ne) return Value::not_implemented();
    if (!find_model(runtime.type_of(b))) return Value::not_implemented();
    bool same = a.is(b);
    if (!same && &runtime.type_of(a) == &runtime.type_of(b)) {
        const auto &x = a.get<Instance>(), &y = b.get<Instance>();
        same = true;
        for (const ModelField& field : model_of(runtime, a).fields) {
            const Value left = x.slot(size_t(field.slot)), right = y.slot(size_t(field.slot));
            if (left.is_set() != right.is_set() || (left.is_set() && !equal(runtime, left, right))) {
                same = false;
                break;
            }
        }
    }
    return Value::boolean(same == (op == CompareOp::eq));
}

} // namespace relata::modules
