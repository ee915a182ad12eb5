#include "course/order_lines.h"

#include <map>

namespace relata::course {

namespace {

constexpr std::string_view mark = "#: ";

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    for (size_t at = 0; at < text.size();) {
        const size_t end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

std::string trimmed(std::string_view line) {
    const size_t begin = line.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos) return "";
    return std::string(line.substr(begin, line.find_last_not_of(" \t\r") + 1 - begin));
}

} // namespace

OrderLines::OrderLines(std::string_view starter) {
    for (const std::string_view line : lines_of(starter)) {
        const size_t begin = line.find_first_not_of(" \t");
        if (begin != std::string_view::npos && line.substr(begin).starts_with(mark))
            m_pieces.emplace_back(line.substr(begin + mark.size()));
        else
            m_program.emplace_back(line);
    }
}

int OrderLines::first_foreign_line(std::string_view answer) const {
    std::map<std::string, int> left;
    for (const auto* lines : {&m_pieces, &m_program})
        for (const std::string& line : *lines) ++left[trimmed(line)];
    int number = 0;
    for (const std::string_view line : lines_of(answer)) {
        ++number;
        const std::string text = trimmed(line);
        if (text.empty() || text.starts_with('#')) continue;
        const auto found = left.find(text);
        if (found == left.end() || found->second-- <= 0) return number;
    }
    return 0;
}

} // namespace relata::course
