// SQL as people read it: one clause a line, and its words told apart for colouring.
#pragma once

#include <QString>

#include <vector>

namespace relata::models {

struct SqlToken {
    enum class Kind { space, keyword, name, string, number, placeholder, other };
    Kind kind = Kind::other;
    QString text;
};
/// Never fails: concatenated, the tokens are `sql` again.
std::vector<SqlToken> sqlTokens(const QString& sql);

/// Each clause on a line of its own, conditions and joins indented, nested selects too.
QString formatSql(const QString& sql);

} // namespace relata::models
