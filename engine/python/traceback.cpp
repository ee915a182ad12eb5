// The text of a traceback (CPython's Lib/traceback.py and Python/pythonrun.c).
#include "python/traceback_text.h"
#include "python/evaluation.h"
#include "python/exception_types.h"
#include "python/suggestions.h"
#include "python/type_builder.h"
#include "support/protocol.h"

#include <algorithm>
#include <unordered_set>

namespace relata::python {

namespace {

size_t code_points(std::string_view text) {
    return size_t(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::string_view strip_left(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t' || text.front() == '\f'))
        text.remove_prefix(1);
    return text;
}
std::string_view strip_right(std::string_view text) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\f'))
        text.remove_suffix(1);
    return text;
}

/// Where the operator of a binary operation, or the brackets of a subscript, stand in the underlined text.
struct Anchors {
    size_t from = 0, to = 0;
};

/// CPython: _extract_caret_anchors_from_line_segment, which parses the text; here the operation is known.
Anchors find_anchors(std::string_view text, const Instruction& instruction) {
    static constexpr std::string_view symbols[] = {"+",  "-",  "*",  "@", "/", "//", "%",
                                                   "**", "<<", ">>", "&", "|", "^"};
    const bool binary = instruction.op == Op::BINARY_OP;
    const bool subscripted = instruction.op == Op::BINARY_SUBSCR || instruction.op == Op::STORE_SUBSCR || instruction.op == Op::DELETE_SUBSCR;
    if (!binary && !subscripted) return {};
    std::vector<size_t> open;
    size_t subscript = std::string_view::npos;
    Anchors found;
    char quote = 0;
    for (size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quote) {
            if (c == '\\')
                ++i;
            else if (c == quote)
                quote = 0;
            continue;
        }
        if (c == '\'' || c == '"') {
            quote = c;
        } else if (c == '(' || c == '[' || c == '{') {
            open.push_back(i);
        } else if (c == ')' || c == ']' || c == '}') {
            if (open.empty()) return {};
            if (open.size() == 1 && c == ']') subscript = open.back();
            open.pop_back();
        } else if (binary && open.empty() && i > 0) {
            const std::string_view symbol = symbols[instruction.arg];
            const bool doubled =
                i + 1 < text.size() && text[i + 1] == c && (c == '*' || c == '/' || c == '<' || c == '>');
            const std::string_view here = text.substr(i, doubled ? 2 : 1);
            if (here == symbol && (found.to == 0 || symbol != "**")) {
                // `-` after another operator is a sign.
                const std::string_view before = strip_right(text.substr(0, i));
                if (!before.empty() &&
                    std::string_view("+-*@/%<>&|^~").find(before.back()) == std::string_view::npos)
                    found = {i, i + symbol.size()};
            }
            if (doubled) ++i;
        }
    }
    if (binary) return found;
    if (subscript != std::string_view::npos && subscript > 0 && text.back() == ']')
        return {strip_right(text.substr(0, subscript)).size(), text.size()};
    return {};
}

/// The line of `~~~^^^` under a source line, or empty.
std::string carets(std::string_view line, const Code& code, uint32_t index) {
    const Position& at = code.position(index);
    if (at.line == 0 || (at.column == 0 && at.end_column == 0 && at.line == at.end_line)) return {};
    const std::string_view stripped = strip_right(strip_left(line));
    const size_t indent = line.size() - strip_left(line).size();
    const size_t start = size_t(at.column);
    const bool one_line = at.line == at.end_line;
    const size_t end = one_line ? size_t(at.end_column) : indent + code_points(stripped);
    if (start < indent || end <= start) return {};
    Anchors anchors;
    if (one_line) {
        // Columns count code points; the operators looked for are ASCII.
        size_t byte = 0, column = 0, from = line.size(), to = line.size();
        for (; byte <= line.size(); ++byte) {
            if (byte < line.size() && (static_cast<unsigned char>(line[byte]) & 0xc0) == 0x80) continue;
            if (column == start) from = byte;
            if (column == end) to = byte;
            ++column;
        }
        if (from < to) {
            const std::string_view segment = line.substr(from, to - from);
            anchors = find_anchors(segment, code.instructions[index]);
            anchors = {code_points(segment.substr(0, anchors.from)),
                       code_points(segment.substr(0, anchors.to))};
        }
    }
    const size_t length = end - start;
    if (length >= code_points(strip_left(line)) && anchors.to == anchors.from) return {};
    std::string text(4 + start - indent, ' ');
    if (anchors.to > anchors.from)
        text += std::string(anchors.from, '~') + std::string(anchors.to - anchors.from, '^') +
                std::string(length - anchors.to, '~');
    else
        text += std::string(length, '^');
    return text + "\n";
}

std::string head_of(const Traceback& tb) {
    const Code& code = tb.code().get<Code>();
    return "  File \"" + std::string(code.file->view()) + "\", line " + std::to_string(tb.line()) + ", in " +
           std::string(code.name->view()) + "\n";
}

/// The line of an entry and its carets.
std::string source_of(Interpreter& in, const Traceback& tb) {
    const Code& code = tb.code().get<Code>();
    const std::string_view line = in.source_line(std::string(code.file->view()), tb.line());
    const std::string_view shown = strip_left(line);
    return shown.empty() ? "" : "    " + std::string(shown) + "\n" + carets(line, code, uint32_t(tb.instruction()));
}

std::string format_entries(Interpreter& in, Value entry) {
    std::string text, last;
    size_t repeated = 0;
    auto fold = [&] {
        if (repeated > 3)
            text += "  [Previous line repeated " + std::to_string(repeated - 3) + " more time" +
                    (repeated - 3 == 1 ? "" : "s") + "]\n";
    };
    for (; entry.is_set() && !entry.is_none(); entry = Value(entry.get<Traceback>().next())) {
        const auto& tb = entry.get<Traceback>();
        if (tb.code().get<Code>().is_frozen()) continue;
        const std::string head = head_of(tb);
        if (head != last) {
            fold();
            last = head;
            repeated = 0;
        }
        if (++repeated > 3) continue;
        text += head + source_of(in, tb);
    }
    fold();
    return text;
}

/// CPython: TracebackException._format_syntax_error
std::string format_syntax_error(Interpreter& in, const Value& exception) {
    auto member = [&](const char* name) { return get_attribute(in, exception, name); };
    std::string text;
    const Value line_number = member("lineno");
    if (line_number.is_small_int()) {
        const Value file = member("filename");
        text += "  File \"" + (file.as<Str>() ? str_text(in, file) : std::string("<string>")) + "\", line " +
                str_text(in, line_number) + "\n";
    }
    if (const Value source = member("text"); source.as<Str>()) {
        std::string line(source.get<Str>().view());
        while (!line.empty() && (line.back() == '\n' || line.back() == '\r'))
            line.pop_back();
        const std::string_view shown = strip_left(line);
        const int64_t removed = int64_t(line.size() - shown.size());
        text += "    " + std::string(shown) + "\n";
        if (const Value offset_value = member("offset"); offset_value.is_small_int()) {
            const int64_t offset = offset_value.as_small_int();
            const Value end_line = member("end_lineno"), end_value = member("end_offset");
            int64_t end = offset;
            if (end_value.is_small_int() && (end_line.is_none() || end_line.is(line_number)))
                end = end_value.as_small_int();
            else if (end_line.is_small_int() && !end_line.is(line_number))
                end = int64_t(code_points(line)) + 1;
            const bool alone = exception.as_object()->type().is_subtype_of(in.exception_type(Exc::IndentationError)); // CPython: print_error_text
            if (offset == end || end <= 0 || alone) end = offset + 1;
            const int64_t column = offset - 1 - removed;
            if (column >= 0)
                text += "    " + std::string(size_t(column), ' ') +
                        std::string(size_t(std::max<int64_t>(1, end - offset)), '^') + "\n";
        }
    }
    const Value message = member("msg");
    return text + exception_type_name(exception.as_object()->type()) + ": " +
           (message.is_none() ? "<no detail available>" : str_text(in, message)) + "\n";
}

std::string last_lines(Interpreter& in, const Value& exception) {
    Type& type = exception.as_object()->type();
    std::string text;
    if (type.is_subtype_of(in.exception_type(Exc::SyntaxError))) {
        text = format_syntax_error(in, exception);
    } else {
        const std::string message = exception_message(in, exception);
        text = exception_type_name(type) + (message.empty() ? "" : ": " + message) +
               suggestion_for(in, exception) + "\n";
    }
    const Value notes = find_attribute(in, exception, "__notes__");
    if (notes.is_set() && notes.as<List>())
        for (const Value& note : notes.get<List>().items())
            text += str_text(in, note) + "\n";
    return text;
}

/// Writes exceptions; those inside of a group stand behind a margin. CPython: TracebackException.format,
/// _ExceptionPrintContext (Lib/traceback.py).
class ExceptionWriter {
  public:
    explicit ExceptionWriter(Interpreter& in) : m_in(in) {}

