// Node and ClauseElement: the root of every SQL tree.
//
// SQLAlchemy: sql/elements.py ClauseElement, sql/visitors.py. Trees are shared and immutable but for schema objects;
// generative methods copy. A tree holds bound Python values, so it must die before the run's Runtime does.
#pragma once

#include "sql/annotations.h"
#include "support/value.h"

#include <functional>
#include <string>
#include <vector>

namespace relata {
class Runtime;
}

namespace relata::sql {

class CacheKey;
class ClauseElement;
class ColumnElement;
class FromClause;

/// Reference count that a part shares with its whole: a column refers to its table and the table to its columns, and
/// both live as long as anyone refers to either. A table shares the count of its MetaData in the same way.
class Node {
  public:
    Node() = default;
    Node(const Node&) {}
    Node& operator=(const Node&) { return *this; }
    virtual ~Node() = default;
    void add_ref() const { ++root().m_refs; }
    void drop_ref() const {
        const Node& node = root();
        if (--node.m_refs == 0) delete &node;
    }
    /// The whole that keeps this part alive, or null.
    Node* lifetime_owner() const { return m_lifetime_owner; }

  protected:
    /// `part` now lives exactly as long as this; the caller's destructor deletes it.
    void adopt(Node& part) {
        part.m_lifetime_owner = this;
        root().m_refs += part.m_refs;
        part.m_refs = 0;
    }

  private:
    const Node& root() const {
        const Node* node = this;
        while (node->m_lifetime_owner) node = node->m_lifetime_owner;
        return *node;
    }
    Node* m_lifetime_owner = nullptr;
    mutable uint32_t m_refs = 0;
};

/// Every kind of node; a switch over it is how the compiler and the coercions dispatch.
enum class Kind : uint8_t {
    // column expressions
    column, column_clause, bind_parameter, null_, true_, false_, label, label_reference, textual_label_reference, unary,
    binary, expression_list, clause_list, boolean_list, tuple, grouping, function, cast, type_coerce, case_, over,
    function_filter, within_group, extract, scalar_select, exists, collation, slice, text, bundle, scalar_values,
    // things in FROM
    table, table_clause, alias, subquery, cte, join, from_grouping, table_valued_alias, annotated_from, values,
    // statements
    select, compound_select, select_grouping, textual_select, insert, update, delete_,
    // DDL
    create_table, drop_table, create_index, drop_index, create_schema, ddl,
    // defaults
    sequence,
    // what another layer adds (an ORM entity in a FROM list that compiles by itself)
    extension
};

/// Visits the child slots of a node; a visitor may put another node into a slot (of a fresh clone only).
class Internals {
  public:
    virtual ~Internals() = default;
    template <class T> void operator()(Ref<T>& slot) {
        if (!slot) return;
        Ref<ClauseElement> replaced = visit(*slot);
        if (replaced && replaced.get() != slot.get()) slot = Ref<T>(static_cast<T*>(replaced.get()));
    }
    template <class T> void operator()(std::vector<Ref<T>>& slots) {
        for (Ref<T>& slot : slots) (*this)(slot);
    }

  protected:
    /// Returns the child, or what shall stand in its place (a node of a class that fits the slot).
    virtual Ref<ClauseElement> visit(ClauseElement& child) = 0;
};

class ClauseElement : public Node {
  public:
    explicit ClauseElement(Kind kind) : m_kind(kind) {}
    Kind kind() const { return m_kind; }
    virtual bool is_column_element() const { return false; }
    virtual bool is_from_clause() const { return false; }
    bool is_select_base() const {
        return m_kind == Kind::select || m_kind == Kind::compound_select || m_kind == Kind::select_grouping ||
               m_kind == Kind::textual_select;
    }
    bool is_dml() const { return m_kind == Kind::insert || m_kind == Kind::update || m_kind == Kind::delete_; }
    ColumnElement* as_column_element();
    FromClause* as_from_clause();
    /// The Python class that error messages name: "BinaryExpression", "Select".
    virtual std::string class_name() const = 0;

    /// A shallow copy; identity() of a plain copy is itself.
    virtual Ref<ClauseElement> clone() const = 0;
    /// Calls the visitor with each child slot, in SQLAlchemy's order.
    virtual void visit_internals(Internals& visitor) { (void)visitor; }
    /// Adds what decides the SQL text. False where the element can not be cached.
    virtual bool gather_cache_key(CacheKey& key) const = 0;
    /// Of Kind::extension: the expression that stands for it where no join or option takes the element itself.
    virtual Ref<ClauseElement> extension_expression() const { return {}; }
    /// SQLAlchemy: ClauseElement._from_objects.
    virtual void collect_from_objects(std::vector<FromClause*>& froms) const { (void)froms; }

    /// How many nodes stand below one another, at most. A program could build a tower without end, and whatever walks over a
    /// tree is recursive: ClauseObject refuses what is higher than `max_depth`. (SQLAlchemy's compiler is done at 200.)
    static constexpr uint32_t max_depth = 1000;
    uint32_t depth() const;

    const Annotations& annotations() const { return m_annotations; }
    /// The element that annotated copies of it stand for: sets of elements compare this (Annotated.__hash__).
    const ClauseElement* identity() const { return m_identity ? m_identity.get() : this; }
    ClauseElement* identity() { return m_identity ? m_identity.get() : this; }
    bool same_as(const ClauseElement& other) const { return identity() == other.identity(); }

  protected:
    friend Ref<ClauseElement> annotate(ClauseElement&, const Annotations&);
    friend Ref<ClauseElement> deannotate(ClauseElement&);
    Kind m_kind;

  private:
    /// 0: not counted yet. A copy may get other children.
    struct Depth {
        uint32_t value = 0;
        Depth() = default;
        Depth(const Depth&) {}
        Depth& operator=(const Depth&) {
            value = 0;
            return *this;
        }
    };
    mutable Depth m_depth;

  protected:
    Annotations m_annotations;
    Ref<ClauseElement> m_identity; ///< null: itself
};

/// SQLAlchemy: ClauseElement._annotate: a copy with these annotations added that has the same identity. A FromClause
/// becomes an AnnotatedFrom.
Ref<ClauseElement> annotate(ClauseElement& element, const Annotations& added);
template <class T> Ref<T> annotated(T& element, const Annotations& added) {
    return Ref<T>(static_cast<T*>(annotate(element, added).get()));
}
/// The original, without annotations.
Ref<ClauseElement> deannotate(ClauseElement& element);
/// SQLAlchemy: sql_util._deep_annotate / _deep_deannotate.
Ref<ClauseElement> deep_annotate(ClauseElement& element, const Annotations& added,
                                 const std::vector<const ClauseElement*>& exclude = {});
Ref<ClauseElement> deep_deannotate(ClauseElement& element);

} // namespace relata::sql
