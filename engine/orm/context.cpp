// ORMCompileState: a SELECT over entities becomes a core SELECT. SQLAlchemy: context.py ORMSelectCompileState.
#include "orm/context.h"

#include "orm/attributes.h"
#include "orm/context_joins.h"
#include "orm/registry.h"
#include "sql/cache_key.h"
#include "sql/sql_compiler.h"
#include "sql/visitors.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::orm {

bool ColumnCollection::add(const Ref<sql::ColumnElement>& column) {
    if (!m_seen.insert(column->identity()).second) return false;
    m_columns.push_back(column);
    return true;
}

const ORMCompileState::Options* ORMCompileState::Options::find(const sql::Select& select) {
    for (const auto& extra : select.with_options_extra)
        if (auto* options = dynamic_cast<Options*>(extra.get())) return options;
    return nullptr;
}

bool ORMCompileState::Options::wants(const MapperProperty& property) const {
    if (!has_only_load_props) return true;
    return std::ranges::any_of(only_load_props,
                               [&](const AttributeImpl* impl) { return impl->key() == property.key(); });
}

sql::Entity* parent_entity(const sql::ClauseElement& element) { return element.annotations()->parententity; }

Ref<sql::FromClause> entity_clause(sql::Entity& entity) {
    Mapper& mapper = mapper_of(entity);
    sql::Annotations annotations;
    sql::Annotations::Fields& fields = annotations.edit();
    fields.parententity = fields.plugin_subject = fields.entity_namespace = &entity;
    fields.parentmapper = &mapper;
    fields.plugin = &orm_plugin(mapper.runtime());
    fields.keep = Ref<RefCounted>(&entity);
    return sql::annotated(selectable_of(entity), annotations);
}

Ref<sql::Select> entity_select(sql::Entity& entity, const ORMCompileState::Options& options) {
    Ref<sql::Select> select = make_ref<sql::Select>();
    select->raw_columns.push_back(entity_clause(entity));
    select->label_style = sql::LabelStyle::tablename_plus_col;
    select->propagate = {&orm_plugin(mapper_of(entity).runtime()), &entity, Ref<RefCounted>(&entity)};
    select->with_options_extra.push_back(make_ref<ORMCompileState::Options>(options));
    return select;
}

ORMCompileState::ORMCompileState(Runtime& runtime, sql::Select& select, bool toplevel, const Options& options)
    : m_runtime(&runtime), m_select(select), m_toplevel(toplevel), m_options(options) {}

// SQLAlchemy: _setup_for_generate.
void ORMCompileState::generate(sql::SQLCompiler* compiler) {
    create_entities();
    init_global_criteria(compiler);
    process_options();
    m_where_criteria = m_select->where_criteria;
    m_order_by = m_select->order_by;
    for (const Ref<sql::FromClause>& from : m_select->from_obj) {
        if (sql::Entity* entity = parent_entity(*from)) m_extra_criteria_entities.push_back(entity);
        from_clauses.emplace_back(from->plain());
    }
    m_group_by = m_select->group_by;
    m_having_criteria = m_select->having_criteria;
    JoinBuilder(*this).join_all();
    if (!m_polymorphic_adapters.empty())
        for (auto* clauses : {&m_where_criteria, &m_order_by, &m_group_by, &m_having_criteria})
            for (Ref<sql::ColumnElement>& clause : *clauses) clause = adapt_polymorphic(clause);
    for (const auto& entity : m_entities) entity->setup_compile_state(*this);
    for (const auto& create : create_eager_joins) create();
    if (m_primary_columns.columns().empty())
        throw Error(Exc::InvalidRequestError,
                    m_options.has_only_load_props
                        ? "No column-based properties specified for refresh operation. Use session.expire() to reload "
                          "collections and related items."
                        : "Query contains no columns with which to SELECT from.");
    if (from_clauses.empty()) from_clauses = m_fallback_from_clauses;
    adjust_for_extra_criteria();
    if (multi_row_eager_loaders && eager_adding_joins && should_nest_selectable())
        statement = compound_eager_statement();
    else
        statement = simple_statement();
}

void ORMCompileState::GlobalCriteria::add(LoaderCriteriaOption& option) {
    if (std::ranges::none_of(options, [&](const auto& known) { return known.get() == &option; })) options.emplace_back(option);
}

