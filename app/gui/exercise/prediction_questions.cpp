#include "gui/exercise/prediction_questions.h"

#include "course/exercise.h"
#include "models/verdict_view.h"

namespace relata::gui {

namespace {
QString text(const std::string& s) {
    return QString::fromStdString(s);
}
} // namespace

std::vector<PredictionForm::Question> predictionQuestions(const course::Exercise& exercise) {
    std::vector<PredictionForm::Question> asked;
    if (exercise.kind != course::ExerciseKind::predict) return asked;
    for (const course::CheckSpec& check : exercise.checks) {
        if (check.type != "prediction_equals") continue;
        const auto word = [&check](const char* key) {
            const auto at = check.parameters.find(key);
            const auto* value = at == check.parameters.end() ? nullptr : at->second.as<std::string>();
            return value ? text(*value) : QString();
        };
        PredictionForm::Question question{word("key"), word("question"), {}};
        if (question.key.isEmpty()) question.key = text(check.id);
        if (question.text.isEmpty()) question.text = models::checkTitle(check.id);
        if (const auto at = check.parameters.find("choices"); at != check.parameters.end())
            if (const auto* list = at->second.as<course::Setting::List>())
                for (const course::Setting& choice : *list) {
                    if (const auto* s = choice.as<std::string>())
                        question.choices << text(*s);
                    else if (const auto* n = choice.as<int64_t>())
                        question.choices << QString::number(*n);
                }
        asked.push_back(question);
    }
    return asked;
}

} // namespace relata::gui
