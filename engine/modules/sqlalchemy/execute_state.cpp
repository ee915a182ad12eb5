// ORMExecuteState as a listener of do_orm_execute holds it. SQLAlchemy: orm/session.py ORMExecuteState.
#include "orm/execute_state.h"
#include "modules/sqlalchemy/session_type.h"
#include "modules/sqlalchemy/sql_bridge.h"
#include "support/protocol.h"

namespace relata::modules {

using orm::ORMExecuteState;
using python::ArgReader;
using python::TypeBuilder;

namespace {

ORMExecuteState& state_of(const Value& self) {
    auto& state = self.get<ORMExecuteState>();
    if (!state.session) throw Error(Exc::InvalidRequestError, "This ORMExecuteState is no longer in use");
    return state;
}

template <bool ORMExecuteState::*flag> Value flag_property(Runtime&, const Value& self) {
    return Value::boolean(state_of(self).*flag);
}

template <sql::Kind kind> Value kind_property(Runtime&, const Value& self) {
    return Value::boolean(state_of(self).statement->kind() == kind);
}

/// Reaches the statement's run; `execution_options` keeps what the call gave.
void merge_options(Runtime& runtime, ORMExecuteState& state, const Ref<Dict>& added) {
    state.options.options = state.options.options.merged(runtime, execution::ExecutionOptions(added));
}

Value update_execution_options(Runtime& runtime, const Value& self, Args args) {
    const Ref<Dict> added = runtime.make_dict();
    const auto values = args.values.subspan(args.positional_count());
    for (size_t i = 0; i < args.keyword_count(); ++i) added->set(args.keywords->items()[i].get<Str>(), values[i]);
    merge_options(runtime, state_of(self), added);
    return Value::none();
}

Value invoke_statement(Runtime& runtime, const Value& self, Args call_args) {
    ArgReader args(runtime,
                   {.function = "ORMExecuteState.invoke_statement",
                    .names = {"statement", "params", "execution_options", "bind_arguments"},
                    .origin = python::Signature::Origin::python,
                    .self_count = 1},
                   call_args);
    auto& state = state_of(self);
    const Ref<sql::ClauseElement> statement = state.statement;
    const orm::ExecuteOptions options = state.options;
    if (!args.is_none(0)) state.statement = sql::expect(runtime, sql::Role::statement, args[0]);
    if (!args.is_none(1)) state.options.params = args[1];
    if (!args.is_none(2)) {
        const Ref<Dict> added = runtime.make_dict();
        call_method(runtime, Value(added), "update", {args[2]});
        merge_options(runtime, state, added);
    }
    Value result = state.invoke();
    state.statement = statement;
    state.options = options;
    return result;
}

} // namespace

void make_execute_state_type(Runtime& runtime) {
    TypeBuilder b(runtime, "ORMExecuteState", "sqlalchemy.orm.session");
    b.flag(Type::has_instance_dict);
    b.slots().new_ = [](Runtime&, Type& type, Args) -> Value {
        throw Error(Exc::TypeError, "cannot create '" + type.name() + "' instances");
    };
    b.property("session", [](Runtime&, const Value& self) { return Value(state_of(self).session); });
    b.property(
        "statement", [](Runtime& r, const Value& self) { return wrap(r, state_of(self).statement); },
        [](Runtime& r, const Value& self, const Value& value) {
            state_of(self).statement = sql::expect(r, sql::Role::statement, value);
        });
    b.property(
        "parameters",
        [](Runtime&, const Value& self) {
            const Value& params = state_of(self).options.params;
            return params.is_set() ? params : Value::none();
        },
        [](Runtime&, const Value& self, const Value& value) { state_of(self).options.params = value; });
    b.property("execution_options",
               [](Runtime& r, const Value& self) { return Value(state_of(self).execution_options.to_dict(r)); });
    b.property("is_select", kind_property<sql::Kind::select>).property("is_insert", kind_property<sql::Kind::insert>);
    b.property("is_update", kind_property<sql::Kind::update>).property("is_delete", kind_property<sql::Kind::delete_>);
    b.property("is_orm_statement", flag_property<&ORMExecuteState::is_orm>);
    b.property("is_column_load", flag_property<&ORMExecuteState::is_column_load>);
    b.property("is_relationship_load", flag_property<&ORMExecuteState::is_relationship_load>);
    b.property("is_executemany", [](Runtime&, const Value& self) {
        const Value& params = state_of(self).options.params;
        return Value::boolean(params.is_set() && params.is_object() && params.as<List>());
    });
    b.method("update_execution_options", update_execution_options).method("invoke_statement", invoke_statement);
    runtime.set_type_for<ORMExecuteState>(b.finish());
}

} // namespace relata::modules