// SQLAlchemy: AbstractORMCompileState._init_global_attributes.
void ORMCompileState::init_global_criteria(sql::SQLCompiler* compiler) {
    if (!compiler) return;
    if (compiler->global_attributes)
        m_criteria = Ref<GlobalCriteria>(static_cast<GlobalCriteria&>(*compiler->global_attributes));
    else
        compiler->global_attributes = m_criteria;
    if (m_toplevel) m_criteria->toplevel_orm = true;
    if (m_criteria->toplevel_orm || !compiler->outermost() || !compiler->outermost()->is_select_base()) return;
    for (const auto& option : static_cast<const sql::SelectBase&>(*compiler->outermost()).options)
        if (auto* criteria = dynamic_cast<LoaderCriteriaOption*>(option.get())) m_criteria->add(*criteria);
}

void ORMCompileState::process_options() {
    if (!m_toplevel) return; // SQLAlchemy: the options of inner statements do not count
    for (const auto& option : m_select->options) {
        if (auto* load = dynamic_cast<Load*>(option.get()))
            load->process_compile_state(*this);
        else if (auto* criteria = dynamic_cast<LoaderCriteriaOption*>(option.get()))
            m_criteria->add(*criteria);
    }
}

void ORMCompileState::load_polymorphically_with(Mapper& mapper, AliasedInsp& alias) {
    m_polymorphic_adapters[&mapper] = Ref<AliasedInsp>(alias);
    for (const Mapper* m : mapper.iterate_to_root()) m_polymorphic_adapters[m->local_table()] = Ref<AliasedInsp>(alias);
}

AliasedInsp* ORMCompileState::polymorphic_alias(const Mapper& mapper) const {
    const auto found = m_polymorphic_adapters.find(&mapper);
    return found == m_polymorphic_adapters.end() ? nullptr : found->second.get();
}

Ref<sql::ColumnElement> ORMCompileState::adapt_polymorphic(const Ref<sql::ColumnElement>& clause) const {
    if (m_polymorphic_adapters.empty()) return clause;
    const auto replace = [&](sql::ClauseElement& element) -> Ref<sql::ClauseElement> {
        sql::Entity* entity = parent_entity(element);
        if (!entity || !element.is_column_element()) return {};
        auto found = m_polymorphic_adapters.find(static_cast<const void*>(dynamic_cast<Mapper*>(entity)));
        if (found == m_polymorphic_adapters.end())
            if (const sql::FromClause* table = static_cast<sql::ColumnElement&>(element).table())
                found = m_polymorphic_adapters.find(static_cast<const void*>(dynamic_cast<const sql::Table*>(table)));
        if (found == m_polymorphic_adapters.end()) return {};
        return found->second->adapter().column(static_cast<sql::ColumnElement&>(element));
    };
    return Ref<sql::ColumnElement>(static_cast<sql::ColumnElement*>(sql::replacement_traverse(*clause, replace).get()));
}

void ORMCompileState::generate_from_statement() {
    create_entities();
    process_options();
    for (const auto& entity : m_entities) entity->setup_compile_state(*this);
}

