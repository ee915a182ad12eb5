#include "support/instance.h"

#include "support/runtime.h"

#include <algorithm>
#include <new>

namespace relata {

const Value Instance::s_unset;

Instance::~Instance() {
    // As CPython calls weak reference callbacks first: whoever tracks this instance hears of it while it is whole.
    m_extension.reset();
    Instance::clear_references();
}

void Instance::clear_references() {
    if (m_extension) m_extension->clear_references();
    Value* slots = std::exchange(m_slots, nullptr);
    const size_t count = std::exchange(m_count, 0);
    for (size_t i = 0; i < count; ++i) slots[i].~Value();
    if (slots) type().runtime().heap().free_buffer(slots, count * sizeof(Value));
}

void Instance::grow(size_t count) {
    // The class knows how many attributes its instances have had so far: most instances grow once.
    count = std::max(count, type().slot_names().size());
    Heap& heap = type().runtime().heap();
    auto* slots = static_cast<Value*>(heap.allocate_buffer(count * sizeof(Value)));
    for (size_t i = 0; i < count; ++i) new (slots + i) Value(i < m_count ? std::move(m_slots[i]) : Value());
    if (m_slots) heap.free_buffer(m_slots, m_count * sizeof(Value));
    m_slots = slots;
    m_count = uint32_t(count);
}

} // namespace relata
