#include "python/class_builder.h"

#include "python/class_slots.h"
#include "python/evaluation.h"
#include "python/type_builder.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::python {

namespace {

/// A name of `__slots__`: CPython's member_descriptor.
class MemberDescriptor final : public SlotDescriptor {
  public:
    MemberDescriptor(Type& type, int slot, Ref<Str> name)
        : SlotDescriptor(type, slot), m_name(std::move(name)) {}
    Str& name() const { return *m_name; }

  private:
    Ref<Str> m_name;
};

Value member_get(Runtime& runtime, const Value& self, const Value& instance, Type&) {
    if (!instance.is_set()) return self;
    const auto& member = self.get<MemberDescriptor>();
    if (const Value& v = instance.get<Instance>().slot(size_t(member.slot())); v.is_set()) return v;
    throw Error(Exc::AttributeError, "'" + runtime.type_of(instance).name() + "' object has no attribute '" +
                                         std::string(member.name().view()) + "'")
        .with("name", Value(member.name()))
        .with("obj", instance);
}

void member_set(Runtime&, const Value& self, const Value& instance, const Value& value) {
    const auto& member = self.get<MemberDescriptor>();
    Instance& object = instance.get<Instance>();
    if (!value.is_set() && !object.slot(size_t(member.slot())).is_set())
        throw Error(Exc::AttributeError, std::string(member.name().view()));
    object.set_slot(size_t(member.slot()), value);
}

/// CPython: _PyType_CalculateMetaclass
Type& most_derived_metatype(Type& metatype, std::span<Type* const> bases) {
    Type* winner = &metatype;
    for (Type* base : bases) {
        Type& other = base->type();
        if (winner->is_subtype_of(other)) continue;
        if (other.is_subtype_of(*winner)) {
            winner = &other;
            continue;
        }
        throw Error(Exc::TypeError,
                    "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass "
                    "of the metaclasses of all its bases");
    }
    return *winner;
}

/// CPython: best_base; a class cannot be an int and a str at once.
void check_layouts(Runtime& runtime, std::span<Type* const> bases) {
    static constexpr BuiltinType solid[] = {BuiltinType::int_,  BuiltinType::float_, BuiltinType::str,       BuiltinType::bytes,
                                            BuiltinType::list,  BuiltinType::tuple,  BuiltinType::dict,      BuiltinType::set,
                                            BuiltinType::frozenset, BuiltinType::type};
    const Type* taken = nullptr;
    for (const Type* base : bases) {
        const Type* own = base->is_subtype_of(runtime.exception_type(Exc::BaseException)) ? &runtime.exception_type(Exc::BaseException) : nullptr;
        for (const BuiltinType kind : solid)
            if (!own && base->is_subtype_of(runtime.type(kind))) own = &runtime.type(kind);
        if (own && taken && own != taken) throw Error(Exc::TypeError, "multiple bases have instance lay-out conflict");
        if (own) taken = own;
    }
}

std::vector<Type*> base_types(Runtime& runtime, const Tuple& bases) {
    std::vector<Type*> types;
    for (const Value& base : bases.items()) {
        Type* type = base.as<Type>();
        if (!type) // CPython looks for the metaclass first
            throw Error(Exc::TypeError, "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass "
                                        "of the metaclasses of all its bases");
        if (type->has(Type::final_type))
            throw Error(Exc::TypeError, "type '" + type->name() + "' is not an acceptable base type");
        types.push_back(type);
    }
    if (types.empty()) types.push_back(&runtime.type(BuiltinType::object));
    return types;
}

void add_members(Runtime& runtime, Type& type, const Value& slots) {
    std::vector<Value> names;
    if (slots.as<Str>())
        names.push_back(slots);
    else
        names = to_vector(runtime, slots);
    for (const Value& v : names) {
        if (!v.as<Str>())
            throw Error(Exc::TypeError,
                        "__slots__ items must be strings, not '" + runtime.type_of(v).name() + "'");
        Ref<Str> name = runtime.intern(v.get<Str>());
        if (*name == "__dict__") {
            type.flags |= Type::has_instance_dict;
            continue;
        }
        if (*name == "__weakref__") continue;
        if (type.dict().find(*name))
            throw Error(Exc::ValueError,
                        "'" + std::string(name->view()) + "' in __slots__ conflicts with class variable");
        const int slot = type.add_slot(*name);
        type.dict().set(*name,
                        runtime.make<MemberDescriptor>(runtime.type_for<MemberDescriptor>(), slot, name));
    }
}

void wrap(Runtime& runtime, Type& type, const char* name, BuiltinType wrapper) {
    Ref<Str> key = runtime.intern(name);
    const Value* found = type.dict().find(*key);
    if (found && found->as<Function>())
        type.dict().set(*key, call(runtime, Value(runtime.type(wrapper)), {*found}));
}

void call_set_name(Runtime& runtime, Type& type) {
    std::vector<std::pair<Value, Value>> members;
    type.dict().for_each([&](const Value& key, const Value& value) { members.emplace_back(key, value); });
    Ref<Str> set_name = runtime.intern("__set_name__");
    for (const auto& [key, value] : members) {
        if (!value.is_object() || value.as_object()->kind() == ObjectKind::function) continue;
        const Value* found = runtime.type_of(value).lookup(*set_name);
        if (!found) continue;
        try {
            call(runtime, bind_descriptor(runtime, *found, value, runtime.type_of(value)),
                 {Value(type), key});
        } catch (Error& error) {
            const Value cause = runtime.exception_object(error);
            throw Error(Exc::RuntimeError, "Error calling __set_name__ on '" + runtime.type_of(value).name() +
                                               "' instance " + repr_text(runtime, key) + " in '" +
                                               type.name() + "'")
                .from(cause);
        }
    }
}

void call_init_subclass(Runtime& runtime, Type& type, Args keywords) {
    Ref<Str> name = runtime.intern("__init_subclass__");
    for (size_t i = 1; i < type.mro().size(); ++i) {
        const Value* found = type.mro()[i]->dict().find(*name);
        if (!found) continue;
        if (type.mro()[i] == &runtime.type(BuiltinType::object)) break;
        call(runtime, bind_descriptor(runtime, *found, Value(), type), keywords);
        return;
    }
    if (keywords.keyword_count())
        throw Error(Exc::TypeError, type.name() + ".__init_subclass__() takes no keyword arguments");
}

} // namespace

