// SELECT, UNION, FROM and WITH as text. SQLAlchemy: SQLCompiler.visit_select and its parts.
#include "sql/sql_compiler.h"
#include "sql/visitors.h"
#include "support/runtime.h"
#include "sql/coercions.h"
#include "support/protocol.h"

#include <algorithm>
#include <set>

namespace relata::sql {

namespace {
bool contains(const std::vector<FromClause*>& froms, const FromClause& from) {
    return std::any_of(froms.begin(), froms.end(), [&](FromClause* f) { return f->same_as(from); });
}
void add_unique(std::vector<FromClause*>& froms, FromClause& from) {
    if (!contains(froms, from)) froms.push_back(&from);
}
/// SQLAlchemy: _from_objects of the displayed FROMs: a join and its sides.
std::vector<FromClause*> all_from_objects(const std::vector<Ref<FromClause>>& froms) {
    std::vector<FromClause*> found, result;
    for (const auto& f : froms) f->collect_from_objects(found);
    for (FromClause* f : found) add_unique(result, *f);
    return result;
}
} // namespace

// SQLAlchemy: SelectState._get_display_froms.
std::vector<Ref<FromClause>> SQLCompiler::display_froms(Select& select, const std::vector<Ref<FromClause>>& froms,
                                                        const std::vector<FromClause*>& explicit_correlate,
                                                        const std::vector<FromClause*>& implicit_correlate) {
    std::vector<Ref<FromClause>> result = froms;
    const auto remove = [&](const std::function<bool(const FromClause&)>& gone) {
        result.erase(std::remove_if(result.begin(), result.end(), [&](const auto& f) { return gone(*f); }), result.end());
    };
    const auto listed = [](const std::vector<Ref<FromClause>>& list, const FromClause& f) {
        return std::any_of(list.begin(), list.end(), [&](const auto& o) { return o->same_as(f); });
    };
    if (select.correlate && !select.correlate->empty())
        remove([&](const FromClause& f) { return contains(explicit_correlate, f) && listed(*select.correlate, f); });
    if (select.correlate_except)
        remove([&](const FromClause& f) { return contains(explicit_correlate, f) && !listed(*select.correlate_except, f); });
    const bool automatic = select.auto_correlate && !select.correlate && !select.correlate_except;
    if (automatic && !implicit_correlate.empty() && result.size() > 1) {
        remove([&](const FromClause& f) { return contains(implicit_correlate, f); });
        if (result.empty())
            throw Error(Exc::InvalidRequestError,
                        "Select statement '" + repr_text(m_runtime, wrap_clause(m_runtime, select)) +
                            "' returned no FROM clauses due to auto-correlation; specify correlate(<tables>) to control "
                            "correlation manually.");
    }
    return result;
}

std::string SQLCompiler::label_select_column(Select*, SelectColumn& entry, bool populate, bool asfrom, const Context& c) {
    ColumnElement& column = *entry.column;
    Context inner = c;
    inner.within_columns_clause = true;
    inner.within_label_clause = false;
    inner.add_to_result_map = populate;
    inner.repeated_column = entry.repeated;
    inner.asfrom = false;
    inner.result_targets.clear();
    inner.result_names.clear();
    if (column.kind() == Kind::label) return process(column, inner);
    // SQLAlchemy: _CompileLabel.
    const auto with_label = [&](const std::string& label, std::vector<std::string> names) {
        const std::string name = resolve_name(label);
        std::vector<std::string> strings{name};
        for (auto& n : names) strings.push_back(std::move(n));
        if (populate) {
            std::vector<const ClauseElement*> objects{&column};
            add_result(name, label, std::move(objects), std::move(strings), column.type, inner);
        }
        Context element = inner;
        element.within_label_clause = true;
        element.add_to_result_map = false;
        return process(column, element) + " AS " + m_dialect.quote(name);
    };
    if (entry.required_label_name) {
        std::vector<std::string> names;
        if (entry.proxy_key) names.push_back(*entry.proxy_key);
        if (const auto tq = column.tq_label()) names.push_back(*tq);
        return with_label(*entry.required_label_name, std::move(names));
    }
    bool render = false;
    switch (column.kind()) {
    case Kind::column: case Kind::column_clause: {
        auto& clause = static_cast<ColumnClause&>(column);
        render = asfrom && !clause.is_literal() && clause.table();
        break;
    }
    case Kind::text: break;
    case Kind::unary: {
        auto& unary = static_cast<UnaryExpression&>(column);
        const bool as_boolean = unary.op().op == Op::is_true || unary.op().op == Op::is_false;
        const ColumnElement* wrapped = &unary.element();
        while (wrapped->kind() == Kind::unary || wrapped->kind() == Kind::grouping)
            wrapped = wrapped->kind() == Kind::unary ? &static_cast<const UnaryExpression*>(wrapped)->element()
                                                     : &static_cast<const Grouping*>(wrapped)->element();
        const bool unnamed = wrapped->kind() != Kind::column && wrapped->kind() != Kind::column_clause &&
                             wrapped->kind() != Kind::label;
        render = (as_boolean && !m_dialect.supports_native_boolean()) || unnamed || asfrom;
        break;
    }
    default: render = !column.non_anon_label(); break;
    }
    if (!render) return process(column, inner);
    std::vector<std::string> names;
    if (entry.proxy_key) names.push_back(*entry.proxy_key);
    return with_label(entry.fallback_label_name ? *entry.fallback_label_name : column.anon_name_label(), std::move(names));
}

std::string SQLCompiler::order_by_text(GenerativeSelect& select, const Context& c) {
    Context inner;
    inner.literal_binds = c.literal_binds;
    inner.include_table = c.include_table;
    std::string text;
    if (!select.order_by.empty()) text += " ORDER BY " + visit_list(select.order_by, Op::comma, inner);
    return text;
}

std::string SQLCompiler::row_limit(GenerativeSelect& select, const Context& c) {
    if (!select.limit && !select.offset && !select.fetch) return {};
    Context inner;
    inner.literal_binds = c.literal_binds;
    std::string text;
    // SQLAlchemy: SQLCompiler.fetch_clause, also where the database knows only LIMIT.
    if (select.fetch) {
        if (select.offset) text += "\n OFFSET " + process(*select.offset, inner) + " ROWS";
        return text + "\n FETCH FIRST " + process(*select.fetch, inner) + " ROWS ONLY";
    }
    const auto number = [&](int64_t n) {
        auto bind = make_ref<BindParameter>(m_runtime, BindParameter::Options{.value = Value::small_int(n), .unique = false});
        m_keep.push_back(bind);
        return process(*bind, inner);
    };
    if (select.limit) text += "\n LIMIT " + process(*select.limit, inner);
    if (select.offset) {
        if (!select.limit) text += m_dialect.is_sqlite() ? "\n LIMIT " + number(-1) : std::string("\n LIMIT -1");
        text += " OFFSET " + process(*select.offset, inner);
    } else if (m_dialect.is_sqlite()) {
        text += " OFFSET " + number(0);
    }
    return text;
}

std::string SQLCompiler::where_text(const std::vector<Ref<ColumnElement>>& criteria, const Context& c) {
    Ref<ColumnElement> clause = sql::where_criteria(criteria);
    if (!clause) return {};
    m_keep.push_back(clause);
    // Where the dialect has no booleans a constant alone is no condition.
    const bool is_constant = clause->kind() == Kind::true_ || clause->kind() == Kind::false_;
    return process(*clause, c) + (is_constant && m_dialect.is_sqlite() ? " = 1" : "");
}

std::string SQLCompiler::visit_select(Select& original, Context c) {
    const bool toplevel = m_stack.empty();
    Ref<ClauseElement> keep(original);
    Select* select = &original;
    if (original.propagate.plugin) {
        // The ORM turns entities, relationships and options into a core select.
        Ref<CompileState> state = original.propagate.plugin->create_for_statement(original, this, toplevel);
        if (toplevel) m_compiled->compile_state = state;
        keep = state->statement;
        m_keep.push_back(keep);
        if (keep->kind() != Kind::select) return process(*keep, c);
        select = static_cast<Select*>(keep.get());
    }
    const bool populate = toplevel || c.need_result_map;
    const bool asfrom = c.asfrom;
    const std::vector<Ref<FromClause>> froms = select->final_froms();
    for (const auto& f : froms) m_keep.push_back(f);

    StackEntry entry;
    const StackEntry* outer = m_stack.empty() ? nullptr : &m_stack.back();
    std::vector<Ref<FromClause>> displayed;
    if (asfrom && !c.subquery) {
        // Inside FROM: correlates only with what it names itself.
        std::vector<FromClause*> explicit_froms;
        if (outer)
            for (FromClause* f : outer->correlate_froms)
                if (!contains(outer->asfrom_froms, *f)) explicit_froms.push_back(f);
        displayed = display_froms(*select, froms, explicit_froms, {});
    } else {
        displayed = display_froms(*select, froms, outer ? outer->correlate_froms : std::vector<FromClause*>(),
                                  outer ? outer->asfrom_froms : std::vector<FromClause*>());
    }
    const auto inner_froms = all_from_objects(displayed);
    entry.asfrom_froms = inner_froms;
    entry.correlate_froms = inner_froms;
    if (outer)
        for (FromClause* f : outer->correlate_froms) add_unique(entry.correlate_froms, *f);
    if (outer)
        for (FromClause* f : outer->asfrom_froms) add_unique(entry.asfrom_froms, *f);
    entry.select = select;
    entry.generative = select;
    m_stack.push_back(std::move(entry));

    FromLinter linter;
    FromLinter* const outer_linter = m_linter;
    m_linter = m_options.linting ? &linter : nullptr;

    Context inner;
    inner.literal_binds = c.literal_binds;
    inner.visiting_cte = c.visiting_cte;
    std::string text = "SELECT ";
    for (const auto& p : select->prefixes) text += p + " ";
    if (select->distinct) {
        text += "DISTINCT ";
        if (!select->distinct_on.empty() && m_dialect.is_sqlite())
            m_runtime.warn(Exc::SADeprecationWarning,
                           "DISTINCT ON is currently supported only by the PostgreSQL dialect.  Use of DISTINCT ON for other "
                           "backends is currently silently ignored, however this usage is deprecated, and will raise "
                           "CompileError in a future release for all backends that do not support this syntax.");
    }
    std::string columns;
    auto selected = select->all_selected_columns();
    for (SelectColumn& column : columns_plus_names(selected, select->label_style, true)) {
        FromLinter* const saved = m_linter;
        m_linter = nullptr;
        const std::string one = label_select_column(select, column, populate, asfrom, inner);
        m_linter = saved;
        if (!columns.empty()) columns += ", ";
        columns += one;
    }
    if (columns.empty() && text == "SELECT ") text.pop_back();
    text += columns;
    Context from_context = inner;
    from_context.asfrom = true;
    if (!displayed.empty()) {
        text += " \nFROM ";
        for (size_t i = 0; i < displayed.size(); ++i) text += (i ? ", " : "") + process(*displayed[i], from_context);
    }
    const std::string where = where_text(select->where_criteria, inner);
    if (!where.empty()) text += " \nWHERE " + where;
    if (m_linter) lint(*m_linter);
    m_linter = nullptr;
    if (!select->group_by.empty()) text += " GROUP BY " + visit_list(select->group_by, Op::comma, inner);
    const std::string having = where_text(select->having_criteria, inner);
    if (!having.empty()) text += " \nHAVING " + having;
    text += order_by_text(*select, inner);
    text += row_limit(*select, inner);
    if (select->for_update && !m_dialect.is_sqlite()) {
        text += " FOR UPDATE"; // SQLAlchemy: SQLCompiler.for_update_clause: the rest is the dialects'
    }
    for (const auto& s : select->suffixes) text += (&s == &select->suffixes.front() ? " " : "") + s + " ";
    for (const auto& cte : select->independent_ctes) visit_cte(*cte, inner);
    if (toplevel && !m_ctes.empty()) {
        text = cte_prefix() + text;
        m_ctes.clear();
    }
    if (const auto& nested = m_stack.back().nested_ctes; !nested.empty())
        text = with_clause(nested, std::ranges::any_of(nested, [](const auto& e) { return e.first->recursive(); })) + text;
    m_linter = outer_linter;
    m_stack.pop_back();
    return text;
}

std::string SQLCompiler::visit_compound(CompoundSelect& compound, Context c) {
    const bool toplevel = m_stack.empty();
    StackEntry entry;
    if (!m_stack.empty()) {
        entry.correlate_froms = m_stack.back().correlate_froms;
        entry.asfrom_froms = m_stack.back().asfrom_froms;
    }
    entry.generative = &compound;
    m_stack.push_back(std::move(entry));
    const size_t width = compound.selects.empty() ? 0 : compound.selects[0]->all_selected_columns().size();
    for (size_t i = 1; i < compound.selects.size(); ++i)
        if (const size_t columns = compound.selects[i]->all_selected_columns().size(); columns != width)
            throw Error(Exc::CompileError,
                        "All selectables passed to CompoundSelect must have identical numbers of columns; select #1 has " +
                            std::to_string(width) + " columns, select #" + std::to_string(i + 1) + " has " + std::to_string(columns));
    static constexpr const char* keywords[] = {"UNION", "UNION ALL", "INTERSECT", "INTERSECT ALL", "EXCEPT", "EXCEPT ALL"};
    std::string text;
    for (size_t i = 0; i < compound.selects.size(); ++i) {
        if (i) text += std::string(" ") + keywords[size_t(compound.keyword())] + " ";
        Context inner = c;
        inner.compound = true;
        inner.need_result_map = i == 0 && (toplevel || c.need_result_map);
        text += process(*compound.selects[i], inner);
    }
    c.include_table = false;
    if (!compound.group_by.empty()) text += " GROUP BY " + visit_list(compound.group_by, Op::comma, Context{.include_table = false});
    text += order_by_text(compound, c);
    c.include_table = true;
    text += row_limit(compound, c);
    for (const auto& cte : compound.independent_ctes) visit_cte(*cte, c);
    if (toplevel && !m_ctes.empty()) {
        text = cte_prefix() + text;
        m_ctes.clear();
    }
    m_stack.pop_back();
    return text;
}

std::string SQLCompiler::visit_textual_select(TextualSelect& select, Context c) {
    const bool toplevel = m_stack.empty();
    m_stack.push_back({});
    if (toplevel || c.need_result_map) {
        for (const auto& column : select.column_args()) {
            Context inner;
            inner.add_to_result_map = true;
            inner.within_columns_clause = true;
            process(*column, inner);
        }
        m_compiled->textual_ordered_columns = select.positional();
        m_compiled->ordered_columns = select.positional();
    }
    std::string text = process(select.text(), c);
    if (toplevel && !m_ctes.empty()) {
        text = cte_prefix() + text;
        m_ctes.clear();
    }
    m_stack.pop_back();
    return text;
}

std::string SQLCompiler::visit_from(FromClause& from, const Context& c) {
    switch (from.kind()) {
    case Kind::annotated_from: return process(static_cast<AnnotatedFrom&>(from).element(), c);
    case Kind::table: {
        auto& table = static_cast<Table&>(from);
        if (m_linter && c.asfrom) m_linter->froms.push_back({from.identity(), table.fullname()});
        return c.asfrom || c.within_columns_clause ? format_table(table) : table.fullname();
    }
    case Kind::table_clause:
        if (m_linter && c.asfrom) m_linter->froms.push_back({from.identity(), from.description()});
        return m_dialect.quote(static_cast<TableClause&>(from).name());
    case Kind::join: return visit_join(static_cast<Join&>(from), c);
    case Kind::from_grouping: return "(" + process(static_cast<FromGrouping&>(from).element(), c) + ")";
    case Kind::cte:
        if (!c.asfrom && m_stack.empty() && m_toplevel == &from) return process(static_cast<CTE&>(from).element(), c);
        return visit_cte(static_cast<CTE&>(from), c);
    case Kind::values: return visit_values(static_cast<Values&>(from), c);
    case Kind::alias: case Kind::subquery: {
        auto& alias = static_cast<AliasedReturnsRows&>(from);
        const std::string name = m_dialect.quote(resolve_name(alias.name()));
        // By itself an alias is what it renames. SQLAlchemy: visit_alias.
        if (!c.asfrom && m_stack.empty() && m_toplevel == &from) return process(alias.element(), c);
        if (!c.asfrom) return name;
        if (m_linter) m_linter->froms.push_back({from.identity(), resolve_name(alias.name())});
        FromLinter* const saved = m_linter;
        m_linter = nullptr;
        Context inner = c;
        const bool lateral = from.kind() == Kind::subquery && static_cast<Subquery&>(from).lateral;
        inner.subquery = lateral;
        std::string text = process(alias.element(), inner);
        if (from.kind() == Kind::subquery) text = (lateral ? "LATERAL (" : "(") + text + ")";
        m_linter = saved;
        return text + " AS " + name;
    }
    default:
        throw Error(Exc::UnsupportedCompilationError,
                    "Compiler can't render element of type <class 'sqlalchemy.sql." + from.class_name() + "'>");
    }
}

std::string SQLCompiler::visit_join(Join& join, const Context& c) {
    if (m_linter)
        for (FromClause* l : from_objects(join.left()))
            for (FromClause* r : from_objects(join.right()))
                m_linter->edges.push_back({l->identity(), r->identity()});
    const char* keyword = join.full() ? " FULL OUTER JOIN " : join.isouter() ? " LEFT OUTER JOIN " : " JOIN ";
    Context on = c;
    on.asfrom = false;
    std::string text = process(join.left(), c); // before the right side: names are numbered as they are met
    text += keyword + process(join.right(), c);
    FromLinter* const saved = m_linter;
    text += " ON " + process(*join.onclause(), on);
    m_linter = saved;
    return text;
}

// SQLAlchemy: visit_cte.
std::string SQLCompiler::visit_cte(CTE& cte, const Context& c) {
    const std::string name = resolve_name(cte.name());
    const auto known = m_ctes_by_name.find(name);
    const CTE* existing = known == m_ctes_by_name.end() ? nullptr : known->second;
    bool fresh = true;
    if (existing) {
        if (existing->same_as(cte) || existing->restates() == &cte) fresh = false;
        else if (cte.restates() != existing)
            throw Error(Exc::CompileError, "Multiple, unrelated CTEs found with the same name: '" + name + "'");
    }
    const CTE* aliased = cte.cte_alias();
    if (fresh) {
        m_ctes_by_name[name] = &cte;
        m_keep.push_back(Ref<ClauseElement>(cte));
        if (aliased) visit_cte(const_cast<CTE&>(*aliased), Context{.literal_binds = c.literal_binds});
        else {
            m_ctes.erase(std::remove_if(m_ctes.begin(), m_ctes.end(), [&](const auto& e) { return e.first == existing; }),
                         m_ctes.end());
            std::string text = m_dialect.quote(name);
            if (cte.recursive()) {
                m_ctes_recursive = true;
                auto* source = static_cast<SelectBase*>(&cte.element());
                std::string columns;
                for (const SelectColumn& column :
                     columns_plus_names(source->all_selected_columns(), source->get_label_style(), true)) {
                    if (column.repeated) continue;
                    const std::string label = column.fallback_label_name ? *column.fallback_label_name
                                                                          : column.proxy_key.value_or("");
                    columns += (columns.empty() ? "" : ", ") + m_dialect.quote(resolve_name(label));
                }
                text += "(" + columns + ")";
            }
            Context inner;
            inner.asfrom = true;
            inner.literal_binds = c.literal_binds;
            inner.visiting_cte = &cte;
            FromLinter* const saved = m_linter;
            m_linter = nullptr;
            text += " AS \n(" + process(cte.element(), inner) + ")";
            m_linter = saved;
            // The outermost statement's own are those of everybody.
            (cte.nesting && m_stack.size() > 1 ? m_stack.back().nested_ctes : m_ctes).push_back({&cte, text});
        }
    }
    if (m_linter && c.asfrom) m_linter->froms.push_back({cte.identity(), name});
    if (!c.asfrom) return m_dialect.quote(name);
    if (aliased) return m_dialect.quote(resolve_name(aliased->name())) + " AS " + m_dialect.quote(name);
    return m_dialect.quote(name);
}

std::string SQLCompiler::with_clause(const std::vector<std::pair<const CTE*, std::string>>& ctes, bool recursive) const {
    std::string text = recursive ? "WITH RECURSIVE " : "WITH ";
    for (size_t i = 0; i < ctes.size(); ++i) text += (i ? ", \n" : "") + ctes[i].second;
    return text + "\n ";
}

std::string SQLCompiler::cte_prefix() { return with_clause(m_ctes, m_ctes_recursive); }

std::string SQLCompiler::visit_values(Values& values, const Context& c) {
    const std::string name = m_dialect.quote(resolve_name(values.name));
    if (!c.asfrom) return name;
    if (m_linter) m_linter->froms.push_back({values.identity(), resolve_name(values.name)});
    Context inner;
    inner.literal_binds = c.literal_binds || values.literal_binds;
    std::string text = "VALUES ";
    for (size_t i = 0; i < values.rows.size(); ++i)
        text += (i ? ", (" : "(") + visit_list(values.rows[i], Op::comma, inner) + ")";
    if (!values.named) return "(" + text + ")";
    std::string columns;
    for (const auto& entry : values.columns().entries()) columns += (columns.empty() ? "" : ", ") + m_dialect.quote(entry.key);
    return "(" + text + ") AS " + name + " (" + columns + ")";
}

// SQLAlchemy: FromLinter.lint: a FROM that no join reaches from a starting one.
void SQLCompiler::lint(const FromLinter& linter, const char* statement) {
    if (linter.froms.size() < 2) return;
    const ClauseElement* start = linter.froms[0].first;
    std::set<const ClauseElement*> reached{start};
    std::vector<const ClauseElement*> todo{start};
    while (!todo.empty()) {
        const ClauseElement* at = todo.back();
        todo.pop_back();
        for (const auto& [a, b] : linter.edges) {
            const ClauseElement* next = a == at ? b : b == at ? a : nullptr;
            if (next && reached.insert(next).second) todo.push_back(next);
        }
    }
    std::vector<std::string> missed;
    for (const auto& [from, name] : linter.froms)
        if (!reached.count(from)) missed.push_back("\"" + name + "\"");
    if (missed.empty()) return;
    std::string list;
    for (const auto& m : missed) list += (list.empty() ? "" : ", ") + m;
    m_compiled->linter_warnings.push_back(statement + (" statement has a cartesian product between FROM element(s) " + list) +
                                          " and FROM element \"" + linter.froms[0].second +
                                          "\".  Apply join condition(s) between each element to resolve.");
}

} // namespace relata::sql
