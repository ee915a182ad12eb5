// What `inspect(Task).relationships.assignee` and `Task.title.property` tell. SQLAlchemy: MapperProperty, ColumnProperty,
// RelationshipProperty.
#include "modules/sqlalchemy/inspect.h"

#include "modules/sqlalchemy/sql_bridge.h"
#include "orm/mapper.h"
#include "orm/relationship.h"
#include "python/type_builder.h"
#include "sql/coercions.h"
#include "support/object_number.h"
#include "support/protocol.h"

namespace relata::modules {

using python::TypeBuilder;

namespace {

/// One property of a mapper.
class PropertyView final : public Container {
  public:
    PropertyView(Type& type, orm::MapperProperty& its_property) : Container(type), property(&its_property) {}
    void clear_references() override {}
    orm::MapperProperty* property;
};
struct RelationshipViewType;

orm::RelationshipProperty& relationship_of(const Value& self) {
    return *self.get<PropertyView>().property->as_relationship();
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

std::string property_repr(const Value& self) {
    const orm::MapperProperty* property = self.get<PropertyView>().property;
    Type& type = self.as_object()->type();
    return described_place(type.runtime(), type.name(), property, property->key());
}

Value property_text(Runtime& runtime, const Value& self) {
    return runtime.make_str(self.get<PropertyView>().property->text());
}

template <bool orm::RelationshipOptions::*flag> Value option_flag(Runtime&, const Value& self) {
    return Value::boolean(relationship_of(self).options().*flag);
}

/// What every kind of property has.
void add_common(TypeBuilder& b) {
    b.property("key", [](Runtime&, const Value& self) { return Value(self.get<PropertyView>().property->name()); });
    b.property("parent", [](Runtime& r, const Value& self) { return mapper_view(r, self.get<PropertyView>().property->parent()); });
    b.property("class_attribute", [](Runtime& r, const Value& self) {
        const orm::MapperProperty& property = *self.get<PropertyView>().property;
        return get_attribute(r, Value(property.parent().mapped_class()), property.name());
    });
    b.property("doc", [](Runtime& r, const Value& self) {
        orm::MapperProperty& property = *self.get<PropertyView>().property;
        const std::string& doc = property.is_relationship() ? property.as_relationship()->options().doc : property.doc;
        return doc.empty() ? Value::none() : Value(r.make_str(doc));
    });
    b.property("info", [](Runtime& r, const Value& self) {
        Value& info = self.get<PropertyView>().property->info;
        if (!info.is_set() || info.is_none()) info = r.make_dict();
        return info;
    });
}

} // namespace

std::string described_place(Runtime& runtime, const std::string& type, const void* place, const std::string& name) {
    return "<" + type + " at " + place_address(runtime, place) + "; " + name + ">";
}

void make_property_types(Runtime& runtime) {
    if (runtime.has_type_for<PropertyView>()) return;
    make_cascade_type(runtime);
    TypeBuilder column(runtime, "ColumnProperty", "sqlalchemy.orm.properties");
    column.property("columns", [](Runtime& r, const Value& self) {
        std::vector<sql::ColumnElement*> columns;
        if (auto* property = self.get<PropertyView>().property->as_column())
            for (const auto& c : property->columns()) columns.push_back(c.get());
        return column_list(r, columns);
    });
    add_common(column);
    column.property("expression", [](Runtime& r, const Value& self) -> Value {
        auto* property = self.get<PropertyView>().property->as_column();
        return property ? sql::wrap_clause(r, property->column()) : Value::none();
    });
    column.property("deferred", [](Runtime&, const Value& self) {
        auto* property = self.get<PropertyView>().property->as_column();
        return Value::boolean(property && property->deferred());
    });
    column.property("group", [](Runtime& r, const Value& self) {
        auto* property = self.get<PropertyView>().property->as_column();
        return property && !property->group().empty() ? Value(r.make_str(property->group())) : Value::none();
    });
    column.property("active_history", [](Runtime&, const Value& self) {
        auto* property = self.get<PropertyView>().property->as_column();
        return Value::boolean(property && property->active_history());
    });
    column.slots().repr = [](Runtime& r, const Value& self) -> Value { return r.make_str(property_repr(self)); };
    column.slots().str = property_text;
    runtime.set_type_for<PropertyView>(column.finish());

    TypeBuilder b(runtime, "_RelationshipDeclared", "sqlalchemy.orm.relationships");
    add_common(b);
    b.property("direction", [](Runtime& r, const Value& self) -> Value {
        return r.make<DirectionView>(r.type_for<DirectionView>(), relationship_of(self).direction());
    });
    b.property("uselist", [](Runtime&, const Value& self) { return Value::boolean(relationship_of(self).uselist()); });
    b.property("viewonly", [](Runtime&, const Value& self) { return Value::boolean(relationship_of(self).viewonly()); });
    b.property("mapper", [](Runtime& r, const Value& self) { return mapper_view(r, relationship_of(self).mapper()); });
    b.property("entity", [](Runtime& r, const Value& self) { return mapper_view(r, relationship_of(self).mapper()); });
    b.property("target", [](Runtime& r, const Value& self) {
        return sql::wrap_clause(r, relationship_of(self).mapper().persist_selectable());
    });
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
    b.property("secondaryjoin", [](Runtime& r, const Value& self) {
        sql::ColumnElement* join = relationship_of(self).secondaryjoin();
        return join ? sql::wrap_clause(r, *join) : Value::none();
    });
    b.property("order_by", [](Runtime& r, const Value& self) {
        std::vector<Value> columns;
        for (const auto& one : relationship_of(self).order_by()) columns.push_back(sql::wrap_clause(r, *one));
        return columns.empty() ? Value::boolean(false) : Value(r.make_list(std::move(columns)));
    });
    b.property("passive_deletes", [](Runtime& r, const Value& self) {
        const auto& options = relationship_of(self).options();
        return options.passive_deletes_all ? Value(r.make_str("all")) : Value::boolean(options.passive_deletes);
    });
    b.property("innerjoin", [](Runtime& r, const Value& self) {
        const auto& options = relationship_of(self).options();
        return options.innerjoin_unnested ? Value(r.make_str("unnested")) : Value::boolean(options.innerjoin);
    });
    b.property("join_depth", [](Runtime&, const Value& self) {
        const auto& depth = relationship_of(self).options().join_depth;
        return depth ? Value::small_int(*depth) : Value::none();
    });
    b.property("collection_class", [](Runtime& r, const Value& self) {
        const Value& cls = relationship_of(self).options().collection_class;
        if (cls.is_set() && !cls.is_none()) return cls;
        return relationship_of(self).uselist() ? Value(r.type(BuiltinType::list)) : Value::none();
    });
    b.property("passive_updates", option_flag<&orm::RelationshipOptions::passive_updates>);
    b.property("post_update", option_flag<&orm::RelationshipOptions::post_update>);
    b.property("single_parent", option_flag<&orm::RelationshipOptions::single_parent>);
    b.property("active_history", option_flag<&orm::RelationshipOptions::active_history>);
    b.property("load_on_pending", option_flag<&orm::RelationshipOptions::load_on_pending>);
    b.property("enable_typechecks", option_flag<&orm::RelationshipOptions::enable_typechecks>);
    b.property("lazy", [](Runtime& r, const Value& self) {
        return Value(r.make_str(orm::strategy_name(relationship_of(self).strategy_key())));
    });
    b.property("local_columns", [](Runtime& r, const Value& self) {
        const Value columns = column_list(r, relationship_of(self).local_columns());
        return call(r, Value(r.type(BuiltinType::set)), {columns});
    });
    b.property("remote_side", [](Runtime& r, const Value& self) {
        const Value columns = column_list(r, relationship_of(self).remote_side());
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

Value column_list(Runtime& runtime, const std::vector<sql::ColumnElement*>& columns) {
    std::vector<Value> result;
    for (sql::ColumnElement* column : columns) result.push_back(sql::wrap_clause(runtime, *column));
    return runtime.make_list(std::move(result));
}

Value mapped_property_view(Runtime& runtime, orm::MapperProperty& property) {
    make_property_types(runtime);
    Value& view = runtime.extension<MappedViews>().views[&property];
    if (!view.is_set())
        view = runtime.make<PropertyView>(
            property.is_relationship() ? runtime.type_for<RelationshipViewType>() : runtime.type_for<PropertyView>(), property);
    return view;
}

} // namespace relata::modules
