// Objects of model classes: construction, assignment, repr, equality. pydantic: main.py BaseModel; SQLModel: _compat.py
// sqlmodel_table_construct, main.py SQLModel.__setattr__.
#include "modules/sqlmodel/model.h"
#include "modules/pydantic/decorated_function.h"
#include "modules/pydantic/model_fields.h"
#include "modules/pydantic/validation_error.h"
#include "modules/sqlalchemy/inspect.h"

#include "orm/attributes.h"
#include "orm/mapper.h"
#include "support/protocol.h"

#include <array>

namespace relata::modules {

namespace {

// Slots that `__dict__` does not show: model_dict.
Str& fields_set_name(Runtime& runtime) { return *runtime.intern("__pydantic_fields_bits__"); }
Str& extra_name(Runtime& runtime) { return *runtime.intern("__pydantic_extra_values__"); }

uint64_t bit_of(const Model& model, std::string_view name) {
    for (size_t i = 0; i < model.fields.size() && i < 62; ++i)
        if (model.fields[i].name->view() == name) return uint64_t(1) << i;
    return 0;
}

/// The keyword argument `name`, or null. A call's names and a field's are interned: most are found by address.
const Value* keyword(Args args, const Str& name) {
    for (size_t i = 0; i < args.keyword_count(); ++i)
        if ((*args.keywords)[i].as_object() == &name) return &args.values[args.positional_count() + i];
    return args.keyword(name.view());
}

/// SQLModel: sqlmodel_table_construct: no validation, defaults in the order of the fields, then relationships.
void construct_table_object(Runtime& runtime, Instance& object, const Model& model, Args args) {
    orm::InstanceState& state = *orm::find_instance_state(Value(object));
    uint64_t given = 0;
    std::array<const Value*, 16> few;
    std::vector<const Value*> many(model.fields.size() > few.size() ? model.fields.size() : 0);
    const Value** const arguments = many.empty() ? few.data() : many.data(); // null: not given
    for (size_t i = 0; i < model.fields.size(); ++i) {
        const ModelField& field = model.fields[i];
        const Value* value = field.info->alias.empty() ? nullptr : args.keyword(field.info->alias);
        if (!value) value = keyword(args, *field.name);
        if (value && i < 62) given |= uint64_t(1) << i;
        arguments[i] = value;
    }
    // Values that were given come first, then defaults: SQLModel updates one dict with the other.
    for (const bool defaults : {false, true})
        for (size_t i = 0; i < model.fields.size(); ++i) {
            const ModelField& field = model.fields[i];
            const Value* value = arguments[i];
            if (defaults == (value != nullptr)) continue;
            if (!value && field.info->is_required()) continue;
            const Value v = value ? *value : field.info->get_default(runtime);
            if (orm::AttributeImpl* impl = state.mapper().find_attribute(field.name->view())) impl->set(state, v);
            object.set_slot(size_t(field.slot), v); // pydantic's own assignment: what a validator returned is overwritten
        }
    set_fields_set(object, given);
    if (model.allows_extra) {
        const Ref<Dict> extra = runtime.make_dict();
        for (size_t i = 0; i < args.keyword_count(); ++i) {
            Str& name = (*args.keywords)[i].get<Str>();
            if (!model.find(name.view())) extra->set(name, args.values[args.positional_count() + i]);
        }
        set_extra(object, extra);
    }
    finish_object(runtime, model, Value(object), Value::none());
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

Ref<Dict> extra_of(const Instance& object) {
    const int slot = object.type().slot_of(extra_name(object.type().runtime()));
    const Value& names = slot < 0 ? Value() : object.slot(size_t(slot));
    const Dict* known = names.is_set() ? names.as<Dict>() : nullptr;
    if (!known) return {};
    // The values are ordinary slots: an assignment changes them there.
    Ref<Dict> extra = object.type().runtime().make_dict();
    known->for_each([&](const Value& name, const Value&) {
        const int at = object.type().slot_of(name.get<Str>());
        if (at >= 0 && object.slot(size_t(at)).is_set()) extra->set(name.get<Str>(), object.slot(size_t(at)));
    });
    return extra;
}

void set_extra(Instance& object, const Ref<Dict>& extra) {
    if (!extra) return;
    extra->for_each([&](const Value& name, const Value& value) {
        object.set_slot(size_t(object.type().add_slot(name.get<Str>())), value);
    });
    object.set_slot(size_t(object.type().add_slot(extra_name(object.type().runtime()))), Value(extra));
}

void finish_object(Runtime& runtime, const Model& model, const Value& object, const Value& context) {
    auto& instance = object.get<Instance>();
    for (const PrivateAttribute& attribute : model.privates) {
        if (!attribute.default_.is_set()) continue;
        const bool wrapped = attribute.default_.is_object() && runtime.type_of(attribute.default_).name() == "ModelPrivateAttr";
        Value value = attribute.default_;
        if (wrapped) {
            if (get_attribute(runtime, value, "default").is_ellipsis() && get_attribute(runtime, value, "default_factory").is_none())
                continue;
            value = call_method(runtime, value, "get_default");
        } else if (value.as<List>() || value.as<Dict>() || (value.is_object() && value.as_object()->kind() == ObjectKind::set)) {
            value = call_method(runtime, value, "copy");
        }
        instance.set_slot(size_t(instance.type().add_slot(*attribute.name)), value);
    }
    if (model.post_init.is_set()) call(runtime, model.post_init, {object, context});
}

Value model_dict(Runtime& runtime, const Value& self) {
    const Ref<Dict> dict = mapped_instance_dict(runtime, self);
    const Model& model = model_of(runtime, self);
    for (Str* name : {&fields_set_name(runtime), &extra_name(runtime)}) dict->erase(*name);
    for (const PrivateAttribute& attribute : model.privates) dict->erase(*attribute.name);
    if (const Ref<Dict> extra = extra_of(self.get<Instance>()))
        extra->for_each([&](const Value& name, const Value&) { dict->erase(name.get<Str>()); });
    return Value(dict);
}

namespace {

// pydantic: RootModel.__init__
void root_model_init(Runtime& runtime, const Value& self, Model& model, Args args) {
    const Value* root = args.positional_count() ? &args.values[0] : args.keyword("root");
    const bool more = args.keyword_count() > (root && !args.positional_count() ? 1u : 0u);
    if (args.positional_count() > 1)
        throw Error(Exc::TypeError, "RootModel.__init__() takes from 1 to 2 positional arguments but " +
                                        std::to_string(args.positional_count() + 1) + " were given");
    if (root && more)
        throw Error(Exc::ValueError,
                    "\"RootModel.__init__\" accepts either a single positional argument or arbitrary keyword arguments");
    ValidationState state(runtime);
    validate_model(runtime, model, more ? keyword_dict(runtime, args) : root ? *root : Value(), state, self);
}

} // namespace

void model_init(Runtime& runtime, const Value& self, Args args) {
    auto& object = self.get<Instance>();
    Model& model = model_of(runtime, self);
    if (is_root_model(model)) {
        root_model_init(runtime, self, model, args);
        return;
    }
    if (args.positional_count() > 0)
        throw Error(Exc::TypeError, (model.table ? std::string("__init__()") : model.is_sqlmodel ? "SQLModel.__init__()" : "BaseModel.__init__()") +
                                        " takes 1 positional argument but " +
                                        std::to_string(args.positional_count() + 1) + " were given");
    if (model.table && orm::find_instance_state(self)) {
        construct_table_object(runtime, object, model, args);
        return;
    }
    ValidationState state(runtime);
    const Value made = validate_model(runtime, model, keyword_dict(runtime, args), state, self);
    if (!made.is(self) && !model.is_sqlmodel)
        runtime.warn(Exc::UserWarning, "A custom validator is returning a value other than `self`.\nReturning anything other than "
                                       "`self` from a top level model validator isn't supported when validating via `__init__`.\n"
                                       "See the `model_validator` docs (https://docs.pydantic.dev/latest/concepts/validators/"
                                       "#model-validators) for more details.");
}

Value keyword_dict(Runtime& runtime, Args args) {
    const Ref<Dict> dict = runtime.make_dict();
    for (size_t i = 0; i < args.keyword_count(); ++i)
        dict->set((*args.keywords)[i].get<Str>(), args.values[args.positional_count() + i]);
    return Value(dict);
}

namespace {

[[noreturn]] void throw_frozen(Runtime& runtime, const Model& model, Str& name, const Value& value, bool field_only) {
    throw_validation_error(runtime, model.title(),
                           ValidationFailure(LineError{{Value(name)}, field_only ? "frozen_field" : "frozen_instance", value, {}}));
}

void check_frozen(Runtime& runtime, const Model& model, const ModelField* field, Str& name, const Value& value) {
    const bool whole = model.frozen;
    if ((field && field->info->frozen) || whole) throw_frozen(runtime, model, name, value, !whole);
}

[[noreturn]] void throw_no_field(const Model& model, Str& name) {
    throw Error(Exc::ValueError, "\"" + model.type.name() + "\" object has no field \"" + std::string(name.view()) + "\"");
}

/// A value for a name that is no field. pydantic: BaseModel.__setattr__ with extra="allow".
void set_extra_value(Runtime& runtime, Instance& object, Str& name, const Value& value) {
    Ref<Dict> extra = extra_of(object);
    if (!extra) extra = runtime.make_dict();
    extra->set(name, value);
    set_extra(object, extra);
}

} // namespace

void model_set_attribute(Runtime& runtime, const Value& self, Str& name, const Value& value) {
    auto& object = self.get<Instance>();
    Model& model = model_of(runtime, self);
    const ModelField* field = model.find(name.view());
    if (!value.is_set()) {
        if (field && (field->info->frozen || model.frozen)) check_frozen(runtime, model, field, name, Value::none());
        generic_set_attribute(runtime, self, name, value);
        return;
    }
    const Value* on_class = model.type.lookup(name);
    if (on_class && on_class->as<SlotDescriptor>()) {
        // SQLModel.__setattr__ hands the value to the attribute's impl; a proxy of another attribute has none.
        if (const auto* mapped = dynamic_cast<const orm::InstrumentedAttribute*>(on_class->as_object());
            mapped && mapped->property().kind() == orm::MapperProperty::Kind::synonym)
            throw Error(Exc::NotImplementedError, "");
        generic_set_attribute(runtime, self, name, value); // the ORM's events
        if (!field) {
            // SQLModel.__setattr__: what is neither a field nor a relationship of the class (a backref) is pydantic's to set.
            if (model.has_relationship(name.view())) return;
            throw_no_field(model, name);
        }
        check_frozen(runtime, model, field, name, value);
        if (model.validates_assignment) {
            validate_assignment(runtime, model, self, field, name, value);
            return;
        }
        object.set_slot(size_t(field->slot), value);
        add_field_set(object, model, name.view());
        return;
    }
    if (on_class)
        if (const Value* annotations = model.type.dict().find("__annotations__");
            !field && annotations && annotations->as<Dict>() && annotations->get<Dict>().find(name))
            throw Error(Exc::AttributeError,
                        "'" + std::string(name.view()) + "' is a ClassVar of `" + model.type.name() +
                            "` and cannot be set on an instance. If you want to set a value on the class, use `" +
                            model.type.name() + "." + std::string(name.view()) + " = value`.");
    if (name.view().starts_with("_")) {
        generic_set_attribute(runtime, self, name, value);
        return;
    }
    check_frozen(runtime, model, field, name, value);
    const TypeSlots* descriptor = on_class ? &runtime.type_of(*on_class).slots : nullptr;
    // A descriptor of the program's own kind (a hybrid) is no property for pydantic.
    if (descriptor && descriptor->descriptor_set && on_class->as_object()->kind() != ObjectKind::instance) {
        generic_set_attribute(runtime, self, name, value);
        return;
    }
    if (on_class && on_class->as<DecoratedFunction>()) { // a computed field with a setter
        const Value property = on_class->get<DecoratedFunction>().function;
        const TypeSlots& slots = runtime.type_of(property).slots;
        if (slots.descriptor_set) {
            slots.descriptor_set(runtime, property, self, value);
            return;
        }
    }
    if (model.validates_assignment) {
        validate_assignment(runtime, model, self, field, name, value);
        if (!field) set_extra_value(runtime, object, name, value);
        return;
    }
    if (field) {
        object.set_slot(size_t(field->slot), value);
        add_field_set(object, model, name.view());
        return;
    }
    // SQLModel.__setattr__: a relationship's name is not pydantic's to set, also where no table has made it an attribute.
    if (model.has_relationship(name.view())) return;
    if (!model.allows_extra) throw_no_field(model, name);
    set_extra_value(runtime, object, name, value);
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
    if (const Ref<Dict> extra = extra_of(object))
        extra->for_each([&](const Value& name, const Value& value) {
            text += (text.empty() ? "" : separator) + str_text(runtime, name) + "=" + repr_text(runtime, value);
        });
    for (const Ref<DecoratedFunction>& f : model.all_functions())
        if (f->role == DecoratedFunction::Role::computed_field && f->repr)
            text += (text.empty() ? "" : separator) + f->name + "=" + repr_text(runtime, get_attribute(runtime, self, f->name));
    return text;
}

} // namespace

Value model_repr(Runtime& runtime, const Value& self) {
    return Value(runtime.make_str(runtime.type_of(self).name() + "(" + repr_arguments(runtime, self, ", ") + ")"));
}

Value model_str(Runtime& runtime, const Value& self) {
    return Value(runtime.make_str(repr_arguments(runtime, self, " ")));
}

/// Of frozen models alone. pydantic: _model_construction.set_default_hash_func.
int64_t model_hash(Runtime& runtime, const Value& self) {
    const Model& model = model_of(runtime, self);
    if (!model.frozen) throw Error(Exc::TypeError, "unhashable type: '" + model.type.name() + "'");
    std::vector<Value> values;
    for (const ModelField& field : model.fields) {
        const Value& value = self.get<Instance>().slot(size_t(field.slot));
        values.push_back(value.is_set() ? value : Value::none());
    }
    return hash(runtime, Value(runtime.make_tuple(values)));
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
        for (const PrivateAttribute& attribute : model_of(runtime, a).privates) {
            const int slot = x.type().slot_of(*attribute.name);
            const Value left = slot < 0 ? Value() : x.slot(size_t(slot)), right = slot < 0 ? Value() : y.slot(size_t(slot));
            same = same && left.is_set() == right.is_set() && (!left.is_set() || equal(runtime, left, right));
        }
        const Ref<Dict> more = extra_of(x), other = extra_of(y);
        same = same && bool(more) == bool(other) && (!more || equal(runtime, Value(more), Value(other)));
    }
    return Value::boolean(same == (op == CompareOp::eq));
}

} // namespace relata::modules
