// ReferenceWindow: after a pass, one's own answer beside the solution, each with the queries that it sends.
#pragma once

#include "models/shown_run.h"

#include <QDialog>

class QComboBox;
class QLabel;

namespace relata::gui {

class Appearance;
class ProgramEditor;
class QueryView;

class ReferenceWindow : public QDialog {
    Q_OBJECT
  public:
    ReferenceWindow(Appearance* appearance, const QString& title, QWidget* parent = nullptr);

    /// One answer: its files to be read, and what it sent. The run may be null: it could not be run.
    struct Side {
        QString name;
        QMap<QString, QString> files;
        models::ShownRunPtr run;
    };
    void show(const Side& own, const Side& reference);
    QString summary(bool reference) const;

  private:
    struct Column {
        QLabel* title;
        ProgramEditor* editor;
        QueryView* queries;
    };
    void fill(const Column& column, const Side& side);
    Column m_own, m_reference;
};

} // namespace relata::gui
