// The keyword arguments of relationship(), read for the ORM.
#pragma once

#include "orm/relationship.h"

namespace relata::modules {

/// Throws TypeError for a name that relationship() does not have; `function` is named in it.
void read_relationship_option(Runtime& runtime, orm::RelationshipOptions& options, const std::string& name,
                              const Value& value, const char* function = "relationship()");

} // namespace relata::modules
