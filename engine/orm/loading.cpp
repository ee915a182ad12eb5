// Objects from rows. SQLAlchemy: loading.py instances, _instance_processor, _populate_full, _populate_partial, PostLoad.
#include "orm/loading.h"

#include "dbapi/connection.h"
#include "orm/context.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::orm {

namespace {

/// One entity at one place of a statement. SQLAlchemy: the closure _instance().
class InstanceProcessor {
  public:
    InstanceProcessor(Mapper& mapper, QueryContext& context, const PathRegistry& path) : m_mapper(mapper), m_context(context) {
        const PathRegistry& current = context.compile_state.options().current_path;
        m_load_context = make_ref<LoadContext>();
        m_load_context->options = context.propagated_loader_options;
        m_load_context->path = current.empty() ? path : current + (current.ends_at_entity() ? strip_first(path) : path);
        // Only the entity itself is refreshed, not what comes with it.
        if (path.size() == 1) m_refresh_state = context.load_options.refresh_state;
        begin();
    }
    /// SQLAlchemy: _instance_processor asks once per execution whether anybody listens.
    void begin() {
        m_runid = m_context.runid;
        m_fires_load = m_mapper.has_event(MapperEvent::load);
        m_fires_refresh = m_mapper.has_event(MapperEvent::refresh);
        m_fires_persistent = m_context.session.listens(SessionEvent::loaded_as_persistent);
    }
    const PathRegistry& load_path() const { return m_load_context->path; }
    Populators populators;
    std::vector<std::pair<int, const sql::TypeEngine*>> primary_key;
    std::shared_ptr<PostLoad> post_load;

    Value operator()(const RowReader& row) {
        InstanceState* state = nullptr;
        Ref<Instance> object;
        bool is_new, current_load, loaded_instance = false;
        if (m_runid != m_context.runid) [[unlikely]]
            begin();
        if (m_refresh_state) {
            state = m_refresh_state;
            object = Ref<Instance>(state->object());
            is_new = state->runid != m_context.runid;
            current_load = true;
        } else {
            bool has_null = false, has_value = false;
            IdentityKey key;
            if (primary_key.size() == 1) {
                key = {&m_mapper.base_mapper(), row.value(primary_key[0].first, primary_key[0].second)};
                (key.identity.is_none() ? has_null : has_value) = true;
            } else {
                m_key.clear();
                for (const auto& [column, type] : primary_key) {
                    m_key.push_back(row.value(column, type));
                    (m_key.back().is_none() ? has_null : has_value) = true;
                }
                key = m_mapper.identity_key(m_key);
            }
            const IdentityMap& map = m_context.session.identity_map();
            const uint32_t hash = map.hash_of(key);
            state = map.get(key, hash);
            if (state) {
                object = Ref<Instance>(state->object());
                is_new = state->runid != m_context.runid;
                current_load = !is_new;
            } else {
                if (!has_value || (has_null && primary_key.size() == 1)) return Value::none();
                object = m_mapper.new_instance();
                state = static_cast<InstanceState*>(object->extension());
                state->key = std::move(key);
                if (m_context.identity_map_generation != m_context.session.identity_map_generation()) [[unlikely]]
                    throw Error(Exc::InvalidRequestError,
                                "Object " + state->text() + " cannot be converted to 'persistent' state, as this identity map is "
                                "no longer valid.  Has the owning Session been closed?")
                        .with("code", m_mapper.runtime().make_str("lkrp"));
                m_context.session.attach_loaded(*state, hash);
                is_new = current_load = loaded_instance = true;
            }
        }
        const bool populate_existing = m_context.load_options.populate_existing || m_refresh_state == state;
        if (current_load || populate_existing) {
            if (is_new && (!m_load_context->options.empty() || !populate_existing)) state->load_context = m_load_context;
            if (loaded_instance)
                populate_new(row, *state);
            else
                populate_full(row, *state, is_new, populate_existing);
            if (is_new) {
                if (loaded_instance) {
                    if (m_fires_load) m_mapper.fire(MapperEvent::load, {Value(object), Value::none()});
                    if (m_fires_persistent)
                        m_context.session.fire(SessionEvent::loaded_as_persistent,
                                               {.session = m_context.session, .state = state});
                } else if (m_fires_refresh) {
                    m_mapper.fire(MapperEvent::refresh, {Value(object), Value::none(), only_load_props()});
                }
                if (populate_existing || state->modified) {
                    const auto& options = m_context.compile_state.options();
                    if (m_refresh_state && options.has_only_load_props) {
                        std::vector<const AttributeImpl*> loaded(options.only_load_props.begin(),
                                                                 options.only_load_props.end());
                        state->commit(loaded);
                    } else {
                        m_context.session.commit_state(*state);
                    }
                }
            }
            if (post_load) post_load->add_state(*state, true, loaded_instance);
        } else {
            populate_partial(row, *state);
            if (post_load && m_context.load_options.invoke_all_eagers) post_load->add_state(*state, false, false);
        }
        return Value(std::move(object));
    }

