// Object and Type: the root of everything on a run's heap, and Python's type object with its slots.
//
// The model is CPython's (Objects/object.c, Objects/typeobject.c): an object has a reference count and a type; the type
// has a dict, an MRO and a table of slots, filled from C++ for builtin types and from the class body's special methods
// for classes of the program.
#pragma once

#include "support/value.h"

#include <array>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace relata {

class Dict;
class Runtime;
class Str;
class Tuple;
class Type;

/// Which C++ layout an object has. Subclasses in Python keep their base's kind: a subclass of `list` is a List.
enum class ObjectKind : uint8_t {
    other, type, str, bytes, big_int, float_, tuple, list, dict, set, instance, function, native_function, code, cell,
    slot_descriptor, exception
};

/// Anything with an identity. Destroyed at once when the last reference goes, as in CPython: counts of statements
/// depend on it, since the identity map is weak.
class Object {
  public:
    /// Objects are made by Runtime::make<T>, which charges the run's memory budget.
    explicit Object(Type& type, ObjectKind kind = ObjectKind::other) : m_kind(kind), m_type(&type) {}
    Object(const Object&) = delete;
    Object& operator=(const Object&) = delete;
    virtual ~Object() = default;

    Type& type() const { return *m_type; }
    void set_type(Type& type) { m_type = &type; } ///< `__class__ = ...`
    ObjectKind kind() const { return m_kind; }
    uint32_t ref_count() const { return m_refs; }
    void add_ref() const { ++m_refs; }
    void drop_ref() const {
        if (--m_refs == 0) destroy(const_cast<Object*>(this));
    }

    /// Somebody wants to hear of this object's death: see Runtime::on_death.
    bool is_watched() const { return m_flags & flag_watched; }

  private:
    friend class Runtime;
    friend class Str;
    static constexpr uint8_t flag_interned = 4; ///< Str's
    friend void destroy(Object*) noexcept;
    static constexpr uint8_t flag_watched = 1;
    static constexpr uint8_t flag_finalized = 2; ///< `__del__` has run

    mutable uint32_t m_refs = 0;
    ObjectKind m_kind;
    uint8_t m_flags = 0;
    uint16_t m_size_class = 0; ///< Heap's: which free list the memory goes back to
    Type* m_type;
};

/// An object that can be part of a reference cycle. The runtime links them all, so that the end of a run can take the
/// cycles apart (Python's cyclic collector is not observable in a program of the lesson's size).
class Container : public Object {
  public:
    explicit Container(Type& type, ObjectKind kind = ObjectKind::other);
    ~Container() override;
    Container(const Container&) = delete;
    Container& operator=(const Container&) = delete;
    /// Drops every reference that this object holds.
    virtual void clear_references() = 0;

  protected:
    /// For Type: the very first type is its own type, which cannot be asked for its runtime yet.
    Container(Type& type, ObjectKind kind, Runtime& runtime);
    /// A Type calls it in its destructor, for the same reason; others need not.
    void unlink(Runtime& runtime);

  private:
    friend class Runtime;
    Container* m_previous = nullptr;
    Container* m_next = nullptr;
};

/// The arguments of one call, CPython's vectorcall layout: `values` holds the positional ones, then one value for each
/// name in `keywords`.
struct Args {
    std::span<const Value> values;
    const Tuple* keywords = nullptr;

    size_t positional_count() const;
    size_t keyword_count() const;
    std::span<const Value> positional() const { return values.first(positional_count()); }
    /// The keyword argument `name`, or null.
    const Value* keyword(std::string_view name) const;
};

enum class CompareOp : uint8_t { lt, le, eq, ne, gt, ge };

/// CPython's number protocol, in the order of `binary_op_names` (object.cpp).
enum class BinaryOp : uint8_t {
    add, subtract, multiply, matrix_multiply, true_divide, floor_divide, remainder, power, lshift, rshift, bit_and,
    bit_or, bit_xor
};
inline constexpr size_t binary_op_count = 13;
enum class UnaryOp : uint8_t { negative, positive, absolute, invert };
inline constexpr size_t unary_op_count = 4;

