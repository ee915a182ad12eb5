#include "python/interpreter.h"

#include "python/builtins.h"
#include "python/class_builder.h"
#include "python/evaluation.h"
#include "python/exception_types.h"
#include "python/generator.h"
#include "python/interpreter_state.h"
#include "python/module_type.h"
#include "python/native_function.h"
#include "python/stop_place.h"
#include "python/types/builtin_types.h"
#include "python/types/bytes_type.h"
#include "python/types/generic_alias.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::python {

Interpreter::Interpreter(const Budgets& budgets) : Runtime(budgets), m_state(std::make_unique<State>()) {
    make_builtin_types(*this);
    make_function_types(*this);
    make_generator_types(*this);
    make_module_type(*this);
    make_traceback_type(*this);
    make_exception_types(*this);
    complete_type_type(*this);
    install_generic_aliases(*this);
    // CPython: warnings.filters of a plain `python program.py`
    for (Exc quiet : {Exc::ResourceWarning, Exc::ImportWarning, Exc::PendingDeprecationWarning})
        m_warning_filters.push_back({WarningAction::ignore, &exception_type(quiet), {}});
    use_this_stack();
}

Interpreter::~Interpreter() {
    m_at_exit.clear();
    m_warning_hook = nullptr;
    m_state->async_generator_hook = nullptr;
    m_modules.clear();
    m_builtins.reset();
    // One by one, out of the table: what a dict holds may be the last of another object with a dict.
    while (!m_state->side_dicts.empty()) m_state->side_dicts.extract(m_state->side_dicts.begin());
    destroy_all_objects();
}

// ---- output
// -------------------------------------------------------------------------------------------------------

void Interpreter::write_stdout(std::string_view text) {
    m_output_bytes += text.size();
    if (budgets().output_bytes && m_output_bytes > budgets().output_bytes)
        throw RunStopped(RunStopped::Reason::output);
    // A lone surrogate (in its three bytes) is no UTF-8: encode_text raises UnicodeEncodeError.
    for (size_t at = text.find('\xed'); at < text.size(); at = text.find('\xed', at + 1))
        if (at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) >= 0xa0)
            encode_text(*this, text, "utf-8", "strict");
    if (m_stdout) m_stdout(text);
}

void Interpreter::write_stderr(std::string_view text) {
    // What the run itself says at its end (a traceback) is never too much; what the program writes is.
    m_output_bytes += text.size();
    if (current_frame() && budgets().output_bytes && m_output_bytes > budgets().output_bytes)
        throw RunStopped(RunStopped::Reason::output);
    if (m_stderr) m_stderr(text);
}

std::optional<std::string> Interpreter::read_line() {
    if (m_stdin_at >= m_stdin.size()) return std::nullopt;
    const size_t end = m_stdin.find('\n', m_stdin_at);
    const size_t next = end == std::string::npos ? m_stdin.size() : end + 1;
    std::string line = m_stdin.substr(m_stdin_at, next - m_stdin_at);
    m_stdin_at = next;
    return line;
}

// ---- running
// ------------------------------------------------------------------------------------------------------

namespace {

SourceLine where_of(Interpreter& in, const Value& exception) {
    SourceLine where;
    for (Value entry = exception.get<ExceptionObject>().traceback; entry.is_set() && !entry.is_none();
         entry = entry.get<Traceback>().next()) {
        const auto& tb = entry.get<Traceback>();
        const Code& code = tb.code().get<Code>();
        if (!code.is_synthetic()) where = {std::string(code.file->view()), tb.line()};
    }
    if (is_instance(in, exception, in.exception_type(Exc::SyntaxError))) {
        const Value file = get_attribute(in, exception, "filename"),
                    line = get_attribute(in, exception, "lineno");
        if (file.as<Str>() && line.is_small_int()) where = {str_text(in, file), int(line.as_small_int())};
    }
    return where;
}

/// CPython: handle_system_exit
int exit_code(Interpreter& in, const Value& exception) {
    const Value code = get_attribute(in, exception, "code");
    if (code.is_none()) return 0;
    if (code.is_small_int()) return int(code.as_small_int() & 0xff);
    in.write_stderr(str_text(in, code) + "\n");
    return 1;
}

/// CPython: _PyModule_ClearDict. Names with an underscore go first.
void clear_names(Runtime& runtime, Dict& dict) {
    for (const bool underscored : {true, false}) {
        for (size_t i = 0; i < dict.entries().size(); ++i) {
            const Value key = dict.entries()[i].key;
            const Str* name = key.as<Str>();
            if (!name || *name == "__builtins__" || name->view().starts_with("_") != underscored) continue;
            const Value old = std::exchange(dict.value_at(i), Value::none());
            static_cast<void>(old);
        }
    }
    static_cast<void>(runtime);
}

} // namespace

void Interpreter::load(const Program& program) {
    m_state->program = program;
    m_program = &m_state->program;
}

Outcome Interpreter::guard(const std::function<void()>& step) {
    use_this_stack();
    Outcome outcome;
    extension<StopPlace>().where = {};
    try {
        try {
            step();
        } catch (Error& error) {
            const Value exception = exception_object(error);
            if (is_instance(*this, exception, exception_type(Exc::SystemExit))) {
                outcome.exit_code = exit_code(*this, exception);
                return outcome;
            }
            outcome.exit_code = 1;
            outcome.exception = exception;
            outcome.type = exception_type_name(exception.as_object()->type());
            if (exception.as_object()->type().module() == "__main__") outcome.type = "__main__." + outcome.type;
            outcome.message = exception_message(*this, exception);
            outcome.where = where_of(*this, exception);
            outcome.traceback = format_exception(*this, exception);
            write_stderr(outcome.traceback);
        }
    } catch (const RunStopped& stopped) {
        outcome.stopped = stopped.reason();
        outcome.exit_code = 1;
        outcome.where = extension<StopPlace>().where;
    }
    return outcome;
}

