// Slice: Python's slice object, and what it means for a sequence of a given length.
#pragma once

#include "support/runtime.h"

namespace relata::python {

class Slice final : public Object {
  public:
    Slice(Type& type, Value its_start, Value its_stop, Value its_step)
        : Object(type), start(std::move(its_start)), stop(std::move(its_stop)), step(std::move(its_step)) {}
    const Value start, stop, step; ///< None where left out
};

Ref<Slice> make_slice(Runtime& runtime, Value start, Value stop, Value step);

/// CPython: PySlice_GetIndicesEx. `count` items at start, start + step, ...; ValueError for a step of 0, TypeError for
/// what is no index.
struct SliceIndices {
    int64_t start = 0, stop = 0, step = 1, count = 0;
};
SliceIndices slice_indices(Runtime& runtime, const Slice& slice, int64_t length);

void make_slice_type(Runtime& runtime);

} // namespace relata::python
