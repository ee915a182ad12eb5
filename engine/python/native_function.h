// NativeFunction and GetSetDescriptor: what Python calls and reads when the code behind it is C++.
#pragma once

#include "python/parameters.h"
#include "support/runtime.h"

namespace relata::python {

class NativeFunction;

/// The body of a builtin. `self` is the object of a method, the class of a class method, unset for a plain
/// function.
using NativeFn = Value (*)(Runtime&, const Value& self, Args args);
/// The same for a function with captured state, which it reads from `function.closure()`.
using NativeClosureFn = Value (*)(Runtime&, const NativeFunction& function, const Value& self, Args args);

/// A function or method written in C++. In a type's dict it is a descriptor (role `method`, `class_method` or
/// `slot_wrapper`); reading it from an instance gives a copy bound to that instance. The evaluation loop
/// calls methods without that copy: it keeps the pair (descriptor, self) and uses invoke().
class NativeFunction final : public Container {
  public:
    static constexpr ObjectKind object_kind = ObjectKind::native_function;
    enum class Role : uint8_t {
        function,     ///< `len`; also a static method and, with self set, a bound method
        method,       ///< `list.append`
        class_method, ///< `dict.fromkeys`
        slot_wrapper, ///< `list.__len__`
        bound_slot    ///< `[].__len__`
    };

    NativeFunction(Type& type, Role role, Ref<Str> name, NativeFn fn)
        : Container(type, object_kind), m_role(role), m_name(std::move(name)), m_fn(fn) {}
    NativeFunction(Type& type, Role role, Ref<Str> name, NativeClosureFn fn, Value closure)
        : Container(type, object_kind), m_role(role), m_name(std::move(name)), m_closure_fn(fn),
          m_closure(std::move(closure)) {}
    void clear_references() override {
        m_self.reset();
        m_closure.reset();
    }

    Role role() const { return m_role; }
    Str& name() const { return *m_name; }
    std::string qualified_name() const;
    /// The type in whose dict it stands; null for a plain function.
    Type* owner() const { return m_owner; }
    void set_owner(Type& owner) { m_owner = &owner; }
    const std::string& module() const { return m_module; }
    void set_module(std::string module) { m_module = std::move(module); }
    const Value& self() const { return m_self; } ///< what a bound method is bound to; unset for others
    const Value& closure() const { return m_closure; }
    /// `self` must come before the arguments of a call: the evaluation loop's method calls do so without
    /// binding.
    bool takes_self() const {
        return (m_role == Role::method || m_role == Role::slot_wrapper) && !m_self.is_set();
    }

    /// The signature that calls are checked against before the body runs, null for a body that checks itself. The text
    /// lives as long as the program. See check_arguments().
    const char* signature() const { return m_signature; }
    void set_signature(const char* signature) { m_signature = signature; }

    /// Runs the body. For a method, `self` is an instance of owner().
    Value invoke(Runtime& runtime, const Value& self, Args args) const {
        if (m_signature) check_arguments(m_signature, args);
        return m_fn ? m_fn(runtime, self, args) : m_closure_fn(runtime, *this, self, args);
    }
    Ref<NativeFunction> bind(Runtime& runtime, const Value& self) const;
    bool same_code(const NativeFunction& other) const {
        return m_fn == other.m_fn && m_closure_fn == other.m_closure_fn && m_closure.is(other.m_closure);
    }

  private:
    Role m_role;
    Ref<Str> m_name;
    NativeFn m_fn = nullptr;
    NativeClosureFn m_closure_fn = nullptr;
    Type* m_owner = nullptr;
    const char* m_signature = nullptr;
    std::string m_module;
    Value m_self;
    Value m_closure;
};

/// Has calls of the functions in a namespace (a module's, a type's) checked against their signatures before they run:
/// "Session.commit(self)" is that of the entry `commit`. The texts live as long as the program; names that the namespace
/// does not hold are passed over. See check_arguments().
void set_signatures(Dict& names, std::initializer_list<const char*> signatures);

/// A function for a module's namespace.
Ref<NativeFunction> make_function(Runtime& runtime, std::string_view name, NativeFn fn,
                                  std::string_view module = {});
/// A function that carries `closure`: what a decorator returns, a partial, a bound callback.
Ref<NativeFunction> make_function(Runtime& runtime, std::string_view name, NativeClosureFn fn, Value closure,
                                  std::string_view module = {});

/// An entry of `owner`'s dict: a method, static method (role `function`), class method or slot wrapper.
Ref<NativeFunction> make_descriptor(Runtime& runtime, Type& owner, NativeFunction::Role role,
                                    std::string_view name, NativeFn fn);
Ref<NativeFunction> make_descriptor(Runtime& runtime, Type& owner, NativeFunction::Role role,
                                    std::string_view name, NativeClosureFn fn, Value closure);

using Getter = Value (*)(Runtime&, const Value& self);
using Setter = void (*)(Runtime&, const Value& self, const Value& value); ///< unset value: delete

/// A computed attribute of a builtin type (CPython's getset_descriptor).
class GetSetDescriptor final : public Object {
  public:
    GetSetDescriptor(Type& type, Type& owner, Ref<Str> name, Getter get, Setter set)
        : Object(type), m_owner(owner), m_name(std::move(name)), m_get(get), m_set(set) {}
    Type& owner() const { return m_owner; }
    Str& name() const { return *m_name; }
    Getter getter() const { return m_get; }
    Setter setter() const { return m_set; }

  private:
    Type& m_owner;
    Ref<Str> m_name;
    Getter m_get;
    Setter m_set;
};

/// Makes the types of the two classes above; the first types that a run needs after the runtime's own.
void make_native_function_types(Runtime& runtime);

} // namespace relata::python
