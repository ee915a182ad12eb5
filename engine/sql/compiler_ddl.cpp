// CREATE TABLE, CREATE INDEX as text. SQLAlchemy: DDLCompiler, SQLiteDDLCompiler.
#include "sql/sql_compiler.h"
#include "support/protocol.h"
#include "support/runtime.h"

#include <algorithm>
#include <cctype>

namespace relata::sql {

namespace {
bool is_cascade_phrase(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return char(std::toupper(c)); });
    return text == "RESTRICT" || text == "CASCADE" || text == "SET NULL" || text == "NO ACTION" || text == "SET DEFAULT";
}

std::string cascade(const char* keyword, const std::string& phrase) {
    if (phrase.empty()) return {};
    if (!is_cascade_phrase(phrase)) throw Error(Exc::CompileError, "Unexpected SQL phrase: '" + phrase + "'");
    return std::string(keyword) + phrase;
}

bool sqlite_option(Runtime& runtime, const Table& table, const std::string& name, bool otherwise) {
    const auto it = table.dialect_options.find(name);
    return it == table.dialect_options.end() ? otherwise : truth(runtime, it->second);
}
} // namespace

std::string SQLCompiler::ddl_expression(ClauseElement& e) {
    Context c;
    c.include_table = false;
    c.literal_binds = true;
    return process(e, c);
}

std::string SQLCompiler::column_specification(Column& column, bool) {
    const ColumnSchema& s = column.schema();
    const Table& table = *column.schema_table();
    if (!column.foreign_keys().empty() && column.type->is_null()) column.foreign_keys()[0]->resolved_column();
    if (column.type->is_null())
        throw Error(Exc::CompileError, "(in table '" + table.description() + "', column '" + *column.name() +
                                           "'): Can't generate DDL for NullType(); did you forget to specify a type on this "
                                           "Column?");
    std::string text = m_dialect.quote(*column.name()) + " " + column.type->ddl(m_dialect);
    if (s.server_default && s.server_default->clause && !s.server_default->computed) {
        const std::string value = ddl_expression(*s.server_default->clause);
        const size_t first = value.find_first_not_of(" \t\n");
        const bool quoted = first != std::string::npos && (value[first] == '\'' || value[first] == '"' || value[first] == '(');
        const bool complex = std::any_of(value.begin(), value.end(), [](unsigned char c) {
            return !(std::isalnum(c) || c == '_');
        });
        text += m_dialect.is_sqlite() && !quoted && complex ? " DEFAULT (" + value + ")" : " DEFAULT " + value;
    }
    if (!column.is_nullable()) text += " NOT NULL";
    const bool single = table.primary_key_columns().size() == 1;
    if (m_dialect.is_sqlite() && column.is_primary_key()) {
        if (s.autoincrement == ColumnSchema::Autoincrement::yes && !single)
            throw Error(Exc::CompileError, "(in table '" + table.description() + "', column '" + *column.name() +
                                               "'): SQLite does not support autoincrement for composite primary keys");
        if (sqlite_option(m_runtime, table, "sqlite_autoincrement", false) && single &&
            column.type->affinity() == Affinity::integer && column.foreign_keys().empty())
            text += " PRIMARY KEY AUTOINCREMENT";
    }
    if (s.server_default && s.server_default->computed) {
        text += " GENERATED ALWAYS AS (" + ddl_expression(*s.server_default->clause) + ")";
        if (s.server_default->persisted) text += *s.server_default->persisted ? " STORED" : " VIRTUAL";
    }
    for (const auto& constraint : table.constraints())
        if (constraint->kind == ConstraintKind::check && constraint->column_level &&
            !constraint->columns.empty() && constraint->columns[0] == &column)
            text += " " + constraint_text(*constraint);
    return text;
}