namespace {

/// The entity of the first column in an expression that has one. SQLAlchemy: sql_util.extract_first_column_annotation.
sql::Entity* first_entity(sql::ClauseElement& expression) {
    struct Children final : sql::Internals {
        std::vector<sql::ClauseElement*> queue;
        Ref<sql::ClauseElement> visit(sql::ClauseElement& child) override {
            if (!child.is_select_base() && child.kind() != sql::Kind::from_grouping) queue.push_back(&child);
            return {};
        }
    } children;
    children.queue.push_back(&expression);
    for (size_t i = 0; i < children.queue.size(); ++i) {
        sql::ClauseElement& element = *children.queue[i];
        if (sql::Entity* entity = parent_entity(element)) return entity;
        element.visit_internals(children);
    }
    return nullptr;
}

/// A column or expression among the columns. SQLAlchemy: _RawColumnEntity, _ORMColumnEntity.
class ColumnEntity final : public QueryEntity {
  public:
    ColumnEntity(Ref<sql::ColumnElement> column, std::string label)
        : m_column(std::move(column)), m_entity(first_entity(*m_column)) {
        label_name = std::move(label);
        if (m_entity) mapper_of(*m_entity).check_configure();
    }
    sql::Entity* entity_zero() const override { return m_entity; }
    void setup_compile_state(ORMCompileState& compile_state) override {
        m_selected = compile_state.adapt_polymorphic(m_column);
        if (m_entity) {
            compile_state.add_extra_criteria_entity(*m_entity);
            // The entity's FROM, not the column's: a join for a subclass. A scalar subquery has nothing to do with either.
            sql::FromClause& selectable = selectable_of(*m_entity);
            const std::vector<sql::FromClause*> of_entity = sql::from_objects(selectable);
            const auto is_of_entity = [&](const sql::FromClause* from) {
                return std::ranges::any_of(of_entity, [&](const sql::FromClause* f) { return f->same_as(*from); });
            };
            if (std::ranges::any_of(sql::from_objects(*m_selected), is_of_entity)) compile_state.add_fallback_from(selectable);
        }
        // SQLAlchemy: such columns are selected as often as they are named; an entity's own are left out where they are
        // there already.
        if (!compile_state.primary_columns().add(m_selected)) compile_state.primary_columns().append(m_selected);
    }
    RowProcessor row_processor(QueryContext& context, ResultColumns& result) override {
        int index = result.index_of(*m_selected);
        if (context.compile_state.compound_eager_adapter) {
            const Ref<sql::ColumnElement> adapted = context.compile_state.compound_eager_adapter->column(*m_selected);
            if (const int at = result.index_of(*adapted); at >= 0) index = at;
        }
        // A column whose label another one has too cannot be told apart in the rows.
        if (index < 0)
            throw Error(Exc::NoSuchColumnError, "Could not locate column in row for column '" +
                                                    sql::to_text(context.session.runtime(), *m_column) + "'");
        const sql::TypeEngine* type = m_column->type && m_column->type->needs_result() ? m_column->type.get() : nullptr;
        return [index, type](const RowReader& row) { return row.value(index, type); };
    }
    const sql::ClauseElement* target() const override { return m_column.get(); }

  private:
    Ref<sql::ColumnElement> m_column;
    sql::Entity* m_entity;
    Ref<sql::ColumnElement> m_selected; ///< the column as the statement has it
};

} // namespace

// SQLAlchemy: SelectState._column_naming_convention.
std::string ORMCompileState::label_of(sql::ColumnElement& column) {
    const bool qualified = m_select->label_style == sql::LabelStyle::tablename_plus_col;
    const auto resolved = [&](const std::string& label) {
        if (!sql::is_anonymous_label(label)) return label;
        const size_t space = label.find(' ');
        const std::string body = label.substr(space + 1, label.size() - space - 3);
        return body + "_" + std::to_string(++m_anonymous_labels[body]);
    };
    // SQLAlchemy: the rows of a Query have the attributes' keys, several times where they are the same.
    if (m_select->label_style == sql::LabelStyle::legacy_orm) {
        if (!column.annotations()->proxy_key.empty()) return column.annotations()->proxy_key;
        if (const auto key = column.key()) return resolved(*key);
        return column.proxy_key().value_or("_no_label");
    }
    std::optional<std::string> name = qualified ? column.tq_key_label() : column.proxy_key();
    if (!name) {
        if (m_label_names.insert("_no_label").second) return "_no_label";
        return resolved(sql::anonymous_label(&column, "_no_label"));
    }
    if (m_label_names.insert(*name).second) return resolved(*name);
    return resolved(qualified ? column.anon_tq_key_label() : column.anon_name_label());
}

void ORMCompileState::create_entities() {
    for (const Ref<sql::ClauseElement>& raw : m_select->raw_columns) {
        sql::Entity* entity = parent_entity(*raw);
        if (auto* relationship = dynamic_cast<RelationshipClause*>(raw.get())) {
            (void)relationship;
            throw Error(Exc::ArgumentError, "Column expression, FROM clause, or other columns clause element expected, got " +
                                                relationship->reference.text() + ".");
        }
        if (raw->is_from_clause() && entity) {
            mapper_of(*entity).check_configure();
            m_entities.push_back(std::make_unique<MapperEntity>(*entity, raw.get()));
        } else if (raw->is_from_clause()) {
            for (const auto& entry : static_cast<sql::FromClause&>(*raw).columns().entries())
                m_entities.push_back(std::make_unique<ColumnEntity>(Ref<sql::ColumnElement>(*entry.column), label_of(*entry.column)));
        } else if (raw->is_column_element()) {
            Ref<sql::ColumnElement> column(static_cast<sql::ColumnElement&>(*raw));
            m_entities.push_back(std::make_unique<ColumnEntity>(column, label_of(*column)));
        }
    }
}

