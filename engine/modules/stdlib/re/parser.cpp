// From a pattern's text to its tree. CPython: Lib/re/_parser.py.
#include "modules/stdlib/re/syntax.h"
#include "python/types/unicode.h"
#include "support/exceptions.h"

#include <algorithm>
#include <climits>
#include <optional>

namespace relata::modules::regex {

namespace {

constexpr std::u32string_view special = U"\\.^$*+?{}[]()|";

class Parser {
  public:
    Parser(Runtime& runtime, const Str& pattern, uint32_t flags) : m_runtime(runtime), m_pattern(pattern), m_flags(flags) {
        for (size_t at = 0; at < pattern.view().size();) m_text += char32_t(python::next_code_point(pattern.view(), at));
        m_result.flags = flags;
    }
    Parsed run() {
        m_result.root = alternatives(true);
        if (m_at < m_text.size()) fail("unbalanced parenthesis", m_at);
        // A condition may stand before its group, so only the end shows which are missing.
        for (const auto& [group, at] : m_conditions)
            if (group > m_result.groups) fail("invalid group reference " + std::to_string(group), at);
        if (!(m_result.flags & ascii)) m_result.flags |= unicode;
        return std::move(m_result);
    }

  private:
    [[noreturn]] void fail(const std::string& message, size_t at) const { throw_error(m_runtime, message, m_pattern, at); }
    bool more() const { return m_at < m_text.size(); }
    char32_t peek() const { return more() ? m_text[m_at] : 0; }
    bool take(char32_t c) {
        if (!more() || m_text[m_at] != c) return false;
        ++m_at;
        return true;
    }
    bool has(uint32_t flag) const { return m_flags & flag; }
    Node single(Op op, uint32_t a = 0) const {
        Node n;
        n.kind = Node::Kind::one;
        n.one.op = op;
        n.one.fold = has(ignore_case);
        n.one.ascii_only = has(ascii);
        n.one.a = op == Op::character && n.one.fold ? uint32_t(fold(a)) : a;
        return n;
    }
    Node assertion(Op op) const {
        Node n = single(op);
        n.kind = Node::Kind::assertion;
        return n;
    }
    Node set_node(CharacterSet set) const {
        Node n = single(Op::set);
        n.set = std::move(set);
        return n;
    }

    Node alternatives(bool top) {
        const Runtime::NestedCall nested(m_runtime, "");
        const uint32_t own = m_flags;
        Node node;
        node.kind = Node::Kind::alternatives;
        node.children.push_back(sequence(top));
        while (take('|')) node.children.push_back(sequence(false));
        m_flags = top ? m_flags : own;
        if (node.children.size() == 1) return std::move(node.children[0]);
        return node;
    }

    Node sequence(bool first_of_all) {
        Node node;
        node.kind = Node::Kind::sequence;
        while (more() && peek() != '|' && peek() != ')') {
            if (has(verbose)) {
                if (python::is_space_char(peek())) {
                    ++m_at;
                    continue;
                }
                if (take('#')) {
                    while (more() && m_text[m_at++] != '\n') {}
                    continue;
                }
            }
            const size_t begin = m_at;
            std::optional<Node> item = atom(first_of_all && node.children.empty());
            if (!item) continue;
            node.children.push_back(quantified(std::move(*item), begin));
        }
        return node;
    }

    std::optional<Node> atom(bool at_start) {
        const size_t begin = m_at;
        const char32_t c = m_text[m_at++];
        switch (c) {
        case '.': return single(has(dot_all) ? Op::any_all : Op::any);
        case '^': return assertion(has(multiline) ? Op::line_start : Op::text_start);
        case '$': return assertion(has(multiline) ? Op::line_end : Op::text_end_newline);
        case '[': return bracket(begin);
        case '(': return group(begin, at_start);
        case '\\': return escape(begin);
        case '*': case '+': case '?': fail("nothing to repeat", begin);
        case '{':
            if (size_t at = m_at; bounds(at)) fail("nothing to repeat", begin);
            return single(Op::character, c);
        default: return single(Op::character, c);
        }
    }

