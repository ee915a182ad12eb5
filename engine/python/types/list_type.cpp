// The type list. CPython: Objects/listobject.c.
#include "python/types/list_type.h"

#include "python/type_builder.h"
#include "python/types/builtin_types.h"
#include "python/types/slice.h"

namespace relata::python {

namespace {

List& list_of(const Value& v) {
    return v.get<List>();
}

void extend(Runtime& runtime, List& list, const Value& iterable) {
    if (const List* other = iterable.as<List>();
        other && runtime.type_of(iterable).slots.iter == runtime.type(BuiltinType::list).slots.iter) {
        const size_t n = other->size(); // may be the list itself
        list.items().reserve(
            std::max(list.size() + n, list.items().capacity() < list.size() + n ? list.size() * 2 : 0));
        for (size_t i = 0; i < n; ++i)
            list.append(other->items()[i]);
        return;
    }
    if (const Tuple* other = iterable.as<Tuple>();
        other && runtime.type_of(iterable).slots.iter == runtime.type(BuiltinType::tuple).slots.iter) {
        for (const Value& v : other->items())
            list.append(v);
        return;
    }
    for_each(runtime, iterable, [&](Value v) { list.append(std::move(v)); });
}

Value list_new(Runtime& runtime, Type& type, Args) {
    return runtime.make<List>(type);
}

void list_init(Runtime& runtime, const Value& self, Args args) {
    if (args.keyword_count() && &runtime.type_of(self) == &runtime.type(BuiltinType::list))
        throw Error(Exc::TypeError, "list() takes no keyword arguments");
    const auto given = expect_positional("list", args, 0, 1);
    const Ref<List> list(list_of(self));
    if (list->size()) list->clear_references();
    if (!given.empty()) extend(runtime, *list, given[0]);
}

Value list_repr(Runtime& runtime, const Value& self) {
    if (list_of(self).size() == 0) return runtime.intern("[]");
    const ReprGuard guard(runtime, self);
    if (guard.is_recursive()) return runtime.intern("[...]");
    return runtime.make_str("[" + items_repr(runtime, list_of(self)) + "]");
}

Value list_compare(Runtime& runtime, const Value& a, const Value& b, CompareOp op) {
    const List* other = b.as<List>();
    return other ? compare_sequences(runtime, list_of(a), *other, op) : Value::not_implemented();
}

Value list_add(Runtime& runtime, const Value& a, const Value& b) {
    const List* other = b.as<List>();
    if (!other) return Value::not_implemented();
    Ref<List> sum = runtime.make_list();
    sum->items().reserve(list_of(a).size() + other->size());
    for (const List* part : {static_cast<const List*>(&list_of(a)), other})
        for (const Value& v : part->items())
            sum->append(v);
    return sum;
}

Value list_inplace_add(Runtime& runtime, const Value& a, const Value& b) {
    extend(runtime, list_of(a), b);
    return a;
}

Value list_multiply(Runtime& runtime, const Value& a, const Value& b) {
    int64_t count;
    const List& list = list_of(a);
    if (!repeat_count(runtime, b, list.size(), count)) return Value::not_implemented();
    Ref<List> product = runtime.make_list();
    product->items().reserve(list.size() * size_t(count));
    for (int64_t i = 0; i < count; ++i)
        for (const Value& v : list.items())
            product->append(v);
    return product;
}

Value list_inplace_multiply(Runtime& runtime, const Value& a, const Value& b) {
    const Value product = list_multiply(runtime, a, b);
    if (!product.is_not_implemented()) list_of(a).items().swap(list_of(product).items());
    return product.is_not_implemented() ? product : a;
}

Value list_get_item(Runtime& runtime, const Value& self, const Value& key) {
    const List& list = list_of(self);
    if (const Slice* slice = key.as<Slice>()) {
        const SliceIndices at = slice_indices(runtime, *slice, int64_t(list.size()));
        Ref<List> part = runtime.make_list();
        part->items().reserve(size_t(std::max<int64_t>(at.count, 0)));
        for (int64_t i = 0; i < at.count; ++i)
            part->append(list.items()[size_t(at.start + i * at.step)]);
        return part;
    }
    return list.items()[item_index(runtime, key, list.size(), "list", "list index out of range")];
}

void list_set_item(Runtime& runtime, const Value& self, const Value& key, const Value& value) {
    List& list = list_of(self);
    if (key.as<Slice>()) return assign_slice(runtime, list, key, value);
    const size_t i = item_index(runtime, key, list.size(), "list", "list assignment index out of range");
    Value old = std::move(list.items()[i]); // goes after the list is whole
    if (value.is_set())
        list.items()[i] = value;
    else
        list.items().erase(list.items().begin() + std::ptrdiff_t(i));
}

Value list_append(Runtime&, const Value& self, Args args) {
    list_of(self).append(expect_one_argument("list.append", args));
    return Value::none();
}

Value list_extend(Runtime& runtime, const Value& self, Args args) {
    extend(runtime, list_of(self), expect_one_argument("list.extend", args));
    return Value::none();
}

Value list_insert(Runtime& runtime, const Value& self, Args args) {
    const auto given = expect_positional("list.insert", args, 2, 2);
    List& list = list_of(self);
    int64_t at = as_index(runtime, given[0]);
    const auto size = int64_t(list.size());
    if (at < 0) at = std::max<int64_t>(0, at + size);
    list.items().insert(list.items().begin() + std::ptrdiff_t(std::min(at, size)), given[1]);
    return Value::none();
}

Value list_pop(Runtime& runtime, const Value& self, Args args) {
    const auto given = expect_positional("list.pop", args, 0, 1);
    List& list = list_of(self);
    int64_t at = given.empty() ? -1 : as_index(runtime, given[0]);
    if (list.size() == 0) throw Error(Exc::IndexError, "pop from empty list");
    if (at < 0) at += int64_t(list.size());
    if (at < 0 || size_t(at) >= list.size()) throw Error(Exc::IndexError, "pop index out of range");
    Value item = std::move(list.items()[size_t(at)]);
    list.items().erase(list.items().begin() + std::ptrdiff_t(at));
    return item;
}

Value list_remove(Runtime& runtime, const Value& self, Args args) {
    List& list = list_of(self);
    const int64_t at = index_in(runtime, list, expect_one_argument("list.remove", args), 0, SIZE_MAX);
    if (at < 0) throw Error(Exc::ValueError, "list.remove(x): x not in list");
    if (size_t(at) < list.size()) {
        const Value old = std::move(list.items()[size_t(at)]);
        list.items().erase(list.items().begin() + std::ptrdiff_t(at));
    }
    return Value::none();
}

Value list_clear(Runtime&, const Value& self, Args args) {
    expect_no_arguments("list.clear", args);
    list_of(self).clear_references();
    return Value::none();
}

Value list_index(Runtime& runtime, const Value& self, Args args) {
    const auto given = expect_positional("list.index", args, 1, 3);
    const List& list = list_of(self);
    const auto [start, stop] = index_bounds(runtime, given, list.size());
    const int64_t at = index_in(runtime, list, given[0], start, stop);
    if (at < 0) throw Error(Exc::ValueError, repr_text(runtime, given[0]) + " is not in list");
    return Value::small_int(at);
}

Value list_count(Runtime& runtime, const Value& self, Args args) {
    return count_in(runtime, list_of(self), expect_one_argument("list.count", args));
}

Value list_sort(Runtime& runtime, const Value& self, Args args) {
    const ArgReader a(runtime, {.function = "sort", .names = {"key", "reverse"}, .positional = 0}, args);
    sort_list(runtime, list_of(self), a[0], a.truth(1));
    return Value::none();
}

Value list_reverse(Runtime&, const Value& self, Args args) {
    expect_no_arguments("list.reverse", args);
    std::ranges::reverse(list_of(self).items());
    return Value::none();
}

Value list_copy(Runtime& runtime, const Value& self, Args args) {
    expect_no_arguments("list.copy", args);
    Ref<List> copy = runtime.make_list();
    copy->items() = list_of(self).items();
    return copy;
}

/// reversed(list): from the end, whatever happens to the list meanwhile.
class ListReverseIterator final : public Container {
  public:
    ListReverseIterator(Type& type, Ref<List> list)
        : Container(type), m_list(std::move(list)), m_left(int64_t(m_list->size())) {}
    void clear_references() override { m_list.reset(); }
    Value next() {
        if (m_list && --m_left >= 0 && size_t(m_left) < m_list->size())
            return m_list->items()[size_t(m_left)];
        m_list.reset();
        return {};
    }

