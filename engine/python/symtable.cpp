#include "python/symtable.h"

#include <algorithm>
#include <set>

namespace relata::python {

using namespace ast;

Ref<Str> Symtable::mangle(Runtime& runtime, const std::string& class_name, Str& name) {
    const std::string_view text = name.view();
    const size_t from = class_name.find_first_not_of('_');
    if (class_name.empty() || from == std::string::npos || !text.starts_with("__") || text.ends_with("__") ||
        text.find('.') != std::string_view::npos)
        return Ref<Str>(name);
    return runtime.intern("_" + class_name.substr(from) + std::string(text));
}

/// First pass: enters every name into the scope that mentions it.
class Symtable::Visitor {
  public:
    Visitor(Runtime& runtime, Symtable& table, bool future) : m_runtime(runtime), m_table(table), m_future(future) {}

    void run(ast::Module& module) {
        m_scope = &open(Scope::Kind::module, "top", &module);
        statements(module.body);
        if (module.expression) expression(module.expression);
    }

  private:
    Scope& open(Scope::Kind kind, std::string name, const void* node) {
        m_table.m_scopes.push_back(std::make_unique<Scope>(kind, std::move(name), m_scope));
        Scope& scope = *m_table.m_scopes.back();
        m_table.m_by_node[node] = &scope;
        if (m_scope) {
            m_scope->children.push_back(&scope);
            scope.is_nested = m_scope->is_nested || m_scope->is_function();
            scope.class_name = m_scope->class_name;
        }
        return scope;
    }
    Str* mangled(Str* name) {
        const Ref<Str> result = mangle(m_runtime, m_scope->class_name, *name);
        m_table.m_keep.push_back(result);
        return result.get();
    }
    Scope::Symbol& symbol(Str* name) { return m_scope->symbol(mangled(name)); }

    void assign(Str* name) {
        Scope::Symbol& s = symbol(name);
        s.assigned = true;
        s.only_imported = false;
    }
    void import(Str* name) {
        Scope::Symbol& s = symbol(name);
        s.only_imported = !s.assigned || s.only_imported;
        s.assigned = true;
    }
    void use(Str* name) {
        symbol(name).used = true;
        // super() without arguments finds its class through `__class__`.
        if (m_scope->is_function() && name->view() == "super") m_scope->symbol(class_cell()).used = true;
    }
    Str* class_cell() {
        const Ref<Str> name = m_runtime.intern("__class__");
        m_table.m_keep.push_back(name);
        return name.get();
    }
    void parameter(const Arg& arg) {
        Scope::Symbol& s = symbol(arg.name);
        if (s.parameter)
            throw SyntaxFailure::at(arg.span, "duplicate argument '" + std::string(arg.name->view()) + "' in function definition");
        s.parameter = s.assigned = true;
    }

    void statements(Stmts body) {
        for (Stmt* s : body) statement(s);
    }
    void expressions(Exprs list) {
        for (Expr* e : list) expression(e);
    }
    void annotation(Expr* e) {
        if (!e) return;
        if (!m_future) return expression(e);
        // It is not evaluated, so its names belong nowhere.
        Scope nowhere(Scope::Kind::function, "_annotation", nullptr);
        Scope* outer = std::exchange(m_scope, &nowhere);
        const bool before = std::exchange(m_in_annotation, true);
        expression(e);
        m_in_annotation = before;
        m_scope = outer;
    }
    void refuse_in_annotation(const Expr& e, const char* what) const {
        if (m_in_annotation)
            throw SyntaxFailure::at(e.span, "'" + std::string(what) + "' can not be used within an annotation");
    }

    void function(const void* node, std::string name, Arguments& args, bool is_async, auto&& body) {
        expressions(args.defaults);
        expressions(args.kw_defaults);
        Scope& scope = open(Scope::Kind::function, std::move(name), node);
        Scope* outer = std::exchange(m_scope, &scope);
        scope.is_coroutine = is_async;
        for (const Arg& a : args.posonlyargs) parameter(a);
        for (const Arg& a : args.args) parameter(a);
        for (const Arg& a : args.kwonlyargs) parameter(a);
        if (args.vararg) parameter(*args.vararg);
        if (args.kwarg) parameter(*args.kwarg);
        body();
        m_scope = outer;
    }

