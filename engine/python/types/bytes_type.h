// Encoding and decoding, as str.encode, bytes.decode and str(bytes, encoding) do.
#pragma once

#include "python/type_builder.h"
#include "support/runtime.h"

#include <string>
#include <string_view>

namespace relata::python {

struct ByteArrayTag {}; ///< type_for: bytearray

/// utf-8, ascii, latin-1 with strict, ignore, replace (and backslashreplace, xmlcharrefreplace for encoding).
/// LookupError for another encoding.
std::string encode_text(Runtime& runtime, std::string_view text, std::string_view encoding,
                        std::string_view errors);
Ref<Str> decode_bytes(Runtime& runtime, const Value& bytes, std::string_view encoding,
                      std::string_view errors);

/// bytes and bytearray hold their characters alike; empty where `v` is neither.
bool bytes_view(const Value& v, std::string_view& view);
std::string quote_bytes(std::string_view bytes);

/// The methods that bytes and bytearray have in common with str: count, center, partition, isalpha, ...
void add_text_methods(TypeBuilder& b);

} // namespace relata::python
