// What a predict exercise asks.
#pragma once

#include "gui/exercise/prediction_form.h"

namespace relata::course {
struct Exercise;
}

namespace relata::gui {

/// A question for each check that compares a prediction; none where the exercise is of another kind.
std::vector<PredictionForm::Question> predictionQuestions(const course::Exercise& exercise);

} // namespace relata::gui
