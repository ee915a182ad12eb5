#include "modules/sqlmodel/field_info.h"

#include "python/arguments.h"
#include "python/type_builder.h"
#include "support/protocol.h"

namespace relata::modules {

namespace {

using python::ArgReader;

std::string text_of(const Value& value) {
    const Str* text = value.as<Str>();
    return text ? std::string(text->view()) : std::string();
}

void set_unless_none(Value& slot, const Value& value) {
    if (value.is_set() && !value.is_none()) slot = value;
}

template <Value FieldInfo::* Member> Value read(Runtime&, const Value& self) {
    const Value& value = self.get<FieldInfo>().*Member;
    return value.is_set() ? value : Value::none();
}

Value is_required(Runtime&, const Value& self, Args) { return Value::boolean(self.get<FieldInfo>().is_required()); }

/// What both Field functions share.
bool read_common(FieldInfo& field, const std::string& name, const Value& value) {
    if (name == "default") {
        if (!value.is_ellipsis()) field.default_ = value;
    } else if (name == "default_factory")
        set_unless_none(field.default_factory, value);
    else if (name == "alias" || name == "validation_alias" || name == "serialization_alias")
        field.alias = text_of(value);
    else if (name == "title")
        field.title = text_of(value);
    else if (name == "description")
        field.description = text_of(value);
    else if (name == "exclude")
        set_unless_none(field.exclude, value);
    else if (name == "gt")
        set_unless_none(field.gt, value);
    else if (name == "ge")
        set_unless_none(field.ge, value);
    else if (name == "lt")
        set_unless_none(field.lt, value);
    else if (name == "le")
        set_unless_none(field.le, value);
    else if (name == "multiple_of")
        set_unless_none(field.multiple_of, value);
    else if (name == "max_digits")
        set_unless_none(field.max_digits, value);
    else if (name == "decimal_places")
        set_unless_none(field.decimal_places, value);
    else if (name == "min_length" || name == "min_items")
        set_unless_none(field.min_length, value);
    else if (name == "max_length" || name == "max_items")
        set_unless_none(field.max_length, value);
    else if (name == "regex" || name == "pattern")
        set_unless_none(field.pattern, value);
    else if (name == "strict")
        set_unless_none(field.strict, value);
    else if (name == "frozen")
        field.frozen = value.is_true();
    else if (name == "repr")
        field.repr = !value.is_false();
    else
        return name == "include" || name == "const" || name == "unique_items" || name == "allow_mutation" ||
               name == "discriminator" || name == "schema_extra" || name == "examples" || name == "json_schema_extra" ||
               name == "deprecated" || name == "kw_only" || name == "init" || name == "init_var" ||
               name == "validate_default" || name == "union_mode" || name == "alias_priority";
    return true;
}

Value* sqlmodel_slot(FieldInfo& field, const std::string& name) {
    if (name == "primary_key") return &field.primary_key;
    if (name == "foreign_key") return &field.foreign_key;
    if (name == "ondelete") return &field.ondelete;
    if (name == "unique") return &field.unique;
    if (name == "nullable") return &field.nullable;
    if (name == "index") return &field.index;
    if (name == "sa_type") return &field.sa_type;
    if (name == "sa_column") return &field.sa_column;
    if (name == "sa_column_args") return &field.sa_column_args;
    if (name == "sa_column_kwargs") return &field.sa_column_kwargs;
    return nullptr;
}

Ref<FieldInfo> read_field(Runtime& runtime, Args args, bool sqlmodel) {
    Ref<FieldInfo> field = runtime.make<FieldInfo>(runtime.type_for<FieldInfo>());
    field->is_sqlmodel = sqlmodel;
    const auto positional = args.positional();
    if (positional.size() > 1)
        throw Error(Exc::TypeError, "Field() takes from 0 to 1 positional arguments but " +
                                        std::to_string(positional.size()) + (positional.size() == 1 ? " was" : " were") +
                                        " given");
    if (!positional.empty()) read_common(*field, "default", positional[0]);
    for (size_t i = 0; i < args.keyword_count(); ++i) {
        const std::string name((*args.keywords)[i].get<Str>().view());
        const Value& value = args.values[args.positional_count() + i];
        if (read_common(*field, name, value)) continue;
        if (Value* slot = sqlmodel ? sqlmodel_slot(*field, name) : nullptr)
            *slot = value;
        else if (sqlmodel)
            throw Error(Exc::TypeError, "Field() got an unexpected keyword argument '" + name + "'");
    }
    return field;
}

/// SQLModel: FieldInfo.__init__: what excludes what.
void check_exclusive(const FieldInfo& field) {
    const auto given = [](const Value& v) { return v.is_set(); };
    if (given(field.sa_column)) {
        const auto reject = [&](const Value& v, const char* name) {
            if (given(v))
                throw Error(Exc::RuntimeError, std::string("Passing ") + name + " is not supported when also passing a sa_column");
        };
        if (given(field.sa_column_args))
            throw Error(Exc::RuntimeError, "Passing sa_column_args is not supported when also passing a sa_column");
        if (given(field.sa_column_kwargs))
            throw Error(Exc::RuntimeError, "Passing sa_column_kwargs is not supported when also passing a sa_column");
        reject(field.primary_key, "primary_key");
        reject(field.nullable, "nullable");
        reject(field.foreign_key, "foreign_key");
        reject(field.ondelete, "ondelete");
        reject(field.unique, "unique");
        reject(field.index, "index");
        reject(field.sa_type, "sa_type");
    }
    if (given(field.ondelete) && !given(field.foreign_key))
        throw Error(Exc::RuntimeError, "ondelete can only be used with foreign_key");
}

} // namespace

void FieldInfo::clear_references() {
    for (Value* v : {&annotation, &default_, &default_factory, &exclude, &gt, &ge, &lt, &le, &multiple_of, &min_length,
                     &max_length, &max_digits, &decimal_places, &pattern, &strict, &primary_key, &foreign_key, &ondelete,
                     &unique, &nullable, &index, &sa_type, &sa_column, &sa_column_args, &sa_column_kwargs})
        v->reset();
    metadata.clear();
}

Value FieldInfo::get_default(Runtime& runtime) const {
    if (default_factory.is_set()) return call(runtime, default_factory);
    // pydantic: smart_deepcopy: a default that could be changed is copied for each object.
    if (const List* list = default_.as<List>())
        return Value(runtime.make_list(std::vector<Value>(list->items().begin(), list->items().end())));
    if (default_.as<Dict>() || (default_.is_object() && default_.as_object()->kind() == ObjectKind::set))
        return call_method(runtime, default_, "copy");
    return default_;
}

void FieldInfo::merge(const FieldInfo& other) {
    const auto take = [](Value& mine, const Value& theirs) {
        if (!mine.is_set()) mine = theirs;
    };
    take(default_, other.default_);
    take(default_factory, other.default_factory);
    for (Value FieldInfo::* m :
         {&FieldInfo::exclude, &FieldInfo::gt, &FieldInfo::ge, &FieldInfo::lt, &FieldInfo::le, &FieldInfo::multiple_of,
          &FieldInfo::min_length, &FieldInfo::max_length, &FieldInfo::max_digits, &FieldInfo::decimal_places,
          &FieldInfo::pattern, &FieldInfo::strict, &FieldInfo::primary_key, &FieldInfo::foreign_key, &FieldInfo::ondelete,
          &FieldInfo::unique, &FieldInfo::nullable, &FieldInfo::index, &FieldInfo::sa_type, &FieldInfo::sa_column,
          &FieldInfo::sa_column_args, &FieldInfo::sa_column_kwargs})
        take(this->*m, other.*m);
    if (alias.empty()) alias = other.alias;
    if (description.empty()) description = other.description;
    metadata.insert(metadata.end(), other.metadata.begin(), other.metadata.end());
}

void RelationshipInfo::clear_references() {
    for (Value* v : {&back_populates, &link_model, &sa_relationship, &sa_relationship_args, &sa_relationship_kwargs,
                     &passive_deletes})
        v->reset();
}

void make_field_types(Runtime& runtime) {
    if (runtime.has_type_for<FieldInfo>()) return;
    python::TypeBuilder field(runtime, "FieldInfo", "pydantic.fields");
    field.property("annotation", read<&FieldInfo::annotation>)
        .property("default", read<&FieldInfo::default_>)
        .property("default_factory", read<&FieldInfo::default_factory>)
        .method("is_required", is_required);
    runtime.set_type_for<FieldInfo>(field.finish());
    python::TypeBuilder relationship(runtime, "RelationshipInfo", "sqlmodel.main");
    runtime.set_type_for<RelationshipInfo>(relationship.finish());
}

Value sqlmodel_field(Runtime& runtime, const Value&, Args args) {
    Ref<FieldInfo> field = read_field(runtime, args, true);
    check_exclusive(*field);
    return Value(field);
}

Value pydantic_field(Runtime& runtime, const Value&, Args args) { return Value(read_field(runtime, args, false)); }

Value sqlmodel_relationship(Runtime& runtime, const Value&, Args call_args) {
    const ArgReader args(runtime,
                         {.function = "Relationship",
                          .names = {"back_populates", "cascade_delete", "passive_deletes", "link_model", "sa_relationship",
                                    "sa_relationship_args", "sa_relationship_kwargs"},
                          .positional = 0,
                          .origin = python::Signature::Origin::python},
                         call_args);
    Ref<RelationshipInfo> info = runtime.make<RelationshipInfo>(runtime.type_for<RelationshipInfo>());
    set_unless_none(info->back_populates, args[0]);
    info->cascade_delete = args.truth(1);
    set_unless_none(info->passive_deletes, args[2]);
    set_unless_none(info->link_model, args[3]);
    set_unless_none(info->sa_relationship, args[4]);
    set_unless_none(info->sa_relationship_args, args[5]);
    set_unless_none(info->sa_relationship_kwargs, args[6]);
    if (info->sa_relationship.is_set()) {
        if (info->sa_relationship_args.is_set())
            throw Error(Exc::RuntimeError,
                        "Passing sa_relationship_args is not supported when also passing a sa_relationship");
        if (info->sa_relationship_kwargs.is_set())
            throw Error(Exc::RuntimeError,
                        "Passing sa_relationship_kwargs is not supported when also passing a sa_relationship");
    }
    return Value(info);
}

} // namespace relata::modules
