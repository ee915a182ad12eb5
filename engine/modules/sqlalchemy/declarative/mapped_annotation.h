// `Mapped[...]` annotations. SQLAlchemy: orm/util.py _extract_mapped_subtype, util/typing.py.
#pragma once

#include "orm/relationship.h"
#include "python/interpreter.h"

namespace relata::modules {

/// What stands inside `Mapped[...]`.
struct MappedAnnotation {
    Value inner;                ///< with the None of Optional
    bool is_mapped = false;     ///< Mapped, DynamicMapped or WriteOnlyMapped
    const char* lazy = nullptr; ///< of the last two
};
/// Reads an annotation of `cls`: text is evaluated in its module; names that are not there become ForwardRefs.
MappedAnnotation mapped_annotation(Runtime& runtime, const Type& cls, Dict* globals, const Value& annotation);
/// The type without None; whether None was there.
Value without_none(Runtime& runtime, const Value& annotation, bool& nullable);
/// Gives a relationship its target and the form of its collection.
void read_relationship_annotation(Runtime& runtime, orm::RelationshipProperty& property, const MappedAnnotation& annotation);

} // namespace relata::modules
