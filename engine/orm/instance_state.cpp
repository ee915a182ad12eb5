#include "orm/instance_state.h"

#include "execution/run_state.h"
#include "orm/attributes.h"
#include "orm/collections.h"
#include "orm/loading.h"
#include "orm/mapper.h"
#include "orm/session.h"
#include "support/object_number.h"
#include "support/protocol.h"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace relata::orm {

namespace {

template <class T> auto find_entry(T& entries, const AttributeImpl& impl) {
    return std::find_if(entries.begin(), entries.end(), [&](const auto& entry) { return entry.first == &impl; });
}

bool contains_identical(const std::vector<Value>& values, const Value& value) {
    return std::any_of(values.begin(), values.end(), [&](const Value& v) { return v.is(value); });
}

void remove_identical(std::vector<Value>& values, const Value& value) {
    std::erase_if(values, [&](const Value& v) { return v.is(value); });
}

} // namespace

std::span<const Value> IdentityKey::values() const {
    if (const Tuple* tuple = identity.as<Tuple>(); tuple && mapper->primary_key().size() > 1) return tuple->items();
    return {&identity, 1};
}

int64_t IdentityKey::hash(Runtime& runtime) const {
    return int64_t(uint64_t(relata::hash(runtime, identity)) * 31 + (reinterpret_cast<uintptr_t>(mapper) >> 4));
}

bool IdentityKey::equals(Runtime& runtime, const IdentityKey& other) const {
    return mapper == other.mapper && (identity.is(other.identity) || equal(runtime, identity, other.identity));
}

void PendingCollection::append(const Value& item) {
    if (contains_identical(deleted_items, item))
        remove_identical(deleted_items, item);
    else if (!contains_identical(added_items, item))
        added_items.push_back(item);
}

void PendingCollection::remove(const Value& item) {
    if (contains_identical(added_items, item))
        remove_identical(added_items, item);
    else if (!contains_identical(deleted_items, item))
        deleted_items.push_back(item);
}

bool AttributeSet::empty() const {
    return m_low == 0 && (!m_high || std::find(m_high->begin(), m_high->end(), true) == m_high->end());
}

void AttributeSet::set_high(int index) {
    if (!m_high) m_high = std::make_unique<std::vector<bool>>(4096);
    (*m_high)[size_t(index)] = true;
}

InstanceState::~InstanceState() {
    // A collection may outlive the object that it belonged to.
    if (runtime().is_ending()) return;
    for (AttributeImpl* impl : m_mapper->collection_attributes())
        if (impl->is_loaded(*this))
            if (CollectionAdapter* adapter = collection_adapter(impl->loaded(*this))) adapter->owner_state = nullptr;
    if (m_changes)
        for (auto& [impl, collection] : m_changes->empty_collections)
            if (CollectionAdapter* adapter = collection_adapter(collection)) adapter->owner_state = nullptr;
    if (session) session->state_died(*this);
    if (told)
        execution::RunState::of(runtime()).emit(
            execution::ObjectChanged{.state = execution::ObjectChanged::State::gone, .entity = {}, .identity = {}, .object = m_object});
}

void InstanceState::clear_references() {
    m_changes.reset();
    load_context.reset();
    key.identity.reset();
}

InstanceState::Changes& InstanceState::changes() {
    if (!m_changes) m_changes = std::make_unique<Changes>();
    return *m_changes;
}

std::string InstanceState::text() const {
    // Where the object has gone its state's place stands for it.
    const std::string address = m_object ? address_text(m_object->type().runtime(), Value(*m_object))
                                         : place_address(m_mapper->mapped_class().runtime(), this);
    return "<" + m_mapper->mapped_class().name() + " at " + address + ">";
}

std::string InstanceState::class_text() const { return "<" + m_mapper->mapped_class().name() + ">"; }

const Value& InstanceState::slot(const AttributeImpl& impl) const { return m_object->slot(size_t(impl.slot())); }

