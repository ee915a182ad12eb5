#include "support/dict.h"

#include "support/protocol.h"
#include "support/runtime.h"

namespace relata {

Dict::Dict(Type& type)
    : Container(type, object_kind), m_entries(HeapAllocator<Entry>(type.runtime().heap())),
      m_slots(HeapAllocator<int32_t>(type.runtime().heap())) {}

void Dict::clear() {
    // Values may run `__del__` when they go: the dict is empty before the first does.
    decltype(m_entries) entries(m_entries.get_allocator());
    entries.swap(m_entries);
    m_slots.clear();
    m_live = 0;
    ++m_version;
}

template <class Same> int64_t Dict::probe(int64_t hash, Same&& same) const {
    if (m_slots.empty()) return -1;
    const size_t mask = m_slots.size() - 1;
    size_t perturb = size_t(hash);
    for (size_t i = size_t(hash) & mask;; perturb >>= 5, i = (i * 5 + perturb + 1) & mask) {
        const int32_t at = m_slots[i];
        if (at == slot_empty) return -1;
        if (at >= 0 && m_entries[at].hash == hash && same(m_entries[at].key)) return at;
    }
}

const Value* Dict::find(const Str& key) const {
    const int64_t at = index_of(key);
    return at < 0 ? nullptr : &m_entries[at].value;
}

int64_t Dict::index_of(const Str& key) const {
    return probe(key.hash(), [&](const Value& k) {
        if (k.is_object() && k.as_object() == &key) return true;
        const Str* s = k.as<Str>();
        return s && *s == key;
    });
}

const Value* Dict::find(std::string_view key) const {
    const int64_t at = probe(hash_of_string(key), [&](const Value& k) {
        const Str* s = k.as<Str>();
        return s && s->view() == key;
    });
    return at < 0 ? nullptr : &m_entries[at].value;
}

void Dict::set(Str& key, Value value) {
    if (const int64_t at = index_of(key); at >= 0)
        m_entries[at].value.swap(value);
    else
        insert(key.hash(), Value(key), std::move(value));
}

bool Dict::erase(const Str& key) {
    const int64_t at = index_of(key);
    if (at >= 0) erase_at(at);
    return at >= 0;
}

int64_t Dict::locate(Runtime& runtime, const Value& key, int64_t hash) const {
    // `==` of a key may change this very dict: start again when it did (CPython's lookdict).
    for (;;) {
        const uint32_t before = m_version;
        bool changed = false;
        const int64_t at = probe(hash, [&](const Value& k) {
            if (k.is(key)) return true;
            const Value held = k;
            const bool same = equal(runtime, held, key);
            changed = m_version != before;
            return same || changed;
        });
        if (!changed) return at;
    }
}

const Value* Dict::find(Runtime& runtime, const Value& key) const {
    if (const Str* s = key.as<Str>()) return find(*s);
    const int64_t at = locate(runtime, key, hash(runtime, key));
    return at < 0 ? nullptr : &m_entries[at].value;
}

void Dict::set(Runtime& runtime, const Value& key, Value value) {
    if (Str* s = key.as<Str>()) return set(*s, std::move(value));
    const int64_t h = hash(runtime, key);
    if (const int64_t at = locate(runtime, key, h); at >= 0)
        m_entries[at].value.swap(value);
    else
        insert(h, key, std::move(value));
}

Value Dict::pop(Runtime& runtime, const Value& key) {
    const Str* s = key.as<Str>();
    const int64_t at = s ? index_of(*s) : locate(runtime, key, hash(runtime, key));
    if (at < 0) return {};
    Value value = m_entries[at].value;
    erase_at(at);
    return value;
}

void Dict::insert(int64_t h, Value key, Value value) {
    if ((m_entries.size() + 1) * 3 > m_slots.size() * 2) rebuild((m_live + 1) * 3);
    const size_t mask = m_slots.size() - 1;
    size_t perturb = size_t(h);
    size_t i = size_t(h) & mask;
    while (m_slots[i] >= 0) {
        perturb >>= 5;
        i = (i * 5 + perturb + 1) & mask;
    }
    m_entries.push_back({h, std::move(key), std::move(value)});
    m_slots[i] = int32_t(m_entries.size() - 1);
    ++m_live;
    ++m_version;
}

void Dict::erase_at(int64_t index) {
    const size_t mask = m_slots.size() - 1;
    size_t perturb = size_t(m_entries[index].hash);
    for (size_t i = perturb & mask;; perturb >>= 5, i = (i * 5 + perturb + 1) & mask) {
        if (m_slots[i] == index) {
            m_slots[i] = slot_deleted;
            break;
        }
    }
    --m_live;
    ++m_version;
    const Value key = std::move(m_entries[index].key), value = std::move(m_entries[index].value);
    if (size_t(index) + 1 == m_entries.size()) m_entries.pop_back(); // popitem() in a loop stays linear
}

void Dict::rebuild(size_t capacity) {
    size_t size = 8;
    while (size < capacity) size *= 2;
    if (m_live != m_entries.size()) {
        size_t to = 0;
        for (size_t from = 0; from < m_entries.size(); ++from)
            if (m_entries[from].key.is_set()) {
                if (to != from) m_entries[to] = std::move(m_entries[from]);
                ++to;
            }
        m_entries.erase(m_entries.begin() + std::ptrdiff_t(to), m_entries.end());
    }
    m_entries.reserve(size * 2 / 3);
    m_slots.assign(size, slot_empty);
    const size_t mask = size - 1;
    for (size_t at = 0; at < m_entries.size(); ++at) {
        size_t perturb = size_t(m_entries[at].hash);
        size_t i = perturb & mask;
        while (m_slots[i] != slot_empty) {
            perturb >>= 5;
            i = (i * 5 + perturb + 1) & mask;
        }
        m_slots[i] = int32_t(at);
    }
}

} // namespace relata