std::string SQLCompiler::constraint_text(Constraint& constraint) {
    std::string text;
    const std::string name = conventional_name(constraint);
    if (!name.empty()) text += "CONSTRAINT " + m_dialect.quote(name) + " ";
    const auto names = [&](const std::vector<Column*>& columns) {
        std::string list;
        for (const Column* c : columns) list += (list.empty() ? "" : ", ") + m_dialect.quote(*c->name());
        return list;
    };
    switch (constraint.kind) {
    case ConstraintKind::primary_key: {
        if (constraint.columns.empty()) return {};
        const Column& first = *constraint.columns[0];
        if (m_dialect.is_sqlite() && constraint.columns.size() == 1 &&
            sqlite_option(m_runtime, *constraint.table, "sqlite_autoincrement", false) &&
            first.type->affinity() == Affinity::integer && first.foreign_keys().empty())
            return {};
        std::vector<Column*> columns = constraint.columns;
        if (Column* automatic = constraint.table->autoincrement_column()) {
            columns.erase(std::remove(columns.begin(), columns.end(), automatic), columns.end());
            columns.insert(columns.begin(), automatic);
        }
        text += "PRIMARY KEY (" + names(columns) + ")";
        break;
    }
    case ConstraintKind::foreign_key: {
        auto& fkc = static_cast<ForeignKeyConstraint&>(constraint);
        std::string remote;
        for (const ForeignKey* fk : fkc.elements)
            remote += (remote.empty() ? "" : ", ") + m_dialect.quote(*fk->column().name());
        text += "FOREIGN KEY(" + names(fkc.columns) + ") REFERENCES " + format_table(fkc.referred_table()) + " (" + remote +
                ")" + cascade(" ON DELETE ", fkc.ondelete) + cascade(" ON UPDATE ", fkc.onupdate);
        break;
    }
    case ConstraintKind::unique: text += "UNIQUE (" + names(constraint.columns) + ")"; break;
    case ConstraintKind::check: text += "CHECK (" + ddl_expression(*constraint.sqltext) + ")"; break;
    }
    if (constraint.deferrable) text += *constraint.deferrable ? " DEFERRABLE" : " NOT DEFERRABLE";
    if (!constraint.initially.empty()) text += " INITIALLY " + constraint.initially;
    return text;
}

std::string SQLCompiler::visit_create_table(TableDDL& ddl) {
    const Table& table = *ddl.table;
    std::string text = "\nCREATE ";
    for (const auto& p : table.prefixes) text += p + " ";
    text += std::string("TABLE ") + (ddl.if_clause ? "IF NOT EXISTS " : "") + format_table(table) + " (";
    std::string separator = "\n";
    for (Column* column : table.column_list()) {
        if (column->schema().system) continue;
        text += separator + "\t" + column_specification(*column, false);
        separator = ", \n";
    }
    std::string constraints;
    const auto add = [&](Constraint& constraint) {
        const std::string one = constraint_text(constraint);
        if (!one.empty()) constraints += (constraints.empty() ? "" : ", \n\t") + one;
    };
    add(table.primary_key_constraint());
    for (const auto& constraint : table.constraints()) {
        if (constraint->column_level) continue;
        if (constraint->kind == ConstraintKind::foreign_key && !m_dialect.is_sqlite() &&
            static_cast<ForeignKeyConstraint&>(*constraint).use_alter)
            continue;
        add(*constraint);
    }
    if (!constraints.empty()) text += separator + "\t" + constraints;
    std::string options;
    if (m_dialect.is_sqlite()) {
        if (!sqlite_option(m_runtime, table, "sqlite_with_rowid", true)) options = "\n WITHOUT ROWID";
        if (sqlite_option(m_runtime, table, "sqlite_strict", false)) options += options.empty() ? "\n STRICT" : ",\n STRICT";
    }
    return text + "\n)" + options + "\n\n";
}

std::string SQLCompiler::visit_index(IndexDDL& ddl) {
    const Index& index = *ddl.index;
    if (ddl.kind() == Kind::drop_index)
        return std::string("\nDROP INDEX ") + (ddl.if_clause ? "IF EXISTS " : "") + m_dialect.quote(index.name);
    std::string text = std::string("CREATE ") + (index.unique ? "UNIQUE " : "") + "INDEX " +
                       (ddl.if_clause ? "IF NOT EXISTS " : "") + m_dialect.quote(index.name) + " ON " +
                       format_table(*index.table) + " (";
    std::string list;
    for (const auto& key : index.column_keys)
        list += (list.empty() ? "" : ", ") + m_dialect.quote(*index.table->column(key)->name());
    for (const auto& e : index.expressions) list += (list.empty() ? "" : ", ") + ddl_expression(*e);
    text += list + ")";
    if (index.sqlite_where && m_dialect.is_sqlite()) text += " WHERE " + ddl_expression(*index.sqlite_where);
    return text;
}

} // namespace relata::sql
