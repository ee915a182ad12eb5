#include "models/lease_model.h"

#include <algorithm>

namespace relata::models {

using How = ShownLease::How;

QStringList LeaseModel::headers() const { return {tr("Connection"), tr("Given back"), tr("Line"), tr("Held for"), tr("Taken after")}; }

void LeaseModel::read(const ShownRun* run) {
    m_leases.clear();
    if (!run) return;
    for (const ShownLease& lease : run->leases)
        if (lease.file.isEmpty() || !run->setup.contains(lease.file)) m_leases.push_back(lease);
    m_first = m_leases.empty() ? 0 : m_leases.front().start;
}

RunRowsModel::Row LeaseModel::row(int at) const {
    const ShownLease& l = m_leases[size_t(at)];
    if (l.how == How::timedOut)
        return {{tr("none free"), tr("the pool timed out"), lineText(l.file, l.line), QStringLiteral("–"), durationText(l.start - m_first)},
                l.file, l.line, Tone::bad, tr("Every connection was out and none came back in time.")};
    const bool leaked = l.how == How::leaked;
    return {{tr("Connection %1").arg(l.connection), leaked ? tr("never") : tr("yes"), lineText(l.file, l.line),
             durationText(l.end - l.start), durationText(l.start - m_first)},
            l.file, l.line, leaked ? Tone::bad : Tone::plain, leaked ? tr("Taken here and never given back: close its session or connection.") : QString()};
}

RunRowsModel::Span LeaseModel::span(int at) const {
    const ShownLease& l = m_leases[size_t(at)];
    return {l.how == How::timedOut ? tr("waiting") : tr("Connection %1").arg(l.connection), l.start - m_first, l.end - m_first,
            l.how == How::returned ? Tone::plain : Tone::bad};
}

QString LeaseModel::summary() const {
    if (!run()) return tr("Press Run (F5) to see when connections were taken from the pool and given back.");
    if (m_leases.empty()) return tr("The program took no connection.");
    QStringList lines;
    for (const ShownLease& l : m_leases)
        if (l.how == How::leaked) lines << lineText(l.file, l.line);
    lines.removeDuplicates();
    QString text = count() == 1 ? tr("A connection was taken once.") : tr("A connection was taken %1 times.").arg(count());
    text += QLatin1Char(' ') + (lines.isEmpty() ? tr("Every connection was given back.") : tr("Never given back: taken at %1.").arg(lines.join(QStringLiteral(", "))));
    if (const auto n = std::ranges::count(m_leases, How::timedOut, &ShownLease::how)) text += QLatin1Char(' ') + (n == 1 ? tr("The pool timed out once.") : tr("The pool timed out %1 times.").arg(n));
    return text;
}

} // namespace relata::models
