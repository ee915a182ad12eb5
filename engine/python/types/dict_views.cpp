// dict's iterators and views. CPython: Objects/dictobject.c.
#include "python/arguments.h"
#include "python/types/dict_type.h"
#include "python/types/repr_guard.h"
#include "python/types/set.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::python {

namespace {

template <DictPart>
struct ViewTag {};
template <DictPart>
struct OrderedViewTag {}; ///< of an OrderedDict
template <DictPart, bool Reverse>
struct IteratorTag {};

bool is_ordered_dict(const Dict& dict) {
    return std::ranges::any_of(dict.type().mro(), [](const Type* t) { return t->name() == "OrderedDict" && t->module() == "collections"; });
}

const DictView& view_of(const Value& v) {
    return v.get<DictView>();
}

Value element(Runtime& runtime, const Dict::Entry& entry, DictPart part) {
    return part == DictPart::keys     ? entry.key
           : part == DictPart::values ? entry.value
                                      : Value(runtime.make_tuple({entry.key, entry.value}));
}

Value view_repr(Runtime& runtime, const Value& self) {
    const DictView& view = view_of(self);
    const std::string name = runtime.type_of(self).name();
    const ReprGuard guard(runtime, self);
    if (guard.is_recursive()) return runtime.intern("...");
    std::string text;
    for (size_t i = 0; i < view.dict->entries().size(); ++i) {
        const Dict::Entry entry = view.dict->entries()[i];
        if (!entry.key.is_set()) continue;
        if (!text.empty()) text += ", ";
        text += repr_text(runtime, element(runtime, entry, view.part));
    }
    return runtime.make_str(name + "([" + text + "])");
}

bool view_contains(Runtime& runtime, const Value& self, const Value& item) {
    const DictView& view = view_of(self);
    if (view.part == DictPart::keys) return view.dict->find(runtime, item) != nullptr;
    if (view.part == DictPart::items) {
        const Tuple* pair = item.as<Tuple>();
        if (!pair || pair->size() != 2) return false;
        const Value* found = view.dict->find(runtime, (*pair)[0]);
        if (!found) return false;
        const Value held = *found;
        return equal(runtime, held, (*pair)[1]);
    }
    for (size_t i = 0; i < view.dict->entries().size(); ++i) {
        const Dict::Entry entry = view.dict->entries()[i];
        if (entry.key.is_set() && equal(runtime, entry.value, item)) return true;
    }
    return false;
}

Ref<Set> set_from(Runtime& runtime, const Value& iterable) {
    Ref<Set> set = make_set(runtime);
    for_each(runtime, iterable, [&](const Value& item) { set->add(runtime, item); });
    return set;
}

// The operators of keys() and items() are those of the sets with the same elements.
template <BinaryOp Op>
Value view_operator(Runtime& runtime, const Value& a, const Value& b) {
    if (!runtime.type_of(b).slots.iter)
        throw Error(Exc::TypeError, "'" + type_name(runtime, b) + "' object is not iterable");
    return binary_op(runtime, Op, set_from(runtime, a), set_from(runtime, b));
}

template <BinaryOp Op>
Value view_reflected(Runtime& runtime, const Value& self, const Value& other) {
    if (!runtime.type_of(other).slots.iter) return Value::not_implemented();
    return binary_op(runtime, Op, set_from(runtime, other), set_from(runtime, self));
}

Value view_compare(Runtime& runtime, const Value& a, const Value& b, CompareOp op) {
    const auto* other = b.as<DictView>();
    if (!b.as<Set>() && !(other && other->part != DictPart::values)) return Value::not_implemented();
    return compare(runtime, set_from(runtime, a), set_from(runtime, b), op);
}

Value view_isdisjoint(Runtime& runtime, const Value& self, Args args) {
    bool disjoint = true;
    for_each(runtime, expect_one_argument(type_name(runtime, self) + ".isdisjoint", args),
             [&](const Value& item) { disjoint = disjoint && !view_contains(runtime, self, item); });
    return Value::boolean(disjoint);
}

template <DictPart Part, bool Reverse>
void make_iterator(Runtime& runtime, const char* name) {
    TypeBuilder b(runtime, name);
    runtime.set_type_for<IteratorTag<Part, Reverse>>(b.type());
    b.slots().iter = [](Runtime&, const Value& self) { return self; };
    b.slots().next = [](Runtime& r, const Value& self) { return self.get<DictIterator>().next(r); };
    b.method("__length_hint__",
             [](Runtime& r, const Value& self, Args) { return r.make_int(self.get<DictIterator>().left()); });
    b.flag(Type::final_type).finish();
}

template <DictPart Part>
void make_view(Runtime& runtime, const char* name) {
    TypeBuilder b(runtime, name);
    runtime.set_type_for<ViewTag<Part>>(b.type());
    TypeSlots& s = b.slots();
    s.repr = view_repr;
    s.length = [](Runtime&, const Value& self) { return int64_t(view_of(self).dict->size()); };
    s.iter = [](Runtime& r, const Value& self) {
        return make_dict_iterator(r, *view_of(self).dict, view_of(self).part);
    };
    s.contains = view_contains;
    if (Part != DictPart::values) {
        s.compare = view_compare;
        s.binary[size_t(BinaryOp::bit_and)] = view_operator<BinaryOp::bit_and>;
        s.binary[size_t(BinaryOp::bit_or)] = view_operator<BinaryOp::bit_or>;
        s.binary[size_t(BinaryOp::bit_xor)] = view_operator<BinaryOp::bit_xor>;
        s.binary[size_t(BinaryOp::subtract)] = view_operator<BinaryOp::subtract>;
        s.reflected[size_t(BinaryOp::bit_and)] = view_reflected<BinaryOp::bit_and>;
        s.reflected[size_t(BinaryOp::bit_or)] = view_reflected<BinaryOp::bit_or>;
        s.reflected[size_t(BinaryOp::bit_xor)] = view_reflected<BinaryOp::bit_xor>;
        s.reflected[size_t(BinaryOp::subtract)] = view_reflected<BinaryOp::subtract>;
        b.method("isdisjoint", view_isdisjoint);
    }
    b.method("__reversed__", [](Runtime& r, const Value& self, Args) {
        return make_dict_iterator(r, *view_of(self).dict, view_of(self).part, true);
    });
    b.property("mapping", [](Runtime&, const Value& self) -> Value { return view_of(self).dict; });
    Type& type = b.flag(Type::final_type).finish();
    TypeBuilder ordered(runtime, std::string("o") + name, "builtins", {&type});
    runtime.set_type_for<OrderedViewTag<Part>>(ordered.finish());
}

template <bool Reverse>
Type& iterator_type(Runtime& runtime, DictPart part) {
    switch (part) {
    case DictPart::keys:
        return runtime.type_for<IteratorTag<DictPart::keys, Reverse>>();
    case DictPart::values:
        return runtime.type_for<IteratorTag<DictPart::values, Reverse>>();
    case DictPart::items:
        return runtime.type_for<IteratorTag<DictPart::items, Reverse>>();
    }
    __builtin_unreachable();
}

} // namespace