/// What a type can do; null where it cannot. Inherited along the MRO when a type is made ready. `self` is borrowed. A
/// function that fails throws (exceptions.h).
struct TypeSlots {
    using Unary = Value (*)(Runtime&, const Value& self);
    using Binary = Value (*)(Runtime&, const Value& a, const Value& b); ///< may return NotImplemented
    using Ternary = Value (*)(Runtime&, const Value& a, const Value& b, const Value& c);

    Value (*new_)(Runtime&, Type& type, Args args) = nullptr; ///< `__new__`
    void (*init)(Runtime&, const Value& self, Args args) = nullptr;
    void (*del)(Runtime&, const Value& self) = nullptr; ///< `__del__`
    Unary repr = nullptr;                               ///< returns a Str
    Unary str = nullptr;                                ///< returns a Str
    Value (*format)(Runtime&, const Value& self, const Str& spec) = nullptr;
    int64_t (*hash)(Runtime&, const Value& self) = nullptr;
    Value (*compare)(Runtime&, const Value& a, const Value& b, CompareOp) = nullptr; ///< may return NotImplemented
    bool (*truth)(Runtime&, const Value& self) = nullptr;
    Value (*call)(Runtime&, const Value& self, Args args) = nullptr;

    Value (*get_attribute)(Runtime&, const Value& self, Str& name) = nullptr; ///< throws AttributeError
    void (*set_attribute)(Runtime&, const Value& self, Str& name, const Value& value) = nullptr; ///< unset: delete

    /// Descriptors. `instance` is unset when read on the class.
    Value (*descriptor_get)(Runtime&, const Value& self, const Value& instance, Type& owner) = nullptr;
    void (*descriptor_set)(Runtime&, const Value& self, const Value& instance, const Value& value) = nullptr;

    Unary iter = nullptr;
    Unary next = nullptr; ///< returns unset when exhausted (no StopIteration is made)
    int64_t (*length)(Runtime&, const Value& self) = nullptr;
    Binary get_item = nullptr;
    void (*set_item)(Runtime&, const Value& self, const Value& key, const Value& value) = nullptr; ///< unset: delete
    bool (*contains)(Runtime&, const Value& self, const Value& item) = nullptr;

    std::array<Binary, binary_op_count> binary{};
    std::array<Binary, binary_op_count> reflected{}; ///< `__radd__`: self is the first argument
    std::array<Binary, binary_op_count> inplace{};
    std::array<Unary, unary_op_count> unary{};
    Unary index = nullptr;
    Unary to_int = nullptr;
    Unary to_float = nullptr;

    Unary await = nullptr; ///< returns an iterator
    Unary aiter = nullptr;
    Unary anext = nullptr; ///< returns an awaitable
};

/// A Python class. Builtin types are made by C++ (python/type_builder.h), others by the class statement. The runtime
/// owns every type until the run ends, so that a plain `Type&` never dangles.
class Type : public Container {
  public:
    static constexpr ObjectKind object_kind = ObjectKind::type;

    /// `metatype` null: the type is its own metatype (`type`). Use Runtime::make_type.
    Type(Runtime& runtime, Type* metatype, std::string name, std::string module);
    ~Type() override;
    void clear_references() override;

    Runtime& runtime() const { return m_runtime; }
    const std::string& name() const { return m_name; } ///< `__name__`
    const std::string& module() const { return m_module; }
    const std::string& qualified_name() const { return m_qualified_name; } ///< `__qualname__`
    /// The name in error texts, CPython's tp_name: "int", "Task", "datetime.date".
    std::string tp_name() const { return has(qualified_tp_name) ? m_module + "." + m_name : m_name; }
    void set_name(std::string name) { m_name = std::move(name); }
    void set_module(std::string module) { m_module = std::move(module); }
    void set_qualified_name(std::string name) { m_qualified_name = std::move(name); }