    /// `{2}`, `{2,}`, `{,3}`, `{2,3}` behind the brace at `at`; moves it behind them.
    std::optional<std::pair<uint32_t, uint32_t>> bounds(size_t& at) const {
        const auto number = [&]() -> std::optional<uint64_t> {
            if (at >= m_text.size() || m_text[at] < '0' || m_text[at] > '9') return std::nullopt;
            uint64_t n = 0;
            while (at < m_text.size() && m_text[at] >= '0' && m_text[at] <= '9') n = std::min<uint64_t>(n * 10 + (m_text[at++] - '0'), UINT32_MAX);
            return n;
        };
        const auto low = number();
        auto high = low;
        if (at < m_text.size() && m_text[at] == ',') {
            ++at;
            high = number();
            if (!high) high = UINT32_MAX;
        } else if (!low) {
            return std::nullopt;
        }
        if (at >= m_text.size() || m_text[at] != '}') return std::nullopt;
        ++at;
        return std::pair{uint32_t(low.value_or(0)), uint32_t(*high)};
    }

    Node quantified(Node item, size_t begin) {
        static_cast<void>(begin);
        for (bool repeated = false;; repeated = true) {
            if (has(verbose))
                while (more() && python::is_space_char(peek())) ++m_at;
            const size_t at = m_at;
            uint32_t low = 0, high = UINT32_MAX;
            if (take('*')) {
            } else if (take('+')) {
                low = 1;
            } else if (take('?')) {
                high = 1;
            } else if (peek() == '{' && more()) {
                size_t behind = m_at + 1;
                const auto found = bounds(behind);
                if (!found) return item;
                std::tie(low, high) = *found;
                if (high < low) fail("min repeat greater than max repeat", at + 1);
                m_at = behind;
            } else {
                return item;
            }
            if (repeated) fail("multiple repeat", at);
            if (item.kind == Node::Kind::assertion) fail("nothing to repeat", at);
            Node node;
            node.kind = Node::Kind::repeat;
            node.low = low;
            node.high = high;
            if (take('?'))
                node.greedy = false;
            else if (take('+'))
                node.possessive = true;
            node.children.push_back(std::move(item));
            item = std::move(node);
        }
    }

