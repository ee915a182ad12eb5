// Entities from the rows of a statement that is not a SELECT over them: text(), or INSERT, UPDATE and DELETE with RETURNING.
// SQLAlchemy: context.py ORMFromStatementCompileState, FromStatement.
#include "orm/from_statement.h"

#include "execution/connection.h"
#include "sql/dml.h"
#include "support/protocol.h"

namespace relata::orm {

namespace {

/// The names of columns decide which is which where the statement is text.
void order_by_cursor(sql::Compiled& compiled, const dbapi::Cursor& cursor) {
    std::vector<sql::ResultColumn> ordered;
    for (const Ref<Str>& name : cursor.column_names()) {
        sql::ResultColumn column;
        for (const sql::ResultColumn& known : compiled.result_columns)
            if (known.keyname == name->view() || known.name == name->view()) column = known;
        ordered.push_back(std::move(column));
    }
    compiled.result_columns = std::move(ordered);
}

/// Reads the cursors one after the other.
class FromStatementSource final : public execution::RowSource {
  public:
    FromStatementSource(std::unique_ptr<QueryContext> context, std::vector<Ref<dbapi::Cursor>> cursors, Ref<Session> session)
        : m_session(std::move(session)), m_context(std::move(context)), m_cursors(std::move(cursors)), m_loader(*m_context) {}
    bool requires_unique() const { return m_context->loaders_require_uniquing; }
    void prebuffer() {
        for (const Ref<dbapi::Cursor>& cursor : m_cursors) {
            m_loader.read(*cursor, SIZE_MAX, m_rows);
            cursor->close();
        }
        m_cursors.clear();
    }
    size_t fetch(size_t count, std::vector<Value>& out) override {
        prebuffer();
        const size_t width = m_loader.processors.size();
        size_t rows = 0;
        for (; rows < count && m_at < m_rows.size(); ++rows)
            for (size_t i = 0; i < width; ++i) out.push_back(std::move(m_rows[m_at++]));
        return rows;
    }
    void close() override {
        for (const Ref<dbapi::Cursor>& cursor : m_cursors) cursor->close();
        m_cursors.clear();
    }
    void clear_references() override {
        m_rows.clear();
        m_cursors.clear();
    }

  private:
    Ref<Session> m_session;
    std::unique_ptr<QueryContext> m_context;
    std::vector<Ref<dbapi::Cursor>> m_cursors;
    EntityLoader m_loader;
    std::vector<Value> m_rows;
    size_t m_at = 0;
};

} // namespace

Ref<ORMCompileState> from_statement_state(Runtime& runtime, sql::Select& entities) {
    ORMCompileState::Options options;
    if (const auto* given = ORMCompileState::Options::find(entities)) options = *given;
    Ref<ORMCompileState> state = make_ref<ORMCompileState>(runtime, entities, true, options);
    state->generate_from_statement();
    return state;
}

Value from_statement_result(Session& session, const FromStatement& from, SentStatement sent,
                            const execution::ExecutionOptions& options) {
    Runtime& runtime = session.runtime();
    const std::shared_ptr<sql::Compiled> compiled = sent.compiled;
    std::vector<Ref<dbapi::Cursor>>& cursors = sent.cursors;
    if (from.is_text) order_by_cursor(*compiled, *cursors.front());
    compiled->compile_state = from.state;
    QueryContext::LoadOptions load_options;
    load_options.populate_existing = options.is_true(runtime, "populate_existing");
    auto context = std::make_unique<QueryContext>(session, compiled, load_options);
    context->statement = Ref<sql::Select>(from.state->select_statement());
    for (const auto& option : context->statement->options)
        if (auto* load = dynamic_cast<Load*>(option.get()); load ? load->propagate_to_loaders() : true)
            context->propagated_loader_options.push_back(option);
    context->execution_options = options;
    const Ref<execution::ResultMetadata> metadata = entity_metadata(runtime, *from.state);
    auto source = std::make_unique<FromStatementSource>(std::move(context), std::move(cursors), Ref<Session>(session));
    FromStatementSource& rows = *source;
    const Ref<execution::Result> result = runtime.make<execution::Result>(
        runtime.type_for<execution::ChunkedIteratorResultType>(), metadata, std::move(source));
    result->set_origin({.statement = sent.statement, .options = from.state->option_texts()});
    if (!from.reads_later) rows.prebuffer();
    return result;
}

Value execute_from_statement(Session& session, sql::Select& entities, const ExecuteOptions& given,
                             const execution::ExecutionOptions& options, execution::Connection& connection) {
    Runtime& runtime = session.runtime();
    FromStatement from;
    from.reads_later = !session.options().is_async && !options.is_true(runtime, "prebuffer_rows");
    from.state = from_statement_state(runtime, entities);
    Ref<sql::ClauseElement> statement = entities.from_statement;
    if (statement->kind() == sql::Kind::text) {
        from.is_text = true;
        statement = make_ref<sql::TextualSelect>(static_cast<sql::TextClause&>(*statement), from.state->primary_columns().columns(), false);
    }
    const auto compiled = sql::compile(runtime, *statement, sql::Dialect::sqlite(), {});
    if (statement->kind() == sql::Kind::textual_select) from.is_text = true;
    const auto parameters = compiled->construct_parameters(runtime, parameters_of(runtime, given.params), nullptr);
    const Ref<dbapi::Cursor> cursor = send_compiled(session, connection, *compiled, parameters, options, given.cause, true);
    return from_statement_result(session, from, {.compiled = compiled, .cursors = {cursor}}, options);
}

} // namespace relata::orm
