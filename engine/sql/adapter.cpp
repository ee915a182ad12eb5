// ClauseAdapter and the column list helpers. SQLAlchemy: sql/util.py.
#include "sql/schema/schema.h"
#include "sql/visitors.h"

#include <algorithm>

namespace relata::sql {

std::vector<ColumnElement*> reduce_columns(const std::vector<ColumnElement*>& columns,
                                           const std::vector<ColumnElement*>& clauses, bool ignore_nonexistent) {
    std::vector<const ColumnElement*> omit;
    const auto omitted = [&](const ColumnElement* c) {
        return std::any_of(omit.begin(), omit.end(), [&](const ColumnElement* o) { return o->same_as(*c); });
    };
    const auto listed = [&](const ColumnElement& c) {
        return std::any_of(columns.begin(), columns.end(), [&](ColumnElement* o) { return o->same_as(c); });
    };
    for (const ColumnElement* column : columns) {
        if (column->kind() != Kind::column) continue;
        for (const ForeignKey* fk : static_cast<const Column*>(column)->foreign_keys()) {
            const Column* target = ignore_nonexistent ? fk->resolved_column() : &fk->column();
            if (!target) continue;
            const bool covered = std::any_of(columns.begin(), columns.end(), [&](ColumnElement* c) {
                return !c->same_as(*column) && c->shares_lineage(*target);
            });
            if (covered) {
                omit.push_back(column);
                break;
            }
        }
    }
    for (ColumnElement* clause : clauses)
        traverse(*clause, [&](ClauseElement& e) {
            if (e.kind() != Kind::binary) return;
            auto& b = static_cast<BinaryExpression&>(e);
            if (b.op().op != Op::eq || !listed(*b.left) || !listed(*b.right)) return;
            // The later of two columns that are equal goes.
            const ColumnElement *first = nullptr, *second = nullptr;
            for (const ColumnElement* c : columns)
                if (c->same_as(*b.left) || c->same_as(*b.right)) (first ? second : first) = c;
            if (first && second && !omitted(first)) omit.push_back(second);
        });
    std::vector<ColumnElement*> result;
    for (ColumnElement* c : columns)
        if (!omitted(c)) result.push_back(c);
    return result;
}

std::vector<Ref<ColumnElement>> unwrap_order_by(const std::vector<Ref<ColumnElement>>& order_by) {
    std::vector<Ref<ColumnElement>> result, stack(order_by.begin(), order_by.end());
    while (!stack.empty()) {
        Ref<ColumnElement> t = stack.front();
        stack.erase(stack.begin());
        if (t->kind() == Kind::unary && is_ordering_modifier(static_cast<UnaryExpression&>(*t).modifier().op)) {
            stack.push_back(Ref<ColumnElement>(static_cast<UnaryExpression&>(*t).element()));
            continue;
        }
        if (t->kind() == Kind::label_reference) {
            stack.insert(stack.begin(), Ref<ColumnElement>(static_cast<LabelReference&>(*t).element()));
            continue;
        }
        if (t->kind() == Kind::grouping) {
            stack.insert(stack.begin(), Ref<ColumnElement>(static_cast<Grouping&>(*t).element()));
            continue;
        }
        if (t->kind() == Kind::textual_label_reference || t->kind() == Kind::collation) continue;
        if (t->kind() == Kind::label && static_cast<Label&>(*t).element().kind() != Kind::scalar_select) {
            stack.insert(stack.begin(), Ref<ColumnElement>(static_cast<Label&>(*t).element()));
            continue;
        }
        if (std::none_of(result.begin(), result.end(), [&](const auto& r) { return r->same_as(*t); })) result.push_back(t);
    }
    return result;
}

std::vector<Ref<ColumnElement>> expand_column_list_from_order_by(const std::vector<Ref<ColumnElement>>& columns,
                                                                 const std::vector<Ref<ColumnElement>>& order_by) {
    std::vector<const ColumnElement*> present;
    for (const auto& c : columns) {
        const ColumnElement* inner = c.get();
        while (inner->kind() == Kind::label) inner = &static_cast<const Label*>(inner)->element();
        present.push_back(inner);
        present.push_back(c.get());
    }
    std::vector<Ref<ColumnElement>> result;
    for (const auto& c : unwrap_order_by(order_by))
        if (std::none_of(present.begin(), present.end(), [&](const ColumnElement* p) { return p->same_as(*c); }))
            result.push_back(c);
    return result;
}

void visit_binary_product(const std::function<void(BinaryExpression&, ColumnElement&, ColumnElement&)>& f,
                          ColumnElement& expression) {
    std::function<void(ClauseElement&, std::vector<ColumnElement*>&)> visit = [&](ClauseElement& e,
                                                                                  std::vector<ColumnElement*>& found) {
        if (e.kind() == Kind::binary && is_comparison(static_cast<BinaryExpression&>(e).op())) {
            auto& b = static_cast<BinaryExpression&>(e);
            std::vector<ColumnElement*> left, right;
            visit(*b.left, left);
            visit(*b.right, right);
            for (ColumnElement* l : left)
                for (ColumnElement* r : right) f(b, *l, *r);
            found.insert(found.end(), left.begin(), left.end());
            found.insert(found.end(), right.begin(), right.end());
            return;
        }
        if (e.kind() == Kind::column || e.kind() == Kind::column_clause) {
            found.push_back(e.as_column_element());
            return;
        }
        if (e.is_select_base() || e.is_from_clause()) return;
        struct Children final : Internals {
            std::vector<ClauseElement*> list;
            Ref<ClauseElement> visit(ClauseElement& child) override {
                list.push_back(&child);
                return {};
            }
        } children;
        e.visit_internals(children);
        for (ClauseElement* c : children.list) visit(*c, found);
    };
    std::vector<ColumnElement*> found;
    visit(expression, found);
}

// ---- ClauseAdapter ---------------------------------------------------------------------------------------------------

ClauseAdapter::ClauseAdapter(FromClause& selectable, Options options)
    : m_selectable(selectable), m_options(std::move(options)) {}

ColumnElement* ClauseAdapter::corresponding_column(ColumnElement& column, bool require_embedded,
                                                   std::unordered_set<const ClauseElement*>& seen) {
    if (ColumnElement* found = m_selectable->corresponding_column(column, require_embedded)) return found;
    if (m_options.equivalents) {
        const auto it = m_options.equivalents->find(column.identity());
        if (it != m_options.equivalents->end() && !seen.count(column.identity()))
            for (ColumnElement* equivalent : it->second) {
                seen.insert(column.identity());
                if (ColumnElement* found = corresponding_column(*equivalent, require_embedded, seen)) return found;
            }
    }
    if (m_options.adapt_on_names && column.name()) return m_selectable->columns().find(*column.name());
    return nullptr;
}

Ref<ClauseElement> ClauseAdapter::replace(ClauseElement& element) {
    if (FromClause* from = element.as_from_clause(); from && !element.annotations()->should_not_adapt) {
        if (m_selectable->is_derived_from(from->plain()) && !m_selectable->same_as(*from)) {
            if (m_options.include && !m_options.include(element)) return {};
            return Ref<ClauseElement>(*m_selectable);
        }
        // A join may still have a side to be replaced.
        return {};
    }
    ColumnElement* column = element.as_column_element();
    if (!column) return {};
    const bool is_column = element.kind() == Kind::column || element.kind() == Kind::column_clause || element.kind() == Kind::label;
    if (element.annotations()->should_not_adapt) return Ref<ClauseElement>(element);
    if (!is_column && !m_options.adapt_from_selectables) {
        // Any expression that the selectable exports as a whole.
        for (const auto& e : m_selectable->columns().entries())
            for (const auto& proxy : e.column->proxies)
                if (proxy->same_as(element)) return Ref<ClauseElement>(*e.column);
        return {};
    }
    if (m_options.include && !m_options.include(element)) return {};
    if (m_options.exclude && m_options.exclude(element)) return {};
    std::unordered_set<const ClauseElement*> seen;
    ColumnElement* found = corresponding_column(*column, true, seen);
    return found ? Ref<ClauseElement>(*found) : Ref<ClauseElement>();
}

Ref<ClauseElement> ClauseAdapter::traverse(ClauseElement& element) {
    Ref<ClauseElement> result = replacement_traverse(element, [this](ClauseElement& e) -> Ref<ClauseElement> {
        for (ClauseAdapter* a = this; a; a = a->m_next.get())
            if (Ref<ClauseElement> r = a->replace(e)) return r;
        return {};
    });
    return result;
}

ColumnAdapter::ColumnAdapter(FromClause& selectable, Options options, bool) : ClauseAdapter(selectable, std::move(options)) {}

Ref<ColumnElement> ColumnAdapter::column(ColumnElement& element) {
    const auto it = m_columns.find(&element);
    if (it != m_columns.end()) return it->second.second;
    Ref<ColumnElement> adapted(static_cast<ColumnElement*>(traverse(element).get()));
    m_columns[&element] = {Ref<ColumnElement>(element), adapted};
    return adapted;
}

} // namespace relata::sql