const LoaderResult* InstanceState::committed(const AttributeImpl& impl) const {
    if (!m_changes) return nullptr;
    for (const Committed& c : m_changes->committed)
        if (c.impl == &impl) return &c.value;
    return nullptr;
}

std::span<const InstanceState::Committed> InstanceState::committed_state() const {
    if (!m_changes) return {};
    return m_changes->committed;
}

void InstanceState::set_committed(const AttributeImpl& impl, LoaderResult value) {
    for (Committed& c : changes().committed)
        if (c.impl == &impl) {
            c.value = std::move(value);
            return;
        }
    if (m_changes->committed.empty()) m_changes->committed.reserve(6); // a new object sets most of its columns
    m_changes->committed.push_back({&impl, std::move(value)});
}

void InstanceState::forget_committed(const AttributeImpl& impl) {
    if (m_changes) std::erase_if(m_changes->committed, [&](const Committed& c) { return c.impl == &impl; });
}

bool InstanceState::is_expired(const AttributeImpl& impl) const { return expired_attributes.contains(impl.index()); }

void InstanceState::modified_event(const AttributeImpl& impl, LoaderResult previous, bool collection,
                                   bool is_userland) {
    if (!impl.send_modified_events()) return;
    if (is_userland && !impl.is_loaded(*this))
        throw Error(Exc::InvalidRequestError, "Can't flag attribute '" + impl.key() +
                                                  "' modified; it's not present in the object state");
    if (is_userland || !committed(impl)) {
        if (collection) {
            if (previous.is(LoaderResult::Status::no_value) && impl.is_loaded(*this)) previous = impl.loaded(*this);
            if (previous.is_object()) previous = impl.copy(previous.value);
        }
        set_committed(impl, std::move(previous));
    }
    modified_event();
}

void InstanceState::modified_event() {
    if (modified && changes().strong_for == session) return;
    modified = true;
    changes().strong_for = session;
    if (session) session->state_modified(*this);
}

void InstanceState::commit_all() {
    if (m_changes) {
        m_changes->committed.clear();
        m_changes->pending.clear();
        // SQLAlchemy: callables of a whole commit stay; only those of loaded attributes go.
        std::erase_if(m_changes->callables, [&](const auto& c) { return c.first->is_loaded(*this); });
    }
    for (const AttributeImpl* impl : m_mapper->attributes())
        if (impl && impl->is_loaded(*this)) expired_attributes.remove(impl->index());
    if (std::exchange(modified, false) | std::exchange(expired, false))
        if (session) session->session().tell(*this);
}

void InstanceState::commit(std::span<const AttributeImpl* const> attributes) {
    for (const AttributeImpl* impl : attributes) {
        forget_committed(*impl);
        if (impl->is_loaded(*this)) {
            expired_attributes.remove(impl->index());
            clear_loader(*impl);
        }
    }
    if (std::exchange(expired, false) && session) session->session().tell(*this);
}

void InstanceState::expire() {
    // SQLAlchemy: _expire: pending objects lose their values too; collections handed out before become stale.
    expired = true;
    if (m_changes) {
        m_changes->committed.clear();
        m_changes->pending.clear();
        m_changes->empty_collections.clear();
        m_changes->callables.clear();
        m_changes->strong_for = nullptr;
    }
    modified = false;
    for (AttributeImpl* impl : m_mapper->attributes()) {
        if (!impl) continue;
        if (impl->is_collection())
            if (CollectionAdapter* adapter = collection_adapter(impl->loaded(*this))) adapter->invalidated = true;
        // A relationship's own read loads it; the refresh of the others does where it is loaded eagerly.
        if (!impl->accepts_scalar_loader() || impl->load_on_unexpire() || impl->is_loaded(*this))
            expired_attributes.add(impl->index());
        if (m_changes && !m_changes->last_known.empty()) keep_last_known(*impl);
        if (impl->is_loaded(*this)) m_object->set_slot(size_t(impl->slot()), Value());
    }
    if (session) session->session().tell(*this);
    if (has_event(MapperEvent::expire)) m_mapper->fire(MapperEvent::expire, {Value(*m_object), Value::none()});
}

