#include "python/types/set.h"

#include "python/arguments.h"
#include "python/type_builder.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::python {

namespace {
constexpr size_t minimum_size = 8;
}

Set::Set(Type& type)
    : Container(type, object_kind), m_table(minimum_size, Entry{}, HeapAllocator<Entry>(type.runtime().heap())) {}

void Set::clear() {
    decltype(m_table) old(minimum_size, Entry{}, m_table.get_allocator());
    old.swap(m_table); // elements go when the set is empty already
    m_used = m_fill = m_finger = 0;
}

void Set::swap(Set& other) {
    m_table.swap(other.m_table);
    std::swap(m_used, other.m_used);
    std::swap(m_fill, other.m_fill);
    std::swap(m_finger, other.m_finger);
}

int64_t Set::hash_of(Runtime& runtime, const Value& key) {
    const int64_t h = hash(runtime, key);
    return h == dummy_hash ? -2 : h;
}

// CPython: set_lookkey. Nine slots in a row, then a jump.
int64_t Set::find(Runtime& runtime, const Value& key, int64_t h) const {
    for (;;) {
        const size_t mask = m_table.size() - 1;
        const Entry* table = m_table.data();
        size_t perturb = size_t(h), i = size_t(h) & mask;
        bool changed = false;
        for (;;) {
            size_t probes = i + linear_probes <= mask ? linear_probes : 0;
            for (size_t at = i;; ++at) {
                const Entry& entry = m_table[at];
                if (!entry.key.is_set() && entry.hash != dummy_hash) return -1;
                if (entry.key.is_set() && entry.hash == h) {
                    if (entry.key.is(key)) return int64_t(at);
                    const Value held = entry.key;
                    const bool same = equal(runtime, held, key);
                    if (m_table.data() != table || !m_table[at].key.is(held)) { // `==` changed this very set
                        changed = true;
                        break;
                    }
                    if (same) return int64_t(at);
                }
                if (probes-- == 0) break;
            }
            if (changed) break;
            perturb >>= 5;
            i = (i * 5 + 1 + perturb) & mask;
        }
    }
}

void Set::insert_clean(std::vector<Entry, HeapAllocator<Entry>>& table, Value key, int64_t h) const {
    const size_t mask = table.size() - 1;
    size_t perturb = size_t(h), i = size_t(h) & mask;
    for (;;) {
        size_t probes = i + linear_probes <= mask ? linear_probes : 0;
        for (size_t at = i;; ++at) {
            if (!table[at].key.is_set()) {
                table[at] = {std::move(key), h};
                return;
            }
            if (probes-- == 0) break;
        }
        perturb >>= 5;
        i = (i * 5 + 1 + perturb) & mask;
    }
}

void Set::resize(size_t minimum) {
    size_t size = minimum_size;
    while (size <= minimum) size *= 2;
    decltype(m_table) table(size, Entry{}, m_table.get_allocator());
    for (Entry& entry : m_table)
        if (entry.key.is_set()) insert_clean(table, std::move(entry.key), entry.hash);
    m_table.swap(table);
    m_fill = m_used;
}

// CPython: set_add_entry; grows at three fifths full, fourfold while small.
bool Set::add(Runtime& runtime, const Value& key) {
    const int64_t h = hash_of(runtime, key);
    if (find(runtime, key, h) >= 0) return false;
    const size_t mask = m_table.size() - 1;
    size_t perturb = size_t(h), i = size_t(h) & mask;
    for (bool placed = false; !placed;) {
        size_t probes = i + linear_probes <= mask ? linear_probes : 0;
        for (size_t at = i;; ++at) {
            // A dummy is not used again: CPython 3.11 fills the first empty slot.
            if (!m_table[at].key.is_set() && m_table[at].hash != dummy_hash) {
                m_table[at] = {key, h};
                placed = true;
                break;
            }
            if (probes-- == 0) break;
        }
        perturb >>= 5;
        i = (i * 5 + 1 + perturb) & mask;
    }
    ++m_used;
    ++m_fill;
    if (m_fill * 5 >= mask * 3) resize(m_used > 50000 ? m_used * 2 : m_used * 4);
    return true;
}

bool Set::discard(Runtime& runtime, const Value& key) {
    const int64_t at = find(runtime, key, hash_of(runtime, key));
    if (at < 0) return false;
    const Value gone = std::move(m_table[size_t(at)].key);
    m_table[size_t(at)].hash = dummy_hash;
    --m_used;
    return true;
}

