// Mutator: changes a text a little, the same way for the same seed.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace relata::fuzz {

/// Bytes, tokens and lines are dropped, doubled, exchanged, cut off or replaced by what programs and manifests are made of.
class Mutator {
  public:
    /// `words`: what may be put in.
    Mutator(uint32_t seed, std::vector<std::string_view> words) : m_random(seed), m_words(std::move(words)) {}
    /// One to five changes.
    std::string mutate(std::string text);

  private:
    size_t below(size_t limit) { return limit ? m_random() % limit : 0; }
    void change(std::string& text);
    void change_byte(std::string& text);
    void change_token(std::string& text);
    void change_line(std::string& text);

    std::mt19937 m_random; ///< the standard fixes its numbers; distributions it does not
    std::vector<std::string_view> m_words;
};

} // namespace relata::fuzz
