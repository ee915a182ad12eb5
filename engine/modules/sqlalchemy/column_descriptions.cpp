#include "modules/sqlalchemy/column_descriptions.h"

#include "modules/sqlalchemy/queryable_attribute.h"
#include "modules/sqlalchemy/sql_bridge.h"
#include "orm/context.h"
#include "sql/visitors.h"
#include "support/dict.h"

namespace relata::modules {

namespace {

/// The class of the program or the AliasedClass that an entity stands for.
Value class_of(Runtime& runtime, sql::Entity& entity) {
    orm::AliasedInsp* aliased = orm::as_aliased(entity);
    if (!aliased) return Value(orm::mapper_of(entity).mapped_class());
    return runtime.make<AliasedClass>(runtime.type_for<AliasedClass>(), Ref<orm::AliasedInsp>(*aliased));
}

void describe(Runtime& runtime, Dict& entry, sql::Entity* entity, const Value& type, const Value& expr) {
    entry.set(*runtime.intern("type"), type);
    entry.set(*runtime.intern("aliased"), Value::boolean(entity && orm::as_aliased(*entity)));
    entry.set(*runtime.intern("expr"), expr);
    entry.set(*runtime.intern("entity"), entity ? class_of(runtime, *entity) : Value::none());
}

} // namespace

Value column_descriptions(Runtime& runtime, const Value& self) {
    auto& select = node<sql::Select>(self);
    std::vector<Value> list;
    if (!select.propagate.plugin) {
        for (const sql::SelectColumn& column : sql::columns_plus_names(select.all_selected_columns(), select.label_style, false)) {
            const Ref<Dict> entry = runtime.make_dict();
            const auto& name = column.proxy_key;
            entry->set(*runtime.intern("name"), name ? Value(runtime.make_str(*name)) : Value::none());
            entry->set(*runtime.intern("type"), wrap_type(runtime, column.column->type));
            entry->set(*runtime.intern("expr"), sql::wrap_clause(runtime, *column.column));
            list.push_back(entry);
        }
        return runtime.make_list(std::move(list));
    }
    orm::ORMCompileState state(runtime, select, true, {});
    state.create_entities();
    for (const auto& described : state.entities()) {
        const Ref<Dict> entry = runtime.make_dict();
        entry->set(*runtime.intern("name"), Value(runtime.make_str(described->label_name)));
        sql::Entity* entity = described->entity_zero();
        if (described->is_mapper_entity()) {
            describe(runtime, *entry, entity, Value(orm::mapper_of(*entity).mapped_class()), class_of(runtime, *entity));
        } else {
            auto& column = static_cast<sql::ColumnElement&>(const_cast<sql::ClauseElement&>(*described->target()));
            const std::string& key = column.annotations()->proxy_key;
            if (!entity)
                sql::traverse(column, [&](sql::ClauseElement& e) {
                    if (!entity && e.is_column_element()) entity = orm::parent_entity(e);
                });
            orm::MapperProperty* property = entity && !key.empty() ? orm::mapper_of(*entity).find_property(key) : nullptr;
            const Value expr = property ? queryable_attribute(runtime, {.entity = entity, .property = property})
                                        : sql::wrap_clause(runtime, column);
            describe(runtime, *entry, entity, wrap_type(runtime, column.type), expr);
        }
        list.push_back(entry);
    }
    return runtime.make_list(std::move(list));
}

} // namespace relata::modules
