// Str, Bytes, Float, Tuple: the immutable builtin values that every layer handles.
#pragma once

#include "support/heap.h"
#include "support/object.h"

namespace relata {

/// Python's str: UTF-8, with its length in code points known. Immutable; the characters follow the object in memory.
/// Made by Runtime::make_str and Runtime::intern. Lone surrogates are kept in their three-byte form.
class Str final : public Object {
  public:
    static constexpr ObjectKind object_kind = ObjectKind::str;
    Str(Type& type, uint32_t bytes) : Object(type, object_kind), m_bytes(bytes) {}

    std::string_view view() const { return {data(), m_bytes}; }
    const char* data() const { return reinterpret_cast<const char*>(this + 1); }
    uint32_t byte_count() const { return m_bytes; }
    uint32_t length() const { return m_length; } ///< code points
    bool is_ascii() const { return m_length == m_bytes; }
    int64_t hash() const;
    bool is_interned() const { return m_flags & flag_interned; }
    /// Byte offset of code point `index` (0 ... length()).
    uint32_t offset_of(uint32_t index) const;
    friend bool operator==(const Str& a, const Str& b) {
        return &a == &b || (a.m_bytes == b.m_bytes && a.view() == b.view() && !(a.is_interned() && b.is_interned()));
    }
    friend bool operator==(const Str& a, std::string_view b) { return a.view() == b; }

  private:
    friend class Runtime;
    char* writable() { return reinterpret_cast<char*>(this + 1); }
    uint32_t m_bytes, m_length = 0;
    mutable int64_t m_hash = 0; ///< 0: not computed yet
};

/// Where `text` stops being UTF-8 (lone surrogates in three bytes are let through); npos where all of it is.
size_t find_invalid_utf8(std::string_view text);

/// Python's bytes.
class Bytes final : public Object {
  public:
    static constexpr ObjectKind object_kind = ObjectKind::bytes;
    Bytes(Type& type, std::string bytes);
    std::string_view view() const { return m_data; }

  private:
    std::string m_data;
    HeapCharge m_charge;
};

class Float final : public Object {
  public:
    static constexpr ObjectKind object_kind = ObjectKind::float_;
    Float(Type& type, double value) : Object(type, object_kind), m_value(value) {}
    double value() const { return m_value; }

  private:
    double m_value;
};

/// Python's tuple. The items follow the object in memory; namedtuples and SQLAlchemy rows are subtypes in Python.
class Tuple : public Container {
  public:
    static constexpr ObjectKind object_kind = ObjectKind::tuple;
    Tuple(Type& type, size_t size) : Container(type, object_kind), m_size(size) {}
    ~Tuple() override { clear_references(); }
    void clear_references() override {
        for (Value& v : writable()) v.reset();
    }
    size_t size() const { return m_size; }
    std::span<const Value> items() const { return {reinterpret_cast<const Value*>(this + 1), m_size}; }
    const Value& operator[](size_t i) const { return items()[i]; }
    /// For whoever has just made the tuple and not yet handed it out.
    std::span<Value> writable() { return {reinterpret_cast<Value*>(this + 1), m_size}; }

  private:
    size_t m_size;
};

} // namespace relata
