// The ORM's plugin of the SQL layer: SQLAlchemy's CompileState.plugin_for("orm", ...).
#include "orm/bulk_dml.h"
#include "orm/context.h"
#include "orm/registry.h"
#include "support/protocol.h"
#include "sql/visitors.h"

#include <algorithm>

namespace relata::orm {

namespace {

struct OrmPlugin final : Runtime::Extension, sql::CompileStatePlugin {
    explicit OrmPlugin(Runtime& r) : runtime(r) {}
    Runtime& runtime;

    Ref<sql::CompileState> create_for_statement(sql::ClauseElement& statement, sql::SQLCompiler* compiler,
                                                bool toplevel) override {
        if (statement.kind() != sql::Kind::select) return bulk_dml_compile_state(runtime, statement);
        auto& select = static_cast<sql::Select&>(statement);
        ORMCompileState::Options options;
        if (const auto* given = ORMCompileState::Options::find(select)) options = *given;
        if (!toplevel) {
            options.enable_eagerloads = false;
            options.render_for_subquery = true;
        }
        Ref<ORMCompileState> state = make_ref<ORMCompileState>(runtime, select, toplevel, options);
        state->generate(compiler);
        return state;
    }

    std::vector<Ref<sql::ColumnElement>> all_selected_columns(sql::Select& statement) override {
        std::vector<Ref<sql::ColumnElement>> columns;
        for (const auto& raw : statement.raw_columns) {
            sql::Entity* entity = parent_entity(*raw);
            if (raw->is_from_clause() && entity) {
                Mapper& mapper = mapper_of(*entity);
                mapper.check_configure();
                AliasedInsp* aliased = as_aliased(*entity);
                for (ColumnProperty* property : mapper.column_attrs()) {
                    if (property->deferred()) continue;
                    if (aliased) {
                        columns.push_back(aliased->adapt_column(property->column(), property->key()));
                        continue;
                    }
                    sql::Annotations annotations;
                    sql::Annotations::Fields& fields = annotations.edit();
                    fields.parententity = fields.parentmapper = fields.plugin_subject = entity;
                    fields.plugin = this;
                    fields.proxy_key = property->key();
                    columns.push_back(sql::annotated(property->column(), annotations));
                }
            } else if (raw->is_from_clause()) {
                for (const auto& entry : static_cast<sql::FromClause&>(*raw).columns().entries())
                    columns.emplace_back(*entry.column);
            } else if (raw->is_column_element()) {
                columns.emplace_back(static_cast<sql::ColumnElement&>(*raw));
            }
        }
        return columns;
    }

    std::vector<Ref<sql::FromClause>> columns_clause_froms(sql::Select& statement) override {
        std::vector<Ref<sql::FromClause>> froms;
        const auto add = [&](sql::FromClause& from) {
            if (std::ranges::none_of(froms, [&](const auto& f) { return f->same_as(from); })) froms.emplace_back(from);
        };
        for (const auto& raw : statement.raw_columns) {
            if (sql::Entity* entity = parent_entity(*raw))
                add(*entity_clause(*entity));
            else
                for (sql::FromClause* from : sql::from_objects(*raw)) add(*from);
        }
        return froms;
    }

    Value entity_attribute(Runtime& r, sql::Entity& entity, const std::string& name) override {
        auto* mapper = dynamic_cast<Mapper*>(&entity);
        if (!mapper) return {};
        // Mapped attributes, and the program's own descriptors (hybrids, association proxies).
        const Value* there = mapper->mapped_class().lookup(*r.intern(name));
        const bool stands_for_sql = there && there->is_object() &&
                                    (there->as_object()->kind() == ObjectKind::slot_descriptor ||
                                     there->as_object()->kind() == ObjectKind::instance);
        return stands_for_sql ? find_attribute(r, Value(mapper->mapped_class()), name) : Value();
    }
};

} // namespace

sql::CompileStatePlugin& orm_plugin(Runtime& runtime) {
    OrmPlugin& plugin = runtime.extension<OrmPlugin>();
    orm_runtime(runtime).compile_state_plugin = &plugin;
    return plugin;
}

} // namespace relata::orm
