// How findings put things into words.
#pragma once

#include "sandbox/run_record.h"

#include <string>
#include <string_view>

namespace relata::grading {

/// " at query.py:9", or empty where there is no such place.
std::string place_text(const sandbox::SourceSpan& span);
/// "1 task", "2 tasks".
std::string counted(uint64_t number, std::string_view noun);
/// "many-to-one" for MANYTOONE.
std::string direction_words(const std::string& direction);
/// "task" for "Task", "line_item" for "LineItem": an object of the model in a sentence.
std::string noun_of(std::string_view entity);
/// Points without needless zeros: "2", "1.5".
std::string number_text(double number);
/// Valid UTF-8 without control characters (line ends and tabs stay), without what turns the direction of text around, and
/// without what XML 1.0 forbids; what is none of these becomes U+FFFD.
std::string clean_text(std::string_view text);
/// At most `limit` bytes, cut between characters and marked with "...".
std::string shortened(std::string text, size_t limit);

/// Whether two results are the same: 2 and 2.0 are. In any order: the outermost list is a multiset.
bool equal_results(const sandbox::Datum& a, const sandbox::Datum& b, bool ordered);
/// A result for people: one line for each item, the first `items` of them.
std::string result_text(const sandbox::Datum& datum, size_t items = 12);

} // namespace relata::grading
