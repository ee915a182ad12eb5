// Interpreter: one run of one Python program. Everything that would be global in CPython hangs on it.
#pragma once

#include "python/module.h"
#include "python/program.h"
#include "support/runtime.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace relata::python {

struct Frame;
class Code;
class ExceptionObject;
class Traceback;

/// Runs a program. Make one per run, register the native modules, give it sinks, call run() once.
class Interpreter : public Runtime {
  public:
    explicit Interpreter(const Budgets& budgets = {});
    ~Interpreter() override;

    // ---- output
    // --------------------------------------------------------------------------------------------------
    using Sink = std::function<void(std::string_view)>;
    void set_stdout(Sink sink) { m_stdout = std::move(sink); }
    void set_stderr(Sink sink) { m_stderr = std::move(sink); }
    /// Throws RunStopped (output) when the budget is spent.
    void write_stdout(std::string_view text);
    void write_stderr(std::string_view text);
    /// What input() and sys.stdin read.
    void set_stdin(std::string text) { m_stdin = std::move(text); }
    /// The next line with its newline; unset at the end.
    std::optional<std::string> read_line();

    // ---- running
    // ---------------------------------------------------------------------------------------------------
    Outcome run(const Program& program);
    /// The same in steps: load, any number of guarded steps, finish. A step's uncaught error is printed as a traceback.
    void load(const Program& program);
    Outcome guard(const std::function<void()>& step);
    void run_entry(); ///< the entry file as `__main__`
    /// Runs the text of `file` in the namespace of a module that exists.
    void run_in(Module& module, const SourceFile& file);
    /// Runs the source of a library module that is written in Python (CPython: a frozen module).
    void run_frozen(Module& module, std::string_view text);
    /// `exec(text, names)`, for library modules alone: dataclasses and namedtuple write their methods as text.
    void execute_text(std::string_view text, Dict& names);
    /// Runs at_exit() and clears the program's modules; its warnings come now.
    void finish(Outcome& outcome);
    const Program& program() const { return *m_program; }
    /// Called when the program has ended and its modules are about to be cleared: run(atexit), pending
    /// warnings.
    void at_exit(std::function<void()> f) { m_at_exit.push_back(std::move(f)); }

    // ---- modules
    // ---------------------------------------------------------------------------------------------------
    /// Declares a module that C++ makes: "sqlalchemy.orm". Parent packages are registered on their own.
    void register_module(std::string name, ModuleInit init);
    /// Imports (or finds) a module by its full name, as `importlib.import_module` does.
    Module& import_module(std::string_view name);
    /// The module if it has been imported, or null.
    Module* find_module(std::string_view name) const;
    Module& builtins();
    Dict& builtins_dict();
    /// `import` of the language: what IMPORT_NAME pushes.
    Value import_name(Dict& globals, Str& name, const Value& from_list, int level);
    Value import_from(const Value& module, Str& name);
    void import_star(const Value& module, Dict& into);
    /// `sys.modules`.
    const std::vector<std::pair<std::string, Ref<Module>>>& modules() const { return m_modules; }

    // ---- warnings
    // --------------------------------------------------------------------------------------------------
    void warn(Exc cls, const std::string& message) override;
    /// `warnings.warn(message, category, stacklevel)`; `stack_level` 1 is the innermost frame of the program.
    void warn(Type& category, const Value& message, int stack_level = 1);
    /// The same with a further line on stderr where the warning is shown.
    void warn_with_note(Type& category, const std::string& message, std::string_view note);
    void warn_at(Type& category, const Value& message, SourceLine where);
    const std::vector<WarningRecord>& warnings() const { return m_warnings; }
    /// `warnings.filters`: what is done with a warning of a category. The newest filter comes first.
    enum class WarningAction { default_, always, ignore, error, once, module };
    struct WarningFilter {
        WarningAction action;
        Type* category;           ///< with its subclasses; null: every category
        std::string message_part; ///< a regular expression's literal prefix; empty: every message
    };
    std::vector<WarningFilter>& warning_filters() { return m_warning_filters; }
    /// `warnings.catch_warnings(record=True)`: while set, warnings go here instead of to stderr.
    using WarningHook = std::function<void(Type& category, const Value& message, const SourceLine& where)>;
    WarningHook& warning_hook() { return m_warning_hook; }
    /// Warnings already shown once per place (`__warningregistry__`).
    void forget_shown_warnings() { m_shown_warnings.clear(); }

    // ---- exceptions
    // --------------------------------------------------------------------------------------------------
    Value exception_object(Error& error) override;
    void report_unraisable(Error& error, const Value& object) override;
    /// `sys.exc_info()[1]`: the exception being handled, or unset.
    const Value& handled_exception() const { return m_execution.handled->innermost(); }

    // ---- where the program is
    // ------------------------------------------------------------------------------------
    Location current_location() const override;
    /// The innermost frame that runs code of the program, or null.
    Frame* program_frame() const;
    /// The frames of the program that run now, innermost first.
    struct StackEntry {
        Ref<Str> file;
        Ref<Str> function;
        int line;
    };
    std::vector<StackEntry> stack() const;
    /// Globals of the innermost frame, or null: what `globals()` returns, and whose `__name__` a new class
    /// gets.
    Dict* current_globals() const;
    /// A snapshot (or the namespace itself at module and class level) for `locals()`.
    Value current_locals();
    /// The text of one line of the program, without its newline; empty where there is none.
    std::string_view source_line(std::string_view file, int line) const;

    // ---- evaluation
    // ----------------------------------------------------------------------------------------------
    Frame* current_frame() const { return static_cast<Frame*>(m_execution.frame); }
    /// Attributes of objects that are not Instances but whose class has a `__dict__` (a subclass of list or
    /// dict).
    Dict* side_dict(Object& object, bool create) override;

    ExecutionState& execution() { return m_execution; }
    const ExecutionState& execution() const { return m_execution; }
    void* rebase_frames(void* innermost, void* old_base, void* new_base) override;

    struct State;
    State& state() { return *m_state; }

  private:
    friend class Evaluator;
    friend class Generator;

    void run_module_body(Module& module, const SourceFile& file);
    Module& make_module(std::string_view name);
    Module& load_module(const std::string& name);

    Sink m_stdout, m_stderr;
    uint64_t m_output_bytes = 0;
    std::string m_stdin;
    size_t m_stdin_at = 0;
    const Program* m_program = nullptr;
    std::vector<std::function<void()>> m_at_exit;

    std::unordered_map<std::string, ModuleInit> m_registry;
    std::vector<std::pair<std::string, Ref<Module>>> m_modules;
    Ref<Module> m_builtins;

    std::vector<WarningRecord> m_warnings;
    std::vector<WarningFilter> m_warning_filters;
    WarningHook m_warning_hook;
    std::vector<std::string> m_shown_warnings;

    std::unique_ptr<State> m_state;
};

/// The interpreter behind a runtime: every Runtime that runs Python is one.
inline Interpreter& interpreter_of(Runtime& runtime) {
    return static_cast<Interpreter&>(runtime);
}

} // namespace relata::python
