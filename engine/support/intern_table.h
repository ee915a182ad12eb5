// InternTable: the interned strings of a run, one for each text. CPython: Objects/unicodeobject.c, `interned`.
#pragma once

#include "support/str.h"

#include <string_view>
#include <vector>

namespace relata {

/// Open addressing over the strings' own hashes, so that a string is hashed once for this table and every dict. Does not
/// own the strings.
class InternTable {
  public:
    /// Room for three quarters of `capacity` (a power of two) until it grows.
    explicit InternTable(size_t capacity) : m_slots(capacity) {}

    /// `hash` is that of `text`: hash_of_string.
    Str* find(std::string_view text, int64_t hash) const { return m_slots[place(text, hash)]; }
    /// The text is not there yet.
    void add(Str& text);
    /// Every string; the table is empty then.
    std::vector<Str*> take_all();

  private:
    /// Where the text is, or the free slot where it would be.
    size_t place(std::string_view text, int64_t hash) const;

    std::vector<Str*> m_slots;
    size_t m_count = 0;
};

} // namespace relata
