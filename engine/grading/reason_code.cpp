#include "grading/reason_code.h"

#include <algorithm>
#include <array>

namespace relata::grading {

namespace {

struct ReasonCode {
    std::string_view code, meaning;
};

constexpr std::array<ReasonCode, 48> reason_codes{{
    {"AMBIGUOUS", "Two foreign keys lead to the same table, and the relationship does not say which one it follows."},
    {"COLUMN-DIFFERS", "A column has another type, key or NULL rule than it should have."},
    {"CONNECTION-LEAKED", "A connection is taken from the pool and never given back."},
    {"DETACHED", "Something is read of an object whose session is closed, and it was not loaded before."},
    {"DIRECTION", "A relationship leads to one where it should lead to many, or the other way round."},
    {"EAGER-UNUSED", "A relationship is loaded up front, and nothing reads it."},
    {"EXTRA-COLUMN", "A table has a column that does not belong to it."},
    {"FORBIDDEN", "The text holds something that the exercise asks to do without."},
    {"GROWTH-LINEAR", "The number of statements grows with the number of rows."},
    {"GROWTH-QUADRATIC", "The number of statements grows with the square of the number of rows."},
    {"LATENT-LAZY-LOAD", "Nothing loads the relationship; it is there only because something else fetched its objects."},
    {"LAZY-LOAD", "A relationship is loaded where it is first read."},
    {"LIMIT", "The answer was stopped at a limit of memory, output, rows or statements."},
    {"MISSING", "A model or a relationship that the exercise asks for is not there."},
    {"MISSING-COLUMN", "A column that the exercise asks for is not there."},
    {"MISSING-GREENLET", "Something that is not loaded is read where nothing awaits the database."},
    {"MISSING-TABLE", "A table that the exercise asks for is not there."},
    {"N1-DEFERRED", "A deferred column is loaded with a statement of its own for each object."},
    {"N1-IMMEDIATE", "A relationship is loaded at once, but with a statement of its own for each object."},
    {"N1-LAZY", "A relationship is loaded with a statement of its own for each object."},
    {"N1-QUERY", "The same query is sent again and again with other values."},
    {"N1-REFRESH", "Objects are refreshed one by one."},
    {"NO-ENTRY", "The function that is called is not defined."},
    {"NO-FOREIGN-KEY", "A relationship has no foreign key to follow: none connects its tables, or none stands in its join condition."},
    {"NOT-ANSWERED", "A question has no answer yet."},
    {"NOT-GRADABLE", "A file is missing, or is not Python."},
    {"NOT-LOADED", "A relationship that should be loaded is not."},
    {"NOT-PAIRED", "Two relationships that belong together do not name each other."},
    {"NOT-RAISED", "The call returns where it should raise an exception."},
    {"OTHER-ERROR", "The call raises another exception than it should."},
    {"OTHER-LINE", "A line is none of those that the exercise gives."},
    {"OTHER-LOADER", "A relationship is loaded in another way than the exercise asks for."},
    {"OUTPUT-DIFFERS", "What is printed is not what should be printed."},
    {"PREDICTION-WRONG", "What was predicted is not what happens."},
    {"RAISED", "The answer ends in an exception."},
    {"RAISELOAD", "A relationship that may not be loaded lazily is read."},
    {"REQUIRED-MISSING", "The text lacks something that the exercise asks for."},
    {"RESULT-DIFFERS", "What is returned is not what should be returned."},
    {"ROW-EXPLOSION", "A join fetches many rows for each object: collections in one join multiply."},
    {"SESSION-OPEN", "A session is opened and never closed."},
    {"TIME-LIMIT", "The answer was stopped at the time limit."},
    {"TOO-FEW", "Fewer statements are sent than there should be."},
    {"TOO-MANY", "More statements are sent than there should be."},
    {"TOO-MANY-ROWS", "More rows are fetched than there should be."},
    {"UNIQUE-MISSING", "unique() is not called on a result that needs it."},
    {"USELIST", "A relationship is a list where it should be a single object, or the other way round."},
    {"WRONG-COLUMNS", "A relationship follows other columns than it should."},
    {"WRONG-SECONDARY", "A relationship goes through another link table than it should."},
}};
static_assert(std::ranges::is_sorted(reason_codes, {}, &ReasonCode::code));

} // namespace

std::string_view meaning_of(std::string_view code) {
    const auto at = std::ranges::lower_bound(reason_codes, code, {}, &ReasonCode::code);
    return at != reason_codes.end() && at->code == code ? at->meaning : std::string_view();
}

} // namespace relata::grading
