#include "sandbox/statement_kind.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace relata::sandbox {

namespace {

/// The words of a statement that stand in no bracket, one after the other, and its brackets. SQLite: tokenize.c.
class Words {
  public:
    explicit Words(std::string_view sql) : m_rest(sql) {}

    /// In capitals; a bracket as itself; "?" for whatever else; empty at the end.
    std::string next() {
        skip_blanks();
        if (m_rest.empty()) return "";
        const char c = m_rest.front();
        if (c == '\'' || c == '"' || c == '`' || c == '[') {
            skip_quoted(c == '[' ? ']' : c);
            return "?";
        }
        const size_t length = size_t(std::ranges::find_if_not(m_rest, is_of_word) - m_rest.begin());
        std::string word(take(std::max<size_t>(length, 1)));
        if (!length) return word == "(" || word == ")" || word == ";" ? word : "?";
        std::ranges::transform(word, word.begin(), [](char letter) { return char(std::toupper(uint8_t(letter))); });
        return word;
    }

  private:
    static bool is_of_word(char c) { return std::isalnum(uint8_t(c)) || c == '_' || c == '$' || uint8_t(c) >= 0x80; }
    std::string_view take(size_t length) {
        const std::string_view taken = m_rest.substr(0, length);
        m_rest.remove_prefix(taken.size());
        return taken;
    }
    void skip_past(std::string_view mark) {
        const size_t at = m_rest.find(mark);
        m_rest.remove_prefix(at == std::string_view::npos ? m_rest.size() : at + mark.size());
    }
    void skip_blanks() {
        for (;;) {
            while (!m_rest.empty() && std::isspace(uint8_t(m_rest.front()))) m_rest.remove_prefix(1);
            if (m_rest.starts_with("\xEF\xBB\xBF")) take(3);
            else if (m_rest.starts_with("--")) skip_past("\n");
            else if (m_rest.starts_with("/*")) take(2), skip_past("*/");
            else return;
        }
    }
    /// A quote that is doubled ends one piece and begins the next.
    void skip_quoted(char end) {
        take(1);
        skip_past(std::string_view(&end, 1));
    }
    std::string_view m_rest;
};

constexpr std::array<std::pair<std::string_view, StatementKind>, 13> verbs{{
    {"SELECT", StatementKind::select},
    {"VALUES", StatementKind::select},
    {"INSERT", StatementKind::insert},
    {"REPLACE", StatementKind::insert},
    {"UPDATE", StatementKind::update},
    {"DELETE", StatementKind::delete_},
    {"CREATE", StatementKind::ddl},
    {"DROP", StatementKind::ddl},
    {"ALTER", StatementKind::ddl},
    {"PRAGMA", StatementKind::pragma},
    {"SAVEPOINT", StatementKind::savepoint},
    {"RELEASE", StatementKind::savepoint},
    {"ROLLBACK", StatementKind::savepoint},
}};

bool is_query_or_change(StatementKind kind) {
    return kind == StatementKind::select || kind == StatementKind::insert || kind == StatementKind::update || kind == StatementKind::delete_;
}

StatementKind kind_of(std::string_view word) {
    const auto found = std::ranges::find(verbs, word, &std::pair<std::string_view, StatementKind>::first);
    return found == verbs.end() ? StatementKind::other : found->second;
}

/// What follows the tables of a WITH: the verb behind the bracket of the last.
StatementKind kind_after_with(Words words) {
    int depth = 0;
    bool after_bracket = false;
    for (std::string word = words.next(); !word.empty(); word = words.next()) {
        if (depth == 0 && after_bracket && is_query_or_change(kind_of(word))) return kind_of(word);
        if (word == "(") ++depth;
        if (word == ")") --depth;
        after_bracket = word == ")";
    }
    return StatementKind::select;
}

} // namespace

StatementKind statement_kind(std::string_view sql) {
    Words words(sql);
    std::string word = words.next();
    while (word == "(" || word == ";") word = words.next();
    return word == "WITH" ? kind_after_with(words) : kind_of(word);
}

} // namespace relata::sandbox
