#include "python/syntax_failure.h"

#include "support/runtime.h"

namespace relata::python {

namespace {

/// CPython: tok->encoding, which is only known where the file names it. Columns are bytes otherwise.
bool names_its_encoding(const Source& source) {
    for (int number = 1; number <= 2; ++number) {
        const std::string_view line = source.line(number);
        const size_t text = line.find_first_not_of(" \t\f");
        if (text == std::string_view::npos) continue;
        if (line[text] != '#') return false;
        const size_t coding = line.find("coding", text);
        if (coding != std::string_view::npos && coding + 6 < line.size() && (line[coding + 6] == ':' || line[coding + 6] == '='))
            return true;
    }
    return false;
}

int code_points(std::string_view line, int byte_column) {
    if (byte_column < 0) return byte_column; // no place in the line: CPython's offset 0
    int count = 0;
    for (int i = 0; i < byte_column; ++i) // columns beyond the line count on: the line end is a place, too
        count += size_t(i) >= line.size() || (static_cast<unsigned char>(line[size_t(i)]) & 0xc0) != 0x80;
    return count;
}

} // namespace

Error to_error(Runtime& runtime, const Source& source, const SyntaxFailure& failure) {
    const bool own_text = !failure.text_line.empty();
    const std::string_view line = own_text ? std::string_view(failure.text_line) : source.line(failure.line);
    const std::string_view end_line = own_text ? line : source.line(failure.end_line);
    const bool in_characters = names_its_encoding(source);
    const auto column = [&](std::string_view text, int bytes) { return in_characters ? code_points(text, bytes) : bytes; };
    const int offset = column(line, failure.column) + 1;
    const bool has_end = failure.end_column >= 0;
    const int end_offset = has_end ? column(end_line, failure.end_column) + 1 : 0;
    const Value file = runtime.make_str(source.name());
    const Value text = runtime.make_str(std::string(line) + (own_text ? "" : "\n"));
    const Value end = has_end ? Value::small_int(failure.end_line) : Value::small_int(failure.line);
    const Value details = runtime.make_tuple({file, Value::small_int(failure.line), Value::small_int(offset),
                                              text, end, Value::small_int(has_end ? end_offset : offset)});
    return Error(failure.cls, std::vector<Value>{runtime.make_str(failure.message), details})
        .with("msg", runtime.make_str(failure.message))
        .with("filename", file)
        .with("lineno", Value::small_int(failure.line))
        .with("offset", Value::small_int(offset))
        .with("text", text)
        .with("end_lineno", end)
        .with("end_offset", Value::small_int(has_end ? end_offset : offset));
}

} // namespace relata::python
