#include "models/outline_filter.h"

#include "models/outline_model.h"

namespace relata::models {

OutlineFilter::OutlineFilter(QObject* parent) : QSortFilterProxyModel(parent) {
    setRecursiveFilteringEnabled(true);
}

void OutlineFilter::setWords(const QString& words) {
    m_words = words.trimmed();
    invalidateFilter();
}

void OutlineFilter::setState(State state) {
    m_state = state;
    invalidateFilter();
}

void OutlineFilter::setOpenPage(const QString& page) {
    m_open = page;
    if (m_state != State::all) invalidateFilter();
}

bool OutlineFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    const QModelIndex at = sourceModel()->index(row, 0, parent);
    if (!m_words.isEmpty() && !at.data().toString().contains(m_words, Qt::CaseInsensitive)) return false;
    if (m_state == State::all) return true;
    const QString page = at.data(OutlineModel::PageRole).toString();
    if (page.isEmpty()) return false; // a lesson is there for what is in it
    if (page == m_open) return true;
    const auto progress = Progress(at.data(OutlineModel::ProgressRole).toInt());
    return m_state == State::notDone ? progress != Progress::done : progress == (m_state == State::done ? Progress::done : Progress::started);
}

} // namespace relata::models
