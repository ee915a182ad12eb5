// collections.deque. CPython: Modules/_collectionsmodule.c.
#include "modules/stdlib/collections.h"
#include "python/arguments.h"
#include "python/type_builder.h"
#include "python/types/generic_alias.h"
#include "python/types/repr_guard.h"
#include "support/protocol.h"

#include <algorithm>
#include <deque>

namespace relata::modules {

using python::expect_positional;
using python::TypeBuilder;

namespace {

class Deque final : public Container {
  public:
    using Items = std::deque<Value, HeapAllocator<Value>>;
    explicit Deque(Type& type) : Container(type), items(HeapAllocator<Value>(type.runtime().heap())) {}
    void clear_references() override { Items(items.get_allocator()).swap(items); }

    bool is_full() const { return max_length >= 0 && int64_t(items.size()) >= max_length; }
    void append(Value v) {
        ++version;
        items.push_back(std::move(v));
        if (max_length >= 0 && int64_t(items.size()) > max_length) pop_front();
    }
    void append_left(Value v) {
        ++version;
        items.push_front(std::move(v));
        if (max_length >= 0 && int64_t(items.size()) > max_length) pop_back();
    }
    Value pop_front() {
        ++version;
        Value v = std::move(items.front());
        items.pop_front();
        return v;
    }
    Value pop_back() {
        ++version;
        Value v = std::move(items.back());
        items.pop_back();
        return v;
    }
    Items items;
    int64_t max_length = -1; ///< -1: unbounded
    uint32_t version = 0;    ///< moves with every change: an iterator that sees it move raises RuntimeError
};

class DequeIterator final : public Container {
  public:
    DequeIterator(Type& type, Ref<Deque> its_deque, bool is_reversed)
        : Container(type), deque(std::move(its_deque)), version(deque->version), reversed(is_reversed) {}
    void clear_references() override { deque.reset(); }
    Ref<Deque> deque;
    size_t at = 0;
    uint32_t version;
    bool reversed;
};

Deque& deque_of(const Value& v) { return v.get<Deque>(); }

Value next_item(Runtime&, const Value& self) {
    auto& it = self.get<DequeIterator>();
    if (!it.deque) return {};
    if (it.deque->version != it.version) throw Error(Exc::RuntimeError, "deque mutated during iteration");
    const size_t size = it.deque->items.size();
    if (it.at >= size) {
        it.deque.reset();
        return {};
    }
    const size_t index = it.at++;
    return it.deque->items[it.reversed ? size - 1 - index : index];
}

void init(Runtime& runtime, const Value& self, Args a) {
    python::ArgReader args(runtime, {.function = "deque", .names = {"iterable", "maxlen"}}, a);
    Deque& deque = deque_of(self);
    deque.max_length = -1;
    if (!args.is_none(1)) {
        deque.max_length = args.integer(1);
        if (deque.max_length < 0) throw Error(Exc::ValueError, "maxlen must be non-negative");
    }
    deque.items.clear();
    if (args.has(0)) for_each(runtime, args[0], [&](Value v) { deque.append(std::move(v)); });
}

Ref<Deque> copy_of(Runtime& runtime, const Value& self) {
    const Deque& from = deque_of(self);
    const Ref<Deque> copy = runtime.make<Deque>(from.type());
    copy->items = from.items;
    copy->max_length = from.max_length;
    return copy;
}

Value repr_of(Runtime& runtime, const Value& self) {
    const Deque& deque = deque_of(self);
    const python::ReprGuard guard(runtime, self);
    if (guard.is_recursive()) return runtime.make_str("[...]");
    std::string text = deque.type().name() + "([";
    for (size_t i = 0; i < deque.items.size(); ++i) {
        const Value item = deque.items[i];
        text += (i ? ", " : "") + repr_text(runtime, item);
    }
    text += "]";
    if (deque.max_length >= 0) text += ", maxlen=" + std::to_string(deque.max_length);
    return runtime.make_str(text + ")");
}

Value compare_deques(Runtime& runtime, const Value& a, const Value& b, CompareOp op) {
    if (!b.as<Deque>()) return Value::not_implemented();
    const auto& x = deque_of(a).items;
    const auto& y = deque_of(b).items;
    const Value left = runtime.make_tuple(std::vector<Value>(x.begin(), x.end()));
    const Value right = runtime.make_tuple(std::vector<Value>(y.begin(), y.end()));
    return compare(runtime, left, right, op);
}

size_t index_of(Runtime& runtime, const Value& self, const Value& key) {
    if (!runtime.type_of(key).slots.index)
        throw Error(Exc::TypeError, "sequence index must be integer, not '" + runtime.type_of(key).name() + "'");
    int64_t index = as_index(runtime, key);
    const auto size = int64_t(deque_of(self).items.size());
    if (index < 0) index += size;
    if (index < 0 || index >= size) throw Error(Exc::IndexError, "deque index out of range");
    return size_t(index);
}

void set_item_of(Runtime& runtime, const Value& self, const Value& key, const Value& value) {
    Deque& deque = deque_of(self);
    const size_t index = index_of(runtime, self, key);
    if (value.is_set()) {
        deque.items[index] = value;
    } else {
        ++deque.version;
        const Value old = deque.items[index];
        deque.items.erase(deque.items.begin() + std::ptrdiff_t(index));
    }
}

/// Position of `item`, or -1. `==` may change the deque.
int64_t find_item(Runtime& runtime, const Deque& deque, const Value& item, size_t from = 0, size_t to = SIZE_MAX) {
    const uint32_t version = deque.version;
    for (size_t i = from; i < deque.items.size() && i < to; ++i) {
        const Value here = deque.items[i];
        const bool same = equal(runtime, here, item);
        if (deque.version != version) throw Error(Exc::RuntimeError, "deque mutated during iteration");
        if (same) return int64_t(i);
    }
    return -1;
}

Value pop(Runtime&, const Value& self, Args a) {
    python::expect_no_arguments("deque.pop", a);
    if (deque_of(self).items.empty()) throw Error(Exc::IndexError, "pop from an empty deque");
    return deque_of(self).pop_back();
}
Value pop_left(Runtime&, const Value& self, Args a) {
    python::expect_no_arguments("deque.popleft", a);
    if (deque_of(self).items.empty()) throw Error(Exc::IndexError, "pop from an empty deque");
    return deque_of(self).pop_front();
}
Value append(Runtime&, const Value& self, Args a) {
    deque_of(self).append(python::expect_one_argument("deque.append", a));
    return Value::none();
}
Value append_left(Runtime&, const Value& self, Args a) {
    deque_of(self).append_left(python::expect_one_argument("deque.appendleft", a));
    return Value::none();
}
template <bool left> Value extend(Runtime& runtime, const Value& self, Args a) {
    Deque& deque = deque_of(self);
    for (Value& v : to_vector(runtime, python::expect_one_argument(left ? "deque.extendleft" : "deque.extend", a))) {
        if constexpr (left)
            deque.append_left(std::move(v));
        else
            deque.append(std::move(v));
    }
    return Value::none();
}
Value rotate(Runtime& runtime, const Value& self, Args a) {
    const auto args = a.values;
    Deque& deque = deque_of(self);
    const auto size = int64_t(deque.items.size());
    int64_t n = args.empty() ? 1 : as_index(runtime, args[0]);
    if (size < 2) return Value::none();
    ++deque.version;
    n = ((n % size) + size) % size;
    std::rotate(deque.items.begin(), deque.items.end() - n, deque.items.end());
    return Value::none();
}
Value index(Runtime& runtime, const Value& self, Args a) {
    const auto args = expect_positional("index", a, 1, 3);
    const auto size = int64_t(deque_of(self).items.size());
    const auto bound = [&](size_t i, int64_t otherwise) {
        int64_t n = args.size() > i ? as_index(runtime, args[i]) : otherwise;
        if (n < 0) n = std::max<int64_t>(0, n + size);
        return size_t(n);
    };
    const int64_t found = find_item(runtime, deque_of(self), args[0], bound(1, 0), bound(2, size));
    if (found < 0) throw Error(Exc::ValueError, repr_text(runtime, args[0]) + " is not in deque");
    return Value::small_int(found);
}
Value insert(Runtime& runtime, const Value& self, Args a) {
    const auto args = expect_positional("insert", a, 2, 2);
    Deque& deque = deque_of(self);
    if (deque.is_full()) throw Error(Exc::IndexError, "deque already at its maximum size");
    const auto size = int64_t(deque.items.size());
    int64_t at = as_index(runtime, args[0]);
    if (at < 0) at = std::max<int64_t>(0, at + size);
    ++deque.version;
    deque.items.insert(deque.items.begin() + std::min(at, size), args[1]);
    return Value::none();
}
Value remove(Runtime& runtime, const Value& self, Args a) {
    const Value item = python::expect_one_argument("deque.remove", a);
    const int64_t found = find_item(runtime, deque_of(self), item);
    if (found < 0) throw Error(Exc::ValueError, repr_text(runtime, item) + " is not in deque");
    set_item_of(runtime, self, Value::small_int(found), Value());
    return Value::none();
}
Value count(Runtime& runtime, const Value& self, Args a) {
    const Value item = python::expect_one_argument("deque.count", a);
    const auto items = deque_of(self).items;
    int64_t n = 0;
    for (const Value& v : items) n += equal(runtime, v, item);
    return Value::small_int(n);
}
Value reverse(Runtime&, const Value& self, Args) {
    Deque& deque = deque_of(self);
    ++deque.version;
    std::reverse(deque.items.begin(), deque.items.end());
    return Value::none();
}
Value clear(Runtime&, const Value& self, Args) {
    ++deque_of(self).version;
    deque_of(self).clear_references();
    return Value::none();
}

Value concatenate(Runtime& runtime, const Value& a, const Value& b) {
    if (!a.as<Deque>()) return Value::not_implemented();
    if (!b.as<Deque>())
        throw Error(Exc::TypeError, "can only concatenate deque (not \"" + runtime.type_of(b).name() + "\") to deque");
    const Ref<Deque> sum = copy_of(runtime, a);
    for (const Value& v : deque_of(b).items) sum->append(v);
    return sum;
}
Value repeat(Runtime& runtime, const Value& a, const Value& b) {
    if (!a.as<Deque>() || !runtime.type_of(b).slots.index) return Value::not_implemented();
    const Ref<Deque> product = copy_of(runtime, a);
    const Deque::Items once = product->items;
    product->items.clear();
    for (int64_t n = as_index(runtime, b); n > 0; --n)
        for (const Value& v : once) product->append(v);
    return product;
}

} // namespace

Type& make_deque_type(Runtime& runtime) {
    TypeBuilder iterator(runtime, "_deque_iterator", "_collections");
    iterator.slots().iter = [](Runtime&, const Value& self) { return self; };
    iterator.slots().next = next_item;
    runtime.set_type_for<DequeIterator>(iterator.finish());
    TypeBuilder b(runtime, "deque", "collections");
    TypeSlots& s = b.slots();
    s.new_ = [](Runtime& r, Type& type, Args) -> Value { return r.make<Deque>(type); };
    s.init = init;
    s.repr = repr_of;
    s.compare = compare_deques;
    s.length = [](Runtime&, const Value& self) { return int64_t(deque_of(self).items.size()); };
    s.get_item = [](Runtime& r, const Value& self, const Value& key) {
        return Value(deque_of(self).items[index_of(r, self, key)]);
    };
    s.set_item = set_item_of;
    s.contains = [](Runtime& r, const Value& self, const Value& item) { return find_item(r, deque_of(self), item) >= 0; };
    s.iter = [](Runtime& r, const Value& self) -> Value {
        return r.make<DequeIterator>(r.type_for<DequeIterator>(), Ref<Deque>(deque_of(self)), false);
    };
    s.binary[size_t(BinaryOp::add)] = concatenate;
    s.binary[size_t(BinaryOp::multiply)] = repeat;
    s.reflected[size_t(BinaryOp::multiply)] = repeat;
    s.inplace[size_t(BinaryOp::add)] = [](Runtime& r, const Value& self, const Value& other) {
        extend<false>(r, self, Args{std::span(&other, 1)});
        return self;
    };
    b.method("append", append).method("appendleft", append_left).method("pop", pop).method("popleft", pop_left);
    b.method("extend", extend<false>).method("extendleft", extend<true>).method("rotate", rotate);
    b.method("index", index).method("insert", insert).method("remove", remove).method("count", count);
    b.method("reverse", reverse).method("clear", clear);
    for (const char* name : {"copy", "__copy__"})
        b.method(name, [](Runtime& r, const Value& self, Args) -> Value { return copy_of(r, self); });
    b.method("__reversed__", [](Runtime& r, const Value& self, Args) -> Value {
        return r.make<DequeIterator>(r.type_for<DequeIterator>(), Ref<Deque>(deque_of(self)), true);
    });
    b.class_method("__class_getitem__", [](Runtime& r, const Value& self, Args args) -> Value {
        return python::make_generic_alias(r, self, python::expect_one_argument("__class_getitem__", args));
    });
    b.property("maxlen", [](Runtime&, const Value& self) {
        const int64_t n = deque_of(self).max_length;
        return n < 0 ? Value::none() : Value::small_int(n);
    });
    b.attribute("__hash__", Value::none());
    b.signatures({
        "deque.clear($self, /)", "deque.copy($self, /)", "deque.reverse($self, /)", "deque.pop($self, /)",
        "deque.popleft($self, /)", "deque.rotate($self, n=1, /)"});
    return b.finish();
}

} // namespace relata::modules
