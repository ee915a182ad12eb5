// ColumnProperty and synonyms. SQLAlchemy: orm/properties.py, orm/descriptor_props.py.
#pragma once

#include "orm/interfaces.h"
#include "sql/elements.h"

namespace relata::orm {

/// An attribute that holds a column (or several that a join makes equal), or an SQL expression.
class ColumnProperty final : public StrategizedProperty {
  public:
    struct Options {
        bool deferred = false, raiseload = false, active_history = false;
        bool query_expression = false; ///< filled by with_expression(): reads give None otherwise
        std::string group{};
        std::optional<bool> expire_on_flush{};
    };
    explicit ColumnProperty(std::vector<Ref<sql::ColumnElement>> columns) : ColumnProperty(std::move(columns), Options()) {}
    ColumnProperty(std::vector<Ref<sql::ColumnElement>> columns, Options options);
    /// The first one is the column that is selected.
    const std::vector<Ref<sql::ColumnElement>>& columns() const { return m_columns; }
    sql::ColumnElement& column() const { return *m_columns.front(); }
    /// The column as a Column of a table; null for an expression.
    sql::Column* table_column() const;
    void append_column(sql::ColumnElement& column) { m_columns.emplace_back(column); }
    bool deferred() const { return m_options.deferred; }
    const std::string& group() const { return m_options.group; }
    bool active_history() const { return m_options.active_history; }
    bool expire_on_flush() const { return m_options.expire_on_flush.value_or(true); }
    void instrument_class(Mapper& mapper) override;
    std::string text() const override;
    /// A copy for a mapper that inherits.
    Ref<ColumnProperty> copy() const;

  private:
    std::vector<Ref<sql::ColumnElement>> m_columns;
    Options m_options;
};

/// Another name of an attribute.
class SynonymProperty final : public MapperProperty {
  public:
    explicit SynonymProperty(std::string target) : MapperProperty(Kind::synonym), m_target(std::move(target)) {}
    const std::string& target() const { return m_target; }
    void instrument_class(Mapper& mapper) override;
    /// The property that it stands for, through other synonyms; null where the target is no mapped attribute (a hybrid).
    MapperProperty* resolved() const;

  private:
    std::string m_target;
};

} // namespace relata::orm
