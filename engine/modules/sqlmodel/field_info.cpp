#include "modules/sqlmodel/field_info.h"

#include "modules/pydantic/decorated_function.h"
#include "modules/pydantic/functions.h"
#include "modules/sqlmodel/model_methods.h"
#include "python/arguments.h"
#include "python/interpreter.h"
#include "python/type_builder.h"
#include "python/types/generic_alias.h"
#include "support/protocol.h"

namespace relata::modules {

// pydantic: _repr.display_as_type.
std::string type_text(Runtime& runtime, const Value& annotation) {
    if (!annotation.is_set()) return "None";
    if (const auto* u = annotation.as<python::UnionType>()) {
        std::string text;
        for (const Value& member : u->args->items()) text += (text.empty() ? "" : ", ") + type_text(runtime, member);
        return "Union[" + text + "]";
    }
    if (const Type* cls = annotation.as<Type>()) return cls->qualified_name();
    std::string text = python::type_expression_text(runtime, annotation);
    for (const std::string_view prefix : {"typing.", "__main__."})
        for (size_t at; (at = text.find(prefix)) != std::string::npos;) text.erase(at, prefix.size());
    return text;
}

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

/// pydantic: FieldInfo.__repr_args__.
Value field_repr(Runtime& runtime, const Value& self) {
    const auto& field = self.get<FieldInfo>();
    std::string text = "FieldInfo(annotation=" + type_text(runtime, field.annotation) +
                       ", required=" + (field.is_required() ? "True" : "False");
    const auto add = [&](const char* name, const std::string& value) { text += std::string(", ") + name + "=" + value; };
    const auto quoted = [&](const std::string& s) { return repr_text(runtime, Value(runtime.make_str(s))); };
    if (field.default_factory.is_set()) {
        const Value name = find_attribute(runtime, field.default_factory, "__name__");
        add("default_factory", name.is_set() ? str_text(runtime, name) : repr_text(runtime, field.default_factory));
    } else if (field.default_.is_set()) {
        add("default", repr_text(runtime, field.default_));
    }
    if (!field.alias.empty()) add("alias", quoted(field.alias)), add("alias_priority", "2");
    if (!field.validation_name().empty()) add("validation_alias", quoted(field.validation_name()));
    if (!field.serialization_name().empty()) add("serialization_alias", quoted(field.serialization_name()));
    if (!field.title.empty()) add("title", quoted(field.title));
    if (!field.description.empty()) add("description", quoted(field.description));
    if (field.exclude.is_set()) add("exclude", repr_text(runtime, field.exclude));
    if (field.frozen) add("frozen", "True");
    static constexpr std::tuple<Value FieldInfo::*, const char*, const char*> shown[] = {
        {&FieldInfo::gt, "Gt", "gt"}, {&FieldInfo::ge, "Ge", "ge"}, {&FieldInfo::lt, "Lt", "lt"}, {&FieldInfo::le, "Le", "le"},
        {&FieldInfo::multiple_of, "MultipleOf", "multiple_of"}, {&FieldInfo::min_length, "MinLen", "min_length"},
        {&FieldInfo::max_length, "MaxLen", "max_length"}};
    std::string metadata;
    for (const auto& [member, type, key] : shown)
        if ((field.*member).is_set())
            metadata += (metadata.empty() ? "" : ", ") + std::string(type) + "(" + key + "=" + repr_text(runtime, field.*member) + ")";
    std::string general;
    for (const auto& [member, key] : {std::pair(&FieldInfo::pattern, "pattern"), std::pair(&FieldInfo::max_digits, "max_digits"),
                                      std::pair(&FieldInfo::decimal_places, "decimal_places")})
        if ((field.*member).is_set()) general += (general.empty() ? "" : ", ") + std::string(key) + "=" + repr_text(runtime, field.*member);
    if (!general.empty()) metadata += (metadata.empty() ? "" : ", ") + std::string("_PydanticGeneralMetadata(") + general + ")";
    if (!metadata.empty()) add("metadata", "[" + metadata + "]");
    if (!field.repr) add("repr", "False");
    return Value(runtime.make_str(text + ")"));
}

template <std::string FieldInfo::* Member> Value read_text(Runtime& runtime, const Value& self) {
    const std::string& text = self.get<FieldInfo>().*Member;
    return text.empty() ? Value::none() : Value(runtime.make_str(text));
}

Value is_required(Runtime&, const Value& self, Args) { return Value::boolean(self.get<FieldInfo>().is_required()); }

/// What both Field functions share. pydantic: fields.py Field.
bool read_common(FieldInfo& field, std::string_view name, const Value& value) {
    static constexpr std::pair<std::string_view, Value FieldInfo::*> values[] = {
        {"default_factory", &FieldInfo::default_factory}, {"exclude", &FieldInfo::exclude}, {"gt", &FieldInfo::gt},
        {"ge", &FieldInfo::ge}, {"lt", &FieldInfo::lt}, {"le", &FieldInfo::le}, {"multiple_of", &FieldInfo::multiple_of},
        {"max_digits", &FieldInfo::max_digits}, {"decimal_places", &FieldInfo::decimal_places},
        {"min_length", &FieldInfo::min_length}, {"min_items", &FieldInfo::min_length}, {"max_length", &FieldInfo::max_length},
        {"max_items", &FieldInfo::max_length}, {"regex", &FieldInfo::pattern}, {"pattern", &FieldInfo::pattern},
        {"strict", &FieldInfo::strict}, {"exclude_if", &FieldInfo::exclude_if}, {"allow_inf_nan", &FieldInfo::allow_inf_nan},
        {"examples", &FieldInfo::examples}, {"json_schema_extra", &FieldInfo::json_schema_extra}};
    for (const auto& [known, member] : values)
        if (name == known) {
            set_unless_none(field.*member, value);
            return true;
        }
    static constexpr std::pair<std::string_view, std::string FieldInfo::*> texts[] = {
        {"alias", &FieldInfo::alias}, {"serialization_alias", &FieldInfo::serialization_alias}, {"title", &FieldInfo::title},
        {"description", &FieldInfo::description}, {"discriminator", &FieldInfo::discriminator}};
    for (const auto& [known, member] : texts)
        if (name == known) {
            field.*member = text_of(value);
            return true;
        }
    if (name == "default") {
        if (!value.is_ellipsis()) field.default_ = value;
    } else if (name == "validation_alias") {
        field.validation_alias = text_of(value);
        if (value.is_object() && value.as<Instance>()) // AliasChoices
            for (const Value& choice : to_vector(value.get<Instance>().type().runtime(), get_attribute(value.get<Instance>().type().runtime(), value, "choices"))) {
                if (field.validation_alias.empty()) field.validation_alias = text_of(choice);
                else field.alias_choices.push_back(text_of(choice));
            }
    } else if (name == "frozen") {
        field.frozen = value.is_true();
    } else if (name == "repr") {
        field.repr = !value.is_false();
    } else if (name == "validate_default") {
        field.validate_default = value.is_true();
    } else {
        for (const std::string_view known : {"include", "const", "unique_items", "allow_mutation", "deprecated", "kw_only", "init",
                                             "init_var", "union_mode", "alias_priority", "coerce_numbers_to_str", "fail_fast",
                                             "field_title_generator"})
            if (name == known) return true;
        return false;
    }
    return true;
}

/// What SQLModel's Field passes on to pydantic 2, which knows nothing of `regex`, `min_items` and their kin.
bool is_sqlmodel_keyword(std::string_view name) {
    for (const std::string_view known : {"default", "default_factory", "alias", "title", "description", "exclude", "include",
                                         "const", "gt", "ge", "lt", "le", "multiple_of", "max_digits", "decimal_places",
                                         "min_length", "max_length", "discriminator", "repr"})
        if (name == known) return true;
    return false;
}
bool is_lost_keyword(std::string_view name) {
    return name == "regex" || name == "min_items" || name == "max_items" || name == "unique_items" || name == "allow_mutation";
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
        if (sqlmodel && name == "schema_extra") { // keywords for pydantic's own Field
            if (const Dict* more = value.as<Dict>())
                more->for_each([&](const Value& k, const Value& v) { read_common(*field, k.get<Str>().view(), v); });
            continue;
        }
        if (sqlmodel && is_lost_keyword(name)) continue;
        if (!sqlmodel && name == "regex") throw_user_error("`regex` is removed. use `pattern` instead", "removed-kwargs");
        if ((!sqlmodel || is_sqlmodel_keyword(name)) && read_common(*field, name, value)) continue;
        if (Value* slot = sqlmodel ? sqlmodel_slot(*field, name) : nullptr) *slot = value;
    }
    if (field->default_.is_set() && field->default_factory.is_set())
        throw Error(Exc::TypeError, "cannot specify both default and default_factory");
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
    for (Value* v : {&annotation, &default_, &default_factory, &exclude, &exclude_if, &gt, &ge, &lt, &le, &multiple_of,
                     &min_length, &max_length, &max_digits, &decimal_places, &pattern, &strict, &allow_inf_nan, &examples,
                     &json_schema_extra, &primary_key, &foreign_key, &ondelete, &unique, &nullable, &index, &sa_type,
                     &sa_column, &sa_column_args, &sa_column_kwargs})
        v->reset();
    metadata.clear();
}

