// Value and Ref: what a Python name, a column of a row or a bound parameter holds.
//
// Value is one machine word. Small integers (63 bits) and the singletons live in the word itself; all else is a
// reference-counted Object. Reading, copying and passing a Value never copies what it refers to. Reference counts are
// not atomic: a Runtime and its objects belong to one thread at a time.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace relata {

class Object;
void destroy(Object* object) noexcept;

/// Owning pointer to a reference-counted object; `T` derives from Object or from RefCounted.
template <class T> class Ref {
  public:
    Ref() = default;
    Ref(std::nullptr_t) {}
    explicit Ref(T* object) : m_object(object) { acquire(); }
    Ref(T& object) : m_object(&object) { acquire(); }
    Ref(const Ref& other) : m_object(other.m_object) { acquire(); }
    Ref(Ref&& other) noexcept : m_object(std::exchange(other.m_object, nullptr)) {}
    template <class U>
        requires(!std::is_same_v<U, T> && std::is_convertible_v<U*, T*>)
    Ref(const Ref<U>& other) : m_object(other.get()) {
        acquire();
    }
    template <class U>
        requires(!std::is_same_v<U, T> && std::is_convertible_v<U*, T*>)
    Ref(Ref<U>&& other) : m_object(other.release()) {}
    ~Ref() { drop(); }
    Ref& operator=(const Ref& other) {
        Ref(other).swap(*this);
        return *this;
    }
    Ref& operator=(Ref&& other) noexcept {
        Ref(std::move(other)).swap(*this);
        return *this;
    }
    /// Takes over a reference that the caller already owns.
    static Ref adopt(T* object) {
        Ref r;
        r.m_object = object;
        return r;
    }
    T* get() const { return m_object; }
    T* release() { return std::exchange(m_object, nullptr); }
    T& operator*() const { return *m_object; }
    T* operator->() const { return m_object; }
    explicit operator bool() const { return m_object != nullptr; }
    void swap(Ref& other) noexcept { std::swap(m_object, other.m_object); }
    void reset() { Ref().swap(*this); }
    friend bool operator==(const Ref& a, const Ref& b) { return a.m_object == b.m_object; }
    friend bool operator==(const Ref& a, const T* b) { return a.m_object == b; }

  private:
    void acquire() const {
        if (m_object) m_object->add_ref();
    }
    void drop() {
        if (m_object) m_object->drop_ref();
    }
    T* m_object = nullptr;
};

/// Base of C++ nodes that are shared but are not Python objects (SQL trees, mapper options).
class RefCounted {
  public:
    RefCounted() = default;
    RefCounted(const RefCounted&) {}
    RefCounted& operator=(const RefCounted&) { return *this; }
    virtual ~RefCounted() = default;
    void add_ref() const { ++m_refs; }
    void drop_ref() const {
        if (--m_refs == 0) delete this;
    }

  private:
    mutable uint32_t m_refs = 0;
};

template <class T, class... Args> Ref<T> make_ref(Args&&... args) {
    return Ref<T>(new T(std::forward<Args>(args)...));
}

/// A Python value in one word. A default-constructed Value is *unset*: no Python value at all (an unbound local, a
/// slot that holds nothing, an exhausted iterator).
class Value {
  public:
    static constexpr int64_t small_int_max = (int64_t(1) << 62) - 1;
    static constexpr int64_t small_int_min = -(int64_t(1) << 62);

    constexpr Value() = default;
    Value(const Value& other) : m_bits(other.m_bits) { acquire(); }
    Value(Value&& other) noexcept : m_bits(std::exchange(other.m_bits, 0)) {}
    explicit Value(Object* object) : m_bits(reinterpret_cast<uintptr_t>(object)) { acquire(); }
    Value(Object& object) : Value(&object) {}
    template <class T> Value(const Ref<T>& object) : Value(static_cast<Object*>(object.get())) {}
    template <class T>
    Value(Ref<T>&& object) : m_bits(reinterpret_cast<uintptr_t>(static_cast<Object*>(object.release()))) {}
    ~Value() { drop(); }
    Value& operator=(const Value& other) {
        Value(other).swap(*this);
        return *this;
    }
    Value& operator=(Value&& other) noexcept {
        Value(std::move(other)).swap(*this);
        return *this;
    }

    static Value none() { return from_bits(bits_none); }
    static Value boolean(bool b) { return from_bits(b ? bits_true : bits_false); }
    static Value not_implemented() { return from_bits(bits_not_implemented); }
    static Value ellipsis() { return from_bits(bits_ellipsis); }
    /// `i` must fit in 63 bits: see fits_small_int; python::make_int takes any.
    static Value small_int(int64_t i) {
        assert(fits_small_int(i));
        return from_bits((uintptr_t(i) << 1) | 1);
    }
    static constexpr bool fits_small_int(int64_t i) { return i >= small_int_min && i <= small_int_max; }

    bool is_set() const { return m_bits != 0; }
    bool is_none() const { return m_bits == bits_none; }
    bool is_true() const { return m_bits == bits_true; }
    bool is_false() const { return m_bits == bits_false; }
    bool is_bool() const { return m_bits == bits_true || m_bits == bits_false; }
    bool is_not_implemented() const { return m_bits == bits_not_implemented; }
    bool is_ellipsis() const { return m_bits == bits_ellipsis; }
    bool is_small_int() const { return m_bits & 1; }
    bool is_object() const { return m_bits != 0 && (m_bits & 7) == 0; }

    int64_t as_small_int() const {
        assert(is_small_int());
        return int64_t(m_bits) >> 1;
    }
    Object* as_object() const {
        assert(is_object());
        return reinterpret_cast<Object*>(m_bits);
    }
    /// The object as a `T`, or null where it is not one. Asks the C++ type, not the Python type.
    template <class T> T* as() const;
    /// The object as a `T` where the caller knows that it is one.
    template <class T> T& get() const { return static_cast<T&>(*as_object()); }

    /// `is` of Python: the same word.
    bool is(const Value& other) const { return m_bits == other.m_bits; }
    uintptr_t bits() const { return m_bits; }
    void swap(Value& other) noexcept { std::swap(m_bits, other.m_bits); }
    void reset() { Value().swap(*this); }

  private:
    static constexpr uintptr_t bits_none = 0x02;
    static constexpr uintptr_t bits_false = 0x0a;
    static constexpr uintptr_t bits_true = 0x12;
    static constexpr uintptr_t bits_not_implemented = 0x1a;
    static constexpr uintptr_t bits_ellipsis = 0x22;

    static Value from_bits(uintptr_t bits) {
        Value v;
        v.m_bits = bits;
        return v;
    }
    inline void acquire() const;
    inline void drop();

    uintptr_t m_bits = 0;
};

} // namespace relata
