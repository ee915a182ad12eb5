#include "fuzz/mutator.h"

#include <algorithm>
#include <cctype>

namespace relata::fuzz {

namespace {

struct Piece {
    size_t at, length;
};

/// Words, numbers, single signs; blanks between them are no pieces.
std::vector<Piece> tokens(std::string_view text) {
    std::vector<Piece> found;
    const auto is_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; };
    for (size_t i = 0; i < text.size();) {
        size_t end = i + 1;
        if (is_word(text[i]))
            while (end < text.size() && is_word(text[end])) ++end;
        if (!std::isspace(static_cast<unsigned char>(text[i]))) found.push_back({i, end - i});
        i = end;
    }
    return found;
}

std::vector<Piece> lines(std::string_view text) {
    std::vector<Piece> found;
    for (size_t i = 0; i < text.size();) {
        const size_t end = std::min(text.find('\n', i), text.size() - 1) + 1;
        found.push_back({i, end - i});
        i = end;
    }
    return found;
}

} // namespace

std::string Mutator::mutate(std::string text) {
    for (size_t count = 1 + below(5); count > 0; --count) change(text);
    return text;
}

void Mutator::change(std::string& text) {
    switch (below(10)) {
    case 0: return text.resize(below(text.size() + 1)); // cut off
    case 1: return change_byte(text);
    case 2:
    case 3: return change_line(text);
    default: return change_token(text);
    }
}

void Mutator::change_byte(std::string& text) {
    if (text.empty()) return;
    const size_t at = below(text.size());
    switch (below(4)) {
    case 0: text[at] = char(m_random()); break;
    case 1: text[at] = char(text[at] ^ (1 << below(8))); break;
    case 2: text.erase(at, 1); break;
    default: text.insert(at, 1, char(m_random())); break;
    }
}

void Mutator::change_token(std::string& text) {
    const std::vector<Piece> all = tokens(text);
    if (all.empty()) return;
    const Piece p = all[below(all.size())], other = all[below(all.size())];
    const std::string own = text.substr(p.at, p.length), others = text.substr(other.at, other.length);
    switch (below(6)) {
    case 0: text.erase(p.at, p.length); break;
    case 1: text.insert(p.at, own + " "); break;
    case 2: text.replace(p.at, p.length, others); break;
    case 3: { // many times over
        std::string many;
        for (size_t count = 1 + below(300); count > 0; --count) many += own;
        text.insert(p.at, many);
        break;
    }
    default: text.replace(p.at, p.length, m_words[below(m_words.size())]); break;
    }
}

void Mutator::change_line(std::string& text) {
    const std::vector<Piece> all = lines(text);
    if (all.empty()) return;
    const Piece p = all[below(all.size())], other = all[below(all.size())];
    const std::string own = text.substr(p.at, p.length), others = text.substr(other.at, other.length);
    switch (below(5)) {
    case 0: text.erase(p.at, p.length); break;
    case 1: text.insert(p.at, own); break;
    case 2: text.replace(p.at, p.length, others); break;
    case 3: text.insert(p.at, "    "); break; // one step in
    default: text.insert(p.at, others); break;
    }
}

} // namespace relata::fuzz