Value Set::pop() {
    if (m_used == 0) return {};
    size_t at = m_finger & (m_table.size() - 1);
    while (!m_table[at].key.is_set()) at = (at + 1) & (m_table.size() - 1);
    Value taken = std::move(m_table[at].key);
    m_table[at].hash = dummy_hash;
    --m_used;
    m_finger = at + 1;
    return taken;
}

std::vector<Value> Set::elements() const {
    std::vector<Value> result;
    result.reserve(m_used);
    for_each([&](const Value& v) { result.push_back(v); });
    return result;
}

Ref<Set> make_set(Runtime& runtime) { return runtime.make<Set>(runtime.type(BuiltinType::set)); }

namespace {

Set& set_of(const Value& v) { return v.get<Set>(); }

class SetIterator final : public Container {
  public:
    SetIterator(Type& type, Ref<Set> its_set) : Container(type), m_set(std::move(its_set)), m_size(m_set->size()) {}
    void clear_references() override { m_set.reset(); }
    Value next() {
        if (!m_set) return {};
        if (m_set->size() != m_size) {
            m_size = SIZE_MAX;
            throw Error(Exc::RuntimeError, "Set changed size during iteration");
        }
        while (m_at < m_set->slot_count())
            if (const Value& key = m_set->slot(m_at++); key.is_set()) return key;
        m_set.reset();
        return {};
    }

