// Collections: lists, sets and dicts that tell their attribute what is put in and taken out. SQLAlchemy:
// orm/collections.py.
#pragma once

#include "orm/attributes.h"
#include "support/list.h"

namespace relata::orm {

/// Between a collection and the attribute that it belongs to. SQLAlchemy: CollectionAdapter. Part of the collection
/// object; knows its owner as long as the owner lives.
class CollectionAdapter {
  public:
    CollectionAttributeImpl* attr = nullptr;
    InstanceState* owner_state = nullptr; ///< null once the owner died
    bool invalidated = false;             ///< the attribute has expired or been replaced: "stale collection"
    bool empty = false;                   ///< handed out by a read of an attribute without a value

    /// The collection object itself.
    virtual Object& collection() = 0;
    virtual size_t member_count() const = 0;
    virtual std::vector<Value> members() const = 0;
    virtual void append_without_event(const Value& item) = 0;
    virtual void remove_without_event(const Value& item) = 0;
    virtual void clear_without_event() = 0;
    /// Raise ValueError / KeyError where the item is not there.
    virtual void append_with_event(const Value& item, const AttributeEvent* initiator) = 0;
    virtual void remove_with_event(const Value& item, const AttributeEvent* initiator) = 0;
    virtual void clear_with_event(const AttributeEvent* initiator = nullptr);

    /// For the mutating methods of the collection classes: `__set` / `__del` of SQLAlchemy's collections.py. Before an
    /// item goes in (returns the item to put in) and after or before it goes out.
    Value fire_append_event(const Value& item, const AttributeEvent* initiator = nullptr);
    Value fire_append_wo_mutation_event(const Value& item, const AttributeEvent* initiator = nullptr);
    void fire_remove_event(const Value& item, const AttributeEvent* initiator = nullptr);
    void fire_pre_remove_event(const AttributeEvent* initiator = nullptr);
    /// Leaves its attribute: later changes fire no events.
    void detach();

  protected:
    ~CollectionAdapter() = default;

  private:
    void reset_empty();
};

/// The adapter of an instrumented collection, or null.
CollectionAdapter* collection_adapter(const Value& collection);

/// What a collection object of C++ derives from, beside its Python base.
class InstrumentedCollection {
  public:
    virtual ~InstrumentedCollection() = default;
    virtual CollectionAdapter& adapter() = 0;
};

/// Makes the collections of one attribute: of the class that `collection_class` names.
class CollectionFactory {
  public:
    enum class Shape : uint8_t { list, set, dict };
    explicit CollectionFactory(Shape shape) : m_shape(shape) {}
    virtual ~CollectionFactory() = default;
    Shape shape() const { return m_shape; }
    virtual Value make(Runtime& runtime) = 0;
    /// For messages: "list", "set", "dict".
    const char* shape_name() const;

  private:
    Shape m_shape;
};
std::shared_ptr<CollectionFactory> list_factory();
/// Set by the modules, which know set, dict and classes of the program: makes a factory for `collection_class=...`.
using CollectionClassResolver = std::function<std::shared_ptr<CollectionFactory>(Runtime&, const Value& collection_class)>;

/// The list of a relationship. All that changes it goes through these methods or through its adapter; the Python type is
/// registered with set_type_for<InstrumentedList>.
class InstrumentedList : public List, private CollectionAdapter {
  public:
    explicit InstrumentedList(Type& type) : List(type) {}
    CollectionAdapter& adapter() { return *this; }

    Object& collection() override { return *this; }
    size_t member_count() const override { return size(); }
    std::vector<Value> members() const override { return {items().begin(), items().end()}; }
    void append_without_event(const Value& item) override { append(item); }
    void remove_without_event(const Value& item) override;
    void clear_without_event() override { items().clear(); }
    void append_with_event(const Value& item, const AttributeEvent* initiator) override;
    void remove_with_event(const Value& item, const AttributeEvent* initiator) override;
};

/// SQLAlchemy: collections.bulk_replace: fires append and remove for what differs between the old and the new members.
void bulk_replace(Runtime& runtime, const std::vector<Value>& values, CollectionAdapter* existing,
                  CollectionAdapter& new_adapter, const AttributeEvent* initiator);

} // namespace relata::orm
