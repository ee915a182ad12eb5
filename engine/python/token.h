// Token: what the tokenizer gives the parser. Authority: CPython's Grammar/Tokens.
#pragma once

#include <cstdint>
#include <string_view>

namespace relata::python {

/// A stretch of the source: lines from 1, columns in bytes from 0.
struct Span {
    int line = 0;
    int column = 0;
    int end_line = 0;
    int end_column = 0;
};

#define RELATA_OPERATORS(X)                                                                                  \
    X(lpar, "(")                                                                                             \
    X(rpar, ")") X(lsqb, "[") X(rsqb, "]") X(lbrace, "{") X(rbrace, "}") X(colon, ":") X(comma, ",")         \
        X(semi, ";") X(dot, ".") X(ellipsis, "...") X(arrow, "->") X(at, "@") X(colonequal, ":=")            \
            X(equal, "=") X(plus, "+") X(minus, "-") X(star, "*") X(slash, "/") X(vbar, "|") X(amper, "&")   \
                X(less, "<") X(greater, ">") X(percent, "%") X(eqequal, "==") X(notequal, "!=")              \
                    X(lessequal, "<=") X(greaterequal, ">=") X(tilde, "~") X(circumflex, "^")                \
                        X(leftshift, "<<") X(rightshift, ">>") X(doublestar, "**") X(doubleslash, "//")      \
                            X(plusequal, "+=") X(minequal, "-=") X(starequal, "*=") X(slashequal, "/=")      \
                                X(percentequal, "%=") X(amperequal, "&=") X(vbarequal, "|=")                 \
                                    X(circumflexequal, "^=") X(leftshiftequal, "<<=")                        \
                                        X(rightshiftequal, ">>=") X(doublestarequal, "**=")                  \
                                            X(doubleslashequal, "//=") X(atequal, "@=")
#define RELATA_KEYWORDS(X)                                                                                   \
    X(False, "False")                                                                                        \
    X(None, "None") X(True, "True") X(and_, "and") X(as, "as") X(assert_, "assert") X(async, "async")        \
        X(await, "await") X(break_, "break") X(class_, "class") X(continue_, "continue") X(def, "def")       \
            X(del, "del") X(elif, "elif") X(else_, "else") X(except, "except") X(finally, "finally")         \
                X(for_, "for") X(from, "from") X(global, "global") X(if_, "if") X(import_, "import")         \
                    X(in, "in") X(is, "is") X(lambda, "lambda") X(nonlocal, "nonlocal") X(not_, "not")       \
                        X(or_, "or") X(pass, "pass") X(raise, "raise") X(return_, "return") X(try_, "try")   \
                            X(while_, "while") X(with, "with") X(yield, "yield")

enum class TokenType : uint8_t {
    end_marker,
    name,
    number,
    string,
    newline,
    indent,
    dedent,
    error,   ///< the tokenizer failed here
    unknown, ///< a character that belongs to no token (`$`, `?`, `!`)
#define RELATA_TOKEN_ENUMERATOR(name, text) name,
    RELATA_OPERATORS(RELATA_TOKEN_ENUMERATOR) RELATA_KEYWORDS(RELATA_TOKEN_ENUMERATOR)
#undef RELATA_TOKEN_ENUMERATOR
};

struct Token {
    TokenType type;
    Span span;
    std::string_view text; ///< into the source
};

inline bool is_keyword(TokenType type) {
    return type >= TokenType::False;
}
inline bool is_operator(TokenType type) {
    return type >= TokenType::lpar && type < TokenType::False;
}
/// The type of the keyword or operator written `text`; `name` / `unknown` where it is none.
TokenType keyword_type(std::string_view text);
TokenType operator_type(std::string_view text);

} // namespace relata::python
