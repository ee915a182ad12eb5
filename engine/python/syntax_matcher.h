// SyntaxMatcher: tries the grammar on a program that is wrong, first as it is, then with the rules for wrong programs.
// That is how CPython finds its words (Parser/pegen.c: _PyPegen_run_parser); it is slow, and only runs after the parser failed.
#pragma once

#include "python/syntax_grammar.h"
#include "python/tokenizer.h"

#include <deque>
#include <unordered_map>

namespace relata::python {

class SyntaxMatcher {
  public:
    /// `start`: the token where the statement begins that does not parse. An f-string's expression stands in parentheses.
    SyntaxMatcher(const SyntaxGrammar& grammar, const TokenStream& stream, size_t start, bool is_fstring);

    enum class Outcome : uint8_t { matched, rejected, gave_up };
    /// One pass. Throws SyntaxFailure where a rule says what is wrong, or the tokenizer failed.
    Outcome match(bool with_invalid_rules);
    /// Index of the last token that was looked at (CPython: `p->fill - 1`).
    size_t furthest() const { return m_furthest; }
    /// An error at token `index`, which may have no text of its own.
    static SyntaxFailure failure_at(const TokenStream& stream, size_t index, std::string message, Exc cls = Exc::SyntaxError);

  private:
    using Item = SyntaxGrammar::Item;
    using Alternative = SyntaxGrammar::Alternative;
    /// A part of the program: tokens first ... end - 1.
    struct Node {
        std::string_view kind; ///< as an error text calls it; "" for what is no expression
        size_t first = 0, end = 0;
        std::vector<const Node*> children{};
    };
    struct Labels {
        const Node *a = nullptr, *b = nullptr;
    };
    struct Memo {
        const Node* node;
        size_t end;
    };
    struct GaveUp {};
    class Depth;

    const Token& look();
    const Node* rule(size_t index);
    const Node* alternatives(const std::vector<Alternative>& list);
    const Node* alternative(const Alternative& alternative, bool& cut);
    const Node* item(const Item& item);
    const Node* token(const Item& item);
    const Node* make(std::string_view kind, size_t first, std::vector<const Node*> children = {});
    const Node* result(const Alternative& alternative, size_t first, std::vector<const Node*> parts, const Labels& labels);
    /// Throws what the alternative says; returns where it does not apply after all.
    void raise(const Alternative& alternative, const Labels& labels);
    void raise_at(const std::string& message, const Node& from, const Node& to);
    void raise_here(const std::string& message, Exc cls = Exc::SyntaxError);
    std::string worded(const std::string& message, const Labels& labels) const;
    static const Node* invalid_target(const Node* node, std::string_view how, const SyntaxMatcher& matcher);
    static void elements(const Node& node, std::vector<const Node*>& out);
    std::string_view text(const Node& node) const { return m_stream.tokens[node.first].text; }

    const SyntaxGrammar& m_grammar;
    const TokenStream& m_stream;
    const size_t m_start;
    const bool m_is_fstring;
    bool m_with_invalid = false;
    size_t m_at = 0, m_furthest = 0;
    int m_depth = 0;
    size_t m_steps = 0;
    std::vector<int> m_levels; ///< of the tokens from m_start on: how many brackets are open behind it
    std::deque<Node> m_nodes;
    std::unordered_map<uint64_t, Memo> m_memo;
};

} // namespace relata::python
