#include "modules/sqlalchemy/clause_adapter.h"

#include "modules/sqlalchemy/queryable_attribute.h"
#include "modules/sqlalchemy/sql_bridge.h"
#include "orm/context.h"
#include "python/native_function.h"
#include "sql/coercions.h"
#include "sql/visitors.h"
#include "support/protocol.h"

namespace relata::modules {

namespace {

/// `ClauseAdapter(selectable).traverse(clause)`. SQLAlchemy: sql.util.ClauseAdapter.
class ClauseAdapterObject final : public Object {
  public:
    ClauseAdapterObject(Type& type, sql::FromClause& selectable) : Object(type), adapter(selectable) {}
    sql::ClauseAdapter adapter;
};

Value traverse(Runtime& runtime, const Value& self, Args a) {
    const Value& given = python::expect_one_argument("ClauseAdapter.traverse", a);
    const Ref<sql::ClauseElement> clause = sql::clause_of(runtime, given);
    return clause ? wrap(runtime, self.get<ClauseAdapterObject>().adapter.traverse(*clause)) : given;
}

/// What a Query over the entity selects from the selectable: the same entity, the column under the same name.
Value entity(Runtime& runtime, const Value& self, Args a) {
    const Value& given = python::expect_one_argument("ClauseAdapter.entity", a);
    sql::ClauseAdapter& adapter = self.get<ClauseAdapterObject>().adapter;
    if (sql::Entity* mapped = entity_argument(runtime, given)) {
        orm::Mapper& mapper = orm::mapper_of(*mapped);
        mapper.check_configure();
        const auto alias = make_ref<orm::AliasedInsp>(mapper, Ref<sql::FromClause>(adapter.selectable()), std::string());
        alias->use_mapper_path = true;
        return runtime.make<AliasedClass>(runtime.type_for<AliasedClass>(), alias);
    }
    const Ref<sql::ClauseElement> clause = sql::clause_of(runtime, given);
    if (!clause || !clause->is_column_element()) return given;
    const auto& column = static_cast<sql::ColumnElement&>(*clause);
    const std::optional<std::string> key = column.annotations()->proxy_key.empty() ? column.key() : column.annotations()->proxy_key;
    const Ref<sql::ClauseElement> adapted = adapter.traverse(*clause);
    if (!key || !adapted->is_column_element()) return wrap(runtime, adapted);
    sql::Annotations annotations;
    annotations.edit().proxy_key = *key;
    return wrap(runtime, sql::annotated(static_cast<sql::ColumnElement&>(*adapted), annotations));
}

/// SQLAlchemy: Query.enable_eagerloads.
Value set_enable_eagerloads(Runtime& runtime, const Value&, Args a) {
    const auto args = python::expect_positional("set_enable_eagerloads", a, 2, 2);
    const Ref<sql::Select> copy = make_ref<sql::Select>(node<sql::Select>(args[0]));
    orm::ORMCompileState::Options options;
    if (const auto* given = orm::ORMCompileState::Options::find(*copy)) options = *given;
    options.enable_eagerloads = truth(runtime, args[1]);
    copy->with_options_extra = {make_ref<orm::ORMCompileState::Options>(options)};
    return runtime.make<sql::ClauseObject>(args[0].get<sql::ClauseObject>().type(), copy);
}

} // namespace

void init_sql_util(python::Interpreter& interpreter, python::Module& module) {
    make_sql_types(interpreter);
    python::TypeBuilder b(interpreter, "ClauseAdapter", "sqlalchemy.sql.util");
    b.slots().new_ = [](Runtime& r, Type& type, Args a) -> Value {
        const python::ArgReader args(r, {.function = "ClauseAdapter.__init__", .names = {"selectable"}, .required = 1}, a);
        return r.make<ClauseAdapterObject>(type, *sql::expect_from(r, sql::Role::from_clause, args[0]));
    };
    b.method("traverse", traverse).method("entity", entity);
    module.set("ClauseAdapter", Value(b.finish()));
    module.set("set_enable_eagerloads",
               python::make_function(interpreter, "set_enable_eagerloads", set_enable_eagerloads, "sqlalchemy.sql.util"));
}

} // namespace relata::modules
