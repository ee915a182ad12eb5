#include "gui/editor/python_lexer.h"

#include "gui/settings/appearance.h"

namespace relata::gui {

PythonLexer::PythonLexer(QObject* parent) : QsciLexerPython(parent) {
    setHighlightSubidentifiers(false); // or `self.type` lights up
    setFoldCompact(false);
}

const char* PythonLexer::keywords(int set) const {
    if (set == 1)
        return "False None True and as assert async await break case class continue def del elif else except finally "
               "for from global if import in is lambda match nonlocal not or pass raise return try while with yield";
    if (set == 2)
        return "abs all any bool bytes dict enumerate filter float frozenset getattr hasattr int isinstance issubclass "
               "iter len list map max min next object print property range repr reversed round set setattr sorted "
               "staticmethod classmethod str sum super tuple type zip";
    return nullptr;
}

void PythonLexer::applyTheme(const Appearance& appearance) {
    const Theme& t = appearance.theme();
    const QFont font = appearance.codeFont();
    setDefaultFont(font);
    setDefaultColor(t.name);
    setDefaultPaper(t.code);
    for (int style = 0; style <= 31; ++style) {
        QFont f = font;
        QColor colour = t.name;
        switch (style) {
        case Comment:
        case CommentBlock:
            colour = t.comment;
            f.setItalic(true);
            break;
        case Keyword:
            colour = t.keyword;
            f.setBold(true);
            break;
        case HighlightedIdentifier: colour = t.number; break;
        case Number: colour = t.number; break;
        case ClassName:
        case FunctionMethodName: colour = t.definition; break;
        case Decorator: colour = t.decorator; break;
        case DoubleQuotedString:
        case SingleQuotedString:
        case TripleSingleQuotedString:
        case TripleDoubleQuotedString:
        case DoubleQuotedFString:
        case SingleQuotedFString:
        case TripleSingleQuotedFString:
        case TripleDoubleQuotedFString: colour = t.string; break;
        case UnclosedString: colour = t.bad; break;
        default: break;
        }
        setColor(colour, style);
        setPaper(t.code, style);
        setFont(f, style);
        setEolFill(false, style);
    }
}

} // namespace relata::gui
