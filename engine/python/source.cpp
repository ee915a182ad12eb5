#include "python/source.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

namespace relata::python {

Source::Source(std::string name, std::string_view text) : m_name(std::move(name)) {
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    m_text.reserve(text.size() + 1);
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r') {
            m_text += '\n';
            if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
        } else {
            m_text += text[i];
        }
    }
    m_ascii = std::ranges::none_of(m_text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    m_line_starts.push_back(0);
    for (size_t i = 0; i < m_text.size(); ++i)
        if (m_text[i] == '\n' && i + 1 < m_text.size()) m_line_starts.push_back(i + 1);
}

std::string_view Source::line(int number) const {
    if (number < 1 || number > line_count()) return {};
    const size_t start = m_line_starts[size_t(number) - 1];
    const bool is_last = number == line_count();
    size_t end = is_last ? m_text.size() : m_line_starts[size_t(number)];
    if (end > start && m_text[end - 1] == '\n') --end;
    return std::string_view(m_text).substr(start, end - start);
}

namespace {

int code_points(std::string_view bytes) {
    size_t continuing = 0, at = 0;
    for (uint64_t eight; at + sizeof eight <= bytes.size(); at += sizeof eight) {
        std::memcpy(&eight, bytes.data() + at, sizeof eight);
        continuing += size_t(std::popcount(eight & ~eight << 1 & 0x8080808080808080u));
    }
    for (; at < bytes.size(); ++at) continuing += (static_cast<unsigned char>(bytes[at]) & 0xc0) == 0x80;
    return int(bytes.size() - continuing);
}

} // namespace

int Source::column_in_code_points(int line_number, int byte_column) const {
    const std::string_view whole = line(line_number);
    const size_t column = std::min(size_t(std::max(byte_column, 0)), whole.size());
    if (m_ascii) return int(column);
    if (column <= stride) return code_points(whole.substr(0, column));
    std::vector<int>& counts = m_counts[line_number];
    if (counts.empty())
        for (size_t at = 0; at < whole.size(); at += stride)
            counts.push_back((at ? counts.back() : 0) + code_points(whole.substr(at, stride)));
    const size_t block = column / stride;
    return counts[block - 1] + code_points(whole.substr(block * stride, column - block * stride));
}

} // namespace relata::python