  private:
    static PathRegistry strip_first(const PathRegistry& path) {
        PathRegistry rest;
        path.chop(PathRegistry(path.entity_at(0)), rest);
        return rest;
    }

    /// Of an object that was made for this row: nothing is there, nothing has expired.
    void populate_new(const RowReader& row, InstanceState& state) {
        Instance& object = state.object();
        state.runid = m_context.runid;
        const int key_column = primary_key.size() == 1 ? primary_key[0].first : -1; // it has been read already
        for (const Populators::Quick& q : populators.quick)
            object.set_slot(size_t(q.impl->slot()), q.column == key_column ? state.key.identity : row.value(q.column, q.type));
        for (const auto& [impl, set_callable] : populators.expire)
            if (set_callable) state.expired_attributes.add(impl->index());
        for (const Populators::Entry& entry : populators.new_) entry.populate(state, row);
        for (const Populators::Entry& entry : populators.delayed) entry.populate(state, row);
    }

    void populate_full(const RowReader& row, InstanceState& state, bool is_new, bool populate_existing) {
        Instance& object = state.object();
        if (is_new) {
            state.runid = m_context.runid;
            for (const Populators::Quick& q : populators.quick) {
                object.set_slot(size_t(q.impl->slot()), row.value(q.column, q.type));
                state.expired_attributes.remove(q.impl->index());
            }
            for (const auto& [impl, set_callable] : populators.expire) {
                if (populate_existing) object.set_slot(size_t(impl->slot()), Value());
                if (set_callable) state.expired_attributes.add(impl->index());
            }
            for (const Populators::Entry& entry : populators.new_) entry.populate(state, row);
            for (const Populators::Entry& entry : populators.delayed) entry.populate(state, row);
            return;
        }
        if (state.load_context.get() != m_load_context.get()) {
            auto* other = static_cast<LoadContext*>(state.load_context.get());
            if (!other || other->path != m_load_context->path) {
                state.load_context = m_load_context;
                for (const Populators::Quick& q : populators.quick)
                    if (!object.slot(size_t(q.impl->slot())).is_set())
                        object.set_slot(size_t(q.impl->slot()), row.value(q.column, q.type));
            }
        }
        for (const Populators::Entry& entry : populators.existing) entry.populate(state, row);
    }