Value DictIterator::next(Runtime& runtime) {
    if (!m_dict) return {};
    if (m_dict->size() != m_size) {
        m_size = SIZE_MAX; // it stays broken
        throw Error(Exc::RuntimeError, is_ordered_dict(*m_dict) ? "OrderedDict mutated during iteration" : "dictionary changed size during iteration");
    }
    const auto entries = m_dict->entries();
    m_at = std::min(m_at, entries.size()); // entries that moved together meanwhile
    while (m_reverse ? m_at > 0 : m_at < entries.size()) {
        const Dict::Entry& entry = m_reverse ? entries[--m_at] : entries[m_at++];
        if (!entry.key.is_set()) continue;
        ++m_given;
        return element(runtime, entry, m_part);
    }
    m_dict.reset();
    return {};
}

Value make_dict_iterator(Runtime& runtime, Dict& dict, DictPart part, bool reverse) {
    Type& type = reverse ? iterator_type<true>(runtime, part) : iterator_type<false>(runtime, part);
    return runtime.make<DictIterator>(type, Ref<Dict>(dict), part, reverse);
}

template <template <DictPart> class Tag>
static Type& view_type(Runtime& runtime, DictPart part) {
    return part == DictPart::keys     ? runtime.type_for<Tag<DictPart::keys>>()
           : part == DictPart::values ? runtime.type_for<Tag<DictPart::values>>()
                                      : runtime.type_for<Tag<DictPart::items>>();
}

Value make_dict_view(Runtime& runtime, Dict& dict, DictPart part) {
    const bool ordered = &dict.type() != &runtime.type(BuiltinType::dict) && is_ordered_dict(dict);
    Type& type = ordered ? view_type<OrderedViewTag>(runtime, part) : view_type<ViewTag>(runtime, part);
    return runtime.make<DictView>(type, Ref<Dict>(dict), part);
}

void make_dict_view_types(Runtime& runtime) {
    make_iterator<DictPart::keys, false>(runtime, "dict_keyiterator");
    make_iterator<DictPart::values, false>(runtime, "dict_valueiterator");
    make_iterator<DictPart::items, false>(runtime, "dict_itemiterator");
    make_iterator<DictPart::keys, true>(runtime, "dict_reversekeyiterator");
    make_iterator<DictPart::values, true>(runtime, "dict_reversevalueiterator");
    make_iterator<DictPart::items, true>(runtime, "dict_reverseitemiterator");
    make_view<DictPart::keys>(runtime, "dict_keys");
    make_view<DictPart::values>(runtime, "dict_values");
    make_view<DictPart::items>(runtime, "dict_items");
}

} // namespace relata::python
