// InstanceState: what the ORM knows about one object. SQLAlchemy: orm/state.py.
#pragma once

#include "orm/interfaces.h"
#include "support/instance.h"

#include <span>

namespace relata::orm {

class CollectionAdapter;
enum class MapperEvent : uint8_t;

/// Which row an object is. One primary key column: its value; several: a tuple. SQLAlchemy: the identity key tuple
/// (class, identity, token).
struct IdentityKey {
    const Mapper* mapper = nullptr; ///< the base mapper of the hierarchy; null: no identity yet
    Value identity;
    bool is_set() const { return mapper != nullptr; }
    /// The primary key as a vector, in the mapper's order.
    std::span<const Value> values() const;
    int64_t hash(Runtime& runtime) const;
    bool equals(Runtime& runtime, const IdentityKey& other) const;
};

/// Appends and removes made on a collection that is not loaded. SQLAlchemy: PendingCollection.
struct PendingCollection {
    std::vector<Value> added_items; ///< in order, each once
    std::vector<Value> deleted_items;
    void append(const Value& item);
    void remove(const Value& item);
};

/// Lives in its object (Instance::extension) and dies with it. Fields that few objects need are in Changes.
class InstanceState final : public InstanceExtension {
  public:
    InstanceState(Instance& object, Mapper& mapper) : m_object(&object), m_mapper(&mapper) {}
    ~InstanceState() override;
    void clear_references() override;

    Instance& object() const { return *m_object; }
    Mapper& mapper() const { return *m_mapper; }
    Runtime& runtime() const { return m_object->type().runtime(); }
    const Value& slot(const AttributeImpl& impl) const;
    /// "<Task at 0x7f...>". SQLAlchemy: state_str.
    std::string text() const;
    std::string class_text() const; ///< "<Task>": state_class_str

    // ---- identity and session --------------------------------------------------------------------------------------
    IdentityKey key;
    AttributeSession* session = nullptr; ///< set and cleared by the session; null when detached or transient
    bool has_identity() const { return key.is_set(); }
    bool is_transient() const { return !key.is_set() && !session; }
    bool is_pending() const { return !key.is_set() && session; }
    bool is_persistent() const { return key.is_set() && session && !deleted; }
    bool is_deleted() const { return key.is_set() && session && deleted; }
    bool is_detached() const { return key.is_set() && !session; }

    bool modified = false;
    bool expired = false;
    bool deleted = false;       ///< SQLAlchemy: _deleted
    // One byte for these, so that a small object with its state and slots fills four cache lines and no more.
    bool load_pending : 1 = false;
    bool told : 1 = false; ///< the run's record knows of it
    bool orphaned_outside_of_session : 1 = false;
    bool is_instance_processing : 1 = false;
    uint32_t runid = 0;         ///< the load that touched it last
    uint32_t insert_order = 0;  ///< position in session.new; 0: none
    uint32_t identity_map_position = UINT32_MAX, identity_map_hash = 0; ///< the identity map's own
    uint32_t flush_position = UINT32_MAX; ///< the unit of work's own
    /// Options and path that this object was loaded with, for its lazy loads and refreshes. SQLAlchemy: load_options,
    /// load_path.
    Ref<RefCounted> load_context;

    // ---- changes ---------------------------------------------------------------------------------------------------
    struct Committed {
        const AttributeImpl* impl;
        LoaderResult value; ///< NO_VALUE where the attribute had none
    };
    /// The value at the last commit of an attribute that changed since, or null. SQLAlchemy: committed_state.
    const LoaderResult* committed(const AttributeImpl& impl) const;
    std::span<const Committed> committed_state() const;
    void set_committed(const AttributeImpl& impl, LoaderResult value);
    void forget_committed(const AttributeImpl& impl);
    /// Attributes that were expired and not loaded again. SQLAlchemy: expired_attributes.
    AttributeSet expired_attributes;
    bool is_expired(const AttributeImpl& impl) const;

