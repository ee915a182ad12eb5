// RunRowsModel: a table that is read off a run: each row has a line of the program behind it, and perhaps a place in time.
#pragma once

#include "models/shown_run.h"

#include <QAbstractTableModel>
#include <QVariantList>

namespace relata::models {

class RunRowsModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Role { FileRole = Qt::UserRole + 1, LineRole, ToneRole };
    enum class Tone { plain, good, warn, bad, aside };
    /// Where a row stands in a chart: `lane` names the row of bars it belongs to. Microseconds.
    struct Span {
        QString lane;
        double start = 0, end = 0;
        Tone tone = Tone::plain;
    };

    using QAbstractTableModel::QAbstractTableModel;
    void setRun(ShownRunPtr run);
    const ShownRunPtr& run() const { return m_run; }
    /// One sentence over the table.
    virtual QString summary() const = 0;
    virtual Span span(int) const { return {}; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

  protected:
    struct Row {
        QVariantList cells; ///< numbers stand at the right
        QString file;
        int line = 0;
        Tone tone = Tone::plain;
        QString tip;
    };
    virtual QStringList headers() const = 0;
    virtual void read(const ShownRun* run) = 0; ///< null where there is none
    virtual int count() const = 0;
    virtual Row row(int at) const = 0;

  private:
    ShownRunPtr m_run;
};

/// "query.py:8", or a dash where no line of the program is behind it.
QString lineText(const QString& file, int line);

} // namespace relata::models