Value FieldInfo::get_default(Runtime& runtime, Dict* data) const {
    if (default_factory.is_set()) {
        const std::optional<size_t> count = required_positional(runtime, default_factory);
        if (!count || *count != 1) return call(runtime, default_factory);
        if (!data) fail(runtime, "default_factory_not_called", Value::none());
        return call(runtime, default_factory, {Value(*data)});
    }
    // pydantic: smart_deepcopy: a default that could be changed is copied for each object.
    const bool is_set = default_.is_object() && default_.as_object()->kind() == ObjectKind::set;
    if (!default_.as<List>() && !default_.as<Dict>() && !is_set) return default_;
    if (length(runtime, default_) == 0) return call_method(runtime, default_, "copy");
    auto& interpreter = static_cast<python::Interpreter&>(runtime);
    return call(runtime, interpreter.import_module("copy").find(interpreter, "deepcopy"), {default_});
}

void FieldInfo::merge(const FieldInfo& other) {
    const auto take = [](Value& mine, const Value& theirs) {
        if (!mine.is_set()) mine = theirs;
    };
    take(default_, other.default_);
    take(default_factory, other.default_factory);
    for (Value FieldInfo::* m :
         {&FieldInfo::exclude, &FieldInfo::exclude_if, &FieldInfo::allow_inf_nan, &FieldInfo::examples,
          &FieldInfo::json_schema_extra, &FieldInfo::annotation, &FieldInfo::gt, &FieldInfo::ge, &FieldInfo::lt, &FieldInfo::le, &FieldInfo::multiple_of,
          &FieldInfo::min_length, &FieldInfo::max_length, &FieldInfo::max_digits, &FieldInfo::decimal_places,
          &FieldInfo::pattern, &FieldInfo::strict, &FieldInfo::primary_key, &FieldInfo::foreign_key, &FieldInfo::ondelete,
          &FieldInfo::unique, &FieldInfo::nullable, &FieldInfo::index, &FieldInfo::sa_type, &FieldInfo::sa_column,
          &FieldInfo::sa_column_args, &FieldInfo::sa_column_kwargs})
        take(this->*m, other.*m);
    for (std::string FieldInfo::* m : {&FieldInfo::alias, &FieldInfo::validation_alias, &FieldInfo::serialization_alias,
                                       &FieldInfo::title, &FieldInfo::description, &FieldInfo::discriminator})
        if ((this->*m).empty()) this->*m = other.*m;
    if (alias_choices.empty()) alias_choices = other.alias_choices;
    repr = repr && other.repr;
    frozen = frozen || other.frozen;
    validate_default = validate_default || other.validate_default;
    is_sqlmodel = is_sqlmodel || other.is_sqlmodel;
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
    field.slots().repr = field_repr;
    field.property("annotation", read<&FieldInfo::annotation>)
        .property("alias", read_text<&FieldInfo::alias>)
        .property("title", read_text<&FieldInfo::title>)
        .property("description", read_text<&FieldInfo::description>)
        .property("primary_key", read<&FieldInfo::primary_key>)
        .property("foreign_key", read<&FieldInfo::foreign_key>)
        .property("metadata", [](Runtime& r, const Value& self) -> Value { return r.make_list(self.get<FieldInfo>().metadata); })
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
