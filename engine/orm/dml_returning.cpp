#include "orm/dml_returning.h"

#include <algorithm>

namespace relata::orm {

DmlReturning::DmlReturning(Session& session, sql::UpdateBase& statement) : m_session(session), m_select(make_ref<sql::Select>()) {
    m_select->raw_columns = statement.returning;
    m_select->options = statement.options;
    m_select->propagate = statement.propagate;
    ORMCompileState::Options options;
    options.is_dml = true;
    m_state = make_ref<ORMCompileState>(session.runtime(), *m_select, true, options);
    m_state->generate(nullptr);
    m_columns = m_state->primary_columns().columns();
}

std::vector<Ref<sql::ColumnElement>> DmlReturning::with_keys(Mapper& mapper, bool all_keys) const {
    std::vector<Ref<sql::ColumnElement>> result;
    sql::Table& table = *mapper.local_table();
    const auto is = [](const sql::Column* column) {
        return [column](const auto& c) { return c->identity() == column->identity(); };
    };
    for (sql::Column* column : table.column_list()) {
        const bool key = all_keys ? column->is_primary_key() : column == table.autoincrement_column();
        if (key || std::ranges::any_of(m_columns, is(column))) result.emplace_back(*column);
    }
    for (const auto& column : m_columns)
        if (std::ranges::none_of(table.column_list(), [&](const sql::Column* c) { return is(c)(column); }))
            result.push_back(column);
    return result;
}

Ref<execution::Result> DmlReturning::result(const std::vector<Ref<sql::ColumnElement>>& returned, std::vector<Value> rows,
                                            const execution::ExecutionOptions& options) {
    Runtime& runtime = m_session.runtime();
    const auto compiled = std::make_shared<sql::Compiled>();
    compiled->statement = m_select;
    compiled->compile_state = m_state;
    for (const auto& column : returned) {
        sql::ResultColumn entry;
        entry.objects = {column->identity(), column.get()};
        entry.type = column->type;
        compiled->result_columns.push_back(std::move(entry));
    }
    QueryContext::LoadOptions load_options;
    load_options.populate_existing = options.is_true(runtime, "populate_existing");
    QueryContext context(m_session, compiled, load_options);
    context.statement = m_select;
    context.execution_options = options;
    for (const auto& option : m_select->options)
        if (const auto* load = dynamic_cast<Load*>(option.get()); load && load->propagate_to_loaders())
            context.propagated_loader_options.push_back(option);
    EntityLoader loader(context);
    std::vector<Value> values;
    loader.read(rows, returned.size(), values);
    return runtime.make<execution::Result>(runtime.type_for<execution::ChunkedIteratorResultType>(),
                                           entity_metadata(runtime, *m_state),
                                           std::make_unique<execution::BufferedSource>(std::move(values), loader.processors.size()));
}

} // namespace relata::orm
