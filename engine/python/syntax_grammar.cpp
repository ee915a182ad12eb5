#include "python/syntax_grammar.h"

#include <algorithm>
#include <cassert>

namespace relata::python {

/// Reads the tables. They are ours: what does not hold is a programmer's error.
class SyntaxGrammar::Reader {
  public:
    Reader(SyntaxGrammar& grammar, std::string_view text) : m_grammar(grammar), m_text(text) {}

    void names() {
        for (std::string_view w = next(); !w.empty(); w = next())
            if (w.back() == ':' && w.size() > 1 && is_name_start(w[0])) {
                w.remove_suffix(1);
                m_grammar.m_rules.push_back({w, w.starts_with("invalid_"), {}});
            }
    }
    void rules() {
        while (!peek().empty()) {
            const std::string_view name = next();
            Rule& rule = m_grammar.m_rules[m_grammar.rule(name.substr(0, name.size() - 1))];
            rule.alternatives = alternatives();
        }
    }

  private:
    static bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
    /// A word, a quoted text with all that sticks to it, or a bracket.
    std::string_view next() {
        while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\n')) ++m_at;
        const size_t from = m_at;
        char quote = 0;
        for (; m_at < m_text.size(); ++m_at) {
            const char c = m_text[m_at];
            if (quote) {
                if (c == '\\') ++m_at;
                else if (c == quote) quote = 0;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == ' ' || c == '\n') {
                break;
            }
        }
        return m_text.substr(from, m_at - from);
    }
    std::string_view peek() {
        const size_t before = m_at;
        const std::string_view word = next();
        m_at = before;
        return word;
    }
    bool at_rule_name() {
        const std::string_view w = peek();
        return w.size() > 1 && w.back() == ':' && is_name_start(w[0]);
    }
    static bool closes(std::string_view w) { return !w.empty() && (w[0] == ')' || w[0] == ']'); }

    std::vector<Alternative> alternatives() {
        std::vector<Alternative> result;
        do result.push_back(alternative());
        while (peek() == "|" && !next().empty());
        return result;
    }
    Alternative alternative() {
        Alternative result;
        for (;;) {
            const std::string_view w = peek();
            if (w.empty() || w == "|" || closes(w) || at_rule_name()) return result;
            if (w == "=>") {
                next();
                const std::string_view what = next();
                if (what[0] == '"') result.kind = what.substr(1, what.size() - 2);
                else result.result = what;
            } else if (w == "=!") {
                next();
                result.error = next();
                while (peek() == "a" || peek() == "b") next();
                const std::string_view what = peek().starts_with('"') ? next() : std::string_view();
                for (size_t i = 1; i + 1 < what.size(); ++i) {
                    if (what[i] == '\\') ++i;
                    result.message += what[i];
                }
            } else {
                result.items.push_back(item(next()));
            }
        }
    }
    Item item(std::string_view w) {
        using Kind = Item::Kind;
        Item made;
        const auto wrap = [&](Kind kind, bool positive, Item inner) {
            Item outer;
            outer.kind = kind;
            outer.positive = positive;
            outer.parts.push_back(std::move(inner));
            return outer;
        };
        if (w == "~") {
            made.kind = Kind::cut;
            return made;
        }
        if (w.size() > 2 && w[1] == '=' && is_name_start(w[0])) {
            made = item(w.substr(2));
            made.label = w[0];
            return made;
        }
        if (w.starts_with("&&")) {
            made = item(w.substr(2));
            made.kind = Kind::forced;
            return made;
        }
        if (w[0] == '&' || w[0] == '!') return wrap(Kind::look, w[0] == '&', item(w.substr(1)));
        if (const size_t dot = w.find("'.", 1); w[0] == '\'' && dot != std::string_view::npos) {
            Item element = w.substr(dot + 2) == "(" ? item("(") : item(w.substr(dot + 2, w.size() - dot - 3));
            if (element.kind == Kind::repeat) element = std::move(element.parts[0]); // the group took the `+` with it
            made = wrap(Kind::gather, true, item(w.substr(0, dot + 1)));
            made.parts.push_back(std::move(element));
            return made;
        }
        if (w == "(" || w == "[") {
            made.kind = Kind::group;
            made.alternatives = alternatives();
            const std::string_view end = next();
            if (end == "]") return wrap(Kind::optional, true, std::move(made));
            return suffixed(std::move(made), end.substr(1));
        }
        if (w[0] == '\'' || w[0] == '"') {
            const size_t end = w.find(w[0], 1);
            made.text = w.substr(1, end - 1);
            if (w[0] == '"') {
                made.kind = Kind::soft_keyword;
            } else {
                made.token = keyword_type(made.text);
                if (made.token == TokenType::name) made.token = operator_type(made.text);
            }
            return suffixed(std::move(made), w.substr(end + 1));
        }
        const size_t end = std::min(w.find_first_of("*+?"), w.size());
        const std::string_view name = w.substr(0, end);
        if (name == "SOFT_KEYWORD") {
            made.kind = Kind::soft_keyword;
        } else if (const TokenType type = kind_of_token(name); type != TokenType::unknown) {
            made.token = type;
        } else {
            made.kind = Kind::rule;
            made.rule = m_grammar.rule(name);
        }
        return suffixed(std::move(made), w.substr(end));
    }
    Item suffixed(Item item, std::string_view suffix) {
        if (suffix.empty()) return item;
        Item outer;
        outer.kind = suffix == "?" ? Item::Kind::optional : Item::Kind::repeat;
        outer.positive = suffix == "+";
        outer.parts.push_back(std::move(item));
        return outer;
    }
    static TokenType kind_of_token(std::string_view name) {
        static constexpr std::pair<std::string_view, TokenType> kinds[] = {
            {"NAME", TokenType::name}, {"NUMBER", TokenType::number}, {"STRING", TokenType::string},
            {"NEWLINE", TokenType::newline}, {"INDENT", TokenType::indent}, {"DEDENT", TokenType::dedent},
            {"ENDMARKER", TokenType::end_marker}};
        for (const auto& [text, type] : kinds)
            if (text == name) return type;
        return TokenType::unknown;
    }

    SyntaxGrammar& m_grammar;
    std::string_view m_text;
    size_t m_at = 0;
};

SyntaxGrammar::SyntaxGrammar() {
    const std::string_view tables[] = {statement_rules, expression_rules, invalid_rules};
    for (std::string_view text : tables) Reader(*this, text).names();
    for (std::string_view text : tables) Reader(*this, text).rules();
}

size_t SyntaxGrammar::rule(std::string_view name) const {
    const auto found = std::ranges::find(m_rules, name, &Rule::name);
    assert(found != m_rules.end());
    return size_t(found - m_rules.begin());
}

} // namespace relata::python
