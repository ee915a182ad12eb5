// relationship_resolves {relationships: {Model.attr: {local, remote, direction, uselist, secondary}}}: which
// columns the relationships of the answer came to. How that was said (a text, a list, a lambda, a
// primaryjoin) makes no difference.
#pragma once

#include "grading/check.h"

#include <optional>

namespace relata::grading {

class RelationshipResolves final : public Check {
  public:
    explicit RelationshipResolves(course::ManifestReader& parameters);
    CheckResult judge(CheckContext& context) const override;

  private:
    struct Wanted {
        std::string name; ///< "Task.assignee"
        std::vector<std::string> local, remote;
        std::string direction; ///< "many-to-one"; empty: any
        std::optional<bool> uselist;
        std::string secondary; ///< table; empty: any
    };
    CheckResult compare(const Wanted& wanted, const sandbox::RunRecord& answer,
                        const sandbox::RunRecord& reference) const;
    std::vector<Wanted> m_wanted;
};

} // namespace relata::grading
