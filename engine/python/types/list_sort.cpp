// list.sort. CPython: Objects/listobject.c (its result; a plain merge sort, with runs in order recognised).
#include "python/types/list_type.h"

namespace relata::python {

namespace {

/// Sorts positions, not values: a comparison that raises leaves the values where they were.
class MergeSort {
  public:
    MergeSort(Runtime& runtime, std::span<const Value> keys) : m_runtime(runtime), m_keys(keys) {}

    std::vector<uint32_t> sorted() {
        std::vector<uint32_t> order(m_keys.size());
        for (uint32_t i = 0; i < order.size(); ++i)
            order[i] = i;
        m_buffer.resize(order.size());
        if (order.size() > 1 && !take_whole_run(order)) sort(order, 0, order.size());
        return order;
    }

  private:
    bool less(uint32_t a, uint32_t b) const {
        const Value &x = m_keys[a], &y = m_keys[b];
        if (x.is_small_int() && y.is_small_int()) return x.as_small_int() < y.as_small_int();
        return compare_truth(m_runtime, x, y, CompareOp::lt);
    }
    /// All in order, or all strictly the other way round.
    bool take_whole_run(std::vector<uint32_t>& order) const {
        const bool descending = less(1, 0);
        for (uint32_t i = 2; i < order.size(); ++i)
            if (less(i, i - 1) != descending) return false;
        if (descending) std::ranges::reverse(order);
        return true;
    }
    void sort(std::vector<uint32_t>& order, size_t begin, size_t end) {
        if (end - begin <= 8) {
            for (size_t i = begin + 1; i < end; ++i) { // binary insertion
                const uint32_t pivot = order[i];
                size_t low = begin, high = i;
                while (low < high) {
                    const size_t middle = low + (high - low) / 2;
                    if (less(pivot, order[middle]))
                        high = middle;
                    else
                        low = middle + 1;
                }
                std::copy_backward(order.begin() + std::ptrdiff_t(low), order.begin() + std::ptrdiff_t(i),
                                   order.begin() + std::ptrdiff_t(i) + 1);
                order[low] = pivot;
            }
            return;
        }
        const size_t middle = begin + (end - begin) / 2;
        sort(order, begin, middle);
        sort(order, middle, end);
        if (!less(order[middle], order[middle - 1])) return;
        std::copy(order.begin() + std::ptrdiff_t(begin), order.begin() + std::ptrdiff_t(middle),
                  m_buffer.begin());
        size_t left = 0, right = middle, to = begin;
        const size_t left_end = middle - begin;
        while (left < left_end && right < end) {
            if (less(order[right], m_buffer[left]))
                order[to++] = order[right++];
            else
                order[to++] = m_buffer[left++];
        }
        while (left < left_end)
            order[to++] = m_buffer[left++];
    }

    Runtime& m_runtime;
    std::span<const Value> m_keys;
    std::vector<uint32_t> m_buffer;
};

/// Takes the items out of a list and puts them back at the end, whatever happens.
class BorrowedItems {
  public:
    explicit BorrowedItems(List& list) : m_list(list), items(list.items().get_allocator()) {
        items.swap(list.items());
    }
    ~BorrowedItems() {
        // What was put into the list meanwhile goes when `items` does, after the list is whole again.
        items.swap(m_list.items());
    }
    BorrowedItems(const BorrowedItems&) = delete;
    BorrowedItems& operator=(const BorrowedItems&) = delete;

  private:
    List& m_list;

  public:
    List::Items items;
};

} // namespace

void sort_list(Runtime& runtime, List& list, const Value& key, bool reverse) {
    const Ref<List> alive(list);
    BorrowedItems borrowed(list);
    List::Items& items = borrowed.items;
    std::vector<Value> keys;
    const bool keyed = key.is_set() && !key.is_none();
    if (keyed) {
        keys.reserve(items.size());
        for (const Value& item : items)
            keys.push_back(call(runtime, key, {item}));
        if (reverse) std::ranges::reverse(keys);
    }
    // Reversed twice, so that equal items keep their order.
    if (reverse) std::ranges::reverse(items);
    const auto order =
        MergeSort(runtime, keyed ? std::span<const Value>(keys) : std::span<const Value>(items)).sorted();
    List::Items result(items.get_allocator());
    result.reserve(items.size());
    for (uint32_t i : order)
        result.push_back(std::move(items[i]));
    items.swap(result);
    if (reverse) std::ranges::reverse(items);
    if (list.size()) throw Error(Exc::ValueError, "list modified during sort");
}

} // namespace relata::python