    /// The exception, and before it those that led to it: a list, for it may be long.
    void chain(const Value& exception) {
        std::vector<std::pair<Value, const char*>> all; // each with the sentence behind it
        const char* sentence = nullptr;
        for (Value one = exception; one.is_set();) {
            m_seen.insert(one.as_object());
            const auto& object = one.get<ExceptionObject>();
            all.emplace_back(one, sentence);
            const bool caused = object.cause.is_set();
            sentence = caused ? "\nThe above exception was the direct cause of the following exception:\n\n"
                              : "\nDuring handling of the above exception, another exception occurred:\n\n";
            const Value before = caused ? object.cause : object.suppress_context ? Value() : object.context;
            one = before.is_set() && !m_seen.count(before.as_object()) ? before : Value();
        }
        for (size_t i = all.size(); i-- > 0;) {
            const bool needs_close = m_needs_close;
            one_exception(all[i].first);
            if (!all[i].second) continue;
            m_needs_close = needs_close; // CPython: print_chained (Python/pythonrun.c)
            emit(all[i].second);
        }
    }
    std::string text;

  private:
    static constexpr size_t max_depth = 10, max_width = 15;
    static constexpr const char* line = "----------------";

    void one_exception(const Value& exception) {
        if (!exception.as_object()->type().is_subtype_of(m_in.exception_type(Exc::BaseExceptionGroup)))
            alone(exception, "Traceback");
        else if (m_depth > max_depth)
            emit("... (max_group_depth is " + std::to_string(max_depth) + ")\n");
        else
            group(exception);
    }
    std::string indentation() const { return std::string(2 * m_depth, ' '); }
    void emit(std::string_view lines, char margin = '|') {
        const std::string prefix = m_depth > 0 ? indentation() + margin + ' ' : "";
        while (!lines.empty()) {
            const size_t end = std::min(lines.find('\n'), lines.size());
            text.append(prefix).append(lines.substr(0, end)).append("\n");
            lines.remove_prefix(std::min(end + 1, lines.size()));
        }
    }
    void alone(const Value& exception, const std::string& title, char margin = '|') {
        const auto& object = exception.get<ExceptionObject>();
        if (object.traceback.is_set()) {
            emit(title + " (most recent call last):\n", margin);
            emit(format_entries(m_in, object.traceback));
        }
        emit(last_lines(m_in, exception));
    }
    void group(const Value& exception) {
        const bool outermost = m_depth == 0;
        if (outermost) ++m_depth;
        alone(exception, "Exception Group Traceback", outermost ? '+' : '|');
        const std::vector<Value> members = to_vector(m_in, get_attribute(m_in, exception, "exceptions"));
        const size_t count = std::min(members.size(), max_width + 1);
        m_needs_close = false;
        for (size_t i = 0; i < count; ++i) {
            const bool is_last = i + 1 == count, is_cut = i >= max_width;
            if (is_last) m_needs_close = true;
            text += indentation() + (i == 0 ? "+-+" : "  +") + line + " " + (is_cut ? "..." : std::to_string(i + 1)) + " " + line + "\n";
            ++m_depth;
            const size_t more = members.size() - max_width;
            if (is_cut)
                emit("and " + std::to_string(more) + " more exception" + (more > 1 ? "s" : "") + "\n");
            else
                chain(members[i]);
            if (is_last && m_needs_close) {
                text += indentation() + "+------------------------------------\n";
                m_needs_close = false;
            }
            --m_depth;
        }
        if (outermost) m_depth = 0;
    }