  private:
    Ref<List> m_list;
    int64_t m_left;
};

Value list_reversed(Runtime& runtime, const Value& self, Args args) {
    expect_no_arguments("list.__reversed__", args);
    return runtime.make<ListReverseIterator>(runtime.type_for<ListReverseIterator>(),
                                             Ref<List>(list_of(self)));
}

template <class I>
void make_iterator_type(Runtime& runtime, const char* name) {
    TypeBuilder b(runtime, name);
    runtime.set_type_for<I>(b.type());
    b.slots().iter = [](Runtime&, const Value& self) { return self; };
    b.slots().next = [](Runtime&, const Value& self) { return self.get<I>().next(); };
    if constexpr (requires(I & i) { i.left(); })
        b.method("__length_hint__",
                 [](Runtime& r, const Value& self, Args) { return r.make_int(self.get<I>().left()); });
    b.flag(Type::final_type).finish();
}

} // namespace

void assign_slice(Runtime& runtime, List& list, const Value& key, const Value& value) {
    const SliceIndices at = slice_indices(runtime, key.get<Slice>(), int64_t(list.size()));
    List::Items& items = list.items();
    if (!value.is_set()) {
        std::vector<Value> removed; // they go after the list is whole
        List::Items kept(items.get_allocator());
        std::vector<bool> drop(items.size());
        for (int64_t i = 0; i < at.count; ++i)
            drop[size_t(at.start + i * at.step)] = true;
        for (size_t i = 0; i < items.size(); ++i) {
            if (drop[i])
                removed.push_back(std::move(items[i]));
            else
                kept.push_back(std::move(items[i]));
        }
        items.swap(kept);
        return;
    }
    if (!runtime.type_of(value).slots.iter && !runtime.type_of(value).slots.get_item)
        throw Error(Exc::TypeError,
                    at.step == 1 ? "can only assign an iterable" : "must assign iterable to extended slice");
    std::vector<Value> given = to_vector(runtime, value);
    if (at.step == 1) {
        const auto start = std::min(size_t(at.start), items.size());
        const auto stop = std::min(start + size_t(std::max<int64_t>(at.count, 0)), items.size());
        const std::vector<Value> removed(items.begin() + std::ptrdiff_t(start),
                                         items.begin() + std::ptrdiff_t(stop));
        items.erase(items.begin() + std::ptrdiff_t(start), items.begin() + std::ptrdiff_t(stop));
        items.insert(items.begin() + std::ptrdiff_t(start), given.begin(), given.end());
        return;
    }
    if (int64_t(given.size()) != at.count)
        throw Error(Exc::ValueError, "attempt to assign sequence of size " + std::to_string(given.size()) +
                                         " to extended slice of size " + std::to_string(at.count));
    for (int64_t i = 0; i < at.count; ++i)
        items[size_t(at.start + i * at.step)].swap(given[size_t(i)]);
}

void make_list_type(Runtime& runtime) {
    make_iterator_type<ListIterator>(runtime, "list_iterator");
    make_iterator_type<TupleIterator>(runtime, "tuple_iterator");
    make_iterator_type<ListReverseIterator>(runtime, "list_reverseiterator");
    TypeBuilder b(runtime, "list");
    runtime.set_type(BuiltinType::list, b.type());
    TypeSlots& s = b.slots();
    s.new_ = list_new;
    s.init = list_init;
    s.repr = list_repr;
    s.compare = list_compare;
    s.length = [](Runtime&, const Value& self) { return int64_t(list_of(self).size()); };
    s.iter = [](Runtime& r, const Value& self) -> Value {
        return r.make<ListIterator>(r.type_for<ListIterator>(), Ref<List>(list_of(self)));
    };
    s.contains = [](Runtime& r, const Value& self, const Value& item) {
        return index_in(r, list_of(self), item, 0, SIZE_MAX) >= 0;
    };
    s.get_item = list_get_item;
    s.set_item = list_set_item;
    s.binary[size_t(BinaryOp::add)] = list_add;
    s.binary[size_t(BinaryOp::multiply)] = s.reflected[size_t(BinaryOp::multiply)] = list_multiply;
    s.inplace[size_t(BinaryOp::add)] = list_inplace_add;
    s.inplace[size_t(BinaryOp::multiply)] = list_inplace_multiply;
    b.method("append", list_append).method("extend", list_extend).method("insert", list_insert);
    b.method("pop", list_pop)
        .method("remove", list_remove)
        .method("clear", list_clear)
        .method("index", list_index);
    b.method("count", list_count)
        .method("sort", list_sort)
        .method("reverse", list_reverse)
        .method("copy", list_copy);
    b.method("__reversed__", list_reversed);
    b.finish();
}

} // namespace relata::python
