#include "orm/registry.h"
#include "orm/collections.h"

#include "orm/mapper.h"
#include "support/protocol.h"

#include <algorithm>
#include <unordered_set>

namespace relata::orm {

namespace {

void require_owner(const CollectionAdapter& adapter) {
    // SQLAlchemy: InstanceState._modified_event
    if (!adapter.owner_state)
        throw Error(Exc::ObjectDereferencedError,
                    "Can't emit change event for attribute '" + adapter.attr->text() + "' - parent object of type <" +
                        adapter.attr->mapper().mapped_class().name() + "> has been garbage collected.");
}

void warn_invalidated(const CollectionAdapter& adapter) {
    sa_warn(adapter.attr->mapper().runtime(), "This collection has been invalidated.");
}

class ListFactory final : public CollectionFactory {
  public:
    ListFactory() : CollectionFactory(Shape::list) {}
    Value make(Runtime& runtime) override {
        return Value(runtime.make<InstrumentedList>(runtime.type_for<InstrumentedList>()));
    }
};

} // namespace

const char* CollectionFactory::shape_name() const {
    return m_shape == Shape::list ? "list" : m_shape == Shape::set ? "set" : "dict";
}

std::shared_ptr<CollectionFactory> list_factory() { return std::make_shared<ListFactory>(); }

CollectionAdapter* collection_adapter(const Value& collection) {
    if (!collection.is_object()) return nullptr;
    Object* object = collection.as_object();
    if (auto* list = dynamic_cast<InstrumentedList*>(object)) return &list->adapter();
    if (auto* other = dynamic_cast<InstrumentedCollection*>(object)) return &other->adapter();
    return nullptr;
}

void CollectionAdapter::reset_empty() {
    // SQLAlchemy: _reset_empty: the collection that a read handed out becomes the attribute's value.
    empty = false;
    owner_state->object().set_slot(size_t(attr->slot()), Value(collection()));
    owner_state->set_empty_collection(*attr, Value());
}

Value CollectionAdapter::fire_append_event(const Value& item, const AttributeEvent* initiator) {
    if (!attr) return item;
    if (!owner_state) related_instance_state(attr->mapper().runtime(), item); // what is no mapped object is refused first
    require_owner(*this);
    if (invalidated) warn_invalidated(*this);
    if (empty) reset_empty();
    return attr->fire_append_event(*owner_state, item, initiator);
}

Value CollectionAdapter::fire_append_wo_mutation_event(const Value& item, const AttributeEvent* initiator) {
    if (!attr) return item;
    require_owner(*this);
    if (invalidated) warn_invalidated(*this);
    if (empty) reset_empty();
    return attr->fire_append_wo_mutation_event(*owner_state, item, initiator);
}

void CollectionAdapter::fire_remove_event(const Value& item, const AttributeEvent* initiator) {
    if (!attr) return;
    require_owner(*this);
    if (invalidated) warn_invalidated(*this);
    if (empty) reset_empty();
    attr->fire_remove_event(*owner_state, item, initiator);
}

void CollectionAdapter::fire_pre_remove_event(const AttributeEvent* initiator) {
    if (!attr) return;
    require_owner(*this);
    if (invalidated) warn_invalidated(*this);
    attr->fire_pre_remove_event(*owner_state, initiator);
}

void CollectionAdapter::clear_with_event(const AttributeEvent* initiator) {
    for (const Value& item : members()) remove_with_event(item, initiator);
}

void CollectionAdapter::detach() {
    attr = nullptr;
    owner_state = nullptr;
}

void InstrumentedList::remove_without_event(const Value& item) {
    Runtime& runtime = type().runtime();
    for (size_t i = 0; i < items().size(); ++i)
        if (items()[i].is(item) || equal(runtime, items()[i], item)) {
            items().erase(items().begin() + std::ptrdiff_t(i));
            return;
        }
    throw Error(Exc::ValueError, "list.remove(x): x not in list");
}

void InstrumentedList::append_with_event(const Value& item, const AttributeEvent* initiator) {
    append(fire_append_event(item, initiator));
}

void InstrumentedList::remove_with_event(const Value& item, const AttributeEvent* initiator) {
    // SQLAlchemy: collections._list_decorators.remove: the event first, and then perhaps a ValueError.
    const Value held = item;
    fire_remove_event(held, initiator);
    remove_without_event(held);
}

void bulk_replace(Runtime&, const std::vector<Value>& values, CollectionAdapter* existing, CollectionAdapter& new_adapter,
                  const AttributeEvent* initiator) {
    const std::vector<Value> before = existing ? existing->members() : std::vector<Value>();
    std::unordered_set<uintptr_t> had, has;
    for (const Value& v : before) had.insert(v.bits());
    for (const Value& v : values) has.insert(v.bits());
    for (const Value& v : values) {
        if (had.count(v.bits()))
            new_adapter.append_without_event(v);
        else
            new_adapter.append_with_event(v, initiator);
    }
    if (!existing) return;
    std::unordered_set<uintptr_t> done;
    for (const Value& v : before)
        if (has.count(v.bits()) && done.insert(v.bits()).second) existing->fire_append_wo_mutation_event(v, initiator);
    for (const Value& v : before)
        if (!has.count(v.bits()) && done.insert(v.bits()).second) existing->fire_remove_event(v, initiator);
}

} // namespace relata::orm