    void populate_partial(const RowReader& row, InstanceState& state) {
        const auto at = m_context.partials.find(&state);
        const bool is_new = at == m_context.partials.end();
        std::vector<AttributeImpl*> unloaded = state.unloaded();
        if (is_new && unloaded.empty() && populators.eager.empty()) return;
        Instance& object = state.object();
        const auto contains = [](const std::vector<AttributeImpl*>& list, const AttributeImpl* impl) {
            return std::ranges::find(list, impl) != list.end();
        };
        if (!is_new) {
            if (!unloaded.empty())
                for (const Populators::Quick& q : populators.quick)
                    if (contains(unloaded, q.impl)) object.set_slot(size_t(q.impl->slot()), row.value(q.column, q.type));
            const std::vector<AttributeImpl*> to_load = at->second;
            for (const Populators::Entry& entry : populators.existing)
                if (contains(to_load, entry.impl)) entry.populate(state, row);
        } else {
            m_context.partials.emplace(&state, unloaded);
            m_context.loaded_objects.emplace_back(object);
            for (const Populators::Quick& q : populators.quick)
                if (contains(unloaded, q.impl)) {
                    object.set_slot(size_t(q.impl->slot()), row.value(q.column, q.type));
                    state.expired_attributes.remove(q.impl->index());
                }
            for (const auto& [impl, set_callable] : populators.expire)
                if (contains(unloaded, impl)) {
                    object.set_slot(size_t(impl->slot()), Value());
                    if (set_callable) state.expired_attributes.add(impl->index());
                }
            for (const Populators::Entry& entry : populators.new_)
                if (contains(unloaded, entry.impl)) entry.populate(state, row);
        }
        for (const Populators::Entry& entry : populators.eager)
            if (!contains(unloaded, entry.impl)) entry.populate(state, row);
        if (!is_new) return;
        if (m_fires_refresh) {
            m_mapper.fire(MapperEvent::refresh,
                          {Value(Ref<Instance>(object)), Value::none(), names_of(BuiltinType::set, unloaded)});
        }
        std::vector<const AttributeImpl*> loaded(unloaded.begin(), unloaded.end());
        state.commit(loaded);
    }

    /// The names of an expired object's partial load, or None.
    Value only_load_props() const {
        const auto& options = m_context.compile_state.options();
        if (!options.has_only_load_props) return Value::none();
        return names_of(BuiltinType::frozenset, options.only_load_props);
    }

    template <class Impls> Value names_of(BuiltinType set, const Impls& impls) const {
        Runtime& runtime = m_mapper.runtime();
        std::vector<Value> names;
        for (const AttributeImpl* impl : impls) names.emplace_back(impl->name());
        return call(runtime, Value(runtime.type(set)), {Value(runtime.make_list(std::move(names)))});
    }

    Mapper& m_mapper;
    QueryContext& m_context;
    Ref<LoadContext> m_load_context;
    InstanceState* m_refresh_state = nullptr;
    uint32_t m_runid = 0;
    bool m_fires_load = false, m_fires_refresh = false, m_fires_persistent = false;
    std::vector<Value> m_key;
};

} // namespace

