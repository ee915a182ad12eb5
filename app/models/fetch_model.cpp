#include "models/fetch_model.h"

#include <QLocale>

#include <algorithm>

namespace relata::models {

QString objectsText(qint64 n) {
    return n == 1 ? FetchModel::tr("1 object") : FetchModel::tr("%1 objects").arg(QLocale().toString(n));
}

QStringList FetchModel::headers() const { return {tr("Rows fetched"), tr("Objects"), tr("Line"), tr("unique()"), tr("Query")}; }

void FetchModel::read(const ShownRun* run) {
    m_results.clear();
    if (!run) return;
    std::ranges::copy_if(run->results, std::back_inserter(m_results),
                         [run](const ShownResult& r) { return !run->setup.contains(r.file); });
}

RunRowsModel::Row FetchModel::row(int at) const {
    const ShownResult& r = m_results[size_t(at)];
    Row made{{r.rows, r.objects, lineText(r.file, r.line), {}, statementShape(r.sql)}, r.file, r.line, Tone::plain, {}};
    QString unique = r.needsUnique ? tr("needed, not called") : tr("not needed");
    if (r.uniqueCalled) unique = r.rows > r.objects && r.objects > 0
                                     ? tr("called: %1 rows an object").arg(QLocale().toString(double(r.rows) / double(r.objects), 'f', 1))
                                     : tr("called");
    if (r.needsUnique && !r.uniqueCalled) {
        made.tone = Tone::bad;
        made.tip = tr("A collection was loaded by a join: the Result wants unique() before it gives objects.");
    } else if (r.rows > r.objects && r.uniqueCalled) {
        made.tone = Tone::warn;
        made.tip = tr("The join gave a row for each member of the collection; unique() folded them.");
    } else if (r.rows > r.objects) {
        unique = r.objects == 0 ? tr("no object was taken") : tr("not all rows were taken");
    }
    made.cells[3] = unique;
    return made;
}

QString FetchModel::summary() const {
    if (!run()) return tr("Press Run (F5) to see how many rows each result fetched.");
    if (m_results.empty()) return tr("The program fetched no result.");
    qint64 rows = 0, objects = 0;
    const ShownResult* widest = nullptr;
    int wanting = 0;
    for (const ShownResult& r : m_results) {
        rows += r.rows;
        objects += r.objects;
        wanting += r.needsUnique && !r.uniqueCalled;
        if (r.uniqueCalled && r.objects > 0 && (!widest || r.rows * widest->objects > widest->rows * r.objects)) widest = &r;
    }
    const QLocale locale;
    QString text = tr("Rows fetched: %1, objects: %2.").arg(locale.toString(rows), locale.toString(objects));
    if (widest && widest->rows > widest->objects)
        text += QLatin1Char(' ') + tr("Most at %1: %2 rows for %3.").arg(lineText(widest->file, widest->line), locale.toString(widest->rows), objectsText(widest->objects));
    if (wanting > 0) text += QLatin1Char(' ') + tr("unique() is needed and not called: %1.").arg(wanting);
    return text;
}

} // namespace relata::models
