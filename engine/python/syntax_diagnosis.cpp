#include "python/syntax_diagnosis.h"

#include "python/syntax_matcher.h"

#include <algorithm>
#include <optional>

namespace relata::python {

// CPython: Parser/pegen.c _PyPegen_run_parser, Parser/pegen_errors.c _Pypegen_set_syntax_error.
SyntaxFailure diagnose(const TokenStream& stream, size_t statement, size_t furthest, bool is_fstring) {
    if (stream.failure && stream.failure_overrides) return *stream.failure;
    const auto token = [&](size_t i) -> const Token& { return stream.tokens[std::min(i, stream.tokens.size() - 1)]; };
    const SyntaxGrammar grammar;
    SyntaxMatcher matcher(grammar, stream, std::min(statement, stream.tokens.size() - 1), is_fstring);
    std::optional<SyntaxFailure> failure;
    size_t last = furthest;
    try {
        const auto first_pass = matcher.match(false);
        if (first_pass == SyntaxMatcher::Outcome::rejected) last = matcher.furthest();
        if (first_pass != SyntaxMatcher::Outcome::gave_up) matcher.match(true);
    } catch (const SyntaxFailure& found) {
        failure = found;
    }
    // _PyPegen_tokenize_full_source_to_check_for_errors
    if (stream.unclosed && stream.unclosed->span.line < token(std::max(last, matcher.furthest())).span.line)
        return SyntaxFailure::at(stream.unclosed->span, "'" + std::string(stream.unclosed->text) + "' was never closed");
    if (failure) return *failure;
    if (token(last).type == TokenType::error) return *stream.failure;
    last = std::min(last, stream.tokens.size() - 1);
    if (token(last).type == TokenType::indent) return SyntaxMatcher::failure_at(stream, last, "unexpected indent", Exc::IndentationError);
    if (token(last).type == TokenType::dedent) return SyntaxMatcher::failure_at(stream, last, "unexpected unindent", Exc::IndentationError);
    return SyntaxMatcher::failure_at(stream, last, "invalid syntax");
}

} // namespace relata::python
