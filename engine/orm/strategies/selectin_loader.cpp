// SelectInLoader: the related objects of many parents with `WHERE ... IN (...)`. SQLAlchemy: strategies.SelectInLoader.
#include "execution/run_state.h"
#include "orm/registry.h"
#include "orm/strategies/strategies.h"
#include "orm/strategies/write_only_loader.h"
#include "sql/coercions.h"
#include "support/protocol.h"

#include <algorithm>
#include <numeric>
#include <unordered_set>

namespace relata::orm {

namespace {
constexpr size_t chunk_size = 500;

/// Numbers keys in the order in which they come. Small integers, as most keys are, have a table of their own.
class KeyNumbers {
  public:
    static constexpr uint32_t none = UINT32_MAX;
    KeyNumbers(Runtime& runtime, size_t expected)
        : m_limit(int64_t(expected) * 4 + 1024), m_others(0, Hash{&runtime}, Equal{&runtime}) {}
    uint32_t find(const Value& key) const {
        if (is_small(key)) return key.as_small_int() < int64_t(m_small.size()) ? m_small[size_t(key.as_small_int())] : none;
        const auto found = m_others.find(key);
        return found == m_others.end() ? none : found->second;
    }
    /// The key's number, and whether it is new.
    std::pair<uint32_t, bool> add(const Value& key) {
        if (!is_small(key)) {
            const auto [at, is_new] = m_others.emplace(key, m_count);
            m_count += is_new;
            return {at->second, is_new};
        }
        const auto at = size_t(key.as_small_int());
        if (at >= m_small.size()) m_small.resize(std::max(at + 1, std::min(size_t(m_limit), m_small.size() * 2)), none);
        const bool is_new = m_small[at] == none;
        if (is_new) m_small[at] = m_count++;
        return {m_small[at], is_new};
    }

  private:
    struct Hash {
        Runtime* runtime;
        size_t operator()(const Value& v) const { return size_t(hash(*runtime, v)); }
    };
    struct Equal {
        Runtime* runtime;
        bool operator()(const Value& a, const Value& b) const { return equal(*runtime, a, b); }
    };
    bool is_small(const Value& key) const {
        return key.is_small_int() && key.as_small_int() >= 0 && key.as_small_int() < m_limit;
    }
    int64_t m_limit;
    uint32_t m_count = 0;
    std::vector<uint32_t> m_small;
    std::unordered_map<Value, uint32_t, Hash, Equal> m_others;
};

/// Rows may repeat an object. SQLAlchemy: the `.unique()` of SelectInLoader's results.
class SeenObjects {
  public:
    /// `objects`: those of `key` so far.
    bool is_first(const std::vector<Value>& objects, uint32_t key, const Value& object) {
        if (objects.size() < few) return std::ranges::none_of(objects, [&](const Value& v) { return v.is(object); });
        auto& seen = m_seen[key];
        if (seen.empty())
            for (const Value& v : objects) seen.insert(v.bits());
        return seen.insert(object.bits()).second;
    }

