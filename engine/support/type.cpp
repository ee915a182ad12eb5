// Type: MRO, lookup, slot inheritance and instance layout. Authority: CPython's Objects/typeobject.c.
#include "support/dict.h"
#include "support/instance.h"
#include "support/runtime.h"

#include <algorithm>
#include <iterator>

namespace relata {

namespace {

// C3 linearisation. Takes the heads in turn that stand in no other list's tail.
std::vector<Type*> merge(std::vector<std::vector<Type*>> lists, const std::vector<Type*>& bases) {
    std::vector<Type*> result;
    for (;;) {
        std::erase_if(lists, [](const auto& list) { return list.empty(); });
        if (lists.empty()) return result;
        Type* next = nullptr;
        for (const auto& list : lists) {
            const bool in_a_tail = std::ranges::any_of(lists, [&](const auto& other) {
                return std::find(other.begin() + 1, other.end(), list.front()) != other.end();
            });
            if (!in_a_tail) {
                next = list.front();
                break;
            }
        }
        if (!next) {
            std::string names;
            for (const Type* base : bases) names += (names.empty() ? "" : ", ") + base->name();
            throw Error(Exc::TypeError,
                        "Cannot create a consistent method resolution\norder (MRO) for bases " + names);
        }
        result.push_back(next);
        for (auto& list : lists)
            if (list.front() == next) list.erase(list.begin());
    }
}

} // namespace

Type::Type(Runtime& runtime, Type* metatype, std::string name, std::string module)
    : Container(metatype ? *metatype : *this, object_kind, runtime), m_runtime(runtime), m_name(std::move(name)),
      m_module(std::move(module)), m_qualified_name(m_name), m_version(runtime.m_next_type_version++) {
    // The very first types of a run exist before `dict` does: Runtime::make_type gives them their dict later.
    if (runtime.m_types[size_t(BuiltinType::dict)]) m_dict = runtime.make_dict();
}

Type::~Type() {
    unlink(m_runtime);
}

void Type::clear_references() {
    if (m_dict) m_dict->clear();
    extensions.clear();
    m_slot_names.clear();
}

void Type::set_bases(std::vector<Type*> bases) {
    for (size_t i = 0; i < bases.size(); ++i)
        if (std::find(bases.begin() + std::ptrdiff_t(i) + 1, bases.end(), bases[i]) != bases.end())
            throw Error(Exc::TypeError, "duplicate base class " + bases[i]->name());
    std::vector<Type*> mro{this};
    if (bases.size() == 1) { // nothing to merge
        mro.insert(mro.end(), bases[0]->m_mro.begin(), bases[0]->m_mro.end());
    } else {
        std::vector<std::vector<Type*>> lists;
        for (Type* base : bases) lists.emplace_back(base->m_mro.begin(), base->m_mro.end());
        lists.push_back(bases);
        std::ranges::copy(merge(std::move(lists), bases), std::back_inserter(mro));
    }
    m_bases = std::move(bases);
    m_mro = std::move(mro);
    m_has_inherited = false;
    for (Type* base : m_bases) base->m_subtypes.push_back(this);
    bump_version();
}

bool Type::is_subtype_of(const Type& other) const {
    return this == &other || std::find(m_mro.begin(), m_mro.end(), &other) != m_mro.end();
}

const Value* Type::lookup(const Str& name) const {
    for (const Type* type : m_mro)
        if (const Value* found = type->m_dict->find(name)) return found;
    return nullptr;
}

void Type::set_attribute(Str& name, const Value& value) {
    if (value.is_set())
        m_dict->set(name, value);
    else
        m_dict->erase(name);
    bump_version();
}

void Type::bump_version() {
    m_version = m_runtime.m_next_type_version++;
    for (Type* subtype : m_subtypes) subtype->bump_version();
}

void Type::inherit_slots() {
    // What a base only has from `object` does not hide what a later base has of its own.
    const TypeSlots& root = m_mro.back()->slots;
    // An only base that has inherited has all that stands behind it.
    const bool base_is_complete = m_bases.size() == 1 && m_bases[0]->m_has_inherited;
    for (size_t i = 1; i < m_mro.size(); ++i) {
        const TypeSlots& from = m_mro[i]->slots;
        const bool is_root = i + 1 == m_mro.size() || base_is_complete;
        const auto inherit = [is_root](auto& slot, auto from_slot, auto root_slot) {
            if (!slot && (is_root || from_slot != root_slot)) slot = from_slot;
        };
        inherit(slots.new_, from.new_, root.new_);
        inherit(slots.init, from.init, root.init);
        inherit(slots.del, from.del, root.del);
        inherit(slots.repr, from.repr, root.repr);
        inherit(slots.str, from.str, root.str);
        inherit(slots.format, from.format, root.format);
        // A type that says what equality means without saying what its hash is has none (CPython: inherit_slots).
        if (!slots.compare && !slots.hash && (is_root || from.compare != root.compare || from.hash != root.hash)) {
            slots.hash = from.hash;
            slots.compare = from.compare;
        }
        inherit(slots.truth, from.truth, root.truth);
        inherit(slots.call, from.call, root.call);
        inherit(slots.get_attribute, from.get_attribute, root.get_attribute);
        inherit(slots.set_attribute, from.set_attribute, root.set_attribute);
        inherit(slots.descriptor_get, from.descriptor_get, root.descriptor_get);
        inherit(slots.descriptor_set, from.descriptor_set, root.descriptor_set);
        inherit(slots.iter, from.iter, root.iter);
        inherit(slots.next, from.next, root.next);
        inherit(slots.length, from.length, root.length);
        inherit(slots.get_item, from.get_item, root.get_item);
        inherit(slots.set_item, from.set_item, root.set_item);
        inherit(slots.contains, from.contains, root.contains);
        for (size_t op = 0; op < binary_op_count; ++op) {
            inherit(slots.binary[op], from.binary[op], root.binary[op]);
            inherit(slots.reflected[op], from.reflected[op], root.reflected[op]);
            inherit(slots.inplace[op], from.inplace[op], root.inplace[op]);
        }
        for (size_t op = 0; op < unary_op_count; ++op) inherit(slots.unary[op], from.unary[op], root.unary[op]);
        inherit(slots.index, from.index, root.index);
        inherit(slots.to_int, from.to_int, root.to_int);
        inherit(slots.to_float, from.to_float, root.to_float);
        inherit(slots.await, from.await, root.await);
        inherit(slots.aiter, from.aiter, root.aiter);
        inherit(slots.anext, from.anext, root.anext);
        if (base_is_complete) i = std::max(i, m_mro.size() - 2); // the root may have got more since
    }
    m_has_inherited = true;
}

int Type::slot_of(const Str& name) const {
    for (size_t i = 0; i < m_slot_names.size(); ++i)
        if (*m_slot_names[i] == name) return int(i);
    return -1;
}

int Type::add_slot(Str& name) {
    if (const int slot = slot_of(name); slot >= 0) return slot;
    m_slot_names.push_back(m_runtime.intern(name));
    return int(m_slot_names.size() - 1);
}

void Type::inherit_layout(const Type& base) {
    assert(m_slot_names.empty());
    m_slot_names = base.m_slot_names;
}

} // namespace relata
