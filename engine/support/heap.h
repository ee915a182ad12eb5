// Heap: the memory of one run, counted against its budget.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace relata {

/// Allocates objects from size-class free lists (16-byte steps up to 1,024 bytes) and counts every byte, so that a run
/// that asks for too much ends with a named error instead of taking the machine down. Not thread-safe: one per Runtime.
class Heap {
  public:
    static constexpr uint16_t large = 0xffff;

    explicit Heap(size_t limit_bytes) : m_limit(limit_bytes) {}
    Heap(const Heap&) = delete;
    Heap& operator=(const Heap&) = delete;
    ~Heap();

    struct Block {
        void* memory;
        uint16_t size_class; ///< `large` where the block stands alone
    };
    /// Throws RunStopped (memory) where the budget is spent.
    Block allocate(size_t bytes);
    void free(void* memory, uint16_t size_class) noexcept;
    /// How many bytes a block has room for: no fewer than were asked for.
    static size_t room(const void* memory, uint16_t size_class) noexcept;

    /// Buffers of containers: plain memory that is counted. `bytes` must be given back as it was asked for.
    void* allocate_buffer(size_t bytes);
    void free_buffer(void* memory, size_t bytes) noexcept;
    /// Throws RunStopped (memory) if `bytes` more would not fit: for results whose size is known beforehand (`"x" * n`).
    void require(size_t bytes) const;

    /// Counts memory that somebody else allocates (a std::string, GMP's limbs): see HeapCharge.
    void charge(size_t bytes);
    void uncharge(size_t bytes) noexcept { m_used -= bytes; }

    size_t used() const { return m_used; }
    size_t peak() const { return m_peak; }
    size_t limit() const { return m_limit; }

  private:
    static constexpr size_t step = 16;
    static constexpr size_t classes = 64;
    /// A program of the lesson's size needs a few small chunks; one that loads a table gets huge pages, a fault for each.
    static constexpr size_t small_chunk = 64 * 1024, small_chunks = 16, large_chunk = 2 * 1024 * 1024;
    struct FreeBlock {
        FreeBlock* next;
    };
    void add_chunk();

    size_t m_limit, m_used = 0, m_peak = 0;
    std::array<FreeBlock*, classes + 1> m_free{};
    std::vector<void*> m_chunks;
    char* m_chunk_at = nullptr;
    char* m_chunk_end = nullptr;
};

/// Bytes that an object holds outside of the heap, counted as long as the object lives.
class HeapCharge {
  public:
    /// Throws RunStopped (memory) where the budget is spent.
    HeapCharge(Heap& heap, size_t bytes) : m_heap(heap), m_bytes(bytes) { heap.charge(bytes); }
    ~HeapCharge() { m_heap.uncharge(m_bytes); }
    HeapCharge(const HeapCharge&) = delete;
    HeapCharge& operator=(const HeapCharge&) = delete;
    /// The object holds `bytes` now.
    void set(size_t bytes) {
        if (bytes > m_bytes) m_heap.charge(bytes - m_bytes);
        else m_heap.uncharge(m_bytes - bytes);
        m_bytes = bytes;
    }

  private:
    Heap& m_heap;
    size_t m_bytes;
};

/// Standard allocator over a Heap: `std::vector<Value, HeapAllocator<Value>>` is a container whose buffer is counted.
template <class T> class HeapAllocator {
  public:
    using value_type = T;
    explicit HeapAllocator(Heap& heap) : m_heap(&heap) {}
    template <class U> HeapAllocator(const HeapAllocator<U>& other) : m_heap(other.heap()) {}
    T* allocate(size_t n) { return static_cast<T*>(m_heap->allocate_buffer(n * sizeof(T))); }
    void deallocate(T* p, size_t n) noexcept { m_heap->free_buffer(p, n * sizeof(T)); }
    Heap* heap() const { return m_heap; }
    friend bool operator==(const HeapAllocator& a, const HeapAllocator& b) { return a.m_heap == b.m_heap; }

  private:
    Heap* m_heap;
};

} // namespace relata
