// `class Task(SQLModel, table=True)`: table, mapper and relationships. SQLModel: main.py SQLModelMetaclass; SQLAlchemy:
// orm/decl_base.py.
#include "modules/sqlalchemy/sql_bridge.h"
#include "modules/sqlmodel/mapper_arguments.h"
#include "modules/sqlmodel/model.h"
#include "modules/sqlmodel/relationship_options.h"
#include "modules/sqlmodel/model_methods.h"
#include "orm/mapper.h"
#include "orm/registry.h"
#include "orm/relationship.h"
#include "python/types/generic_alias.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::modules {

namespace {

bool is_none_type(Runtime& runtime, const Value& v) {
    return v.is_none() || v.as<Type>() == &runtime.type(BuiltinType::none_type);
}

/// `Mapped[x]`: x.
Value unwrap_mapped(const Value& annotation) {
    const auto* alias = annotation.as<python::GenericAlias>();
    const Type* origin = alias ? alias->origin.as<Type>() : nullptr;
    return origin && origin->name() == "Mapped" ? (*alias->args)[0] : annotation;
}

/// SQLModel: get_relationship_to.
Value relationship_to(Runtime& runtime, const Value& annotation) {
    if (const auto* forward = annotation.as<python::ForwardRef>()) return Value(forward->name);
    if (const std::vector<Value> members = union_members(annotation); !members.empty()) {
        if (members.size() > 2)
            throw Error(Exc::ValueError, "Cannot have a (non-optional) union as a SQLAlchemy field");
        const bool first = is_none_type(runtime, members[0]), second = is_none_type(runtime, members[1]);
        if (first == second)
            throw Error(Exc::ValueError, "Cannot have a Union of None and None as a SQLAlchemy field");
        return relationship_to(runtime, first ? members[1] : members[0]);
    }
    if (const auto* alias = annotation.as<python::GenericAlias>()) {
        if (alias->origin.as<Type>() == &runtime.type(BuiltinType::list)) {
            const Value& item = (*alias->args)[0];
            return item.as<Str>() ? item : relationship_to(runtime, item);
        }
        // get_relationship_to calls itself with the same annotation for every other generic type.
        if (!alias->metadata) throw Error(Exc::RecursionError, "maximum recursion depth exceeded");
    }
    return annotation;
}

/// What the annotation says of the collection. SQLAlchemy: RelationshipProperty.declarative_scan.
void scan_annotation(Runtime& runtime, const Value& raw, orm::RelationshipOptions& options) {
    Value annotation = raw;
    std::vector<Value> members = union_members(annotation);
    std::erase_if(members, [&](const Value& m) { return is_none_type(runtime, m); });
    if (members.size() == 1) annotation = members[0];
    const auto* alias = annotation.as<python::GenericAlias>();
    const Type* origin = alias ? alias->origin.as<Type>() : nullptr;
    const bool collection = origin && (origin->is_subtype_of(runtime.type(BuiltinType::list)) ||
                                       origin->is_subtype_of(runtime.type(BuiltinType::set)) ||
                                       origin->is_subtype_of(runtime.type(BuiltinType::dict)));
    const bool given = options.collection_class.is_set() && !options.collection_class.is_none();
    if (collection) {
        if (!given && origin != &runtime.type(BuiltinType::list)) options.collection_class = alias->origin;
    } else if (!given) {
        options.uselist = false;
    }
}

Ref<orm::RelationshipProperty> make_relationship(Runtime& runtime, const ModelRelationship& relationship) {
    const RelationshipInfo& info = *relationship.info;
    if (info.sa_relationship.is_set())
        if (orm::RelationshipProperty* property = relationship_property(info.sa_relationship))
            return Ref<orm::RelationshipProperty>(property);
    if (!relationship.annotation.is_set())
        throw Error(Exc::KeyError, std::vector<Value>{Value(runtime.make_str(relationship.name))});
    const Value annotation = unwrap_mapped(relationship.annotation);
    orm::RelationshipOptions options;
    options.argument = relationship_to(runtime, annotation);
    const auto read = [&](const char* name, const Value& v) { read_relationship_option(runtime, options, name, v); };
    if (info.back_populates.is_set() && truth(runtime, info.back_populates)) read("back_populates", info.back_populates);
    if (info.cascade_delete) options.cascade = "all, delete-orphan";
    if (info.passive_deletes.is_set() && truth(runtime, info.passive_deletes))
        read("passive_deletes", info.passive_deletes);
    if (info.link_model.is_set()) {
        const Type* cls = info.link_model.as<Type>();
        const orm::Mapper* mapper = cls ? orm::find_mapper(*cls) : nullptr;
        if (!mapper)
            throw Error(Exc::NoInspectionAvailable,
                        "No inspection system is available for object of type " +
                            repr_text(runtime, Value(runtime.type_of(info.link_model))));
        options.secondary_table = Ref<sql::FromClause>(*mapper->local_table());
    }
    if (info.sa_relationship_args.is_set()) {
        static constexpr const char* positional[] = {"secondary"};
        size_t i = 0;
        for (const Value& v : to_vector(runtime, info.sa_relationship_args)) {
            if (i >= std::size(positional))
                throw Error(Exc::TypeError, "relationship() takes from 0 to 2 positional arguments but more were given");
            read(positional[i++], v);
        }
    }
    if (info.sa_relationship_kwargs.is_set())
        for (const Value& key : to_vector(runtime, info.sa_relationship_kwargs)) {
            if (key.get<Str>().view() == "argument")
                throw Error(Exc::TypeError, "relationship() got multiple values for argument 'argument'");
            read_relationship_option(runtime, options, std::string(key.get<Str>().view()),
                                     get_item(runtime, info.sa_relationship_kwargs, key),
                                     "RelationshipProperty.__init__()");
        }
    scan_annotation(runtime, annotation, options);
    return make_ref<orm::RelationshipProperty>(runtime, std::move(options));
}

std::string table_name(Runtime& runtime, Model& model) {
    return str_text(runtime, get_attribute(runtime, Value(model.type), "__tablename__"));
}

} // namespace

