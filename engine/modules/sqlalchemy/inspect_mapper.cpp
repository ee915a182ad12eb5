// `inspect(Task)`: the mapper as a program sees it: its columns, relationships, primary key and table.
#include "modules/sqlalchemy/inspect.h"

#include "modules/sqlalchemy/queryable_attribute.h"
#include "modules/sqlalchemy/signatures.h"
#include "modules/sqlalchemy/sql_bridge.h"
#include "orm/attributes.h"
#include "orm/mapper.h"
#include "orm/relationship.h"
#include "python/arguments.h"
#include "python/type_builder.h"
#include "sql/coercions.h"
#include "support/object_number.h"
#include "support/protocol.h"

namespace relata::modules {

using python::TypeBuilder;

namespace {

class MapperView final : public Container {
  public:
    MapperView(Type& type, orm::Mapper& its_mapper) : Container(type), mapper(&its_mapper) {}
    void clear_references() override {}
    orm::Mapper* mapper; ///< lives as long as its class
};

/// One property of a mapper.
class PropertyView final : public Container {
  public:
    PropertyView(Type& type, orm::MapperProperty& its_property) : Container(type), property(&its_property) {}
    void clear_references() override {}
    orm::MapperProperty* property;
};
struct RelationshipViewType;

/// `mapper.relationships`, `mapper.column_attrs`, `mapper.attrs`: properties by key.
class PropertiesView final : public Container {
  public:
    PropertiesView(Type& type, std::vector<orm::MapperProperty*> its_properties)
        : Container(type), properties(std::move(its_properties)) {}
    void clear_references() override {}
    std::vector<orm::MapperProperty*> properties;
};

Value property_view(Runtime& runtime, orm::MapperProperty& property) {
    return runtime.make<PropertyView>(
        property.is_relationship() ? runtime.type_for<RelationshipViewType>() : runtime.type_for<PropertyView>(), property);
}

template <class T> Value properties_view(Runtime& runtime, const std::vector<T*>& properties) {
    std::vector<orm::MapperProperty*> all(properties.begin(), properties.end());
    return runtime.make<PropertiesView>(runtime.type_for<PropertiesView>(), std::move(all));
}

orm::Mapper& mapper_of(const Value& self) { return *self.get<MapperView>().mapper; }
orm::RelationshipProperty& relationship_of(const Value& self) {
    return *self.get<PropertyView>().property->as_relationship();
}

Value find_property(Runtime& runtime, const Value& self, std::string_view key) {
    for (orm::MapperProperty* property : self.get<PropertiesView>().properties)
        if (property->key() == key) return property_view(runtime, *property);
    return {};
}

Value properties_list(Runtime& runtime, const Value& self, bool keys, bool values) {
    std::vector<Value> result;
    for (orm::MapperProperty* property : self.get<PropertiesView>().properties) {
        const Value name(property->name());
        if (keys && values)
            result.emplace_back(runtime.make_tuple({name, property_view(runtime, *property)}));
        else
            result.push_back(keys ? name : property_view(runtime, *property));
    }
    return runtime.make_list(std::move(result));
}

Value columns_of(Runtime& runtime, const std::vector<sql::ColumnElement*>& columns) {
    std::vector<Value> result;
    for (sql::ColumnElement* column : columns) result.push_back(sql::wrap_clause(runtime, *column));
    return runtime.make_list(std::move(result));
}

Value mapper_columns(Runtime& runtime, const Value& self) {
    std::vector<sql::ColumnElement*> columns;
    for (const orm::ColumnProperty* property : mapper_of(self).column_attrs()) columns.push_back(&property->column());
    std::vector<Ref<sql::ColumnElement>> kept;
    for (sql::ColumnElement* column : columns) kept.emplace_back(*column);
    return column_collection(runtime, kept, sql::LabelStyle::disambiguate_only);
}

/// An object with the `name` that the program prints: RelationshipDirection.MANYTOONE.
class DirectionView final : public Object {
  public:
    DirectionView(Type& type, orm::Direction its_direction) : Object(type), direction(its_direction) {}
    orm::Direction direction;
};

/// `relationship.cascade`: CascadeOptions.
class CascadeView final : public Object {
  public:
    CascadeView(Type& type, orm::CascadeOptions its_options) : Object(type), options(its_options) {}
    orm::CascadeOptions options;
};

template <bool orm::CascadeOptions::*flag> Value cascade_flag(Runtime&, const Value& self) {
    return Value::boolean(self.get<CascadeView>().options.*flag);
}

std::vector<std::string> cascade_words(const orm::CascadeOptions& o) {
    std::vector<std::string> words; // sorted, as `repr` shows them
    if (o.delete_) words.push_back("delete");
    if (o.delete_orphan) words.push_back("delete-orphan");
    if (o.expunge) words.push_back("expunge");
    if (o.merge) words.push_back("merge");
    if (o.refresh_expire) words.push_back("refresh-expire");
    if (o.save_update) words.push_back("save-update");
    return words;
}

void make_cascade_type(Runtime& runtime) {
    TypeBuilder b(runtime, "CascadeOptions", "sqlalchemy.orm.util");
    b.property("delete", cascade_flag<&orm::CascadeOptions::delete_>);
    b.property("delete_orphan", cascade_flag<&orm::CascadeOptions::delete_orphan>);
    b.property("save_update", cascade_flag<&orm::CascadeOptions::save_update>);
    b.property("merge", cascade_flag<&orm::CascadeOptions::merge>);
    b.property("expunge", cascade_flag<&orm::CascadeOptions::expunge>);
    b.property("refresh_expire", cascade_flag<&orm::CascadeOptions::refresh_expire>);
    b.slots().repr = [](Runtime& r, const Value& self) -> Value {
        std::string text;
        for (const std::string& word : cascade_words(self.get<CascadeView>().options))
            text += (text.empty() ? "" : ",") + word;
        return r.make_str("CascadeOptions('" + text + "')");
    };
    b.slots().contains = [](Runtime& r, const Value& self, const Value& item) {
        const auto words = cascade_words(self.get<CascadeView>().options);
        return std::find(words.begin(), words.end(), str_text(r, item)) != words.end();
    };
    b.slots().iter = [](Runtime& r, const Value& self) -> Value {
        std::vector<Value> words;
        for (const std::string& word : cascade_words(self.get<CascadeView>().options)) words.emplace_back(r.make_str(word));
        return iterate(r, r.make_list(std::move(words)));
    };
    runtime.set_type_for<CascadeView>(b.finish());

    TypeBuilder direction(runtime, "RelationshipDirection", "sqlalchemy.orm.base");
    direction.property("name", [](Runtime& r, const Value& self) {
        return Value(r.make_str(orm::direction_name(self.get<DirectionView>().direction)));
    });
    direction.property("value", [](Runtime&, const Value& self) {
        return Value::small_int(int64_t(self.get<DirectionView>().direction) + 1);
    });
    direction.slots().repr = [](Runtime& r, const Value& self) -> Value {
        const auto d = self.get<DirectionView>().direction;
        return r.make_str(std::string("<RelationshipDirection.") + orm::direction_name(d) + ": " +
                          std::to_string(int(d) + 1) + ">");
    };
    direction.slots().str = [](Runtime& r, const Value& self) -> Value {
        return r.make_str(std::string("RelationshipDirection.") + orm::direction_name(self.get<DirectionView>().direction));
    };
    runtime.set_type_for<DirectionView>(direction.finish());
}

} // namespace

/// "<Mapper at 0x7f..; Task>"
static std::string object_text(Runtime& runtime, const std::string& type, const void* object, const std::string& name) {
    return "<" + type + " at " + place_text(runtime, object) + "; " + name + ">";
}

static std::string property_repr(const Value& self) {
    const orm::MapperProperty* property = self.get<PropertyView>().property;
    Type& type = self.as_object()->type();
    return object_text(type.runtime(), type.name(), property, property->key());
}

static Value property_text(Runtime& runtime, const Value& self) {
    return runtime.make_str(self.get<PropertyView>().property->text());
}

static void make_property_types(Runtime& runtime) {
    TypeBuilder column(runtime, "ColumnProperty", "sqlalchemy.orm.properties");
    column.property("key", [](Runtime&, const Value& self) { return Value(self.get<PropertyView>().property->name()); });
    column.property("columns", [](Runtime& r, const Value& self) {
        std::vector<sql::ColumnElement*> columns;
        if (auto* property = self.get<PropertyView>().property->as_column())
            for (const auto& c : property->columns()) columns.push_back(c.get());
        return columns_of(r, columns);
    });
    column.slots().repr = [](Runtime& r, const Value& self) -> Value { return r.make_str(property_repr(self)); };
    column.slots().str = property_text;
    runtime.set_type_for<PropertyView>(column.finish());

    TypeBuilder b(runtime, "_RelationshipDeclared", "sqlalchemy.orm.relationships");
    b.property("key", [](Runtime&, const Value& self) { return Value(self.get<PropertyView>().property->name()); });
    b.property("direction", [](Runtime& r, const Value& self) -> Value {
        return r.make<DirectionView>(r.type_for<DirectionView>(), relationship_of(self).direction());
    });
    b.property("uselist", [](Runtime&, const Value& self) { return Value::boolean(relationship_of(self).uselist()); });
    b.property("viewonly", [](Runtime&, const Value& self) { return Value::boolean(relationship_of(self).viewonly()); });
    b.property("mapper", [](Runtime& r, const Value& self) { return mapper_view(r, relationship_of(self).mapper()); });
    b.property("parent", [](Runtime& r, const Value& self) { return mapper_view(r, relationship_of(self).parent()); });
    b.property("back_populates", [](Runtime& r, const Value& self) {
        const auto& name = relationship_of(self).back_populates();
        return name ? Value(r.make_str(*name)) : Value::none();
    });
    b.property("cascade", [](Runtime& r, const Value& self) -> Value {
        return r.make<CascadeView>(r.type_for<CascadeView>(), relationship_of(self).cascade());
    });
    b.property("secondary", [](Runtime& r, const Value& self) {
        sql::FromClause* secondary = relationship_of(self).secondary();
        return secondary ? sql::wrap_clause(r, *secondary) : Value::none();
    });
    b.property("primaryjoin",
               [](Runtime& r, const Value& self) { return sql::wrap_clause(r, relationship_of(self).primaryjoin()); });
    b.property("lazy", [](Runtime& r, const Value& self) {
        return Value(r.make_str(orm::strategy_name(relationship_of(self).strategy_key())));
    });
    b.property("local_columns", [](Runtime& r, const Value& self) {
        const Value columns = columns_of(r, relationship_of(self).local_columns());
        return call(r, Value(r.type(BuiltinType::set)), {columns});
    });
    b.property("remote_side", [](Runtime& r, const Value& self) {
        const Value columns = columns_of(r, relationship_of(self).remote_side());
        return call(r, Value(r.type(BuiltinType::set)), {columns});
    });
    b.property("local_remote_pairs", [](Runtime& r, const Value& self) {
        const Ref<List> pairs = r.make_list();
        for (const auto& [local, remote] : relationship_of(self).local_remote_pairs())
            pairs->append(r.make_tuple({sql::wrap_clause(r, *local), sql::wrap_clause(r, *remote)}));
        return Value(pairs);
    });
    b.slots().repr = [](Runtime& r, const Value& self) -> Value { return r.make_str(property_repr(self)); };
    b.slots().str = property_text;
    runtime.set_type_for<RelationshipViewType>(b.finish());
}

static void make_mapper_types(Runtime& runtime) {
    if (runtime.has_type_for<MapperView>()) return;
    make_cascade_type(runtime);
    make_property_types(runtime);
    TypeBuilder all(runtime, "ReadOnlyProperties", "sqlalchemy.util._collections");
    all.slots().get_item = [](Runtime& r, const Value& self, const Value& key) {
        const Value found = find_property(r, self, str_text(r, key));
        if (!found.is_set()) throw Error(Exc::KeyError, std::vector<Value>{key});
        return found;
    };
    all.slots().get_attribute = [](Runtime& r, const Value& self, Str& name) {
        const Value found = find_property(r, self, name.view());
        return found.is_set() ? found : generic_get_attribute(r, self, name);
    };
    all.slots().length = [](Runtime&, const Value& self) { return int64_t(self.get<PropertiesView>().properties.size()); };
    all.slots().iter = [](Runtime& r, const Value& self) { return iterate(r, properties_list(r, self, false, true)); };
    all.slots().contains = [](Runtime& r, const Value& self, const Value& key) {
        return find_property(r, self, str_text(r, key)).is_set();
    };
    all.method("keys", [](Runtime& r, const Value& self, Args) { return properties_list(r, self, true, false); });
    all.method("values", [](Runtime& r, const Value& self, Args) { return properties_list(r, self, false, true); });
    all.method("items", [](Runtime& r, const Value& self, Args) { return properties_list(r, self, true, true); });
    runtime.set_type_for<PropertiesView>(all.finish());

    TypeBuilder b(runtime, "Mapper", "sqlalchemy.orm.mapper");
    b.property("class_", [](Runtime&, const Value& self) { return Value(mapper_of(self).mapped_class()); });
    b.property("entity", [](Runtime&, const Value& self) { return Value(mapper_of(self).mapped_class()); });
    b.property("mapper", [](Runtime&, const Value& self) { return self; });
    b.property("local_table", [](Runtime& r, const Value& self) { return sql::wrap_clause(r, *mapper_of(self).local_table()); });
    b.property("persist_selectable",
               [](Runtime& r, const Value& self) { return sql::wrap_clause(r, mapper_of(self).persist_selectable()); });
    b.property("columns", mapper_columns).property("c", mapper_columns);
    b.property("primary_key", [](Runtime& r, const Value& self) {
        return Value(r.make_tuple(to_vector(r, columns_of(r, mapper_of(self).primary_key()))));
    });
    b.property("relationships",
               [](Runtime& r, const Value& self) { return properties_view(r, mapper_of(self).relationships()); });
    b.property("column_attrs",
               [](Runtime& r, const Value& self) { return properties_view(r, mapper_of(self).column_attrs()); });
    b.property("attrs", [](Runtime& r, const Value& self) {
        std::vector<orm::MapperProperty*> properties;
        for (const auto& property : mapper_of(self).iterate_properties()) properties.push_back(property.get());
        return properties_view(r, properties);
    });
    b.attribute("is_mapper", Value::boolean(true)).attribute("is_aliased_class", Value::boolean(false));
    b.property("inherits", [](Runtime& r, const Value& self) {
        orm::Mapper* above = mapper_of(self).inherits();
        return above ? mapper_view(r, *above) : Value::none();
    });
    b.property("base_mapper", [](Runtime& r, const Value& self) { return mapper_view(r, mapper_of(self).base_mapper()); });
    b.property("single", [](Runtime&, const Value& self) { return Value::boolean(mapper_of(self).single()); });
    b.property("polymorphic_on", [](Runtime& r, const Value& self) {
        sql::ColumnElement* column = mapper_of(self).polymorphic_on();
        return column ? sql::wrap_clause(r, *column) : Value::none();
    });
    b.property("polymorphic_identity", [](Runtime&, const Value& self) {
        const Value& identity = mapper_of(self).polymorphic_identity();
        return identity.is_set() ? identity : Value::none();
    });
    b.property("polymorphic_map", [](Runtime& r, const Value& self) {
        const Ref<Dict> map = r.make_dict();
        for (orm::Mapper* m : mapper_of(self).base_mapper().self_and_descendants())
            if (m->polymorphic_identity().is_set()) map->set(r, m->polymorphic_identity(), mapper_view(r, *m));
        return Value(map);
    });
    b.property("self_and_descendants", [](Runtime& r, const Value& self) {
        std::vector<Value> mappers;
        for (orm::Mapper* m : mapper_of(self).self_and_descendants()) mappers.push_back(mapper_view(r, *m));
        return Value(r.make_list(std::move(mappers)));
    });
    b.property("tables", [](Runtime& r, const Value& self) {
        std::vector<Value> tables;
        for (sql::Table* table : mapper_of(self).tables()) tables.push_back(sql::wrap_clause(r, *table));
        return Value(r.make_list(std::move(tables)));
    });
    b.property("selectable", [](Runtime& r, const Value& self) { return sql::wrap_clause(r, mapper_of(self).selectable()); });
    b.method("isa", [](Runtime& r, const Value& self, Args a) {
        const Value& other = python::expect_one_argument("isa", a);
        auto* view = other.is_object() ? dynamic_cast<MapperView*>(other.as_object()) : nullptr;
        if (!view) throw Error(Exc::TypeError, "isa() takes a Mapper, not " + r.type_of(other).name());
        return Value::boolean(mapper_of(self).isa(*view->mapper));
    });
    b.method("get_property", [](Runtime& r, const Value& self, Args a) {
        return property_view(r, mapper_of(self).get_property(str_text(r, python::expect_one_argument("get_property", a))));
    });
    b.method("has_property", [](Runtime& r, const Value& self, Args a) {
        return Value::boolean(mapper_of(self).has_property(str_text(r, python::expect_one_argument("has_property", a))));
    });
    b.method("primary_key_from_instance", [](Runtime& r, const Value& self, Args a) {
        orm::InstanceState& state = orm::instance_state(r, python::expect_one_argument("primary_key_from_instance", a));
        return Value(r.make_list(mapper_of(self).primary_key_from_state(state)));
    });
    b.slots().repr = [](Runtime& r, const Value& self) -> Value {
        return r.make_str(object_text(r, "Mapper", &mapper_of(self), mapper_of(self).mapped_class().name()));
    };
    b.slots().str = [](Runtime& r, const Value& self) -> Value { return r.make_str(mapper_of(self).text()); };
    add_mapper_signatures(b);
    runtime.set_type_for<MapperView>(b.finish());
}

Type& mapper_type(Runtime& runtime) {
    make_mapper_types(runtime);
    return runtime.type_for<MapperView>();
}

Value mapper_view(Runtime& runtime, orm::Mapper& mapper) {
    make_mapper_types(runtime);
    return runtime.make<MapperView>(runtime.type_for<MapperView>(), mapper);
}

Value mapped_property_view(Runtime& runtime, orm::MapperProperty& property) {
    make_mapper_types(runtime);
    return property_view(runtime, property);
}

Value inspect_mapped(Runtime& runtime, const Value& subject) {
    if (orm::InstanceState* state = orm::find_instance_state(subject)) return state_view(runtime, *state);
    if (auto* cls = subject.as<Type>(); cls && orm::find_mapper(*cls))
        return mapper_view(runtime, orm::class_mapper(*cls));
    if (attribute_reference_of(subject)) return subject;
    return {};
}

} // namespace relata::modules
