// INSERT, UPDATE and DELETE as text. SQLAlchemy: SQLCompiler.visit_insert, crud.py.
#include "sql/sql_compiler.h"
#include "sql/visitors.h"
#include "support/runtime.h"

#include <algorithm>
#include <set>

namespace relata::sql {

namespace {
const std::string& key_of(const ColumnValue& v, std::string& store) {
    if (!v.column) return v.key;
    const auto* c = static_cast<const ColumnElement*>(v.column->identity());
    store = c->key().value_or("");
    return store;
}

// SQLAlchemy: crud._warn_pk_with_no_anticipated_value.
void warn_of_key_without_value(Runtime& runtime, const Table& table, const Column& column) {
    std::string message = "Column '" + table.fullname() + "." + *column.name() +
                          "' is marked as a member of the primary key for table '" + table.fullname() +
                          "', but has no Python-side or server-side default generator indicated, nor does it indicate "
                          "'autoincrement=True' or 'nullable=True', and no explicit value is passed.  Primary key columns "
                          "typically may not store NULL.";
    if (table.primary_key_columns().size() > 1)
        message += " Note that as of SQLAlchemy 1.1, 'autoincrement=True' must be indicated explicitly for composite (e.g. "
                   "multicolumn) primary keys if AUTO_INCREMENT/SERIAL/IDENTITY behavior is expected for one of the columns "
                   "in the primary key. CREATE TABLE statements are impacted by this change as well on most backends.";
    runtime.warn(Exc::SAWarning, message);
}

/// Columns whose values, known before the INSERT, tell its rows apart; SQLite cannot order by what it generates itself.
/// SQLAlchemy: Table._sentinel_column_characteristics, SQLCompiler._get_sentinel_column_for_table.
std::vector<Column*> sentinel_columns(const Table& table) {
    const auto is_callable = [](const Column& c) {
        return c.schema().default_ && c.schema().default_->type == ColumnDefault::Type::callable;
    };
    if (Column* numbered = table.autoincrement_column())
        return is_callable(*numbered) ? std::vector<Column*>{numbered} : std::vector<Column*>();
    std::vector<Column*> keys;
    for (Column* column : table.primary_key_columns()) {
        if (column->schema().server_default || (column->schema().default_ && !is_callable(*column))) return {};
        keys.push_back(column);
    }
    return keys;
}

const ColumnValue* find_value(const std::vector<ColumnValue>& values, const Column& column) {
    std::string store;
    for (const ColumnValue& v : values)
        if (key_of(v, store) == *column.key()) return &v;
    return nullptr;
}
} // namespace

std::string SQLCompiler::crud_bind(Column& column, std::optional<Value> value, const std::string& name, bool required) {
    auto bind = make_ref<BindParameter>(
        m_runtime, BindParameter::Options{.key = name, .value = required ? std::nullopt : std::move(value),
                                          .type = column.type, .is_crud = true});
    m_keep.push_back(bind);
    return visit_bind(*bind, Context{.literal_binds = m_options.literal_binds});
}

std::string SQLCompiler::crud_value(Table&, Column& column, const ColumnValue& value, const std::string& bind_name) {
    Context c{.literal_binds = m_options.literal_binds};
    if (!value.clause) return crud_bind(column, value.value, bind_name, false);
    ColumnElement* e = value.clause->as_column_element();
    if (!e) return "(" + process(*value.clause, c) + ")";
    if (e->kind() == Kind::bind_parameter && e->type->is_null()) {
        Ref<BindParameter> typed = make_ref<BindParameter>(static_cast<BindParameter&>(*e));
        typed->type = column.type;
        m_keep.push_back(typed);
        return visit_bind(*typed, c);
    }
    Ref<ColumnElement> grouped = e->self_group(Op::none);
    m_keep.push_back(grouped);
    return process(*grouped, c);
}

// SQLAlchemy: crud._scan_cols.
std::vector<SQLCompiler::CrudParameter> SQLCompiler::crud_parameters(ValuesBase& statement, Table& table) {
    const bool insert = statement.kind() == Kind::insert;
    const std::vector<ColumnValue>& values = !statement.multi_values.empty()     ? statement.multi_values[0]
                                             : !statement.ordered_values.empty() ? statement.ordered_values
                                                                                 : statement.values;
    std::vector<CrudParameter> result;
    const auto quoted = [&](const Column& c) { return m_dialect.quote(*c.name()); };
    const auto given = [&](const Column& c) {
        if (!m_options.column_keys) return false;
        const auto& keys = *m_options.column_keys;
        return std::find(keys.begin(), keys.end(), *c.key()) != keys.end();
    };
    if (values.empty() && !m_options.column_keys) {
        // str(insert(t)): every column.
        for (Column* c : table.column_list())
            result.push_back({c, quoted(*c), crud_bind(*c, {}, *c->key(), true)});
        return result;
    }
    std::set<std::string> known;
    std::vector<Column*> order = table.column_list();
    if (!statement.ordered_values.empty()) {
        order.clear();
        for (const ColumnValue& v : values) {
            std::string store;
            if (Column* c = table.column(key_of(v, store))) order.push_back(c);
        }
        for (Column* c : table.column_list())
            if (std::find(order.begin(), order.end(), c) == order.end()) order.push_back(c);
    }
    const bool multi = !statement.multi_values.empty();
    const bool toplevel = m_stack.size() == 1;
    const bool need_pks = insert && toplevel && !multi && statement.returning.empty() &&
                          (!m_options.for_executemany || statement.return_defaults);
    const bool returning_pks = need_pks && statement.return_defaults;
    const bool returning_defaults =
        insert ? returning_pks
               : toplevel && statement.return_defaults && statement.returning.empty() && !m_options.for_executemany;
    const auto wanted = [&](Column* c) {
        const auto& list = statement.return_defaults_columns;
        return returning_defaults && std::any_of(list.begin(), list.end(), [&](const auto& r) { return r->same_as(*c); });
    };
    Compiled& compiled = *m_compiled;
    // A key that is given may be NULL and numbered by SQLite all the same.
    const auto fetch_numbered_key = [&](Column* c) {
        if (!need_pks || c != table.autoincrement_column()) return;
        if (returning_pks) compiled.implicit_returning.push_back(c);
        else compiled.postfetch_lastrowid = true;
    };
    for (Column* c : order) {
        const ColumnSchema& s = c->schema();
        known.insert(*c->key());
        if (const ColumnValue* v = find_value(values, *c)) {
            const std::string name = multi ? *c->key() + "_m0" : *c->key();
            result.push_back({c, quoted(*c), crud_value(table, *c, *v, name)});
            fetch_numbered_key(c);
            if (v->clause && !v->clause->as_column_element()) compiled.postfetch.push_back(c);
            else if (v->clause && v->clause->kind() != Kind::bind_parameter && (!c->is_primary_key() || wanted(c)))
                (wanted(c) ? compiled.implicit_returning : compiled.postfetch).push_back(c);
            continue;
        }
        if (given(*c)) {
            result.push_back({c, quoted(*c), crud_bind(*c, {}, *c->key(), true)});
            fetch_numbered_key(c);
            continue;
        }
        const auto& supplier = insert ? s.default_ : s.onupdate;
        if (supplier) {
            if (supplier->type == ColumnDefault::Type::clause) {
                Ref<ColumnElement> grouped = supplier->clause->self_group(Op::none);
                m_keep.push_back(grouped);
                result.push_back({c, quoted(*c), process(*grouped, Context{.literal_binds = m_options.literal_binds})});
                if (wanted(c) || (returning_pks && c->is_primary_key())) compiled.implicit_returning.push_back(c);
                else if (!c->is_primary_key() || !insert) compiled.postfetch.push_back(c);
                continue;
            }
            result.push_back({c, quoted(*c), crud_bind(*c, {}, *c->key(), true)});
            (insert ? compiled.insert_prefetch : compiled.update_prefetch).push_back({c, *c->key()});
            continue;
        }
        if (!insert) {
            if (wanted(c)) compiled.implicit_returning.push_back(c);
            else if (s.server_onupdate) compiled.postfetch.push_back(c);
            continue;
        }
        if (c->is_primary_key() && need_pks) {
            const bool generated = c == table.autoincrement_column() || s.server_default;
            if (!generated && !s.nullable) warn_of_key_without_value(m_runtime, table, *c);
            else if (returning_pks && generated) compiled.implicit_returning.push_back(c);
            else if (!returning_pks && c == table.autoincrement_column()) compiled.postfetch_lastrowid = true;
            continue;
        }
        if (s.server_default) {
            if (wanted(c)) compiled.implicit_returning.push_back(c);
            else if (!c->is_primary_key()) compiled.postfetch.push_back(c);
        } else if (wanted(c)) {
            compiled.implicit_returning.push_back(c);
        } else if (c->is_primary_key() && c != table.autoincrement_column() && !s.nullable) {
            warn_of_key_without_value(m_runtime, table, *c);
        }
    }
    std::string unconsumed, store;
    for (const ColumnValue& v : values)
        if (!known.count(key_of(v, store))) unconsumed += (unconsumed.empty() ? "" : ", ") + key_of(v, store);
    for (const ColumnValue& v : values)
        if (const FromClause* other = !insert && v.column ? v.column->table() : nullptr; other && !other->same_as(table))
            throw Error(Exc::CompileError, "Backend does not support additional tables in the SET clause; cannot include columns "
                                           "from table(s) '" + other->description() + "' in SET clause");
    if (!unconsumed.empty()) throw Error(Exc::CompileError, "Unconsumed column names: " + unconsumed);
    return result;
}

// SQLAlchemy: crud._extend_values_for_multiparams.
std::vector<std::vector<std::string>> SQLCompiler::multi_rows(ValuesBase& statement,
                                                              const std::vector<CrudParameter>& first) {
    std::vector<std::vector<std::string>> rows;
    for (size_t i = 0; i < statement.multi_values.size(); ++i) {
        std::vector<std::string> row;
        for (const CrudParameter& p : first) {
            const ColumnValue* v = i ? find_value(statement.multi_values[i], *p.column) : nullptr;
            if (!i) {
                row.push_back(p.value);
            } else if (v) {
                row.push_back(crud_value(*p.column->schema_table(), *p.column, *v, *p.column->key() + "_m" + std::to_string(i)));
            } else if (p.column->schema().default_ && p.column->schema().default_->type != ColumnDefault::Type::clause) {
                const std::string name = *p.column->key() + "_m" + std::to_string(i);
                row.push_back(crud_bind(*p.column, {}, name, true));
                m_compiled->insert_prefetch.push_back({p.column, name});
            } else if (find_value(statement.multi_values[0], *p.column)) {
                throw Error(Exc::CompileError, "INSERT value for column " + p.column->text() +
                                                   " is explicitly rendered as a boundparameter in the VALUES clause; a "
                                                   "Python-side value or SQL expression is required");
            } else {
                row.push_back(p.value);
            }
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<Ref<ColumnElement>> UpdateBase::returning_columns() const {
    std::vector<Ref<ColumnElement>> result;
    for (const auto& e : returning) {
        if (FromClause* from = e->as_from_clause()) {
            for (const auto& entry : from->columns().entries()) result.push_back(Ref<ColumnElement>(*entry.column));
        } else if (ColumnElement* c = e->as_column_element()) {
            result.push_back(Ref<ColumnElement>(*c));
        }
    }
    return result;
}

std::string SQLCompiler::returning_clause(UpdateBase& statement, const std::vector<Column*>& implicit,
                                          const std::vector<Column*>& sentinels) {
    std::vector<Ref<ColumnElement>> columns = statement.returning_columns();
    if (columns.empty())
        for (Column* c : implicit) columns.push_back(Ref<ColumnElement>(*c));
    if (columns.empty()) return {};
    for (Column* c : sentinels) columns.push_back(Ref<ColumnElement>(*c));
    m_compiled->effective_returning = true;
    m_compiled->returns_rows = true;
    Context c;
    c.include_table = !m_dialect.is_sqlite();
    std::string text;
    for (SelectColumn& entry : columns_plus_names(columns, LabelStyle::disambiguate_only, true)) {
        if (!text.empty()) text += ", ";
        text += label_select_column(nullptr, entry, m_stack.size() == 1, false, c);
    }
    return " RETURNING " + text;
}

std::string SQLCompiler::on_conflict(Insert& insert, const Insert::OnConflict& clause) {
    Context bare;
    bare.include_table = false;
    std::string target;
    if (!clause.index_elements.empty()) {
        target = " (" + visit_list(clause.index_elements, Op::comma, bare) + ")";
        if (clause.index_where) target += " WHERE " + process(*clause.index_where, bare);
    }
    if (!clause.do_update) return " ON CONFLICT" + target + " DO NOTHING";
    auto& table = static_cast<Table&>(insert.table->plain());
    std::string set;
    for (Column* c : table.column_list()) {
        const ColumnValue* v = find_value(clause.set, *c);
        if (!v) continue;
        std::string value;
        if (v->clause) {
            value = crud_value(table, *c, *v, "");
        } else {
            auto bind = make_ref<BindParameter>(m_runtime, BindParameter::Options{.value = v->value, .type = c->type});
            m_keep.push_back(bind);
            value = process(*bind, Context{});
        }
        set += (set.empty() ? "" : ", ") + m_dialect.quote(*c->name()) + " = " + value;
    }
    std::string text = " ON CONFLICT" + target + " DO UPDATE SET " + set;
    if (clause.where) text += " WHERE " + process(*clause.where, Context{});
    return text;
}

std::string SQLCompiler::visit_insert(Insert& original, const Context& c) {
    const bool toplevel = m_stack.empty();
    Insert* insert = &original;
    if (original.propagate.plugin && toplevel) {
        Ref<CompileState> state = original.propagate.plugin->create_for_statement(original, this, true);
        m_compiled->compile_state = state;
        m_keep.push_back(state->statement);
        insert = static_cast<Insert*>(state->statement.get());
    }
    auto& table = static_cast<Table&>(insert->table->plain());
    m_compiled->dml_table = &table;
    m_stack.push_back({});
    std::string text = "INSERT ";
    for (const auto& p : insert->prefixes) text += p + " ";
    text += "INTO " + format_table(table);
    std::string head, values;
    size_t many_columns = 0;
    std::vector<Column*> given;
    if (insert->select) {
        std::string names;
        for (const auto& n : insert->select_names) {
            const Column* column = table.column(n);
            names += (names.empty() ? "" : ", ") + m_dialect.quote(column ? *column->name() : n);
        }
        text += " (" + names + ") ";
        text += process(*insert->select, Context{.literal_binds = c.literal_binds});
    } else {
        auto parameters = crud_parameters(*insert, table);
        if (parameters.empty() && insert->multi_values.empty() && m_options.for_executemany && !table.column_list().empty()) {
            // "DEFAULT VALUES" cannot be repeated; NULL for the first column can.
            Column* column = table.column_list()[0];
            parameters.push_back({column, m_dialect.quote(*column->name()), "NULL"});
        }
        many_columns = parameters.size();
        for (const CrudParameter& p : parameters) given.push_back(p.column);
        std::string names;
        for (const CrudParameter& p : parameters) {
            names += (names.empty() ? "" : ", ") + p.name;
            m_compiled->dml_columns.push_back(*p.column->key());
        }
        const auto row_text = [](const std::vector<std::string>& row) {
            std::string t;
            for (const auto& v : row) t += (t.empty() ? "" : ", ") + v;
            return "(" + t + ")";
        };
        if (parameters.empty()) {
            text += " DEFAULT VALUES";
        } else if (!insert->multi_values.empty()) {
            m_compiled->is_multi_values = true;
            text += " (" + names + ") VALUES ";
            bool first = true;
            for (const auto& row : multi_rows(*insert, parameters)) {
                text += (first ? "" : ", ") + row_text(row);
                first = false;
            }
        } else {
            std::vector<std::string> row;
            for (const CrudParameter& p : parameters) row.push_back(p.value);
            head = text + " (" + names + ") VALUES ";
            values = row_text(row);
            text = head + values;
        }
    }
    std::string tail;
    for (const auto& clause : insert->on_conflict) tail += on_conflict(*insert, clause);
    const bool returns = insert->return_defaults || !insert->returning.empty();
    const bool batches = toplevel && m_options.for_executemany && returns && !head.empty();
    std::vector<Column*> sentinels;
    if (batches && insert->sort_by_parameter_order) sentinels = sentinel_columns(table);
    tail += returning_clause(*insert, m_compiled->implicit_returning, sentinels);
    if (batches && m_compiled->effective_returning) {
        const auto as_text = [&](const std::string& t) {
            Compiled piece;
            piece.binds = m_compiled->binds;
            finish(piece, t);
            return piece;
        };
        const Compiled value_piece = as_text(values);
        m_compiled->insert_many_values = Compiled::InsertManyValues{};
        auto& many = *m_compiled->insert_many_values;
        many.insert_head = as_text(head).sql;
        many.values = value_piece.sql;
        many.tail = as_text(tail).sql;
        many.positional_in_values = value_piece.positional;
        many.columns = many_columns;
        for (const Column* column : sentinels)
            if (std::find(given.begin(), given.end(), column) != given.end())
                many.sentinel_parameters.push_back(*column->key());
        if (many.sentinel_parameters.size() != sentinels.size()) many.sentinel_parameters.clear();
        many.one_by_one = insert->sort_by_parameter_order && (sentinels.empty() || !insert->on_conflict.empty());
        many.sentinels = std::move(sentinels);
    }
    text += tail;
    m_stack.pop_back();
    return text;
}

std::string SQLCompiler::visit_update(Update& original, const Context& c) {
    const bool toplevel = m_stack.empty();
    Update* update = &original;
    if (original.propagate.plugin && toplevel) {
        Ref<CompileState> state = original.propagate.plugin->create_for_statement(original, this, true);
        m_compiled->compile_state = state;
        m_keep.push_back(state->statement);
        update = static_cast<Update*>(state->statement.get());
    }
    auto& table = static_cast<Table&>(update->table->plain());
    m_compiled->dml_table = &table;
    StackEntry entry;
    entry.correlate_froms = {&table};
    entry.asfrom_froms = {&table};
    std::vector<FromClause*> extra;
    for (const auto& w : update->where_criteria)
        for (FromClause* f : from_objects(*w))
            if (!f->same_as(table) && std::find(extra.begin(), extra.end(), f) == extra.end()) extra.push_back(f);
    for (FromClause* f : extra) {
        entry.correlate_froms.push_back(f);
        entry.asfrom_froms.push_back(f);
    }
    m_stack.push_back(std::move(entry));
    std::string text = "UPDATE ";
    for (const auto& p : update->prefixes) text += p + " ";
    text += format_table(table) + " SET ";
    std::string sets;
    for (const CrudParameter& p : crud_parameters(*update, table)) {
        sets += (sets.empty() ? "" : ", ") + p.name + "=" + p.value;
        m_compiled->dml_columns.push_back(*p.column->key());
    }
    text += sets;
    Context inner{.literal_binds = c.literal_binds};
    FromLinter linter;
    linter.froms.push_back({table.identity(), table.fullname()});
    m_linter = m_options.linting ? &linter : nullptr;
    if (!extra.empty()) {
        Context from_context = inner;
        from_context.asfrom = true;
        text += " FROM ";
        for (size_t i = 0; i < extra.size(); ++i) text += (i ? ", " : "") + process(*extra[i], from_context);
    }
    const std::string where = where_text(update->where_criteria, inner);
    if (!where.empty()) text += " WHERE " + where;
    if (m_linter) lint(*m_linter, "UPDATE");
    m_linter = nullptr;
    text += returning_clause(*update, m_compiled->implicit_returning);
    m_stack.pop_back();
    return text;
}

std::string SQLCompiler::visit_delete(Delete& original, const Context& c) {
    const bool toplevel = m_stack.empty();
    Delete* del = &original;
    if (original.propagate.plugin && toplevel) {
        Ref<CompileState> state = original.propagate.plugin->create_for_statement(original, this, true);
        m_compiled->compile_state = state;
        m_keep.push_back(state->statement);
        del = static_cast<Delete*>(state->statement.get());
    }
    auto& table = static_cast<Table&>(del->table->plain());
    m_compiled->dml_table = &table;
    StackEntry entry;
    entry.correlate_froms = {&table};
    entry.asfrom_froms = {&table};
    m_stack.push_back(std::move(entry));
    std::string text = "DELETE ";
    for (const auto& p : del->prefixes) text += p + " ";
    text += "FROM " + format_table(table);
    std::vector<FromClause*> extra;
    for (const auto& w : del->where_criteria)
        for (FromClause* f : from_objects(*w)) {
            if (f->same_as(table) || std::ranges::find(extra, f) != extra.end()) continue;
            if (m_dialect.is_sqlite())
                throw Error(Exc::NotImplementedError,
                            "This backend does not support multiple-table criteria within DELETE");
            extra.push_back(f);
            text += (extra.size() == 1 ? " , " : ", ") + process(*f, Context{.asfrom = true});
        }
    const std::string where = where_text(del->where_criteria, Context{.literal_binds = c.literal_binds});
    if (!where.empty()) text += " WHERE " + where;
    text += returning_clause(*del, {});
    m_stack.pop_back();
    return text;
}

// ---- the trees -------------------------------------------------------------------------------------------------------

namespace {
void visit_values(std::vector<ColumnValue>& values, Internals& v) {
    for (ColumnValue& value : values) v(value.clause);
}

bool add_values(CacheKey& key, const std::vector<ColumnValue>& values) {
    key.add(int64_t(values.size()));
    std::string store;
    for (const ColumnValue& v : values) {
        key.add(std::string_view(key_of(v, store)));
        if (!v.clause) return false; // its value is in the compiled statement
        if (!key.add(v.clause)) return false;
    }
    return true;
}

bool add_base(CacheKey& key, const UpdateBase& s) {
    key.add(static_cast<const void*>(s.propagate.plugin));
    key.add(s.return_defaults);
    key.add(s.sort_by_parameter_order);
    for (const auto& p : s.prefixes) key.add(std::string_view(p));
    return key.add(s.table) && key.add(s.returning) && key.add(s.return_defaults_columns) && key.add(s.independent_ctes);
}
} // namespace

void Insert::visit_internals(Internals& v) {
    v(returning), v(select);
    visit_values(values, v);
}

bool Insert::gather_cache_key(CacheKey& key) const {
    if (!multi_values.empty() || !on_conflict.empty() || select) return false;
    return add_base(key, *this) && add_values(key, values);
}

void Update::visit_internals(Internals& v) {
    v(where_criteria), v(returning);
    visit_values(values, v);
    visit_values(ordered_values, v);
}

bool Update::gather_cache_key(CacheKey& key) const {
    return add_base(key, *this) && key.add(where_criteria) && add_values(key, values) &&
           add_values(key, ordered_values);
}

void Delete::visit_internals(Internals& v) { v(where_criteria), v(returning); }

bool Delete::gather_cache_key(CacheKey& key) const { return add_base(key, *this) && key.add(where_criteria); }

} // namespace relata::sql