void make_table_model(Runtime& runtime, Model& model) {
    orm::ClassRegistry& registry = *orm::orm_runtime(runtime).registries.at(0);
    // SQLModel makes the columns before it looks at relationships: their errors come first.
    std::vector<Ref<sql::Column>> columns;
    for (const ModelField& field : model.fields) columns.push_back(column_from_field(runtime, field));
    orm::MapperOptions options;
    std::vector<std::pair<std::string, Ref<orm::MapperProperty>>> relationships;
    for (const Type* t : model.type.mro()) { // a mixin's relationships come after the class's own
        const Model* m = find_model(*t);
        if (!m || (t != &model.type && m->table)) continue;
        for (const ModelRelationship& r : m->relationships)
            if (t == &model.type || std::none_of(relationships.begin(), relationships.end(),
                                                 [&](const auto& known) { return known.first == r.name; }))
                relationships.emplace_back(r.name, make_relationship(runtime, r));
        if (t == &model.type) break; // SQLModel: __sqlmodel_relationships__ of the class itself
    }
    registry.add_class(model.type);
    sql::Table& table = registry.metadata().define_table(table_name(runtime, model));
    for (size_t i = 0; i < columns.size(); ++i) {
        const std::string key(model.fields[i].name->view());
        sql::Column& column = table.append_column(columns[i]);
        if (column.key() != key)
            options.properties.emplace_back(
                key, make_ref<orm::ColumnProperty>(std::vector<Ref<sql::ColumnElement>>{Ref<sql::ColumnElement>(column)}));
    }
    if (const Value args = find_attribute(runtime, Value(model.type), "__table_args__"); args.is_set() && !args.is_none())
        add_table_arguments(runtime, table, args);
    options.properties.insert(options.properties.end(), relationships.begin(), relationships.end());
    find_declared_properties(model.type, table, options);
    find_validators(runtime, model.type, options);
    read_mapper_args(runtime, model.type, table, options);
    map_class(runtime, registry, model.type, table, std::move(options));
}

} // namespace relata::modules
