#include "sql/select.h"

#include "sql/cache_key.h"
#include "sql/visitors.h"
#include "support/exceptions.h"

#include <algorithm>
#include <set>

namespace relata::sql {

Ref<Subquery> SelectBase::subquery(std::optional<std::string> name) { return make_ref<Subquery>(*this, std::move(name)); }

Ref<CTE> SelectBase::cte(std::optional<std::string> name, bool recursive, bool nesting) {
    Ref<CTE> cte = make_ref<CTE>(*this, std::move(name), recursive);
    cte->nesting = nesting;
    return cte;
}

Ref<ClauseElement> Select::clone() const { return make_ref<Select>(*this); }

void Select::visit_internals(Internals& v) {
    v(from_statement);
    v(raw_columns), v(from_obj);
    for (SetupJoin& j : setup_joins) v(j.target), v(j.onclause), v(j.from);
    v(where_criteria), v(having_criteria), v(order_by), v(group_by), v(distinct_on), v(limit), v(offset);
    if (correlate) v(*correlate);
    if (correlate_except) v(*correlate_except);
}

namespace {
bool add_options(CacheKey& key, const SelectBase& select) {
    key.add(static_cast<const void*>(select.propagate.plugin));
    key.add(static_cast<const void*>(select.propagate.plugin_subject));
    key.add(int64_t(select.options.size()));
    for (const auto& option : select.options)
        if (!option->gather_cache_key(key)) return false;
    return true;
}
bool add_generative(CacheKey& key, const GenerativeSelect& select) {
    key.add(int64_t(select.label_style));
    key.add(select.for_update.has_value());
    return key.add(select.order_by) && key.add(select.group_by) && key.add(select.limit) && key.add(select.offset) &&
           key.add(select.fetch) && key.add(select.independent_ctes) && add_options(key, select);
}
} // namespace

bool Select::gather_cache_key(CacheKey& key) const {
    if (!add_generative(key, *this) || !key.add(raw_columns) || !key.add(from_obj) || !key.add(where_criteria) ||
        !key.add(having_criteria))
        return false;
    key.add(int64_t(setup_joins.size()));
    for (const SetupJoin& j : setup_joins) {
        key.add(j.isouter);
        key.add(j.full);
        if (!key.add(j.target) || !key.add(j.onclause) || !key.add(j.from)) return false;
    }
    key.add(distinct);
    key.add(auto_correlate);
    for (const auto& p : prefixes) key.add(std::string_view(p));
    for (const auto& s : suffixes) key.add(std::string_view(s));
    key.add(correlate.has_value());
    if (correlate && !key.add(*correlate)) return false;
    key.add(correlate_except.has_value());
    return !correlate_except || key.add(*correlate_except);
}

std::vector<Ref<ColumnElement>> Select::all_selected_columns() const {
    auto& self = const_cast<Select&>(*this);
    if (propagate.plugin) return propagate.plugin->all_selected_columns(self);
    std::vector<Ref<ColumnElement>> result;
    for (const auto& element : raw_columns) {
        if (FromClause* from = element->as_from_clause()) {
            for (const auto& e : from->columns().entries()) result.push_back(Ref<ColumnElement>(*e.column));
        } else if (ColumnElement* c = element->as_column_element()) {
            result.push_back(Ref<ColumnElement>(*c));
        }
    }
    return result;
}

namespace {

/// Numbers anonymous names per select: "id_1". SQLAlchemy: prefix_anon_map.
class PrefixAnonMap {
  public:
    std::string apply(const std::string& name) {
        std::string out;
        size_t position = 0;
        for (size_t start; (start = name.find("%(", position)) != std::string::npos;) {
            const size_t end = name.find(")s", start);
            const std::string key = name.substr(start + 2, end - start - 2);
            out.append(name, position, start - position);
            auto [it, fresh] = m_names.emplace(key, "");
            if (fresh) {
                const std::string body = key.substr(key.find(' ') + 1);
                it->second = body + "_" + std::to_string(++m_counters[body]);
            }
            out += it->second;
            position = end + 2;
        }
        out.append(name, position, std::string::npos);
        return out;
    }

