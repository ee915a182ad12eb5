// CursorResult: what Connection.execute returns. SQLAlchemy: engine/cursor.py.
#pragma once

#include "dbapi/connection.h"
#include "execution/result.h"
#include "sql/types.h"

#include <optional>

namespace relata::sql {
class Column;
}

namespace relata::execution {

/// The rows of a cursor, each value through its type.
class CursorSource final : public RowSource {
  public:
    /// `types`: null where the driver's value is the program's.
    CursorSource(Ref<dbapi::Cursor> cursor, std::vector<sql::TypeRef> types)
        : m_cursor(std::move(cursor)), m_types(std::move(types)) {}
    size_t fetch(size_t count, std::vector<Value>& out) override;
    void close() override;
    void clear_references() override;
    dbapi::Cursor& cursor() const { return *m_cursor; }

  private:
    Ref<dbapi::Cursor> m_cursor;
    std::vector<sql::TypeRef> m_types;
};

/// A Result over a DBAPI cursor, with what the driver says of INSERT, UPDATE and DELETE.
class CursorResult final : public Result {
  public:
    CursorResult(Type& type, Ref<ResultMetadata> metadata, std::unique_ptr<RowSource> source)
        : Result(type, std::move(metadata), std::move(source)) {}
    void clear_references() override;

    int64_t rowcount = -1;
    Value lastrowid = Value::none();
    Value context; ///< for listeners
    bool is_insert = false, is_update = false, is_delete = false;
    bool is_single_row_insert = false;            ///< inserted_primary_key is known
    std::vector<Value> inserted_primary_key_rows; ///< a Row for each row inserted
    Value returned_defaults;
    std::vector<Value> returned_defaults_rows;
    /// Of an UPDATE: what `onupdate=` gave, and columns whose values the database made.
    std::vector<std::pair<const sql::Column*, Value>> prefetched;
    std::vector<const sql::Column*> postfetched;

    /// Raise InvalidRequestError where the statement was no INSERT, or executemany.
    Value inserted_primary_key() const;
};

} // namespace relata::execution
