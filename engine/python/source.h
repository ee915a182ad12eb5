// Source: the text of one program file and its lines.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace relata::python {

/// UTF-8 text with "\n" line ends (a byte order mark is dropped, "\r\n" and "\r" are folded as Python's
/// reader does).
class Source {
  public:
    /// `name` is what tracebacks and errors call the file.
    Source(std::string name, std::string_view text);

    const std::string& name() const { return m_name; }
    std::string_view text() const { return m_text; }
    int line_count() const { return int(m_line_starts.size()); }
    /// The 1-based line without its line end; empty beyond the last one.
    std::string_view line(int number) const;
    /// Code points before byte `byte_column` of the line.
    int column_in_code_points(int line_number, int byte_column) const;

  private:
    /// Code points before each `stride`th byte of a line, so that a long line is not counted from its start each time.
    static constexpr size_t stride = 256;
    mutable std::unordered_map<int, std::vector<int>> m_counts;
    std::string m_name;
    std::string m_text;
    std::vector<size_t> m_line_starts;
    bool m_ascii = true; ///< then bytes are code points
};

} // namespace relata::python