void ORMCompileState::set_loader(const PathRegistry& path, const Ref<LoadElement>& element) {
    Ref<LoadElement>& there = m_loaders[path];
    there = there ? LoadElement::reconcile(element, there) : element;
}

LoadElement* ORMCompileState::loader_for(StrategizedProperty& property, const PathRegistry& path) {
    if (m_loaders.empty()) return nullptr;
    if (auto at = m_loaders.find(path[property]); at != m_loaders.end()) return at->second.get();
    const std::string kind = property.is_relationship() ? "relationship" : "column";
    if (auto at = m_loaders.find(path.with_token(kind + ":*")); at != m_loaders.end()) return at->second.get();
    if (auto at = m_loaders.find(PathRegistry().with_token(kind + ":_sa_default")); at != m_loaders.end()) return at->second.get();
    // An option that names a base or a subclass of the entity that is selected.
    if (path.size() == 1 && !as_aliased(path.entity_at(0)))
        for (const auto& [key, element] : m_loaders)
            if (key.size() == 2 && key.ends_at_property() && &key.property_at(1) == &property &&
                entity_corresponds_to(key.entity_at(0), path.entity_at(0)))
                return element.get();
    return nullptr;
}

LoaderStrategy& ORMCompileState::strategy_for(StrategizedProperty& property, const LoadElement* option,
                                              const PathRegistry& path) const {
    // The way back from a lazy load is known: it needs no eager load. SQLAlchemy: LazyLoader._emit_lazyload.
    if (path.size() == 1 && std::ranges::find(m_options.lazyload_reverse, property.as_relationship()) != m_options.lazyload_reverse.end())
        return property.strategy(StrategyKey::select);
    return option && option->strategy ? property.strategy(*option->strategy) : property.strategy();
}

bool ORMCompileState::should_nest_selectable() const {
    return m_select->limit || m_select->offset || m_select->fetch || m_select->distinct ||
           !m_select->distinct_on.empty() || !m_select->group_by.empty();
}

std::vector<Ref<sql::ColumnElement>> ORMCompileState::additional_entity_criteria(sql::Entity& entity) const {
    std::vector<Ref<sql::ColumnElement>> result;
    for (const auto& option : m_criteria->options)
        if (m_select->for_loader_criteria != option.get() && option->applies_to(entity))
            if (Ref<sql::ColumnElement> criterion = option->criterion(entity)) result.push_back(criterion);
    return result;
}

// SQLAlchemy: _adjust_for_extra_criteria.
void ORMCompileState::adjust_for_extra_criteria() {
    std::vector<sql::Entity*> seen;
    for (sql::Entity* entity : m_extra_criteria_entities) {
        if (std::ranges::find(seen, entity) != seen.end()) continue;
        if (std::ranges::find(m_join_entities, entity) != m_join_entities.end()) continue;
        seen.push_back(entity);
        Mapper& mapper = mapper_of(*entity);
        if (Ref<sql::ColumnElement> single = mapper.single_table_criterion()) {
            if (AliasedInsp* aliased = as_aliased(*entity)) single = aliased->adapter()(*single);
            m_where_criteria.push_back(single);
        }
        if (m_options.for_refresh_state) continue;
        for (const auto& criterion : additional_entity_criteria(*entity)) m_where_criteria.push_back(criterion);
    }
}

