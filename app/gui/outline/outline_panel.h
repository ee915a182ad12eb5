// OutlinePanel: the course as a tree, filtered by words and by state, and the progress below it.
#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QTreeView;

namespace relata::models {
class OutlineFilter;
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
    QLineEdit* words() const { return m_words; }
    QComboBox* states() const { return m_states; }

  Q_SIGNALS:
    void pageChosen(const QString& page);
    void pageEntered(); ///< the chosen page is to get the keys

  private:
    void filter(); ///< by what the two fields say; opens no page

    models::OutlineModel* m_model;
    models::OutlineFilter* m_filtered;
    QLineEdit* m_words;
    QComboBox* m_states;
    QString m_page;
    QTreeView* m_tree;
    QLabel* m_told;
    QProgressBar* m_progress;
    bool m_selecting = false;
};

} // namespace relata::gui
