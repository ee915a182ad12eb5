// The iterators of list and tuple (the evaluation loop steps them without a call), and list's sort.
#pragma once

#include "python/types/sequence.h"

namespace relata::python {

using ListIterator = SequenceIterator<List>;
using TupleIterator = SequenceIterator<Tuple>;

/// list.sort: stable; `key` None or unset for the items themselves. The list is empty while keys and
/// comparisons run.
void sort_list(Runtime& runtime, List& list, const Value& key, bool reverse);
/// Sets `list[slice] = iterable`, or deletes the slice where `value` is unset.
void assign_slice(Runtime& runtime, List& list, const Value& slice, const Value& value);

} // namespace relata::python
