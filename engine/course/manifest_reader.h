// ManifestReader: reads a YAML file strictly: wrong kinds, missing and unknown keys are problems with line
// and remedy.
#pragma once

#include "course/setting.h"
#include "support/diagnostic.h"

#include <filesystem>
#include <initializer_list>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace relata::course {

/// The nearest of `known` to `word` (edit distance at most a third of its length), or empty.
std::string nearest_word(std::string_view word, std::span<const std::string_view> known);

/// Parses a YAML file (at most 1 MB, nesting at most 32, no aliases) into Settings.
ErrorOr<Setting> read_yaml(const std::filesystem::path& file);
ErrorOr<Setting> parse_yaml(std::string_view text, const std::string& file_name);

/// Reads the keys of one map. Problems are collected, not thrown: an author sees all of them at once.
class ManifestReader {
  public:
    ManifestReader(const Setting& map, std::string file, std::string where,
                   std::vector<Diagnostic>& problems);

    /// Each of these remembers the key as known. A missing optional key gives the default.
    std::string text(std::string_view key, std::optional<std::string> otherwise = std::nullopt);
    int64_t integer(std::string_view key, std::optional<int64_t> otherwise = std::nullopt);
    double number(std::string_view key, std::optional<double> otherwise = std::nullopt);
    bool boolean(std::string_view key, bool otherwise);
    std::vector<std::string> texts(std::string_view key); ///< a list of texts, or one text
    /// One word of a closed set; its index.
    size_t one_of(std::string_view key, std::span<const std::string_view> words,
                  std::optional<size_t> otherwise = std::nullopt);
    /// The raw setting, or null where the key is missing.
    const Setting* find(std::string_view key);
    /// A reader for each map of a list of maps.
    std::vector<ManifestReader> maps(std::string_view key);
    std::optional<ManifestReader> map(std::string_view key);

    /// Every key that nobody has asked for.
    std::vector<std::pair<std::string, Setting>> rest() const;
    /// Reports every key that nobody has asked for, with "did you mean".
    void refuse_unknown_keys();
    void problem(const Setting* at, std::string message, std::string hint = {});
    int line() const { return m_map.line(); }

  private:
    const Setting* require(std::string_view key, bool optional);
    const Setting& m_map;
    std::string m_file, m_where;
    std::vector<Diagnostic>* m_problems;
    std::set<std::string, std::less<>> m_known;
};

} // namespace relata::course
