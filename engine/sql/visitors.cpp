#include "sql/visitors.h"

#include "sql/dml.h"

#include <algorithm>
#include <optional>

namespace relata::sql {

namespace {

class Walk final : public Internals {
  public:
    explicit Walk(const std::function<void(ClauseElement&)>& f) : m_f(f) {}
    void run(ClauseElement& e) {
        m_f(e);
        e.visit_internals(*this);
    }

  protected:
    Ref<ClauseElement> visit(ClauseElement& child) override {
        run(child);
        return {};
    }

  private:
    const std::function<void(ClauseElement&)>& m_f;
};

/// The highest tower among the children.
class Height final : public Internals {
  public:
    uint32_t value = 0;

  protected:
    Ref<ClauseElement> visit(ClauseElement& child) override {
        value = std::max(value, child.depth());
        return {};
    }
};

/// Whether any child would be replaced, with the replacements.
class Replacer final : public Internals {
  public:
    explicit Replacer(const std::function<Ref<ClauseElement>(ClauseElement&)>& replace) : m_replace(replace) {}

    Ref<ClauseElement> run(ClauseElement& element) {
        const auto known = m_done.find(&element);
        if (known != m_done.end()) return known->second;
        Ref<ClauseElement> result = compute(element);
        m_done[&element] = result;
        m_keep.push_back(Ref<ClauseElement>(element));
        return result;
    }

  protected:
    Ref<ClauseElement> visit(ClauseElement& child) override {
        Ref<ClauseElement> result = run(child);
        if (result.get() != &child) m_changed = true;
        return result;
    }

  private:
    /// Looks whether something below changes, without writing.
    class Probe final : public Internals {
      public:
        explicit Probe(Replacer& replacer) : m_replacer(replacer) {}
        bool changed = false;

      protected:
        Ref<ClauseElement> visit(ClauseElement& child) override {
            if (m_replacer.run(child).get() != &child) changed = true;
            return {};
        }

      private:
        Replacer& m_replacer;
    };

    Ref<ClauseElement> compute(ClauseElement& element) {
        if (element.annotations()->no_replacement_traverse) return Ref<ClauseElement>(element);
        if (Ref<ClauseElement> replaced = m_replace(element)) return replaced;
        switch (element.kind()) {
        case Kind::column: case Kind::column_clause: case Kind::table: case Kind::table_clause:
            return Ref<ClauseElement>(element);
        default: break;
        }
        Probe probe(*this);
        element.visit_internals(probe);
        if (!probe.changed) return Ref<ClauseElement>(element);
        Ref<ClauseElement> copy = element.clone();
        copy->visit_internals(*this);
        if (copy->kind() == Kind::select) fix_select(static_cast<Select&>(element), static_cast<Select&>(*copy));
        return copy;
    }

    /// SQLAlchemy: Select._copy_internals: columns of a FROM that was copied come from the copy.
    void fix_select(Select& before, Select& after) {
        std::vector<std::pair<FromClause*, FromClause*>> moved;
        for (size_t i = 0; i < before.from_obj.size(); ++i)
            if (before.from_obj[i] != after.from_obj[i])
                moved.push_back({before.from_obj[i].get(), after.from_obj[i].get()});
        if (moved.empty()) return;
        const std::function<Ref<ClauseElement>(ClauseElement&)> move = [&](ClauseElement& e) -> Ref<ClauseElement> {
            ColumnElement* c = e.as_column_element();
            if (!c || !c->table()) return {};
            for (const auto& [from, to] : moved)
                if (c->table()->same_as(*from))
                    if (ColumnElement* other = to->corresponding_column(*c)) return Ref<ClauseElement>(*other);
            return {};
        };
        const auto apply = [&](auto& list) {
            for (auto& e : list) {
                Ref<ClauseElement> r = replacement_traverse(*e, move);
                e = std::decay_t<decltype(e)>(static_cast<std::decay_t<decltype(*e)>*>(r.get()));
            }
        };
        apply(after.raw_columns), apply(after.where_criteria), apply(after.having_criteria), apply(after.order_by),
            apply(after.group_by);
    }

    const std::function<Ref<ClauseElement>(ClauseElement&)>& m_replace;
    std::unordered_map<const ClauseElement*, Ref<ClauseElement>> m_done;
    std::vector<Ref<ClauseElement>> m_keep;
    bool m_changed = false;
};

class Cloner final : public Internals {
  public:
    explicit Cloner(const std::function<void(ClauseElement&)>& f) : m_f(f) {}
    Ref<ClauseElement> run(ClauseElement& element) {
        auto& known = m_done[&element];
        if (known) return known;
        Ref<ClauseElement> copy(element);
        const bool leaf = element.kind() == Kind::column || element.kind() == Kind::column_clause || element.is_from_clause();
        if (!leaf) {
            copy = element.clone();
            copy->visit_internals(*this);
        }
        m_f(*copy);
        return known = copy;
    }

  protected:
    Ref<ClauseElement> visit(ClauseElement& child) override { return run(child); }

