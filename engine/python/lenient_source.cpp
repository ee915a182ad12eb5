#include "python/lenient_source.h"

#include "python/tokenizer.h"

#include <algorithm>

namespace relata::python {

namespace {
size_t indentation(std::string_view line) { return std::min(line.find_first_not_of(" \t"), line.size()); }
/// A header that allows what the one that is taken out allowed: `return`, `break`, methods.
std::string header_like(std::string_view header) {
    for (const auto& [word, instead] : {std::pair("def ", "def _(*_):"), {"async def ", "async def _(*_):"}, {"class ", "class _:"},
                                        {"for ", "while 1:"}, {"while ", "while 1:"}})
        if (header.starts_with(word)) return instead;
    return "if 1:";
}
bool is_blank(std::string_view line) { return indentation(line) == line.size(); }
} // namespace

LenientSource::LenientSource(const Source& source) {
    for (int i = 1; i <= source.line_count(); ++i) m_lines.emplace_back(source.line(i));
}

std::string LenientSource::text() const {
    std::string all;
    for (const std::string& line : m_lines) all += line + "\n";
    return all;
}

bool LenientSource::take_out(int first, int last) {
    if (m_lines.empty()) return false;
    first = std::clamp(first, 1, int(m_lines.size()));
    last = std::clamp(last, first, int(m_lines.size()));
    if (!m_taken.insert(first).second) return false;
    const std::string header = m_lines[size_t(first) - 1].substr(indentation(m_lines[size_t(first) - 1]));
    const std::string indent = m_lines[size_t(first) - 1].substr(0, indentation(m_lines[size_t(first) - 1]));
    size_t next = size_t(last);
    while (next < m_lines.size() && is_blank(m_lines[next])) ++next;
    const bool has_block = next < m_lines.size() && indentation(m_lines[next]) > indent.size();
    for (int i = first; i <= last; ++i) m_lines[size_t(i) - 1].clear();
    m_lines[size_t(first) - 1] = indent + (has_block ? header_like(header) : "pass");
    return true;
}

int LenientSource::header_before(int line) const {
    int header = std::clamp(line - 1, 1, std::max(1, int(m_lines.size())));
    while (header > 1 && is_blank(m_lines[size_t(header) - 1])) --header;
    return header;
}

std::pair<int, int> LenientSource::logical_line(const Source& source, int line) {
    constexpr int longest = 30; // an open bracket makes one statement of all that follows
    const TokenStream stream = tokenize(source.text());
    int first = line, last = line;
    bool at_start = true;
    for (const Token& token : stream.tokens) {
        if (token.type == TokenType::indent || token.type == TokenType::dedent) continue;
        if (at_start) first = token.span.line;
        at_start = token.type == TokenType::newline;
        last = token.span.end_line;
        if ((at_start && last >= line) || first > line) break;
    }
    return first <= line && line <= last && last - first < longest ? std::pair{first, last} : std::pair{line, line};
}

} // namespace relata::python
