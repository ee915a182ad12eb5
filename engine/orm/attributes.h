// Attributes: reads, writes, history and events of the attributes of mapped objects. SQLAlchemy: orm/attributes.py.
#pragma once

#include "orm/instance_state.h"

#include <functional>

namespace relata::orm {

class InstrumentedAttribute;
class ScalarObjectAttributeImpl;
class CollectionAttributeImpl;

/// Which attribute a chain of events began at, and with what. SQLAlchemy: AttributeEventToken. Compared by address: each
/// impl has one token per operation.
struct AttributeEvent {
    enum class Op : uint8_t { append, remove, replace, bulk_replace, modified };
    AttributeImpl* impl;
    Op op;
};

/// What listens to an attribute. Lists of C++ functions; a program's function is wrapped into one.
struct AttributeDispatch {
    using Set = std::function<LoaderResult(InstanceState&, LoaderResult value, const LoaderResult& old,
                                           const AttributeEvent& initiator)>;
    using Append = std::function<Value(InstanceState&, Value value, const AttributeEvent& initiator)>;
    using Remove = std::function<void(InstanceState&, const LoaderResult& value, const AttributeEvent& initiator)>;
    using BulkReplace = std::function<void(InstanceState&, std::vector<Value>& values, const AttributeEvent& initiator)>;
    using InitScalar = std::function<LoaderResult(InstanceState&, const Value& value)>;
    using Collection = std::function<void(InstanceState&, const Value& collection)>;
    std::vector<Set> set;
    std::vector<Append> append;
    std::vector<Append> append_wo_mutation;
    std::vector<Remove> remove;
    std::vector<BulkReplace> bulk_replace;
    std::vector<InitScalar> init_scalar;
    std::vector<Collection> init_collection;
    std::vector<Collection> dispose_collection;
    std::vector<std::function<void(InstanceState&, const AttributeEvent&)>> modified;
    bool active_history = false;
};

/// What changed since the last commit. SQLAlchemy: History.
struct History {
    std::vector<Value> added, unchanged, deleted;
    /// Of a collection: Python sees lists where nothing is in them; of a scalar, tuples.
    bool unchanged_is_list = false, changes_are_lists = false;
    /// HISTORY_BLANK: nothing is known, the attribute is not loaded.
    bool blank() const { return added.empty() && unchanged.empty() && deleted.empty(); }
    bool has_changes() const { return !added.empty() || !deleted.empty(); }
    std::vector<Value> sum() const;
    std::vector<Value> non_deleted() const;
    std::vector<Value> non_added() const;
};

/// One attribute of one mapped class. SQLAlchemy: AttributeImpl and its three main subclasses.
class AttributeImpl {
  public:
    enum class Kind : uint8_t { scalar, object, collection };
    struct Options {
        AttributeLoader* loader = nullptr;
        bool trackparent = false;
        bool active_history = false;
        bool deferred_history = false;
        bool load_on_unexpire = true;
        bool send_modified_events = true;
        std::optional<bool> accepts_scalar_loader{};
        /// `a == b` of column values; null: Python's `==`.
        std::function<bool(Runtime&, const Value&, const Value&)> is_equal{};
    };
    AttributeImpl(Kind kind, Mapper& mapper, MapperProperty& property, int slot, Options options);
    AttributeImpl(const AttributeImpl&) = delete;
    virtual ~AttributeImpl() = default;

    Kind kind() const { return m_kind; }
    bool is_collection() const { return m_kind == Kind::collection; }
    bool uses_objects() const { return m_kind != Kind::scalar; }
    Mapper& mapper() const { return m_mapper; }
    MapperProperty& property() const { return m_property; }
    /// What relates the impls of a class and its subclasses: SQLAlchemy's parent_token.
    const MapperProperty& parent_token() const { return *m_parent_token; }
    const std::string& key() const { return m_property.key(); }
    Str& name() const { return m_property.name(); }
    int slot() const { return m_slot; }
    int index() const { return m_index; }
    std::string text() const; ///< "Task.title"
    bool accepts_scalar_loader() const { return m_accepts_scalar_loader; }
    bool load_on_unexpire() const { return m_load_on_unexpire; }
    bool send_modified_events() const { return m_send_modified_events; }
    bool trackparent() const { return m_trackparent; }
    bool deferred_history() const { return m_deferred_history; }
    AttributeLoader* loader() const { return m_loader; }
    void set_loader(AttributeLoader* loader) { m_loader = loader; }

    AttributeDispatch dispatch;
    AttributeEvent append_token, remove_token, replace_token, bulk_replace_token, modified_token;

