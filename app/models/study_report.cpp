#include "models/study_report.h"

#include "course/exercise.h"
#include "course/lesson.h"
#include "models/outline_model.h"
#include "models/verdict_view.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <optional>

namespace relata::models {

namespace {

QString text(const std::string& s) { return QString::fromStdString(s); }
struct Words {
    Q_DECLARE_TR_FUNCTIONS(StudyReport)
};

QString titleOf(const QString& page, const std::vector<course::Exercise>& exercises) {
    for (const course::Exercise& exercise : exercises)
        if (exercisePage(text(exercise.id)) == page) return text(exercise.title);
    return page;
}

QString row(const QStringList& cells, const char* tag = "td") {
    QString out = QStringLiteral("<tr>");
    for (const QString& cell : cells) out += QStringLiteral("<%1>%2</%1>").arg(QLatin1String(tag), cell);
    return out + QStringLiteral("</tr>");
}

/// The first page in the order of the course that is not done, and its title.
std::optional<std::pair<QString, QString>> nextPage(const std::vector<course::Lesson>& lessons, const std::vector<course::Exercise>& exercises,
                                                    const StudyStore& store) {
    for (const course::Lesson& lesson : lessons)
        for (const course::Section& section : lesson.sections) {
            const QString page = sectionPage(text(lesson.id), text(section.id));
            if (store.progress(page) != Progress::done) return std::pair(page, text(section.title));
            for (const course::Exercise& exercise : exercises)
                if (const QString one = exercisePage(text(exercise.id));
                    exercise.lesson == lesson.id && exercise.section == section.id && store.progress(one) != Progress::done)
                    return std::pair(one, text(exercise.title));
        }
    return std::nullopt;
}

const QString table = QStringLiteral("<table border=\"1\" cellspacing=\"0\" cellpadding=\"6\" width=\"100%\">");

} // namespace

QString minutesText(int seconds) {
    return seconds < 60 ? Words::tr("under a minute") : Words::tr("%1 min").arg(QLocale().toString(seconds / 60));
}

std::vector<SkillState> skillStates(const std::vector<course::Lesson>& lessons, const std::vector<course::Exercise>& exercises,
                                    const StudyStore& store) {
    std::vector<SkillState> states;
    const std::vector<Attempt> attempts = store.attempts();
    for (const course::Lesson& lesson : lessons)
        for (const course::Skill& skill : lesson.skills) {
            SkillState state{text(skill.id), text(skill.name), text(skill.measurable)};
            for (const course::Exercise& exercise : exercises) {
                if (std::ranges::find(exercise.skills, skill.id) == exercise.skills.end()) continue;
                const QString page = exercisePage(text(exercise.id));
                const bool passed = store.progress(page) == Progress::done;
                ++state.all;
                state.passed += passed;
                state.tried += passed || std::ranges::any_of(attempts, [&](const Attempt& a) { return a.page == page; });
                state.withoutHints += passed && store.hints(page) == 0;
            }
            states.push_back(state);
        }
    return states;
}

QString studyReport(const std::vector<course::Lesson>& lessons, const std::vector<course::Exercise>& exercises,
                    const StudyStore& store, bool linked) {
    const auto link = [linked](const QString& page, const QString& title) {
        return linked ? QStringLiteral("<a href=\"%1\">%2</a>").arg(page.toHtmlEscaped(), title.toHtmlEscaped()) : title.toHtmlEscaped();
    };
    QString html = QStringLiteral("<h1>%1</h1>").arg(Words::tr("Your study"));
    const int today = store.studyTime(QDate::currentDate()), planned = lessons.empty() ? 35 : int(lessons.front().minutes);
    html += QStringLiteral("<p>%1</p>")
                .arg(Words::tr("Today: %1 of the %2 minutes that the lesson is made for. In all: %3.")
                         .arg(minutesText(today))
                         .arg(planned)
                         .arg(minutesText(store.studyTime())));
    if (const auto next = linked ? nextPage(lessons, exercises, store) : std::nullopt)
        html += QStringLiteral("<p>%1</p>").arg(Words::tr("Next: %1").arg(link(next->first, next->second)));
    html += QStringLiteral("<h2>%1</h2>").arg(Words::tr("Skills")) + table +
            row({Words::tr("Skill"), Words::tr("Evidence"), Words::tr("Shown by")}, "th");
    for (const SkillState& skill : skillStates(lessons, exercises, store)) {
        const int eighths = skill.all == 0 ? 0 : skill.passed * 8 / skill.all;
        QString evidence = QString(eighths, QChar(0x25CF)) + QString(8 - eighths, QChar(0x25CB)) + QStringLiteral("<br/>") +
                           Words::tr("%1 of %2 exercises passed").arg(skill.passed).arg(skill.all);
        if (skill.passed > 0) evidence += QStringLiteral(", ") + Words::tr("%1 without a hint").arg(skill.withoutHints);
        html += row({QStringLiteral("<b>%1</b>").arg(skill.name.toHtmlEscaped()), evidence, skill.measurable.toHtmlEscaped()});
    }
    html += QStringLiteral("</table><h2>%1</h2>").arg(Words::tr("To look at again"));
    const std::vector<Attempt> attempts = store.attempts();
    const QStringList review = store.reviewPages();
    if (review.isEmpty())
        html += QStringLiteral("<p>%1</p>").arg(Words::tr("Nothing yet. Exercises whose check failed at first are listed here."));
    else {
        html += table + row({Words::tr("Exercise"), Words::tr("Now"), Words::tr("What failed last")}, "th");
        for (const QString& page : review) {
            QStringList failed;
            for (const Attempt& attempt : attempts)
                if (attempt.page == page && !attempt.passed) failed = attempt.failed;
            const auto exercise = std::ranges::find_if(exercises, [&](const course::Exercise& e) { return exercisePage(text(e.id)) == page; });
            if (exercise != exercises.end()) // a title alone says little by now
                for (const ShownCheck& check : uncheckedList(*exercise))
                    if (const auto at = failed.indexOf(check.title); at >= 0 && !check.message.isEmpty())
                        failed[at] = check.title + QStringLiteral(": ") + check.message;
            html += row({link(page, titleOf(page, exercises)),
                         store.progress(page) == Progress::done ? Words::tr("passed") : Words::tr("not passed yet"),
                         failed.join(QLatin1Char('\n')).toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("<br/>"))});
        }
        html += QStringLiteral("</table>");
    }
    html += QStringLiteral("<h2>%1</h2>").arg(Words::tr("Sections"));
    for (const course::Lesson& lesson : lessons) {
        html += table + row({text(lesson.title).toHtmlEscaped(), Words::tr("State")}, "th");
        for (const course::Section& section : lesson.sections) {
            const QString page = sectionPage(text(lesson.id), text(section.id));
            const Progress state = store.progress(page);
            html += row({link(page, text(section.title)), state == Progress::done      ? Words::tr("done")
                                                          : state == Progress::started ? Words::tr("begun")
                                                                                       : Words::tr("not opened yet")});
        }
        html += QStringLiteral("</table>");
    }
    return html;
}

} // namespace relata::models
