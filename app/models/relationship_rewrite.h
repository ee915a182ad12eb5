// Rewrites which foreign key a relationship follows, in the text of a program.
#pragma once

#include <QString>

#include <optional>

namespace relata::models {

/// `source` with `argument` ("foreign_keys", "remote_side") of `entity`.`relationship` set to the string `value`; nothing
/// else changes. Nothing where the class has no such `name: ... = Relationship(...)`.
std::optional<QString> rewriteRelationship(const QString& source, const QString& entity, const QString& relationship,
                                           const QString& argument, const QString& value);

} // namespace relata::models
