#include "course/manifest_reader.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <fstream>
#include <numeric>
#include <sstream>

namespace relata::course {

namespace {

constexpr size_t max_file_bytes = 1 << 20;
constexpr int max_depth = 32;
constexpr size_t max_size = 200'000;

Setting convert_scalar(const YAML::Node& node, int line) {
    const std::string& text = node.Scalar();
    if (node.Tag() == "!") return {text, line}; // quoted: always text
    bool b;
    if ((text == "true" || text == "false") && YAML::convert<bool>::decode(node, b)) return {b, line};
    int64_t i;
    if (!text.empty() && text.find_first_not_of("+-0123456789") == std::string::npos &&
        YAML::convert<int64_t>::decode(node, i))
        return {i, line};
    double d;
    if (!text.empty() && text.find_first_not_of("+-0123456789.eE") == std::string::npos &&
        text.find_first_of("0123456789") != std::string::npos && YAML::convert<double>::decode(node, d))
        return {d, line};
    return {text, line};
}

/// `size`: settings so far, long texts counting as several. An alias can make a small file unfold into an endless one.
Setting convert(const YAML::Node& node, int depth, size_t& size) {
    const int line = node.Mark().line + 1;
    if (depth > max_depth) throw YAML::ParserException(node.Mark(), "nested too deeply");
    size += 1 + (node.IsScalar() ? node.Scalar().size() / 16 : 0);
    if (size > max_size) throw YAML::ParserException(node.Mark(), "more settings than a manifest can need");
    switch (node.Type()) {
    case YAML::NodeType::Undefined:
    case YAML::NodeType::Null: return {std::monostate(), line};
    case YAML::NodeType::Scalar: return convert_scalar(node, line);
    case YAML::NodeType::Sequence: {
        Setting::List list;
        for (const auto& item : node) list.push_back(convert(item, depth + 1, size));
        return {std::move(list), line};
    }
    case YAML::NodeType::Map: {
        Setting::Map map;
        for (const auto& item : node) {
            if (!item.first.IsScalar()) throw YAML::ParserException(item.first.Mark(), "a key must be a word");
            if (!map.emplace(item.first.Scalar(), convert(item.second, depth + 1, size)).second)
                throw YAML::ParserException(item.first.Mark(), "the key '" + item.first.Scalar() + "' stands twice");
        }
        return {std::move(map), line};
    }
    }
    return {};
}

size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), size_t(0));
    for (size_t i = 1; i <= a.size(); ++i) {
        size_t diagonal = std::exchange(row[0], i);
        for (size_t j = 1; j <= b.size(); ++j) {
            const size_t substitute = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, substitute});
        }
    }
    return row.back();
}

} // namespace

std::string Setting::kind_name() const {
    static constexpr const char* names[] = {"nothing", "true or false", "a number", "a number", "a text", "a list", "a map"};
    return names[m_data.index()];
}

std::string nearest_word(std::string_view word, std::span<const std::string_view> known) {
    std::string_view best;
    size_t best_distance = std::max<size_t>(2, word.size() / 3) + 1;
    for (std::string_view k : known)
        if (const size_t distance = edit_distance(word, k); distance < best_distance) {
            best = k;
            best_distance = distance;
        }
    return std::string(best);
}

ErrorOr<Setting> parse_yaml(std::string_view text, const std::string& file_name) {
    if (text.size() > max_file_bytes) return Diagnostic{.message = "the file is larger than 1 MB", .file = file_name};
    try {
        size_t size = 0;
        return convert(YAML::Load(std::string(text)), 0, size);
    } catch (const YAML::Exception& e) {
        return Diagnostic{.message = "not valid YAML: " + e.msg,
                          .file = file_name,
                          .line = e.mark.line + 1,
                          .column = e.mark.column + 1,
                          .hint = "check the indentation and the quotes around this place"};
    }
}

ErrorOr<Setting> read_yaml(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return Diagnostic{.message = "the file cannot be read", .file = file.string()};
    std::string text(max_file_bytes + 1, '\0');
    in.read(text.data(), std::streamsize(text.size()));
    text.resize(size_t(in.gcount()));
    return parse_yaml(text, file.string());
}

ManifestReader::ManifestReader(const Setting& map, std::string file, std::string where, std::vector<Diagnostic>& problems)
    : m_map(map), m_file(std::move(file)), m_where(std::move(where)), m_problems(&problems) {
    if (!map.as<Setting::Map>()) problem(&map, m_where + " must be a map of keys and values, not " + map.kind_name());
}

void ManifestReader::problem(const Setting* at, std::string message, std::string hint) {
    m_problems->push_back({.message = std::move(message),
                           .file = m_file,
                           .line = at ? at->line() : m_map.line(),
                           .hint = std::move(hint)});
}

