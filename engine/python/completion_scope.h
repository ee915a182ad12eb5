// CompletionScope: what the names of a program stand for, read from its text. Internal to completion*.cpp.
#pragma once

#include "python/ast.h"
#include "python/source.h"
#include "python/interpreter.h"

#include <map>
#include <memory>
#include <optional>

namespace relata::python {

/// What is known of a value without running anything.
struct Known {
    enum class Kind : uint8_t { nothing, object, instance, program_class, program_instance, function, method };
    Kind kind = Kind::nothing;
    Value object;                      ///< object: it; instance: its type; method: the function, where there is one
    const ast::ClassDef* cls = nullptr;
    const ast::FunctionDef* def = nullptr;
    std::string name;                  ///< method
    std::shared_ptr<Known> element;    ///< of a list, a statement, a result
    std::shared_ptr<Known> owner;      ///< method: of what

    explicit operator bool() const { return kind != Kind::nothing; }
};

/// One file of the program, read as far as it can be.
struct ReadFile {
    std::unique_ptr<Source> source;
    std::unique_ptr<ast::Module> module;
    std::map<std::string, Known> names;
};

class CompletionScope {
  public:
    CompletionScope(Interpreter& interpreter, const Program& program) : m_interpreter(interpreter), m_program(program) {}

    /// Reads the file with the statement at `caret_line` taken out (0: all of it).
    ReadFile& read(const std::string& path, int caret_line);
    /// The names in force at `line`: those of the module, and of the functions around.
    std::map<std::string, Known> names_at(ReadFile& file, int line);
    Known infer(const ast::Expr& e, const std::map<std::string, Known>& names);
    Known attribute(const Known& of, const std::string& name, const std::map<std::string, Known>& names);
    /// Each attribute with what is known of it as text.
    std::map<std::string, std::string> attributes(const Known& of, const std::map<std::string, Known>& names);
    /// Names of the keyword arguments that calling it takes, with their annotations.
    std::vector<std::pair<std::string, std::string>> parameters(const Known& callee, const std::map<std::string, Known>& names);
    /// The same as they would stand in a definition, defaults and stars included; none where it is not known.
    std::optional<std::vector<std::string>> signature(const Known& callee, const std::map<std::string, Known>& names);
    /// The expression that `text` is, or null. Lives as long as the scope.
    const ast::Expr* parse_expression(const std::string& text);

  private:
    using Names = std::map<std::string, Known>;
    void collect(ast::Stmts body, Names& names);
    void collect_imports(const ast::Stmt& s, Names& names);
    void bind(const ast::Expr& target, const Known& value, Names& names);
    void enter(ast::Stmts body, int line, Names& names, const ast::ClassDef* cls);
    Known annotated(const ast::Expr* annotation, const Names& names);
    Known call(const ast::Call& e, const Names& names);
    Known library(const std::string& module, const std::string& name);
    std::string text_of(const ast::Expr* e) const;

    Interpreter& m_interpreter;
    const Program& m_program;
    std::map<std::string, ReadFile> m_files;
    std::vector<ReadFile> m_expressions;
    int m_depth = 0;
};

} // namespace relata::python
