// What stands in FROM: tables, aliases, subqueries, CTEs, joins. SQLAlchemy: sql/selectable.py.
#pragma once

#include "sql/elements.h"

#include <optional>
#include <string>
#include <vector>

namespace relata::sql {

class Alias;
class ForeignKey;
class Subquery;

/// Columns by key, in order. SQLAlchemy: ColumnCollection / DedupeColumnCollection.
class ColumnCollection {
  public:
    struct Entry {
        std::string key;
        ColumnElement* column;
    };
    void add(ColumnElement& column, std::optional<std::string> key = {});
    void clear() { m_entries.clear(); }
    const std::vector<Entry>& entries() const { return m_entries; }
    size_t size() const { return m_entries.size(); }
    bool empty() const { return m_entries.empty(); }
    ColumnElement* find(std::string_view key) const;
    bool contains(const ColumnElement& column) const;
    /// SQLAlchemy: ColumnCollection.corresponding_column.
    ColumnElement* corresponding_column(const ColumnElement& column, bool require_embedded = false) const;

  private:
    std::vector<Entry> m_entries;
};

/// A thing with columns. Its columns share its reference count.
class FromClause : public ClauseElement {
  public:
    using ClauseElement::ClauseElement;
    FromClause(const FromClause& other) : ClauseElement(other) {} ///< a copy makes its own columns
    ~FromClause() override;
    bool is_from_clause() const override { return true; }

    /// `.c`: made on first use.
    const ColumnCollection& columns() const;
    virtual std::vector<ColumnElement*> primary_key() const;
    /// Foreign keys of all columns (through proxies they are the tables').
    virtual std::vector<ForeignKey*> foreign_keys() const;
    ColumnElement* corresponding_column(const ColumnElement& column, bool require_embedded = false) const;
    /// A column has "table." before it.
    virtual bool named_with_column() const { return false; }
    virtual std::optional<std::string> from_name() const { return std::nullopt; }
    /// Names this element in messages: "task", "task AS t" would be `t`.
    virtual std::string description() const { return from_name().value_or(class_name() + " object"); }
    virtual bool is_join() const { return false; }
    virtual Ref<FromClause> self_group_from(const Operator& against) { (void)against; return Ref<FromClause>(*this); }
    /// This and what it hides (a join: both sides): one of a FROM list makes the hidden ones disappear.
    virtual void hide_froms(std::vector<FromClause*>& hidden) const { (void)hidden; }
    void collect_from_objects(std::vector<FromClause*>& froms) const override {
        froms.push_back(const_cast<FromClause*>(this));
    }
    /// SQLAlchemy: _is_lexical_equivalent / is_derived_from.
    virtual bool is_derived_from(const FromClause& from) const { return same_as(from); }
    /// The element below annotations.
    FromClause& plain() { return *static_cast<FromClause*>(identity()); }
    const FromClause& plain() const { return *static_cast<const FromClause*>(identity()); }

    Ref<Alias> alias(std::optional<std::string> name = {}, bool flat = false);
    /// Takes over a column (make_proxy).
    ColumnElement& own_column(Ref<ColumnElement> column);
    void reset_columns();

  protected:
    virtual void populate_columns() = 0;
    mutable ColumnCollection m_columns;
    mutable bool m_populated = false;

  private:
    std::vector<ColumnElement*> m_owned;
};

/// `table("x")` and the base of Table.
class TableClause : public FromClause {
  public:
    explicit TableClause(std::string name, Kind kind = Kind::table_clause) : FromClause(kind), m_name(std::move(name)) {}
    std::string class_name() const override { return "TableClause"; }
    Ref<ClauseElement> clone() const override { return Ref<ClauseElement>(const_cast<TableClause&>(*this)); }
    const std::string& name() const { return m_name; }
    bool named_with_column() const override { return true; }
    std::optional<std::string> from_name() const override { return m_name; }
    std::string description() const override { return m_name; }
    bool gather_cache_key(CacheKey& key) const override;
    void add_column(Ref<ColumnClause> column);