    void statement(Stmt* s);
    void expression(Expr* e);
    void comprehension(ComprehensionExpr& e);
    void pattern(Pattern* p);
    void named_target(NamedExpr& e);
    void declare(Names& s);

    Runtime& m_runtime;
    Symtable& m_table;
    bool m_future;
    Scope* m_scope = nullptr;
    bool m_in_annotation = false; ///< one that is not evaluated
    int m_iterable = 0;           ///< inside how many iterables of comprehensions
    int m_depth = 0;
};

void Symtable::Visitor::declare(Names& s) {
    const bool global = s.kind == StmtKind::Global;
    const std::string word = global ? "global" : "nonlocal";
    for (Str* name : s.names) {
        const std::string text(name->view());
        if (!global && m_scope->kind == Scope::Kind::module)
            throw SyntaxFailure::at(s.span, "nonlocal declaration not allowed at module level");
        Scope::Symbol& symbol_ = symbol(name);
        if (symbol_.parameter) throw SyntaxFailure::at(s.span, "name '" + text + "' is parameter and " + word);
        if (symbol_.annotated) throw SyntaxFailure::at(s.span, "annotated name '" + text + "' can't be " + word);
        if (symbol_.assigned && !symbol_.only_imported) // CPython: DEF_IMPORT is no DEF_LOCAL
            throw SyntaxFailure::at(s.span, "name '" + text + "' is assigned to before " + word + " declaration");
        if (symbol_.used) throw SyntaxFailure::at(s.span, "name '" + text + "' is used prior to " + word + " declaration");
        (global ? symbol_.global : symbol_.nonlocal) = true;
        if (symbol_.declared.line == 0) symbol_.declared = s.span;
    }
}

void Symtable::Visitor::statement(Stmt* s) {
    switch (s->kind) {
    case StmtKind::FunctionDef: {
        auto& f = s->as<FunctionDef>();
        assign(f.name);
        expressions(f.decorator_list);
        for (auto list : {f.args->posonlyargs, f.args->args, f.args->kwonlyargs})
            for (const Arg& a : list) annotation(a.annotation);
        if (f.args->vararg) annotation(f.args->vararg->annotation);
        if (f.args->kwarg) annotation(f.args->kwarg->annotation);
        annotation(f.returns);
        function(&f, std::string(f.name->view()), *f.args, f.is_async, [&] { statements(f.body); });
        return;
    }
    case StmtKind::ClassDef: {
        auto& c = s->as<ClassDef>();
        assign(c.name);
        expressions(c.bases);
        for (const Keyword& k : c.keywords) expression(k.value);
        expressions(c.decorator_list);
        Scope& scope = open(Scope::Kind::class_, std::string(c.name->view()), &c);
        scope.class_name = std::string(c.name->view());
        Scope* outer = std::exchange(m_scope, &scope);
        statements(c.body);
        m_scope = outer;
        return;
    }
    case StmtKind::Return:
        if (Expr* value = s->as<Return>().value) {
            m_scope->returns_value = true;
            expression(value);
        }
        return;
    case StmtKind::Delete: return expressions(s->as<Delete>().targets);
    case StmtKind::Assign:
        expression(s->as<Assign>().value);
        return expressions(s->as<Assign>().targets);
    case StmtKind::AugAssign:
        expression(s->as<AugAssign>().target);
        if (s->as<AugAssign>().target->kind == ExprKind::Name) use(s->as<AugAssign>().target->as<Name>().id);
        return expression(s->as<AugAssign>().value);
    case StmtKind::AnnAssign: {
        auto& a = s->as<AnnAssign>();
        m_scope->has_annotations = true;
        if (a.target->kind == ExprKind::Name) {
            auto& name = a.target->as<Name>();
            Scope::Symbol& sym = symbol(name.id);
            if (a.simple && (sym.global || sym.nonlocal) && m_scope->kind != Scope::Kind::module)
                throw SyntaxFailure::at(s->span, "annotated name '" + std::string(name.id->view()) + "' can't be " +
                                                     (sym.global ? "global" : "nonlocal"));
            if (a.simple) sym.annotated = true;
            if (a.simple || a.value) sym.assigned = true;
        } else {
            expression(a.target);
        }
        annotation(a.annotation);
        if (a.value) expression(a.value);
        return;
    }
    case StmtKind::For: {
        auto& f = s->as<For>();
        expression(f.target);
        expression(f.iter);
        statements(f.body);
        return statements(f.orelse);
    }
    case StmtKind::While:
        expression(s->as<While>().test);
        statements(s->as<While>().body);
        return statements(s->as<While>().orelse);
    case StmtKind::If:
        expression(s->as<If>().test);
        statements(s->as<If>().body);
        return statements(s->as<If>().orelse);
    case StmtKind::With:
        for (const WithItem& item : s->as<With>().items) {
            expression(item.context_expr);
            if (item.optional_vars) expression(item.optional_vars);
        }
        return statements(s->as<With>().body);
    case StmtKind::Match:
        expression(s->as<Match>().subject);
        for (const MatchCase& c : s->as<Match>().cases) {
            pattern(c.pattern);
            if (c.guard) expression(c.guard);
            statements(c.body);
        }
        return;
    case StmtKind::Raise:
        if (s->as<Raise>().exc) expression(s->as<Raise>().exc);
        if (s->as<Raise>().cause) expression(s->as<Raise>().cause);
        return;
    case StmtKind::Try: {
        auto& t = s->as<Try>();
        statements(t.body);
        for (const ExceptHandler& h : t.handlers) {
            if (h.type) expression(h.type);
            if (h.name) assign(h.name);
            statements(h.body);
        }
        statements(t.orelse);
        return statements(t.finalbody);
    }
    case StmtKind::Assert:
        expression(s->as<Assert>().test);
        if (s->as<Assert>().msg) expression(s->as<Assert>().msg);
        return;
    case StmtKind::Import:
        for (const Alias& a : s->as<Import>().names) {
            const std::string_view text = a.name->view();
            const Ref<Str> top = m_runtime.intern(text.substr(0, text.find('.')));
            m_table.m_keep.push_back(top);
            import(a.asname ? a.asname : top.get());
        }
        return;
    case StmtKind::ImportFrom:
        for (const Alias& a : s->as<ImportFrom>().names) {
            if (a.name->view() == "*") {
                if (m_scope->kind != Scope::Kind::module)
                    throw SyntaxFailure::at({s->span.end_line, s->span.end_column - 1, s->span.end_line, -1}, "import * only allowed at module level");
                continue;
            }
            import(a.asname ? a.asname : a.name);
        }
        return;
    case StmtKind::Global:
    case StmtKind::Nonlocal: return declare(s->as<Names>());
    case StmtKind::Expr: return expression(s->as<ExprStmt>().value);
    case StmtKind::Pass:
    case StmtKind::Break:
    case StmtKind::Continue: return;
    }
}

void Symtable::Visitor::pattern(Pattern* p) {
    if (!p) return;
    if (p->value) expression(p->value);
    expressions(p->keys);
    for (Pattern* inner : p->patterns) pattern(inner);
    for (Pattern* inner : p->keyword_patterns) pattern(inner);
    pattern(p->pattern);
    if (p->name) assign(p->name);
}

// CPython: symtable_extend_namedexpr_scope: the target belongs to the function around all comprehensions.
void Symtable::Visitor::named_target(NamedExpr& e) {
    if (m_iterable > 0)
        throw SyntaxFailure::at(e.span, "assignment expression cannot be used in a comprehension iterable expression");
    Str* name = e.target->as<Name>().id;
    if (m_scope->kind != Scope::Kind::comprehension) return assign(name);
    const std::string text(name->view());
    Scope* scope = m_scope;
    for (; scope->kind == Scope::Kind::comprehension; scope = scope->parent)
        if (const Scope::Symbol* sym = scope->find(mangled(name)); sym && sym->iteration)
            throw SyntaxFailure::at(e.target->span, "assignment expression cannot rebind comprehension iteration variable '" + text + "'");
    if (scope->kind == Scope::Kind::class_)
        throw SyntaxFailure::at(e.target->span, "assignment expression within a comprehension cannot be used in a class body");
    scope->symbol(mangled(name)).assigned = true;
    for (Scope* inner = m_scope; inner != scope; inner = inner->parent) {
        Scope::Symbol& sym = inner->symbol(mangled(name));
        (scope->kind == Scope::Kind::module || (scope->find(mangled(name)) && scope->find(mangled(name))->global) ? sym.global : sym.nonlocal) = true;
    }
}

void Symtable::Visitor::comprehension(ComprehensionExpr& e) {
    // The first iterable is evaluated outside.
    const auto iterable = [&](Expr* iter) {
        ++m_iterable;
        expression(iter);
        --m_iterable;
    };
    iterable(e.generators[0].iter);
    const char* name = e.kind == ExprKind::ListComp ? "listcomp" : e.kind == ExprKind::SetComp ? "setcomp"
                       : e.kind == ExprKind::DictComp ? "dictcomp" : "genexpr";
    Scope& scope = open(Scope::Kind::comprehension, name, &e);
    Scope* outer = std::exchange(m_scope, &scope);
    const Ref<Str> argument = m_runtime.intern(".0");
    m_table.m_keep.push_back(argument);
    Scope::Symbol& first = scope.symbol(argument.get());
    first.parameter = first.assigned = true;
    for (size_t i = 0; i < e.generators.size(); ++i) {
        const Comprehension& g = e.generators[i];
        const size_t before = scope.order.size();
        expression(g.target);
        for (size_t n = before; n < scope.order.size(); ++n)
            if (scope.symbols[scope.order[n]].assigned) scope.symbols[scope.order[n]].iteration = true;
        if (i > 0) iterable(g.iter);
        expressions(g.ifs);
        scope.is_coroutine = scope.is_coroutine || g.is_async;
    }
    expression(e.elt);
    if (e.value) expression(e.value);
    m_scope = outer;
    if (e.kind == ExprKind::GeneratorExp) {
        scope.is_generator = true;
    } else if (scope.is_coroutine && m_scope->kind == Scope::Kind::comprehension) {
        m_scope->is_coroutine = true; // awaiting the inner one makes the outer one a coroutine
    }
}

void Symtable::Visitor::expression(Expr* e) {
    if (!e) return;
    const Nesting nesting(m_runtime, m_depth);
    switch (e->kind) {
    case ExprKind::BoolOp: return expressions(e->as<BoolOp>().values);
    case ExprKind::NamedExpr:
        refuse_in_annotation(*e, "named expression");
        expression(e->as<NamedExpr>().value);
        return named_target(e->as<NamedExpr>());
    case ExprKind::BinOp:
        expression(e->as<BinOp>().left);
        return expression(e->as<BinOp>().right);
    case ExprKind::UnaryOp: return expression(e->as<ast::UnaryOp>().operand);
    case ExprKind::Lambda: {
        auto& l = e->as<Lambda>();
        return function(&l, "lambda", *l.args, false, [&] { expression(l.body); });
    }
    case ExprKind::IfExp:
        expression(e->as<IfExp>().test);
        expression(e->as<IfExp>().body);
        return expression(e->as<IfExp>().orelse);
    case ExprKind::Dict:
        expressions(e->as<ast::Dict>().keys);
        return expressions(e->as<ast::Dict>().values);
    case ExprKind::Set: return expressions(e->as<ast::Set>().elts);
    case ExprKind::ListComp:
    case ExprKind::SetComp:
    case ExprKind::DictComp:
    case ExprKind::GeneratorExp: return comprehension(e->as<ComprehensionExpr>());
    case ExprKind::Await:
        refuse_in_annotation(*e, "await expression");
        expression(e->as<Await>().value);
        if (m_scope->kind == Scope::Kind::comprehension) m_scope->is_coroutine = true;
        return;
    case ExprKind::Yield:
    case ExprKind::YieldFrom: {
        refuse_in_annotation(*e, "yield expression");
        if (m_scope->kind == Scope::Kind::comprehension)
            throw SyntaxFailure::at(e->span, "'yield' inside " + std::string(m_scope->name == "listcomp"  ? "list comprehension"
                                                                             : m_scope->name == "setcomp" ? "set comprehension"
                                                                             : m_scope->name == "dictcomp" ? "dict comprehension"
                                                                                                           : "generator expression"));
        m_scope->is_generator = true;
        return expression(e->kind == ExprKind::Yield ? e->as<Yield>().value : e->as<YieldFrom>().value);
    }
    case ExprKind::Compare:
        expression(e->as<Compare>().left);
        return expressions(e->as<Compare>().comparators);
    case ExprKind::Call:
        expression(e->as<Call>().func);
        expressions(e->as<Call>().args);
        for (const Keyword& k : e->as<Call>().keywords) expression(k.value);
        return;
    case ExprKind::FormattedValue:
        expression(e->as<FormattedValue>().value);
        return expression(e->as<FormattedValue>().format_spec);
    case ExprKind::JoinedStr: return expressions(e->as<JoinedStr>().values);
    case ExprKind::Constant: return;
    case ExprKind::Attribute: return expression(e->as<Attribute>().value);
    case ExprKind::Subscript:
        expression(e->as<Subscript>().value);
        return expression(e->as<Subscript>().slice);
    case ExprKind::Starred: return expression(e->as<Starred>().value);
    case ExprKind::Name: {
        auto& n = e->as<Name>();
        return n.ctx == ExprContext::load ? use(n.id) : assign(n.id);
    }
    case ExprKind::List: return expressions(e->as<ast::List>().elts);
    case ExprKind::Tuple: return expressions(e->as<ast::Tuple>().elts);
    case ExprKind::Slice:
        expression(e->as<Slice>().lower);
        expression(e->as<Slice>().upper);
        return expression(e->as<Slice>().step);
    }
}

Symtable::Symtable(Runtime& runtime, ast::Module& module, bool future_annotations) {
    Visitor(runtime, *this, future_annotations).run(module);
    analyze(module_scope(), {});
}

// Second pass, CPython's analyze_block: `bound` maps the names of enclosing functions to the scope that binds them. A name
// found there is free here, and a cell where it is bound; the scopes between pass it through.
void Symtable::analyze(Scope& scope, std::map<Str*, Scope*> bound) {
    const auto make_free = [&](Str* name, Scope& binder) {
        for (Scope* s = &scope; s != &binder; s = s->parent) {
            // A class passes a free name on without binding it in its own namespace.
            Scope::Symbol& sym = s->symbol(name);
            if (s == &scope || !(s->kind == Scope::Kind::class_ && sym.assigned)) sym.scope = NameScope::free;
        }
        Scope::Symbol& sym = binder.symbol(name);
        sym.scope = NameScope::cell;
        if (binder.kind == Scope::Kind::class_) binder.needs_class_cell = true;
    };
    for (size_t i = 0; i < scope.order.size(); ++i) {
        Str* name = scope.order[i];
        Scope::Symbol& sym = scope.symbols[name];
        if (sym.global && sym.nonlocal && sym.declared.line)
            throw SyntaxFailure::at(sym.declared, "name '" + std::string(name->view()) + "' is nonlocal and global");
        if (sym.global) {
            sym.scope = NameScope::global_explicit;
            bound.erase(name);
        } else if (sym.nonlocal) {
            const auto found = bound.find(name);
            if (found == bound.end())
                throw SyntaxFailure::at(sym.declared, "no binding for nonlocal '" + std::string(name->view()) + "' found");
            make_free(name, *found->second);
        } else if (sym.assigned) {
            if (sym.scope != NameScope::cell) sym.scope = NameScope::local;
        } else if (sym.used) {
            if (const auto found = bound.find(name); found != bound.end())
                make_free(name, *found->second);
            else if (sym.scope != NameScope::free && sym.scope != NameScope::cell)
                sym.scope = NameScope::global_implicit;
        }
    }
    if (scope.is_function()) {
        for (Str* name : scope.order)
            if (const Scope::Symbol& sym = scope.symbols[name]; sym.assigned && !sym.global && !sym.nonlocal) bound[name] = &scope;
    }
    for (Scope* child : scope.children) {
        std::map<Str*, Scope*> inner = bound;
        if (scope.kind == Scope::Kind::class_) {
            // Methods see `__class__`, and nothing else of the class body.
            for (const auto& keep : m_keep)
                if (keep->view() == "__class__") inner[keep.get()] = &scope;
        }
        analyze(*child, std::move(inner));
    }
}

} // namespace relata::python
