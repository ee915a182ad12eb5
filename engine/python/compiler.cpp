#include "python/compiler.h"

#include "python/code_cache.h"
#include "python/compile_source.h"
#include "python/compiler_impl.h"
#include "python/parser.h"
#include "python/syntax_diagnosis.h"
#include "python/tokenizer.h"

#include <algorithm>
#include <cstdio>

namespace relata::python {

using namespace ast;

FunctionCompiler::FunctionCompiler(ModuleCompiler& module, Scope& scope, FunctionCompiler* outer, std::string name, const Span& span)
    : m_module(module), m_scope(scope), m_outer(outer),
      m_builder(module.runtime, module.source, module.runtime.make<Code>(module.runtime.type(BuiltinType::code))) {
    Code& code = b().code();
    code.name = module.runtime.intern(name);
    code.file = module.runtime.intern(module.source.name());
    code.first_line = span.line;
    // CPython: compiler_set_qualname.
    std::string qualname = name;
    if (outer && outer->m_scope.kind != Scope::Kind::module) {
        const Scope::Symbol* own = scope.parent->find(module.runtime.intern(name).get());
        if (!(own && own->global)) {
            qualname = std::string(outer->b().code().qualname->view()) + "." + name;
            if (outer->m_scope.is_function()) qualname = std::string(outer->b().code().qualname->view()) + ".<locals>." + name;
        }
    }
    code.qualname = module.runtime.intern(qualname);
    if (scope.is_function()) code.flags |= Code::optimized | Code::new_locals;
    if (scope.is_nested) code.flags |= Code::nested;
    if (scope.kind == Scope::Kind::class_) code.flags |= Code::class_body;
    if (module.future_annotations) code.flags |= Code::future_annotations;
    b().set_span(span);
}

/// Parameters, other locals, cells, free variables: in the order that Code documents.
void FunctionCompiler::prepare_slots(const Arguments* args) {
    Code& code = b().code();
    Runtime& runtime = m_module.runtime;
    std::vector<Ref<Str>> parameters;
    const auto add_parameter = [&](Str* name) { parameters.push_back(mangle(*name)); };
    if (args) {
        for (const Arg& a : args->posonlyargs) add_parameter(a.name);
        for (const Arg& a : args->args) add_parameter(a.name);
        for (const Arg& a : args->kwonlyargs) add_parameter(a.name);
        if (args->vararg) add_parameter(args->vararg->name);
        if (args->kwarg) add_parameter(args->kwarg->name);
        code.positional_only_count = uint32_t(args->posonlyargs.size());
        code.argument_count = uint32_t(args->posonlyargs.size() + args->args.size());
        code.keyword_only_count = uint32_t(args->kwonlyargs.size());
        if (args->vararg) code.flags |= Code::var_args;
        if (args->kwarg) code.flags |= Code::var_keywords;
    } else if (m_scope.kind == Scope::Kind::comprehension) {
        parameters.push_back(runtime.intern(".0"));
        code.argument_count = 1;
    }
    const auto is_parameter = [&](const Str* name) {
        return std::ranges::any_of(parameters, [&](const Ref<Str>& p) { return p.get() == name; });
    };
    code.varnames = parameters;
    std::vector<Ref<Str>> cells, frees;
    for (Str* name : m_scope.order) {
        const Scope::Symbol& sym = m_scope.symbols[name];
        if (sym.scope == NameScope::cell) code.cellvars.emplace_back(name);
        if (sym.scope == NameScope::cell && !is_parameter(name)) cells.emplace_back(name);
        if (sym.scope == NameScope::free) frees.emplace_back(name);
        if (sym.scope == NameScope::local && m_scope.is_function() && !is_parameter(name)) code.varnames.emplace_back(name);
    }
    // A class body may bind a name that its methods' scope passes through from outside.
    code.freevars = frees;
    code.slot_names = code.varnames;
    code.slot_names.insert(code.slot_names.end(), cells.begin(), cells.end());
    code.slot_names.insert(code.slot_names.end(), frees.begin(), frees.end());
    for (const Ref<Str>& cell : code.cellvars) b().emit(Op::MAKE_CELL, slot(*cell));
}

uint32_t FunctionCompiler::slot(Str& name) const {
    const auto& names = m_builder.code().slot_names;
    const auto found = std::ranges::find_if(names, [&](const Ref<Str>& n) { return n.get() == &name; });
    assert(found != names.end());
    return uint32_t(found - names.begin());
}

NameScope FunctionCompiler::scope_of(Str& name) const {
    const Scope::Symbol* sym = m_scope.find(&name);
    return sym ? sym->scope : NameScope::global_implicit;
}

void FunctionCompiler::name_access(Str& plain, Access access) {
    const Ref<Str> interned = m_module.runtime.intern(*mangle(plain));
    Str& name = *interned;
    const NameScope scope = scope_of(name);
    const auto pick = [&](Op load, Op store_op, Op del) {
        return access == Access::load ? load : access == Access::store ? store_op : del;
    };
    if (scope == NameScope::cell || scope == NameScope::free) {
        const bool in_class = m_scope.kind == Scope::Kind::class_ && name.view() != "__class__";
        const Scope::Symbol* sym = m_scope.find(&name);
        if (in_class && access != Access::load && sym && sym->assigned && scope == NameScope::free && !sym->nonlocal)
            return b().emit(pick(Op::LOAD_NAME, Op::STORE_NAME, Op::DELETE_NAME), b().name(name));
        return b().emit(pick(in_class ? Op::LOAD_CLASSDEREF : Op::LOAD_DEREF, Op::STORE_DEREF, Op::DELETE_DEREF), slot(name));
    }
    if (m_scope.is_function() && scope == NameScope::local)
        return b().emit(pick(Op::LOAD_FAST, Op::STORE_FAST, Op::DELETE_FAST), slot(name));
    if (m_scope.kind == Scope::Kind::class_ && scope != NameScope::global_explicit)
        return b().emit(pick(Op::LOAD_NAME, Op::STORE_NAME, Op::DELETE_NAME), b().name(name));
    b().emit(pick(Op::LOAD_GLOBAL, Op::STORE_GLOBAL, Op::DELETE_GLOBAL), b().name(name));
}

Ref<Code> FunctionCompiler::finish_code() {
    if (b().is_reachable()) {
        none();
        b().emit(Op::RETURN_VALUE);
    }
    return b().finish();
}

Ref<Code> FunctionCompiler::module_body(ast::Module& module) {
    prepare_slots(nullptr);
    if (module.expression) {
        expression(*module.expression);
        b().emit(Op::RETURN_VALUE);
        return b().finish();
    }
    if (m_scope.has_annotations) b().emit(Op::SETUP_ANNOTATIONS);
    body_with_docstring(module.body);
    return finish_code();
}

namespace {

/// What the `from __future__` imports that begin a file ask for. CPython: Python/future.c, future_parse.
struct Future {
    bool annotations = false;
    int last_line = 0;
};

Future future_of(Stmts body) {
    Future future;
    for (Stmt* s : body) {
        const bool docstring = s == body.front() && s->kind == StmtKind::Expr &&
                               s->as<ExprStmt>().value->kind == ExprKind::Constant &&
                               s->as<ExprStmt>().value->as<Constant>().value->as<Str>();
        if (docstring) continue;
        if (s->kind != StmtKind::ImportFrom) break;
        auto& import = s->as<ImportFrom>();
        if (!import.module || import.module->view() != "__future__" || import.level != 0) break;
        future.last_line = s->span.line;
        for (const Alias& a : import.names) future.annotations = future.annotations || a.name->view() == "annotations";
    }
    return future;
}

} // namespace

namespace {

/// What is no text: a NUL, or bytes that are not UTF-8. CPython: Parser/tokenizer.c, tok_nextc and ensure_utf8.
void refuse_bytes(const Source& source) {
    if (const size_t nul = source.text().find('\0'); nul != std::string_view::npos) {
        const std::string_view before = source.text().substr(0, nul);
        const int line = int(std::ranges::count(before, '\n')) + 1;
        const size_t start = before.rfind('\n') + 1; // npos + 1 is 0
        throw SyntaxFailure{.message = "source code cannot contain null bytes",
                            .line = line,
                            .column = -1,
                            .text_line = std::string(before.substr(start))};
    }
    if (const size_t bad = find_invalid_utf8(source.text()); bad != std::string_view::npos) {
        const int line = int(std::ranges::count(source.text().substr(0, bad), '\n')) + 1;
        char code[8];
        std::snprintf(code, sizeof code, "\\x%02x", static_cast<unsigned char>(source.text()[bad]));
        throw Error(Exc::SyntaxError, "Non-UTF-8 code starting with '" + std::string(code) + "' in file " + source.name() +
                                          " on line " + std::to_string(line) +
                                          ", but no encoding declared; see https://peps.python.org/pep-0263/ for details");
    }
}

} // namespace

Compilation compile_source(Runtime& runtime, const Source& source, CompileMode mode) {
    refuse_bytes(source);
    const TokenStream stream = tokenize(source.text());
    ast::Module module;
    Parser parser(runtime, source, stream, module.arena);
    try {
        if (mode == CompileMode::expression)
            module.expression = parser.parse_expression_input();
        else
            module.body = parser.parse_module();
    } catch (const Parser::Rejected& rejected) {
        throw diagnose(stream, parser.statement_start(), rejected.furthest);
    }
    const Future future = future_of(module.body);
    Symtable symtable(runtime, module, future.annotations);
    ModuleCompiler shared{runtime, source, symtable, future.annotations, future.last_line};
    FunctionCompiler compiler(shared, symtable.module_scope(), nullptr, "<module>", Span{1, 0, 1, 0});
    for (const TokenStream::OddNumber& odd : stream.odd_numbers) // CPython: verify_end_of_number (Parser/tokenizer.c)
        compiler.warn(Span{odd.line, 0, odd.line, 0}, std::string("invalid ") + odd.kind + " literal");
    Ref<Code> code = compiler.module_body(module);
    return {std::move(code), shared.has_warned};
}

Ref<Code> compile(Runtime& runtime, const Source& source, CompileMode mode) {
    CodeCache& cache = CodeCache::of_process();
    if (Ref<Code> code = cache.find(runtime, source.name(), source.text(), mode)) return code;
    try {
        Compilation compilation = compile_source(runtime, source, mode);
        if (!compilation.has_warned) cache.add(*compilation.code, source.name(), source.text(), mode);
        return std::move(compilation.code);
    } catch (const SyntaxFailure& failure) {
        throw to_error(runtime, source, failure);
    }
}

Ref<Code> compile_text(Runtime& runtime, const std::string& name, std::string_view text) {
    Ref<Code> code = CodeCache::of_process().find(runtime, name, text, CompileMode::module);
    return code ? code : compile(runtime, Source(name, text));
}

} // namespace relata::python
