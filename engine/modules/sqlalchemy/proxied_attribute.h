// Attributes that are written in Python and stand for SQL: hybrids, association proxies, whatever has
// `__clause_element__`. SQLAlchemy: attributes.create_proxied_attribute.
#pragma once

#include "python/interpreter.h"

namespace relata::modules {

/// `_annotated_proxy(element, owner, key)`: the SQL of a proxy, as an attribute `key` (or None) of `owner`, a mapped class
/// or an alias; None where `element` is no SQL.
Value annotated_proxy(Runtime& runtime, const Value& self, Args args);
/// Lets statements take objects of Python classes with `__clause_element__`.
void register_clause_elements(Runtime& runtime);

} // namespace relata::modules
