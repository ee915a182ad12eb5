#include "sql/dialect.h"

#include <algorithm>
#include <array>

namespace relata::sql {

namespace {

// SQLite's and SQLAlchemy's reserved words, sorted.
constexpr auto sqlite_words = std::to_array<std::string_view>({
    "add", "after", "all", "alter", "analyze", "and", "as", "asc", "attach", "autoincrement", "before",
    "begin", "between", "by", "cascade", "case", "cast", "check", "collate", "column", "commit",
    "conflict", "constraint", "create", "cross", "current_date", "current_time", "current_timestamp",
    "database", "default", "deferrable", "deferred", "delete", "desc", "detach", "distinct", "drop",
    "each", "else", "end", "escape", "except", "exclusive", "exists", "explain", "fail", "false", "for",
    "foreign", "from", "full", "glob", "group", "having", "if", "ignore", "immediate", "in", "index",
    "indexed", "initially", "inner", "insert", "instead", "intersect", "into", "is", "isnull", "join",
    "key", "left", "like", "limit", "match", "natural", "not", "notnull", "null", "of", "offset", "on",
    "or", "order", "outer", "plan", "pragma", "primary", "query", "raise", "references", "reindex",
    "rename", "replace", "restrict", "right", "rollback", "row", "select", "set", "table", "temp",
    "temporary", "then", "to", "transaction", "trigger", "true", "union", "unique", "update", "using",
    "vacuum", "values", "view", "virtual", "when", "where"});
constexpr auto default_words = std::to_array<std::string_view>({
    "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "authorization",
    "between", "binary", "both", "case", "cast", "check", "collate", "column", "constraint", "create",
    "cross", "current_date", "current_role", "current_time", "current_timestamp", "current_user",
    "default", "deferrable", "desc", "distinct", "do", "else", "end", "except", "false", "for", "foreign",
    "freeze", "from", "full", "grant", "group", "having", "ilike", "in", "initially", "inner",
    "intersect", "into", "is", "isnull", "join", "leading", "left", "like", "limit", "localtime",
    "localtimestamp", "natural", "new", "not", "notnull", "null", "off", "offset", "old", "on", "only",
    "or", "order", "outer", "overlaps", "placing", "primary", "references", "right", "select",
    "session_user", "set", "similar", "some", "symmetric", "table", "then", "to", "trailing", "true",
    "union", "unique", "user", "using", "verbose", "when", "where"});

bool is_legal(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$';
}

} // namespace

const Dialect& Dialect::sqlite() {
    static const Dialect dialect(Name::sqlite);
    return dialect;
}

const Dialect& Dialect::default_() {
    static const Dialect dialect(Name::default_);
    return dialect;
}

// SQLAlchemy: IdentifierPreparer._requires_quotes.
bool Dialect::requires_quotes(std::string_view name) const {
    if (name.empty()) return true;
    std::string lower(name);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    const bool reserved = is_sqlite() ? std::binary_search(sqlite_words.begin(), sqlite_words.end(), lower)
                                      : std::binary_search(default_words.begin(), default_words.end(), lower);
    if (reserved || (name[0] >= '0' && name[0] <= '9') || name[0] == '$') return true;
    return !std::all_of(name.begin(), name.end(), is_legal) || lower != name;
}

std::string Dialect::quote(std::string_view name) const {
    if (!requires_quotes(name)) return std::string(name);
    std::string text = "\"";
    for (char c : name) {
        text.push_back(c);
        if (c == '"') text.push_back(c);
    }
    text.push_back('"');
    return text;
}

} // namespace relata::sql
