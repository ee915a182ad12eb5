// Regular expressions: a backtracking matcher over a small program. CPython: Lib/re/_parser.py, Modules/_sre.
#pragma once

#include "support/runtime.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace relata::modules::regex {

enum Flag : uint32_t { ignore_case = 2, locale = 4, multiline = 8, dot_all = 16, unicode = 32, verbose = 64, ascii = 256 };

/// Which characters match: ranges and classes, perhaps negated.
struct CharacterSet {
    bool negated = false;
    std::vector<std::pair<uint32_t, uint32_t>> ranges;
    std::string classes; ///< letters of \d \D \w \W \s \S
};

enum class Op : uint8_t {
    character,     ///< a: the code point
    any,           ///< all but a newline
    any_all,
    set,           ///< a: index of the set
    repeat_one,    ///< the next instruction between a and b times; `greedy`, `possessive`; goes on behind it
    split,         ///< try a, then b
    jump,          ///< to a
    save,          ///< register a is the position
    loop_check,    ///< fail if the position is still what register a holds (an empty pass of a loop)
    line_start, line_end, text_start, text_end, text_end_newline, word_boundary, not_word_boundary,
    back_reference, ///< group a
    look,          ///< a: 1 ahead, 0 behind by b characters; the body follows and ends in `accept`; `negated`; goes on at `target`
    atomic,        ///< the body follows and ends in `accept`; goes on at `target`
    if_group,      ///< group a has matched: go on, else to b
    fail,
    accept
};

struct Instruction {
    Op op;
    bool greedy = true, possessive = false, negated = false, fold = false, ascii_only = false;
    uint32_t a = 0, b = 0, target = 0;
};

struct Program {
    std::vector<Instruction> code;
    std::vector<CharacterSet> sets;
    uint32_t groups = 0;    ///< without group 0
    uint32_t registers = 0; ///< two for each group, group 0 included, then those of loops
    uint32_t flags = 0;
    std::vector<std::pair<std::string, uint32_t>> names;
};

/// Throws re.error where the pattern is malformed.
Program compile(Runtime& runtime, const Str& pattern, uint32_t flags);

inline constexpr int64_t no_position = -1;

/// One text, decoded, against one program.
class Matcher {
  public:
    Matcher(Runtime& runtime, const Program& program, const std::u32string& text, size_t end)
        : m_runtime(runtime), m_program(program), m_text(text), m_end(end) {}
    /// Whether the program matches at `start` (with `whole`, up to the end of the text).
    bool match(size_t start, bool whole);
    /// The first match at or behind `start`. A match must not be empty at `not_empty_at`.
    bool search(size_t start, int64_t not_empty_at = no_position);
    const std::vector<int64_t>& registers() const { return m_registers; }

  private:
    struct Backtrack {
        enum class Kind : uint8_t { resume, restore, repeat } kind;
        uint32_t a;          ///< instruction, or register
        int64_t position;    ///< or the register's old value
        int64_t limit = 0;   ///< repeat: how far it may go
    };
    bool run(uint32_t pc, size_t position, size_t stack_base);
    bool step_back(size_t base, uint32_t& pc, size_t& position);
    bool matches_one(const Instruction& instruction, char32_t c) const;
    bool in_set(const CharacterSet& set, char32_t c, bool fold, bool ascii_only) const;
    bool is_word_at(int64_t index, bool ascii_only) const;
    bool at_boundary(size_t position, bool ascii_only) const;
    void set_register(uint32_t index, int64_t value);
    void charge();

    Runtime& m_runtime;
    const Program& m_program;
    const std::u32string& m_text;
    size_t m_end;
    std::vector<int64_t> m_registers;
    std::vector<Backtrack> m_stack;
    uint32_t m_steps = 0;
    size_t m_accepted = 0;
    bool m_whole = false;
    int64_t m_not_empty_at = no_position;
    size_t m_start = 0;
};

/// Throws re.error "message at position N", with its attributes. `position` counts code points of `pattern`.
[[noreturn]] void throw_error(Runtime& runtime, const std::string& message, const Str& pattern, size_t position);
/// The same where no place is known.
[[noreturn]] void throw_error(Runtime& runtime, const std::string& message);

/// The simple lower-case form that IGNORECASE compares.
char32_t fold(char32_t c);
bool in_class(char letter, char32_t c, bool ascii_only);

} // namespace relata::modules::regex
