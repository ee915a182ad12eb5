// SelectInLoader: the related objects of many parents with `WHERE ... IN (...)`. SQLAlchemy: strategies.SelectInLoader.
#include "orm/strategies/strategies.h"
#include "sql/coercions.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::orm {

namespace {
constexpr size_t chunk_size = 500;

sql::ColumnElement* other_side(const std::vector<ColumnPair>& pairs, const sql::ColumnElement& local) {
    for (const auto& [l, r] : pairs)
        if (l->same_as(local)) return r;
    return nullptr;
}
} // namespace

bool SelectInLoader::omit_join() {
    if (m_omit_join) return *m_omit_join;
    const RelationshipOptions& options = property().options();
    if (options.omit_join_given) {
        m_omit_join = options.omit_join;
    } else if (property().direction() == Direction::many_to_one) {
        m_omit_join = lazy_loader().use_get();
    } else {
        const auto& keys = property().parent().primary_key();
        const auto& pairs = property().local_remote_pairs();
        m_omit_join = !property().secondary() && pairs.size() == keys.size() &&
                      is_only_equalities(property().primaryjoin(), keys.size()) &&
                      std::ranges::all_of(keys, [&](sql::ColumnElement* key) { return other_side(pairs, *key) != nullptr; });
    }
    return *m_omit_join;
}

void SelectInLoader::create_row_processor(const CreateRowProcessor& create) {
    if (create.context.load_options.refresh_state) return immediate_row_processor(create);
    const Recursion recursion = setup_for_recursion(create);
    if (!recursion.run || !create.context.compile_state.options().enable_eagerloads) return;
    sql::Entity* entity = &property().mapper();
    if (create.loadopt && create.loadopt->of_type) entity = create.loadopt->of_type;
    const Ref<LoadElement> option(create.loadopt);
    create.context.post_load(recursion.effective_path)
        .loaders.push_back({.property = &parent_property(),
                            .limit_to = &property().parent(),
                            .load = [this, option, entity, recursion](QueryContext& context, const PathRegistry& path, const States& states) {
                                load_for_path(context, path, states, option.get(), *entity, recursion);
                            }});
}

