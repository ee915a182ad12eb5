// ObjectsModel: the objects in the program's sessions at one moment of its run: which row each stands for,
// its state, and whether its values would have to be read again. A moment is a query and what it brought, or
// a line that changed objects.
#pragma once

#include "models/shown_run.h"

#include <QAbstractTableModel>
#include <QHash>

namespace relata::models {

class ObjectsModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Class, Key, State, Session, Meaning, ColumnCount };
    enum Role { FileRole = Qt::UserRole + 1, LineRole, ChangedRole, StateRole, ExpiredRole };
    struct Moment {
        qsizetype statement = -1; ///< index into the run's; -1 where none stands behind it
        QString file;
        int line = 0;
        size_t begin = 0, end = 0; ///< of the run's changes of objects
        bool frees = false;        ///< objects that nothing refers to any more, and nothing else
    };
    /// What an object is at the shown moment.
    struct Entry {
        qsizetype object = 0;
        ShownObjectChange now;
        bool changed = false; ///< at this very moment
        bool came = false;    ///< at this very moment for the first time
    };

    using QAbstractTableModel::QAbstractTableModel;
    /// Shows the last moment at which there was an object.
    void setRun(ShownRunPtr run);
    const ShownRunPtr& run() const { return m_run; }
    const std::vector<Moment>& moments() const { return m_moments; }
    int moment() const { return m_moment; }
    void setMoment(int moment);
    const std::vector<Entry>& entries() const { return m_entries; }
    /// "SELECT task… · 8 objects came in".
    QString momentText() const;
    /// What the sessions hold at this moment, in one sentence.
    QString summary() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

  private:
    void findMoments();
    void replay();

    ShownRunPtr m_run;
    std::vector<Moment> m_moments;
    QHash<quint64, int> m_sessions; ///< their numbers in the table
    std::vector<Entry> m_entries;
    int m_moment = -1;
};

} // namespace relata::models
