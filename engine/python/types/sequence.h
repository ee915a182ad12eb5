// What list and tuple have in common. `S` is List or Tuple; an item's `__eq__` may change a list, so that
// sizes are asked anew after each call.
#pragma once

#include "python/arguments.h"
#include "python/types/repr_guard.h"
#include "support/protocol.h"
#include "support/rich_compare.h"

namespace relata::python {

template <class S>
std::string items_repr(Runtime& runtime, const S& sequence) {
    std::string text;
    for (size_t i = 0; i < sequence.size(); ++i) {
        const Value item = sequence.items()[i];
        if (i) text += ", ";
        text += repr(runtime, item)->view();
    }
    return text;
}

/// Lexicographic: the first items that differ decide. CPython: list_richcompare.
template <class S>
Value compare_sequences(Runtime& runtime, const S& a, const S& b, CompareOp op) {
    if (a.size() != b.size() && (op == CompareOp::eq || op == CompareOp::ne))
        return Value::boolean(op == CompareOp::ne);
    for (size_t i = 0; i < a.size() && i < b.size(); ++i) {
        const Value x = a.items()[i], y = b.items()[i];
        if (equal(runtime, x, y)) continue;
        if (op == CompareOp::eq || op == CompareOp::ne) return Value::boolean(op == CompareOp::ne);
        return compare(runtime, x, y, op);
    }
    const size_t x = a.size(), y = b.size();
    return Value::boolean(rich_compare(x, y, op));
}

/// Index of `item` from `start` to `stop`, or -1.
template <class S>
int64_t index_in(Runtime& runtime, const S& sequence, const Value& item, size_t start, size_t stop) {
    for (size_t i = start; i < sequence.size() && i < stop; ++i) {
        const Value here = sequence.items()[i];
        if (equal(runtime, here, item)) return int64_t(i);
    }
    return -1;
}

template <class S>
Value count_in(Runtime& runtime, const S& sequence, const Value& item) {
    int64_t n = 0;
    for (size_t i = 0; i < sequence.size(); ++i) {
        const Value here = sequence.items()[i];
        n += equal(runtime, here, item);
    }
    return Value::small_int(n);
}

/// The optional start and stop of `index(x, start, stop)`, clamped to the size.
inline std::pair<size_t, size_t> index_bounds(Runtime& runtime, std::span<const Value> args, size_t size) {
    auto bound = [&](size_t i, size_t otherwise) -> size_t {
        if (args.size() <= i) return otherwise;
        if (!args[i].is_small_int() && !runtime.type_of(args[i]).slots.index) // CPython: _PyEval_SliceIndexNotNone
            throw Error(Exc::TypeError, "slice indices must be integers or have an __index__ method");
        int64_t at = as_index(runtime, args[i]);
        if (at < 0) at = std::max<int64_t>(0, at + int64_t(size));
        return size_t(at);
    };
    return {bound(1, 0), bound(2, size)};
}

/// The index that `key` denotes in a sequence of `size` items; IndexError with `out_of_range` beyond it.
inline size_t item_index(Runtime& runtime, const Value& key, size_t size, const char* type_text,
                         const char* out_of_range) {
    int64_t index;
    if (key.is_small_int()) {
        index = key.as_small_int();
    } else {
        if (!runtime.type_of(key).slots.index)
            throw Error(Exc::TypeError, std::string(type_text) + " indices must be integers or slices, not " +
                                            type_name(runtime, key));
        index = as_index(runtime, key);
    }
    if (index < 0) index += int64_t(size);
    if (index < 0 || size_t(index) >= size) throw Error(Exc::IndexError, out_of_range);
    return size_t(index);
}

/// How often `sequence * count` repeats; empty where `count` is no index (the operator is then not
/// implemented).
inline bool repeat_count(Runtime& runtime, const Value& count, size_t size, int64_t& result) {
    if (!runtime.type_of(count).slots.index) return false;
    result = std::max<int64_t>(0, as_index(runtime, count));
    if (size && size_t(result) > SIZE_MAX / 64 / size) throw Error(Exc::MemoryError, "");
    runtime.heap().require(size * size_t(result) * sizeof(Value));
    return true;
}

/// Iterates over a List or a Tuple.
template <class S>
class SequenceIterator final : public Container {
  public:
    SequenceIterator(Type& type, Ref<S> sequence) : Container(type), m_sequence(std::move(sequence)) {}
    void clear_references() override { m_sequence.reset(); }
    Value next() {
        if (!m_sequence) return {};
        if (m_at < m_sequence->size()) return m_sequence->items()[m_at++];
        m_sequence.reset(); // an exhausted iterator stays exhausted
        return {};
    }
    int64_t left() const { return m_sequence ? int64_t(m_sequence->size()) - int64_t(m_at) : 0; }

  private:
    Ref<S> m_sequence;
    size_t m_at = 0;
};

} // namespace relata::python
