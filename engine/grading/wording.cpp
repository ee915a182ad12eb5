#include "grading/wording.h"

#include "support/str.h"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace relata::grading {

using sandbox::Datum;

std::string place_text(const sandbox::SourceSpan& span) {
    if (span.file.empty() || span.line == 0) return "";
    return " at " + span.file + ":" + std::to_string(span.line);
}

std::string noun_of(std::string_view entity) {
    std::string out;
    for (char c : entity) {
        if (std::isupper(uint8_t(c)) && !out.empty()) out += '_';
        out += char(std::tolower(uint8_t(c)));
    }
    return out;
}

std::string counted(uint64_t number, std::string_view noun) {
    std::string out = std::to_string(number) + " " + std::string(noun);
    if (number == 1) return out;
    const bool vowel_before =
        noun.size() > 1 && std::string_view("aeiou").find(noun[noun.size() - 2]) != std::string_view::npos;
    if (noun.ends_with('y') && !vowel_before) return out.substr(0, out.size() - 1) + "ies";
    const bool hisses = noun.ends_with('s') || noun.ends_with('x') || noun.ends_with("sh") || noun.ends_with("ch");
    return out + (hisses ? "es" : "s");
}

std::string direction_words(const std::string& direction) {
    if (direction == "MANYTOONE") return "many-to-one";
    if (direction == "ONETOMANY") return "one-to-many";
    if (direction == "MANYTOMANY") return "many-to-many";
    return direction;
}

std::string number_text(double number) {
    if (number == std::floor(number) && std::abs(number) < 1e15) return std::to_string(int64_t(number));
    std::string text = std::to_string(std::round(number * 100) / 100);
    text.erase(text.find_last_not_of('0') + 1);
    return text;
}

std::string clean_text(std::string_view text) {
    std::string out;
    for (size_t at = 0; at < text.size();) {
        const uint8_t c = uint8_t(text[at]);
        const size_t length = c < 0x80 ? 1 : c >= 0xc2 && c < 0xe0 ? 2 : c >= 0xe0 && c < 0xf0 ? 3 : c >= 0xf0 && c < 0xf5 ? 4 : 0;
        const std::string_view one = text.substr(at, std::max<size_t>(length, 1));
        bool good = length > 0 && one.size() == length && find_invalid_utf8(one) == std::string_view::npos;
        if (length == 1) good = (c >= 0x20 && c != 0x7f) || c == '\n' || c == '\t';
        if (length == 2) good = good && !(c == 0xc2 && uint8_t(one[1]) < 0xa0); // C1 controls
        if (length == 3 && ((one >= "\u202a" && one <= "\u202e") || (one >= "\u2066" && one <= "\u2069"))) good = false; // turn text around
        if (length == 3) good = good && !(c == 0xed && uint8_t(one[1]) >= 0xa0) && !(c == 0xef && uint8_t(one[1]) == 0xbf && uint8_t(one[2]) >= 0xbe);
        if (good) out += one;
        else out += "\xef\xbf\xbd";
        at += good ? length : 1;
    }
    return out;
}

std::string shortened(std::string text, size_t limit) {
    if (text.size() <= limit) return text;
    size_t end = limit;
    while (end > 0 && (uint8_t(text[end]) & 0xC0) == 0x80)
        --end;
    return text.substr(0, end) + "...";
}

namespace {

/// The last digits depend on who adds up, SQLite or Python, and in which order.
bool nearly_equal(double a, double b) {
    return a == b || std::abs(a - b) <= 1e-9 * std::max(std::abs(a), std::abs(b));
}

bool same(const Datum& a, const Datum& b) {
    const auto number = [](const Datum& d) -> const int64_t* { return std::get_if<int64_t>(&d.value); };
    const auto real = [](const Datum& d) -> const double* { return std::get_if<double>(&d.value); };
    if (number(a) && real(b)) return nearly_equal(double(*number(a)), *real(b));
    if (real(a) && number(b)) return nearly_equal(*real(a), double(*number(b)));
    if (real(a) && real(b)) return nearly_equal(*real(a), *real(b));
    if (const auto* left = std::get_if<Datum::List>(&a.value)) {
        const auto* right = std::get_if<Datum::List>(&b.value);
        return right && std::equal(left->begin(), left->end(), right->begin(), right->end(), same);
    }
    if (const auto* left = std::get_if<Datum::Members>(&a.value)) {
        const auto* right = std::get_if<Datum::Members>(&b.value);
        return right && std::equal(left->begin(), left->end(), right->begin(), right->end(),
                                   [](const auto& x, const auto& y) {
                                       return x.first == y.first && same(x.second, y.second);
                                   });
    }
    return a == b;
}

std::string item_text(const Datum& datum) {
    if (const auto* text = std::get_if<std::string>(&datum.value)) return *text;
    return to_json(datum);
}

} // namespace

bool equal_results(const Datum& a, const Datum& b, bool ordered) {
    const auto* left = std::get_if<Datum::List>(&a.value);
    const auto* right = std::get_if<Datum::List>(&b.value);
    if (ordered || !left || !right) return same(a, b);
    if (left->size() != right->size()) return false;
    // Equal items have equal texts, except numbers of two kinds: those are rare enough to be searched for.
    std::vector<bool> taken(right->size());
    std::vector<std::pair<std::string, size_t>> index;
    for (size_t i = 0; i < right->size(); ++i)
        index.emplace_back(to_json((*right)[i]), i);
    std::ranges::sort(index);
    for (const Datum& item : *left) {
        const std::string text = to_json(item);
        auto at = std::ranges::lower_bound(index, text, {}, &std::pair<std::string, size_t>::first);
        while (at != index.end() && at->first == text && taken[at->second])
            ++at;
        if (at != index.end() && at->first == text) {
            taken[at->second] = true;
            continue;
        }
        size_t other = 0;
        while (other < right->size() && (taken[other] || !same(item, (*right)[other])))
            ++other;
        if (other == right->size()) return false;
        taken[other] = true;
    }
    return true;
}

std::string result_text(const Datum& datum, size_t items) {
    const auto* list = std::get_if<Datum::List>(&datum.value);
    if (!list) return shortened(item_text(datum), 2000);
    if (list->empty()) return "[]";
    std::string out;
    for (size_t i = 0; i < list->size() && i < items; ++i)
        out += (i ? "\n" : "") + shortened(item_text((*list)[i]), 200);
    if (list->size() > items) out += "\n... (" + std::to_string(list->size()) + " in all)";
    return out;
}

} // namespace relata::grading
