// Set: Python's set and frozenset. CPython: Objects/setobject.c.
#pragma once

#include "support/heap.h"
#include "support/object.h"

namespace relata::python {

/// An open-addressing table probed as CPython probes it, so that a set of small ints is iterated in the same order.
class Set : public Container {
  public:
    static constexpr ObjectKind object_kind = ObjectKind::set;
    struct Entry {
        Value key; ///< unset: empty, or (hash -1) a dummy where an element was
        int64_t hash = 0;
    };
    explicit Set(Type& type);
    void clear_references() override { clear(); }

    size_t size() const { return m_used; }
    void clear();
    bool contains(Runtime& runtime, const Value& key) const { return find(runtime, key, hash_of(runtime, key)) >= 0; }
    /// True where the element is new.
    bool add(Runtime& runtime, const Value& key);
    bool discard(Runtime& runtime, const Value& key);
    /// Takes an arbitrary element out, in CPython's order; unset where there is none.
    Value pop();
    void swap(Set& other);

    /// The slot at `index`, up to slot_count(); skip unset keys. Iterators watch size().
    size_t slot_count() const { return m_table.size(); }
    const Value& slot(size_t index) const { return m_table[index].key; }
    template <class F> void for_each(F&& f) const {
        for (size_t i = 0; i < m_table.size(); ++i)
            if (m_table[i].key.is_set()) f(m_table[i].key);
    }
    std::vector<Value> elements() const;

  private:
    static constexpr int64_t dummy_hash = -1;
    static constexpr size_t linear_probes = 9;
    static int64_t hash_of(Runtime& runtime, const Value& key);
    int64_t find(Runtime& runtime, const Value& key, int64_t hash) const;
    void insert_clean(std::vector<Entry, HeapAllocator<Entry>>& table, Value key, int64_t hash) const;
    void resize(size_t minimum);

    std::vector<Entry, HeapAllocator<Entry>> m_table; ///< a power of two
    size_t m_used = 0, m_fill = 0, m_finger = 0;
};

/// Makes set and frozenset, with BuiltinType::set and frozenset.
void make_set_types(Runtime& runtime);
/// An empty set for SET constructions of the language.
Ref<Set> make_set(Runtime& runtime);

} // namespace relata::python
