// Operators between expressions. SQLAlchemy: sql/default_comparator.py, the types' _adapt_expression.
#include "sql/coercions.h"
#include "sql/dml.h"
#include "sql/json_index.h"
#include "support/protocol.h"
#include "support/runtime.h"

namespace relata::sql {

namespace {

TypeRef boolean_type() { return make_type(TypeKind::boolean); }

bool is_constant(Kind kind) { return kind == Kind::null_ || kind == Kind::true_ || kind == Kind::false_; }

/// The class of arithmetic result. SQLAlchemy: _expression_adaptations of each type.
TypeRef adapted_type(Op op, const TypeRef& left, const TypeRef& right) {
    const Affinity a = left->affinity(), b = right->affinity();
    const auto is = [&](Op o) { return op == o; };
    switch (a) {
    case Affinity::integer:
        if ((is(Op::add) && b == Affinity::date) || (is(Op::mul) && b == Affinity::interval)) return right;
        if (is(Op::truediv) && b == Affinity::integer) return make_type(TypeKind::numeric);
        if ((is(Op::add) || is(Op::mul) || is(Op::sub) || is(Op::truediv) || is(Op::floordiv)) && b == Affinity::numeric)
            return right;
        return left;
    case Affinity::numeric:
        if (is(Op::mul) && b == Affinity::interval) return right;
        return left;
    case Affinity::datetime:
        if (is(Op::sub) && b == Affinity::datetime) return make_type(TypeKind::interval);
        return left;
    case Affinity::date:
        if (is(Op::add) && (b == Affinity::interval || b == Affinity::time)) return make_type(TypeKind::datetime);
        if (is(Op::sub) && b == Affinity::date) return make_type(TypeKind::integer);
        if (is(Op::sub) && b == Affinity::interval) return make_type(TypeKind::datetime);
        if (is(Op::sub) && b == Affinity::datetime) return make_type(TypeKind::interval);
        return left;
    case Affinity::time:
        if (is(Op::add) && b == Affinity::date) return make_type(TypeKind::datetime);
        if (is(Op::sub) && b == Affinity::time) return make_type(TypeKind::interval);
        return left;
    case Affinity::interval:
        if (is(Op::add) && (b == Affinity::date || b == Affinity::datetime)) return make_type(TypeKind::datetime);
        if (is(Op::add) && b == Affinity::time) return right;
        return left;
    case Affinity::null_:
        return b == Affinity::null_ ? left : is_comparison(Operator(op)) ? boolean_type() : right;
    default: return left;
    }
}

/// SQLAlchemy: TypeEngine.Comparator._adapt_expression.
std::pair<Operator, TypeRef> adapt(const Operator& op, const TypeRef& left, const TypeRef& right) {
    const bool concat_left = left->affinity() == Affinity::string;
    const bool concat_right = right->affinity() == Affinity::string || right->is_null();
    if (op.op == Op::add && concat_left && concat_right) return {Operator(Op::concat), left};
    if (left->is_null()) {
        if (right->is_null() || is_comparison(op)) return {op, left};
        return op.op == Op::add && right->affinity() == Affinity::string ? std::pair{Operator(Op::concat), right}
                                                                         : std::pair{op, right};
    }
    return {op, adapted_type(op.op, left, right)};
}

const std::vector<Ref<ColumnElement>>* flattened(ColumnElement& e, const Operator& op) {
    if (e.kind() == Kind::expression_list && static_cast<ExpressionClauseList&>(e).op() == op)
        return &static_cast<ExpressionClauseList&>(e).clauses;
    return nullptr;
}

/// SQLAlchemy: OperatorExpression._construct_for_op: `a + b + c` becomes one list.
Ref<ColumnElement> construct(ColumnElement& left, ColumnElement& right, const Operator& op, TypeRef type, Operator negate = {},
                             std::optional<std::string> escape = {}) {
    if (is_associative(op.op)) {
        std::vector<Ref<ColumnElement>> clauses;
        bool multiple = false;
        for (ColumnElement* side : {&left, &right}) {
            const bool alike = type->affinity() == side->type->affinity();
            if (const auto* inner = alike ? flattened(*side, op) : nullptr) {
                multiple = true;
                clauses.insert(clauses.end(), inner->begin(), inner->end());
            } else if (alike && side->kind() == Kind::binary && static_cast<BinaryExpression&>(*side).op() == op) {
                multiple = true;
                clauses.push_back(static_cast<BinaryExpression&>(*side).left);
                clauses.push_back(static_cast<BinaryExpression&>(*side).right);
            } else {
                clauses.push_back(Ref<ColumnElement>(*side));
            }
        }
        if (multiple) {
            for (auto& c : clauses) c = c->self_group(op);
            return make_ref<ExpressionClauseList>(op, std::move(clauses), std::move(type));
        }
    }
    return make_ref<BinaryExpression>(left, right, op, std::move(type), std::move(negate), std::move(escape));
}

Ref<ColumnElement> boolean_compare(Runtime& runtime, const Operator& op, ColumnElement& left, const Value& right,
                                   const OperateOptions& options) {
    Ref<ClauseElement> clause = right.is_set() ? clause_of(runtime, right) : Ref<ClauseElement>();
    Ref<ColumnElement> constant;
    if (!clause && (right.is_none() || right.is_bool()))
        constant = expect_column(runtime, Role::const_expr, right);
    else if (clause && is_constant(clause->kind()))
        constant = Ref<ColumnElement>(clause->as_column_element());
    const Operator negate(negation_of(op.op));
    if (constant) {
        const bool is_bool = constant->kind() != Kind::null_;
        if ((is_bool && (op.op == Op::eq || op.op == Op::ne)) || op.op == Op::is_distinct_from ||
            op.op == Op::is_not_distinct_from)
            return construct(left, *constant, op, boolean_type(), negate);
        if (op.op == Op::eq || op.op == Op::is_)
            return construct(left, *constant, Op::is_, boolean_type(), Op::is_not);
        if (op.op == Op::ne || op.op == Op::is_not)
            return construct(left, *constant, Op::is_not, boolean_type(), Op::is_);
        throw Error(Exc::ArgumentError, "Only '=', '!=', 'is_()', 'is_not()', 'is_distinct_from()', "
                                        "'is_not_distinct_from()' operators can be used with None/True/False");
    }
    Ref<ColumnElement> other =
        expect_column(runtime, Role::binary_element, right, CoerceOptions{.compared_to = &left, .op = op});
    if (options.reverse) return construct(*other, left, op, boolean_type(), negate, options.escape);
    return construct(left, *other, op, boolean_type(), negate, options.escape);
}

/// SQLAlchemy: operators._escaped_like_impl.
Value escaped(Runtime& runtime, const Value& value, const std::string& escape) {
    const Str* text = value.as<Str>();
    if (!text) throw Error(Exc::TypeError, "String value expected when autoescape=True");
    std::string result;
    for (const char c : text->view()) {
        if (c == '%' || c == '_' || escape[0] == c) result += escape;
        result.push_back(c);
    }
    return Value(runtime.make_str(result));
}

[[noreturn]] void unsupported(const Operator& op) {
    throw Error(Exc::NotImplementedError,
                "Operator '" + std::string(op.op == Op::json_getitem ? "getitem" : operator_name(op.op)) + "' is not supported on this expression");
}

} // namespace

Ref<BindParameter> bind_for(Runtime& runtime, const ColumnElement& compared_to, const Operator& op, const Value& value) {
    std::optional<std::string> name;
    switch (compared_to.kind()) {
    case Kind::column: case Kind::column_clause: name = compared_to.key(); break;
    case Kind::function: name = compared_to.name(); break;
    default: break;
    }
    const bool expanding = op.op == Op::in_ || op.op == Op::not_in;
    return make_ref<BindParameter>(runtime, BindParameter::Options{.key = name, .value = value, .unique = true,
                                                                   .expanding = expanding && value.as<List>(),
                                                                   .compared_to = &compared_to, .compared_operator = op});
}

Ref<BindParameter> literal(Runtime& runtime, const Value& value, TypeRef type) {
    return make_ref<BindParameter>(runtime, BindParameter::Options{.value = value, .type = std::move(type), .unique = true});
}

Ref<ColumnElement> not_(ColumnElement& element) { return element.negate(); }

Ref<UnaryExpression> desc(ColumnElement& element) {
    return make_ref<UnaryExpression>(element, Operator(), Operator(Op::desc), element.type);
}

Ref<UnaryExpression> asc(ColumnElement& element) {
    return make_ref<UnaryExpression>(element, Operator(), Operator(Op::asc), element.type);
}

Ref<Label> label(ColumnElement& element, std::optional<std::string> name) {
    return make_ref<Label>(std::move(name), element, element.type);
}

Ref<ColumnElement> operate(Runtime& runtime, const Operator& op, ColumnElement& left, ColumnElement& right,
                           const OperateOptions& options) {
    return operate(runtime, op, left, Value(runtime.make<ClauseObject>(runtime.type(BuiltinType::object), Ref<ClauseElement>(right))),
                   options);
}

Ref<ColumnElement> operate(Runtime& runtime, const Operator& op, ColumnElement& left, const Value& right,
                           const OperateOptions& options) {
    switch (op.op) {
    case Op::eq: case Op::ne: case Op::lt: case Op::le: case Op::gt: case Op::ge: case Op::is_: case Op::is_not:
    case Op::is_distinct_from: case Op::is_not_distinct_from: case Op::like: case Op::not_like: case Op::ilike:
    case Op::not_ilike: case Op::match:
        return boolean_compare(runtime, op, left, right, options);
    case Op::contains: case Op::not_contains: case Op::startswith: case Op::not_startswith: case Op::endswith:
    case Op::not_endswith: case Op::icontains: case Op::not_icontains: case Op::istartswith: case Op::not_istartswith:
    case Op::iendswith: case Op::not_iendswith: {
        OperateOptions plain = options;
        Value other = right;
        if (options.autoescape) {
            if (!plain.escape) plain.escape = "/";
            other = escaped(runtime, right, *plain.escape);
        }
        return boolean_compare(runtime, op, left, other, plain);
    }
    case Op::in_: case Op::not_in: {
        Ref<ColumnElement> list =
            expect_column(runtime, Role::in_element, right, CoerceOptions{.compared_to = &left, .op = op});
        return construct(left, *list, op, boolean_type(), Operator(negation_of(op.op)));
    }
    case Op::between: case Op::not_between: {
        const CoerceOptions bound{.compared_to = &left, .op = Operator(Op::and_)};
        std::vector<Ref<ColumnElement>> bounds{expect_column(runtime, Role::binary_element, right, bound),
                                               expect_column(runtime, Role::binary_element, options.other2, bound)};
        auto range = make_ref<ExpressionClauseList>(Operator(Op::and_), std::move(bounds), make_type(TypeKind::null_));
        range->group = false;
        auto between =
            make_ref<BinaryExpression>(left, *range, op, boolean_type(), Operator(negation_of(op.op)));
        if (options.symmetric) between->modifiers = "symmetric";
        return between;
    }
    case Op::and_: case Op::or_: {
        std::vector<Ref<ColumnElement>> clauses{Ref<ColumnElement>(left),
                                                expect_column(runtime, Role::where_having, right)};
        if (options.reverse) std::swap(clauses[0], clauses[1]);
        return op.op == Op::and_ ? and_(std::move(clauses)) : or_(std::move(clauses));
    }
    case Op::inv: return left.negate();
    case Op::neg: case Op::bitwise_not: case Op::distinct: case Op::any_: case Op::all_:
        return make_ref<UnaryExpression>(left, op, Operator(), left.type);
    case Op::desc: case Op::asc: case Op::nulls_first: case Op::nulls_last:
        return make_ref<UnaryExpression>(left, Operator(), op, left.type);
    case Op::collate: {
        auto collation = make_ref<Collation>(str_text(runtime, right));
        return make_ref<BinaryExpression>(left, *collation, op, left.type);
    }
    case Op::regexp_match: case Op::not_regexp_match: {
        Ref<ColumnElement> pattern = expect_column(runtime, Role::binary_element, right,
                                                   CoerceOptions{.compared_to = &left, .op = Operator(Op::comma)});
        return make_ref<BinaryExpression>(left, *pattern, op, boolean_type(), Operator(negation_of(op.op)));
    }
    case Op::regexp_replace: {
        const CoerceOptions part{.compared_to = &left, .op = Operator(Op::comma)};
        std::vector<Ref<ColumnElement>> parts{expect_column(runtime, Role::binary_element, right, part),
                                              expect_column(runtime, Role::binary_element, options.other2, part)};
        auto list = make_ref<ExpressionClauseList>(Operator(Op::comma), std::move(parts), make_type(TypeKind::null_));
        list->group = false;
        return make_ref<BinaryExpression>(left, *list, op, left.type);
    }
    case Op::json_getitem:
        if (left.type->affinity() != Affinity::json) unsupported(op);
        return json_getitem(runtime, left, right);
    case Op::concat: case Op::add: case Op::sub: case Op::mul: case Op::truediv: case Op::floordiv: case Op::mod:
    case Op::bitwise_and: case Op::bitwise_or: case Op::bitwise_xor: case Op::bitwise_lshift: case Op::bitwise_rshift:
    case Op::custom: {
        Ref<ColumnElement> other =
            expect_column(runtime, Role::binary_element, right, CoerceOptions{.compared_to = &left, .op = op});
        ColumnElement& a = options.reverse ? *other : left;
        ColumnElement& b = options.reverse ? left : *other;
        if (options.return_type) return construct(a, b, op, options.return_type);
        if (op.op == Op::custom && op.custom_comparison) return construct(a, b, op, boolean_type());
        const auto [adapted, type] = adapt(op, a.type, b.type);
        return construct(a, b, adapted, type);
    }
    default: unsupported(op);
    }
}

} // namespace relata::sql
