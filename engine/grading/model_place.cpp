#include "grading/model_place.h"

#include "grading/source_text.h"

namespace relata::grading {

using python::TokenType;

namespace {

/// The token of the name in `class NAME`; the number of tokens where there is none.
size_t find_class(const SourceText& source, const std::string& name) {
    const auto& tokens = source.tokens();
    for (size_t at = 0; at + 1 < tokens.size(); ++at)
        if (tokens[at].text == "class" && tokens[at + 1].text == name) return at + 1;
    return tokens.size();
}

/// The line of the attribute in the body of the class whose name is the token `at`; 0 where it is not there.
int find_attribute(const SourceText& source, size_t at, const std::string& name) {
    const auto& tokens = source.tokens();
    int depth = 0;
    for (bool begins = false; at < tokens.size(); ++at) {
        const TokenType type = tokens[at].type;
        if (type == TokenType::dedent && --depth == 0) return 0;
        if (type == TokenType::indent) ++depth;
        if (begins && depth == 1 && tokens[at].text == name && at + 1 < tokens.size() &&
            (tokens[at + 1].type == TokenType::colon || tokens[at + 1].type == TokenType::equal))
            return tokens[at].line;
        begins = type == TokenType::newline || type == TokenType::indent || type == TokenType::dedent;
    }
    return 0;
}

/// The line of the first text that says `word` and nothing else; 0 where there is none.
int find_text(const SourceText& source, std::string_view word) {
    for (const SourceText::Token& token : source.tokens())
        if (token.type == TokenType::string && token.text.size() == word.size() + 2 && token.text.substr(1, word.size()) == word)
            return token.line;
    return 0;
}

} // namespace

sandbox::SourceSpan place_of(const std::vector<course::SourceFile>& files, const std::string& subject) {
    if (subject.empty()) return {};
    const size_t dot = subject.find('.');
    const bool is_text = subject.front() == '\'' && subject.size() > 2;
    for (const course::SourceFile& file : files) {
        if (!file.path.ends_with(".py")) continue;
        const SourceText source(file.text);
        if (is_text) {
            if (const int line = find_text(source, std::string_view(subject).substr(1, subject.size() - 2))) return {file.path, line, 0, 0, 0};
            continue;
        }
        const size_t at = find_class(source, subject.substr(0, dot));
        if (at == source.tokens().size()) continue;
        const int line = dot == std::string::npos ? 0 : find_attribute(source, at, subject.substr(dot + 1));
        return {file.path, line ? line : source.tokens()[at].line, 0, 0, 0};
    }
    return {};
}

} // namespace relata::grading
