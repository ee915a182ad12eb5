// super() (CPython's Objects/typeobject.c, super_init_impl and super_getattro).
#include "python/arguments.h"
#include "python/frame.h"
#include "python/type_builder.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::python {

namespace {

/// CPython: supercheck. The type whose MRO is walked.
Type& check(Runtime& runtime, Type& start, const Value& object) {
    if (Type* type = object.as<Type>(); type && type->is_subtype_of(start)) return *type;
    Type& type = runtime.type_of(object);
    if (type.is_subtype_of(start)) return type;
    throw Error(Exc::TypeError, "super(type, obj): obj must be an instance or subtype of type");
}

void super_init(Runtime& runtime, const Value& self, Args args) {
    Super& super = self.get<Super>();
    Value start, object;
    expect_no_keywords("super", args);
    expect_positional("super()", args, 0, 2);
    if (args.values.empty()) {
        // The compiler keeps the class in the cell `__class__`; the object is the frame's first argument.
        Frame* frame = interpreter_of(runtime).current_frame();
        if (!frame || frame->code->argument_count == 0)
            throw Error(Exc::RuntimeError, "super(): no arguments");
        object = frame->slots()[0];
        if (const Cell* cell = object.as<Cell>()) object = cell->content;
        if (!object.is_set()) throw Error(Exc::RuntimeError, "super(): arg[0] deleted");
        const Code& code = *frame->code;
        for (size_t i = 0; i < code.freevars.size(); ++i)
            if (*code.freevars[i] == "__class__") {
                start = frame->slots()[code.free_slot_start() + i].get<Cell>().content;
                if (!start.is_set()) throw Error(Exc::RuntimeError, "super(): empty __class__ cell");
            }
        if (!start.is_set()) throw Error(Exc::RuntimeError, "super(): __class__ cell not found");
    } else {
        start = args.values[0];
        if (args.values.size() > 1) object = args.values[1];
    }
    super.start = start.as<Type>();
    if (!super.start)
        throw Error(Exc::TypeError,
                    "super() argument 1 must be a type, not " + runtime.type_of(start).name());
    if (object.is_set() && !object.is_none()) {
        super.object_type = &check(runtime, *super.start, object);
        super.object = std::move(object);
    }
}

Value super_get_attribute(Runtime& runtime, const Value& self, Str& name) {
    const Super& super = self.get<Super>();
    if (super.object_type && !(name == "__class__")) {
        const auto mro = super.object_type->mro();
        auto at = std::ranges::find(mro, super.start);
        if (at != mro.end()) ++at;
        for (; at != mro.end(); ++at)
            if (const Value* found = (*at)->dict().find(name)) {
                // On a class (a classmethod's super) nothing is bound to an instance.
                const bool on_class = super.object.as<Type>() == super.object_type;
                return bind_descriptor(runtime, *found, on_class ? Value() : super.object,
                                       *super.object_type);
            }
    }
    if (const Value* found = runtime.type(BuiltinType::super).lookup(name))
        return bind_descriptor(runtime, *found, self, runtime.type(BuiltinType::super));
    throw Error(Exc::AttributeError, "'super' object has no attribute '" + std::string(name.view()) + "'")
        .with("name", Value(name))
        .with("obj", self);
}

} // namespace

void make_super_type(Runtime& runtime) {
    TypeBuilder b(runtime, "super");
    b.slots().new_ = [](Runtime& r, Type& type, Args) -> Value { return r.make<Super>(type); };
    b.slots().init = super_init;
    b.slots().get_attribute = super_get_attribute;
    b.slots().repr = [](Runtime& r, const Value& self) -> Value {
        const Super& s = self.get<Super>();
        return r.make_str("<super: <class '" + (s.start ? s.start->name() : "NULL") + "'>, " +
                          (s.object_type ? "<" + s.object_type->name() + " object>>" : "NULL>"));
    };
    runtime.set_type(BuiltinType::super, b.finish());
}

} // namespace relata::python