    Interpreter& m_in;
    std::unordered_set<const Object*> m_seen;
    size_t m_depth = 0; ///< of groups, one inside of the other
    bool m_needs_close = false;
};

class EndedFrame final : public Container {
  public:
    EndedFrame(Type& type, Value its_entry) : Container(type), entry(std::move(its_entry)) {}
    void clear_references() override { entry.reset(); }
    Value entry;
};

} // namespace

std::string format_exception(Interpreter& interpreter, const Value& exception) {
    ExceptionWriter writer(interpreter);
    writer.chain(exception);
    return std::move(writer.text);
}

std::string format_entry(Interpreter& in, const Value& traceback) {
    const auto& tb = traceback.get<Traceback>();
    return tb.code().get<Code>().is_frozen() ? "" : head_of(tb) + source_of(in, tb);
}

std::string format_exception_only(Interpreter& in, const Value& exception) { return last_lines(in, exception); }

void make_traceback_type(Runtime& runtime) {
    // What is left of a frame once it ended: where it stood.
    TypeBuilder f(runtime, "frame");
    f.property("f_code", [](Runtime&, const Value& self) -> Value { return self.get<EndedFrame>().entry.get<Traceback>().code(); });
    f.property("f_lineno", [](Runtime&, const Value& self) {
        return Value::small_int(self.get<EndedFrame>().entry.get<Traceback>().line());
    });
    runtime.set_type_for<EndedFrame>(f.flag(Type::final_type).finish());
    TypeBuilder b(runtime, "traceback");
    b.property("tb_frame", [](Runtime& r, const Value& self) -> Value { return r.make<EndedFrame>(r.type_for<EndedFrame>(), self); });
    b.property("tb_next", [](Runtime&, const Value& self) -> Value { return self.get<Traceback>().next(); });
    b.property("tb_lineno",
               [](Runtime&, const Value& self) { return Value::small_int(self.get<Traceback>().line()); });
    b.property("tb_lasti", [](Runtime&, const Value& self) {
        return Value::small_int(self.get<Traceback>().instruction());
    });
    runtime.set_type(BuiltinType::traceback, b.flag(Type::final_type).finish());
}

} // namespace relata::python
