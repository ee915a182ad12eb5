#include "sql/selectable.h"

#include "sql/anonymous_label.h"
#include "sql/cache_key.h"
#include "sql/schema/schema.h"
#include "sql/select.h"

#include <algorithm>

namespace relata::sql {

// ---- ColumnCollection ----------------------------------------------------------------------------------------------

void ColumnCollection::add(ColumnElement& column, std::optional<std::string> key) {
    m_entries.push_back({key ? *key : column.key().value_or(""), &column});
}

ColumnElement* ColumnCollection::find(std::string_view key) const {
    // The first of a key that is there twice wins (ColumnCollection._index).
    for (const Entry& e : m_entries)
        if (e.key == key) return e.column;
    return nullptr;
}

bool ColumnCollection::contains(const ColumnElement& column) const {
    return std::any_of(m_entries.begin(), m_entries.end(), [&](const Entry& e) { return e.column->same_as(column); });
}

namespace {
using Columns = std::vector<const ColumnElement*>;

bool has(const Columns& columns, const ColumnElement* c) {
    return std::find(columns.begin(), columns.end(), c) != columns.end();
}

Columns intersection(const Columns& a, const Columns& b) {
    Columns result;
    for (const auto* c : a)
        if (has(b, c)) result.push_back(c);
    return result;
}

/// How far the column is from `target`: fewer proxies in between are closer.
size_t distance(const ColumnElement& column, const ColumnElement& target) {
    const Columns set = column.proxy_set();
    return size_t(std::count_if(set.begin(), set.end(), [&](const auto* c) { return c->shares_lineage(target); }));
}
} // namespace

ColumnElement* ColumnCollection::corresponding_column(const ColumnElement& column, bool require_embedded) const {
    for (const Entry& e : m_entries)
        if (e.column->same_as(column)) return e.column;
    const Columns target = column.proxy_set();
    ColumnElement* best = nullptr;
    Columns best_set;
    for (const Entry& e : m_entries) {
        const Columns own = e.column->proxy_set();
        Columns common = intersection(target, own);
        if (common.empty()) continue;
        if (require_embedded && common.size() != target.size()) continue;
        const bool same = best && common == best_set;
        if (!best || common.size() > best_set.size() || (same && distance(*e.column, column) < distance(*best, column))) {
            best = e.column;
            best_set = std::move(common);
        }
    }
    return best;
}

// ---- FromClause ----------------------------------------------------------------------------------------------------

FromClause::~FromClause() {
    for (ColumnElement* c : m_owned) delete c;
}

ColumnElement& FromClause::own_column(Ref<ColumnElement> column) {
    ColumnElement& c = *column;
    m_owned.push_back(&c);
    adopt(c);
    return c;
}

void FromClause::reset_columns() {
    // Owned columns stay: somebody may still refer to them.
    m_columns.clear();
    m_populated = false;
}

const ColumnCollection& FromClause::columns() const {
    if (!m_populated) {
        m_populated = true;
        const_cast<FromClause*>(this)->populate_columns();
    }
    return m_columns;
}

std::vector<ColumnElement*> FromClause::primary_key() const {
    std::vector<ColumnElement*> result;
    for (const auto& e : columns().entries())
        if (e.column->is_primary_key()) result.push_back(e.column);
    return result;
}

std::vector<ForeignKey*> FromClause::foreign_keys() const {
    std::vector<ForeignKey*> result;
    for (const auto& e : columns().entries())
        if (e.column->kind() == Kind::column)
            for (ForeignKey* fk : static_cast<Column*>(e.column)->foreign_keys()) result.push_back(fk);
    return result;
}

ColumnElement* FromClause::corresponding_column(const ColumnElement& column, bool require_embedded) const {
    return columns().corresponding_column(column, require_embedded);
}

Ref<Alias> FromClause::alias(std::optional<std::string> name, bool) { return make_ref<Alias>(*this, std::move(name)); }

bool TableClause::gather_cache_key(CacheKey& key) const {
    key.add(static_cast<const void*>(identity()));
    return true;
}

void TableClause::add_column(Ref<ColumnClause> column) {
    column->set_table(this);
    ColumnElement& owned = own_column(column);
    m_columns.add(owned);
    m_populated = true;
}

AnnotatedFrom::AnnotatedFrom(FromClause& element)
    : FromClause(Kind::annotated_from),
      m_element(element.kind() == Kind::annotated_from ? static_cast<AnnotatedFrom&>(element).element() : element) {}

void AnnotatedFrom::populate_columns() { m_columns = m_element->columns(); }

// ---- Join ----------------------------------------------------------------------------------------------------------

namespace {
FromClause* right_side_of(FromClause& left) {
    return left.plain().kind() == Kind::join ? &static_cast<Join&>(left.plain()).right() : nullptr;
}
} // namespace

Join::Join(FromClause& left, FromClause& right, Ref<ColumnElement> onclause, bool isouter, bool full)
    : FromClause(Kind::join), m_left(left), m_right(right.self_group_from(Op::none)), m_onclause(std::move(onclause)),
      m_isouter(isouter), m_full(full) {
    if (!m_onclause) m_onclause = join_condition(left, *m_right, right_side_of(left));
    else if (m_onclause->kind() == Kind::true_ || m_onclause->kind() == Kind::false_) // SQLAlchemy: AsBoolean
        m_onclause = make_ref<UnaryExpression>(*m_onclause, Operator(Op::is_true), Operator(), m_onclause->type);
    else m_onclause = m_onclause->self_group(Op::asbool);
}

void Join::visit_internals(Internals& v) { v(m_left), v(m_right), v(m_onclause); }

std::string Join::description() const {
    // SQLAlchemy tells the sides' ids; here a number that is the same in every run stands for one.
    const auto side = [](const FromClause& from) {
        const std::string text = from.description();
        uint32_t number = 0x811c9dc5;
        for (unsigned char c : text) number = (number ^ c) * 0x01000193;
        return text + "(" + std::to_string(0x7f00'0000'0000u + number / 16 * 16) + ")";
    };
    return "Join object on " + side(*m_left) + " and " + side(*m_right);
}

Ref<FromClause> Join::self_group_from(const Operator&) { return make_ref<FromGrouping>(*this); }

void Join::hide_froms(std::vector<FromClause*>& hidden) const {
    m_left->collect_from_objects(hidden);
    m_right->collect_from_objects(hidden);
    m_left->hide_froms(hidden);
    m_right->hide_froms(hidden);
}

void Join::collect_from_objects(std::vector<FromClause*>& froms) const {
    froms.push_back(const_cast<Join*>(this));
    m_left->collect_from_objects(froms);
    m_right->collect_from_objects(froms);
}

bool Join::is_derived_from(const FromClause& from) const {
    return same_as(from) || m_left->is_derived_from(from) || m_right->is_derived_from(from);
}

// SQLAlchemy: Join._populate_column_collections: keys are qualified with the table's name.
void Join::populate_columns() {
    for (const FromClause* side : {m_left.get(), m_right.get()})
        for (const auto& e : side->columns().entries()) {
            const auto qualified = e.column->tq_key_label();
            m_columns.add(*e.column, qualified ? *qualified : e.key);
        }
}

std::vector<ColumnElement*> Join::primary_key() const {
    std::vector<ColumnElement*> result = m_left->primary_key();
    for (ColumnElement* c : m_right->primary_key()) result.push_back(c);
    return result;
}

std::vector<ForeignKey*> Join::foreign_keys() const {
    std::vector<ForeignKey*> result = m_left->foreign_keys();
    for (ForeignKey* fk : m_right->foreign_keys()) result.push_back(fk);
    return result;
}

bool Join::gather_cache_key(CacheKey& key) const {
    key.add(m_isouter);
    key.add(m_full);
    return key.add(m_left) && key.add(m_right) && key.add(m_onclause);
}

// ---- aliases -------------------------------------------------------------------------------------------------------

AliasedReturnsRows::AliasedReturnsRows(Kind kind, ClauseElement& element, std::optional<std::string> name)
    : FromClause(kind), m_element(element) {
    if (name && !name->empty()) {
        m_name = *name;
        return;
    }
    // SQLAlchemy: AliasedReturnsRows._init: named after what it renames.
    std::string body = "anon";
    if (FromClause* from = element.as_from_clause(); from && from->named_with_column())
        if (const auto inner = from->from_name(); inner && !is_anonymous_label(*inner)) body = *inner;
    m_name = fresh_anonymous_label(body);
}

void AliasedReturnsRows::visit_internals(Internals& v) {
    const ClauseElement* before = m_element.get();
    v(m_element);
    if (m_element.get() != before) reset_columns();
}

std::string AliasedReturnsRows::description() const {
    if (!is_anonymous_label(m_name)) return m_name;
    FromClause* from = m_element->as_from_clause();
    return from ? "Anonymous alias of " + from->description() : "anon_1";
}

bool AliasedReturnsRows::is_derived_from(const FromClause& from) const {
    if (same_as(from)) return true;
    FromClause* inner = m_element->as_from_clause();
    return inner && inner->is_derived_from(from);
}

void AliasedReturnsRows::populate_columns() {
    if (FromClause* from = m_element->as_from_clause()) {
        for (const auto& e : from->columns().entries()) m_columns.add(e.column->make_proxy(*this), e.key);
    } else if (m_element->is_select_base()) {
        static_cast<SelectBase&>(*m_element).generate_column_proxies(*this);
    }
}

bool AliasedReturnsRows::gather_cache_key(CacheKey& key) const {
    key.add_name(m_name);
    key.add(std::string_view(class_name()));
    if (kind() == Kind::cte) key.add(static_cast<const CTE&>(*this).nesting);
    return key.add(m_element);
}

Subquery::Subquery(SelectBase& element, std::optional<std::string> name)
    : AliasedReturnsRows(Kind::subquery, element, std::move(name)) {}

SelectBase& Subquery::select() const { return static_cast<SelectBase&>(*m_element); }

Values::Values(std::vector<Ref<ColumnElement>> columns, std::optional<std::string> given, bool literals)
    : FromClause(Kind::values), name(given.value_or("")), named(given.has_value()), literal_binds(literals),
      column_args(std::move(columns)) {
    if (!named) name = fresh_anonymous_label("anon");
}

void Values::visit_internals(Internals& v) {
    for (auto& row : rows) v(row);
}

void Values::populate_columns() {
    for (const auto& column : column_args) {
        auto own = make_ref<ColumnClause>(column->name().value_or(""), column->type);
        own->set_table(this);
        m_columns.add(own_column(own));
    }
}

CTE::CTE(ClauseElement& element, std::optional<std::string> name, bool recursive)
    : AliasedReturnsRows(Kind::cte, element, std::move(name)), m_recursive(recursive) {}

Ref<CTE> CTE::union_with(SelectBase& other, bool all) const {
    auto compound = make_ref<CompoundSelect>(all ? CompoundSelect::Keyword::union_all : CompoundSelect::Keyword::union_,
                                             std::vector<Ref<SelectBase>>{Ref<SelectBase>(static_cast<SelectBase&>(*m_element)),
                                                                          Ref<SelectBase>(other)});
    Ref<CTE> result = make_ref<CTE>(*compound, m_name, m_recursive);
    result->m_restates = Ref<CTE>(const_cast<CTE&>(*this));
    result->nesting = nesting;
    return result;
}

Ref<CTE> CTE::alias_cte(std::optional<std::string> name) const {
    Ref<CTE> result = make_ref<CTE>(*m_element, std::move(name), m_recursive);
    result->m_cte_alias = Ref<CTE>(const_cast<CTE&>(*this));
    return result;
}

void CTE::visit_internals(Internals& v) { AliasedReturnsRows::visit_internals(v); }

void FromGrouping::populate_columns() { m_columns = m_element->columns(); }

bool FromGrouping::gather_cache_key(CacheKey& key) const { return key.add(m_element); }

} // namespace relata::sql
