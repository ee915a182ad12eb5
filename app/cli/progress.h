// Progress of a batch on stderr: a bar that is drawn over itself on a terminal, lines elsewhere.
#pragma once

#include "grading/report.h"

#include <iosfwd>
#include <string>

namespace relata::cli {

class Progress {
  public:
    /// `kind`: auto, bar, lines or none. `done` of `all` are known already.
    Progress(std::ostream& out, const std::string& kind, size_t all, size_t done);
    void add(const grading::Report& report);
    void end();

  private:
    enum class Kind : uint8_t { none, lines, bar } m_kind = Kind::none;
    std::ostream& m_out;
    size_t m_all, m_done, m_failed = 0;
};

} // namespace relata::cli