void SelectInLoader::load_for_path(QueryContext& context, const PathRegistry& path, const States& states,
                                   const LoadElement* option, sql::Entity& entity, const Recursion& recursion) {
    Session& session = context.session;
    Runtime& runtime = session.runtime();
    RelationshipProperty& relationship = property();
    Mapper& parent = relationship.parent();
    const bool many_to_one = relationship.direction() == Direction::many_to_one;
    bool by_child = omit_join() && many_to_one;
    bool with_join = !omit_join();

    struct Group {
        std::vector<Value> key;
        std::vector<size_t> states;
    };
    std::vector<Group> groups;
    std::vector<size_t> none_states;
    const auto state_at = [&](size_t i) -> InstanceState& { return static_cast<InstanceState&>(*states[i].first->extension()); };
    const auto attribute_of = [&](InstanceState& state) -> AttributeImpl& { return impl(state.mapper()); };
    const auto key_value = [&](const std::vector<Value>& key) { return key.size() == 1 ? key[0] : Value(runtime.make_tuple(key)); };
    struct Hash {
        Runtime* runtime;
        size_t operator()(const Value& v) const { return size_t(hash(*runtime, v)); }
    };
    struct Equal {
        Runtime* runtime;
        bool operator()(const Value& a, const Value& b) const { return equal(*runtime, a, b); }
    };
    std::unordered_map<Value, size_t, Hash, Equal> index(states.size(), Hash{&runtime}, Equal{&runtime});
    if (by_child) {
        for (size_t i = 0; i < states.size() && by_child; ++i) {
            std::vector<Value> key;
            bool none = false;
            for (sql::ColumnElement* column : relationship.mapper().primary_key()) {
                const LoaderResult value = parent.get_state_attr_by_column(
                    state_at(i), *lazy_loader().equated_column(*column), Passive::no_fetch);
                if (value.is(LoaderResult::Status::passive_no_result)) {
                    by_child = false;
                    with_join = true;
                    break;
                }
                none = none || !value.is_object();
                key.push_back(value.has_value() ? value.value : Value::none());
            }
            if (!by_child) break;
            if (none) {
                none_states.push_back(i);
                continue;
            }
            const auto [at, is_new] = index.emplace(key_value(key), groups.size());
            if (is_new) groups.push_back({key, {}});
            groups[at->second].states.push_back(i);
        }
        if (by_child)
            std::ranges::stable_sort(groups, [&](const Group& a, const Group& b) {
                return compare_truth(runtime, key_value(a.key), key_value(b.key), CompareOp::lt);
            });
    }
    if (!by_child) {
        groups.clear();
        index.clear();
        none_states.clear();
        for (size_t i = 0; i < states.size(); ++i) {
            const auto values = state_at(i).key.values();
            groups.push_back({{values.begin(), values.end()}, {i}});
        }
    }

    // The columns that tie a row to its parents.
    AliasedInsp* aliased = as_aliased(entity);
    std::vector<Ref<sql::ColumnElement>> key_columns;
    if (with_join) {
        if (!m_parent_alias) m_parent_alias = make_ref<AliasedInsp>(parent, Ref<sql::FromClause>(), std::string());
        for (sql::ColumnElement* column : parent.primary_key()) key_columns.push_back(m_parent_alias->adapter().column(*column));
    } else {
        for (sql::ColumnElement* column : by_child ? relationship.mapper().primary_key() : parent.primary_key()) {
            sql::ColumnElement* own = by_child ? column : other_side(relationship.local_remote_pairs(), *column);
            key_columns.push_back(aliased ? aliased->adapter().column(*own)
                                          : Ref<sql::ColumnElement>(static_cast<sql::ColumnElement*>(sql::deannotate(*own).get())));
        }
    }
    Ref<sql::ColumnElement> in_left = key_columns.size() == 1 ? key_columns[0] : make_ref<sql::TupleElement>(key_columns);
    ORMCompileState::Options compile_options;
    compile_options.current_path = path[parent_property()];
    // SQLAlchemy: PathRegistry._truncate_recursive: every level looks like the second.
    if (PathRegistry& p = compile_options.current_path;
        recursion.is_recursive && p.size() >= 4 && &p.property_at(p.size() - 1) == &p.property_at(p.size() - 3))
        p = p.parent().parent();
    Ref<sql::Select> select = entity_select(entity, compile_options);
    select->raw_columns.insert(select->raw_columns.begin(), key_columns.begin(), key_columns.end());
    if (with_join) {
        select->from_obj.push_back(Ref<sql::FromClause>(m_parent_alias->selectable()));
        AttributeReference reference;
        reference.entity = m_parent_alias.get();
        reference.property = &parent_property();
        reference.of_type = &entity;
        select->setup_joins.push_back({.target = make_ref<RelationshipClause>(reference), .onclause = {}, .from = {}});
    } else {
        select->from_obj.push_back(Ref<sql::FromClause>(selectable_of(entity)));
    }
    sql::BindParameter::Options bind_options;
    bind_options.key = "primary_keys";
    bind_options.expanding = true;
    bind_options.type = in_left->type;
    bind_options.type_given = true;
    Ref<sql::BindParameter> bind = make_ref<sql::BindParameter>(runtime, std::move(bind_options));
    bind->expand_is_in = true;
    bind->expand_op = sql::Op::in_;
    select->where_criteria.push_back(sql::operate(runtime, sql::Op::in_, *in_left, *bind));
    const std::vector<Ref<sql::ExecutableOption>>& options = context.compile_state.select_statement().options;
    select->options = options;
    if (option)
        for (const auto& criterion : option->extra_criteria)
            select->where_criteria.push_back(aliased ? aliased->adapter()(*criterion) : criterion);
    for (const auto& element : relationship.order_by())
        select->order_by.push_back(aliased ? aliased->adapter()(*element) : element);

    LoaderExecution execution;
    execution.propagated_options = propagating(options);
    execution.load_options.populate_existing = context.load_options.populate_existing;
    execution.cause = {execution::Cause::Kind::selectin_load, parent_property().text()};
    execution.bind_mapper = &relationship.mapper();
    execution.execution_options = context.execution_options;
    execution.autoflush = true;
    execution.recursion_depth = recursion.depth;
    const size_t width = key_columns.size() + 1;
    size_t filled = 0;
    const auto assign = [&](size_t i, std::vector<Value>* related) {
        InstanceState& state = state_at(i);
        AttributeImpl& attribute = attribute_of(state);
        if (!states[i].second && attribute.is_loaded(state)) return;
        ++filled;
        if (relationship.uselist()) {
            static_cast<CollectionAttributeImpl&>(attribute).set_committed_items(state, related ? *related : std::vector<Value>());
            return;
        }
        if (related && related->size() > 1)
            runtime.warn(Exc::SAWarning, "Multiple rows returned with uselist=False for eagerly-loaded attribute '" +
                                             parent_property().text() + "' ");
        attribute.set_committed_value(state, related && !related->empty() ? (*related)[0] : Value::none());
    };
    for (size_t begin = 0; begin < groups.size(); begin += chunk_size) {
        const size_t end = std::min(groups.size(), begin + chunk_size);
        std::vector<Value> keys;
        for (size_t g = begin; g < end; ++g) keys.push_back(key_value(groups[g].key));
        execution.parameters["primary_keys"] = Value(runtime.make_list(std::move(keys)));
        std::vector<Value> rows = load_rows(session, select, execution);
        std::unordered_map<Value, std::vector<Value>, Hash, Equal> data(end - begin, Hash{&runtime}, Equal{&runtime});
        for (size_t row = 0; row + width <= rows.size(); row += width) {
            std::vector<Value> key(rows.begin() + std::ptrdiff_t(row), rows.begin() + std::ptrdiff_t(row + width - 1));
            std::vector<Value>& related = data[key_value(key)];
            const Value& object = rows[row + width - 1];
            if (std::ranges::none_of(related, [&](const Value& v) { return v.is(object); })) related.push_back(object);
        }
        for (size_t g = begin; g < end; ++g) {
            const auto at = data.find(key_value(groups[g].key));
            for (size_t i : groups[g].states) assign(i, at == data.end() ? nullptr : &at->second);
        }
    }
    for (size_t i : none_states) assign(i, nullptr);
    told_eager_load(context, "selectin", filled);
}

} // namespace relata::orm
