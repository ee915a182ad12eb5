// prediction_equals {of, key, question, choices, dataset, size}: what the learner wrote down is what the program does.
// The answer is a YAML file of keys and values; the truth comes from running the program, never from the manifest.
#pragma once

#include "grading/check.h"

namespace relata::grading {

class PredictionEquals final : public Check {
  public:
    enum class Of : uint8_t { selects, changes, statements, rows, lazy_loads, line, result, output, raises };

    PredictionEquals(course::ManifestReader& parameters, std::string key);
    CheckResult judge(CheckContext& context) const override;

    /// What the run shows. Of::line: the line that sends the most statements, 0 where none is sent twice.
    static sandbox::Datum observed(const GradedRun& run, Of of);

  private:
    std::string m_key, m_dataset;
    std::string m_question;             ///< for the desk: "How many SELECTs are sent?"
    std::vector<std::string> m_choices; ///< for the desk
    int64_t m_size;
    Of m_of;
};

} // namespace relata::grading