  protected:
    void populate_columns() override {}

  private:
    std::string m_name;
};

/// A FROM with annotations: an ORM entity in a select. Everything but identity and annotations is the element's.
class AnnotatedFrom final : public FromClause {
  public:
    explicit AnnotatedFrom(FromClause& element);
    std::string class_name() const override { return m_element->class_name(); }
    Ref<ClauseElement> clone() const override { return make_ref<AnnotatedFrom>(*this); }
    void visit_internals(Internals& v) override { v(m_element); }
    FromClause& element() const { return *m_element; }
    bool named_with_column() const override { return m_element->named_with_column(); }
    std::optional<std::string> from_name() const override { return m_element->from_name(); }
    std::string description() const override { return m_element->description(); }
    bool is_join() const override { return m_element->is_join(); }
    bool is_derived_from(const FromClause& from) const override { return m_element->is_derived_from(from); }
    void hide_froms(std::vector<FromClause*>& hidden) const override { m_element->hide_froms(hidden); }
    std::vector<ColumnElement*> primary_key() const override { return m_element->primary_key(); }
    std::vector<ForeignKey*> foreign_keys() const override { return m_element->foreign_keys(); }
    bool gather_cache_key(CacheKey& key) const override { return m_element->gather_cache_key(key); }

  protected:
    void populate_columns() override;

  private:
    Ref<FromClause> m_element;
};

class Join final : public FromClause {
  public:
    /// Without `onclause`: join_condition(left, right).
    Join(FromClause& left, FromClause& right, Ref<ColumnElement> onclause, bool isouter = false, bool full = false);
    std::string class_name() const override { return "Join"; }
    Ref<ClauseElement> clone() const override { return make_ref<Join>(*this); }
    void visit_internals(Internals& v) override;
    bool is_join() const override { return true; }
    FromClause& left() const { return *m_left; }
    FromClause& right() const { return *m_right; }
    ColumnElement* onclause() const { return m_onclause.get(); }
    bool isouter() const { return m_isouter; }
    bool full() const { return m_full; }
    std::string description() const override;
    Ref<FromClause> self_group_from(const Operator& against) override;
    void hide_froms(std::vector<FromClause*>& hidden) const override;
    void collect_from_objects(std::vector<FromClause*>& froms) const override;
    bool is_derived_from(const FromClause& from) const override;
    std::vector<ColumnElement*> primary_key() const override;
    std::vector<ForeignKey*> foreign_keys() const override;
    bool gather_cache_key(CacheKey& key) const override;
    void set_sides(Ref<FromClause> left, Ref<FromClause> right) { m_left = std::move(left), m_right = std::move(right); }

  protected:
    void populate_columns() override;

  private:
    Ref<FromClause> m_left, m_right;
    Ref<ColumnElement> m_onclause;
    bool m_isouter, m_full;
};

/// Base of what gives another FROM or SELECT a name.
class AliasedReturnsRows : public FromClause {
  public:
    AliasedReturnsRows(Kind kind, ClauseElement& element, std::optional<std::string> name);
    void visit_internals(Internals& v) override;
    /// The FromClause of an Alias, the SelectBase of a Subquery or CTE.
    ClauseElement& element() const { return *m_element; }
    const std::string& name() const { return m_name; } ///< perhaps anonymous
    bool named_with_column() const override { return true; }
    std::optional<std::string> from_name() const override { return m_name; }
    std::string description() const override;
    bool is_derived_from(const FromClause& from) const override;
    bool gather_cache_key(CacheKey& key) const override;