void Interpreter::run_entry() {
    const SourceFile* entry = m_program->find(m_program->entry);
    if (!entry) throw Error(Exc::FileNotFoundError, "can't open file '" + m_program->entry + "'");
    Module& main = make_module("__main__");
    run_module_body(main, *entry);
}

void Interpreter::run_in(Module& module, const SourceFile& file) {
    const std::string own = module.file();
    run_module_body(module, file);
    module.set_file(own);
    module.set("__file__", make_str(own));
}

void Interpreter::finish(Outcome& outcome) {
    try {
        try {
            while (!m_at_exit.empty()) {
                auto f = std::move(m_at_exit.back());
                m_at_exit.pop_back();
                f();
            }
        } catch (Error& error) {
            report_unraisable(error, Value::none());
        }
        // The program's objects die while the interpreter is still whole: their warnings are part of its
        // output.
        m_main_exception.exception.reset();
        for (size_t i = m_modules.size(); i-- > 0;)
            if (!m_modules[i].second->file().empty()) clear_names(*this, m_modules[i].second->dict());
    } catch (const RunStopped& stopped) {
        outcome.stopped = stopped.reason();
        outcome.exit_code = 1;
    }
}

Outcome Interpreter::run(const Program& program) {
    load(program);
    Outcome outcome = guard([this] { run_entry(); });
    if (!outcome.stopped) finish(outcome);
    return outcome;
}

Module& Interpreter::builtins() {
    if (!m_builtins) {
        m_builtins = Ref<Module>(make_module("builtins"));
        init_builtins(*this, *m_builtins);
        m_builtins->set("__build_class__", make_function(*this, "__build_class__", build_class, "builtins"));
    }
    return *m_builtins;
}

Dict& Interpreter::builtins_dict() {
    return m_builtins ? m_builtins->dict() : builtins().dict();
}

// ---- where the program is
// -----------------------------------------------------------------------------------------

Frame* Interpreter::program_frame() const {
    Frame* frame = current_frame();
    while (frame && frame->code->is_synthetic())
        frame = frame->back;
    return frame;
}

Location Interpreter::current_location() const {
    const Frame* frame = program_frame();
    if (!frame) return {};
    const Position& at = frame->code->position(frame->instruction_index());
    return {.file = frame->code->file,
            .line = at.line,
            .column = at.column,
            .end_line = at.end_line,
            .end_column = at.end_column};
}

std::vector<Interpreter::StackEntry> Interpreter::stack() const {
    std::vector<StackEntry> entries;
    for (const Frame* f = current_frame(); f; f = f->back)
        if (!f->code->is_synthetic()) entries.push_back({f->code->file, f->code->name, f->line()});
    return entries;
}

Dict* Interpreter::current_globals() const {
    return current_frame() ? current_frame()->globals : nullptr;
}

Value Interpreter::current_locals() {
    Frame* frame = current_frame();
    if (!frame) return make_dict();
    if (frame->names) return Value(frame->names);
    Ref<Dict> locals = make_dict();
    const Code& code = *frame->code;
    for (size_t i = 0; i < code.slot_names.size(); ++i) {
        Value v = frame->slots()[i];
        if (const Cell* cell = v.as<Cell>(); cell && code.slot_is_cell(uint32_t(i))) v = cell->content;
        if (v.is_set()) locals->set(*code.slot_names[i], std::move(v));
    }
    return locals;
}

std::string_view Interpreter::source_line(std::string_view file, int line) const {
    const auto found = m_state->sources.find(file);
    return found == m_state->sources.end() ? std::string_view() : found->second->line(line);
}

void* Interpreter::rebase_frames(void* innermost, void* old_base, void* new_base) {
    if (innermost == old_base) return new_base;
    auto* frame = static_cast<Frame*>(innermost);
    while (frame->back && frame->back != old_base)
        frame = frame->back;
    frame->back = static_cast<Frame*>(new_base);
    return innermost;
}

Dict* Interpreter::side_dict(Object& object, bool create) {
    const auto found = m_state->side_dicts.find(&object);
    if (found != m_state->side_dicts.end()) return found->second.get();
    if (!create) return nullptr;
    Ref<Dict> dict = make_dict();
    m_state->side_dicts.emplace(&object, dict);
    on_death(object, [this, key = &object] {
        auto node = m_state->side_dicts.extract(key); // the attributes die after the table is in order again
    });
    return dict.get();
}

// ---- what nobody can catch
// ------------------------------------------------------------------------------------------

void Interpreter::report_unraisable(Error& error, const Value& object) {
    // Its callers may not throw, and the program's `__repr__` and `__str__` run here.
    try {
        const Value exception = exception_object(error);
        write_stderr(
            "Exception ignored in: " + (object.is_set() ? repr_text(*this, object) : std::string("None")) + "\n" +
            format_exception(*this, exception));
    } catch (const Error&) {
        return; // nothing left to tell it to
    } catch (const RunStopped&) {
        cancel(); // the loop sees it at its next check
    }
}

} // namespace relata::python
