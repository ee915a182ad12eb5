// SQLCompiler: one compilation of one statement. SQLAlchemy: compiler.py SQLCompiler and the SQLite compiler.
#pragma once

#include "sql/compiler.h"
#include "sql/ddl.h"

#include <set>

namespace relata::sql {

class SQLCompiler {
  public:
    SQLCompiler(Runtime& runtime, const Dialect& dialect, const CompileOptions& options);
    std::shared_ptr<Compiled> run(ClauseElement& element);
    /// SQLAlchemy: the innermost statement that is being compiled; null for a bare expression.
    bool is_nested() const { return !m_stack.empty(); }
    const Dialect& dialect() const { return m_dialect; }
    Runtime& runtime() const { return m_runtime; }
    /// The outermost statement.
    const ClauseElement* outermost() const { return m_toplevel; }
    /// What the plugin of one statement tells those of the statements inside it. SQLAlchemy: _global_attributes.
    Ref<RefCounted> global_attributes{};

  private:
    /// The keyword arguments that SQLAlchemy passes down.
    struct Context {
        bool within_columns_clause = false;
        bool within_label_clause = false;
        bool asfrom = false;
        bool add_to_result_map = false;
        bool repeated_column = false;         ///< only its keyname goes into the result map
        bool include_table = true;
        bool literal_execute = false;
        bool literal_binds = false;
        bool subquery = false;
        bool compound = false;                ///< a member of a UNION
        bool need_result_map = false;
        const Label* render_label_as_label = nullptr;
        const CTE* visiting_cte = nullptr;
        std::vector<const ClauseElement*> result_targets{};
        std::vector<std::string> result_names{};
    };
    struct StackEntry {
        std::vector<FromClause*> correlate_froms{}; ///< FROMs of enclosing selects
        std::vector<FromClause*> asfrom_froms{};
        Select* select = nullptr;
        GenerativeSelect* generative = nullptr;
        std::vector<std::pair<const CTE*, std::string>> nested_ctes{};
    };
    /// Checks that the FROMs of a select are joined to each other. SQLAlchemy: FromLinter.
    struct FromLinter {
        std::vector<std::pair<const ClauseElement*, std::string>> froms{};
        std::vector<std::pair<const ClauseElement*, const ClauseElement*>> edges{};
    };

    std::string process(ClauseElement& e, const Context& c);
    std::string process(ClauseElement& e) { return process(e, Context{.literal_binds = m_options.literal_binds}); }

    // expressions: compiler_expression.cpp
    std::string visit_column(ColumnClause& column, const Context& c);
    std::string visit_bind(BindParameter& bind, const Context& c);
    std::string visit_label(Label& label, const Context& c);
    std::string visit_unary(UnaryExpression& e, const Context& c);
    std::string visit_binary(BinaryExpression& e, const Context& c);
    std::string binary_with(ColumnElement& left, ColumnElement& right, std::string_view op, const Context& c);
    std::string visit_like(BinaryExpression& e, Op op, const Context& c);
    std::string visit_list(const std::vector<Ref<ColumnElement>>& list, const Operator& op, const Context& c);
    std::string visit_function(Function& f, const Context& c);
    std::string visit_case(Case& e, const Context& c);
    std::string visit_over(Over& e, const Context& c);
    std::string visit_text(TextClause& e, const Context& c);
    std::string visit_extract(Extract& e, const Context& c);
    std::string visit_label_reference(ColumnElement& e, const Context& c);
    std::string literal_text(BindParameter& bind);
    std::string literal_value(const TypeEngine& type, const Value& value);
    std::string percent_like(ColumnElement& operand, bool before, bool after, bool lower, const Context& c);

    // selects and FROMs: compiler_select.cpp
    std::string visit_select(Select& select, Context c);
    std::string visit_compound(CompoundSelect& compound, Context c);
    std::string visit_textual_select(TextualSelect& select, Context c);
    std::string label_select_column(Select* select, SelectColumn& entry, bool populate, bool asfrom, const Context& c);
    std::string visit_from(FromClause& from, const Context& c);
    std::string visit_cte(CTE& cte, const Context& c);
    std::string visit_join(Join& join, const Context& c);
    std::vector<Ref<FromClause>> display_froms(Select& select, const std::vector<Ref<FromClause>>& froms,
                                               const std::vector<FromClause*>& explicit_correlate,
                                               const std::vector<FromClause*>& implicit_correlate);
    std::string row_limit(GenerativeSelect& select, const Context& c);
    std::string order_by_text(GenerativeSelect& select, const Context& c);
    std::string cte_prefix();
    std::string with_clause(const std::vector<std::pair<const CTE*, std::string>>& ctes, bool recursive) const;
    std::string visit_values(Values& values, const Context& c);
    void lint(const FromLinter& linter, const char* statement = "SELECT");

    // INSERT, UPDATE, DELETE: compiler_dml.cpp
    struct CrudParameter {
        Column* column;
        std::string name; ///< as it stands in the statement, quoted
        std::string value;
    };
    std::string visit_insert(Insert& insert, const Context& c);
    std::string visit_update(Update& update, const Context& c);
    std::string visit_delete(Delete& del, const Context& c);
    std::vector<CrudParameter> crud_parameters(ValuesBase& statement, Table& table);
    std::vector<std::vector<std::string>> multi_rows(ValuesBase& statement, const std::vector<CrudParameter>& first);
    std::string crud_value(Table& table, Column& column, const ColumnValue& value, const std::string& bind_name);
    std::string crud_bind(Column& column, std::optional<Value> value, const std::string& name, bool required);
    std::string returning_clause(UpdateBase& statement, const std::vector<Column*>& implicit,
                                 const std::vector<Column*>& sentinels = {});
    std::string on_conflict(Insert& insert, const Insert::OnConflict& clause);
    std::string where_text(const std::vector<Ref<ColumnElement>>& criteria, const Context& c);

    // DDL: compiler_ddl.cpp
    std::string visit_create_table(TableDDL& ddl);
    std::string visit_index(IndexDDL& ddl);
    std::string column_specification(Column& column, bool first_pk);
    std::string constraint_text(Constraint& constraint);
    std::string ddl_expression(ClauseElement& e);

    /// "%(id body)s" becomes "body_1". SQLAlchemy: _truncated_identifier, prefix_anon_map.
    std::string resolve_name(const std::string& name);
    std::string format_table(const Table& table) const;
    void add_result(std::string keyname, std::string name, std::vector<const ClauseElement*> objects,
                    std::vector<std::string> strings, const TypeRef& type, const Context& c);
    static std::string bind_token(const std::string& name) { return "\x01" + name + "\x02"; }
    void finish(Compiled& compiled, const std::string& text);

    Runtime& m_runtime;
    const Dialect& m_dialect;
    const CompileOptions& m_options;
    std::shared_ptr<Compiled> m_compiled;
    std::vector<StackEntry> m_stack;
    std::map<std::string, std::string> m_anon_names;
    std::map<std::string, int> m_anon_counters;
    std::map<std::string, size_t> m_bind_index; ///< into Compiled::binds
    std::vector<Ref<ClauseElement>> m_keep;     ///< what was made while compiling
    /// In order of first use, with the text of each.
    std::vector<std::pair<const CTE*, std::string>> m_ctes;
    std::map<std::string, const CTE*> m_ctes_by_name;
    bool m_ctes_recursive = false;
    FromLinter* m_linter = nullptr;
    ClauseElement* m_toplevel = nullptr;
    const Table* m_dml_table = nullptr;
    bool m_dml_bare_columns = false; ///< columns of the DML's table stand without it
};

} // namespace relata::sql
