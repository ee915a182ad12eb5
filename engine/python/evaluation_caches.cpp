// Inline caches of names and attributes. A cache holds while the version of the type (or the key sets of the
// dicts) is the one it was filled at.
#include "python/evaluator.h"
#include "python/instructions.h"
#include "python/module.h"
#include "support/protocol.h"

namespace relata::python {

using Kind = InlineCache::Kind;

const Value& Evaluator::load_global(Frame& frame, Str& name, InlineCache& cache) {
    Dict& globals = *frame.globals;
    Dict& builtins = m_interpreter.builtins_dict();
    if (cache.version == globals.version()) {
        if (cache.kind == Kind::global) return globals.value_at(size_t(cache.index));
        if (cache.kind == Kind::builtin && cache.second == builtins.version())
            return builtins.value_at(size_t(cache.index));
    }
    if (const int64_t at = globals.index_of(name); at >= 0) {
        cache.kind = Kind::global;
        cache.version = globals.version();
        cache.index = at;
        return globals.value_at(size_t(at));
    }
    const int64_t at = builtins.index_of(name);
    if (at < 0) name_error(name);
    cache.kind = Kind::builtin;
    cache.version = globals.version();
    cache.second = builtins.version();
    cache.index = at;
    return builtins.value_at(size_t(at));
}

void Evaluator::store_global(Dict& globals, Str& name, Value value, InlineCache& cache) {
    if (cache.kind == Kind::global && cache.version == globals.version()) {
        globals.value_at(size_t(cache.index)).swap(value);
        return;
    }
    globals.set(name, std::move(value));
    cache.kind = Kind::global;
    cache.version = globals.version();
    cache.index = globals.index_of(name);
}

Value Evaluator::load_name(Frame& frame, Str& name) {
    if (frame.names)
        if (const Value* v = frame.names->find(name)) return *v;
    if (const Value* v = frame.globals->find(name)) return *v;
    if (const Value* v = m_interpreter.builtins_dict().find(name)) return *v;
    name_error(name);
}

namespace {

bool has_slots(const Value& v) {
    const ObjectKind kind = v.as_object()->kind();
    return kind == ObjectKind::instance || kind == ObjectKind::exception;
}

/// An AttributeError that says neither name nor object, such as one that the program raises, gets both while it passes
/// through the reading of an attribute. CPython: set_attribute_error_context (Objects/object.c).
template <class Read> Value with_context(Interpreter& in, const Value& owner, Str& name, Read&& read) {
    try {
        return read();
    } catch (Error& error) {
        const bool has_both = !error.exception().is_set() && error.attributes().size() >= 2;
        if (!has_both && in.matches(error, Exc::AttributeError)) {
            const Value exception = in.exception_object(error);
            const auto lacks = [&](const char* field) {
                const Value v = find_attribute(in, exception, field);
                return !v.is_set() || v.is_none();
            };
            if (lacks("name") && lacks("obj")) {
                set_attribute(in, exception, "name", Value(name));
                set_attribute(in, exception, "obj", owner);
            }
        }
        throw;
    }
}

} // namespace

Value Evaluator::load_attribute(const Value& owner, Str& name, InlineCache& cache) {
    Interpreter& in = m_interpreter;
    if (owner.is_object()) {
        Object& object = *owner.as_object();
        Type& type = object.type();
        switch (cache.kind) {
        case Kind::slot:
            if (cache.version == type.version() && has_slots(owner)) {
                const Value& v = owner.get<Instance>().slot(size_t(cache.index));
                if (v.is_set()) return v;
            }
            break;
        case Kind::slot_descriptor:
            if (cache.version == type.version() && has_slots(owner) &&
                cache.held.get<SlotDescriptor>().is_plain()) {
                const Value& v = owner.get<Instance>().slot(size_t(cache.index));
                if (v.is_set()) return v;
            }
            break;
        case Kind::property:
            if (cache.version == type.version()) {
                count(1);
                return with_context(in, owner, name, [&] { return relata::call(in, cache.held, {owner}); });
            }
            break;
        case Kind::class_attribute:
            if (cache.version == type.version() && cache.second == type.slot_names().size())
                return cache.held;
            break;
        case Kind::type_attribute:
            if (object.kind() == ObjectKind::type && cache.version == static_cast<Type&>(object).version())
                return cache.held;
            break;
        default:
            break;
        }
        // Learn.
        if (type.slots.get_attribute == generic_get_attribute) {
            const Value* found = type.lookup(name);
            const TypeSlots* slots = found ? &in.type_of(*found).slots : nullptr;
            const bool data = found && slots->descriptor_set && slots->descriptor_get;
            cache.kind = Kind::empty;
            cache.version = type.version();
            if (found && found->as<SlotDescriptor>() && has_slots(owner)) {
                cache.kind = Kind::slot_descriptor;
                cache.index = found->get<SlotDescriptor>().slot();
                cache.held = *found;
            } else if (data) {
                if (&in.type_of(*found) == &in.type(BuiltinType::property))
                    if (Property& property = found->get<Property>(); property.getter.as<Function>()) {
                        cache.kind = Kind::property;
                        cache.held = property.getter;
                    }
            } else if (has_slots(owner)) {
                const int slot = type.slot_of(name);
                if (slot >= 0) {
                    cache.kind = Kind::slot;
                    cache.index = slot;
                } else if (found && !slots->descriptor_get) {
                    cache.kind = Kind::class_attribute;
                    cache.second = uint32_t(type.slot_names().size());
                    cache.held = *found;
                }
            }
        } else if (object.kind() == ObjectKind::type && &type == &in.type(BuiltinType::type)) {
            Type& cls = static_cast<Type&>(object);
            const Value* found = cls.lookup(name);
            const Value* on_metatype = type.lookup(name);
            if (found && !on_metatype && !in.type_of(*found).slots.descriptor_get) {
                cache.kind = Kind::type_attribute;
                cache.version = cls.version();
                cache.held = *found;
            }
        }
    }
    count(1);
    return with_context(in, owner, name, [&] { return get_attribute(in, owner, name); });
}

void Evaluator::store_attribute(const Value& owner, Str& name, Value value, InlineCache& cache) {
    Interpreter& in = m_interpreter;
    if (owner.is_object()) {
        Type& type = owner.as_object()->type();
        if (cache.version == type.version() && has_slots(owner)) {
            if (cache.kind == Kind::slot)
                return owner.get<Instance>().set_slot(size_t(cache.index), std::move(value));
        }
        count(1);
        set_attribute(in, owner, name, value);
        if (type.slots.set_attribute == generic_set_attribute && has_slots(owner) &&
            type.has(Type::has_instance_dict)) {
            const Value* found = type.lookup(name);
            const bool data = found && in.type_of(*found).slots.descriptor_set;
            const int slot = type.slot_of(name);
            cache.kind = !data && slot >= 0 ? Kind::slot : Kind::empty;
            cache.version = type.version();
            cache.index = slot;
        }
        return;
    }
    count(1);
    set_attribute(in, owner, name, value);
}

bool Evaluator::load_method(const Value& owner, Str& name, InlineCache& cache, Value& method) {
    Interpreter& in = m_interpreter;
    Type& type = in.type_of(owner);
    if (cache.version == type.version() && cache.kind == Kind::method &&
        cache.second == type.slot_names().size()) {
        method = cache.held;
        return true;
    }
    // A function of the class that no attribute of the instance hides is called without being bound.
    if (type.slots.get_attribute == generic_get_attribute) {
        const Value* found = type.lookup(name);
        const bool function = found && (found->as<Function>() || (found->as<NativeFunction>() &&
                                                                  found->get<NativeFunction>().takes_self()));
        if (function) {
            bool hidden = false,
                 can_be_hidden = type.has(Type::has_instance_dict) || type.has(Type::exception_class);
            if (can_be_hidden && owner.is_object()) {
                if (has_slots(owner)) {
                    const int slot = type.slot_of(name);
                    hidden = slot >= 0 && owner.get<Instance>().slot(size_t(slot)).is_set();
                    can_be_hidden = slot >= 0;
                } else if (Dict* dict = in.side_dict(*owner.as_object(), false)) {
                    hidden = dict->find(name) != nullptr;
                }
            }
            if (!hidden) {
                method = *found;
                if (!can_be_hidden) {
                    cache.kind = Kind::method;
                    cache.version = type.version();
                    cache.second = uint32_t(type.slot_names().size());
                    cache.held = method;
                }
                return true;
            }
        }
    }
    method = load_attribute(owner, name, cache);
    return false;
}

} // namespace relata::python
