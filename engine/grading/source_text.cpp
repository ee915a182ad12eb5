#include "grading/source_text.h"

#include "python/tokenizer.h"

namespace relata::grading {

using python::TokenType;

SourceText::SourceText(std::string text) : m_text(std::move(text)) {
    std::vector<size_t> starts{0};
    for (size_t i = 0; i < m_text.size(); ++i)
        if (m_text[i] == '\n') starts.push_back(i + 1);
    const auto offset = [&](int line, int column) {
        const size_t at = line >= 1 && size_t(line) <= starts.size() ? starts[size_t(line) - 1] : m_text.size();
        return std::min(at + size_t(column), m_text.size());
    };
    for (const python::Token& token : python::tokenize(m_text).tokens) {
        if (token.type == TokenType::error) break;
        const size_t begin = offset(token.span.line, token.span.column);
        const size_t end = std::max(begin, offset(token.span.end_line, token.span.end_column));
        m_tokens.push_back(
            {token.type, std::string_view(m_text).substr(begin, end - begin), token.span.line, begin, end});
    }
}

std::vector<SourceText::Import> SourceText::imports() const {
    std::vector<Import> found;
    const size_t count = m_tokens.size();
    const auto type = [&](size_t at) { return at < count ? m_tokens[at].type : TokenType::end_marker; };
    const auto dotted = [&](size_t& at) {
        std::string name;
        while (type(at) == TokenType::name || type(at) == TokenType::dot || type(at) == TokenType::ellipsis)
            name += m_tokens[at++].text;
        return name;
    };
    for (size_t at = 0; at < count; ++at) {
        if (at > 0 && type(at - 1) != TokenType::newline && type(at - 1) != TokenType::indent &&
            type(at - 1) != TokenType::dedent && type(at - 1) != TokenType::semi &&
            type(at - 1) != TokenType::colon)
            continue;
        const int line = m_tokens[at].line;
        if (type(at) == TokenType::import_) {
            size_t next = at + 1;
            do {
                found.push_back({dotted(next), "", line});
                if (type(next) == TokenType::as) next += 2;
            } while (type(next) == TokenType::comma && ++next < count);
        } else if (type(at) == TokenType::from) {
            size_t next = at + 1;
            const std::string module = dotted(next);
            if (type(next) != TokenType::import_) continue;
            for (++next; next < count && type(next) != TokenType::newline && type(next) != TokenType::rpar;
                 ++next) {
                if (type(next) == TokenType::as) ++next;
                else if (type(next) == TokenType::name || type(next) == TokenType::star)
                    found.push_back({module, std::string(m_tokens[next].text), m_tokens[next].line});
            }
        }
    }
    return found;
}

std::vector<SourceText::Call> SourceText::calls() const {
    std::vector<Call> found;
    for (size_t at = 0; at + 1 < m_tokens.size(); ++at) {
        if (m_tokens[at].type != TokenType::name || m_tokens[at + 1].type != TokenType::lpar) continue;
        if (at > 0 && (m_tokens[at - 1].type == TokenType::def || m_tokens[at - 1].type == TokenType::class_))
            continue;
        std::string callee(m_tokens[at].text);
        size_t first = at;
        while (first >= 1 && m_tokens[first - 1].type == TokenType::dot) {
            callee = "." + callee;
            if (first < 2 || m_tokens[first - 2].type != TokenType::name) break;
            callee = std::string(m_tokens[first - 2].text) + callee;
            first -= 2;
        }
        found.push_back({std::move(callee), at, m_tokens[at].line});
    }
    return found;
}

size_t SourceText::closing(size_t open) const {
    int depth = 0;
    for (size_t at = open; at < m_tokens.size(); ++at) {
        const TokenType type = m_tokens[at].type;
        if (type == TokenType::lpar || type == TokenType::lsqb || type == TokenType::lbrace) ++depth;
        if (type == TokenType::rpar || type == TokenType::rsqb || type == TokenType::rbrace)
            if (--depth == 0) return at;
    }
    return m_tokens.size();
}

} // namespace relata::grading
