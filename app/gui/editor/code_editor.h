// CodeEditor: one file of a program: Python colours, line numbers, the number of queries beside each line, squiggles and
// explanations under a line.
#pragma once

#include "models/completion_source.h"
#include "models/shown_run.h"
#include "models/syntax_check.h"

#include <Qsci/qsciscintilla.h>

#include <QMap>
#include <QPointer>
#include <QTimer>

#include <functional>


namespace relata::gui {

class Appearance;
class CallTip;
class CompletionList;
class PythonLexer;

class CodeEditor : public QsciScintilla {
    Q_OBJECT
  public:
    /// `page`: as high as its text, for a cell inside a page that scrolls; `pane`: scrolls by itself.
    enum class Fit { page, pane };

    CodeEditor(Appearance* appearance, Fit fit, QWidget* parent = nullptr);

    QString code() const;
    /// Replaces the text and forgets the undo history: a file is opened.
    void openCode(const QString& text);
    /// Goes on with the text of another editor, which may be gone, and with its undo history.
    void adopt(const QsciDocument& document);
    /// Replaces the text as one step that can be undone.
    void replaceCode(const QString& text);
    /// What may follow the caret: asked with its line (1-based) and the text before it there.
    using Completer = std::function<models::Completions(int line, const QString& before)>;
    void setCompleter(Completer completer) { m_completer = std::move(completer); }
    /// What the call around the caret takes, asked in the same way.
    using CallReader = std::function<models::CallHint(int line, const QString& before)>;
    void setCallReader(CallReader reader) { m_callReader = std::move(reader); }

    void setLineCounts(const QMap<int, models::ShownRun::LineCount>& countByLine); ///< 1-based lines
    /// Squiggle and explanation, beside those that are shown already; 1-based.
    void showProblem(int line, const QString& message);
    void revealProblem(int line); ///< scrolls to the line and the explanation below it
    void clearProblems();
    QString problem(int line) const { return m_problems.value(line); }
    /// A drawing or a table: no numbers, no colours of a language, no check.
    void setPlainText();
    /// Off for texts that are no Python.
    void setSyntaxChecked(bool checked) { m_syntaxChecked = checked; }
    /// What is wrong with the text as it stands, the first mistake first.
    const QList<models::SyntaxProblem>& syntaxProblems() const { return m_syntax; }
    void clearResults();
    bool hasProblem(int line) const;
    QString badge(int line) const { return m_badges.value(line); }
    void toggleComment(); ///< of the chosen lines, as one step
    void goToLine(int line);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  Q_SIGNALS:
    void edited();
    void caretLineChanged(int line);
    void badgeClicked(int line);
    void runRequested();

  protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool focusNextPrevChild(bool next) override;

  private:
    static constexpr int problemIndicator = 8; ///< the first that lexers leave alone

    void retheme();
    void refit();
    void fitScrollWidth();
    void indentNewLine();
    void offerCompletions();
    void hideCompletions();
    void tipCall();
    void reshowProblems();
    void checkSyntax();
    QString wrapped(const QString& message, int line) const;

    Appearance* m_appearance;
    Fit m_fit;
    bool m_plain = false;
    PythonLexer* m_lexer;
    QPointer<CompletionList> m_completions; ///< the window's child, made when something is offered
    QPointer<CallTip> m_callTip; ///< the window's child, made at the first call
    Completer m_completer;
    CallReader m_callReader;
    QTimer m_tipping; ///< as m_offering
    QTimer m_offering; ///< a key is painted before anything is offered
    QMap<int, models::ShownRun::LineCount> m_counts;
    QMap<int, QString> m_badges;
    QMap<int, QString> m_problems;
    QList<models::SyntaxProblem> m_syntax; ///< found while typing
    QTimer m_checking;
    bool m_tabLeaves = false; ///< after Esc
    bool m_opening = false, m_syntaxChecked = true;
    int m_height = 0, m_caretLine = 0;
};

} // namespace relata::gui
