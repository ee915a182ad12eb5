// Function, Method, Cell, Property and their kin: what `def` makes and how it is bound.
#pragma once

#include "python/code.h"
#include "support/runtime.h"

namespace relata::python {

/// Content of a variable that an inner function uses too.
class Cell final : public Container {
  public:
    static constexpr ObjectKind object_kind = ObjectKind::cell;
    explicit Cell(Type& type, Value value = {}) : Container(type, object_kind), content(std::move(value)) {}
    void clear_references() override { content.reset(); }
    Value content; ///< unset: not assigned yet
};

/// A function written in Python.
class Function final : public Container {
  public:
    static constexpr ObjectKind object_kind = ObjectKind::function;
    Function(Type& type, Ref<Code> its_code, Ref<Dict> its_globals);
    void clear_references() override;

    Ref<Code> code;
    Ref<Dict> globals;
    Ref<Str> name, qualname;
    Ref<Tuple> defaults; ///< null where there are none
    Ref<Dict> kwdefaults;
    Ref<Tuple> closure;
    Value annotations; ///< as MAKE_FUNCTION got them (a tuple), or the dict made from it; unset where there
                       ///< are none
    Value doc, module;
    Ref<Dict> attributes; ///< null until something is assigned
    /// Positional parameters only, no cells among them, a plain function: a call copies arguments into the
    /// frame.
    bool is_simple = false;

    Dict& annotation_dict(Runtime& runtime);
    Dict& attribute_dict(Runtime& runtime);
};

/// A function bound to an object.
class Method final : public Container {
  public:
    Method(Type& type, Value its_function, Value its_self)
        : Container(type), function(std::move(its_function)), self(std::move(its_self)) {}
    void clear_references() override {
        function.reset();
        self.reset();
    }
    Value function, self;
};

class Property final : public Container {
  public:
    explicit Property(Type& type) : Container(type) {}
    void clear_references() override {
        for (Value* v : {&getter, &setter, &deleter, &doc, &name})
            v->reset();
    }
    Value getter, setter, deleter; ///< None where there is none
    Value doc, name;
};

/// classmethod and staticmethod.
class WrappedMethod final : public Container {
  public:
    explicit WrappedMethod(Type& type) : Container(type) {}
    void clear_references() override { function.reset(); }
    Value function;
};

/// super(): looks attributes up behind `start` in the MRO of the object's type.
class Super final : public Container {
  public:
    explicit Super(Type& type) : Container(type) {}
    void clear_references() override { object.reset(); }
    Type* start = nullptr;
    Value object;
    Type* object_type = nullptr;
};

Value make_method(Runtime& runtime, const Value& function, const Value& self);

/// Puts the arguments of a call into a frame's slots, with CPython's TypeErrors (ceval.c, initialize_locals).
/// Slots are unset before. `values` may be moved from.
void bind_arguments(Runtime& runtime, const Function& function, const Value* values, size_t positional,
                    const Tuple* keywords, const Value* keyword_values, Value* slots);

void make_descriptor_types(Runtime& runtime);
void make_super_type(Runtime& runtime);
/// Types of functions, methods, cells, code objects, property, classmethod, staticmethod, super.
void make_function_types(Runtime& runtime);

} // namespace relata::python
