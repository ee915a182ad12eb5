// PythonLexer: QScintilla's Python lexer with the keywords of 3.11 and the theme's colours.
#pragma once

#include <Qsci/qscilexerpython.h>

namespace relata::gui {

class Appearance;

class PythonLexer : public QsciLexerPython {
    Q_OBJECT
  public:
    explicit PythonLexer(QObject* parent);
    const char* keywords(int set) const override;
    /// Colours are cached by the base class, so a new theme has to be told to each style.
    void applyTheme(const Appearance& appearance);
};

} // namespace relata::gui
