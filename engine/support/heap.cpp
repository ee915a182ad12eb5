#include "support/heap.h"

#include "support/run_stopped.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <new>
#include <sys/mman.h>

namespace relata {

namespace {
// Under AddressSanitizer every object is a block of its own, so that a use after free is seen.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool use_free_lists = false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
constexpr bool use_free_lists = false;
#else
constexpr bool use_free_lists = true;
#endif
#else
constexpr bool use_free_lists = true;
#endif
// A block that stands alone keeps its size in front of it.
constexpr size_t prefix = alignof(std::max_align_t);
} // namespace

Heap::~Heap() {
    for (void* chunk : m_chunks) std::free(chunk);
}

void Heap::require(size_t bytes) const {
    if (bytes > m_limit - std::min(m_limit, m_used)) throw RunStopped(RunStopped::Reason::memory);
}

void Heap::charge(size_t bytes) {
    require(bytes);
    m_used += bytes;
    m_peak = std::max(m_peak, m_used);
}

Heap::Block Heap::allocate(size_t bytes) {
    const size_t index = (bytes + step - 1) / step;
    if (!use_free_lists || index > classes) {
        if (bytes > std::numeric_limits<size_t>::max() - prefix) throw RunStopped(RunStopped::Reason::memory);
        charge(bytes + prefix);
        char* memory = static_cast<char*>(std::malloc(bytes + prefix));
        if (!memory) throw RunStopped(RunStopped::Reason::memory);
        *reinterpret_cast<size_t*>(memory) = bytes;
        return {memory + prefix, large};
    }
    charge(index * step);
    if (FreeBlock* block = m_free[index]) {
        m_free[index] = block->next;
        return {block, uint16_t(index)};
    }
    if (size_t(m_chunk_end - m_chunk_at) < index * step) add_chunk();
    void* memory = m_chunk_at;
    m_chunk_at += index * step;
    return {memory, uint16_t(index)};
}

void Heap::add_chunk() {
    const bool is_large = m_chunks.size() >= small_chunks;
    const size_t bytes = is_large ? large_chunk : small_chunk;
    void* chunk = is_large ? std::aligned_alloc(large_chunk, large_chunk) : std::malloc(small_chunk);
    if (!chunk) throw RunStopped(RunStopped::Reason::memory);
    m_chunks.push_back(chunk);
    if (is_large) ::madvise(chunk, bytes, MADV_HUGEPAGE);
    m_chunk_at = static_cast<char*>(chunk);
    m_chunk_end = m_chunk_at + bytes;
}

void Heap::free(void* memory, uint16_t size_class) noexcept {
    if (size_class == large) {
        char* start = static_cast<char*>(memory) - prefix;
        m_used -= *reinterpret_cast<size_t*>(start) + prefix;
        std::free(start);
        return;
    }
    m_used -= size_class * step;
    auto* block = static_cast<FreeBlock*>(memory);
    block->next = m_free[size_class];
    m_free[size_class] = block;
}

size_t Heap::room(const void* memory, uint16_t size_class) noexcept {
    if (size_class != large) return size_class * step;
    return *reinterpret_cast<const size_t*>(static_cast<const char*>(memory) - prefix);
}

void* Heap::allocate_buffer(size_t bytes) {
    charge(bytes);
    void* memory = std::malloc(bytes);
    if (!memory) throw RunStopped(RunStopped::Reason::memory);
    return memory;
}

void Heap::free_buffer(void* memory, size_t bytes) noexcept {
    m_used -= bytes;
    std::free(memory);
}

} // namespace relata