    /// What the object's slot holds; unset where nothing is loaded.
    const Value& loaded(const InstanceState& state) const { return state.object().slot(size_t(m_slot)); }
    bool is_loaded(const InstanceState& state) const { return loaded(state).is_set(); }

    LoaderResult get(InstanceState& state, Passive passive = Passive::off);
    virtual void set(InstanceState& state, Value value, const AttributeEvent* initiator = nullptr,
                     Passive passive = Passive::off, const Value* check_old = nullptr, bool pop = false) = 0;
    virtual void remove_value(InstanceState& state) = 0; ///< `del obj.attr`
    virtual void append(InstanceState& state, Value value, const AttributeEvent* initiator,
                        Passive passive = Passive::off);
    virtual void remove(InstanceState& state, const Value& value, const AttributeEvent* initiator,
                        Passive passive = Passive::off);
    /// As remove, where it does not matter if the value is not there.
    virtual void pop(InstanceState& state, const Value& value, const AttributeEvent* initiator,
                     Passive passive = Passive::off);
    virtual History get_history(InstanceState& state, Passive passive = Passive::off) = 0;
    /// All objects that are, or were at the last commit, in the attribute (unset Values stand for None).
    virtual std::vector<Value> get_all_pending(InstanceState& state, Passive passive = Passive::no_initialize);
    LoaderResult get_committed_value(InstanceState& state, Passive passive = Passive::off);
    /// A loaded value: no events, no history.
    virtual Value set_committed_value(InstanceState& state, Value value);
    LoaderResult fire_loader_callables(InstanceState& state, Passive passive);
    /// Keeps a collection's members for comparison (copies a list); the value itself otherwise.
    virtual Value copy(const Value& value) const { return value; }

    bool has_parent(const InstanceState& state, bool optimistic = false) const;
    void set_has_parent(InstanceState& child, InstanceState& parent, bool value);
    bool is_equal(Runtime& runtime, const Value& a, const Value& b) const;

  protected:
    virtual Value default_value(InstanceState& state) = 0;
    std::function<bool(Runtime&, const Value&, const Value&)> m_is_equal;

  private:
    friend class InstrumentedAttribute;
    Kind m_kind;
    bool m_accepts_scalar_loader, m_load_on_unexpire, m_send_modified_events, m_trackparent, m_deferred_history;
    int m_slot, m_index;
    Mapper& m_mapper;
    MapperProperty& m_property;
    const MapperProperty* m_parent_token;
    AttributeLoader* m_loader;
};

/// A column's value.
class ScalarAttributeImpl final : public AttributeImpl {
  public:
    ScalarAttributeImpl(Mapper& mapper, MapperProperty& property, int slot, Options options)
        : AttributeImpl(Kind::scalar, mapper, property, slot, std::move(options)) {}
    void set(InstanceState& state, Value value, const AttributeEvent* initiator, Passive passive,
             const Value* check_old, bool pop) override;
    void remove_value(InstanceState& state) override;
    History get_history(InstanceState& state, Passive passive) override;

  protected:
    Value default_value(InstanceState& state) override;
};

/// The other side of a many-to-one or one-to-one relationship.
class ScalarObjectAttributeImpl final : public AttributeImpl {
  public:
    ScalarObjectAttributeImpl(Mapper& mapper, MapperProperty& property, int slot, Options options)
        : AttributeImpl(Kind::object, mapper, property, slot, std::move(options)) {}
    void set(InstanceState& state, Value value, const AttributeEvent* initiator, Passive passive,
             const Value* check_old, bool pop) override;
    void remove_value(InstanceState& state) override;
    History get_history(InstanceState& state, Passive passive) override;
    std::vector<Value> get_all_pending(InstanceState& state, Passive passive) override;

  protected:
    Value default_value(InstanceState& state) override;

  private:
    LoaderResult old_value(InstanceState& state);
    void fire_remove_event(InstanceState& state, const LoaderResult& value, const AttributeEvent* initiator);
    Value fire_replace_event(InstanceState& state, Value value, const LoaderResult& previous,
                             const AttributeEvent* initiator);
};

/// The collection of a one-to-many or many-to-many relationship.
class CollectionAttributeImpl final : public AttributeImpl {
  public:
    CollectionAttributeImpl(Mapper& mapper, MapperProperty& property, int slot, Options options,
                            std::shared_ptr<class CollectionFactory> factory)
        : AttributeImpl(Kind::collection, mapper, property, slot, std::move(options)), m_factory(std::move(factory)) {}
    CollectionFactory& factory() const { return *m_factory; }
    void set(InstanceState& state, Value value, const AttributeEvent* initiator, Passive passive,
             const Value* check_old, bool pop) override;
    void remove_value(InstanceState& state) override;
    void append(InstanceState& state, Value value, const AttributeEvent* initiator, Passive passive) override;
    void remove(InstanceState& state, const Value& value, const AttributeEvent* initiator, Passive passive) override;
    void pop(InstanceState& state, const Value& value, const AttributeEvent* initiator, Passive passive) override;
    History get_history(InstanceState& state, Passive passive) override;
    std::vector<Value> get_all_pending(InstanceState& state, Passive passive) override;
    /// `value`: a list of the loaded members, or None.
    Value set_committed_value(InstanceState& state, Value value) override;
    Value set_committed_items(InstanceState& state, std::vector<Value> items);
    Value copy(const Value& value) const override;

