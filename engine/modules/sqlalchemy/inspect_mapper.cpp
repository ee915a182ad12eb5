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

/// `mapper.relationships`, `mapper.column_attrs`, `mapper.attrs`: properties by key.
class PropertiesView final : public Container {
  public:
    PropertiesView(Type& type, std::vector<orm::MapperProperty*> its_properties)
        : Container(type), properties(std::move(its_properties)) {}
    void clear_references() override {}
    std::vector<orm::MapperProperty*> properties;
};

template <class T> Value properties_view(Runtime& runtime, const std::vector<T*>& properties) {
    std::vector<orm::MapperProperty*> all(properties.begin(), properties.end());
    return runtime.make<PropertiesView>(runtime.type_for<PropertiesView>(), std::move(all));
}

orm::Mapper& mapper_of(const Value& self) { return *self.get<MapperView>().mapper; }
orm::Mapper& given_mapper(Runtime& runtime, const std::string& function, Args args) {
    const Value& other = python::expect_one_argument(function, args);
    auto* view = other.is_object() ? dynamic_cast<MapperView*>(other.as_object()) : nullptr;
    if (!view) throw Error(Exc::TypeError, function + "() takes a Mapper, not " + runtime.type_of(other).name());
    return *view->mapper;
}
Value find_property(Runtime& runtime, const Value& self, std::string_view key) {
    for (orm::MapperProperty* property : self.get<PropertiesView>().properties)
        if (property->key() == key) return mapped_property_view(runtime, *property);
    return {};
}

Value properties_list(Runtime& runtime, const Value& self, bool keys, bool values) {
    std::vector<Value> result;
    for (orm::MapperProperty* property : self.get<PropertiesView>().properties) {
        const Value name(property->name());
        if (keys && values)
            result.emplace_back(runtime.make_tuple({name, mapped_property_view(runtime, *property)}));
        else
            result.push_back(keys ? name : mapped_property_view(runtime, *property));
    }
    return runtime.make_list(std::move(result));
}

Value mapper_columns(Runtime& runtime, const Value& self) {
    std::vector<sql::ColumnElement*> columns;
    for (const orm::ColumnProperty* property : mapper_of(self).column_attrs()) columns.push_back(&property->column());
    std::vector<Ref<sql::ColumnElement>> kept;
    for (sql::ColumnElement* column : columns) kept.emplace_back(*column);
    return column_collection(runtime, kept, sql::LabelStyle::disambiguate_only);
}

} // namespace

static void make_mapper_types(Runtime& runtime) {
    if (runtime.has_type_for<MapperView>()) return;
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
        return Value(r.make_tuple(to_vector(r, column_list(r, mapper_of(self).primary_key()))));
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
        return Value::boolean(mapper_of(self).isa(given_mapper(r, "isa", a)));
    });
    b.method("get_property", [](Runtime& r, const Value& self, Args a) {
        return mapped_property_view(r, mapper_of(self).get_property(str_text(r, python::expect_one_argument("get_property", a))));
    });
    b.method("has_property", [](Runtime& r, const Value& self, Args a) {
        return Value::boolean(mapper_of(self).has_property(str_text(r, python::expect_one_argument("has_property", a))));
    });
    b.method("get_property_by_column", [](Runtime& r, const Value& self, Args a) {
        const Value& column = python::expect_one_argument("get_property_by_column", a);
        const Ref<sql::ColumnElement> element = sql::expect_column(r, sql::Role::column_argument, column);
        return mapped_property_view(r, mapper_of(self).get_property_by_column(*element));
    });
    b.property("iterate_properties", [](Runtime& r, const Value& self) {
        std::vector<Value> properties;
        for (const auto& property : mapper_of(self).iterate_properties()) properties.push_back(mapped_property_view(r, *property));
        return iterate(r, Value(r.make_list(std::move(properties))));
    });
    b.property("synonyms", [](Runtime& r, const Value& self) {
        std::vector<orm::MapperProperty*> synonyms;
        for (const auto& property : mapper_of(self).iterate_properties())
            if (property->kind() == orm::MapperProperty::Kind::synonym) synonyms.push_back(property.get());
        return properties_view(r, synonyms);
    });
    b.method("identity_key_from_instance", [](Runtime& r, const Value& self, Args a) {
        orm::InstanceState& state = orm::instance_state(r, python::expect_one_argument("identity_key_from_instance", a));
        return identity_key_tuple(r, mapper_of(self).identity_key_from_state(state));
    });
    b.method("identity_key_from_primary_key", [](Runtime& r, const Value& self, Args a) {
        const auto values = to_vector(r, python::expect_one_argument("identity_key_from_primary_key", a));
        return identity_key_tuple(r, mapper_of(self).identity_key(values));
    });
    b.method("common_parent", [](Runtime& r, const Value& self, Args a) {
        return Value::boolean(&mapper_of(self).base_mapper() == &given_mapper(r, "common_parent", a).base_mapper());
    });
    b.attribute("concrete", Value::boolean(false)).attribute("non_primary", Value::boolean(false));
    b.attribute("configured", Value::boolean(true)).attribute("batch", Value::boolean(true));
    b.method("primary_key_from_instance", [](Runtime& r, const Value& self, Args a) {
        orm::InstanceState& state = orm::instance_state(r, python::expect_one_argument("primary_key_from_instance", a));
        return Value(r.make_list(mapper_of(self).primary_key_from_state(state)));
    });
    b.slots().repr = [](Runtime& r, const Value& self) -> Value {
        return r.make_str(described_place(r, "Mapper", &mapper_of(self), mapper_of(self).mapped_class().name()));
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
    Value& view = runtime.extension<MappedViews>().views[&mapper];
    if (!view.is_set()) view = runtime.make<MapperView>(runtime.type_for<MapperView>(), mapper);
    return view;
}

Value inspect_mapped(Runtime& runtime, const Value& subject) {
    if (orm::InstanceState* state = orm::find_instance_state(subject)) return state_view(runtime, *state);
    if (auto* cls = subject.as<Type>(); cls && orm::find_mapper(*cls))
        return mapper_view(runtime, orm::class_mapper(*cls));
    if (attribute_reference_of(subject)) return subject;
    return {};
}

} // namespace relata::modules
