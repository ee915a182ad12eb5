// GenericAlias and UnionType: `list[int]`, `typing.Optional[Task]`, `int | None`.
//
// CPython: Objects/genericaliasobject.c, Objects/unionobject.c, and typing._GenericAlias, which differs in its repr.
#pragma once

#include "support/runtime.h"

#include <string>

namespace relata::python {

/// A class with type arguments. Calling it makes an instance of the origin; as a base class it stands for the origin.
class GenericAlias final : public Container {
  public:
    /// `typing_name` is empty for `list[int]`, and "List" for `typing.List[int]`.
    GenericAlias(Type& type, Value its_origin, Ref<Tuple> its_args, std::string its_typing_name = {})
        : Container(type), origin(std::move(its_origin)), args(std::move(its_args)), typing_name(std::move(its_typing_name)) {}
    void clear_references() override {
        origin.reset();
        args.reset();
        metadata.reset();
    }
    Value origin; ///< a class; for typing's special forms (Literal, ClassVar ...) the form itself
    Ref<Tuple> args;
    std::string typing_name;
    Ref<Tuple> metadata; ///< of Annotated[T, ...]: origin is T
};

/// `a | b` of types; typing.Union and typing.Optional are the same thing with another repr.
class UnionType final : public Container {
  public:
    UnionType(Type& type, Ref<Tuple> its_args, bool is_typing) : Container(type), args(std::move(its_args)), from_typing(is_typing) {}
    void clear_references() override { args.reset(); }
    Ref<Tuple> args; ///< two or more, flattened, none twice; None stands as NoneType
    bool from_typing;
};

/// typing.ForwardRef: a name that is not a class yet.
class ForwardRef final : public Object {
  public:
    ForwardRef(Type& type, Ref<Str> text) : Object(type), name(std::move(text)) {}
    Ref<Str> name;
};

/// What can stand on either side of `|` between types: a class, None, an alias, a type variable, a special form.
bool is_type_expression(Runtime& runtime, const Value& value);

/// Makes the union of `members` (flattens, removes what stands twice). One member alone is returned as it is. Text
/// becomes a ForwardRef where `from_typing`.
Value make_union(Runtime& runtime, std::span<const Value> members, bool from_typing);
Ref<GenericAlias> make_generic_alias(Runtime& runtime, const Value& origin, const Value& arguments,
                                     std::string typing_name = {});
/// How a type stands inside the repr of an alias: `int`, `None`, `__main__.Task`, `...`.
std::string type_expression_text(Runtime& runtime, const Value& value);

/// `__class_getitem__` of list, dict, set, ... and `|` of every class. Called once per run.
void install_generic_aliases(Runtime& runtime);

} // namespace relata::python
