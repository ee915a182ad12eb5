// Warnings: recorded all, shown as CPython's filters say (Lib/warnings.py).
#include "python/evaluation.h"
#include "python/exception_object.h"
#include "python/interpreter.h"
#include "support/protocol.h"

#include <algorithm>
#include <cctype>

namespace relata::python {

namespace {

/// Does `text` begin as the pattern of filterwarnings(message=...) says, whatever the case? Of regular expressions it knows what
/// is written there: text, `.`, `.*`, `\.` and `^`.
bool message_matches(std::string_view text, std::string_view pattern) {
    if (pattern.starts_with('^')) pattern.remove_prefix(1);
    size_t at = 0, star_text = std::string_view::npos, star_pattern = 0, p = 0;
    const auto same = [&](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
    };
    for (;;) {
        if (p == pattern.size()) return true;
        if (pattern.substr(p, 2) == ".*") {
            star_pattern = p += 2;
            star_text = at;
            continue;
        }
        const bool escaped = pattern[p] == '\\' && p + 1 < pattern.size();
        const char wanted = pattern[p + escaped];
        if (at < text.size() && ((wanted == '.' && !escaped) || same(text[at], wanted))) {
            ++at;
            p += escaped ? 2 : 1;
            continue;
        }
        if (star_text == std::string_view::npos || star_text >= text.size()) return false;
        at = ++star_text; // the last `.*` takes one more
        p = star_pattern;
    }
}

} // namespace

void Interpreter::warn(Exc cls, const std::string& message) {
    warn(exception_type(cls), Value(make_str(message)));
}

void Interpreter::warn(Type& category, const Value& message, int stack_level) {
    const Frame* frame = program_frame();
    while (frame && stack_level > 1) {
        frame = frame->back;
        if (frame && !frame->code->is_synthetic()) --stack_level;
    }
    SourceLine where{"sys", 1};
    if (frame) where = {std::string(frame->code->file->view()), frame->line()};
    warn_at(category, message, where);
}

void Interpreter::warn_with_note(Type& category, const std::string& message, std::string_view note) {
    const size_t shown = m_shown_warnings.size();
    warn(category, Value(make_str(message)));
    if (m_shown_warnings.size() != shown && !m_warning_hook) write_stderr(note);
}

void Interpreter::warn_at(Type& given_category, const Value& message, SourceLine where) {
    // A warning object brings its own category.
    Type& category = message.as<ExceptionObject>() ? message.as_object()->type() : given_category;
    const std::string text = str_text(*this, message);
    WarningAction action = WarningAction::default_;
    const auto filter = std::ranges::find_if(m_warning_filters, [&](const WarningFilter& f) {
        return (!f.category || category.is_subtype_of(*f.category)) && message_matches(text, f.message_part);
    });
    if (filter != m_warning_filters.end())
        action = filter->action;
    else if (category.is_subtype_of(exception_type(Exc::DeprecationWarning)) && where.file == "sys")
        action = WarningAction::ignore;
    if (action == WarningAction::error) {
        if (message.as<ExceptionObject>()) throw Error(Value(message));
        throw Error(Value(make_exception(*this, category, std::span(&message, 1))));
    }
    // What the program catches or silences itself is its own business.
    const bool is_initial_filter = filter != m_warning_filters.end() && filter->message_part.empty() && filter->category &&
                                   !filter->category->is_subtype_of(exception_type(Exc::UserWarning)) &&
                                   filter->category != &exception_type(Exc::Warning);
    std::string key = category.name() + "\n" + text;
    if (action == WarningAction::default_) key += "\n" + where.file + ":" + std::to_string(where.line);
    if (!m_warning_hook && (action != WarningAction::ignore || filter == m_warning_filters.end() || is_initial_filter))
        m_warnings.push_back({exception_type_name(category), text, where});
    if (action == WarningAction::ignore) return;
    if (m_warning_hook) {
        const Value object = message.as<ExceptionObject>()
                                 ? message
                                 : Value(make_exception(*this, category, std::span(&message, 1)));
        m_warning_hook(category, object, where);
        return;
    }
    if (action != WarningAction::always && std::ranges::find(m_shown_warnings, key) != m_shown_warnings.end()) return;
    m_shown_warnings.push_back(std::move(key));
    std::string shown =
        where.file + ":" + std::to_string(where.line) + ": " + category.name() + ": " + text + "\n";
    std::string_view line = source_line(where.file, where.line);
    while (!line.empty() && (line.front() == ' ' || line.front() == '\t'))
        line.remove_prefix(1);
    if (!line.empty()) shown += "  " + std::string(line) + "\n";
    write_stderr(shown);
}

} // namespace relata::python
