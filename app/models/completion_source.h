// CompletionSource: what may follow the caret, as the engine's front end reads the program. Nothing of it runs.
#pragma once

#include <QMap>
#include <QString>
#include <QStringList>

#include <memory>

namespace relata::models {

struct Completions {
    QString prefix;      ///< what is already typed of the word
    QStringList words;   ///< arguments of the open call first; empty where nothing fits
    QStringList details; ///< of each word what is known of it; may be empty
};

/// What the call that is open at the caret may be given; without a name where none is, or nothing is known of it.
struct CallHint {
    QString name;
    QStringList parameters; ///< "title: str"
    int current = -1;       ///< the one being written
};

/// Keeps an interpreter with the library's modules, so that only the first question costs their import.
class CompletionSource {
  public:
    CompletionSource();
    ~CompletionSource();
    /// `line` is 1-based, `before` that line up to the caret.
    Completions at(const QMap<QString, QString>& files, const QString& file, int line, const QString& before);
    CallHint callAt(const QMap<QString, QString>& files, const QString& file, int line, const QString& before);

  private:
    template <class Ask> void ask(const QMap<QString, QString>& files, const QString& file, Ask&& question);
    struct Engine;
    std::unique_ptr<Engine> m_engine;
};

} // namespace relata::models