    /// The collection's adapter; null where it is not loaded and may not be.
    CollectionAdapter* get_collection(InstanceState& state, Passive passive = Passive::off);
    /// A new empty collection for this attribute, not yet in the object.
    Value initialize_collection(InstanceState& state);
    /// SQLAlchemy: init_state_collection (loading into a fresh collection).
    CollectionAdapter& init_state_collection(InstanceState& state);

    Value fire_append_event(InstanceState& state, Value value, const AttributeEvent* initiator);
    Value fire_append_wo_mutation_event(InstanceState& state, Value value, const AttributeEvent* initiator);
    void fire_pre_remove_event(InstanceState& state, const AttributeEvent* initiator);
    void fire_remove_event(InstanceState& state, const Value& value, const AttributeEvent* initiator);

  protected:
    Value default_value(InstanceState& state) override;

  private:
    std::shared_ptr<CollectionFactory> m_factory;
};

/// The class attribute `Task.title`: reads and writes of instances on one side, an SQL expression on the other. Python
/// sees it under the type that the modules register with set_type_for<InstrumentedAttribute>.
/// SQLAlchemy: QueryableAttribute / InstrumentedAttribute.
class InstrumentedAttribute final : public SlotDescriptor {
  public:
    InstrumentedAttribute(Type& type, Mapper& mapper, MapperProperty& property, int slot);
    ~InstrumentedAttribute() override;
    Mapper& mapper() const { return m_mapper; }
    MapperProperty& property() const { return *m_property; }
    const std::string& key() const { return m_property->key(); }
    AttributeImpl* impl() const { return m_impl.get(); }
    void set_impl(std::unique_ptr<AttributeImpl> impl);
    /// Calls `f` with the impl: now, or when the mapper is configured. For event.listen().
    void when_instrumented(std::function<void(AttributeImpl&)> f);
    /// The same for the attributes of all subclasses, also of those to come. SQLAlchemy: propagate=True.
    void propagate(std::function<void(AttributeImpl&)> f);
    /// The attribute as SQL: the column annotated with its entity; for a relationship its join condition.
    /// SQLAlchemy: QueryableAttribute.expression.
    Ref<sql::ColumnElement> expression();

  private:
    Mapper& m_mapper;
    Ref<MapperProperty> m_property;
    std::unique_ptr<AttributeImpl> m_impl;
    std::vector<std::function<void(AttributeImpl&)>> m_when_instrumented, m_propagated;
    Ref<sql::ColumnElement> m_expression;
};

/// descriptor_get / descriptor_set of InstrumentedAttribute's type.
Value instrumented_attribute_get(Runtime& runtime, const Value& self, const Value& instance, Type& owner);
void instrumented_attribute_set(Runtime& runtime, const Value& self, const Value& instance, const Value& value);

/// SQLAlchemy: sqlalchemy.orm.attributes.
Value get_attribute_value(InstanceState& state, const std::string& key);
void set_attribute_value(InstanceState& state, const std::string& key, const Value& value);
History get_history(InstanceState& state, const std::string& key, Passive passive = Passive::off);
void flag_modified(InstanceState& state, const std::string& key);
void flag_dirty(InstanceState& state);
Value set_committed_value(InstanceState& state, const std::string& key, const Value& value);
void del_attribute(InstanceState& state, const std::string& key);

/// For LoaderStrategy::init_class_attribute: gives the property's attribute on `mapper`'s class, and on those below it
/// that inherit the property, its impl and its events. SQLAlchemy: strategies._register_attribute.
void register_attribute(StrategizedProperty& property, Mapper& mapper, AttributeImpl::Options options,
                        bool active_history = false);

/// Events that keep both sides of a relationship in step. SQLAlchemy: backref_listeners.
void listen_backref(AttributeImpl& attribute, const std::string& key, bool uselist);
/// Events that carry objects into the session (cascade save-update) and find orphans.
/// SQLAlchemy: unitofwork.track_cascade_events.
void track_cascade_events(AttributeImpl& attribute, RelationshipProperty& property);

} // namespace relata::orm
