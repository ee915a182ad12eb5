// SubqueryLoader: the related objects by joining to the original statement as a subquery. SQLAlchemy:
// strategies.SubqueryLoader.
#include "orm/registry.h"
#include "orm/strategies/strategies.h"
#include "orm/strategies/write_only_loader.h"
#include "sql/visitors.h"

#include <algorithm>
#include <unordered_set>

namespace relata::orm {

namespace {

/// The rows of one subquery load, read when the first parent asks. SQLAlchemy: _SubqCollections.
struct SubqueryCollections {
    Ref<sql::Select> statement;
    LoaderExecution execution;
    size_t key_width = 0;
    bool loaded = false;
    struct Group {
        std::vector<Value> key, members;
        std::unordered_set<const void*> seen;
    };
    std::vector<Group> groups;
    std::unordered_map<int64_t, std::vector<size_t>> index;
    std::vector<Ref<RefCounted>> kept;

    int64_t hash_of(Runtime& runtime, const std::vector<Value>& key) const {
        int64_t result = 0;
        for (const Value& v : key) result = result * 1000003 + hash(runtime, v);
        return result;
    }
    bool same(Runtime& runtime, const std::vector<Value>& a, const std::vector<Value>& b) const {
        return std::ranges::equal(a, b, [&](const Value& x, const Value& y) { return equal(runtime, x, y); });
    }
    Group* find(Runtime& runtime, const std::vector<Value>& key) {
        const auto at = index.find(hash_of(runtime, key));
        if (at == index.end()) return nullptr;
        for (size_t i : at->second)
            if (same(runtime, groups[i].key, key)) return &groups[i];
        return nullptr;
    }
    std::vector<Value>* get(Session& session, const std::vector<Value>& key) {
        Runtime& runtime = session.runtime();
        if (!loaded) {
            loaded = true;
            const std::vector<Value> rows = load_rows(session, statement, execution);
            const size_t width = key_width + 1;
            for (size_t row = 0; row + width <= rows.size(); row += width) {
                const std::vector<Value> own(rows.begin() + std::ptrdiff_t(row + 1), rows.begin() + std::ptrdiff_t(row + width));
                Group* group = find(runtime, own);
                if (!group) {
                    index[hash_of(runtime, own)].push_back(groups.size());
                    groups.push_back({own, {}, {}});
                    group = &groups.back();
                }
                // A Query makes its rows unique: several paths of a nested load may lead to one parent.
                if (group->seen.insert(rows[row].as_object()).second) group->members.push_back(rows[row]);
            }
        }
        Group* const group = find(runtime, key);
        return group ? &group->members : nullptr;
    }
};

/// SQLAlchemy: _generate_from_original_query.
Ref<AliasedInsp> embedded_original(const sql::Select& original, Mapper& leftmost, RelationshipProperty& property,
                                   sql::Entity& lead) {
    Ref<sql::Select> inner = original.copy();
    inner->correlate.emplace();
    inner->options.clear();
    std::erase_if(inner->with_options_extra, [](const auto&) { return true; });
    if (inner->from_obj.empty())
        for (const auto& raw : original.raw_columns)
            if (sql::Entity* entity = parent_entity(*raw)) {
                Ref<sql::FromClause> from = entity_clause(*entity);
                if (std::ranges::none_of(inner->from_obj, [&](const auto& f) { return f->same_as(*from); }))
                    inner->from_obj.push_back(from);
            }
    AliasedInsp* aliased = as_aliased(lead);
    inner->raw_columns.clear();
    bool has_primary_key = true;
    for (sql::ColumnElement* key : leftmost.primary_key())
        has_primary_key = has_primary_key && std::ranges::any_of(property.join_condition().local_columns(),
                                                                  [&](sql::ColumnElement* c) { return c->same_as(*key); });
    for (sql::ColumnElement* column : property.join_condition().local_columns()) {
        const Ref<sql::ColumnElement> own(static_cast<sql::ColumnElement*>(sql::deannotate(*column).get()));
        if (aliased) {
            inner->raw_columns.push_back(aliased->adapt_column(*own, *own->key()));
            continue;
        }
        sql::Annotations annotations;
        sql::Annotations::Fields& fields = annotations.edit();
        fields.parententity = fields.parentmapper = &leftmost;
        inner->raw_columns.push_back(sql::annotated(*own, annotations));
    }
    const auto distinct_key = property.options().distinct_target_key;
    if (distinct_key ? *distinct_key != 0 : !has_primary_key) inner->distinct = true;
    if (!inner->limit && !inner->offset && !inner->fetch) inner->order_by.clear();
    inner->label_style = sql::LabelStyle::tablename_plus_col;
    return make_ref<AliasedInsp>(leftmost, Ref<sql::FromClause>(inner->subquery()), std::string());
}

} // namespace

void SubqueryLoader::create_row_processor(const CreateRowProcessor& create) {
    QueryContext& context = create.context;
    if (context.load_options.refresh_state) return immediate_row_processor(create);
    if (!is_entity_of_parent(create)) return;
    const Recursion recursion = setup_for_recursion(create);
    if (!recursion.run) return;
    refuse_eager_load(property(), impl(create.mapper));
    const ORMCompileState::Options& options = context.compile_state.options();
    if (!options.enable_eagerloads || options.for_refresh_state) return;
    context.loaders_require_buffering = true;
    RelationshipProperty& relationship = property();
    const PathRegistry path = create.path[parent_property()];
    AttributeImpl* attribute = &impl(create.mapper);

    auto collections = std::static_pointer_cast<SubqueryCollections>(context.attributes[path]);
    if (!collections) {
        collections = std::make_shared<SubqueryCollections>();
        context.attributes[path] = collections;
        auto origin = std::make_shared<SubqueryOrigin>();
        if (context.subquery_origin) {
            *origin = *context.subquery_origin;
        } else {
            origin->statement = context.statement;
            origin->parameters = context.parameters;
        }
        // What leads from the original statement to this relationship.
        PathRegistry whole = origin->path.empty() ? path : origin->path + path;
        origin->path = whole;
        std::vector<std::pair<sql::Entity*, RelationshipProperty*>> steps;
        for (size_t i = 0; i + 1 < whole.size(); i += 2)
            steps.emplace_back(&whole.entity_at(i), whole.property_at(i + 1).as_relationship());
        Mapper& leftmost = mapper_of(*steps[0].first);
        const Ref<AliasedInsp> left = embedded_original(*origin->statement, leftmost, *steps[0].second, *steps[0].first);
        collections->kept.push_back(left);
        sql::Entity* entity = &relationship.mapper();
        if (AliasedInsp* named = create.loadopt ? create.loadopt->polymorphic_entity() : nullptr) entity = named;
        ORMCompileState::Options compile_options;
        // From the original statement on, not from the query that this one is loaded for: below a selectin load further
        // options do not reach the subquery. SQLAlchemy: _get_leftmost, _setup_options (rewritten_path).
        compile_options.current_path = whole;
        Ref<sql::Select> select = entity_select(*entity, compile_options);
        std::vector<AliasedInsp*> aliases{left.get()};
        for (size_t i = 1; i < steps.size(); ++i) {
            const Ref<AliasedInsp> alias =
                make_ref<AliasedInsp>(mapper_of(*steps[i].first), Ref<sql::FromClause>(), std::string());
            collections->kept.push_back(alias);
            aliases.push_back(alias.get());
        }
        for (sql::ColumnElement* column : relationship.join_condition().local_columns()) {
            select->raw_columns.push_back(aliases.back()->adapter().column(*column));
            ++collections->key_width;
        }
        for (size_t i = 0; i < steps.size(); ++i) {
            AttributeReference reference;
            reference.entity = aliases[i];
            reference.property = steps[i].second;
            reference.of_type = i + 1 < steps.size() ? static_cast<sql::Entity*>(aliases[i + 1]) : entity;
            if (i + 1 == steps.size() && create.loadopt) reference.extra_criteria = create.loadopt->extra_criteria;
            select->setup_joins.push_back({.target = make_ref<RelationshipClause>(reference), .onclause = {}, .from = {}});
        }
        select->options = context.statement->options;
        select->order_by = relationship.order_by();
        collections->statement = select;
        LoaderExecution& execution = collections->execution;
        execution.parameters = origin->parameters;
        execution.propagated_options = propagating(select->options);
        execution.load_options.populate_existing = context.load_options.populate_existing;
        execution.execution_options = context.execution_options;
        execution.cause = {execution::Cause::Kind::subquery_load, parent_property().text()};
        execution.bind_mapper = &relationship.mapper();
        execution.subquery_origin = origin;
        if (!context.is_top_level) execution.post_loads = context.post_loads;
    }
    std::vector<std::pair<int, const sql::TypeEngine*>> columns;
    for (sql::ColumnElement* column : relationship.join_condition().local_columns()) {
        const int index = adapted_index(context, create.result, create.adapter, *column);
        if (index < 0) return;
        columns.emplace_back(index, create.result.type_of(index));
    }
    Session* session = &context.session;
    const auto related = [collections, columns, session](const RowReader& row) {
        std::vector<Value> key;
        for (const auto& [index, type] : columns) key.push_back(row.value(index, type));
        return collections->get(*session, key);
    };
    const ToldFilled told = tells_eager_load(context, "subquery");
    const auto populate = [this, attribute, related, told](InstanceState& state, const RowReader& row) {
        if (told) told(state);
        std::vector<Value>* found = related(row);
        if (property().uselist()) {
            static_cast<CollectionAttributeImpl*>(attribute)->set_committed_items(state, found ? *found : std::vector<Value>());
            return;
        }
        if (found && found->size() > 1)
            sa_warn(state.runtime(), "Multiple rows returned with uselist=False for eagerly-loaded attribute '" +
                                         parent_property().text() + "' ");
        attribute->set_committed_value(state, found ? (*found)[0] : Value::none());
    };
    create.populators.new_.push_back({attribute, populate});
    // Another path of the same statement has met the object first.
    create.populators.existing.push_back({attribute, [attribute, populate](InstanceState& state, const RowReader& row) {
                                              if (!attribute->is_loaded(state)) populate(state, row);
                                          }});
    if (context.load_options.invoke_all_eagers)
        create.populators.eager.push_back({attribute, [related](InstanceState&, const RowReader& row) { related(row); }});
}

} // namespace relata::orm
