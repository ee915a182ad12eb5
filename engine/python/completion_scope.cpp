#include "python/completion_scope.h"

#include "python/lenient_source.h"
#include "python/parser.h"
#include "python/syntax_diagnosis.h"

#include <algorithm>

namespace relata::python {

using namespace ast;

namespace {

constexpr int max_depth = 40;
constexpr int max_broken_statements = 20;

Known make(Known::Kind kind, Value object) {
    Known made;
    made.kind = kind;
    made.object = std::move(object);
    return made;
}
std::string path_of_module(const std::string& module) {
    std::string path = module;
    std::ranges::replace(path, '.', '/');
    return path + ".py";
}

} // namespace

ReadFile& CompletionScope::read(const std::string& path, int caret_line) {
    if (const auto found = m_files.find(path); found != m_files.end()) return found->second;
    ReadFile& file = m_files[path];
    const SourceFile* text = m_program.find(path);
    auto source = std::make_unique<Source>(path, text ? text->text : "");
    LenientSource lines(*source);
    if (caret_line > 0) {
        const auto [first, last] = LenientSource::logical_line(*source, caret_line);
        lines.take_out(first <= caret_line ? first : caret_line, std::max(last, caret_line));
    }
    for (int tries = 0; tries < max_broken_statements; ++tries) {
        source = std::make_unique<Source>(path, lines.text());
        auto module = std::make_unique<ast::Module>();
        std::optional<int> broken;
        bool lacks_block = false;
        const TokenStream stream = tokenize(source->text());
        Parser parser(m_interpreter, *source, stream, module->arena);
        try {
            module->body = parser.parse_module();
        } catch (const Parser::Rejected& rejected) {
            const SyntaxFailure failure = diagnose(stream, parser.statement_start(), rejected.furthest);
            lacks_block = failure.message.starts_with("expected an indented block");
            broken = failure.line + (lacks_block && failure.column < 0);
        } catch (const SyntaxFailure& failure) {
            broken = failure.line;
        } catch (const Error&) { // nested too deeply
            module->body = {};
        }
        if (!broken) {
            file.source = std::move(source);
            file.module = std::move(module);
            break;
        }
        const auto [first, last] = lacks_block ? std::pair{lines.header_before(*broken), 0} : LenientSource::logical_line(*source, *broken);
        if (!lines.take_out(first, last)) break;
    }
    if (!file.module) file.module = std::make_unique<ast::Module>();
    collect(file.module->body, file.names);
    return file;
}

const Expr* CompletionScope::parse_expression(const std::string& text) {
    ReadFile& kept = m_expressions.emplace_back();
    kept.source = std::make_unique<Source>("", text);
    kept.module = std::make_unique<ast::Module>();
    const TokenStream stream = tokenize(kept.source->text());
    try {
        Parser parser(m_interpreter, *kept.source, stream, kept.module->arena);
        return parser.parse_expression_input();
    } catch (const Parser::Rejected&) {
    } catch (const SyntaxFailure&) {
    } catch (const Error&) {
    }
    return nullptr;
}

Known CompletionScope::library(const std::string& module, const std::string& name) {
    try {
        python::Module& found = m_interpreter.import_module(module);
        const Value value = name.empty() ? Value(found) : found.find(m_interpreter, name);
        if (value.is_set()) return make(Known::Kind::object, value);
    } catch (const Error&) { // there is none
    }
    return {};
}

void CompletionScope::collect_imports(const Stmt& s, Names& names) {
    const auto from_program = [&](const std::string& module) { return m_program.find(path_of_module(module)) != nullptr; };
    if (s.kind == StmtKind::Import) {
        for (const Alias& a : s.as<Import>().names) {
            const std::string module(a.name->view());
            const std::string bound = a.asname ? std::string(a.asname->view()) : module.substr(0, module.find('.'));
            if (!from_program(module)) names[bound] = library(a.asname ? module : bound, "");
        }
        return;
    }
    const auto& from = s.as<ImportFrom>();
    const std::string module = from.module ? std::string(from.module->view()) : "";
    for (const Alias& a : from.names) {
        const std::string name(a.name->view());
        const std::string bound = a.asname ? std::string(a.asname->view()) : name;
        if (from.level > 0 || from_program(module)) {
            if (m_depth > max_depth) continue;
            ++m_depth;
            ReadFile& file = read(path_of_module(module), 0);
            --m_depth;
            if (name == "*") names.insert(file.names.begin(), file.names.end());
            else if (const auto found = file.names.find(name); found != file.names.end()) names[bound] = found->second;
            else names[bound] = {};
        } else if (name != "*") {
            names[bound] = library(module, name);
        }
    }
}

void CompletionScope::bind(const Expr& target, const Known& value, Names& names) {
    if (target.kind == ExprKind::Name) names[std::string(target.as<Name>().id->view())] = value;
    if (target.kind == ExprKind::Tuple || target.kind == ExprKind::List)
        for (const Expr* item : target.kind == ExprKind::Tuple ? target.as<ast::Tuple>().elts : target.as<ast::List>().elts)
            bind(*item, {}, names);
}

/// The names that the statements bind, each with what the last one gives it.
void CompletionScope::collect(Stmts body, Names& names) {
    for (const Stmt* s : body) {
        switch (s->kind) {
        case StmtKind::Import:
        case StmtKind::ImportFrom: collect_imports(*s, names); break;
        case StmtKind::ClassDef: {
            Known& known = names[std::string(s->as<ClassDef>().name->view())] = {};
            known.kind = Known::Kind::program_class;
            known.cls = &s->as<ClassDef>();
            break;
        }
        case StmtKind::FunctionDef: {
            Known& known = names[std::string(s->as<FunctionDef>().name->view())] = {};
            known.kind = Known::Kind::function;
            known.def = &s->as<FunctionDef>();
            break;
        }
        case StmtKind::Assign: {
            const Known value = infer(*s->as<Assign>().value, names);
            for (const Expr* target : s->as<Assign>().targets) bind(*target, value, names);
            break;
        }
        case StmtKind::AnnAssign: bind(*s->as<AnnAssign>().target, annotated(s->as<AnnAssign>().annotation, names), names); break;
        case StmtKind::For: {
            const Known items = infer(*s->as<For>().iter, names);
            bind(*s->as<For>().target, items.element ? *items.element : Known(), names);
            collect(s->as<For>().body, names);
            collect(s->as<For>().orelse, names);
            break;
        }
        case StmtKind::While: collect(s->as<While>().body, names); break;
        case StmtKind::If:
            collect(s->as<If>().body, names);
            collect(s->as<If>().orelse, names);
            break;
        case StmtKind::With:
            for (const WithItem& item : s->as<With>().items)
                if (item.optional_vars) bind(*item.optional_vars, infer(*item.context_expr, names), names);
            collect(s->as<With>().body, names);
            break;
        case StmtKind::Try:
            collect(s->as<Try>().body, names);
            for (const ExceptHandler& h : s->as<Try>().handlers) {
                if (h.name && h.type) {
                    Known caught = infer(*h.type, names);
                    if (caught.kind == Known::Kind::object) caught.kind = Known::Kind::instance;
                    if (caught.kind == Known::Kind::program_class) caught.kind = Known::Kind::program_instance;
                    names[std::string(h.name->view())] = caught;
                }
                collect(h.body, names);
            }
            collect(s->as<Try>().orelse, names);
            collect(s->as<Try>().finalbody, names);
            break;
        case StmtKind::Match:
            for (const MatchCase& c : s->as<Match>().cases) collect(c.body, names);
            break;
        default: break;
        }
    }
}

CompletionScope::Names CompletionScope::names_at(ReadFile& file, int line) {
    Names names = file.names;
    enter(file.module->body, line, names, nullptr);
    return names;
}

/// Adds the names of the function around `line`. Only those of classes and functions have a scope of their own.
void CompletionScope::enter(Stmts body, int line, Names& names, const ClassDef* cls) {
    for (size_t i = 0; i < body.size(); ++i) {
        const Stmt& s = *body[i];
        // What is typed behind a body's last line still belongs to it.
        const int end = i + 1 < body.size() ? body[i + 1]->span.line - 1 : std::max(line, s.span.end_line);
        if (line < s.span.line || line > end) continue;
        if (s.kind == StmtKind::ClassDef) return enter(s.as<ClassDef>().body, line, names, &s.as<ClassDef>());
        if (s.kind != StmtKind::FunctionDef) continue;
        const auto& f = s.as<FunctionDef>();
        bool first = cls != nullptr;
        for (auto list : {f.args->posonlyargs, f.args->args, f.args->kwonlyargs})
            for (const Arg& a : list) {
                Known known = annotated(a.annotation, names);
                if (std::exchange(first, false) && !a.annotation) {
                    known.kind = a.name->view() == "cls" ? Known::Kind::program_class : Known::Kind::program_instance;
                    known.cls = cls;
                }
                names[std::string(a.name->view())] = known;
            }
        for (const Arg* a : {f.args->vararg, f.args->kwarg})
            if (a) names[std::string(a->name->view())] = {};
        collect(f.body, names);
        return enter(f.body, line, names, nullptr);
    }
}

std::string CompletionScope::text_of(const Expr* e) const { return e ? unparse(m_interpreter, *e) : std::string(); }

} // namespace relata::python
