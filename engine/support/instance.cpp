#include "support/instance.h"

#include "support/runtime.h"

#include <algorithm>
#include <memory>
#include <new>

namespace relata {

const Value Instance::s_unset;

Instance::Instance(Type& type, const Room& room)
    : Container(type, object_kind), m_count(room.slots), m_room(uint16_t(room.extension_bytes)),
      m_slots_in_place(true) {
    m_slots = reinterpret_cast<Value*>(reinterpret_cast<char*>(this + 1) + m_room);
    std::uninitialized_value_construct_n(m_slots, m_count);
}

Instance::~Instance() {
    // As CPython calls weak reference callbacks first: whoever tracks this instance hears of it while it is whole.
    drop_extension();
    Instance::clear_references();
}

void Instance::drop_extension() {
    InstanceExtension* extension = std::exchange(m_extension, nullptr);
    if (!extension) return;
    if (m_extension_in_place)
        extension->~InstanceExtension();
    else
        delete extension;
}

void Instance::clear_references() {
    if (m_extension) m_extension->clear_references();
    const bool in_place = std::exchange(m_slots_in_place, false);
    Value* slots = std::exchange(m_slots, nullptr);
    const size_t count = std::exchange(m_count, 0);
    for (size_t i = 0; i < count; ++i) slots[i].~Value();
    if (slots && !in_place) type().runtime().heap().free_buffer(slots, count * sizeof(Value));
}

void Instance::grow(size_t count) {
    // The class knows how many attributes its instances have had so far: most instances grow once.
    count = std::max(count, type().slot_names().size());
    Heap& heap = type().runtime().heap();
    auto* slots = static_cast<Value*>(heap.allocate_buffer(count * sizeof(Value)));
    for (size_t i = 0; i < count; ++i) new (slots + i) Value(i < m_count ? std::move(m_slots[i]) : Value());
    if (m_slots && !std::exchange(m_slots_in_place, false)) heap.free_buffer(m_slots, m_count * sizeof(Value));
    m_slots = slots;
    m_count = uint32_t(count);
}

} // namespace relata
