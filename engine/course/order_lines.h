// OrderLines: the text of a Parsons exercise. The lines to choose from stand in the starter as comments that begin with
// "#: "; every other line is part of the program already. The answer is the program with pieces put into it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace relata::course {

class OrderLines {
  public:
    explicit OrderLines(std::string_view starter);

    const std::vector<std::string>& pieces() const { return m_pieces; }   ///< with their own indentation
    const std::vector<std::string>& program() const { return m_program; } ///< the lines around them

    /// The first line of `answer` (1-based) that is neither a piece nor a line of the starter; indentation, comments and
    /// blank lines do not count. Each piece may be used once, or as often as it is given. 0 where there is none.
    int first_foreign_line(std::string_view answer) const;

  private:
    std::vector<std::string> m_pieces, m_program;
};

} // namespace relata::course