  private:
    Ref<Set> m_set;
    size_t m_size, m_at = 0;
};

void add_all(Runtime& runtime, Set& set, const Value& iterable) {
    if (auto* other = iterable.as<Set>()) {
        for (const Value& v : other->elements()) set.add(runtime, v);
        return;
    }
    for_each(runtime, iterable, [&](Value v) { set.add(runtime, v); });
}

/// `other` as a set: itself, or made of its items.
Ref<Set> as_set(Runtime& runtime, const Value& other) {
    if (auto* set = other.as<Set>()) return Ref<Set>(set);
    Ref<Set> made = make_set(runtime);
    add_all(runtime, *made, other);
    return made;
}

/// A set of the type that an operation on `like` gives: set or frozenset, never a subclass.
Ref<Set> new_like(Runtime& runtime, const Set& like) {
    const bool frozen = like.type().is_subtype_of(runtime.type(BuiltinType::frozenset));
    return runtime.make<Set>(runtime.type(frozen ? BuiltinType::frozenset : BuiltinType::set));
}

Ref<Set> copy(Runtime& runtime, const Set& set) {
    Ref<Set> made = new_like(runtime, set);
    for (const Value& v : set.elements()) made->add(runtime, v);
    return made;
}

Ref<Set> intersection(Runtime& runtime, const Set& a, const Value& b) {
    Ref<Set> made = new_like(runtime, a);
    if (auto* other = b.as<Set>()) {
        const Set& small = other->size() > a.size() ? a : *other;
        const Set& large = &small == &a ? *other : a;
        for (const Value& v : small.elements())
            if (large.contains(runtime, v)) made->add(runtime, v);
    } else {
        for_each(runtime, b, [&](Value v) {
            if (a.contains(runtime, v)) made->add(runtime, v);
        });
    }
    return made;
}

Ref<Set> difference(Runtime& runtime, const Set& a, const Value& b) {
    const Ref<Set> other = as_set(runtime, b);
    Ref<Set> made = new_like(runtime, a);
    for (const Value& v : a.elements())
        if (!other->contains(runtime, v)) made->add(runtime, v);
    return made;
}

Ref<Set> symmetric_difference(Runtime& runtime, const Set& a, const Value& b) {
    const Ref<Set> other = as_set(runtime, b);
    Ref<Set> made = copy(runtime, a);
    for (const Value& v : other->elements())
        if (!made->discard(runtime, v)) made->add(runtime, v);
    return made;
}

bool is_subset(Runtime& runtime, const Set& a, const Set& b) {
    if (a.size() > b.size()) return false;
    const std::vector<Value> elements = a.elements();
    return std::all_of(elements.begin(), elements.end(), [&](const Value& v) { return b.contains(runtime, v); });
}

Value compare_sets(Runtime& runtime, const Value& x, const Value& y, CompareOp op) {
    const auto* a = x.as<Set>();
    const auto* b = y.as<Set>();
    if (!a || !b) return Value::not_implemented();
    switch (op) {
    case CompareOp::eq: return Value::boolean(a->size() == b->size() && is_subset(runtime, *a, *b));
    case CompareOp::ne: return Value::boolean(a->size() != b->size() || !is_subset(runtime, *a, *b));
    case CompareOp::le: return Value::boolean(is_subset(runtime, *a, *b));
    case CompareOp::ge: return Value::boolean(is_subset(runtime, *b, *a));
    case CompareOp::lt: return Value::boolean(a->size() < b->size() && is_subset(runtime, *a, *b));
    case CompareOp::gt: return Value::boolean(b->size() < a->size() && is_subset(runtime, *b, *a));
    }
    return Value::not_implemented();
}

Value repr_set(Runtime& runtime, const Value& self) {
    const Set& set = set_of(self);
    const std::string& name = set.type().name();
    if (set.size() == 0) return runtime.make_str(name + "()");
    std::string text;
    for (const Value& v : set.elements()) text += (text.empty() ? "{" : ", ") + repr_text(runtime, v);
    text += "}";
    if (&set.type() != &runtime.type(BuiltinType::set)) text = name + "(" + text + ")";
    return runtime.make_str(text);
}

// CPython: frozenset_hash; independent of the order.
int64_t hash_frozenset(Runtime& runtime, const Value& self) {
    uint64_t h = 0;
    for (const Value& v : set_of(self).elements()) {
        const uint64_t e = uint64_t(hash(runtime, v));
        h ^= ((e ^ 89869747u) ^ (e << 16)) * 3644798167u;
    }
    h ^= (uint64_t(set_of(self).size()) + 1) * 1927868237u;
    h ^= (h >> 11) ^ (h >> 25);
    h = h * 69069u + 907133923u;
    return int64_t(h) == -1 ? 590923713 : int64_t(h);
}

template <auto operation> Value binary(Runtime& runtime, const Value& a, const Value& b) {
    if (!a.as<Set>() || !b.as<Set>()) return Value::not_implemented();
    return operation(runtime, set_of(a), b);
}

Ref<Set> union_of(Runtime& runtime, const Set& a, const Value& b) {
    Ref<Set> made = copy(runtime, a);
    add_all(runtime, *made, b);
    return made;
}

template <auto operation> Value inplace(Runtime& runtime, const Value& a, const Value& b) {
    if (!b.as<Set>()) return Value::not_implemented();
    const Ref<Set> result = operation(runtime, set_of(a), b);
    set_of(a).swap(*result);
    return a;
}

/// A method that folds an operation over its arguments: `a.union(b, c)`.
template <auto operation> Value folded(Runtime& runtime, const Value& self, Args a) {
    Ref<Set> result = copy(runtime, set_of(self));
    for (const Value& other : a.positional()) result = operation(runtime, *result, other);
    return result;
}

template <auto operation> Value folded_update(Runtime& runtime, const Value& self, Args a) {
    for (const Value& other : a.positional()) {
        const Ref<Set> result = operation(runtime, set_of(self), other);
        set_of(self).swap(*result);
    }
    return Value::none();
}

Value is_disjoint(Runtime& runtime, const Value& self, Args a) {
    const Value& other = a.values[0];
    return Value::boolean(intersection(runtime, set_of(self), other)->size() == 0);
}

void add_common(TypeBuilder& b) {
    TypeSlots& s = b.slots();
    s.repr = repr_set;
    s.compare = compare_sets;
    s.length = [](Runtime&, const Value& self) { return int64_t(set_of(self).size()); };
    s.truth = [](Runtime&, const Value& self) { return set_of(self).size() != 0; };
    s.contains = [](Runtime& r, const Value& self, const Value& item) { return set_of(self).contains(r, item); };
    s.iter = [](Runtime& r, const Value& self) -> Value {
        return r.make<SetIterator>(r.type_for<SetIterator>(), Ref<Set>(set_of(self)));
    };
    s.binary[size_t(BinaryOp::bit_or)] = binary<union_of>;
    s.binary[size_t(BinaryOp::bit_and)] = binary<intersection>;
    s.binary[size_t(BinaryOp::subtract)] = binary<difference>;
    s.binary[size_t(BinaryOp::bit_xor)] = binary<symmetric_difference>;
    b.method("union", folded<union_of>)
        .method("intersection", folded<intersection>)
        .method("difference", folded<difference>)
        .method("symmetric_difference", folded<symmetric_difference>)
        .method("isdisjoint", is_disjoint)
        .method("issubset",
                [](Runtime& r, const Value& self, Args a) {
                    return Value::boolean(is_subset(r, set_of(self), *as_set(r, a.values[0])));
                })
        .method("issuperset",
                [](Runtime& r, const Value& self, Args a) {
                    return Value::boolean(is_subset(r, *as_set(r, a.values[0]), set_of(self)));
                })
        .method("copy", [](Runtime& r, const Value& self, Args) -> Value { return copy(r, set_of(self)); });
}

void add_mutating(TypeBuilder& b) {
    TypeSlots& s = b.slots();
    s.inplace[size_t(BinaryOp::bit_or)] = inplace<union_of>;
    s.inplace[size_t(BinaryOp::bit_and)] = inplace<intersection>;
    s.inplace[size_t(BinaryOp::subtract)] = inplace<difference>;
    s.inplace[size_t(BinaryOp::bit_xor)] = inplace<symmetric_difference>;
    b.method("add",
             [](Runtime& r, const Value& self, Args a) {
                 set_of(self).add(r, expect_one_argument("set.add", a));
                 return Value::none();
             })
        .method("discard",
                [](Runtime& r, const Value& self, Args a) {
                    set_of(self).discard(r, expect_one_argument("set.discard", a));
                    return Value::none();
                })
        .method("remove",
                [](Runtime& r, const Value& self, Args a) {
                    const Value& key = expect_one_argument("set.remove", a);
                    if (!set_of(self).discard(r, key)) throw Error(Exc::KeyError, std::vector<Value>{key});
                    return Value::none();
                })
        .method("pop",
                [](Runtime&, const Value& self, Args a) {
                    expect_no_arguments("set.pop", a);
                    Value taken = set_of(self).pop();
                    if (!taken.is_set()) throw Error(Exc::KeyError, "pop from an empty set");
                    return taken;
                })
        .method("clear",
                [](Runtime&, const Value& self, Args a) {
                    expect_no_arguments("set.clear", a);
                    set_of(self).clear();
                    return Value::none();
                })
        .method("update",
                [](Runtime& r, const Value& self, Args a) {
                    for (const Value& other : a.positional()) add_all(r, set_of(self), other);
                    return Value::none();
                })
        .method("intersection_update", folded_update<intersection>)
        .method("difference_update", folded_update<difference>)
        .method("symmetric_difference_update", folded_update<symmetric_difference>);
}

/// The signatures of the methods that read their arguments unasked, of the type of this name.
std::vector<std::string> signatures(const std::string& type) {
    std::vector<std::string> all;
    for (const char* method : {"symmetric_difference", "isdisjoint", "issubset", "issuperset", "symmetric_difference_update"})
        all.push_back(type + "." + method + "($self, other, /)");
    for (const char* method : {"union", "intersection", "difference", "update", "intersection_update", "difference_update"})
        all.push_back(type + "." + method + "($self, *others, /)");
    all.push_back(type + ".copy($self, /)");
    return all;
}

} // namespace

