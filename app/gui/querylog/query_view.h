// QueryView: the query log with its timeline: one row for each shape and line, a loop shows as a comb. The selected query
// stands beside it in full.
#pragma once

#include "models/query_log_model.h"

#include <QWidget>

class QCheckBox;
class QBoxLayout;
class QLabel;
class QTextBrowser;
class QTreeView;

namespace relata::gui {

class Appearance;

class QueryView : public QWidget {
    Q_OBJECT
  public:
    explicit QueryView(Appearance* appearance, QWidget* parent = nullptr);

    void setRun(models::ShownRunPtr run);
    /// What is said before the first run; at first that Run shows the queries.
    void setInvitation(const QString& text);
    void keepTimeline(); ///< where there is little room the other columns go first
    models::QueryLogModel* model() const { return m_model; }
    QTreeView* tree() const { return m_tree; }
    void selectLine(const QString& file, int line); ///< does not emit lineChosen

  Q_SIGNALS:
    void lineChosen(const QString& file, int line);
    void lineEntered(const QString& file, int line); ///< and wants to go there

  protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void retheme();
    void arrangeBar();
    void summarize();
    void showDetail(const QModelIndex& at);

    Appearance* m_appearance;
    models::QueryLogModel* m_model;
    QTreeView* m_tree;
    QTextBrowser* m_detail;
    QLabel* m_summary;
    QBoxLayout *m_bar, *m_controls;
    QCheckBox* m_preparation;
    bool m_timelineFirst = false;
    int m_causeWidth = 0, m_longestCause = 0, m_timeWidth = 0, m_timelineWidth = 0;
    QString m_invitation;
    bool m_following = false;
};

} // namespace relata::gui
