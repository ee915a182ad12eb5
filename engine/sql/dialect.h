// Dialect: what differs between SQLite and the generic text of str(statement).
#pragma once

#include "sql/types.h"

#include <string>
#include <string_view>

namespace relata::sql {

/// SQLAlchemy: DefaultDialect (str(), `:name`) and dialects/sqlite/base.py (`?`).
class Dialect {
  public:
    enum class Name : uint8_t { default_, sqlite };
    explicit Dialect(Name name) : m_name(name) {}
    static const Dialect& sqlite();
    /// SQLAlchemy: StrCompileDialect.
    static const Dialect& default_();
    bool is_sqlite() const { return m_name == Name::sqlite; }
    std::string_view name() const { return is_sqlite() ? "sqlite" : "default"; }
    bool positional() const { return is_sqlite(); }
    bool supports_native_boolean() const { return !is_sqlite(); }
    /// `name`, in double quotes where it is a reserved word or not plain lower case.
    std::string quote(std::string_view name) const;
    bool requires_quotes(std::string_view name) const;

  private:
    Name m_name;
};

} // namespace relata::sql
