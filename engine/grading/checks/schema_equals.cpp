#include "grading/checks/schema_equals.h"

#include "grading/error_explanation.h"

#include <algorithm>
#include <array>

namespace relata::grading {

using sandbox::ColumnRecord;
using sandbox::EntityRecord;

namespace {

constexpr std::array<std::string_view, 6> compare_words{"type", "primary_key", "foreign_key", "nullable", "unique", "index"};

const EntityRecord* find_table(const sandbox::RunRecord& record, std::string_view table) {
    const auto found = std::ranges::find(record.entities, table, &EntityRecord::table);
    return found == record.entities.end() ? nullptr : &*found;
}

std::string is_or_not(bool is, const std::string& what) {
    return (is ? "is " : "is not ") + what;
}

} // namespace

SchemaEquals::SchemaEquals(course::ManifestReader& parameters)
    : m_tables(parameters.texts("tables")), m_compare(parameters.texts("compare")) {
    for (const std::string& word : m_compare)
        if (std::ranges::find(compare_words, word) == compare_words.end())
            parameters.problem(parameters.find("compare"), "'compare' knows no '" + word + "'",
                               "type, primary_key, foreign_key, nullable, unique or index");
}

bool SchemaEquals::compares(std::string_view what) const {
    return m_compare.empty() ? what != "index" : std::ranges::find(m_compare, what) != m_compare.end();
}

std::string SchemaEquals::difference(const ColumnRecord& expected, const ColumnRecord& actual) const {
    if (compares("type") && expected.type != actual.type)
        return "is of type " + actual.type + ", and must be " + expected.type;
    if (compares("primary_key") && expected.primary_key != actual.primary_key)
        return is_or_not(actual.primary_key, "a primary key");
    if (compares("foreign_key") && expected.foreign_key != actual.foreign_key) {
        if (expected.foreign_key.empty()) return "refers to " + actual.foreign_key + ", and must refer to nothing";
        return (actual.foreign_key.empty() ? std::string("refers to nothing") : "refers to " + actual.foreign_key) +
               ", and must refer to " + expected.foreign_key;
    }
    if (compares("nullable") && expected.nullable != actual.nullable)
        return actual.nullable ? "may be NULL, and must not" : "may not be NULL, and must be allowed to";
    if (compares("unique") && expected.unique != actual.unique) return is_or_not(actual.unique, "unique");
    if (compares("index") && expected.index != actual.index) return actual.index ? "has an index" : "has no index";
    return "";
}

CheckResult SchemaEquals::compare(const EntityRecord& expected, const EntityRecord& actual) const {
    for (const ColumnRecord& column : expected.columns) {
        const auto mine = std::ranges::find(actual.columns, column.name, &ColumnRecord::name);
        const std::string name = expected.table + "." + column.name;
        CheckResult result;
        if (mine == actual.columns.end()) {
            result = failure("MISSING-COLUMN", "The column " + name + " is missing.");
        } else if (const std::string differs = difference(column, *mine); !differs.empty()) {
            result = failure("COLUMN-DIFFERS", "The column " + name + " " + differs + ".");
            if (!column.foreign_key.empty() && mine->foreign_key != column.foreign_key) {
                result.fix = "foreign_key=\"" + column.foreign_key + "\"";
                result.fix_place = "to Field(...) of " + actual.name + "." + column.name;
            }
        }
        if (result.verdict == Verdict::passed) continue;
        result.subject = actual.name + "." + column.name;
        return result;
    }
    for (const ColumnRecord& column : actual.columns)
        if (std::ranges::find(expected.columns, column.name, &ColumnRecord::name) == expected.columns.end()) {
            CheckResult result =
                failure("EXTRA-COLUMN", "The column " + actual.table + "." + column.name + " does not belong to the table.");
            result.subject = actual.name + "." + column.name;
            return result;
        }
    return {};
}

CheckResult SchemaEquals::judge(CheckContext& context) const {
    const course::Dataset& dataset = first_dataset(context.exercise);
    const GradedRun& run = context.answer.run(dataset);
    const GradedRun& reference = context.reference.run(dataset);
    if (run.record.entities.empty()) {
        if (!run.is_done()) return error_result(context, run);
        return failure("MISSING-TABLE", "The answer defines no table.");
    }
    for (const EntityRecord& expected : reference.record.entities) {
        if (!m_tables.empty() && std::ranges::find(m_tables, expected.table) == m_tables.end()) continue;
        const EntityRecord* actual = find_table(run.record, expected.table);
        CheckResult result = actual ? compare(expected, *actual)
                                    : failure("MISSING-TABLE", "There is no table " + expected.table + ".");
        if (result.verdict != Verdict::passed) return result;
    }
    return {};
}

} // namespace relata::grading
