// ResultOutput: one `--out FORMAT=TARGET` of `relata grade`.
#pragma once

#include "grading/report.h"
#include "support/diagnostic.h"

#include <iosfwd>
#include <string>
#include <vector>

namespace relata::cli {

class ResultOutput {
  public:
    /// "text=-", "json=results.json", "json=results/{submission}.json".
    static ErrorOr<ResultOutput> parse(const std::string& text);

    bool is_stdout() const { return m_target == "-"; }
    /// All that is known now. Files are replaced as a whole (temporary file and rename), so that a killed run
    /// leaves valid ones. False where a file can't be written.
    bool write_files(const std::vector<grading::Report>& reports, grading::Audience audience) const;
    void write_stdout(const std::vector<grading::Report>& reports, grading::Audience audience,
                      std::ostream& out) const;
    const std::string& target() const { return m_target; }

  private:
    enum class Format : uint8_t { text, json } m_format = Format::text;
    std::string m_target;
    bool is_one_each() const;
    std::string rendered(const std::vector<grading::Report>& reports, grading::Audience audience,
                         bool one) const;
};

} // namespace relata::cli
