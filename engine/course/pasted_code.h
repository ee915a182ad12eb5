// Code that was pasted with the text around it, as assistants answer: Markdown with fenced blocks.
#pragma once

#include <string>
#include <string_view>

namespace relata::course {

/// The Python blocks of such a text; every other line is blank, so that line numbers stay. A text without fences is
/// given back as it is.
std::string code_of_pasted_text(std::string_view text);

} // namespace relata::course
