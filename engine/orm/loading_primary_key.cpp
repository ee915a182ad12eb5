// SELECT by primary key. SQLAlchemy: loading.py load_on_pk_identity.
#include "orm/context.h"
#include "orm/loading.h"
#include "orm/primary_key_plan.h"
#include "sql/coercions.h"

#include <algorithm>

namespace relata::orm {

namespace {

Ref<sql::Select> select_by_primary_key(Mapper& mapper, std::span<const Value> primary_key,
                                       const ORMCompileState::Options& compile_options, const LoadOnIdent& how) {
    Runtime& runtime = mapper.runtime();
    Ref<sql::Select> select = entity_select(mapper, compile_options);
    // SQLAlchemy: Session.refresh selects with default labels, Session.get and load_scalar_attributes with
    // TABLENAME_PLUS_COL.
    if (how.is_user_refresh) select->label_style = sql::LabelStyle::disambiguate_only;
    std::vector<Ref<sql::ColumnElement>> criteria;
    for (size_t i = 0; i < primary_key.size(); ++i) {
        sql::ColumnElement& column = *mapper.primary_key()[i];
        if (primary_key[i].is_none()) {
            criteria.push_back(sql::operate(runtime, sql::Op::is_, column, Value::none()));
            continue;
        }
        sql::BindParameter::Options bind;
        bind.key = primary_key_bind_name(i);
        bind.type = column.type;
        bind.type_given = true;
        bind.value = primary_key[i];
        criteria.push_back(sql::operate(runtime, sql::Op::eq, column, *make_ref<sql::BindParameter>(runtime, std::move(bind))));
    }
    select->where_criteria = {criteria.size() == 1 ? criteria[0] : sql::and_(criteria)};
    if (how.with_for_update) select->for_update = sql::GenerativeSelect::ForUpdate{};
    return select;
}

} // namespace

Value load_on_pk_identity(Session& session, Mapper& mapper, std::span<const Value> primary_key, const LoadOnIdent& how) {
    mapper.check_configure();
    ORMCompileState::Options compile_options;
    std::vector<Ref<sql::ExecutableOption>> options = how.options;
    QueryContext::LoadOptions load;
    load.populate_existing = how.populate_existing;
    load.refresh_state = how.refresh_state;
    load.is_user_refresh = how.is_user_refresh;
    if (how.refresh_state) {
        compile_options.for_refresh_state = true;
        if (auto* context = static_cast<LoadContext*>(how.refresh_state->load_context.get()); context && !context->options.empty()) {
            compile_options.current_path = context->path.parent();
            options.insert(options.end(), context->options.begin(), context->options.end());
        }
    }
    if (how.compile_path) {
        compile_options.current_path = *how.compile_path;
        load.invoke_all_eagers = false;
    }
    if (!how.only_load_props.empty()) {
        compile_options.has_only_load_props = true;
        compile_options.only_load_props = how.only_load_props;
        // Some of a row must be selected for the relationships' own statements to follow.
        const bool has_relationship =
            std::ranges::any_of(how.only_load_props, [](const AttributeImpl* a) { return a->property().is_relationship(); });
        if (how.require_pk_cols && has_relationship)
            for (ColumnProperty* property : mapper.primary_key_properties())
                compile_options.only_load_props.push_back(&mapper.attribute(property->key()));
    }
    LoaderExecution execution;
    Ref<sql::Select> select;
    const bool is_plain = how.compiled && std::ranges::none_of(primary_key, [](const Value& v) { return v.is_none(); });
    if (is_plain) execution.compiled = how.compiled->lock();
    if (execution.compiled) {
        select = Ref<sql::Select>(static_cast<sql::Select*>(execution.compiled->statement.get()));
    } else {
        select = select_by_primary_key(mapper, primary_key, compile_options, how);
        select->options = options;
    }
    if (is_plain) {
        for (size_t i = 0; i < primary_key.size(); ++i) execution.parameters[primary_key_bind_name(i)] = primary_key[i];
        if (!execution.compiled) {
            std::vector<const sql::BindParameter*> binds;
            execution.compiled = compile_orm(session, *select, binds);
            *how.compiled = execution.compiled;
        }
    }
    if (std::ranges::all_of(primary_key, [](const Value& v) { return v.is_none(); }))
        session.runtime().warn(Exc::SAWarning, "fully NULL primary key identity cannot load any object.  This condition may raise an error "
                                     "in a future release.");
    for (const auto& option : options) {
        auto* loader = dynamic_cast<Load*>(option.get());
        auto* loader_criteria = dynamic_cast<LoaderCriteriaOption*>(option.get());
        if ((!loader || loader->propagate_to_loaders()) && (!loader_criteria || loader_criteria->propagate_to_loaders()))
            execution.propagated_options.push_back(option);
    }
    execution.load_options = load;
    execution.execution_options = how.execution_options;
    execution.post_loads = how.post_loads;
    execution.cause = how.cause;
    if (execution.cause.subject.empty()) execution.cause.subject = mapper.entity_name();
    execution.bind_mapper = &mapper;
    execution.bind = how.bind;
    execution.autoflush = !how.no_autoflush;
    const std::vector<Value> rows = load_rows(session, select, execution);
    if (rows.empty() || rows[0].is_none()) return {};
    return rows[0];
}

} // namespace relata::orm
