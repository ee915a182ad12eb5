#include "course/pasted_code.h"

namespace relata::course {

std::string code_of_pasted_text(std::string_view text) {
    std::string out;
    bool fenced = false, is_code = false, any = false;
    for (size_t at = 0; at < text.size();) {
        const size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = text.substr(at, end - at);
        at = end + 1;
        const size_t begin = std::min(line.find_first_not_of(' '), line.size());
        const bool is_fence = begin < 4 && (line.substr(begin).starts_with("```") || line.substr(begin).starts_with("~~~"));
        if (is_fence) {
            const std::string_view word = line.substr(begin + 3);
            fenced = !fenced;
            is_code = fenced && (word.find_first_not_of(" \r") == std::string_view::npos || word.starts_with("py") || word.starts_with("Py"));
            any = any || is_code;
        } else if (fenced && is_code) {
            out += line;
        }
        out += '\n';
    }
    return any ? out : std::string(text);
}

} // namespace relata::course
