// Journal: what a batch has found so far, one answer a line, beside the result file. A killed run leaves whole lines; a
// resumed one takes them as they are, if nothing that the verdict depends on has changed.
#pragma once

#include "grading/report.h"

#include <fstream>
#include <map>
#include <optional>
#include <string>

namespace relata::cli {

class Journal {
  public:
    explicit Journal(std::string path) : m_path(std::move(path)) {}

    /// The reports of an earlier run by the names of their submissions; lines that are cut off or changed are left out.
    std::map<std::string, grading::Report> read() const;
    /// Begins anew with these. False where the file can't be written.
    bool begin(const std::vector<grading::Report>& kept);
    /// Adds a line and hands it to the system.
    bool add(const grading::Report& report);
    const std::string& path() const { return m_path; }

  private:
    std::string m_path;
    std::ofstream m_stream;
};

} // namespace relata::cli
