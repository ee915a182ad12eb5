// Symtable: which scope each name belongs to. CPython: Python/symtable.c.
#pragma once

#include "python/ast.h"
#include "python/syntax_failure.h"

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace relata::python {

namespace ast {
/// One more level of a walk over a tree. The parser bounds what it nests itself; `a.b.c...` and `1 + 1 + ...` are as deep as
/// they are long. CPython: the recursion limits of Python/symtable.c and compile.c.
class Nesting {
  public:
    Nesting(const Runtime& runtime, int& depth) : m_depth(depth) {
        if (depth >= limit || runtime.stack_is_low())
            throw Error(Exc::RecursionError, "maximum recursion depth exceeded during compilation");
        ++depth;
    }
    ~Nesting() { --m_depth; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;

  private:
    static constexpr int limit = 2990;
    int& m_depth;
};
} // namespace ast

/// Where a name lives, seen from one scope.
enum class NameScope : uint8_t { local, cell, free, global_implicit, global_explicit };

class Scope {
  public:
    enum class Kind : uint8_t { module, class_, function, comprehension };
    struct Symbol {
        bool assigned = false, parameter = false, used = false, global = false, nonlocal = false, annotated = false,
             iteration = false,      ///< a comprehension's target
             only_imported = false; ///< assigned, but by nothing else than an import
        NameScope scope = NameScope::global_implicit;
        Span declared{}; ///< of a `global` or `nonlocal`
    };

    Scope(Kind k, std::string n, Scope* p) : kind(k), name(std::move(n)), parent(p) {}
    bool is_function() const { return kind == Kind::function || kind == Kind::comprehension; }
    Symbol& symbol(Str* id) {
        const auto [at, is_new] = symbols.try_emplace(id);
        if (is_new) order.push_back(id);
        return at->second;
    }
    const Symbol* find(const Str* id) const {
        const auto found = symbols.find(const_cast<Str*>(id));
        return found == symbols.end() ? nullptr : &found->second;
    }

    Kind kind;
    std::string name;
    Scope* parent;
    std::unordered_map<Str*, Symbol> symbols; ///< interned names
    std::vector<Str*> order;                  ///< by first mention: parameters first
    std::vector<Scope*> children;
    bool is_generator = false; ///< has a yield
    bool is_coroutine = false; ///< async def; a comprehension that awaits
    bool returns_value = false;
    bool needs_class_cell = false; ///< a class whose methods use `__class__` or super()
    bool has_annotations = false;
    bool is_nested = false;        ///< inside a function
    std::string class_name;        ///< of the innermost class, for private names
};

/// Scopes of one module. Throws SyntaxFailure for what CPython's symtable refuses.
class Symtable {
  public:
    Symtable(Runtime& runtime, ast::Module& module, bool future_annotations);
    Scope& module_scope() { return *m_scopes.front(); }
    /// The scope of a FunctionDef, ClassDef, Lambda or comprehension.
    Scope& scope_of(const void* node) { return *m_by_node.at(node); }
    /// `__x` inside `class C` is `_C__x`.
    static Ref<Str> mangle(Runtime& runtime, const std::string& class_name, Str& name);

  private:
    class Visitor;
    void analyze(Scope& scope, std::map<Str*, Scope*> bound);
    std::vector<std::unique_ptr<Scope>> m_scopes;
    std::unordered_map<const void*, Scope*> m_by_node;
    std::vector<Ref<Str>> m_keep;
};

} // namespace relata::python
