// Rewrites which foreign key a relationship follows, in the text of a program.
#pragma once

#include <QString>

#include <optional>

namespace relata::models {

/// `source` with `argument` ("foreign_keys", "remote_side") of `entity`.`relationship` set to the string `value`; nothing
/// else changes. Nothing where the class has no such `name: ... = Relationship(...)`.
std::optional<QString> rewriteRelationship(const QString& source, const QString& entity, const QString& relationship,
                                           const QString& argument, const QString& value);

/// Whether `entity`.`relationship` is annotated as a collection: `List["Task"]`, `list[Task]`, `set[...]`. Nothing where
/// the class has no such field.
std::optional<bool> isCollection(const QString& source, const QString& entity, const QString& relationship);

} // namespace relata::models
