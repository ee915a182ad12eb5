// JoinedLoader: the related objects in the same statement, with a join of its own or (contains_eager) one that the statement
// has. SQLAlchemy: strategies.JoinedLoader.
#include "orm/registry.h"
#include "orm/context_joins.h"
#include "orm/strategies/strategies.h"
#include "orm/strategies/write_only_loader.h"
#include "sql/visitors.h"

#include <algorithm>

namespace relata::orm {

namespace {

/// The aliased entity that of_type() names, or null.
AliasedInsp* named_alias(LoadElement* option) { return option ? option->polymorphic_entity() : nullptr; }

/// What the options below the relationship start from.
sql::Entity& target_entity(RelationshipProperty& property, LoadElement* option) {
    if (AliasedInsp* alias = named_alias(option)) return *alias;
    return property.mapper();
}

} // namespace

// SQLAlchemy: _init_user_defined_eager_proc; null: the mapper's own table.
std::shared_ptr<ORMAdapter> JoinedLoader::user_defined_adapter(LoadElement& option) const {
    sql::Entity& entity = property().mapper();
    if (option.local_opts.eager_from_alias)
        return std::make_shared<ORMAdapter>(entity, *option.local_opts.eager_from_alias);
    if (AliasedInsp* alias = named_alias(&option)) return std::make_shared<ORMAdapter>(*alias, alias->selectable());
    return {};
}

void JoinedLoader::setup_query(const SetupQuery& setup) {
    ORMCompileState& state = setup.compile_state;
    if (!state.options().enable_eagerloads) return;
    if (state.options().is_dml) {
        state.runtime().warn(Exc::SADeprecationWarning,
                             "The joinedload loader option is not compatible with DML statements such as INSERT, UPDATE.  "
                             "Only SELECT may be used.This warning will become an exception in a future release.");
        return;
    }
    RelationshipProperty& relationship = property();
    if (relationship.uselist()) state.multi_row_eager_loaders = true;
    const PathRegistry path = setup.path[parent_property()];
    sql::Entity& entity = target_entity(relationship, setup.loadopt);
    Mapper& mapper = relationship.mapper();
    if (setup.loadopt && setup.loadopt->contains_eager) {
        const std::shared_ptr<ORMAdapter> adapter = user_defined_adapter(*setup.loadopt);
        state.eager_row_processors[path] = {adapter, {}};
        const PathRegistry inner = path[entity];
        setup_entity_query(mapper, {.compile_state = state,
                                    .query_entity = setup.query_entity,
                                    .path = inner,
                                    .adapter = adapter.get(),
                                    .columns = state.primary_columns(),
                                    .parentmapper = &mapper,
                                    .chained_from_outerjoin = setup.chained_from_outerjoin,
                                    .polymorphic = named_alias(setup.loadopt)});
        return;
    }
    if (!state.has_loader(path)) {
        if (relationship.options().join_depth) {
            if (int(path.size() / 2) > *relationship.options().join_depth) return;
        } else if (path.contains_mapper(mapper)) {
            return;
        }
    }
    // SQLAlchemy: _generate_row_adapter.
    Ref<AliasedInsp> alias;
    if (AliasedInsp* named = named_alias(setup.loadopt))
        alias = Ref<AliasedInsp>(*named);
    else
        alias = make_ref<AliasedInsp>(mapper, anonymous_from(mapper.persist_selectable(), {}, true), std::string());
    sql::AdapterOptions adapter_options;
    adapter_options.anonymize_labels = true;
    auto clauses = std::make_shared<ORMAdapter>(*alias, alias->selectable(), std::move(adapter_options));
    const bool innerjoin = setup.loadopt && setup.loadopt->local_opts.innerjoin ? *setup.loadopt->local_opts.innerjoin
                                                                                : relationship.options().innerjoin;
    const bool unnested = setup.loadopt && setup.loadopt->local_opts.innerjoin_unnested;
    const bool chained = setup.chained_from_outerjoin || !innerjoin;
    std::vector<Ref<sql::ColumnElement>> extra;
    if (setup.loadopt) extra = setup.loadopt->extra_criteria;
    state.keep(alias);
    // SQLAlchemy remembers the call and makes it when the FROM clauses are known.
    state.create_eager_joins.push_back([this, &state, &query_entity = setup.query_entity, path, adapter = setup.adapter,
                                        parentmapper = setup.parentmapper, alias, innerjoin, unnested, chained, extra] {
        create_eager_join(state, query_entity, path, adapter, parentmapper, *alias, innerjoin, unnested, chained, extra);
    });
    state.eager_adding_joins = true;
    state.eager_row_processors[path] = {clauses, alias};
    const PathRegistry inner = path[entity];
    setup_entity_query(mapper, {.compile_state = state,
                                .query_entity = setup.query_entity,
                                .path = inner,
                                .adapter = clauses.get(),
                                .columns = state.secondary_columns(),
                                .parentmapper = &mapper,
                                .chained_from_outerjoin = chained,
                                .polymorphic = alias.get()});
}

/// Puts an inner join inside of an outer join that an eager load made: `a LEFT OUTER JOIN (b JOIN c ON ...) ON ...`.
/// SQLAlchemy: JoinedLoader._splice_nested_inner_join.
struct JoinedLoader::Splice {
    ORMCompileState& state;
    RelationshipProperty& property;
    const PathRegistry& path; ///< ends at the property
    sql::Entity* left;
    AliasedInsp& alias;
    const std::vector<Ref<sql::ColumnElement>>& extra;