bool InstanceState::has_event(MapperEvent event) const { return m_mapper->has_event(event); }

void InstanceState::expire_attributes(std::span<AttributeImpl* const> attributes, bool no_loader) {
    for (AttributeImpl* impl : attributes) {
        if (impl->accepts_scalar_loader()) {
            if (no_loader && (impl->loader() || loader_of(*impl))) continue;
            expired_attributes.add(impl->index());
            clear_loader(*impl);
        }
        if (impl->is_collection())
            if (CollectionAdapter* adapter = collection_adapter(impl->loaded(*this))) adapter->invalidated = true;
        if (m_changes && !m_changes->last_known.empty()) keep_last_known(*impl);
        if (impl->is_loaded(*this)) m_object->set_slot(size_t(impl->slot()), Value());
        forget_committed(*impl);
        drop_pending_mutation(*impl);
    }
    if (!has_event(MapperEvent::expire)) return;
    std::vector<Value> names;
    for (const AttributeImpl* impl : attributes) names.emplace_back(impl->name());
    m_mapper->fire(MapperEvent::expire, {Value(*m_object), Value(runtime().make_list(std::move(names)))});
}

void InstanceState::reset(AttributeImpl& impl) {
    if (impl.is_collection())
        if (CollectionAdapter* adapter = collection_adapter(impl.loaded(*this))) adapter->invalidated = true;
    expired_attributes.remove(impl.index());
    clear_loader(impl);
    m_object->set_slot(size_t(impl.slot()), Value());
}

LoaderResult InstanceState::load_expired(Passive passive) {
    if (!has(passive, Passive::sql_ok)) return LoaderResult::Status::passive_no_result;
    std::vector<AttributeImpl*> to_load;
    for (AttributeImpl* impl : m_mapper->attributes())
        // An attribute that was changed after it expired has its value.
        if (impl && is_expired(*impl) && !impl->is_loaded(*this) && !committed(*impl)) to_load.push_back(impl);
    std::erase_if(to_load, [](const AttributeImpl* impl) { return !impl->load_on_unexpire(); });
    load_scalar_attributes(*m_mapper, *this, std::move(to_load), passive);
    // A NULL of an outer join or a row that is gone must not fire again and again.
    expired_attributes.clear();
    return LoaderResult::Status::attr_was_set;
}

std::vector<AttributeImpl*> InstanceState::unloaded() const {
    std::vector<AttributeImpl*> result;
    for (AttributeImpl* impl : m_mapper->attributes())
        if (impl && !impl->is_loaded(*this) && !committed(*impl)) result.push_back(impl);
    return result;
}

std::vector<AttributeImpl*> InstanceState::unloaded_expirable() const { return unloaded(); }

std::vector<AttributeImpl*> InstanceState::unmodified() const {
    std::vector<AttributeImpl*> result;
    for (AttributeImpl* impl : m_mapper->attributes())
        if (impl && !committed(*impl)) result.push_back(impl);
    return result;
}

std::vector<AttributeImpl*> InstanceState::unmodified_intersection(std::span<AttributeImpl* const> among) const {
    std::vector<AttributeImpl*> result;
    for (AttributeImpl* impl : among)
        if (!committed(*impl)) result.push_back(impl);
    return result;
}

PendingCollection* InstanceState::pending_mutation(const AttributeImpl& impl) const {
    if (!m_changes) return nullptr;
    const auto found = find_entry(m_changes->pending, impl);
    return found == m_changes->pending.end() ? nullptr : &found->second;
}

PendingCollection& InstanceState::get_pending_mutation(const AttributeImpl& impl) {
    if (PendingCollection* pending = pending_mutation(impl)) return *pending;
    return changes().pending.emplace_back(&impl, PendingCollection()).second;
}

void InstanceState::drop_pending_mutation(const AttributeImpl& impl) {
    if (m_changes) std::erase_if(m_changes->pending, [&](const auto& p) { return p.first == &impl; });
}

