// CodeImage: a Code without its objects, from which any interpreter makes its own. What CPython's marshal is for.
#pragma once

#include "python/code.h"

#include <complex>
#include <gmpxx.h>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace relata::python {

class CodeImage {
  public:
    /// Empty where a constant is nothing that a literal makes.
    static std::optional<CodeImage> of(const Code& code);

    Ref<Code> make(Runtime& runtime) const;
    size_t bytes() const { return m_bytes; } ///< of memory, about

  private:
    struct Text {
        std::string text;
        bool is_interned;
    };
    /// Which of m_texts.
    struct TextIndex {
        uint32_t index;
    };
    struct BytesText {
        std::string bytes;
    };
    struct Part; ///< one code
    struct Constant;
    using Items = std::vector<Constant>;
    struct Constant {
        std::variant<Value, TextIndex, BytesText, double, std::complex<double>, mpz_class, Items, std::shared_ptr<const Part>> content;
    };
    struct Part {
        CodeBody body;
        uint32_t name, qualname, file;
        std::vector<uint32_t> varnames, cellvars, freevars, slot_names, names;
        Items constants;
        Constant docstring;
    };
    class Taker;
    class Maker;

    std::vector<Text> m_texts;
    std::shared_ptr<const Part> m_module;
    size_t m_bytes = 0;
};

} // namespace relata::python
