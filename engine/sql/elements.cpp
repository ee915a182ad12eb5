#include "sql/elements.h"

#include "sql/anonymous_label.h"
#include "sql/cache_key.h"
#include "sql/selectable.h"

#include <algorithm>
#include <atomic>

namespace relata::sql {

ColumnElement* ClauseElement::as_column_element() {
    return is_column_element() ? static_cast<ColumnElement*>(this) : nullptr;
}

FromClause* ClauseElement::as_from_clause() { return is_from_clause() ? static_cast<FromClause*>(this) : nullptr; }

bool is_anonymous_label(const std::string& name) { return name.find("%(") != std::string::npos; }

std::string anonymous_label(const void* id, const std::string& body) {
    std::string clean;
    for (char c : body) {
        const bool bad = c == '%' || c == '(' || c == ')' || c == ' ' || c == '$';
        if (!bad) clean.push_back(c);
        else if (clean.empty() || clean.back() != '_') clean.push_back('_');
    }
    return "%(" + std::to_string(reinterpret_cast<uintptr_t>(id)) + " " + clean + ")s";
}

std::string fresh_anonymous_label(const std::string& body) {
    static std::atomic<uintptr_t> last{0};
    return anonymous_label(reinterpret_cast<const void*>(++last), body);
}

namespace {
/// SQLAlchemy: ColumnElement._anon_label. `extra` tells several labels of one column apart.
std::string anon_label(const ClauseElement& element, const std::optional<std::string>& seed, int extra = 0) {
    const void* id = reinterpret_cast<const char*>(element.identity()) + extra;
    if (seed && is_anonymous_label(*seed))
        return *seed + "%(" + std::to_string(reinterpret_cast<uintptr_t>(id)) + " )s";
    return anonymous_label(id, seed && !seed->empty() ? *seed : "anon");
}

/// SQLAlchemy: WrapsColumnExpression: what lends its name to a label.
const ColumnElement* wrapped_column(const ColumnElement& element) {
    switch (element.kind()) {
    case Kind::cast: return &static_cast<const Cast&>(element).clause();
    case Kind::type_coerce: return &static_cast<const TypeCoerce&>(element).clause();
    default: return nullptr;
    }
}
} // namespace

std::optional<std::string> ColumnElement::proxy_key() const {
    if (!annotations()->proxy_key.empty()) return annotations()->proxy_key;
    if (const ColumnElement* inner = wrapped_column(*this); inner && !inner->is_text_clause()) return inner->proxy_key();
    std::optional<std::string> result = key();
    if (!result || result->empty()) result = non_anon_label();
    if (result && is_anonymous_label(*result)) return std::nullopt;
    return result;
}

std::string ColumnElement::anon_name_label() const {
    if (const ColumnElement* inner = wrapped_column(*this); inner && !inner->is_text_clause())
        return inner->non_anon_label() ? *inner->non_anon_label() : inner->anon_name_label();
    return anon_label(*this, name());
}

std::string ColumnElement::anon_tq_label() const {
    if (const ColumnElement* inner = wrapped_column(*this)) return anon_label(*this, inner->tq_label());
    return anon_label(*this, tq_label());
}

std::string ColumnElement::dedupe_anon_label(int index) const {
    if (const ColumnElement* inner = wrapped_column(*this)) {
        if (const auto nal = inner->non_anon_label()) return anon_label(*this, *nal + "_");
        return dedupe_anon_tq_label(index);
    }
    if (const auto own = name()) return anon_label(*this, *own + "_", index);
    return dedupe_anon_tq_label(index);
}

std::string ColumnElement::dedupe_anon_tq_label(int index) const {
    const auto label = tq_label();
    return anon_label(*this, label ? *label + "_" : std::string("anon"), index);
}

std::vector<const ColumnElement*> ColumnElement::proxy_set() const {
    std::vector<const ColumnElement*> result{static_cast<const ColumnElement*>(identity())};
    for (size_t i = 0; i < result.size(); ++i)
        for (const auto& proxy : result[i]->proxies) {
            const auto* next = static_cast<const ColumnElement*>(proxy->identity());
            if (std::find(result.begin(), result.end(), next) == result.end()) result.push_back(next);
        }
    return result;
}

std::vector<const ColumnElement*> ColumnElement::base_columns() const {
    std::vector<const ColumnElement*> result;
    for (const ColumnElement* c : proxy_set())
        if (c->proxies.empty()) result.push_back(c);
    return result;
}

bool ColumnElement::shares_lineage(const ColumnElement& other) const {
    const auto mine = proxy_set(), theirs = other.proxy_set();
    return std::any_of(mine.begin(), mine.end(),
                       [&](const auto* c) { return std::find(theirs.begin(), theirs.end(), c) != theirs.end(); });
}

ColumnElement& ColumnElement::make_proxy(FromClause& from, std::optional<std::string> name_,
                                         std::optional<std::string> key_) {
    if (!name_) {
        name_ = anon_name_label();
        if (!key_) key_ = proxy_key();
    } else {
        key_ = name_;
    }
    Ref<ColumnClause> proxy = make_ref<ColumnClause>(*name_, type);
    proxy->set_table(&from);
    proxy->set_key(key_.value_or(*name_));
    proxy->proxies.push_back(Ref<ColumnElement>(*this));
    return from.own_column(proxy);
}

// SQLAlchemy: ColumnElement.self_group: a plain boolean column beside AND becomes `x = 1` where there are no booleans.
Ref<ColumnElement> ColumnElement::self_group(const Operator& against) {
    const bool conjunction = against.op == Op::and_ || against.op == Op::or_ || against.op == Op::asbool;
    if (conjunction && type && type->affinity() == Affinity::boolean)
        return make_ref<UnaryExpression>(*this, Operator(Op::is_true), Operator(), type);
    if (against.op == Op::any_ || against.op == Op::all_) return make_ref<Grouping>(*this);
    return Ref<ColumnElement>(*this);
}

Ref<ColumnElement> ColumnElement::negate() {
    if (type && type->affinity() == Affinity::boolean)
        return make_ref<UnaryExpression>(*this, Operator(Op::is_false), Operator(), type);
    return make_ref<UnaryExpression>(*self_group(Op::inv), Operator(Op::inv), Operator());
}

// SQLAlchemy: ExpressionClauseList._negate.
Ref<ColumnElement> BooleanClauseList::negate() {
    return make_ref<UnaryExpression>(*self_group(Op::inv), Operator(Op::inv), Operator(), type);
}

bool ColumnElement::is_implicitly_boolean() const { return false; }

namespace {
/// Adds what the children add, each once.
class FromObjects final : public Internals {
  public:
    explicit FromObjects(std::vector<FromClause*>& froms) : m_froms(froms) {}

