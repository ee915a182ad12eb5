// The ON clause that foreign keys imply. SQLAlchemy: Join._join_condition.
#include "sql/schema/schema.h"
#include "sql/selectable.h"
#include "support/exceptions.h"

#include <algorithm>

namespace relata::sql {

namespace {

struct Pair {
    ColumnElement *left, *right;
    friend bool operator==(const Pair& a, const Pair& b) { return a.left == b.left && a.right == b.right; }
};
/// Column pairs by constraint, in the order they were found.
using Constraints = std::vector<std::pair<const ForeignKeyConstraint*, std::vector<Pair>>>;

bool names_table(FromClause& from, const std::string& table_name) {
    std::vector<FromClause*> froms;
    from.collect_from_objects(froms);
    return std::any_of(froms.begin(), froms.end(),
                       [&](FromClause* f) { return f->from_name() && *f->from_name() == table_name; });
}

void scan(FromClause& from, FromClause& referred, Constraints& constraints) {
    for (ForeignKey* fk : from.foreign_keys()) {
        ColumnElement* column = nullptr;
        try {
            column = fk->get_referent(referred);
        } catch (const Error& error) {
            if (error.exception_class() != Exc::NoReferencedTableError &&
                error.exception_class() != Exc::NoReferencedColumnError)
                throw;
            if (names_table(referred, fk->table_key())) throw;
            continue;
        }
        if (!column) continue;
        auto it = std::find_if(constraints.begin(), constraints.end(),
                               [&](const auto& c) { return c.first == fk->constraint; });
        if (it == constraints.end()) it = constraints.insert(constraints.end(), {fk->constraint, {}});
        it->second.push_back({column, fk->parent});
    }
}

Constraints scan_left_right(FromClause& a, FromClause* a_subset, FromClause& b) {
    Constraints constraints;
    for (FromClause* left : {a_subset, &a}) {
        if (!left) continue;
        scan(b, *left, constraints);
        if (!left->same_as(b)) scan(*left, b, constraints);
        if (!constraints.empty()) break;
    }
    return constraints;
}

} // namespace

Ref<ColumnElement> join_condition(FromClause& a, FromClause& b, FromClause* a_subset) {
    Constraints constraints = scan_left_right(a, a_subset, b);
    if (constraints.size() > 1) {
        const bool alike = std::all_of(constraints.begin(), constraints.end(),
                                       [&](const auto& c) { return c.second == constraints[0].second; });
        if (!alike)
            throw Error(Exc::AmbiguousForeignKeysError,
                        "Can't determine join between '" + a.description() + "' and '" + b.description() +
                            "'; tables have more than one foreign key constraint relationship between them. Please "
                            "specify the 'onclause' of this join explicitly.");
    }
    if (constraints.empty())
        throw Error(Exc::NoForeignKeysError,
                    "Can't find any foreign key relationships between '" + a.description() + "' and '" + b.description() +
                        "'." +
                        (b.kind() == Kind::from_grouping
                             ? " Perhaps you meant to convert the right side to a subquery using alias()?"
                             : ""));
    std::vector<Ref<ColumnElement>> criteria;
    for (const Pair& pair : constraints[0].second)
        criteria.push_back(make_ref<BinaryExpression>(*pair.left, *pair.right, Operator(Op::eq),
                                                      make_type(TypeKind::boolean), Operator(Op::ne)));
    return criteria.size() == 1 ? criteria[0] : and_(std::move(criteria));
}

bool can_join(FromClause& left, FromClause& right, FromClause* left_subset) {
    FromClause& plain = left.plain();
    if (!left_subset && plain.kind() == Kind::join) left_subset = &static_cast<Join&>(plain).right();
    return !scan_left_right(left, left_subset, right).empty();
}

} // namespace relata::sql
