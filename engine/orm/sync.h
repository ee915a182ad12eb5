// sync: copies key values between related objects at a flush. SQLAlchemy: orm/sync.py.
#pragma once

#include "orm/relationship.h"
#include "orm/unit_of_work.h"

namespace relata::orm::sync {

/// A row of an association table to be written, by column.
using Row = std::vector<std::pair<const sql::Column*, Value>>;

/// The foreign key of `dest` takes the key of `source`.
void populate(InstanceState& source, Mapper& source_mapper, InstanceState& dest, Mapper& dest_mapper,
              const std::vector<ColumnPair>& pairs, UOWTransaction& uow, bool flag_cascaded_pks);
/// The foreign key of `dest` becomes None. Throws AssertionError where it is part of the primary key.
void clear(InstanceState& dest, Mapper& dest_mapper, const std::vector<ColumnPair>& pairs);
void populate_row(InstanceState& source, Mapper& source_mapper, Row& row,
                  const std::vector<ColumnPair>& pairs);
/// The values before the change, for finding the row (`old_row`), and the new ones.
void update(InstanceState& source, Mapper& source_mapper, Row& row, Row& old_row,
            const std::vector<ColumnPair>& pairs);
/// The key of `source` has changed since the last flush.
bool source_modified(InstanceState& source, Mapper& source_mapper, const std::vector<ColumnPair>& pairs);

} // namespace relata::orm::sync
