// ResultOutput: one `--out FORMAT=TARGET` of `relata grade`.
#pragma once

#include "grading/exporters/exporter.h"
#include "support/diagnostic.h"

#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

namespace relata::cli {

/// Writes a temporary file and renames it, so that a killed run leaves the old content or the new. False where it can't.
bool replace_file(const std::filesystem::path& path, const std::string& content);

class ResultOutput {
  public:
    /// "text=-", "json=results.json", "json=results/{submission}.json", "github".
    static ErrorOr<ResultOutput> parse(const std::string& text);

    bool is_stdout() const { return m_target == "-"; }
    /// A file for each submission.
    bool is_one_each() const;
    std::string path_for(const grading::Report& report) const;
    const std::string& target() const { return m_target; }

    /// The whole file. Nothing on stdout. False where it can't be written.
    bool write_all(const std::vector<grading::Report>& reports, grading::Audience audience) const;
    /// The file of one submission.
    bool write_one(const grading::Report& report, grading::Audience audience) const;
    void write_stdout(const std::vector<grading::Report>& reports, grading::Audience audience, std::ostream& out) const;

  private:
    const grading::Exporter* m_exporter = nullptr; ///< null: github, which writes where GitHub Actions says
    std::string m_target;
};

} // namespace relata::cli