  protected:
    Ref<ClauseElement> visit(ClauseElement& child) override {
        child.collect_from_objects(m_froms);
        return {};
    }

  private:
    std::vector<FromClause*>& m_froms;
};

class AddChildren final : public Internals {
  public:
    explicit AddChildren(CacheKey& key) : m_key(key) {}
    bool cacheable = true;

  protected:
    Ref<ClauseElement> visit(ClauseElement& child) override {
        cacheable = cacheable && m_key.add(&child);
        return {};
    }

  private:
    CacheKey& m_key;
};
} // namespace

void ColumnElement::collect_from_objects(std::vector<FromClause*>& froms) const {
    FromObjects visitor(froms);
    const_cast<ColumnElement*>(this)->visit_internals(visitor);
}

bool ColumnElement::gather_cache_key(CacheKey& key) const {
    if (type) key.add(*type);
    AddChildren visitor(key);
    const_cast<ColumnElement*>(this)->visit_internals(visitor);
    return visitor.cacheable;
}

// ---- ColumnClause ------------------------------------------------------------------------------------------------

ColumnClause::ColumnClause(std::string name, TypeRef t, bool is_literal, Kind node_kind)
    : ColumnElement(node_kind, t ? std::move(t) : make_type(TypeKind::null_)), m_name(std::move(name)), m_key(m_name),
      m_literal(is_literal) {}

Ref<ColumnElement> ColumnClause::self_group(const Operator& against) { return ColumnElement::self_group(against); }

// SQLAlchemy: ColumnClause._gen_tq_label.
std::optional<std::string> ColumnClause::table_qualified(const std::string& name) const {
    if (m_literal) return std::nullopt;
    if (!m_table || !m_table->named_with_column()) return name;
    const std::string label = *m_table->from_name() + "_" + name;
    const ColumnCollection& columns = m_table->columns();
    std::string unique = label;
    for (int i = 1; columns.find(unique); ++i) unique = label + "_" + std::to_string(i);
    return unique;
}

std::optional<std::string> ColumnClause::tq_label() const { return table_qualified(m_name); }

std::optional<std::string> ColumnClause::tq_key_label() const {
    if (m_literal) return std::nullopt;
    return table_qualified(proxy_key().value_or(m_name));
}

std::optional<std::string> ColumnClause::non_anon_label() const {
    return m_name.empty() ? std::nullopt : std::optional(m_name);
}

ColumnElement& ColumnClause::make_proxy(FromClause& from, std::optional<std::string> name_,
                                        std::optional<std::string>) {
    const bool literal = m_literal && (!name_ || *name_ == m_name);
    Ref<ColumnClause> proxy = make_ref<ColumnClause>(name_.value_or(m_name), type, literal);
    proxy->set_table(&from);
    if (!name_) proxy->set_key(m_key);
    proxy->set_primary_key(m_primary_key);
    proxy->proxies.push_back(Ref<ColumnElement>(*this));
    return from.own_column(proxy);
}

bool ColumnClause::gather_cache_key(CacheKey& key) const {
    key.add_name(m_name);
    key.add(m_literal);
    key.add(*type);
    return m_table ? key.add(m_table) : true;
}

void ColumnClause::collect_from_objects(std::vector<FromClause*>& froms) const {
    if (m_table) froms.push_back(m_table);
}

// ---- constants, labels ---------------------------------------------------------------------------------------------

Constant::Constant(Kind node_kind)
    : ColumnElement(node_kind, make_type(node_kind == Kind::null_ ? TypeKind::null_ : TypeKind::boolean)) {}

std::string Constant::class_name() const {
    return m_kind == Kind::null_ ? "Null" : m_kind == Kind::true_ ? "True_" : "False_";
}

Ref<ColumnElement> Constant::negate() {
    if (m_kind == Kind::true_) return false_element();
    if (m_kind == Kind::false_) return true_element();
    return ColumnElement::negate();
}

Ref<ColumnElement> null_element() { return make_ref<Constant>(Kind::null_); }
Ref<ColumnElement> true_element() { return make_ref<Constant>(Kind::true_); }
Ref<ColumnElement> false_element() { return make_ref<Constant>(Kind::false_); }

Label::Label(std::optional<std::string> label_name, ColumnElement& element, TypeRef t) : ColumnElement(Kind::label) {
    ColumnElement* inner = &element;
    while (inner->kind() == Kind::label) inner = &static_cast<Label*>(inner)->element();
    m_name = label_name ? *label_name : fresh_anonymous_label(inner->name().value_or("anon"));
    m_element = inner->self_group(Op::as_);
    type = t ? std::move(t) : inner->type;
    proxies.push_back(Ref<ColumnElement>(*inner));
}

Ref<ClauseElement> Label::clone() const { return make_ref<Label>(*this); }

Ref<ColumnElement> Label::self_group(const Operator& against) {
    Ref<ColumnElement> inner = m_element->self_group(against);
    if (inner == m_element) return Ref<ColumnElement>(*this);
    return make_ref<Label>(m_name, *inner, type);
}

ColumnElement& Label::make_proxy(FromClause& from, std::optional<std::string> name_, std::optional<std::string>) {
    ColumnElement& proxy = m_element->make_proxy(from, name_ ? name_ : m_name, {});
    proxy.proxies.push_back(Ref<ColumnElement>(*this));
    proxy.type = type;
    return proxy;
}

bool Label::gather_cache_key(CacheKey& key) const {
    key.add_name(m_name);
    key.add(*type);
    return key.add(m_element);
}

LabelReference::LabelReference(ColumnElement& element)
    : ColumnElement(Kind::label_reference, element.type), m_element(element) {}

TextualLabelReference::TextualLabelReference(std::string text)
    : ColumnElement(Kind::textual_label_reference, make_type(TypeKind::null_)), m_text(std::move(text)) {}

bool TextualLabelReference::gather_cache_key(CacheKey& key) const {
    key.add(std::string_view(m_text));
    return true;
}

} // namespace relata::sql