void make_set_types(Runtime& runtime) {
    TypeBuilder iterator(runtime, "set_iterator");
    iterator.slots().iter = [](Runtime&, const Value& self) { return self; };
    iterator.slots().next = [](Runtime&, const Value& self) { return self.get<SetIterator>().next(); };
    runtime.set_type_for<SetIterator>(iterator.finish());

    TypeBuilder set(runtime, "set");
    add_common(set);
    add_mutating(set);
    set.slots().new_ = [](Runtime& r, Type& type, Args) -> Value { return r.make<Set>(type); };
    set.slots().init = [](Runtime& r, const Value& self, Args a) {
        const auto args = expect_positional("set", a, 0, 1);
        set_of(self).clear();
        if (!args.empty()) add_all(r, set_of(self), args[0]);
    };
    static const std::vector<std::string> of_set = signatures("set"), of_frozenset = signatures("frozenset");
    for (const std::string& signature : of_set) set.signatures({signature.c_str()});
    // Equality without a hash: unhashable.
    set.attribute("__hash__", Value::none());
    runtime.set_type(BuiltinType::set, set.finish());

    TypeBuilder frozen(runtime, "frozenset");
    add_common(frozen);
    frozen.slots().hash = hash_frozenset;
    for (const std::string& signature : of_frozenset) frozen.signatures({signature.c_str()});
    frozen.slots().new_ = [](Runtime& r, Type& type, Args a) -> Value {
        const auto args = expect_positional("frozenset", a, 0, 1);
        if (!args.empty() && &type == &r.type(BuiltinType::frozenset) && args[0].as<Set>() &&
            &args[0].as_object()->type() == &type)
            return args[0];
        const Ref<Set> made = r.make<Set>(type);
        if (!args.empty()) add_all(r, *made, args[0]);
        return made;
    };
    runtime.set_type(BuiltinType::frozenset, frozen.finish());
}

} // namespace relata::python
