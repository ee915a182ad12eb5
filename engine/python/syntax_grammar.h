// SyntaxGrammar: Python's grammar as data, for the second look at a program that the parser has rejected.
//
// The notation of the tables: `name: alternative | alternative`, one rule up to the next name. In an alternative: 'if' a token,
// "match" a soft keyword, NAME a kind of token, name a rule, ( ) a group, [ ] or ? what may be missing, * + repetition,
// ','.x+ a list with separators, &x !x a look ahead, &&x a token that must come now, ~ no other alternative from here on,
// a= b= a label. Behind it, `=> "kind"` (what an error text calls it), `=> a` (the labelled part alone), or
// `=! how a b "text"`: this is an error (syntax_matcher.cpp has one function for each `how`).
#pragma once

#include "python/token.h"

#include <string>
#include <string_view>
#include <vector>

namespace relata::python {

extern const std::string_view statement_rules, expression_rules, invalid_rules;

class SyntaxGrammar {
  public:
    struct Alternative;
    struct Item {
        enum class Kind : uint8_t { token, soft_keyword, rule, group, optional, repeat, gather, look, forced, cut };
        Kind kind = Kind::token;
        TokenType token = TokenType::end_marker;
        std::string_view text;       ///< of the token, or the soft keyword ("" any of them)
        size_t rule = 0;
        bool positive = true;        ///< look: must it be there; repeat: at least once
        char label = 0;
        std::vector<Alternative> alternatives; ///< group
        std::vector<Item> parts;               ///< what is optional, repeated or looked at; gather: separator, element
    };
    struct Alternative {
        std::vector<Item> items;
        std::string_view kind;   ///< `=> "kind"`
        std::string_view result; ///< `=> name`: a label, or a word that the matcher knows
        std::string_view error;  ///< `=! how`
        std::string message;
    };
    struct Rule {
        std::string_view name;
        bool invalid = false; ///< only for the second pass
        std::vector<Alternative> alternatives;
    };

    SyntaxGrammar();
    const std::vector<Rule>& rules() const { return m_rules; }
    size_t rule(std::string_view name) const;

  private:
    class Reader;
    std::vector<Rule> m_rules;
};

} // namespace relata::python
