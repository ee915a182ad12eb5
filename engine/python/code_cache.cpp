#include "python/code_cache.h"

namespace relata::python {

CodeCache& CodeCache::of_process() {
    static CodeCache cache;
    return cache;
}

std::string CodeCache::key_of(std::string_view name, std::string_view text, CompileMode mode) {
    std::string key;
    key.reserve(name.size() + text.size() + 2);
    key += char('0' + int(mode));
    key += name;
    key += '\0';
    key += text;
    return key;
}

Ref<Code> CodeCache::find(Runtime& runtime, std::string_view name, std::string_view text, CompileMode mode) {
    std::shared_ptr<const CodeImage> image;
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_images.find(key_of(name, text, mode));
        if (found == m_images.end()) return nullptr;
        image = found->second;
    }
    return image->make(runtime);
}

void CodeCache::add(const Code& code, std::string_view name, std::string_view text, CompileMode mode) {
    std::optional<CodeImage> image = CodeImage::of(code);
    if (!image) return;
    std::string key = key_of(name, text, mode);
    const size_t bytes = key.size() + image->bytes();
    if (bytes > limit / 8) return;
    const std::lock_guard lock(m_mutex);
    if (m_bytes + bytes > limit) {
        m_images.clear();
        m_bytes = 0;
    }
    if (m_images.try_emplace(std::move(key), std::make_shared<CodeImage>(std::move(*image))).second) m_bytes += bytes;
}

} // namespace relata::python
