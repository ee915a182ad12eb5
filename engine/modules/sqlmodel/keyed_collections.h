// Dicts as collections of a relationship.
#pragma once

#include "orm/collections.h"
#include "python/interpreter.h"

namespace relata::modules {

/// The factory for what attribute_keyed_dict(...) gave; null for other values.
std::shared_ptr<orm::CollectionFactory> keyed_collection_factory(const Value& collection_class);
/// attribute_keyed_dict, keyfunc_mapping, column_keyed_dict and their older names.
void add_keyed_collections(Runtime& runtime, python::Module& module);

} // namespace relata::modules
