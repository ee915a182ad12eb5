#include "support/diagnostic.h"

namespace relata {

std::string Diagnostic::to_string() const {
    std::string text;
    if (!file.empty()) {
        text = file;
        if (line) text += ":" + std::to_string(line);
        if (line && column) text += ":" + std::to_string(column);
        text += ": ";
    }
    text += message;
    if (!hint.empty()) text += "\n  " + hint;
    return text;
}

} // namespace relata
