// The abstract syntax tree. Names and fields are those of CPython's Parser/Python.asdl.
#pragma once

#include "python/token.h"
#include "support/runtime.h"

#include <cstring>
#include <deque>
#include <memory>
#include <span>
#include <type_traits>
#include <vector>

namespace relata::python::ast {

/// Owns a tree's nodes, which die together with it. Constants are kept apart, since Values must be released.
class Arena {
  public:
    template <class T, class... A>
    T* make(A&&... args) {
        static_assert(std::is_trivially_destructible_v<T>);
        return new (allocate(sizeof(T), alignof(T))) T{std::forward<A>(args)...};
    }
    template <class T>
    std::span<T> copy(const std::vector<T>& items) {
        static_assert(std::is_trivially_copyable_v<T>);
        if (items.empty()) return {};
        auto* memory = static_cast<T*>(allocate(items.size() * sizeof(T), alignof(T)));
        std::memcpy(static_cast<void*>(memory), items.data(), items.size() * sizeof(T));
        return {memory, items.size()};
    }
    const Value* keep(Value value) { return &m_values.emplace_back(std::move(value)); }

  private:
    void* allocate(size_t size, size_t alignment) {
        m_used = (m_used + alignment - 1) & ~(alignment - 1);
        if (m_blocks.empty() || m_used + size > m_capacity) {
            m_capacity = std::max<size_t>(size, 16384);
            m_blocks.push_back(std::make_unique_for_overwrite<std::byte[]>(m_capacity));
            m_used = 0;
        }
        void* memory = m_blocks.back().get() + m_used;
        m_used += size;
        return memory;
    }
    std::vector<std::unique_ptr<std::byte[]>> m_blocks;
    size_t m_used = 0, m_capacity = 0;
    std::deque<Value> m_values;
};

// ---- expressions
// ---------------------------------------------------------------------------------------------------

enum class ExprKind : uint8_t {
    BoolOp,
    NamedExpr,
    BinOp,
    UnaryOp,
    Lambda,
    IfExp,
    Dict,
    Set,
    ListComp,
    SetComp,
    DictComp,
    GeneratorExp,
    Await,
    Yield,
    YieldFrom,
    Compare,
    Call,
    FormattedValue,
    JoinedStr,
    Constant,
    Attribute,
    Subscript,
    Starred,
    Name,
    List,
    Tuple,
    Slice
};
enum class ExprContext : uint8_t { load, store, del };

struct Expr {
    ExprKind kind;
    Span span;
    template <class T>
    T& as() {
        return static_cast<T&>(*this);
    }
    template <class T>
    const T& as() const {
        return static_cast<const T&>(*this);
    }
};
using Exprs = std::span<Expr*>;

template <ExprKind K>
struct ExprOf : Expr {
    explicit ExprOf(const Span& s) : Expr{K, s} {}
};

enum class BoolOperator : uint8_t { and_, or_ };
enum class UnaryOperator : uint8_t { invert, not_, plus, minus };
enum class CompareOperator : uint8_t { lt, le, eq, ne, gt, ge, is, is_not, in, not_in };

struct Arg {
    Str* name;
    Expr* annotation;
    Span span;
};
struct Arguments {
    std::span<Arg> posonlyargs, args;
    Arg* vararg = nullptr;
    std::span<Arg> kwonlyargs;
    Exprs kw_defaults; ///< null where there is none
    Arg* kwarg = nullptr;
    Exprs defaults;
};
struct Comprehension {
    Expr *target, *iter;
    Exprs ifs;
    bool is_async;
};
struct Keyword {
    Str* name; ///< null: `**value`
    Expr* value;
    Span span;
};

struct BoolOp : ExprOf<ExprKind::BoolOp> {
    BoolOp(const Span& s, BoolOperator o, Exprs v) : ExprOf(s), op(o), values(v) {}
    BoolOperator op;
    Exprs values;
};
struct NamedExpr : ExprOf<ExprKind::NamedExpr> {
    NamedExpr(const Span& s, Expr* t, Expr* v) : ExprOf(s), target(t), value(v) {}
    Expr *target, *value;
};
struct BinOp : ExprOf<ExprKind::BinOp> {
    BinOp(const Span& s, Expr* l, BinaryOp o, Expr* r) : ExprOf(s), left(l), op(o), right(r) {}
    Expr* left;
    BinaryOp op;
    Expr* right;
};
struct UnaryOp : ExprOf<ExprKind::UnaryOp> {
    UnaryOp(const Span& s, UnaryOperator o, Expr* e) : ExprOf(s), op(o), operand(e) {}
    UnaryOperator op;
    Expr* operand;
};
struct Lambda : ExprOf<ExprKind::Lambda> {
    Lambda(const Span& s, Arguments* a, Expr* b) : ExprOf(s), args(a), body(b) {}
    Arguments* args;
    Expr* body;
};
struct IfExp : ExprOf<ExprKind::IfExp> {
    IfExp(const Span& s, Expr* t, Expr* b, Expr* o) : ExprOf(s), test(t), body(b), orelse(o) {}
    Expr *test, *body, *orelse;
};
struct Dict : ExprOf<ExprKind::Dict> {
    Dict(const Span& s, Exprs k, Exprs v) : ExprOf(s), keys(k), values(v) {}
    Exprs keys; ///< null: `**value`
    Exprs values;
};
struct Set : ExprOf<ExprKind::Set> {
    Set(const Span& s, Exprs e) : ExprOf(s), elts(e) {}
    Exprs elts;
};
/// ListComp, SetComp, GeneratorExp, DictComp (where `elt` is the key).
struct ComprehensionExpr : Expr {
    ComprehensionExpr(const Span& s, ExprKind k, Expr* e, Expr* v, std::span<Comprehension> g)
        : Expr{k, s}, elt(e), value(v), generators(g) {}
    Expr *elt, *value;
    std::span<Comprehension> generators;
};
struct Await : ExprOf<ExprKind::Await> {
    Await(const Span& s, Expr* v) : ExprOf(s), value(v) {}
    Expr* value;
};
struct Yield : ExprOf<ExprKind::Yield> {
    Yield(const Span& s, Expr* v) : ExprOf(s), value(v) {}
    Expr* value; ///< may be null
};
struct YieldFrom : ExprOf<ExprKind::YieldFrom> {
    YieldFrom(const Span& s, Expr* v) : ExprOf(s), value(v) {}
    Expr* value;
};
struct Compare : ExprOf<ExprKind::Compare> {
    Compare(const Span& s, Expr* l, std::span<CompareOperator> o, Exprs c)
        : ExprOf(s), left(l), ops(o), comparators(c) {}
    Expr* left;
    std::span<CompareOperator> ops;
    Exprs comparators;
};
struct Call : ExprOf<ExprKind::Call> {
    Call(const Span& s, Expr* f, Exprs a, std::span<Keyword> k) : ExprOf(s), func(f), args(a), keywords(k) {}
    Expr* func;
    Exprs args;
    std::span<Keyword> keywords;
};
struct FormattedValue : ExprOf<ExprKind::FormattedValue> {
    FormattedValue(const Span& s, Expr* v, int c, Expr* f)
        : ExprOf(s), value(v), conversion(c), format_spec(f) {}
    Expr* value;
    int conversion; ///< 's', 'r', 'a' or -1
    Expr* format_spec;
};
struct JoinedStr : ExprOf<ExprKind::JoinedStr> {
    JoinedStr(const Span& s, Exprs v) : ExprOf(s), values(v) {}
    Exprs values;
};
struct Constant : ExprOf<ExprKind::Constant> {
    Constant(const Span& s, const Value* v, bool u = false) : ExprOf(s), value(v), is_u(u) {}
    const Value* value;
    bool is_u; ///< written with a `u` prefix
};
struct Attribute : ExprOf<ExprKind::Attribute> {
    Attribute(const Span& s, Expr* v, Str* a) : ExprOf(s), value(v), attr(a) {}
    Expr* value;
    Str* attr;
    ExprContext ctx = ExprContext::load;
};
struct Subscript : ExprOf<ExprKind::Subscript> {
    Subscript(const Span& s, Expr* v, Expr* i) : ExprOf(s), value(v), slice(i) {}
    Expr *value, *slice;
    ExprContext ctx = ExprContext::load;
};
struct Starred : ExprOf<ExprKind::Starred> {
    Starred(const Span& s, Expr* v) : ExprOf(s), value(v) {}
    Expr* value;
    ExprContext ctx = ExprContext::load;
};
struct Name : ExprOf<ExprKind::Name> {
    Name(const Span& s, Str* i) : ExprOf(s), id(i) {}
    Str* id;
    ExprContext ctx = ExprContext::load;
};
struct List : ExprOf<ExprKind::List> {
    List(const Span& s, Exprs e) : ExprOf(s), elts(e) {}
    Exprs elts;
    ExprContext ctx = ExprContext::load;
};
struct Tuple : ExprOf<ExprKind::Tuple> {
    Tuple(const Span& s, Exprs e) : ExprOf(s), elts(e) {}
    Exprs elts;
    ExprContext ctx = ExprContext::load;
};
struct Slice : ExprOf<ExprKind::Slice> {
    Slice(const Span& s, Expr* l, Expr* u, Expr* t) : ExprOf(s), lower(l), upper(u), step(t) {}
    Expr *lower, *upper, *step;
};

// ---- patterns
// ------------------------------------------------------------------------------------------------------

enum class PatternKind : uint8_t { value, singleton, sequence, mapping, class_, star, as, or_ };
struct Pattern {
    PatternKind kind;
    Span span;
    Expr* value = nullptr;         ///< value, singleton (a Constant), class (the class)
    std::span<Pattern*> patterns;  ///< sequence, mapping, class (positional), or
    Exprs keys;                    ///< mapping
    Str* name = nullptr;           ///< star, as, mapping's rest: null is `_` or none
    Pattern* pattern = nullptr;    ///< as
    std::span<Str*> keyword_names; ///< class
    std::span<Pattern*> keyword_patterns;
};
struct MatchCase;

// ---- statements
// ----------------------------------------------------------------------------------------------------

enum class StmtKind : uint8_t {
    FunctionDef,
    ClassDef,
    Return,
    Delete,
    Assign,
    AugAssign,
    AnnAssign,
    For,
    While,
    If,
    With,
    Match,
    Raise,
    Try,
    Assert,
    Import,
    ImportFrom,
    Global,
    Nonlocal,
    Expr,
    Pass,
    Break,
    Continue
};
struct Stmt {
    StmtKind kind;
    Span span;
    template <class T>
    T& as() {
        return static_cast<T&>(*this);
    }
    template <class T>
    const T& as() const {
        return static_cast<const T&>(*this);
    }
};
using Stmts = std::span<Stmt*>;
struct Simple : Stmt {}; ///< Pass, Break, Continue
struct FunctionDef : Stmt {
    Str* name;
    Arguments* args;
    Stmts body;
    Exprs decorator_list;
    Expr* returns;
    bool is_async;
};
struct ClassDef : Stmt {
    Str* name;
    Exprs bases;
    std::span<Keyword> keywords;
    Stmts body;
    Exprs decorator_list;
};
struct Return : Stmt {
    Expr* value;
};
struct Delete : Stmt {
    Exprs targets;
};
struct Assign : Stmt {
    Exprs targets;
    Expr* value;
};
struct AugAssign : Stmt {
    Expr* target;
    BinaryOp op;
    Expr* value;
};
struct AnnAssign : Stmt {
    Expr *target, *annotation, *value;
    bool simple;
};
struct For : Stmt {
    Expr *target, *iter;
    Stmts body, orelse;
    bool is_async;
};
struct While : Stmt {
    Expr* test;
    Stmts body, orelse;
};
struct If : Stmt {
    Expr* test;
    Stmts body, orelse;
};
struct WithItem {
    Expr *context_expr, *optional_vars;
};
struct With : Stmt {
    std::span<WithItem> items;
    Stmts body;
    bool is_async;
};
struct MatchCase {
    Pattern* pattern;
    Expr* guard;
    Stmts body;
};
struct Match : Stmt {
    Expr* subject;
    std::span<MatchCase> cases;
};
struct Raise : Stmt {
    Expr *exc, *cause;
};
struct ExceptHandler {
    Expr* type;
    Str* name;
    Stmts body;
    Span span;
};
struct Try : Stmt {
    Stmts body;
    std::span<ExceptHandler> handlers;
    Stmts orelse, finalbody;
    bool is_star;
};
struct Assert : Stmt {
    Expr *test, *msg;
};
struct Alias {
    Str *name, *asname;
    Span span;
};
struct Import : Stmt {
    std::span<Alias> names;
};
struct ImportFrom : Stmt {
    Str* module; ///< null: `from . import x`
    std::span<Alias> names;
    int level;
};
struct Names : Stmt { ///< Global, Nonlocal
    std::span<Str*> names;
};
struct ExprStmt : Stmt {
    Expr* value;
};

struct Module {
    Arena arena;
    Stmts body;
    Expr* expression = nullptr; ///< CompileMode::expression
};

/// The expression as ast.unparse would write it: what `from __future__ import annotations` keeps of an
/// annotation.
std::string unparse(Runtime& runtime, const Expr& expression);

} // namespace relata::python::ast