Ref<sql::Select> ORMCompileState::select_statement_of(std::vector<Ref<sql::ColumnElement>> columns,
                                                      std::vector<Ref<sql::FromClause>> froms) {
    Ref<sql::Select> select = make_ref<sql::Select>();
    select->raw_columns.assign(columns.begin(), columns.end());
    select->from_obj = std::move(froms);
    select->label_style = m_select->label_style == sql::LabelStyle::legacy_orm ? sql::LabelStyle::tablename_plus_col
                                                                               : m_select->label_style;
    select->where_criteria = m_where_criteria;
    select->having_criteria = m_having_criteria;
    select->order_by = m_order_by;
    select->group_by = m_group_by;
    select->limit = m_select->limit;
    select->offset = m_select->offset;
    select->fetch = m_select->fetch;
    select->distinct = m_select->distinct;
    select->distinct_on = m_select->distinct_on;
    select->prefixes = m_select->prefixes;
    select->suffixes = m_select->suffixes;
    select->for_update = m_select->for_update;
    select->correlate = m_select->correlate;
    select->correlate_except = m_select->correlate_except;
    select->auto_correlate = m_select->auto_correlate;
    select->independent_ctes = m_select->independent_ctes;
    return select;
}

Ref<sql::Select> ORMCompileState::simple_statement() {
    std::vector<Ref<sql::ColumnElement>> columns = m_primary_columns.columns();
    columns.insert(columns.end(), m_secondary_columns.columns().begin(), m_secondary_columns.columns().end());
    std::vector<Ref<sql::FromClause>> froms = from_clauses;
    for (const EagerJoin& eager : eager_joins) {
        // The join took the place of the FROM that it begins with.
        froms.push_back(eager.join);
    }
    Ref<sql::Select> select = select_statement_of(std::move(columns), std::move(froms));
    select->order_by.insert(select->order_by.end(), eager_order_by.begin(), eager_order_by.end());
    return select;
}

namespace {

/// SQLAlchemy: sql_util.splice_joins: the joins of `right` down to `stop_on` are put on top of `left`.
Ref<sql::FromClause> splice_joins(const Ref<sql::FromClause>& left, const Ref<sql::FromClause>& right,
                                  sql::FromClause* stop_on, sql::ClauseAdapter& adapter) {
    if (right.get() == stop_on || !right->is_join() || right->kind() != sql::Kind::join) return left;
    auto& join = static_cast<sql::Join&>(*right);
    const Ref<sql::FromClause> inner = splice_joins(left, Ref<sql::FromClause>(join.left()), stop_on, adapter);
    Ref<sql::ColumnElement> onclause = adapter(*join.onclause());
    return make_ref<sql::Join>(*inner, join.right(), onclause, join.isouter(), join.full());
}

} // namespace

// SQLAlchemy: _compound_eager_statement: LIMIT and the like stay inside, the eager joins go outside.
Ref<sql::Select> ORMCompileState::compound_eager_statement() {
    std::vector<Ref<sql::ColumnElement>> columns = m_primary_columns.columns();
    std::vector<Ref<sql::ColumnElement>> unwrapped;
    for (const auto& element : m_order_by)
        unwrapped.push_back(element->kind() == sql::Kind::label_reference
                                ? Ref<sql::ColumnElement>(static_cast<sql::LabelReference&>(*element).element())
                                : element);
    for (const auto& column : sql::expand_column_list_from_order_by(m_primary_columns.columns(), unwrapped))
        if (!m_dedupe.contains(column->identity())) columns.push_back(column);
    Ref<sql::Select> inner = select_statement_of(std::move(columns), from_clauses);
    const Ref<sql::Subquery> alias = inner->subquery();
    compound_eager_adapter = std::make_shared<sql::ColumnAdapter>(*alias);
    Ref<sql::Select> outer = make_ref<sql::Select>();
    outer->raw_columns.push_back(alias);
    for (const auto& column : m_secondary_columns.columns()) outer->raw_columns.push_back(column);
    outer->label_style = inner->label_style;
    outer->for_update = m_select->for_update;
    Ref<sql::FromClause> from = alias;
    for (const EagerJoin& eager : eager_joins) from = splice_joins(from, eager.join, eager.stop_on, *compound_eager_adapter);
    outer->from_obj.push_back(from);
    for (const auto& element : unwrapped) outer->order_by.push_back((*compound_eager_adapter)(*element));
    outer->order_by.insert(outer->order_by.end(), eager_order_by.begin(), eager_order_by.end());
    return outer;
}

std::vector<std::string> ORMCompileState::option_texts() const {
    std::vector<std::string> texts;
    for (const auto& option : m_select->options)
        if (auto* load = dynamic_cast<Load*>(option.get())) texts.push_back(load->text());
    return texts;
}

} // namespace relata::orm
