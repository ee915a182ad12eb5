// mapped_column(): a Column and how its attribute is loaded, before declarative gives it a name and a type.
// SQLAlchemy: orm/properties.py MappedColumn.
#pragma once

#include "modules/sqlalchemy/declarative/mapped_annotation.h"
#include "orm/properties.h"
#include "python/interpreter.h"
#include "sql/schema/schema.h"

namespace relata::modules {

class MappedColumnObject final : public Container {
  public:
    MappedColumnObject(Type& type, std::vector<Value> p, std::vector<std::pair<Ref<Str>, Value>> k)
        : Container(type), positional(std::move(p)), keywords(std::move(k)) {}
    void clear_references() override { positional.clear(), keywords.clear(); }
    std::vector<Value> positional;
    std::vector<std::pair<Ref<Str>, Value>> keywords; ///< of Column
    orm::ColumnProperty::Options options;
    int sort_order = 0;
    bool nullable_given = false, use_existing_column = false;
    Ref<sql::Column> column; ///< what its own class makes of it; a mixin's is made again for each class

    /// A Column of its own for the attribute `key` of one class.
    Ref<sql::Column> make(Runtime& runtime, const std::string& key) const;
    /// The one that an expression in the class body refers to already, or a new one.
    Ref<sql::Column> take_column(Runtime& runtime, const std::string& key) const;
};
const MappedColumnObject* mapped_column_of(const Value& value);

/// The column of an annotated attribute: type and NULL from the annotation where mapped_column() does not say them.
/// Throws MappedAnnotationError where no SQL type fits. SQLAlchemy: MappedColumn._init_column_for_annotation.
Ref<sql::Column> column_for_annotation(Runtime& runtime, const MappedColumnObject* given, const std::string& key,
                                       const Value& annotation, const Dict* type_annotation_map,
                                       orm::ColumnProperty::Options& options);

void add_mapped_column(python::Interpreter& interpreter, python::Module& module);

} // namespace relata::modules
