#include "models/eager_load_model.h"

#include <algorithm>

namespace relata::models {

QStringList EagerLoadModel::headers() const { return {tr("Relationship"), tr("Objects"), tr("Read"), tr("Line"), tr("What happened")}; }

void EagerLoadModel::read(const ShownRun* run) {
    m_loads.clear();
    m_reads.clear();
    if (!run) return;
    const auto own = [run](const auto& entry) { return !run->setup.contains(entry.file); };
    std::ranges::copy_if(run->eagerLoads, std::back_inserter(m_loads), own);
    std::ranges::copy_if(run->reads, std::back_inserter(m_reads), own);
}

RunRowsModel::Row EagerLoadModel::row(int at) const {
    if (size_t(at) < m_loads.size()) {
        const ShownEagerLoad& e = m_loads[size_t(at)];
        const bool unused = e.objects > 0 && e.read == 0;
        const QString what = unused                 ? tr("loaded ahead (%1), never read")
                             : e.read < e.objects ? tr("loaded ahead (%1), read in part")
                                                  : tr("loaded ahead (%1), all read");
        return {{e.relationship, e.objects, e.read, lineText(e.file, e.line), what.arg(e.strategy)}, e.file, e.line,
                unused ? Tone::bad : e.read < e.objects ? Tone::warn : Tone::good,
                unused ? tr("The query for it was sent for nothing: leave the option out.") : QString()};
    }
    const ShownRead& r = m_reads[size_t(at) - m_loads.size()];
    QString what;
    switch (r.how) {
    case ShownRead::How::loadedNow: what = tr("read: a query at each read"); break;
    case ShownRead::How::alreadyLoaded: what = tr("read: it was there"); break;
    case ShownRead::How::identityMap: what = tr("read: the session had the object, no query"); break;
    case ShownRead::How::noKey: what = tr("read: the foreign key is NULL, no query"); break;
    case ShownRead::How::raised: what = tr("read: it raised"); break;
    }
    const bool costly = r.how == ShownRead::How::loadedNow || r.how == ShownRead::How::raised;
    return {{r.relationship, QString(), r.count, lineText(r.file, r.line), what}, r.file, r.line, costly ? Tone::warn : Tone::plain, {}};
}

QString EagerLoadModel::summary() const {
    if (!run()) return tr("Press Run (F5) to see which relationships were loaded ahead and which of them were read.");
    if (m_loads.empty()) return m_reads.empty() ? tr("No relationship was loaded ahead or read.") : tr("No relationship was loaded ahead.");
    QStringList unused;
    for (const ShownEagerLoad& e : m_loads)
        if (e.objects > 0 && e.read == 0) unused << QStringLiteral("%1 (%2)").arg(e.relationship, lineText(e.file, e.line));
    return unused.isEmpty() ? tr("Everything that was loaded ahead was read.") : tr("Loaded ahead and never read: %1.").arg(unused.join(QStringLiteral(", ")));
}

} // namespace relata::models