    PathRegistry target_path() const { return path[property.mapper()]; }
    void remember(sql::FromClause& join, Mapper* left_memo, PathRegistry right_memo,
                  std::shared_ptr<sql::ClauseAdapter> target_adapter) const {
        state.keep(Ref<RefCounted>(new Kept(Ref<sql::FromClause>(join))));
        state.join_memos[&join] = {left_memo, std::move(right_memo), std::move(target_adapter)};
    }
    /// `from` with the join put in; null where it has no place. `inside`: the mapper that `from` stands for.
    Ref<sql::FromClause> into(const Ref<sql::FromClause>& from, Mapper* inside, const PathRegistry& detected) const {
        if (from->kind() == sql::Kind::from_grouping)
            return into(Ref<sql::FromClause>(static_cast<sql::FromGrouping&>(*from).element()), inside, {});
        const auto known = state.join_memos.find(from.get());
        if (known != state.join_memos.end()) return into_join(static_cast<sql::Join&>(*from), known->second);
        Mapper& wanted = mapper_of(path.entity_at(path.size() - 2));
        if (!inside || !wanted.isa(*inside)) return {};
        if (detected.size() > 2 && detected.parent().parent() != path.parent()) return {};
        const OrmJoin joined = orm_join(*from, left, property, alias.selectable(), extra, false);
        remember(*joined.join, inside, target_path(), joined.target_adapter);
        return joined.join;
    }

