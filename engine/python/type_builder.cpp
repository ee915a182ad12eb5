#include "python/type_builder.h"

#include "python/slot_wrappers.h"

#include <algorithm>
#include <string_view>

namespace relata::python {

namespace {

/// Under the name that it has interned already.
void put(Type& type, const Ref<NativeFunction>& function) { type.dict().set(function->name(), function); }

} // namespace

TypeBuilder::TypeBuilder(Runtime& runtime, std::string_view name, std::string_view module,
                         std::vector<Type*> bases, Type* metatype)
    : m_runtime(runtime),
      m_type(runtime.make_type(std::string(name), std::string(module), std::move(bases), metatype)) {
    static constexpr std::string_view extension_modules[] = {"datetime",  "decimal", "collections", "itertools",
                                                             "functools", "re",      "_collections"};
    if (std::ranges::find(extension_modules, module) != std::end(extension_modules))
        m_type.flags |= Type::qualified_tp_name;
}

TypeBuilder::TypeBuilder(Runtime& runtime, Type& type) : m_runtime(runtime), m_type(type) {}

Ref<NativeFunction> TypeBuilder::make(NativeFunction::Role role, std::string_view name, NativeFn fn) {
    return make_descriptor(m_runtime, m_type, role, name, fn);
}

TypeBuilder& TypeBuilder::method(std::string_view name, NativeFn fn) {
    put(m_type, make(NativeFunction::Role::method, name, fn));
    return *this;
}

TypeBuilder& TypeBuilder::static_method(std::string_view name, NativeFn fn) {
    put(m_type, make(NativeFunction::Role::function, name, fn));
    return *this;
}

TypeBuilder& TypeBuilder::class_method(std::string_view name, NativeFn fn) {
    put(m_type, make(NativeFunction::Role::class_method, name, fn));
    return *this;
}

TypeBuilder& TypeBuilder::property(std::string_view name, Getter get, Setter set) {
    const Ref<Str> key = m_runtime.intern(name);
    m_type.dict().set(*key, m_runtime.make<GetSetDescriptor>(m_runtime.type_for<GetSetDescriptor>(), m_type, key, get, set));
    return *this;
}

TypeBuilder& TypeBuilder::attribute(std::string_view name, Value value) {
    m_type.dict().set(*m_runtime.intern(name), std::move(value));
    return *this;
}

TypeBuilder& TypeBuilder::flag(Type::Flag flag) {
    m_type.flags |= flag;
    return *this;
}

TypeBuilder& TypeBuilder::signatures(std::initializer_list<const char*> signatures) {
    set_signatures(m_type.dict(), signatures);
    return *this;
}

Type& TypeBuilder::finish() {
    add_slot_wrappers(m_runtime, m_type);
    m_type.inherit_slots();
    m_type.bump_version();
    return m_type;
}

} // namespace relata::python
