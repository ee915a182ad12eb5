#include "modules/sqlalchemy/proxied_attribute.h"

#include "modules/sqlalchemy/queryable_attribute.h"
#include "modules/sqlalchemy/sql_bridge.h"
#include "orm/registry.h"
#include "support/protocol.h"

namespace relata::modules {

Value annotated_proxy(Runtime& runtime, const Value&, Args a) {
    const auto args = python::expect_positional("_annotated_proxy", a, 3, 3);
    const Ref<sql::ClauseElement> clause = sql::clause_of(runtime, args[0]);
    sql::ColumnElement* column = clause ? clause->as_column_element() : nullptr;
    if (!column) return Value::none();
    sql::Annotations annotations;
    sql::Annotations::Fields& fields = annotations.edit();
    if (sql::Entity* entity = entity_argument(runtime, args[1])) {
        fields.entity_namespace = entity;
        fields.keep = Ref<RefCounted>(entity);
        fields.plugin = orm::orm_runtime(runtime).compile_state_plugin;
        fields.plugin_subject = entity;
    }
    if (const Str* key = args[2].as<Str>()) fields.proxy_key = std::string(key->view());
    return wrap(runtime, sql::annotated(*column, annotations));
}

void register_clause_elements(Runtime& runtime) {
    sql::coercion_registry(runtime).add([](Runtime& r, const Value& value) -> Ref<sql::ClauseElement> {
        if (!value.is_object() || value.as_object()->kind() != ObjectKind::instance) return {};
        const Value* method = value.as_object()->type().lookup(*r.intern("__clause_element__"));
        if (!method) return {};
        const Value element = call(r, *method, {value});
        return element.is(value) ? Ref<sql::ClauseElement>() : sql::clause_of(r, element);
    });
}

} // namespace relata::modules