    uint32_t hex(size_t digits, size_t begin) {
        uint32_t code = 0;
        for (size_t i = 0; i < digits; ++i, ++m_at) {
            const char32_t c = peek();
            const bool digit = c < 128 && std::isxdigit(int(c));
            if (!digit) fail("incomplete escape " + text_between(begin, m_at), begin);
            code = code * 16 + uint32_t(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
        }
        return code;
    }
    std::string text_between(size_t from, size_t to) const {
        std::string text;
        for (size_t i = from; i < to; ++i) python::append_code_point(text, m_text[i]);
        return text;
    }

    /// An escape that stands for one character, inside and outside of brackets; empty where it is none.
    std::optional<uint32_t> character_escape(char32_t c, size_t begin) {
        switch (c) {
        case 'n': return '\n';
        case 't': return '\t';
        case 'r': return '\r';
        case 'f': return '\f';
        case 'v': return '\v';
        case 'a': return 7;
        case 'x': return hex(2, begin);
        case 'u': return hex(4, begin);
        case 'U': return hex(8, begin);
        case '0': {
            uint32_t code = 0;
            for (int i = 0; i < 2 && peek() >= '0' && peek() <= '7'; ++i) code = code * 8 + uint32_t(m_text[m_at++] - '0');
            return code;
        }
        default: break;
        }
        if (c < 128 && std::isalnum(int(c))) return std::nullopt;
        return uint32_t(c);
    }

    Node escape(size_t begin) {
        if (!more()) fail("bad escape (end of pattern)", begin);
        const char32_t c = m_text[m_at++];
        switch (c) {
        case 'A': return assertion(Op::text_start);
        case 'Z': return assertion(Op::text_end);
        case 'b': return assertion(Op::word_boundary);
        case 'B': return assertion(Op::not_word_boundary);
        case 'd': case 'D': case 's': case 'S': case 'w': case 'W': {
            CharacterSet set;
            set.classes = char(c);
            return set_node(std::move(set));
        }
        default: break;
        }
        if (c >= '1' && c <= '9') {
            uint32_t n = uint32_t(c - '0');
            if (peek() >= '0' && peek() <= '9') n = n * 10 + uint32_t(m_text[m_at++] - '0');
            return reference(n, begin + 1);
        }
        const auto code = character_escape(c, begin);
        if (!code) fail("bad escape " + text_between(begin, m_at), begin);
        return single(Op::character, *code);
    }

    Node reference(uint32_t n, size_t at) {
        if (n > m_result.groups) fail("invalid group reference " + std::to_string(n), at);
        if (std::ranges::find(m_open, n) != m_open.end()) fail("cannot refer to an open group", at);
        Node node;
        node.kind = Node::Kind::back_reference;
        node.group = n;
        node.fold = has(ignore_case);
        return node;
    }

    Node bracket(size_t begin) {
        CharacterSet set;
        set.negated = take('^');
        const size_t first = m_at;
        for (;;) {
            if (!more()) fail("unterminated character set", begin);
            const size_t item = m_at;
            char32_t c = m_text[m_at++];
            if (c == ']' && item != first) break;
            bool is_class = false;
            uint32_t low = c;
            if (c == '\\') low = bracket_escape(set, is_class, item);
            if (peek() == '-' && m_at + 1 < m_text.size() && m_text[m_at + 1] != ']') {
                ++m_at;
                const size_t other = m_at;
                uint32_t high = m_text[m_at++];
                bool other_class = false;
                if (high == '\\') high = bracket_escape(set, other_class, other);
                if (is_class || other_class || high < low) fail("bad character range " + text_between(item, m_at), item);
                set.ranges.emplace_back(low, high);
            } else if (!is_class) {
                set.ranges.emplace_back(low, low);
            }
        }
        return set_node(std::move(set));
    }
    uint32_t bracket_escape(CharacterSet& set, bool& is_class, size_t begin) {
        if (!more()) fail("bad escape (end of pattern)", begin);
        const char32_t c = m_text[m_at++];
        if (std::u32string_view(U"dDsSwW").find(c) != std::u32string_view::npos) {
            is_class = true;
            set.classes += char(c);
            return 0;
        }
        if (c == 'b') return '\b';
        const auto code = character_escape(c, begin);
        if (!code) fail("bad escape " + text_between(begin, m_at), begin);
        return *code;
    }

    std::string name_until(char32_t terminator) {
        const size_t begin = m_at;
        while (more() && peek() != terminator) ++m_at;
        if (!more()) fail(begin == m_at ? "missing group name" : std::string("missing ") + char(terminator) + ", unterminated name", begin);
        const std::string name = text_between(begin, m_at);
        ++m_at;
        if (name.empty()) fail("missing group name", begin);
        return name;
    }
    static bool is_identifier(const std::string& name) {
        size_t at = 0;
        if (!python::is_identifier_start(python::next_code_point(name, at))) return false;
        while (at < name.size())
            if (!python::is_identifier_part(python::next_code_point(name, at))) return false;
        return true;
    }
    uint32_t group_named(const std::string& name, size_t at) const {
        for (const auto& [known, index] : m_result.names)
            if (known == name) return index;
        fail("unknown group name '" + name + "'", at);
    }

    std::optional<Node> group(size_t begin, bool at_start) {
        Node node;
        node.kind = Node::Kind::group;
        bool capturing = true;
        std::string name;
        if (take('?')) {
            const size_t at = m_at;
            capturing = false;
            if (take('P')) {
                if (take('<')) {
                    name = name_until('>');
                    if (!is_identifier(name)) fail("bad character in group name '" + name + "'", at + 2);
                    capturing = true;
                } else if (take('=')) {
                    const std::string used = name_until(')');
                    return reference(group_named(used, at + 2), at + 2);
                } else {
                    if (!more()) fail("unexpected end of pattern", m_at);
                    fail("unknown extension ?P" + text_between(m_at, m_at + 1), at - 1);
                }
            } else if (take(':')) {
            } else if (take('#')) {
                while (more() && peek() != ')') ++m_at;
                if (!take(')')) fail("missing ), unterminated comment", begin);
                return std::nullopt;
            } else if (take('>')) {
                node.kind = Node::Kind::atomic;
            } else if (peek() == '=' || peek() == '!' || (peek() == '<' && m_at + 1 < m_text.size() && (m_text[m_at + 1] == '=' || m_text[m_at + 1] == '!'))) {
                node.kind = Node::Kind::look;
                node.ahead = !take('<');
                node.negated = m_text[m_at++] == '!';
            } else if (take('(')) {
                const std::string which = name_until(')');
                const bool number = which.find_first_not_of("0123456789") == std::string::npos;
                node.kind = Node::Kind::if_group;
                if (!number && !is_identifier(which)) fail("bad character in group name '" + which + "'", at + 1);
                if (number && which.size() > 9) fail("invalid group reference " + which, at + 1);
                node.group = number ? uint32_t(std::stoul(which)) : group_named(which, at + 1);
                if (node.group == 0) fail("bad group number", at + 1);
                m_conditions.emplace_back(node.group, at + 1);
            } else {
                return flags_group(begin, at, at_start);
            }
        }
        uint32_t index = 0;
        if (capturing && node.kind == Node::Kind::group) {
            index = ++m_result.groups;
            m_open.push_back(index);
            if (!name.empty()) {
                for (const auto& [known, known_index] : m_result.names)
                    if (known == name)
                        fail("redefinition of group name '" + name + "' as group " + std::to_string(index) + "; was group " + std::to_string(known_index), begin + 4);
                m_result.names.emplace_back(name, index);
            }
        }
        if (node.kind == Node::Kind::if_group) {
            Node choice = alternatives(false);
            if (choice.kind == Node::Kind::alternatives && choice.children.size() > 2)
                fail("conditional backref with more than two branches", m_at);
            if (choice.kind == Node::Kind::alternatives)
                node.children = std::move(choice.children);
            else
                node.children.push_back(std::move(choice));
        } else {
            node.group = index;
            node.children.push_back(alternatives(false));
        }
        if (!take(')')) fail("missing ), unterminated subpattern", begin);
        if (index) m_open.pop_back();
        if (node.kind == Node::Kind::look && !node.ahead) {
            const Width w = width_of(node.children[0]);
            if (w.least != w.most) throw_error(m_runtime, "look-behind requires fixed-width pattern");
        }
        return node;
    }

    /// (?i), (?i:...), (?-i:...)
    std::optional<Node> flags_group(size_t begin, size_t at, bool at_start) {
        static constexpr std::pair<char32_t, uint32_t> letters[] = {
            {'i', ignore_case}, {'L', locale}, {'m', multiline}, {'s', dot_all}, {'x', verbose}, {'a', ascii}, {'u', unicode}};
        uint32_t on = 0, off = 0;
        bool minus = false;
        for (;;) {
            if (!more()) fail("missing -, : or )", m_at);
            const char32_t c = m_text[m_at++];
            if (c == ')' || c == ':') {
                if (c == ')') {
                    if (minus) fail("missing :", m_at - 1);
                    if (!at_start) fail("global flags not at the start of the expression", begin);
                    m_flags |= on;
                    m_result.flags |= on;
                    return std::nullopt;
                }
                break;
            }
            if (c == '-' && !minus) {
                minus = true;
                continue;
            }
            const auto found = std::ranges::find_if(letters, [&](const auto& l) { return l.first == c; });
            if (found == std::end(letters))
                fail(on || minus ? "unknown flag" : "unknown extension ?" + text_between(at, m_at), on || minus ? m_at - 1 : at - 1);
            (minus ? off : on) |= found->second;
        }
        const uint32_t saved = m_flags;
        m_flags = (m_flags | on) & ~off;
        Node node;
        node.kind = Node::Kind::group;
        node.children.push_back(alternatives(false));
        m_flags = saved;
        if (!take(')')) fail("missing ), unterminated subpattern", begin);
        return node;
    }

    Runtime& m_runtime;
    const Str& m_pattern;
    uint32_t m_flags;
    std::u32string m_text;
    size_t m_at = 0;
    std::vector<std::pair<uint32_t, size_t>> m_conditions; ///< the groups that conditions name, and where
    std::vector<uint32_t> m_open;
    Parsed m_result;
};

} // namespace

Width width_of(const Node& n) {
    constexpr uint64_t unbounded = uint64_t(1) << 40;
    Width w;
    switch (n.kind) {
    case Node::Kind::one: return {1, 1};
    case Node::Kind::sequence: case Node::Kind::group: case Node::Kind::atomic:
        for (const Node& child : n.children) {
            const Width c = width_of(child);
            w.least = std::min(unbounded, w.least + c.least);
            w.most = std::min(unbounded, w.most + c.most);
        }
        return w;
    case Node::Kind::alternatives: case Node::Kind::if_group: {
        w.least = n.kind == Node::Kind::if_group && n.children.size() == 1 ? 0 : unbounded;
        for (const Node& child : n.children) {
            const Width c = width_of(child);
            w.least = std::min(w.least, c.least);
            w.most = std::max(w.most, c.most);
        }
        return w;
    }
    case Node::Kind::repeat: {
        const Width c = width_of(n.children[0]);
        return {std::min(unbounded, c.least * n.low), n.high == UINT32_MAX ? (c.most ? unbounded : 0) : std::min(unbounded, c.most * n.high)};
    }
    case Node::Kind::back_reference: return {0, unbounded};
    default: return {};
    }
}

Parsed parse(Runtime& runtime, const Str& pattern, uint32_t flags) { return Parser(runtime, pattern, flags).run(); }

} // namespace relata::modules::regex
