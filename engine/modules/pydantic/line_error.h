// LineError: one thing that is wrong with an input. pydantic-core: src/errors/line_error.rs, types.rs.
#pragma once

#include "support/protocol.h"
#include "support/runtime.h"

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

namespace relata::modules {

struct LineError {
    std::vector<Value> location; ///< names and indexes, outermost first
    std::string type;            ///< "missing", "int_parsing"
    Value input;
    Ref<Dict> context;           ///< what the message's placeholders stand for; null where it has none
    std::string message_template{}; ///< of a PydanticCustomError alone
    bool show_context = true;
};

/// Thrown while one value is validated; collected where several are.
struct ValidationFailure {
    std::vector<LineError> errors;
    ValidationFailure() = default;
    explicit ValidationFailure(LineError error) { errors.push_back(std::move(error)); }
    /// Takes over the errors of a part of the input that stands at `location`.
    void append(ValidationFailure&& part, const Value& location);
    void append(ValidationFailure&& part);
};

using ErrorContext = std::initializer_list<std::pair<const char*, Value>>;
[[noreturn]] void fail(Runtime& runtime, const char* type, const Value& input, ErrorContext context = {});
Ref<Dict> error_context(Runtime& runtime, ErrorContext context);

/// The sentence of an error. `json`: the input was JSON text.
std::string render_message(Runtime& runtime, const LineError& error, bool json);
/// `{name}` in a template, replaced by str(context[name]). pydantic-core: PydanticCustomError.format_message.
std::string fill_template(Runtime& runtime, std::string text, const Dict* context);
bool is_error_type(std::string_view type);
/// A float as pydantic-core writes it in a sentence: 3.0 is "3".
std::string number_display(Runtime& runtime, const Value& number);

} // namespace relata::modules
