// The order of tables by dependency. SQLAlchemy: ddl.sort_tables_and_constraints, util/topological.py.
#include "sql/schema/schema.h"
#include "support/exceptions.h"
#include "support/runtime.h"

#include <algorithm>
#include <set>

namespace relata::sql {

namespace {

using Edge = std::pair<Table*, Table*>; ///< parent, child

/// The tables in order; an empty optional where there is a cycle.
std::optional<std::vector<Table*>> topological(const std::vector<Edge>& edges, const std::vector<Table*>& tables) {
    std::vector<Table*> result, todo = tables;
    std::set<const Table*> open(tables.begin(), tables.end());
    while (!todo.empty()) {
        std::vector<Table*> output, rest;
        for (Table* t : todo) {
            const bool blocked = std::any_of(edges.begin(), edges.end(),
                                             [&](const Edge& e) { return e.second == t && open.count(e.first); });
            (blocked ? rest : output).push_back(t);
        }
        if (output.empty()) return std::nullopt;
        for (const Table* t : output) open.erase(t);
        result.insert(result.end(), output.begin(), output.end());
        todo = std::move(rest);
    }
    return result;
}

/// Tables that reach themselves.
std::set<Table*> find_cycles(const std::vector<Edge>& edges, const std::vector<Table*>& tables) {
    std::set<Table*> result;
    for (Table* start : tables) {
        std::vector<Table*> todo{start};
        std::set<Table*> seen;
        while (!todo.empty()) {
            Table* t = todo.back();
            todo.pop_back();
            for (const Edge& e : edges)
                if (e.first == t && seen.insert(e.second).second) todo.push_back(e.second);
        }
        if (seen.count(start)) result.insert(start);
    }
    return result;
}

std::string names_of(const std::set<Table*>& tables, const char* separator) {
    std::vector<std::string> names;
    for (const Table* t : tables) names.push_back(t->fullname());
    std::sort(names.begin(), names.end());
    std::string result;
    for (const auto& n : names) result += (result.empty() ? "" : separator) + n;
    return result;
}

SortedTables sort(Runtime& runtime, const std::vector<Table*>& tables, bool warn_for_cycles, bool allow_cycles) {
    std::vector<Edge> fixed, mutable_edges;
    SortedTables result;
    std::set<const ForeignKeyConstraint*> postponed;
    const auto postpone = [&](ForeignKeyConstraint* fkc) {
        if (postponed.insert(fkc).second) result.postponed.push_back(fkc);
    };
    for (Table* table : tables) {
        for (ForeignKeyConstraint* fkc : table->foreign_key_constraints()) {
            if (fkc->use_alter) {
                postpone(fkc);
                continue;
            }
            Table& referred = fkc->referred_table();
            if (&referred != table) mutable_edges.push_back({&referred, table});
        }
        for (const auto& [parent, reason] : table->extra_dependencies) fixed.push_back({parent, table});
    }
    std::vector<Edge> all = fixed;
    all.insert(all.end(), mutable_edges.begin(), mutable_edges.end());
    if (auto order = topological(all, tables)) {
        result.tables = std::move(*order);
        return result;
    }
    const std::set<Table*> cycles = find_cycles(all, tables);
    if (!allow_cycles) throw Error(Exc::CircularDependencyError, "Circular dependency detected. (" + names_of(cycles, ", ") + ")");
    if (warn_for_cycles)
        runtime.warn(Exc::SAWarning,
                     "Cannot correctly sort tables; there are unresolvable cycles between tables \"" +
                         names_of(cycles, ", ") +
                         "\", which is usually caused by mutually dependent foreign key constraints.  Foreign key "
                         "constraints involving these tables will not be considered; this warning may raise an error in "
                         "a future release.");
    for (Table* table : cycles) {
        for (ForeignKeyConstraint* fkc : table->foreign_key_constraints()) postpone(fkc);
        mutable_edges.erase(std::remove_if(mutable_edges.begin(), mutable_edges.end(),
                                           [&](const Edge& e) { return e.second == table; }),
                            mutable_edges.end());
    }
    all = fixed;
    all.insert(all.end(), mutable_edges.begin(), mutable_edges.end());
    result.tables = topological(all, tables).value_or(tables);
    return result;
}

} // namespace

SortedTables sort_tables_and_constraints(Runtime& runtime, const std::vector<Table*>& tables, bool allow_cycles) {
    return sort(runtime, tables, false, allow_cycles);
}

std::vector<Table*> sort_tables(Runtime& runtime, const std::vector<Table*>& tables) {
    return sort(runtime, tables, true, true).tables;
}

std::vector<Table*> MetaData::sorted_tables(Runtime& runtime) const {
    std::vector<Table*> by_key = m_tables;
    std::sort(by_key.begin(), by_key.end(), [](const Table* a, const Table* b) { return a->key() < b->key(); });
    return sort_tables(runtime, by_key);
}

std::string conventional_name(const Constraint& constraint) {
    const char* prefix = "";
    switch (constraint.kind) {
    case ConstraintKind::primary_key: prefix = "pk"; break;
    case ConstraintKind::foreign_key: prefix = "fk"; break;
    case ConstraintKind::unique: prefix = "uq"; break;
    case ConstraintKind::check: prefix = "ck"; break;
    }
    const auto& conventions = constraint.table->metadata().naming_convention;
    const auto it = conventions.find(prefix);
    if (it == conventions.end()) return constraint.name;
    const std::string& pattern = it->second;
    const bool uses_name = pattern.find("%(constraint_name)s") != std::string::npos;
    if (!constraint.name.empty() && !uses_name) return constraint.name;
    if (constraint.name.empty() && uses_name) return {};
    const auto column = [&](size_t i) { return i < constraint.columns.size() ? *constraint.columns[i]->name() : ""; };
    std::string result = pattern;
    const auto replace = [&](const std::string& token, const std::string& by) {
        for (size_t at; (at = result.find("%(" + token + ")s")) != std::string::npos;)
            result.replace(at, token.size() + 4, by);
    };
    replace("table_name", constraint.table->name());
    replace("constraint_name", constraint.name);
    replace("column_0_name", column(0));
    replace("column_0_key", column(0));
    replace("column_0_label", constraint.table->name() + "_" + column(0));
    std::string joined_names, joined_names_underscore;
    for (size_t i = 0; i < constraint.columns.size(); ++i) {
        joined_names += column(i);
        joined_names_underscore += (i ? "_" : "") + column(i);
    }
    replace("column_0N_name", joined_names);
    replace("column_0_N_name", joined_names_underscore);
    if (constraint.kind == ConstraintKind::foreign_key) {
        const auto& fkc = static_cast<const ForeignKeyConstraint&>(constraint);
        replace("referred_table_name", fkc.elements.empty() ? "" : fkc.elements[0]->table_key());
        replace("referred_column_0_name", fkc.elements.empty() ? "" : fkc.elements[0]->column_key());
    }
    return result;
}

} // namespace relata::sql
