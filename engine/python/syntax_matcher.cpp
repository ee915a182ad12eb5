#include "python/syntax_matcher.h"

#include <algorithm>

namespace relata::python {

using T = TokenType;

namespace {
// Hostile text gets "invalid syntax" instead of more memory, time or stack. CPython: MAXSTACK.
constexpr size_t max_steps = 3'000'000, max_nodes = 1'000'000;
constexpr int max_depth = 2'500;
const std::string_view sequence = "", nothing = "=nothing";
} // namespace

class SyntaxMatcher::Depth {
  public:
    explicit Depth(SyntaxMatcher& matcher) : m_matcher(matcher) {
        if (++matcher.m_depth > max_depth || ++matcher.m_steps > max_steps || matcher.m_nodes.size() > max_nodes) {
            --matcher.m_depth;
            throw GaveUp();
        }
    }
    ~Depth() { --m_matcher.m_depth; }

  private:
    SyntaxMatcher& m_matcher;
};

SyntaxMatcher::SyntaxMatcher(const SyntaxGrammar& grammar, const TokenStream& stream, size_t start, bool is_fstring)
    : m_grammar(grammar), m_stream(stream), m_start(start), m_is_fstring(is_fstring), m_furthest(start) {
    int level = 0;
    for (size_t i = start; i < stream.tokens.size(); ++i) {
        const T type = stream.tokens[i].type;
        level += type == T::lpar || type == T::lsqb || type == T::lbrace;
        level -= type == T::rpar || type == T::rsqb || type == T::rbrace;
        m_levels.push_back(level);
    }
}

SyntaxMatcher::Outcome SyntaxMatcher::match(bool with_invalid_rules) {
    m_with_invalid = with_invalid_rules;
    m_at = m_start;
    m_memo.clear();
    try {
        return rule(m_grammar.rule(m_is_fstring ? "fstring" : "file")) ? Outcome::matched : Outcome::rejected;
    } catch (const GaveUp&) {
        return Outcome::gave_up;
    }
}

const Token& SyntaxMatcher::look() {
    const Token& token = m_stream.tokens[m_at];
    if (token.type == T::error) throw *m_stream.failure;
    m_furthest = std::max(m_furthest, m_at);
    if (token.type == T::end_marker && m_stream.unclosed)
        throw SyntaxFailure::at(m_stream.unclosed->span, "'" + std::string(m_stream.unclosed->text) + "' was never closed");
    return token;
}

const SyntaxMatcher::Node* SyntaxMatcher::make(std::string_view kind, size_t first, std::vector<const Node*> children) {
    return &m_nodes.emplace_back(Node{kind, first, m_at, std::move(children)});
}

const SyntaxMatcher::Node* SyntaxMatcher::rule(size_t index) {
    const SyntaxGrammar::Rule& rule = m_grammar.rules()[index];
    const uint64_t key = uint64_t(m_at) * 1024 + index;
    if (const auto known = m_memo.find(key); known != m_memo.end()) {
        m_at = known->second.end;
        return known->second.node;
    }
    const Depth depth(*this);
    const size_t before = m_at;
    const Node* node = alternatives(rule.alternatives);
    if (!node) m_at = before;
    m_memo.emplace(key, Memo{node, m_at});
    return node;
}

const SyntaxMatcher::Node* SyntaxMatcher::alternatives(const std::vector<Alternative>& list) {
    const size_t before = m_at;
    for (const Alternative& each : list) {
        bool cut = false;
        if (const Node* node = alternative(each, cut)) return node;
        m_at = before;
        if (cut) break;
    }
    return nullptr;
}

/// `cut`: no other alternative is to be tried.
const SyntaxMatcher::Node* SyntaxMatcher::alternative(const Alternative& alternative, bool& cut) {
    // CPython's generated parser skips them in the first pass only where they stand alone.
    if (!m_with_invalid && alternative.items.size() == 1 && alternative.items[0].kind == Item::Kind::rule &&
        m_grammar.rules()[alternative.items[0].rule].invalid)
        return nullptr;
    const size_t first = m_at;
    std::vector<const Node*> parts;
    Labels labels;
    for (const Item& each : alternative.items) {
        if (each.kind == Item::Kind::cut) {
            cut = true;
            continue;
        }
        const Node* node = item(each);
        if (!node) return nullptr;
        if (each.label == 'a') labels.a = node;
        if (each.label == 'b') labels.b = node;
        if (node->kind != nothing) parts.push_back(node);
    }
    if (alternative.error.empty()) return result(alternative, first, std::move(parts), labels);
    raise(alternative, labels);
    if (alternative.error == "real" || alternative.error == "imaginary") return labels.a;
    cut = true; // CPython: an action that gives no result ends its rule
    return nullptr;
}

const SyntaxMatcher::Node* SyntaxMatcher::result(const Alternative& alternative, size_t first, std::vector<const Node*> parts,
                                                 const Labels& labels) {
    if (!alternative.kind.empty()) return make(alternative.kind, first, std::move(parts));
    if (alternative.result == "a") return labels.a;
    if (alternative.result == "strings") {
        bool formatted = false;
        for (size_t i = first; i < m_at; ++i) {
            const std::string_view text = m_stream.tokens[i].text;
            formatted = formatted || text.substr(0, text.find_first_of("'\"")).find_first_of("fF") != std::string_view::npos;
        }
        return make(formatted ? "f-string expression" : "literal", first);
    }
    if (alternative.result == "last") {
        const Node* suffix = parts.back();
        while (suffix->kind == sequence && !suffix->children.empty()) suffix = suffix->children.back();
        return make(suffix->kind, first);
    }
    return parts.size() == 1 ? parts[0] : make(sequence, first, std::move(parts));
}

const SyntaxMatcher::Node* SyntaxMatcher::token(const Item& item) {
    const Token& token = look();
    if (item.kind == Item::Kind::soft_keyword) {
        const bool is_it = token.type == T::name && (item.text.empty() ? token.text == "_" || token.text == "case" || token.text == "match"
                                                                       : token.text == item.text);
        if (!is_it) return nullptr;
    } else if (token.type != item.token) {
        return nullptr;
    }
    ++m_at;
    return make(token.type == T::name ? std::string_view("name") : std::string_view("=token"), m_at - 1);
}

const SyntaxMatcher::Node* SyntaxMatcher::item(const Item& item) {
    using Kind = Item::Kind;
    switch (item.kind) {
    case Kind::token: case Kind::soft_keyword: return token(item);
    case Kind::rule: return rule(item.rule);
    case Kind::group: return alternatives(item.alternatives);
    case Kind::optional:
        if (const Node* node = this->item(item.parts[0])) return node;
        return make(nothing, m_at);
    case Kind::look: {
        const size_t before = m_at;
        const bool there = this->item(item.parts[0]);
        m_at = before;
        return there == item.positive ? make(nothing, m_at) : nullptr;
    }
    case Kind::forced:
        if (const Node* node = token(item)) return node;
        throw SyntaxFailure::at(m_stream.tokens[m_at].span, "expected '" + std::string(item.text) + "'");
    case Kind::repeat:
    case Kind::gather: {
        const Depth depth(*this);
        const size_t first = m_at;
        std::vector<const Node*> found;
        for (;;) {
            const size_t before = m_at;
            const bool separated = item.kind == Kind::gather && !found.empty();
            const Node* node = separated && !this->item(item.parts[0]) ? nullptr : this->item(item.parts.back());
            if (!node || (node->kind == nothing && m_at == before)) {
                m_at = before;
                break;
            }
            found.push_back(node);
        }
        if (!found.empty()) return make(sequence, first, std::move(found));
        return item.kind == Kind::repeat && !item.positive ? make(nothing, m_at) : nullptr;
    }
    case Kind::cut: break;
    }
    return nullptr;
}

} // namespace relata::python
