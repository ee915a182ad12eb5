// Row and ResultMetadata: SQLAlchemy's engine/row.py and ResultMetaData.
#pragma once

#include "support/runtime.h"
#include "support/str.h"

#include <optional>
#include <vector>

namespace relata::execution {

/// How unique() tells two values of a column apart (ORM: entities by identity; unhashable values by
/// identity).
enum class Uniqueness : uint8_t { hash, identity };

/// One column of a result.
struct ResultColumn {
    Ref<Str> name; ///< what `row.name` and `row._mapping["name"]` use
    std::vector<const void*>
        targets; ///< identities of the SQL elements (sql::ClauseElement::identity()) that find it
    Uniqueness uniqueness = Uniqueness::hash;
    std::vector<std::string> alternatives; ///< other names that find it, e.g. "task.title" and "task_title"
};

/// The columns of a result. Shared by its rows.
class ResultMetadata : public Object {
  public:
    /// `is_simple`: of the ORM, where a wrong name is a plain KeyError or AttributeError. SQLAlchemy: SimpleResultMetaData.
    ResultMetadata(Type& type, std::vector<ResultColumn> columns, bool is_simple = false);
    bool is_simple() const { return m_is_simple; }
    size_t size() const { return m_columns.size(); }
    const std::vector<ResultColumn>& columns() const { return m_columns; }
    /// -1: no such name. Raises InvalidRequestError where two columns have the name.
    int64_t index_of(std::string_view name) const;
    /// The column that a program names by position, name or SQL element. Raises NoSuchColumnError,
    /// IndexError.
    size_t index_of(Runtime& runtime, const Value& key) const;
    Ref<Tuple> keys(Runtime& runtime) const;
    /// These columns in that order.
    Ref<ResultMetadata> reduced(Runtime& runtime, const std::vector<size_t>& indexes) const;

    /// Finds the identity of the SQL element behind a Python object (a column, an ORM attribute), or null.
    /// Set by the modules that wrap SQL elements.
    using TargetOf = const void* (*)(Runtime&, const Value&);
    static void set_target_of(Runtime& runtime, TargetOf target_of);

  private:
    std::vector<ResultColumn> m_columns;
    bool m_is_simple;
};

/// A tuple with names. Its metadata stands behind its last item, so that a Row is laid out as any tuple.
class Row final : public Tuple {
  public:
    Row(Type& type, size_t size) : Tuple(type, size) {}
    ~Row() override;
    static Ref<Row> make(Runtime& runtime, const ResultMetadata& metadata, std::span<const Value> values);
    const ResultMetadata& metadata() const;

  private:
    Value& hidden() { return *(writable().data() + size()); }
    const Value& hidden() const { return *(items().data() + size()); }
};

} // namespace relata::execution
