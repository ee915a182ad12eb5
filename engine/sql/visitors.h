// Traversals and adapters of SQL trees. SQLAlchemy: sql/visitors.py, sql/util.py.
#pragma once

#include "sql/select.h"

#include <unordered_map>
#include <unordered_set>

namespace relata::sql {

using ElementSet = std::unordered_set<const ClauseElement*>; ///< of identity()s

/// Calls `f` for the element and everything below it, parents first.
void traverse(ClauseElement& element, const std::function<void(ClauseElement&)>& f);
/// A deep copy; `f` sees each copy after its children were copied.
Ref<ClauseElement> cloned_traverse(ClauseElement& element, const std::function<void(ClauseElement&)>& f);
/// A copy in which `replace` may put another element in a node's place (null: keep it and look below). An unchanged tree
/// comes back as it is.
Ref<ClauseElement> replacement_traverse(ClauseElement& element,
                                        const std::function<Ref<ClauseElement>(ClauseElement&)>& replace);

/// SQLAlchemy: sql_util.find_tables.
struct FindTables {
    bool check_columns = false, include_aliases = false, include_joins = false, include_selects = false,
         include_crud = false;
};
std::vector<FromClause*> find_tables(ClauseElement& element, const FindTables& options = {});
/// Columns in the tree, by first occurrence.
std::vector<ColumnElement*> find_columns(ClauseElement& element);
std::vector<FromClause*> from_objects(const ClauseElement& element);
/// SQLAlchemy: selectables_overlap, surface_selectables.
std::vector<FromClause*> surface_selectables(ClauseElement& element);
bool selectables_overlap(ClauseElement& left, ClauseElement& right);
bool clause_is_present(const ClauseElement& clause, ClauseElement& search);
/// SQLAlchemy: find_left_clause_to_join_from: indexes of the clauses that `join_to` can be joined to.
std::vector<size_t> find_left_clause_to_join_from(const std::vector<Ref<FromClause>>& clauses, FromClause& join_to,
                                                  ClauseElement* onclause);
/// SQLAlchemy: reduce_columns: without columns that equal another one by foreign key (or by `clauses`).
std::vector<ColumnElement*> reduce_columns(const std::vector<ColumnElement*>& columns,
                                           const std::vector<ColumnElement*>& clauses = {}, bool ignore_nonexistent = true);
/// SQLAlchemy: expand_column_list_from_order_by: ORDER BY columns that the list lacks, appended.
std::vector<Ref<ColumnElement>> expand_column_list_from_order_by(const std::vector<Ref<ColumnElement>>& columns,
                                                                 const std::vector<Ref<ColumnElement>>& order_by);
/// SQLAlchemy: unwrap_order_by: the columns inside ASC/DESC/labels.
std::vector<Ref<ColumnElement>> unwrap_order_by(const std::vector<Ref<ColumnElement>>& order_by);
/// Splits `a AND b AND c`. SQLAlchemy: visit_binary_product and criterion helpers.
void visit_binary_product(const std::function<void(BinaryExpression&, ColumnElement&, ColumnElement&)>& f,
                          ColumnElement& expression);

using ColumnEquivalents = std::unordered_map<const ClauseElement*, std::vector<ColumnElement*>>;

struct AdapterOptions {
    const ColumnEquivalents* equivalents = nullptr;
    std::function<bool(const ClauseElement&)> include{}, exclude{};
    bool adapt_on_names = false;
    bool anonymize_labels = false;
    bool adapt_from_selectables = false;
};

/// Replaces columns by those of `selectable` that correspond to them. SQLAlchemy: sql_util.ClauseAdapter.
class ClauseAdapter {
  public:
    using Options = AdapterOptions;
    explicit ClauseAdapter(FromClause& selectable, Options options = {});
    virtual ~ClauseAdapter() = default;
    FromClause& selectable() const { return *m_selectable; }
    /// SQLAlchemy: traverse(): the adapted copy, or the element itself where nothing changes.
    Ref<ClauseElement> traverse(ClauseElement& element);
    template <class T> Ref<T> operator()(T& element) { return Ref<T>(static_cast<T*>(traverse(element).get())); }
    /// A next adapter that sees what this one leaves alone. SQLAlchemy: chain().
    void chain(std::shared_ptr<ClauseAdapter> next) { m_next = std::move(next); }

  protected:
    Ref<ClauseElement> replace(ClauseElement& element);

  private:
    ColumnElement* corresponding_column(ColumnElement& column, bool require_embedded,
                                        std::unordered_set<const ClauseElement*>& seen);
    Ref<FromClause> m_selectable;
    Options m_options;
    std::shared_ptr<ClauseAdapter> m_next;
};

/// ClauseAdapter with a memory for single columns: `adapter.column(x)`. SQLAlchemy: sql_util.ColumnAdapter.
class ColumnAdapter : public ClauseAdapter {
  public:
    explicit ColumnAdapter(FromClause& selectable, Options options = {}, bool allow_label_resolve = true);
    Ref<ColumnElement> column(ColumnElement& element);

  private:
    std::unordered_map<const ClauseElement*, std::pair<Ref<ColumnElement>, Ref<ColumnElement>>> m_columns;
};

} // namespace relata::sql
