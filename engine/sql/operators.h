// Op: the operators of SQL expressions, their precedence and their texts. SQLAlchemy: sql/operators.py.
#pragma once

#include <string>
#include <string_view>

namespace relata::sql {

enum class Op : uint8_t {
    none, eq, ne, lt, le, gt, ge, is_, is_not, is_distinct_from, is_not_distinct_from, in_, not_in, like, not_like, ilike,
    not_ilike, startswith, not_startswith, endswith, not_endswith, contains, not_contains, istartswith, not_istartswith,
    iendswith, not_iendswith, icontains, not_icontains, between, not_between, match, not_match, regexp_match,
    not_regexp_match, regexp_replace, concat, add, sub, mul, truediv, floordiv, mod, neg, inv, and_, or_, distinct, any_,
    all_, desc, asc, nulls_first, nulls_last, collate, comma, as_, exists, is_true, is_false, filter, from_, json_getitem,
    json_path_getitem, bitwise_and, bitwise_or, bitwise_xor, bitwise_lshift, bitwise_rshift, bitwise_not, custom, asbool,
    smallest, largest
};

/// An operator with what a custom one (`column.op("->>")`) brings along.
struct Operator {
    Op op = Op::none;
    std::string custom_text{};
    int custom_precedence = 0;
    bool custom_comparison = false;
    Operator() = default;
    Operator(Op o) : op(o) {}
    friend bool operator==(const Operator& a, const Operator& b) {
        return a.op == b.op && a.custom_text == b.custom_text;
    }
};

int precedence(const Operator& op);
/// Whether `op` inside `against` needs parentheses.
bool is_precedent(const Operator& op, const Operator& against);
bool is_associative(Op op);
bool is_natural_self_precedent(Op op);
bool is_comparison(const Operator& op);
bool is_commutative(Op op);
bool is_boolean(const Operator& op);
bool is_ordering_modifier(Op op);
/// The text between the operands, blanks included: " = ", " IS NOT ", "-" for a prefix.
std::string_view operator_text(Op op);
/// The name that messages give: "eq", "like_op", "in_op".
std::string_view operator_name(Op op);
/// `==` for `!=`, like for not like, ...; Op::none where there is none.
Op negation_of(Op op);

} // namespace relata::sql
