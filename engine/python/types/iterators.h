// The iterators that builtins give: enumerate, zip, map, filter, reversed, iter(callable, sentinel), and the one over
// anything that has only `__getitem__`.
#pragma once

#include "support/runtime.h"

namespace relata::python {

/// Makes the types; enumerate, zip, map, filter and reversed are found by type_for<...Tag>.
struct EnumerateTag {};
struct ZipTag {};
struct MapTag {};
struct FilterTag {};
struct ReversedTag {};
void make_iterator_types(Runtime& runtime);

/// iter() of an object without `__iter__` but with `__getitem__`: items 0, 1, ... until IndexError.
Value make_sequence_iterator(Runtime& runtime, const Value& sequence);
/// iter(callable, sentinel).
Value make_callable_iterator(Runtime& runtime, const Value& callable, const Value& sentinel);

} // namespace relata::python
