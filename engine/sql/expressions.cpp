// Expressions that combine others: unary, binary, lists, CASE, CAST, window functions.
#include "sql/cache_key.h"
#include "sql/elements.h"

#include <algorithm>

namespace relata::sql {

namespace {
TypeRef boolean_type() { return make_type(TypeKind::boolean); }
TypeRef null_type() { return make_type(TypeKind::null_); }

// SQLAlchemy: OperatorExpression.self_group.
bool needs_group(const Operator& op, const Operator& against, bool group = true) {
    return (group && is_precedent(op, against)) || (against.op == Op::inv && !is_boolean(op));
}
} // namespace

UnaryExpression::UnaryExpression(ColumnElement& element, Operator op, Operator modifier, TypeRef t)
    : ColumnElement(Kind::unary, std::move(t)), m_op(std::move(op)), m_modifier(std::move(modifier)) {
    const bool as_boolean = m_op.op == Op::is_true || m_op.op == Op::is_false;
    m_element = as_boolean ? Ref<ColumnElement>(element)
                           : element.self_group(m_op.op != Op::none ? m_op : m_modifier);
    if (!type) type = m_op.op == Op::inv || m_op.op == Op::exists ? boolean_type() : null_type();
}

Ref<ColumnElement> UnaryExpression::self_group(const Operator& against) {
    if (m_op.op == Op::is_true || m_op.op == Op::is_false) return Ref<ColumnElement>(*this); // AsBoolean
    if (m_op.op != Op::none && is_precedent(m_op, against)) return make_ref<Grouping>(*this);
    return Ref<ColumnElement>(*this);
}

Ref<ColumnElement> UnaryExpression::negate() {
    if (m_op.op == Op::is_true || m_op.op == Op::is_false) {
        if (m_element->kind() == Kind::true_ || m_element->kind() == Kind::false_) return m_element->negate();
        return make_ref<UnaryExpression>(*m_element, Operator(negation_of(m_op.op)), Operator(), type);
    }
    if (type->affinity() == Affinity::boolean)
        return make_ref<UnaryExpression>(*self_group(Op::inv), Operator(Op::inv), Operator(), boolean_type());
    return ColumnElement::negate();
}

std::optional<std::string> UnaryExpression::name() const { return std::nullopt; }

bool UnaryExpression::gather_cache_key(CacheKey& key) const {
    key.add(m_op);
    key.add(m_modifier);
    key.add(*type);
    return key.add(m_element);
}

BinaryExpression::BinaryExpression(ColumnElement& l, ColumnElement& r, Operator op, TypeRef t, Operator negate_op,
                                   std::optional<std::string> esc)
    : ColumnElement(Kind::binary, t ? std::move(t) : null_type()), left(l.self_group(op)), right(r.self_group(op)),
      escape(std::move(esc)), negated(std::move(negate_op)), m_op(std::move(op)) {}

Ref<ColumnElement> BinaryExpression::self_group(const Operator& against) {
    if (needs_group(m_op, against)) return make_ref<Grouping>(*this);
    return Ref<ColumnElement>(*this);
}

Ref<ColumnElement> BinaryExpression::negate() {
    if (negated.op == Op::none)
        return make_ref<UnaryExpression>(*self_group(Op::inv), Operator(Op::inv), Operator(), boolean_type());
    Ref<BinaryExpression> result = make_ref<BinaryExpression>(*this);
    // SQLAlchemy: BindParameter._negate_in_binary.
    if (right->kind() == Kind::bind_parameter) {
        auto& bind = static_cast<BindParameter&>(*right);
        if (bind.expand_op != Op::none && bind.expand_op == m_op.op) {
            Ref<BindParameter> copy(static_cast<BindParameter*>(bind.clone().get()));
            copy->expand_op = negated.op;
            result->right = copy;
        }
    }
    result->m_op = negated;
    result->negated = m_op;
    return result;
}

bool BinaryExpression::gather_cache_key(CacheKey& key) const {
    key.add(m_op);
    key.add(*type);
    key.add(std::string_view(escape.value_or("")));
    key.add(std::string_view(modifiers));
    return key.add(left) && key.add(right);
}

ExpressionClauseList::ExpressionClauseList(Operator op, std::vector<Ref<ColumnElement>> list, TypeRef t)
    : ColumnElement(Kind::expression_list, t ? std::move(t) : null_type()), clauses(std::move(list)), m_op(std::move(op)) {}

Ref<ColumnElement> ExpressionClauseList::self_group(const Operator& against) {
    if (needs_group(m_op, against, group)) return make_ref<Grouping>(*this);
    return Ref<ColumnElement>(*this);
}

bool ExpressionClauseList::gather_cache_key(CacheKey& key) const {
    key.add(m_op);
    key.add(*type);
    return key.add(clauses);
}

ClauseList::ClauseList(std::vector<Ref<ColumnElement>> elements, Operator op, bool grouped, bool group_contents,
                       Kind node_kind)
    : ColumnElement(node_kind, null_type()), group(grouped), m_op(std::move(op)) {
    for (auto& e : elements) clauses.push_back(group_contents ? e->self_group(m_op) : e);
}

Ref<ColumnElement> ClauseList::self_group(const Operator& against) {
    if (group && is_precedent(m_op, against)) return make_ref<Grouping>(*this);
    return Ref<ColumnElement>(*this);
}

bool ClauseList::gather_cache_key(CacheKey& key) const {
    key.add(m_op);
    return key.add(clauses);
}

BooleanClauseList::BooleanClauseList(Op op, std::vector<Ref<ColumnElement>> elements)
    : ClauseList({}, op, true, false, Kind::boolean_list) {
    clauses = std::move(elements);
    type = boolean_type();
}

Ref<ColumnElement> BooleanClauseList::self_group(const Operator& against) {
    if (clauses.empty()) return Ref<ColumnElement>(*this);
    if (needs_group(m_op, against)) return make_ref<Grouping>(*this);
    return Ref<ColumnElement>(*this);
}

namespace {
/// SQLAlchemy: BooleanClauseList._process_clauses_for_boolean.
size_t process_for_boolean(Op op, const std::vector<Ref<ColumnElement>>& clauses, std::vector<Ref<ColumnElement>>& result) {
    const Kind continue_on = op == Op::and_ ? Kind::true_ : Kind::false_;
    const Kind skip_on = op == Op::and_ ? Kind::false_ : Kind::true_;
    Ref<ColumnElement> found_continue;
    size_t count = 0;
    Op against = Op::asbool;
    std::vector<Ref<ColumnElement>> kept;
    for (const auto& clause : clauses) {
        if (clause->kind() == continue_on) {
            found_continue = clause;
        } else if (clause->kind() == skip_on) {
            kept = {clause};
            count = 1;
            break;
        } else {
            if (count) against = op;
            count = count ? 2 : 1;
            kept.push_back(clause);
        }
    }
    if (kept.empty() && found_continue) {
        kept = {found_continue};
        count = 1;
    }
    for (auto& clause : kept) result.push_back(clause->self_group(against));
    return count;
}

/// The clauses of a nested list of the same operator.
const std::vector<Ref<ColumnElement>>* flattened(ColumnElement& clause, Op op) {
    if (clause.kind() == Kind::boolean_list && static_cast<BooleanClauseList&>(clause).op().op == op)
        return &static_cast<BooleanClauseList&>(clause).clauses;
    if (clause.kind() == Kind::expression_list && static_cast<ExpressionClauseList&>(clause).op().op == op)
        return &static_cast<ExpressionClauseList&>(clause).clauses;
    return nullptr;
}

Ref<ColumnElement> conjunction(Op op, const std::vector<Ref<ColumnElement>>& clauses) {
    std::vector<Ref<ColumnElement>> processed;
    const size_t count = process_for_boolean(op, clauses, processed);
    if (count == 0) return make_ref<BooleanClauseList>(op, std::vector<Ref<ColumnElement>>());
    if (count == 1) return processed[0];
    std::vector<Ref<ColumnElement>> flat;
    for (auto& clause : processed) {
        if (const auto* inner = flattened(*clause, op)) flat.insert(flat.end(), inner->begin(), inner->end());
        else flat.push_back(clause);
    }
    return make_ref<BooleanClauseList>(op, std::move(flat));
}
} // namespace

Ref<ColumnElement> and_(std::vector<Ref<ColumnElement>> clauses) { return conjunction(Op::and_, clauses); }
Ref<ColumnElement> or_(std::vector<Ref<ColumnElement>> clauses) { return conjunction(Op::or_, clauses); }

Ref<ColumnElement> where_criteria(const std::vector<Ref<ColumnElement>>& clauses) {
    std::vector<Ref<ColumnElement>> processed;
    const size_t count = process_for_boolean(Op::and_, clauses, processed);
    if (count == 0) return {};
    if (count == 1) return processed[0];
    return make_ref<BooleanClauseList>(Op::and_, std::move(processed));
}

TupleElement::TupleElement(std::vector<Ref<ColumnElement>> elements)
    : ColumnElement(Kind::tuple, make_type(TypeKind::tuple)), clauses(std::move(elements)) {}

Grouping::Grouping(ColumnElement& element) : ColumnElement(Kind::grouping, element.type), m_element(element) {}

Cast::Cast(ColumnElement& clause, TypeRef t) : ColumnElement(Kind::cast, std::move(t)), m_clause(clause) {}

TypeCoerce::TypeCoerce(ColumnElement& clause, TypeRef t) : ColumnElement(Kind::type_coerce, std::move(t)), m_clause(clause) {}

Ref<ColumnElement> TypeCoerce::self_group(const Operator& against) {
    Ref<ColumnElement> grouped = m_clause->self_group(against);
    if (grouped == m_clause) return Ref<ColumnElement>(*this);
    return make_ref<TypeCoerce>(*grouped, type);
}

Case::Case(std::vector<When> w, Ref<ColumnElement> v, Ref<ColumnElement> e)
    : ColumnElement(Kind::case_), whens(std::move(w)), value(std::move(v)), else_(std::move(e)) {
    // SQLAlchemy: the type of the last result (or of ELSE where that one has none).
    type = whens.empty() ? null_type() : whens.back().result->type;
    if (type->is_null()) {
        for (auto it = whens.rbegin(); it != whens.rend() && type->is_null(); ++it) type = it->result->type;
        if (type->is_null() && else_) type = else_->type;
    }
}

void Case::visit_internals(Internals& v) {
    v(value);
    for (When& when : whens) v(when.condition), v(when.result);
    v(else_);
}

Extract::Extract(std::string field, ColumnElement& expr)
    : ColumnElement(Kind::extract, make_type(TypeKind::integer)), m_field(std::move(field)), m_expr(expr) {}

bool Extract::gather_cache_key(CacheKey& key) const {
    key.add(std::string_view(m_field));
    return key.add(m_expr);
}

Collation::Collation(std::string name) : ColumnElement(Kind::collation, string_type()), m_name(std::move(name)) {}

bool Collation::gather_cache_key(CacheKey& key) const {
    key.add(std::string_view(m_name));
    return true;
}

Over::Over(ColumnElement& e, Ref<ClauseList> partition, Ref<ClauseList> order, std::optional<Frame> f)
    : ColumnElement(Kind::over, e.type), element(e), partition_by(std::move(partition)), order_by(std::move(order)),
      frame(f) {}

bool Over::gather_cache_key(CacheKey& key) const {
    key.add(frame.has_value());
    if (frame) {
        key.add(int64_t(frame->unit));
        key.add(frame->lower.has_value());
        key.add(frame->lower.value_or(0));
        key.add(frame->upper.has_value());
        key.add(frame->upper.value_or(0));
    }
    return key.add(element) && key.add(partition_by) && key.add(order_by);
}

FunctionFilter::FunctionFilter(ColumnElement& f, Ref<ColumnElement> c)
    : ColumnElement(Kind::function_filter, f.type), func(f), criterion(std::move(c)) {}

WithinGroup::WithinGroup(ColumnElement& e, Ref<ClauseList> order)
    : ColumnElement(Kind::within_group, e.type), element(e), order_by(std::move(order)) {}

} // namespace relata::sql