    Dict& dict() const { return *m_dict; }
    std::span<Type* const> bases() const { return m_bases; }
    std::span<Type* const> mro() const { return m_mro; } ///< this type first, `object` last
    /// Sets bases and MRO (C3), throws TypeError as CPython does, and inherits slots.
    void set_bases(std::vector<Type*> bases);
    bool is_subtype_of(const Type& other) const;
    std::span<Type* const> subtypes() const { return m_subtypes; } ///< direct ones, in the order they were made

    /// Looks `name` up in the dicts along the MRO; null where nobody has it. No descriptor is bound.
    const Value* lookup(const Str& name) const;
    /// Sets or (unset value) deletes in this type's own dict and makes caches of this type and its subtypes stale.
    void set_attribute(Str& name, const Value& value);
    /// Changes whenever an attribute of this type or of a base does; never 0. Inline caches compare it.
    uint32_t version() const { return m_version; }
    void bump_version();

    TypeSlots slots;
    /// Copies from the bases each slot that is null here.
    void inherit_slots();

    /// Instance layout: which slot of an Instance holds attribute `name` (instance.h); -1 where none does yet.
    int slot_of(const Str& name) const;
    /// The same, and gives it the next slot where it has none.
    int add_slot(Str& name);
    std::span<const Ref<Str>> slot_names() const { return m_slot_names; }
    /// Copies the base's layout into an empty one: a subclass keeps its base's slot indexes.
    void inherit_layout(const Type& base);

    enum Flag : uint32_t {
        heap_type = 1,          ///< made by a class statement
        has_instance_dict = 2,  ///< instances are Instance objects and take any attribute
        exception_class = 4,    ///< derives from BaseException
        abstract = 8,           ///< has abstract methods left
        final_type = 16,        ///< `type 'bool' is not an acceptable base type`
        mapped_class = 32,      ///< the ORM has instrumented it
        restricted_slots = 64,  ///< `__slots__` without `__dict__`
        overrides_get_attribute = 128, ///< `__getattribute__` or `__getattr__` in Python
        overrides_set_attribute = 256,
        qualified_tp_name = 512, ///< a C type of an extension module of CPython: error texts name the module too
    };
    uint32_t flags = 0;
    bool has(Flag flag) const { return flags & flag; }

    /// Data that another layer keeps with a class (the ORM's mapper, a dataclass's fields, SQLModel's fields).
    struct Extension {
        virtual ~Extension() = default;
    };
    std::vector<std::pair<const void*, std::unique_ptr<Extension>>> extensions;
    template <class T> T* extension() const {
        for (const auto& [tag, e] : extensions)
            if (tag == &T::extension_tag) return static_cast<T*>(e.get());
        return nullptr;
    }
    template <class T> T& set_extension(std::unique_ptr<T> e) {
        T& result = *e;
        extensions.emplace_back(&T::extension_tag, std::move(e));
        return result;
    }

  private:
    friend class Runtime;
    Runtime& m_runtime;
    std::string m_name, m_module, m_qualified_name;
    Ref<Dict> m_dict;
    std::vector<Type*> m_bases;
    std::vector<Type*> m_mro;
    std::vector<Type*> m_subtypes;
    uint32_t m_version;
    bool m_has_inherited = false; ///< the slots have been filled from these bases
    std::vector<Ref<Str>> m_slot_names;
};

inline void Value::acquire() const {
    if (is_object()) as_object()->add_ref();
}
inline void Value::drop() {
    if (is_object()) as_object()->drop_ref();
}
template <class T> T* Value::as() const {
    if (!is_object()) return nullptr;
    if constexpr (requires { T::object_kind; })
        return as_object()->kind() == T::object_kind ? static_cast<T*>(as_object()) : nullptr;
    else
        return dynamic_cast<T*>(as_object());
}

} // namespace relata