  protected:
    void populate_columns() override;
    Ref<ClauseElement> m_element;
    std::string m_name;
};

class Alias final : public AliasedReturnsRows {
  public:
    Alias(FromClause& element, std::optional<std::string> name) : AliasedReturnsRows(Kind::alias, element, std::move(name)) {}
    std::string class_name() const override { return "Alias"; }
    Ref<ClauseElement> clone() const override { return make_ref<Alias>(*this); }
    FromClause& from_element() const { return static_cast<FromClause&>(*m_element); }
};

class Subquery final : public AliasedReturnsRows {
  public:
    Subquery(SelectBase& element, std::optional<std::string> name);
    std::string class_name() const override { return lateral ? "Lateral" : "Subquery"; }
    Ref<ClauseElement> clone() const override { return make_ref<Subquery>(*this); }
    SelectBase& select() const;
    bool lateral = false; ///< may name what stands before it in the same FROM
};

/// `VALUES (...), (...)` as a FROM. SQLAlchemy: Values.
class Values final : public FromClause {
  public:
    Values(std::vector<Ref<ColumnElement>> columns, std::optional<std::string> name, bool literal_binds);
    std::string class_name() const override { return "Values"; }
    Ref<ClauseElement> clone() const override { return make_ref<Values>(*this); }
    void visit_internals(Internals& v) override;
    bool gather_cache_key(CacheKey&) const override { return false; }
    bool named_with_column() const override { return true; }
    std::optional<std::string> from_name() const override { return name; }
    std::string name; ///< perhaps anonymous
    bool named = false;
    bool literal_binds = false;
    std::vector<std::vector<Ref<ColumnElement>>> rows;
    std::vector<Ref<ColumnElement>> column_args;

  protected:
    void populate_columns() override;
};

class CTE final : public AliasedReturnsRows {
  public:
    CTE(ClauseElement& element, std::optional<std::string> name, bool recursive = false);
    std::string class_name() const override { return "CTE"; }
    Ref<ClauseElement> clone() const override { return make_ref<CTE>(*this); }
    bool recursive() const { return m_recursive; }
    Ref<CTE> union_with(SelectBase& other, bool all) const;
    Ref<CTE> alias_cte(std::optional<std::string> name) const;
    const CTE* cte_alias() const { return m_cte_alias.get(); } ///< the CTE that this renames
    const CTE* restates() const { return m_restates.get(); }
    void visit_internals(Internals& v) override;
    bool nesting = false; ///< stands in the WITH of the statement that uses it, not of the outermost one

  private:
    bool m_recursive;
    Ref<CTE> m_cte_alias, m_restates;
};

/// Parentheses around a join.
class FromGrouping final : public FromClause {
  public:
    explicit FromGrouping(FromClause& element) : FromClause(Kind::from_grouping), m_element(element) {}
    std::string class_name() const override { return "FromGrouping"; }
    Ref<ClauseElement> clone() const override { return make_ref<FromGrouping>(*this); }
    void visit_internals(Internals& v) override { v(m_element); }
    FromClause& element() const { return *m_element; }
    bool is_join() const override { return m_element->is_join(); }
    void hide_froms(std::vector<FromClause*>& hidden) const override { m_element->hide_froms(hidden); }
    void collect_from_objects(std::vector<FromClause*>& froms) const override { m_element->collect_from_objects(froms); }
    bool is_derived_from(const FromClause& from) const override { return m_element->is_derived_from(from); }
    std::vector<ColumnElement*> primary_key() const override { return m_element->primary_key(); }
    std::vector<ForeignKey*> foreign_keys() const override { return m_element->foreign_keys(); }
    bool gather_cache_key(CacheKey& key) const override;

  protected:
    void populate_columns() override;

  private:
    Ref<FromClause> m_element;
};

/// SQLAlchemy: sql_util.join_condition: the ON clause that the foreign keys between `a` and `b` imply. Throws
/// NoForeignKeysError, AmbiguousForeignKeysError. `a_subset`: prefer columns of this part of `a`.
Ref<ColumnElement> join_condition(FromClause& a, FromClause& b, FromClause* a_subset = nullptr);
/// Whether join_condition would find one.
bool can_join(FromClause& left, FromClause& right, FromClause* left_subset = nullptr);

} // namespace relata::sql
