#include "models/timeline_model.h"

#include <QLocale>

namespace relata::models {

QStringList TimelineModel::headers() const { return {tr("Sent after"), tr("Time"), tr("Line"), tr("Why it was sent"), tr("Query")}; }

void TimelineModel::read(const ShownRun* run) {
    m_statements.clear();
    m_first = 0;
    if (!run) return;
    for (size_t i = 0; i < run->statements.size(); ++i)
        if (run->counts(run->statements[i])) m_statements.push_back(i);
    if (!m_statements.empty()) m_first = run->statements[m_statements.front()].start;
}

RunRowsModel::Row TimelineModel::row(int at) const {
    const ShownStatement& s = statement(at);
    return {{durationText(s.start - m_first), durationText(s.duration), lineText(s.file, s.line), causeText(s.reason), statementShape(s.sql)},
            s.file, s.line, s.error.isEmpty() ? Tone::plain : Tone::bad, s.error};
}

RunRowsModel::Span TimelineModel::span(int at) const {
    const ShownStatement& s = statement(at);
    Tone tone = Tone::plain;
    if (!s.error.isEmpty() || isLazy(s)) tone = Tone::bad;
    else if (s.reason == QLatin1String("flush")) tone = Tone::aside;
    else if (s.reason != QLatin1String("query")) tone = Tone::good;
    return {causeText(s.reason), s.start - m_first, s.start - m_first + s.duration, tone};
}

QString TimelineModel::summary() const {
    if (!run()) return tr("Press Run (F5) to see when each query was sent.");
    if (m_statements.empty()) return tr("The program sent no query.");
    double inside = 0;
    for (int i = 0; i < count(); ++i) inside += statement(i).duration;
    const ShownStatement& last = statement(count() - 1);
    return tr("%1 within %2, %3 of it inside SQLite.")
        .arg(queriesText(count()), durationText(last.start + last.duration - m_first), durationText(inside));
}

} // namespace relata::models
