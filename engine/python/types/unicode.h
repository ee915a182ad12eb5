// Code points: UTF-8 in and out, and the properties of characters that str's methods ask for.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace relata::python {

/// The code point at `at`, which moves behind it. `text` is valid UTF-8 (lone surrogates in three bytes
/// included).
uint32_t next_code_point(std::string_view text, size_t& at);
void append_code_point(std::string& text, uint32_t code);
size_t code_point_count(std::string_view text);

bool is_space_char(uint32_t c);
bool is_line_break(uint32_t c);
bool is_alpha_char(uint32_t c);
bool is_decimal_char(uint32_t c);
bool is_upper_char(uint32_t c);
bool is_lower_char(uint32_t c);
bool is_printable_char(uint32_t c);
bool is_identifier_start(uint32_t c);
bool is_identifier_part(uint32_t c);
/// One character may become several: "ß" to "SS".
void append_upper(std::string& text, uint32_t c);
void append_lower(std::string& text, uint32_t c);
void append_title(std::string& text, uint32_t c);

} // namespace relata::python