    /// SQLAlchemy: _modified_event: `previous` is remembered once, the session hears of the change.
    void modified_event(const AttributeImpl& impl, LoaderResult previous, bool collection = false,
                        bool is_userland = false);
    /// flag_modified without an attribute.
    void modified_event();
    /// SQLAlchemy: _commit_all / _commit: what is there now is what the database has.
    void commit_all();
    void commit(std::span<const AttributeImpl* const> attributes);
    /// SQLAlchemy: _expire: all attributes; the next read loads. `_expire_attributes`: only these.
    void expire();
    void expire_attributes(std::span<AttributeImpl* const> attributes, bool no_loader = false);
    /// Forgets the attribute's value without event: SQLAlchemy's _reset.
    void reset(AttributeImpl& impl);
    /// Reads what expired: SQLAlchemy's _load_expired.
    LoaderResult load_expired(Passive passive);
    /// Every attribute without a value here: SQLAlchemy's `unloaded`.
    std::vector<AttributeImpl*> unloaded() const;
    std::vector<AttributeImpl*> unloaded_expirable() const;
    std::vector<AttributeImpl*> unmodified() const;
    std::vector<AttributeImpl*> unmodified_intersection(std::span<AttributeImpl* const> among) const;

    PendingCollection* pending_mutation(const AttributeImpl& impl) const; ///< null where none
    PendingCollection& get_pending_mutation(const AttributeImpl& impl);
    void drop_pending_mutation(const AttributeImpl& impl);

    /// Which object holds this one through `token` (a relationship that tracks parents).
    enum class Parent : uint8_t { unknown, none, some };
    struct ParentEntry {
        const MapperProperty* token;
        const InstanceState* parent; ///< null: `False`, it was removed from its parent
    };
    Parent parent_of(const MapperProperty& token) const;
    const InstanceState* parent_state(const MapperProperty& token) const;
    void set_parent(const MapperProperty& token, const InstanceState* parent);

    /// A loader of this object alone (an option changed how it loads). SQLAlchemy: callables.
    AttributeLoader* loader_of(const AttributeImpl& impl) const;
    void set_loader(const AttributeImpl& impl, std::shared_ptr<AttributeLoader> loader);
    void clear_loader(const AttributeImpl& impl);

    /// The value of the attribute before it expired, kept from now on. SQLAlchemy: _track_last_known_value.
    void track_last_known_value(const AttributeImpl& impl);
    LoaderResult last_known_value(const AttributeImpl& impl) const;

    /// Empty collections handed out by a read of an attribute that was never set. SQLAlchemy: _empty_collections.
    Value empty_collection(const AttributeImpl& impl) const;
    void set_empty_collection(const AttributeImpl& impl, Value collection);

  private:
    bool has_event(MapperEvent event) const;
    struct Changes {
        std::vector<Committed> committed;
        std::vector<std::pair<const AttributeImpl*, PendingCollection>> pending;
        std::vector<ParentEntry> parents;
        std::vector<Committed> last_known;
        std::vector<std::pair<const AttributeImpl*, std::shared_ptr<AttributeLoader>>> callables;
        std::vector<std::pair<const AttributeImpl*, Value>> empty_collections;
        AttributeSession* strong_for = nullptr; ///< this session has heard of the change
    };
    Changes& changes();
    void keep_last_known(const AttributeImpl& impl);

    Instance* m_object;
    Mapper* m_mapper;
    std::unique_ptr<Changes> m_changes;
};

/// The state of a mapped object, or null where the value is none.
InstanceState* find_instance_state(const Value& object);
/// The same; throws UnmappedInstanceError ("Class 'builtins.int' is not mapped").
InstanceState& instance_state(Runtime& runtime, const Value& object);
/// For a value that an attribute event handed on: throws AttributeError as `instance_state(x)` does of an unmapped one
/// ("'str' object has no attribute '_sa_instance_state'").
InstanceState& related_instance_state(Runtime& runtime, const Value& object);

} // namespace relata::orm
