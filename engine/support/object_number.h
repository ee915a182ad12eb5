// object_number: what stands for an object's address. The same program gets the same numbers each time, wherever its memory
// happens to lie: what id(), hash() and the reprs tell, and the order of a set of objects, is the same in every run.
#pragma once

#include "support/runtime.h"

#include <string>

namespace relata {

/// Unique for as long as the object lives; its number of the run, in the looks of an address. Of what is no object (a small
/// number, None) the bits of the value.
uint64_t object_number(Runtime& runtime, const Value& value);
/// CPython: _Py_HashPointer.
int64_t hash_of_identity(Runtime& runtime, const Value& value);
/// "0x7f0000000010", as a repr shows it.
std::string address_text(Runtime& runtime, const Value& value);

/// The number of what is no object of the program, a clause or a mapper. Nothing tells when such a thing goes: one that comes
/// to lie at its place has its number.
uint64_t place_number(Runtime& runtime, const void* place);
std::string place_address(Runtime& runtime, const void* place);

} // namespace relata