const Setting* ManifestReader::find(std::string_view key) {
    m_known.emplace(key);
    const auto* map = m_map.as<Setting::Map>();
    if (!map) return nullptr;
    const auto found = map->find(std::string(key));
    return found == map->end() || found->second.is_null() ? nullptr : &found->second;
}

const Setting* ManifestReader::require(std::string_view key, bool optional) {
    const Setting* found = find(key);
    if (!found && !optional && m_map.as<Setting::Map>())
        problem(nullptr, m_where + " lacks '" + std::string(key) + "'");
    return found;
}

std::string ManifestReader::text(std::string_view key, std::optional<std::string> otherwise) {
    const Setting* found = require(key, otherwise.has_value());
    if (!found) return otherwise.value_or("");
    if (const auto* s = found->as<std::string>()) return *s;
    if (const auto* i = found->as<int64_t>()) return std::to_string(*i);
    problem(found, "'" + std::string(key) + "' must be a text, not " + found->kind_name());
    return otherwise.value_or("");
}

int64_t ManifestReader::integer(std::string_view key, std::optional<int64_t> otherwise) {
    const Setting* found = require(key, otherwise.has_value());
    if (!found) return otherwise.value_or(0);
    if (const auto* i = found->as<int64_t>()) return *i;
    problem(found, "'" + std::string(key) + "' must be a whole number, not " + found->kind_name());
    return otherwise.value_or(0);
}

double ManifestReader::number(std::string_view key, std::optional<double> otherwise) {
    const Setting* found = require(key, otherwise.has_value());
    if (!found) return otherwise.value_or(0);
    if (const auto* i = found->as<int64_t>()) return double(*i);
    if (const auto* d = found->as<double>()) return *d;
    problem(found, "'" + std::string(key) + "' must be a number, not " + found->kind_name());
    return otherwise.value_or(0);
}

bool ManifestReader::boolean(std::string_view key, bool otherwise) {
    const Setting* found = find(key);
    if (!found) return otherwise;
    if (const auto* b = found->as<bool>()) return *b;
    problem(found, "'" + std::string(key) + "' must be true or false, not " + found->kind_name());
    return otherwise;
}

std::vector<std::string> ManifestReader::texts(std::string_view key) {
    const Setting* found = find(key);
    if (!found) return {};
    if (const auto* s = found->as<std::string>()) return {*s};
    const auto* list = found->as<Setting::List>();
    if (!list) {
        problem(found, "'" + std::string(key) + "' must be a list of texts, not " + found->kind_name());
        return {};
    }
    std::vector<std::string> result;
    for (const Setting& item : *list) {
        if (const auto* s = item.as<std::string>())
            result.push_back(*s);
        else
            problem(&item, "'" + std::string(key) + "' holds " + item.kind_name() + " where a text must stand");
    }
    return result;
}

size_t ManifestReader::one_of(std::string_view key, std::span<const std::string_view> words,
                              std::optional<size_t> otherwise) {
    const Setting* found = require(key, otherwise.has_value());
    if (!found) return otherwise.value_or(0);
    const auto* s = found->as<std::string>();
    if (s)
        for (size_t i = 0; i < words.size(); ++i)
            if (words[i] == *s) return i;
    std::string all;
    for (std::string_view w : words) all += (all.empty() ? "" : " | ") + std::string(w);
    const std::string near = s ? nearest_word(*s, words) : std::string();
    problem(found, "'" + std::string(key) + "' must be one of: " + all,
            near.empty() ? "" : "did you mean '" + near + "'?");
    return otherwise.value_or(0);
}

std::vector<ManifestReader> ManifestReader::maps(std::string_view key) {
    std::vector<ManifestReader> result;
    const Setting* found = find(key);
    if (!found) return result;
    const auto* list = found->as<Setting::List>();
    if (!list) {
        problem(found, "'" + std::string(key) + "' must be a list, not " + found->kind_name());
        return result;
    }
    for (const Setting& item : *list)
        result.emplace_back(item, m_file, "an entry of '" + std::string(key) + "'", *m_problems);
    return result;
}

std::optional<ManifestReader> ManifestReader::map(std::string_view key) {
    const Setting* found = find(key);
    if (!found) return std::nullopt;
    return ManifestReader(*found, m_file, "'" + std::string(key) + "'", *m_problems);
}

std::vector<std::pair<std::string, Setting>> ManifestReader::rest() const {
    std::vector<std::pair<std::string, Setting>> result;
    if (const auto* map = m_map.as<Setting::Map>())
        for (const auto& [key, value] : *map)
            if (!m_known.contains(key)) result.emplace_back(key, value);
    return result;
}

void ManifestReader::refuse_unknown_keys() {
    const std::vector<std::string_view> known(m_known.begin(), m_known.end());
    for (const auto& [key, value] : rest()) {
        const std::string near = nearest_word(key, known);
        problem(&value, "unknown key '" + key + "' in " + m_where, near.empty() ? "" : "did you mean '" + near + "'?");
    }
}

} // namespace relata::course
