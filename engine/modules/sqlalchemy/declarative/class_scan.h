// From the body of a declarative class to its table and its mapper. SQLAlchemy: orm/decl_base.py _ClassScanMapperConfig.
#pragma once

#include "orm/mapper.h"
#include "orm/registry.h"
#include "python/interpreter.h"

namespace relata::modules {

/// Kept with a class that declarative classes derive from: DeclarativeBase's direct subclasses, declarative_base()'s result.
struct DeclarativeBaseClass final : Type::Extension {
    static constexpr char extension_tag = 0;
    Ref<orm::ClassRegistry> registry;
    Value type_annotation_map;
};
/// The base of a class, or null.
DeclarativeBaseClass* find_declarative_base(const Type& cls);

/// Maps `cls`, whose body was `namespace_`; nothing for an abstract class.
void scan_class(Runtime& runtime, DeclarativeBaseClass& base, Type& cls, const Dict& namespace_, Dict* globals);

} // namespace relata::modules
