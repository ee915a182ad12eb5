// StudyReport: what the course and the study store say together: time, skills with their evidence, what to look at again.
#pragma once

#include "models/study_store.h"

namespace relata::course {
struct Lesson;
struct Exercise;
} // namespace relata::course

namespace relata::models {

struct SkillState {
    QString id, name, measurable;
    int passed = 0, tried = 0, all = 0; ///< exercises that show this skill
    int withoutHints = 0;               ///< of the passed ones
};

/// The skills of the front matter, with the exercises that are evidence of each.
std::vector<SkillState> skillStates(const std::vector<course::Lesson>& lessons, const std::vector<course::Exercise>& exercises,
                                    const StudyStore& store);

/// The report as HTML in Qt's subset: links are pages of the course. `linked` false: for a file or for paper.
QString studyReport(const std::vector<course::Lesson>& lessons, const std::vector<course::Exercise>& exercises,
                    const StudyStore& store, bool linked);

/// "12 min"; "under a minute".
QString minutesText(int seconds);

} // namespace relata::models
