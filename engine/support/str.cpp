#include "support/str.h"

#include "support/protocol.h"

namespace relata {

int64_t hash_of_string(std::string_view text) {
    // FNV-1a with a final mix: short keys dominate.
    uint64_t h = 0xcbf29ce484222325u;
    for (unsigned char c : text) h = (h ^ c) * 0x100000001b3u;
    h ^= h >> 32;
    return h == 0 ? 1 : int64_t(h);
}

int64_t Str::hash() const {
    if (m_hash == 0) m_hash = hash_of_string(view());
    return m_hash;
}

uint32_t Str::offset_of(uint32_t index) const {
    if (is_ascii()) return index;
    const char* at = data();
    for (const char* end = at + m_bytes; at < end; ++at) {
        if ((static_cast<unsigned char>(*at) & 0xc0) == 0x80) continue;
        if (index-- == 0) return uint32_t(at - data());
    }
    return m_bytes;
}

} // namespace relata
