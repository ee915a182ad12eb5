// LenientSource: a program with the lines taken out that cannot be read, so that the rest can be. For the editor's helpers.
#pragma once

#include "python/source.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace relata::python {

class LenientSource {
  public:
    explicit LenientSource(const Source& source);
    /// Every line keeps its number.
    std::string text() const;
    /// Leaves a statement that does nothing in the place of the lines, so that what is around them still fits. False where
    /// they were taken out before.
    bool take_out(int first, int last);
    /// The header that the block at `line` belongs to: the line before that has text.
    int header_before(int line) const;
    /// The first and last line of the statement around `line`, as the tokenizer sees it.
    static std::pair<int, int> logical_line(const Source& source, int line);

  private:
    std::vector<std::string> m_lines;
    std::set<int> m_taken;
};

} // namespace relata::python