  private:
    const std::function<void(ClauseElement&)>& m_f;
    std::unordered_map<const ClauseElement*, Ref<ClauseElement>> m_done;
};

} // namespace

uint32_t ClauseElement::depth() const {
    if (m_depth.value) return m_depth.value;
    Height below;
    auto& element = const_cast<ClauseElement&>(*this); // visit() replaces nothing
    element.visit_internals(below);
    // A subquery's column keeps the subquery.
    if (const ColumnElement* column = element.as_column_element())
        if (const FromClause* from = column->table()) below.value = std::max(below.value, from->depth());
    return m_depth.value = below.value + 1;
}

void traverse(ClauseElement& element, const std::function<void(ClauseElement&)>& f) { Walk(f).run(element); }

Ref<ClauseElement> cloned_traverse(ClauseElement& element, const std::function<void(ClauseElement&)>& f) {
    return Cloner(f).run(element);
}

Ref<ClauseElement> replacement_traverse(ClauseElement& element,
                                        const std::function<Ref<ClauseElement>(ClauseElement&)>& replace) {
    return Replacer(replace).run(element);
}

std::vector<FromClause*> find_tables(ClauseElement& element, const FindTables& options) {
    std::vector<FromClause*> result;
    const auto add = [&](FromClause* from) {
        if (from && std::find(result.begin(), result.end(), from) == result.end()) result.push_back(from);
    };
    traverse(element, [&](ClauseElement& e) {
        switch (e.kind()) {
        case Kind::table: case Kind::table_clause: add(e.as_from_clause()); break;
        case Kind::join:
            if (options.include_joins) add(e.as_from_clause());
            break;
        case Kind::alias: case Kind::subquery: case Kind::cte:
            if (options.include_aliases) add(e.as_from_clause());
            break;
        case Kind::column: case Kind::column_clause:
            if (options.check_columns)
                if (FromClause* t = e.as_column_element()->table()) add(&t->plain());
            break;
        case Kind::insert: case Kind::update: case Kind::delete_:
            if (options.include_crud) add(static_cast<UpdateBase&>(e).table.get());
            break;
        default: break;
        }
    });
    return result;
}

std::vector<ColumnElement*> find_columns(ClauseElement& element) {
    std::vector<ColumnElement*> result;
    traverse(element, [&](ClauseElement& e) {
        if (e.kind() != Kind::column && e.kind() != Kind::column_clause) return;
        ColumnElement* c = e.as_column_element();
        if (std::none_of(result.begin(), result.end(), [&](ColumnElement* o) { return o->same_as(*c); })) result.push_back(c);
    });
    return result;
}

std::vector<FromClause*> from_objects(const ClauseElement& element) {
    std::vector<FromClause*> all, result;
    element.collect_from_objects(all);
    for (FromClause* f : all)
        if (std::none_of(result.begin(), result.end(), [&](FromClause* o) { return o->same_as(*f); })) result.push_back(f);
    return result;
}

std::vector<FromClause*> surface_selectables(ClauseElement& element) {
    std::vector<FromClause*> result;
    std::vector<ClauseElement*> stack{&element};
    while (!stack.empty()) {
        ClauseElement* e = stack.back();
        stack.pop_back();
        FromClause* from = e->as_from_clause();
        if (!from) continue;
        FromClause& plain = from->plain();
        result.push_back(&plain);
        if (plain.kind() == Kind::join) {
            stack.push_back(&static_cast<Join&>(plain).left());
            stack.push_back(&static_cast<Join&>(plain).right());
        } else if (plain.kind() == Kind::from_grouping) {
            stack.push_back(&static_cast<FromGrouping&>(plain).element());
        }
    }
    return result;
}

bool selectables_overlap(ClauseElement& left, ClauseElement& right) {
    const auto a = surface_selectables(left), b = surface_selectables(right);
    return std::any_of(a.begin(), a.end(), [&](FromClause* f) { return std::find(b.begin(), b.end(), f) != b.end(); });
}

bool clause_is_present(const ClauseElement& clause, ClauseElement& search) {
    const auto all = surface_selectables(search);
    return std::any_of(all.begin(), all.end(), [&](FromClause* f) { return f->same_as(clause); });
}

std::vector<size_t> find_left_clause_to_join_from(const std::vector<Ref<FromClause>>& clauses, FromClause& join_to,
                                                  ClauseElement* onclause) {
    std::vector<size_t> result;
    const auto selectables = from_objects(join_to);
    const bool resolve = clauses.size() > 1 && onclause;
    const auto columns = resolve ? find_columns(*onclause) : std::vector<ColumnElement*>();
    for (size_t i = 0; i < clauses.size(); ++i) {
        FromClause& from = *clauses[i];
        for (FromClause* s : selectables) {
            if (s->same_as(from)) continue;
            bool fits;
            if (resolve && !columns.empty())
                fits = std::all_of(columns.begin(), columns.end(), [&](ColumnElement* c) {
                    return from.columns().contains(*c) || s->columns().contains(*c);
                });
            else
                fits = onclause || can_join(from, *s);
            if (fits) {
                result.push_back(i);
                break;
            }
        }
    }
    if (result.size() > 1) {
        std::vector<FromClause*> hidden;
        for (const auto& f : clauses) f->hide_froms(hidden);
        result.erase(std::remove_if(result.begin(), result.end(),
                                    [&](size_t i) {
                                        return std::any_of(hidden.begin(), hidden.end(),
                                                           [&](FromClause* h) { return h->same_as(*clauses[i]); });
                                    }),
                     result.end());
    }
    if (result.empty() && onclause)
        for (size_t i = 0; i < clauses.size(); ++i) result.push_back(i);
    return result;
}

} // namespace relata::sql
