// Instance: an object of a class of the program; SlotDescriptor: a class attribute whose value lives in the instance.
#pragma once

#include "support/object.h"

#include <new>

namespace relata {

/// What another layer attaches to an instance; the ORM's InstanceState is one.
class InstanceExtension {
  public:
    virtual ~InstanceExtension() = default;
    /// Drops references into the program's objects (end of a run).
    virtual void clear_references() {}
};

/// Attributes live in slots; which slot holds which name is a matter of the class (Type::slot_of), so that an inline
/// cache turns an attribute read into one comparison and one load. A slot that is unset is an attribute that is not
/// there: deleted, never assigned or, on a mapped class, not loaded (its key is not in `__dict__`).
class Instance : public Container {
  public:
    static constexpr ObjectKind object_kind = ObjectKind::instance;
    /// What follows an object in its own block, so that it need not be allocated by itself: room for an extension,
    /// then slots.
    struct Room {
        size_t extension_bytes = 0; ///< a multiple of 8
        uint32_t slots = 0;
        size_t bytes() const { return extension_bytes + slots * sizeof(Value); }
    };
    explicit Instance(Type& type, ObjectKind kind = object_kind) : Container(type, kind) {}
    /// For Runtime::make_with_room<Instance>(room.bytes(), type, room).
    Instance(Type& type, const Room& room);
    ~Instance() override;
    void clear_references() override;

    /// Unset where nothing is stored; any index is fine.
    const Value& slot(size_t index) const { return index < m_count ? m_slots[index] : s_unset; }
    void set_slot(size_t index, Value value) {
        if (index >= m_count) grow(index + 1);
        m_slots[index].swap(value); // the old value goes after the new one is in place
    }
    size_t slot_count() const { return m_count; }

    InstanceExtension* extension() const { return m_extension; }
    /// Makes the extension, in the object's own block where it has room for one.
    template <class T, class... A> T& emplace_extension(A&&... arguments) {
        static_assert(alignof(T) <= alignof(Value));
        const bool in_place = sizeof(T) <= m_room && !m_extension;
        T* made = in_place ? new (static_cast<void*>(this + 1)) T(std::forward<A>(arguments)...)
                           : new T(std::forward<A>(arguments)...);
        drop_extension();
        m_extension = made;
        m_extension_in_place = in_place;
        return *made;
    }

  private:
    void grow(size_t count);
    void drop_extension();
    static const Value s_unset;
    uint32_t m_count = 0;
    uint16_t m_room = 0; ///< bytes behind the object for an extension
    bool m_extension_in_place = false;
    bool m_slots_in_place = false;
    Value* m_slots = nullptr;
    InstanceExtension* m_extension = nullptr;
};

/// A data descriptor over one slot of an Instance. Where `is_plain` holds and the slot is set, the evaluation loop
/// reads the slot without asking the descriptor; in every other case it calls descriptor_get of its type.
class SlotDescriptor : public Container {
  public:
    static constexpr ObjectKind object_kind = ObjectKind::slot_descriptor;
    SlotDescriptor(Type& type, int slot) : Container(type, object_kind), m_slot(slot) {}
    void clear_references() override {}
    int slot() const { return m_slot; }
    bool is_plain() const { return m_plain; }
    void set_plain(bool plain) { m_plain = plain; }

  private:
    int m_slot;
    bool m_plain = true;
};

} // namespace relata
