// OutlineFilter: the rows of the course whose names have some words and whose pages are in a state; with them what they are in.
#pragma once

#include <QSortFilterProxyModel>

namespace relata::models {

class OutlineFilter : public QSortFilterProxyModel {
    Q_OBJECT
  public:
    enum class State { all, notDone, started, done };
    explicit OutlineFilter(QObject* parent = nullptr);
    void setWords(const QString& words);
    void setState(State state);
    /// The page that is open stays in sight, whatever its state is.
    void setOpenPage(const QString& page);

  protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

  private:
    QString m_words, m_open;
    State m_state = State::all;
};

} // namespace relata::models