  private:
    std::map<std::string, std::string> m_names;
    std::map<std::string, int> m_counters;
};

/// SQLAlchemy: SelectState._column_naming_convention: keys of `.c`.
class KeyConvention {
  public:
    explicit KeyConvention(LabelStyle style) : m_style(style) {}
    std::optional<std::string> operator()(ColumnElement& c) {
        if (c.is_text_clause()) return std::nullopt;
        if (m_style == LabelStyle::none) return c.proxy_key().value_or("_no_label");
        const bool qualified = m_style == LabelStyle::tablename_plus_col;
        const auto name = qualified ? c.tq_key_label() : c.proxy_key();
        if (!name) {
            if (m_names.insert("_no_label").second) return "_no_label";
            return m_map.apply(anonymous_label(c.identity(), "_no_label"));
        }
        if (m_names.insert(*name).second) return name;
        return m_map.apply(qualified ? c.anon_tq_key_label() : anonymous_label(c.identity(), *name));
    }

  private:
    LabelStyle m_style;
    std::set<std::string> m_names;
    PrefixAnonMap m_map;
};

} // namespace

// SQLAlchemy: SelectsRows._generate_columns_plus_names.
std::vector<SelectColumn> columns_plus_names(const std::vector<Ref<ColumnElement>>& columns, LabelStyle style,
                                             bool anon_for_dupe_key) {
    if (style == LabelStyle::legacy_orm) style = LabelStyle::tablename_plus_col;
    KeyConvention key_of(style);
    const bool qualified = style == LabelStyle::tablename_plus_col;
    std::map<std::string, const ClauseElement*> names;
    std::vector<SelectColumn> result;
    int dedupe = 1;
    const auto deduped = [&](const ColumnElement& c) {
        return qualified ? c.dedupe_anon_tq_label(dedupe++) : c.dedupe_anon_label(dedupe++);
    };
    for (const auto& column : columns) {
        ColumnElement& c = *column;
        SelectColumn entry;
        entry.column = column;
        std::optional<std::string> effective;
        if (!c.render_label_in_columns_clause()) {
            // text and literal columns: as they are
        } else if (style == LabelStyle::none) {
            entry.fallback_label_name = c.non_anon_label() ? *c.non_anon_label() : c.anon_name_label();
        } else {
            effective = qualified ? c.tq_label() : c.non_anon_label();
            entry.fallback_label_name = effective;
            if (qualified) entry.required_label_name = effective;
            if (!effective) {
                if (!c.name() && !c.annotations()->proxy_key.empty()) {
                    effective = c.annotations()->proxy_key;
                    entry.required_label_name = entry.fallback_label_name = effective;
                } else {
                    entry.required_label_name.reset();
                    const std::string anon = c.anon_name_label();
                    entry.repeated = names.count(anon) != 0;
                    names[anon] = c.identity();
                    entry.fallback_label_name = entry.repeated ? deduped(c) : anon;
                }
            }
        }
        if (effective) {
            const auto known = names.find(*effective);
            if (known == names.end()) {
                names[*effective] = c.identity();
            } else if (known->second != c.identity()) {
                std::string label = qualified ? c.anon_tq_label() : c.anon_name_label();
                if (anon_for_dupe_key && names.count(label)) {
                    label = deduped(c);
                    entry.repeated = true;
                } else {
                    names[label] = c.identity();
                }
                entry.required_label_name = entry.fallback_label_name = label;
            } else if (anon_for_dupe_key) {
                entry.required_label_name = entry.fallback_label_name = deduped(c);
                entry.repeated = true;
            }
        }
        entry.proxy_key = key_of(c);
        result.push_back(std::move(entry));
    }
    return result;
}

namespace {
/// The column of a subquery for an entry; SQLAlchemy: c._make_proxy(subquery, key=proxy_key, name=required_label_name).
void add_proxy(FromClause& subquery, const SelectColumn& entry) {
    if (entry.column->is_text_clause()) return;
    ColumnElement& proxy = entry.column->make_proxy(subquery, entry.required_label_name, entry.proxy_key);
    auto& collection = const_cast<ColumnCollection&>(subquery.columns());
    collection.add(proxy);
}
} // namespace

void Select::generate_column_proxies(FromClause& subquery) const {
    for (const SelectColumn& entry : columns_plus_names(all_selected_columns(), label_style, false))
        add_proxy(subquery, entry);
}

Ref<SelectBase> Select::self_group_select(const Operator& against) {
    // SQLAlchemy: Select.self_group: inside a compound only where it has ORDER BY, LIMIT and the like.
    const bool compound = against.op == Op::smallest;
    if (compound && !limit && !offset && order_by.empty() && !for_update) return Ref<SelectBase>(*this);
    return make_ref<SelectGrouping>(*this);
}

Ref<SelectBase> Select::with_label_style(LabelStyle style) const {
    if (style == label_style) return Ref<SelectBase>(const_cast<Select&>(*this));
    Ref<Select> result = copy();
    result->label_style = style;
    return result;
}

// ---- CompoundSelect ------------------------------------------------------------------------------------------------

CompoundSelect::CompoundSelect(Keyword keyword, std::vector<Ref<SelectBase>> list)
    : GenerativeSelect(Kind::compound_select), m_keyword(keyword) {
    for (size_t i = 0; i < list.size(); ++i) {
        if (propagate.empty()) propagate = list[i]->propagate;
        selects.push_back(list[i]->self_group_select(Op::smallest));
    }
    if (!list.empty()) label_style = list[0]->get_label_style();
}

void CompoundSelect::visit_internals(Internals& v) { v(selects), v(order_by), v(group_by), v(limit), v(offset); }

bool CompoundSelect::gather_cache_key(CacheKey& key) const {
    key.add(int64_t(m_keyword));
    return key.add(selects) && add_generative(key, *this);
}

std::vector<Ref<ColumnElement>> CompoundSelect::all_selected_columns() const {
    return selects.empty() ? std::vector<Ref<ColumnElement>>() : selects[0]->all_selected_columns();
}

// The union's column stands for that of every select.
void CompoundSelect::generate_column_proxies(FromClause& subquery) const {
    if (selects.empty()) throw Error(Exc::IndexError, "list index out of range");
    const LabelStyle style = selects[0]->get_label_style();
    std::vector<std::vector<Ref<ColumnElement>>> others;
    for (size_t i = 1; i < selects.size(); ++i) others.push_back(selects[i]->all_selected_columns());
    const auto entries = columns_plus_names(selects[0]->all_selected_columns(), style, false);
    for (size_t i = 0; i < entries.size(); ++i) {
        if (entries[i].column->is_text_clause()) continue;
        ColumnElement& proxy =
            entries[i].column->make_proxy(subquery, entries[i].required_label_name, entries[i].proxy_key);
        for (const auto& other : others)
            if (i < other.size()) proxy.proxies.push_back(other[i]);
        const_cast<ColumnCollection&>(subquery.columns()).add(proxy);
    }
}

Ref<SelectBase> CompoundSelect::self_group_select(const Operator&) { return make_ref<SelectGrouping>(*this); }

Ref<SelectBase> CompoundSelect::with_label_style(LabelStyle style) const {
    Ref<CompoundSelect> result = copy();
    result->label_style = style;
    return result;
}

bool SelectGrouping::gather_cache_key(CacheKey& key) const { return key.add(m_element); }

Ref<SelectBase> SelectGrouping::with_label_style(LabelStyle style) const {
    return make_ref<SelectGrouping>(*m_element->with_label_style(style));
}

TextualSelect::TextualSelect(TextClause& source, std::vector<Ref<ColumnElement>> columns, bool positional)
    : SelectBase(Kind::textual_select), m_text(source), m_column_args(std::move(columns)), m_positional(positional) {}

bool TextualSelect::gather_cache_key(CacheKey& key) const { return key.add(m_text) && key.add(m_column_args); }

void TextualSelect::generate_column_proxies(FromClause& subquery) const {
    for (const auto& c : m_column_args) {
        ColumnElement& proxy = c->make_proxy(subquery);
        const_cast<ColumnCollection&>(subquery.columns()).add(proxy);
    }
}

namespace {

/// What stands inside an expression names its columns as they are. SQLAlchemy: SelectBase.scalar_subquery.
Ref<SelectBase> without_labels(SelectBase& select) {
    return select.get_label_style() == LabelStyle::none ? Ref<SelectBase>(select) : select.with_label_style(LabelStyle::none);
}

} // namespace

ScalarSelect::ScalarSelect(SelectBase& element) : ColumnElement(Kind::scalar_select), m_element(without_labels(element)) {
    const auto columns = element.all_selected_columns();
    type = columns.empty() ? make_type(TypeKind::null_) : columns[0]->type;
}

Exists::Exists(SelectBase& select) : ColumnElement(Kind::exists, make_type(TypeKind::boolean)), m_element(without_labels(select)) {}

// SQLAlchemy: Exists is a UnaryExpression of operators.exists.
Ref<ColumnElement> Exists::self_group(const Operator& against) {
    if (is_precedent(Op::exists, against)) return make_ref<Grouping>(*this);
    return Ref<ColumnElement>(*this);
}

Ref<ColumnElement> Exists::negate() {
    return make_ref<UnaryExpression>(*self_group(Op::inv), Operator(Op::inv), Operator(), type);
}

Ref<Exists> Exists::with_select(SelectBase& select) const { return make_ref<Exists>(select); }

// ---- joins of a core select ------------------------------------------------------------------------------------------

namespace {

bool contains_from(const std::vector<Ref<FromClause>>& froms, const FromClause& from) {
    return std::any_of(froms.begin(), froms.end(), [&](const auto& f) { return f->same_as(from); });
}

void add_froms(const ClauseElement& element, std::vector<Ref<FromClause>>& froms) {
    std::vector<FromClause*> found;
    element.collect_from_objects(found);
    for (FromClause* f : found)
        if (!contains_from(froms, *f)) froms.push_back(Ref<FromClause>(*f));
}

[[noreturn]] void raise_cannot_join_to(const std::string& target) {
    throw Error(Exc::InvalidRequestError,
                "Don't know how to join to " + target +
                    ". Please use the .select_from() method to establish an explicit left side, as well as "
                    "providing an explicit ON clause if not present already to help resolve the ambiguity.");
}

/// SQLAlchemy: SelectState._setup_joins.
std::vector<Ref<FromClause>> from_clauses_with_joins(Select& select) {
    std::vector<Ref<FromClause>> clauses = select.from_obj;
    for (const Select::SetupJoin& join : select.setup_joins) {
        FromClause* const target = join.target->as_from_clause();
        if (!target) raise_cannot_join_to(join.target->class_name() + " object"); // text()
        FromClause& right = *target;
        Ref<FromClause> left = join.from;
        std::optional<size_t> place;
        if (!left) {
            std::vector<Ref<FromClause>> potential = clauses;
            if (clauses.empty()) {
                for (const auto& c : select.raw_columns) add_froms(*c, potential);
                for (const auto& c : select.where_criteria) add_froms(*c, potential);
            }
            const auto indexes = find_left_clause_to_join_from(potential, right, join.onclause.get());
            if (indexes.size() > 1)
                throw Error(Exc::InvalidRequestError,
                            "Can't determine which FROM clause to join from, there are multiple FROMS which can join to "
                            "this entity. Please use the .select_from() method to establish an explicit left side, as well "
                            "as providing an explicit ON clause if not present already to help resolve the ambiguity.");
            if (indexes.empty())
                raise_cannot_join_to(right.description());
            left = potential[indexes[0]];
            if (!clauses.empty()) place = indexes[0];
        } else {
            for (size_t i = 0; i < clauses.size(); ++i)
                if (clauses[i]->is_derived_from(left->plain()) || clauses[i]->same_as(*left)) place = i;
            if (place) left = clauses[*place];
        }
        Ref<FromClause> joined = make_ref<Join>(*left, right,
                                                join.onclause ? Ref<ColumnElement>(join.onclause->as_column_element())
                                                              : Ref<ColumnElement>(),
                                                join.isouter, join.full);
        if (place) clauses[*place] = joined;
        else clauses.push_back(joined);
    }
    return clauses;
}

} // namespace

// SQLAlchemy: SelectState._get_froms, _normalize_froms.
std::vector<Ref<FromClause>> Select::final_froms() {
    std::vector<Ref<FromClause>> froms;
    for (const auto& f : from_clauses_with_joins(*this))
        if (!contains_from(froms, *f)) froms.push_back(f);
    for (const auto& c : raw_columns) add_froms(*c, froms);
    for (const auto& c : where_criteria) add_froms(*c, froms);
    std::vector<FromClause*> hidden;
    for (const auto& f : froms) f->hide_froms(hidden);
    std::vector<Ref<FromClause>> result;
    for (const auto& f : froms)
        if (std::none_of(hidden.begin(), hidden.end(), [&](FromClause* h) { return h->same_as(*f); })) result.push_back(f);
    return result;
}

} // namespace relata::sql
