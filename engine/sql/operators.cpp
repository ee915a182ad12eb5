#include "sql/operators.h"

#include <array>
#include <limits>

namespace relata::sql {

namespace {

struct OpInfo {
    Op op;
    std::string_view name;
    std::string_view text; ///< empty: the compiler has its own way
    int precedence;
    Op negation;
};
constexpr int unknown = std::numeric_limits<int>::min();

// SQLAlchemy: operators._PRECEDENCE, compiler.OPERATORS.
constexpr OpInfo table[] = {
    {Op::none, "", "", unknown, Op::none},
    {Op::eq, "eq", " = ", 5, Op::ne},
    {Op::ne, "ne", " != ", 5, Op::eq},
    {Op::lt, "lt", " < ", 5, Op::ge},
    {Op::le, "le", " <= ", 5, Op::gt},
    {Op::gt, "gt", " > ", 5, Op::le},
    {Op::ge, "ge", " >= ", 5, Op::lt},
    {Op::is_, "is_", " IS ", 5, Op::is_not},
    {Op::is_not, "is_not", " IS NOT ", 5, Op::is_},
    {Op::is_distinct_from, "is_distinct_from", " IS DISTINCT FROM ", 5, Op::is_not_distinct_from},
    {Op::is_not_distinct_from, "is_not_distinct_from", " IS NOT DISTINCT FROM ", 5, Op::is_distinct_from},
    {Op::in_, "in_op", " IN ", 5, Op::not_in},
    {Op::not_in, "not_in_op", " NOT IN ", 5, Op::in_},
    {Op::like, "like_op", " LIKE ", 5, Op::not_like},
    {Op::not_like, "not_like_op", " NOT LIKE ", 5, Op::like},
    {Op::ilike, "ilike_op", "", 5, Op::not_ilike},
    {Op::not_ilike, "not_ilike_op", "", 5, Op::ilike},
    {Op::startswith, "startswith_op", "", unknown, Op::not_startswith},
    {Op::not_startswith, "not_startswith_op", "", unknown, Op::startswith},
    {Op::endswith, "endswith_op", "", unknown, Op::not_endswith},
    {Op::not_endswith, "not_endswith_op", "", unknown, Op::endswith},
    {Op::contains, "contains_op", "", unknown, Op::not_contains},
    {Op::not_contains, "not_contains_op", "", unknown, Op::contains},
    {Op::istartswith, "istartswith_op", "", unknown, Op::not_istartswith},
    {Op::not_istartswith, "not_istartswith_op", "", unknown, Op::istartswith},
    {Op::iendswith, "iendswith_op", "", unknown, Op::not_iendswith},
    {Op::not_iendswith, "not_iendswith_op", "", unknown, Op::iendswith},
    {Op::icontains, "icontains_op", "", unknown, Op::not_icontains},
    {Op::not_icontains, "not_icontains_op", "", unknown, Op::icontains},
    {Op::between, "between_op", " BETWEEN ", 5, Op::not_between},
    {Op::not_between, "not_between_op", " NOT BETWEEN ", 5, Op::between},
    {Op::match, "match_op", " MATCH ", 5, Op::not_match},
    {Op::not_match, "not_match_op", " NOT MATCH ", 5, Op::match},
    {Op::regexp_match, "regexp_match_op", " REGEXP ", 5, Op::not_regexp_match},
    {Op::not_regexp_match, "not_regexp_match_op", " NOT REGEXP ", 5, Op::regexp_match},
    {Op::regexp_replace, "regexp_replace_op", "", 5, Op::none},
    {Op::concat, "concat_op", " || ", 5, Op::none},
    {Op::add, "add", " + ", 7, Op::none},
    {Op::sub, "sub", " - ", 7, Op::none},
    {Op::mul, "mul", " * ", 8, Op::none},
    {Op::truediv, "truediv", " / ", 8, Op::none},
    {Op::floordiv, "floordiv", " / ", 8, Op::none},
    {Op::mod, "mod", " % ", 8, Op::none},
    {Op::neg, "neg", "-", 8, Op::none},
    {Op::inv, "inv", "NOT ", 5, Op::none},
    {Op::and_, "and_", " AND ", 3, Op::none},
    {Op::or_, "or_", " OR ", 2, Op::none},
    {Op::distinct, "distinct_op", "DISTINCT ", 5, Op::none},
    {Op::any_, "any_op", "ANY ", 15, Op::none},
    {Op::all_, "all_op", "ALL ", 15, Op::none},
    {Op::desc, "desc_op", " DESC", 3, Op::none},
    {Op::asc, "asc_op", " ASC", 3, Op::none},
    {Op::nulls_first, "nulls_first_op", " NULLS FIRST", unknown, Op::none},
    {Op::nulls_last, "nulls_last_op", " NULLS LAST", unknown, Op::none},
    {Op::collate, "collate", " COLLATE ", 4, Op::none},
    {Op::comma, "comma_op", ", ", -1, Op::none},
    {Op::as_, "as_", " AS ", -1, Op::none},
    {Op::exists, "exists", "EXISTS ", 0, Op::none},
    {Op::is_true, "is_true", "", 5, Op::is_false},
    {Op::is_false, "is_false", "", 5, Op::is_true},
    {Op::filter, "filter_op", "", 6, Op::none},
    {Op::from_, "from_", " FROM ", 15, Op::none},
    {Op::json_getitem, "json_getitem_op", "", 15, Op::none},
    {Op::json_path_getitem, "json_path_getitem_op", "", 15, Op::none},
    {Op::bitwise_and, "bitwise_and_op", " & ", 7, Op::none},
    {Op::bitwise_or, "bitwise_or_op", " | ", 7, Op::none},
    {Op::bitwise_xor, "bitwise_xor_op", " ^ ", 7, Op::none},
    {Op::bitwise_lshift, "bitwise_lshift_op", " << ", 7, Op::none},
    {Op::bitwise_rshift, "bitwise_rshift_op", " >> ", 7, Op::none},
    {Op::bitwise_not, "bitwise_not_op", "~", 8, Op::none},
    {Op::custom, "custom_op", "", unknown, Op::none},
    {Op::asbool, "_asbool", "", -10, Op::none},
    {Op::smallest, "_smallest", "", -100, Op::none},
    {Op::largest, "_largest", "", 100, Op::none},
};
const OpInfo& info(Op op) { return table[size_t(op)]; }

constexpr bool table_in_order() {
    for (size_t i = 0; i < std::size(table); ++i)
        if (size_t(table[i].op) != i) return false;
    return true;
}
static_assert(table_in_order());

} // namespace

int precedence(const Operator& op) {
    if (op.op == Op::custom) return op.custom_precedence;
    return info(op.op).precedence;
}

bool is_precedent(const Operator& op, const Operator& against) {
    if (op == against && is_natural_self_precedent(op.op)) return false;
    if (against.op == Op::none) return true;
    int left = precedence(op), right = precedence(against);
    if (left == unknown) left = -100;
    if (right == unknown) right = 100;
    return left <= right;
}

bool is_commutative(Op op) { return op == Op::eq || op == Op::ne || op == Op::add || op == Op::mul; }

bool is_associative(Op op) {
    return op == Op::add || op == Op::mul || op == Op::concat || op == Op::and_ || op == Op::or_;
}

bool is_natural_self_precedent(Op op) {
    return is_associative(op) || op == Op::json_getitem || op == Op::json_path_getitem || op == Op::comma;
}

bool is_comparison(const Operator& op) {
    if (op.op == Op::custom) return op.custom_comparison;
    return (op.op >= Op::eq && op.op <= Op::not_regexp_match) || op.op == Op::is_true || op.op == Op::is_false;
}

bool is_boolean(const Operator& op) {
    return is_comparison(op) || op.op == Op::and_ || op.op == Op::or_ || op.op == Op::inv || op.op == Op::exists ||
           op.op == Op::asbool;
}

bool is_ordering_modifier(Op op) {
    return op == Op::asc || op == Op::desc || op == Op::nulls_first || op == Op::nulls_last;
}

std::string_view operator_text(Op op) { return info(op).text; }
std::string_view operator_name(Op op) { return info(op).name; }
Op negation_of(Op op) { return info(op).negation; }

} // namespace relata::sql
