// schema_equals {tables, compare}: the tables of the answer are those of the reference: columns, types, keys, NULLs.
#pragma once

#include "grading/check.h"

namespace relata::grading {

class SchemaEquals final : public Check {
  public:
    explicit SchemaEquals(course::ManifestReader& parameters);
    CheckResult judge(CheckContext& context) const override;

  private:
    CheckResult compare(const sandbox::EntityRecord& expected, const sandbox::EntityRecord& actual) const;
    std::string difference(const sandbox::ColumnRecord& expected, const sandbox::ColumnRecord& actual) const;
    bool compares(std::string_view what) const;

    std::vector<std::string> m_tables;  ///< empty: all of the reference
    std::vector<std::string> m_compare; ///< of type, primary_key, foreign_key, nullable, unique, index; empty: all but index
};

} // namespace relata::grading