RowProcessor instance_processor(QueryEntity& query_entity, Mapper& mapper, QueryContext& context, ResultColumns& result,
                                const PathRegistry& path, ORMAdapter* adapter, bool polymorphic) {
    ORMCompileState& state = context.compile_state;
    auto processor = std::make_shared<InstanceProcessor>(mapper, context, path);
    Populators& populators = processor->populators;
    const bool is_refreshed = context.load_options.refresh_state && path.size() == 1;
    if (!is_refreshed)
        for (sql::ColumnElement* column : mapper.primary_key()) {
            const int index = adapted_index(context, result, adapter, *column);
            processor->primary_key.emplace_back(index, index < 0 ? nullptr : result.type_of(index));
        }
    const MemoizedPopulators& memoized = state.memoized_populators(path);
    for (const Ref<MapperProperty>& property : mapper.iterate_properties()) {
        if (!property->is_column() && !property->is_relationship()) continue;
        if (path.size() == 1 && !state.options().wants(*property)) continue;
        AttributeImpl* impl = mapper.attributes()[size_t(property->index())];
        const auto setup = memoized.setups.find(property.get());
        auto& strategized = static_cast<StrategizedProperty&>(*property);
        if (setup == memoized.setups.end() || setup->second.kind == MemoizedPopulators::Setup::Kind::defer_for_state ||
            setup->second.kind == MemoizedPopulators::Setup::Kind::raise_for_state) {
            LoadElement* option = state.loader_for(strategized, path);
            LoaderStrategy& strategy = state.strategy_for(strategized, option, path);
            strategy.create_row_processor({.context = context,
                                           .query_entity = &query_entity,
                                           .path = path,
                                           .loadopt = option,
                                           .mapper = mapper,
                                           .result = result,
                                           .adapter = adapter,
                                           .populators = populators});
            continue;
        }
        if (setup->second.kind == MemoizedPopulators::Setup::Kind::set_deferred_expired) {
            if (impl) populators.expire.emplace_back(impl, false);
            continue;
        }
        int index = adapted_index(context, result, adapter, *setup->second.column);
        if (index < 0) index = adapted_index(context, result, nullptr, *setup->second.column);
        if (!impl) continue;
        if (index >= 0)
            populators.quick.push_back({impl, index, result.type_of(index)});
        else
            populators.expire.emplace_back(impl, true);
    }
    if (!populators.new_.empty() || !populators.existing.empty() || !populators.eager.empty() || !populators.delayed.empty())
        context.fills_columns_only = false;
    if (polymorphic && !is_refreshed) add_subclass_loads(context, mapper, path, processor->load_path());
    const auto& waiting = context.post_loads->paths;
    if (const auto at = waiting.find(processor->load_path()); at != waiting.end()) processor->post_load = at->second;
    sql::ColumnElement* discriminator = mapper.polymorphic_on();
    if (!polymorphic || !discriminator || is_refreshed || mapper.self_and_descendants().size() < 2)
        return [processor](const RowReader& row) { return (*processor)(row); };

    // SQLAlchemy: _decorate_polymorphic_switch: each class of the hierarchy has a processor of its own.
    const int index = adapted_index(context, result, adapter, *discriminator);
    const sql::TypeEngine* type = index < 0 ? nullptr : result.type_of(index);
    std::map<Mapper*, RowProcessor> processors;
    for (Mapper* sub : mapper.self_and_descendants())
        if (sub != &mapper)
            processors[sub] = instance_processor(query_entity, *sub, context, result, path, adapter, false);
    return [processor, processors, index, type, &mapper](const RowReader& row) -> Value {
        if (index < 0) return (*processor)(row);
        const Value identity = row.value(index, type);
        if (identity.is_none()) return (*processor)(row);
        Mapper* sub = mapper.polymorphic_mapper(identity);
        if (!sub || sub == &mapper) return (*processor)(row);
        const auto at = processors.find(sub);
        return at == processors.end() ? (*processor)(row) : at->second(row);
    };
}

EntityLoader::EntityLoader(QueryContext& c) : context(c) {
    std::unique_ptr<ResultColumns>& result = context.compile_state.result_columns;
    if (!result) result = std::make_unique<ResultColumns>(*context.compiled);
    for (const auto& entity : context.compile_state.entities()) processors.push_back(entity->row_processor(context, *result));
}

size_t EntityLoader::read(dbapi::Cursor& cursor, size_t limit, std::vector<Value>& out) {
    context.partials.clear();
    const RowReader row(context.session.runtime(), cursor);
    size_t rows = 0;
    for (; rows < limit && cursor.has_row(); ++rows) {
        for (RowProcessor& process : processors) out.push_back(process(row));
        cursor.advance();
    }
    load_waiting();
    return rows;
}

void EntityLoader::read(std::span<const Value> rows, size_t width, std::vector<Value>& out) {
    context.partials.clear();
    for (size_t at = 0; at + width <= rows.size(); at += width) {
        const RowReader row(context.session.runtime(), rows.data() + at);
        for (RowProcessor& process : processors) out.push_back(process(row));
    }
    load_waiting();
}

void EntityLoader::load_waiting() {
    if (context.is_top_level) {
        // Second statements run when all rows of the first are there, and theirs when all of them are. SQLAlchemy: instances.
        PostLoads& waiting = *context.post_loads;
        const auto first_paths = waiting.paths;
        const auto first_order = waiting.order;
        while (!waiting.order.empty()) {
            const auto paths = std::exchange(waiting.paths, {});
            for (const PathRegistry& path : std::exchange(waiting.order, {})) paths.at(path)->invoke(path);
        }
        waiting.nested.clear();
        waiting.paths = first_paths; // for the rows that follow
        waiting.order = first_order;
    }
    context.loaded_objects.clear();
}

} // namespace relata::orm
