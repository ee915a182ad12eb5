// List: Python's list. The ORM's InstrumentedList derives from it.
#pragma once

#include "support/heap.h"
#include "support/object.h"

namespace relata {

class List : public Container {
  public:
    static constexpr ObjectKind object_kind = ObjectKind::list;
    using Items = std::vector<Value, HeapAllocator<Value>>;
    explicit List(Type& type);
    void clear_references() override { Items(m_items.get_allocator()).swap(m_items); }

    /// Changing the items through this does not tell an InstrumentedList: the type's methods do.
    Items& items() { return m_items; }
    const Items& items() const { return m_items; }
    size_t size() const { return m_items.size(); }
    void append(Value v) { m_items.push_back(std::move(v)); }

  private:
    Items m_items;
};

} // namespace relata
