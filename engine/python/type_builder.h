// TypeBuilder: how C++ makes a Python type. Used by the builtin types and by every module.
//
//     TypeBuilder b(runtime, "deque", "collections");
//     b.slots().new_ = deque_new;
//     b.slots().length = deque_length;           // also becomes deque.__len__
//     b.method("append", deque_append).property("maxlen", deque_maxlen);
//     runtime.set_type_for<Deque>(b.finish());
#pragma once

#include "python/native_function.h"

namespace relata::python {

class TypeBuilder {
  public:
    TypeBuilder(Runtime& runtime, std::string_view name, std::string_view module = "builtins",
                std::vector<Type*> bases = {}, Type* metatype = nullptr);
    /// Goes on with a type that exists: `type`, `object`, `str`, `tuple`, `dict`.
    TypeBuilder(Runtime& runtime, Type& type);

    TypeSlots& slots() { return m_type.slots; }
    Type& type() { return m_type; }

    TypeBuilder& method(std::string_view name, NativeFn fn);
    TypeBuilder& static_method(std::string_view name, NativeFn fn);
    TypeBuilder& class_method(std::string_view name, NativeFn fn); ///< `self` is the class
    TypeBuilder& property(std::string_view name, Getter get, Setter set = nullptr);
    TypeBuilder& attribute(std::string_view name, Value value);
    TypeBuilder& flag(Type::Flag flag);
    /// set_signatures() of the methods that stand in the type's dict by now.
    TypeBuilder& signatures(std::initializer_list<const char*> signatures);

    /// Puts a wrapper for each slot that was set into the type's dict (`__repr__`, `__len__`, ...), inherits
    /// the other slots and returns the type.
    Type& finish();

  private:
    Ref<NativeFunction> make(NativeFunction::Role role, std::string_view name, NativeFn fn);

    Runtime& m_runtime;
    Type& m_type;
};

} // namespace relata::python
