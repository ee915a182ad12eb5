// SourceText: the tokens of an answer's file, and what they import and call. For rules about the text, and for mutations.
#pragma once

#include "python/token.h"

#include <string>
#include <string_view>
#include <vector>

namespace relata::grading {

class SourceText {
  public:
    struct Token {
        python::TokenType type;
        std::string_view text;
        int line = 0;
        size_t begin = 0, end = 0; ///< bytes of text()
    };
    struct Import {
        std::string module, name; ///< `name`: what `from` takes of it; empty for a plain import
        int line = 0;
    };
    struct Call {
        std::string callee; ///< "selectinload", "session.exec", ".unique" after something that is not a name
        size_t token = 0;   ///< of its last name
        int line = 0;
    };

    /// What is no Python ends the tokens early; nothing fails.
    explicit SourceText(std::string text);
    SourceText(const SourceText&) = delete;
    SourceText& operator=(const SourceText&) = delete;

    const std::string& text() const { return m_text; }
    const std::vector<Token>& tokens() const { return m_tokens; }
    std::vector<Import> imports() const;
    std::vector<Call> calls() const;
    /// The token that closes the bracket opened at `open`; tokens().size() where none does.
    size_t closing(size_t open) const;

  private:
    std::string m_text;
    std::vector<Token> m_tokens;
};

} // namespace relata::grading