InstanceState::Parent InstanceState::parent_of(const MapperProperty& token) const {
    if (m_changes)
        for (const ParentEntry& p : m_changes->parents)
            if (p.token == &token) return p.parent ? Parent::some : Parent::none;
    return Parent::unknown;
}

const InstanceState* InstanceState::parent_state(const MapperProperty& token) const {
    if (m_changes)
        for (const ParentEntry& p : m_changes->parents)
            if (p.token == &token) return p.parent;
    return nullptr;
}

void InstanceState::set_parent(const MapperProperty& token, const InstanceState* parent) {
    for (ParentEntry& p : changes().parents)
        if (p.token == &token) {
            p.parent = parent;
            return;
        }
    m_changes->parents.push_back({&token, parent});
}

void InstanceState::track_last_known_value(const AttributeImpl& impl) {
    for (const Committed& known : changes().last_known)
        if (known.impl == &impl) return;
    m_changes->last_known.push_back({&impl, LoaderResult()});
}

LoaderResult InstanceState::last_known_value(const AttributeImpl& impl) const {
    if (m_changes)
        for (const Committed& known : m_changes->last_known)
            if (known.impl == &impl) return known.value;
    return {};
}

void InstanceState::keep_last_known(const AttributeImpl& impl) {
    for (Committed& known : m_changes->last_known)
        if (known.impl == &impl && impl.is_loaded(*this)) known.value = impl.loaded(*this);
}

AttributeLoader* InstanceState::loader_of(const AttributeImpl& impl) const {
    if (!m_changes) return nullptr;
    const auto found = find_entry(m_changes->callables, impl);
    return found == m_changes->callables.end() ? nullptr : found->second.get();
}

void InstanceState::set_loader(const AttributeImpl& impl, std::shared_ptr<AttributeLoader> loader) {
    clear_loader(impl);
    changes().callables.emplace_back(&impl, std::move(loader));
}

void InstanceState::clear_loader(const AttributeImpl& impl) {
    if (m_changes) std::erase_if(m_changes->callables, [&](const auto& c) { return c.first == &impl; });
}

Value InstanceState::empty_collection(const AttributeImpl& impl) const {
    if (!m_changes) return {};
    const auto found = find_entry(m_changes->empty_collections, impl);
    return found == m_changes->empty_collections.end() ? Value() : found->second;
}

void InstanceState::set_empty_collection(const AttributeImpl& impl, Value collection) {
    if (m_changes) std::erase_if(m_changes->empty_collections, [&](const auto& c) { return c.first == &impl; });
    if (collection.is_set()) changes().empty_collections.emplace_back(&impl, std::move(collection));
}

InstanceState* find_instance_state(const Value& object) {
    // Only the ORM extends instances of mapped classes.
    if (!object.is_object() || !object.as_object()->type().has(Type::mapped_class)) return nullptr;
    const ObjectKind kind = object.as_object()->kind();
    if (kind != ObjectKind::instance && kind != ObjectKind::exception) return nullptr;
    return static_cast<InstanceState*>(object.get<Instance>().extension());
}

InstanceState& instance_state(Runtime& runtime, const Value& object) {
    if (InstanceState* state = find_instance_state(object)) return *state;
    const Type& type = runtime.type_of(object);
    std::string text = "Class '" + type.module() + "." + type.qualified_name() + "' is not mapped";
    if (const Type* cls = object.as<Type>())
        text += "; was a class (" + cls->module() + "." + cls->qualified_name() + ") supplied where an instance was required?";
    // An object of an unmapped class below a mapped one has a state; only its mapper is missing.
    const bool is_below = std::ranges::any_of(type.mro(), [](const Type* base) { return find_mapper(*base) != nullptr; });
    throw Error(is_below ? Exc::UnmappedClassError : Exc::UnmappedInstanceError, std::move(text));
}

InstanceState& related_instance_state(Runtime& runtime, const Value& object) {
    if (InstanceState* state = find_instance_state(object)) return *state;
    throw Error(Exc::AttributeError,
                "'" + runtime.type_of(object).name() + "' object has no attribute '_sa_instance_state'");
}

} // namespace relata::orm
