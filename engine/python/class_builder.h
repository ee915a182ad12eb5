// Making classes: the class statement and type(name, bases, namespace).
#pragma once

#include "support/runtime.h"

namespace relata::python {

/// `type.__new__(metatype, name, bases, namespace, **keywords)`: what every metaclass ends in. Runs
/// `__set_name__` and
/// `__init_subclass__`. CPython: type_new (Objects/typeobject.c).
Value type_new(Runtime& runtime, Type& metatype, Args args);

/// The builtin `__build_class__(body, name, *bases, metaclass=None, **keywords)`.
Value build_class(Runtime& runtime, const Value& self, Args args);

/// Makes the type of `__slots__` members and completes the type `type`.
void complete_type_type(Runtime& runtime);

} // namespace relata::python
