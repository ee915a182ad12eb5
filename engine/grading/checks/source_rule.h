// source_rule {require | forbid: [{import | call | name: ...}], only_given_lines}: what the text of the answer must or
// may not hold. It explains; the outcome is for the other checks, so it is not `required` unless the manifest says so.
#pragma once

#include "grading/check.h"

namespace relata::grading {

class SourceText;

class SourceRule final : public Check {
  public:
    explicit SourceRule(course::ManifestReader& parameters);
    CheckResult judge(CheckContext& context) const override;

  private:
    struct Rule {
        enum class Kind : uint8_t { import, call, name } kind = Kind::name;
        std::string word;
        std::string text() const; ///< "a call of selectinload"
        /// The line that it matches first; 0 where there is none.
        int find(const SourceText& source) const;
    };
    static std::vector<Rule> read(course::ManifestReader& parameters, std::string_view key);
    CheckResult judge_lines(CheckContext& context) const;

    std::vector<Rule> m_require, m_forbid;
    bool m_only_given_lines; ///< a Parsons exercise: every line of the answer stands in the starter
};

} // namespace relata::grading
