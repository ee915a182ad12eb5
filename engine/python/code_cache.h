// CodeCache: the code of texts that an interpreter of this process has compiled. CPython keeps .pyc files for this; a
// grader runs the same files again and again.
#pragma once

#include "python/code_image.h"
#include "python/compiler.h"

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace relata::python {

/// Thread-safe. Holds `limit` bytes at most: what would be too much empties it first.
class CodeCache {
  public:
    static constexpr size_t limit = 32u << 20;
    static CodeCache& of_process();

    /// The code of `text`, compiled as the file `name`; null where it is not known.
    Ref<Code> find(Runtime& runtime, std::string_view name, std::string_view text, CompileMode mode);
    void add(const Code& code, std::string_view name, std::string_view text, CompileMode mode);

  private:
    static std::string key_of(std::string_view name, std::string_view text, CompileMode mode);

    std::mutex m_mutex;
    std::unordered_map<std::string, std::shared_ptr<const CodeImage>> m_images;
    size_t m_bytes = 0;
};

} // namespace relata::python
