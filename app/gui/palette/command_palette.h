// CommandPalette: everything the desk can do and every page of the course, found by typing a part of its name.
#pragma once

#include <QFrame>
#include <QPointer>

#include <functional>
#include <vector>

class QLineEdit;
class QListWidget;

namespace relata::gui {

/// A child of the window, so that it follows its theme and needs no popup of the window system.
class CommandPalette : public QFrame {
    Q_OBJECT
  public:
    struct Entry {
        QString name, hint; ///< what it does; its shortcut, or where it is
        std::function<void()> action;
        int rank = 0; ///< of what fits equally well the lower one comes first
        QString also = {}; ///< found by these words too
    };
    /// `words`: what to type there; also the accessible name.
    CommandPalette(const QString& words, std::function<std::vector<Entry>()> entries, QWidget* window);
    void open(const QString& words = {});
    QStringList shown() const;

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void filter();
    void choose();
    void leave();

    std::function<std::vector<Entry>()> m_source;
    std::vector<Entry> m_entries;
    QLineEdit* m_words;
    QListWidget* m_list;
    QPointer<QWidget> m_before;
};

} // namespace relata::gui