  private:
    struct Kept final : RefCounted {
        explicit Kept(Ref<sql::FromClause> f) : from(std::move(f)) {}
        Ref<sql::FromClause> from;
    };
    Ref<sql::FromClause> into_join(sql::Join& join, const ORMCompileState::JoinMemo memo) const {
        Mapper* right_mapper = memo.right.empty() ? nullptr : &mapper_of(memo.right.entity());
        if (Ref<sql::FromClause> target = into(Ref<sql::FromClause>(join.right()), right_mapper, {})) {
            const ORMCompileState::JoinMemo target_memo = state.join_memos[target.get()];
            auto& inner = static_cast<sql::Join&>(*target);
            Ref<sql::Join> made;
            if (!join.isouter() && !inner.isouter()) { // a JOIN b JOIN c needs no parentheses
                Ref<sql::Join> outer = make_ref<sql::Join>(join.left(), inner.left(), Ref<sql::ColumnElement>(join.onclause()), false);
                remember(*outer, memo.left, target_memo.left ? PathRegistry(*target_memo.left) : PathRegistry(), {});
                made = make_ref<sql::Join>(*outer, inner.right(), Ref<sql::ColumnElement>(inner.onclause()), false);
                remember(*made, nullptr, target_memo.right, target_memo.target_adapter);
            } else {
                made = make_ref<sql::Join>(join.left(), inner, Ref<sql::ColumnElement>(join.onclause()), join.isouter());
                remember(*made, memo.left, {}, target_memo.target_adapter);
            }
            return made;
        }
        Ref<sql::FromClause> target = into(Ref<sql::FromClause>(join.left()), memo.left, memo.right);
        if (!target) return {};
        Ref<sql::Join> made =
            make_ref<sql::Join>(*target, join.right(), Ref<sql::ColumnElement>(join.onclause()), join.isouter());
        remember(*made, nullptr, memo.right, state.join_memos[target.get()].target_adapter);
        return made;
    }
};

// SQLAlchemy: _create_eager_join.
void JoinedLoader::create_eager_join(ORMCompileState& state, QueryEntity& query_entity, const PathRegistry& path,
                                     ORMAdapter* adapter, Mapper* parentmapper, AliasedInsp& alias, bool innerjoin,
                                     bool unnested, bool chained, const std::vector<Ref<sql::ColumnElement>>& given_extra) {
    RelationshipProperty& relationship = property();
    sql::Entity& root = *query_entity.entity_zero();
    sql::FromClause& selectable = selectable_of(root);
    const bool nests = state.multi_row_eager_loaders && state.should_nest_selectable();
    const auto find = [&](const void* key) {
        return std::ranges::find_if(state.eager_joins, [&](const auto& e) { return e.key == key; });
    };
    const void* key = &query_entity;
    Ref<sql::FromClause> to_wrap(selectable.plain());
    if (find(key) == state.eager_joins.end() && !nests)
        for (const Ref<sql::FromClause>& from : state.from_clauses) {
            const auto surface = sql::surface_selectables(*from);
            if (!std::ranges::any_of(surface, [&](sql::FromClause* s) { return s->same_as(selectable); })) continue;
            key = from.get();
            to_wrap = from;
            break;
        }
    auto at = find(key);
    if (at != state.eager_joins.end()) to_wrap = at->join;

    std::vector<Ref<sql::ColumnElement>> extra;
    for (const auto& criterion : given_extra) extra.push_back(alias.adapter()(*criterion));
    for (const auto& criterion : state.additional_entity_criteria(relationship.mapper()))
        extra.push_back(alias.adapter()(*criterion));
    if (Ref<sql::ColumnElement> single = relationship.mapper().single_table_criterion()) extra.push_back(alias.adapter()(*single));
    sql::Entity* left = adapter ? &adapter->entity() : nullptr;
    const Splice splice{state, relationship, path, left, alias, extra};
    OrmJoin joined;
    if (!chained || !innerjoin || unnested) {
        joined = orm_join(*to_wrap, left, relationship, alias.selectable(), extra,
                          !innerjoin || (chained && to_wrap->is_join()));
        splice.remember(*joined.join, &relationship.parent(), splice.target_path(), joined.target_adapter);
    } else if (Ref<sql::FromClause> inside = splice.into(to_wrap, nullptr, {})) {
        joined = {inside, state.join_memos[inside.get()].target_adapter};
    } else {
        joined = orm_join(*to_wrap, left, relationship, alias.selectable(), extra, true);
        splice.remember(*joined.join, &relationship.parent(), splice.target_path(), joined.target_adapter);
    }
    if (at != state.eager_joins.end())
        at->join = joined.join;
    else
        state.eager_joins.push_back({key, joined.join, &selectable.plain()});
    if (!parentmapper)
        for (sql::ColumnElement* column : sql::find_columns(relationship.primaryjoin())) {
            sql::FromClause& own = relationship.parent().persist_selectable();
            const auto& columns = own.columns().entries();
            if (std::ranges::none_of(columns, [&](const auto& e) { return e.column->same_as(*column); })) continue;
            Ref<sql::ColumnElement> wanted(static_cast<sql::ColumnElement*>(sql::deannotate(*column).get()));
            if (adapter) wanted = adapter->column(*wanted);
            state.primary_columns().add(wanted);
        }
    for (const auto& element : relationship.order_by())
        state.eager_order_by.push_back(joined.target_adapter ? (*joined.target_adapter)(*element) : element);
}

void JoinedLoader::create_row_processor(const CreateRowProcessor& create) {
    QueryContext& context = create.context;
    if (!context.compile_state.options().enable_eagerloads) return;
    refuse_eager_load(property(), impl(create.mapper));
    RelationshipProperty& relationship = property();
    if (relationship.uselist()) context.loaders_require_uniquing = true;
    const PathRegistry path = create.path[parent_property()];
    const auto& processors = context.compile_state.eager_row_processors;
    const auto at = processors.find(path);
    bool in_rows = at != processors.end();
    if (in_rows)
        for (sql::ColumnElement* column : relationship.mapper().primary_key())
            in_rows = in_rows && adapted_index(context, create.result, at->second.adapter.get(), *column) >= 0;
    if (!in_rows) return lazy_loader().create_row_processor(create);

    const RowProcessor instance = instance_processor(*create.query_entity, relationship.mapper(), context, create.result,
                                                     path[target_entity(relationship, create.loadopt)], at->second.adapter.get());
    const ToldFilled told =
        tells_eager_load(context, create.loadopt && create.loadopt->contains_eager ? "contains_eager" : "joined");
    AttributeImpl* attribute = &impl(create.mapper);
    Populators& populators = create.populators;
    if (!relationship.uselist()) {
        populators.new_.push_back({attribute, [attribute, instance, told](InstanceState& state, const RowReader& row) {
                                       if (told) told(state);
                                       // The object may be read meanwhile: SQLAlchemy sets the dict entry.
                                       Value related = instance(row);
                                       state.object().set_slot(size_t(attribute->slot()), std::move(related));
                                   }});
        populators.existing.push_back({attribute, [this, attribute, instance](InstanceState& state, const RowReader& row) {
                                           Value existing = instance(row);
                                           const Value& there = attribute->loaded(state);
                                           if (!there.is_set()) // another path of the same row has met the object first
                                               state.object().set_slot(size_t(attribute->slot()), std::move(existing));
                                           else if (!there.is(existing))
                                               sa_warn(state.runtime(), "Multiple rows returned with uselist=False for eagerly-loaded attribute '" +
                                                       parent_property().text() + "' ");
                                       }});
    } else {
        struct Loading {
            Ref<Instance> owner;
            CollectionAdapter* adapter;
            Ref<Object> collection; ///< another path of the same statement may give the attribute a new one meanwhile
            std::unordered_set<const void*> seen;
        };
        auto loading = std::make_shared<std::unordered_map<InstanceState*, Loading>>();
        auto* collection = static_cast<CollectionAttributeImpl*>(attribute);
        const auto append = [instance](Loading& into, const RowReader& row) {
            Value member = instance(row);
            if (!member.is_none() && into.seen.insert(member.as_object()).second) into.adapter->append_without_event(member);
        };
        const auto begin = [loading, collection](InstanceState& state) -> Loading& {
            CollectionAdapter& fresh = collection->init_state_collection(state);
            return (*loading)[&state] = Loading{Ref<Instance>(state.object()), &fresh, Ref<Object>(fresh.collection()), {}};
        };
        populators.new_.push_back({attribute, [append, begin, told](InstanceState& state, const RowReader& row) {
                                       if (told) told(state);
                                       append(begin(state), row);
                                   }});
        populators.existing.push_back({attribute, [loading, append, begin](InstanceState& state, const RowReader& row) {
                                           const auto found = loading->find(&state);
                                           append(found == loading->end() ? begin(state) : found->second, row);
                                       }});
    }
    if (context.load_options.invoke_all_eagers)
        populators.eager.push_back({attribute, [instance](InstanceState&, const RowReader& row) { instance(row); }});
}

} // namespace relata::orm