Value type_new(Runtime& runtime, Type& metatype, Args args) {
    const auto given = args.positional();
    if (given.size() != 3)
        throw Error(Exc::TypeError, &metatype == &runtime.type(BuiltinType::type)
                                        ? "type() takes 1 or 3 arguments"
                                        : "type.__new__() takes exactly 3 arguments (" +
                                              std::to_string(given.size()) + " given)");
    const Str* name = given[0].as<Str>();
    const Tuple* bases = given[1].as<Tuple>();
    const Dict* names = given[2].as<Dict>();
    if (!name)
        throw Error(Exc::TypeError,
                    "type.__new__() argument 1 must be str, not " + runtime.type_of(given[0]).name());
    if (!bases)
        throw Error(Exc::TypeError,
                    "type.__new__() argument 2 must be tuple, not " + runtime.type_of(given[1]).name());
    if (!names)
        throw Error(Exc::TypeError,
                    "type.__new__() argument 3 must be dict, not " + runtime.type_of(given[2]).name());
    std::vector<Type*> base_list = base_types(runtime, *bases);
    check_layouts(runtime, base_list);
    Type& winner = most_derived_metatype(metatype, base_list);
    if (&winner != &metatype && winner.slots.new_ != type_new)
        return winner.slots.new_(runtime, winner, args);

    std::string module = "builtins";
    if (const Value* v = names->find("__module__"); v && v->as<Str>())
        module = std::string(v->get<Str>().view());
    else if (Dict* globals = interpreter_of(runtime).current_globals())
        if (const Value* g = globals->find("__name__"); g && g->as<Str>())
            module = std::string(g->get<Str>().view());
    Type& type = runtime.make_type(std::string(name->view()), module, base_list, &winner);
    type.flags |= Type::heap_type;
    for (Type* base : type.mro().subspan(1))
        type.flags |= base->flags & (Type::exception_class | Type::has_instance_dict |
                                     Type::overrides_get_attribute | Type::overrides_set_attribute);
    for (Type* base : type.mro().subspan(1))
        if (!base->slot_names().empty()) {
            type.inherit_layout(*base);
            break;
        }
    Value cell, slots;
    names->for_each([&](const Value& key, const Value& value) {
        Str& k = key.get<Str>();
        if (k == "__classcell__")
            cell = value;
        else if (k == "__qualname__" && value.as<Str>())
            type.set_qualified_name(std::string(value.get<Str>().view()));
        else
            type.dict().set(*runtime.intern(k), value);
        if (k == "__slots__") slots = value;
    });
    if (!type.dict().find("__module__"))
        type.dict().set(*runtime.intern("__module__"), runtime.intern(module));
    if (!type.dict().find("__doc__")) type.dict().set(*runtime.intern("__doc__"), Value::none());
    wrap(runtime, type, "__new__", BuiltinType::staticmethod);
    wrap(runtime, type, "__init_subclass__", BuiltinType::classmethod);
    wrap(runtime, type, "__class_getitem__", BuiltinType::classmethod);
    if (slots.is_set()) {
        add_members(runtime, type, slots);
        if (!type.has(Type::has_instance_dict)) type.flags |= Type::restricted_slots;
    } else {
        type.flags |= Type::has_instance_dict;
    }
    fill_slots_from_dict(runtime, type);
    type.inherit_slots();
    type.bump_version();
    if (Cell* c = cell.as<Cell>()) c->content = Value(type);
    call_set_name(runtime, type);
    // Keywords alone: `class A(Base, key=...)`.
    call_init_subclass(runtime, type, Args{args.values.subspan(3), args.keywords});
    return Value(type);
}

