// The builtin types, one function each; make_builtin_types() makes all that this folder has, in their order.
#pragma once

#include "support/runtime.h"

namespace relata::python {

/// For the constructor of the interpreter. Functions, methods, properties, modules, generators and exceptions
/// are made by the evaluation loop's files afterwards.
void make_builtin_types(Runtime& runtime);

/// Before any other type is finished: all inherit from it.
void set_object_slots(Runtime& runtime);
void make_object_type(Runtime& runtime);
void make_type_type(Runtime& runtime);
void make_singleton_types(Runtime& runtime); ///< NoneType, NotImplementedType, ellipsis
void make_int_types(Runtime& runtime);       ///< int, bool
void make_float_type(Runtime& runtime);
void make_complex_type(Runtime& runtime);
void make_str_type(Runtime& runtime);
void make_bytes_types(Runtime& runtime); ///< bytes, bytearray
void make_tuple_type(Runtime& runtime);
void make_list_type(Runtime& runtime);
void make_dict_types(Runtime& runtime); ///< dict, its views and iterators

} // namespace relata::python
