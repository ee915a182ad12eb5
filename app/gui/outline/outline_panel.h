// OutlinePanel: the course as a tree with a filter and the progress below it.
#pragma once

#include <QWidget>

class QLineEdit;
class QProgressBar;
class QSortFilterProxyModel;
class QTreeView;

namespace relata::models {
class OutlineModel;
}

namespace relata::gui {

class Appearance;

class OutlinePanel : public QWidget {
    Q_OBJECT
  public:
    OutlinePanel(Appearance* appearance, models::OutlineModel* model, QWidget* parent = nullptr);
    void select(const QString& page); ///< without opening it
    void showProgress();
    QTreeView* tree() const { return m_tree; }

  Q_SIGNALS:
    void pageChosen(const QString& page);

  private:
    models::OutlineModel* m_model;
    QSortFilterProxyModel* m_filtered;
    QLineEdit* m_filter;
    QTreeView* m_tree;
    QProgressBar* m_progress;
    bool m_selecting = false;
};

} // namespace relata::gui