  private:
    static constexpr size_t few = 16;
    std::unordered_map<uint32_t, std::unordered_set<uintptr_t>> m_seen;
};

/// Objects of a large load lie far apart: the ones after the next are fetched from memory while this one is worked on.
template <class States> void prefetch(const States& states, size_t at) {
    constexpr size_t ahead = 12;
    if (at + ahead >= states.size()) return;
    const char* object = reinterpret_cast<const char*>(states[at + ahead].first.get());
    for (size_t line = 0; line < 4; ++line) __builtin_prefetch(object + line * 64);
}

sql::ColumnElement* other_side(const std::vector<ColumnPair>& pairs, const sql::ColumnElement& local) {
    for (const auto& [l, r] : pairs)
        if (l->same_as(local)) return r;
    return nullptr;
}
} // namespace

namespace {
/// The remote column of a key of the parent, which a subclass's table may have under another name.
/// SQLAlchemy: Mapper._equivalent_columns.
sql::ColumnElement* remote_of(const RelationshipProperty& property, const sql::ColumnElement& key) {
    if (sql::ColumnElement* found = other_side(property.local_remote_pairs(), key)) return found;
    if (const ColumnProperty* attribute = property.parent().find_property_by_column(key))
        for (const auto& column : attribute->columns())
            if (sql::ColumnElement* found = other_side(property.local_remote_pairs(), *column)) return found;
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
                      std::ranges::all_of(keys, [&](sql::ColumnElement* key) { return remote_of(property(), *key) != nullptr; });
    }
    return *m_omit_join;
}

void SelectInLoader::create_row_processor(const CreateRowProcessor& create) {
    if (create.context.load_options.refresh_state) return immediate_row_processor(create);
    if (!is_entity_of_parent(create)) return;
    const Recursion recursion = setup_for_recursion(create);
    if (!recursion.run || !create.context.compile_state.options().enable_eagerloads) return;
    refuse_eager_load(property(), impl(create.mapper));
    sql::Entity* entity = &property().mapper();
    if (AliasedInsp* named = create.loadopt ? create.loadopt->polymorphic_entity() : nullptr) entity = named;
    const Ref<LoadElement> option(create.loadopt);
    create.context.post_load(recursion.effective_path)
        .loaders.push_back({.property = &parent_property(),
                            .limit_to = &property().parent(),
                            .context = &create.context,
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

    // The distinct keys, and which of them each parent has.
    std::vector<Value> keys;
    std::vector<uint32_t> key_of(states.size(), KeyNumbers::none);
    KeyNumbers numbers(runtime, states.size());
    const auto state_at = [&](size_t i) -> InstanceState& { return static_cast<InstanceState&>(*states[i].first->extension()); };
    const auto as_key = [&](std::span<const Value> key) { return key.size() == 1 ? key[0] : Value(runtime.make_tuple(key)); };
    if (by_child) {
        const Mapper* of = nullptr;
        std::vector<AttributeImpl*> local;
        std::vector<Value> key;
        for (size_t i = 0; i < states.size() && by_child; ++i) {
            prefetch(states, i);
            InstanceState& state = state_at(i);
            if (std::exchange(of, &state.mapper()) != &state.mapper()) {
                local.clear();
                for (sql::ColumnElement* column : relationship.mapper().primary_key()) {
                    const ColumnProperty& own = parent.get_property_by_column(*lazy_loader().equated_column(*column));
                    local.push_back(&state.mapper().attribute(own.key()));
                }
            }
            key.clear();
            bool none = false;
            for (AttributeImpl* attribute : local) {
                const Value& held = attribute->loaded(state);
                const LoaderResult value = held.is_set() ? LoaderResult(held) : attribute->get(state, Passive::no_fetch);
                if (value.is(LoaderResult::Status::passive_no_result)) {
                    by_child = false;
                    with_join = true;
                    break;
                }
                none = none || !value.is_object();
                key.push_back(value.has_value() ? value.value : Value::none());
            }
            if (!by_child || none) continue;
            const auto [number, is_new] = numbers.add(as_key(key));
            if (is_new) keys.push_back(as_key(key));
            key_of[i] = number;
        }
    }
    // Key `order[n]` is the n-th that is sent.
    std::vector<uint32_t> order;
    if (by_child) {
        order.resize(keys.size());
        std::iota(order.begin(), order.end(), 0u);
        std::ranges::stable_sort(order, [&](uint32_t a, uint32_t b) {
            if (keys[a].is_small_int() && keys[b].is_small_int()) return keys[a].as_small_int() < keys[b].as_small_int();
            return compare_truth(runtime, keys[a], keys[b], CompareOp::lt);
        });
    } else {
        keys.clear();
        for (size_t i = 0; i < states.size(); ++i) keys.push_back(as_key(state_at(i).key.values()));
    }

    // The columns that tie a row to its parents.
    AliasedInsp* aliased = as_aliased(entity);
    std::vector<Ref<sql::ColumnElement>> key_columns;
    if (with_join) {
        if (!m_parent_alias) m_parent_alias = make_ref<AliasedInsp>(parent, Ref<sql::FromClause>(), std::string());
        for (sql::ColumnElement* column : parent.primary_key()) key_columns.push_back(m_parent_alias->adapter().column(*column));
    } else {
        for (sql::ColumnElement* column : by_child ? relationship.mapper().primary_key() : parent.primary_key()) {
            sql::ColumnElement* own = by_child ? column : remote_of(relationship, *column);
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
    execution.post_loads = context.post_loads;
    const size_t width = key_columns.size() + 1;
    std::vector<const void*> filled;
    const bool is_heard = execution::RunState::of(runtime).is_heard();
    const Mapper* of = nullptr;
    AttributeImpl* attribute = nullptr;
    const auto assign = [&](size_t i, std::vector<Value>* related) {
        prefetch(states, i);
        InstanceState& state = state_at(i);
        if (std::exchange(of, &state.mapper()) != &state.mapper()) attribute = &impl(state.mapper());
        if (!states[i].second && attribute->is_loaded(state)) return;
        if (is_heard) filled.push_back(&state.object());
        if (relationship.uselist()) {
            static_cast<CollectionAttributeImpl*>(attribute)->set_committed_items(state, related ? *related : std::vector<Value>());
            return;
        }
        if (related && related->size() > 1)
            sa_warn(runtime, "Multiple rows returned with uselist=False for eagerly-loaded attribute '" +
                                             parent_property().text() + "' ");
        attribute->set_committed_value(state, related && !related->empty() ? (*related)[0] : Value::none());
    };
    // Parents that share their related objects are filled in their own order when all are there; others as rows come.
    std::vector<std::vector<Value>> related(by_child ? keys.size() : 0);
    for (size_t begin = 0; begin < keys.size(); begin += chunk_size) {
        const size_t end = std::min(keys.size(), begin + chunk_size);
        std::vector<Value> sent;
        for (size_t n = begin; n < end; ++n) sent.push_back(keys[by_child ? order[n] : n]);
        KeyNumbers chunk(runtime, end - begin);
        if (!by_child) {
            related.assign(end - begin, {});
            for (const Value& key : sent) chunk.add(key);
        }
        execution.parameters["primary_keys"] = Value(runtime.make_list(std::move(sent)));
        const std::vector<Value> rows = load_rows(session, select, execution);
        SeenObjects seen;
        for (size_t row = 0; row + width <= rows.size(); row += width) {
            const Value key = as_key(std::span(rows).subspan(row, width - 1));
            const uint32_t number = (by_child ? numbers : chunk).find(key);
            if (number == KeyNumbers::none) continue;
            const Value& object = rows[row + width - 1];
            if (seen.is_first(related[number], number, object)) related[number].push_back(object);
        }
        if (!by_child)
            for (size_t n = begin; n < end; ++n) assign(n, &related[n - begin]);
    }
    if (by_child)
        for (size_t i = 0; i < states.size(); ++i) assign(i, key_of[i] == KeyNumbers::none ? nullptr : &related[key_of[i]]);
    told_eager_load(context, "selectin", filled);
}

} // namespace relata::orm