Value build_class(Runtime& runtime, const Value&, Args args) {
    const auto given = args.positional();
    if (given.size() < 2) throw Error(Exc::TypeError, "__build_class__: not enough arguments");
    Function* body = given[0].as<Function>();
    if (!body) throw Error(Exc::TypeError, "__build_class__: func must be a function");
    // Bases that are no classes say what they stand for: Generic[T], list[int].
    std::vector<Value> bases;
    bool resolved = false;
    const Value original = runtime.make_tuple(given.subspan(2));
    for (const Value& base : given.subspan(2)) {
        if (base.as<Type>()) {
            bases.push_back(base);
            continue;
        }
        const Value entries = find_attribute(runtime, base, "__mro_entries__");
        if (!entries.is_set()) {
            bases.push_back(base);
            continue;
        }
        resolved = true;
        for (Value& v : to_vector(runtime, call(runtime, entries, {original})))
            bases.push_back(std::move(v));
    }
    Value metatype;
    std::vector<Value> keyword_names, keyword_values;
    for (size_t k = 0; k < args.keyword_count(); ++k) {
        const Value& value = args.values[given.size() + k];
        if ((*args.keywords)[k].get<Str>() == "metaclass") {
            metatype = value;
        } else {
            keyword_names.push_back((*args.keywords)[k]);
            keyword_values.push_back(value);
        }
    }
    if (!metatype.is_set())
        metatype = bases.empty() ? Value(runtime.type(BuiltinType::type)) : Value(runtime.type_of(bases[0]));
    if (Type* as_type = metatype.as<Type>()) {
        std::vector<Type*> types;
        for (const Value& base : bases)
            if (Type* type = base.as<Type>()) types.push_back(type);
        if (as_type->is_subtype_of(runtime.type(BuiltinType::type)))
            metatype = Value(most_derived_metatype(*as_type, types));
    }
    const Value base_tuple = runtime.make_tuple(std::span<const Value>(bases));
    Ref<Tuple> names =
        keyword_names.empty() ? nullptr : runtime.make_tuple(std::span<const Value>(keyword_names));

    Ref<Dict> space;
    const Value prepare = find_attribute(runtime, metatype, "__prepare__");
    if (prepare.is_set() && !(metatype.as<Type>() == &runtime.type(BuiltinType::type))) {
        std::vector<Value> values{given[1], base_tuple};
        values.insert(values.end(), keyword_values.begin(), keyword_values.end());
        const Value prepared = call(runtime, prepare, Args{values, names.get()});
        if (Dict* dict = prepared.as<Dict>()) space = Ref<Dict>(*dict);
    }
    if (!space) space = runtime.make_dict();

    Frame* frame = Frame::make(runtime, *body->code, *body->globals, given[0], body->closure.get());
    frame->names = space;
    const Value cell = evaluate(interpreter_of(runtime), frame);
    if (resolved) space->set(*runtime.intern("__orig_bases__"), original);

    std::vector<Value> values{given[1], base_tuple, Value(space)};
    values.insert(values.end(), keyword_values.begin(), keyword_values.end());
    Value cls = call(runtime, metatype, Args{values, names.get()});
    if (Cell* c = cell.as<Cell>(); c && cls.as<Type>() && !c->content.is_set()) c->content = cls;
    return cls;
}

void complete_type_type(Runtime& runtime) {
    Type& type = runtime.type(BuiltinType::type);
    type.slots.new_ = type_new;
    TypeBuilder b(runtime, type);
    b.finish();
    TypeBuilder member(runtime, "member_descriptor");
    member.slots().descriptor_get = member_get;
    member.slots().descriptor_set = member_set;
    member.slots().repr = [](Runtime& r, const Value& self) -> Value {
        return r.make_str("<member '" + std::string(self.get<MemberDescriptor>().name().view()) + "'>");
    };
    member.property("__name__", [](Runtime&, const Value& self) -> Value {
        return Value(self.get<MemberDescriptor>().name());
    });
    runtime.set_type_for<MemberDescriptor>(member.flag(Type::final_type).finish());
}

} // namespace relata::python
