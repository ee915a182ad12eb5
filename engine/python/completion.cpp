#include "python/completion.h"

#include "python/completion_scope.h"
#include "python/token.h"
#include "support/dict.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::python {

namespace {

bool is_word(char c) { return c == '_' || (static_cast<unsigned char>(c) & 0x80) || std::isalnum(static_cast<unsigned char>(c)); }

/// Where the expression begins that ends at `end`: names, dots, calls, subscripts and literals.
size_t expression_start(std::string_view text, size_t end) {
    size_t at = end;
    while (at > 0) {
        const char c = text[at - 1];
        if (is_word(c) || c == '.') {
            --at;
        } else if (c == ')' || c == ']' || c == '}') {
            int depth = 0;
            size_t open = at;
            while (open > 0) {
                const char b = text[--open];
                if (b == ')' || b == ']' || b == '}') ++depth;
                if ((b == '(' || b == '[' || b == '{') && --depth == 0) break;
            }
            if (depth != 0) return at;
            at = open;
        } else if ((c == '"' || c == '\'') && at == end) {
            const size_t open = text.substr(0, at - 1).rfind(c);
            return open == std::string_view::npos ? at : open;
        } else {
            break;
        }
    }
    constexpr std::string_view await = "await ";
    return at >= await.size() && text.substr(at - await.size(), await.size()) == await ? at - await.size() : at;
}

/// The bracket that is open around the end of `text` and begins a call; npos where none is.
size_t open_call(std::string_view text) {
    int depth = 0;
    for (size_t at = text.size(); at-- > 0;) {
        const char c = text[at];
        if (c == ')' || c == ']' || c == '}') ++depth;
        if (c != '(' && c != '[' && c != '{') continue;
        if (depth-- > 0) continue;
        return c == '(' && at > 0 && (is_word(text[at - 1]) || text[at - 1] == ']' || text[at - 1] == ')') ? at : std::string_view::npos;
    }
    return std::string_view::npos;
}

/// One line as brackets see it: what strings hold is no bracket, and a comment is nothing.
std::string without_strings(std::string_view line) {
    std::string code(line);
    char quote = 0;
    for (size_t at = 0; at < code.size(); ++at) {
        const char c = code[at];
        if (quote && c == '\\') ++at;
        else if (quote && c == quote) quote = 0;
        else if (quote && std::string_view("()[]{},#").find(c) != std::string_view::npos) code[at] = '_';
        else if (!quote && (c == '"' || c == '\'')) quote = code.find(c, at + 1) == std::string::npos ? '\0' : c; // one that is still open
        else if (!quote && c == '#') code.resize(at);
    }
    return code;
}

/// "Task" of "t = Task", "session.exec" of "rows = await session.exec"; empty behind `def` and `class`.
std::string_view called_name(std::string_view before) {
    size_t start = expression_start(before, before.size());
    std::string_view name = before.substr(start);
    if (name.starts_with("await ")) name.remove_prefix(6);
    while (start > 0 && before[start - 1] == ' ') --start;
    before = before.substr(0, start);
    for (const std::string_view word : {"def", "class"})
        if (before.ends_with(word) && (before.size() == word.size() || !is_word(before[before.size() - word.size() - 1]))) return {};
    return name;
}

/// "sqlmodel" where the end of `line` is among the names of `from sqlmodel import`; none elsewhere.
std::optional<std::string> imported_from(std::string_view line, bool in_brackets) {
    constexpr std::string_view import = " import ";
    const size_t at = line.rfind(import);
    if (at == std::string_view::npos) return std::nullopt;
    std::string_view names = line.substr(at + import.size());
    const size_t open = names.find_first_not_of(' ');
    const bool opens = open != std::string_view::npos && names[open] == '(';
    if (opens) names.remove_prefix(open + 1);
    if ((in_brackets && !opens) || !std::ranges::all_of(names, [](char c) { return is_word(c) || c == ' ' || c == ','; })) return std::nullopt;
    size_t end = at, start;
    while (end > 0 && line[end - 1] == ' ') --end;
    for (start = end; start > 0 && (is_word(line[start - 1]) || line[start - 1] == '.');) --start;
    size_t word = start;
    while (word > 0 && line[word - 1] == ' ') --word;
    const std::string_view before = line.substr(0, word);
    if (start == end || word == start || !before.ends_with("from") || (before.size() > 4 && is_word(before[before.size() - 5]))) return std::nullopt;
    return std::string(line.substr(start, end - start));
}

/// Whether the name of a module is being written: `from a.b`, `import a`.
bool names_module(std::string_view line) {
    const size_t first = line.find_first_not_of(' ');
    if (first == std::string_view::npos) return false;
    line.remove_prefix(first);
    for (const std::string_view word : {"from ", "import "})
        if (line.starts_with(word)) return std::ranges::all_of(line.substr(word.size()), [&](char c) { return is_word(c) || c == '.' || (word == "import " && (c == ' ' || c == ',')); });
    return false;
}

class Completing {
  public:
    Completing(Interpreter& interpreter, const Program& program, const CompletionPlace& place)
        : m_interpreter(interpreter), m_program(program), m_path(place.path), m_scope(interpreter, program), m_file(m_scope.read(place.path, place.line)),
          m_names(m_scope.names_at(m_file, place.line)) {
        const SourceFile* file = program.find(place.path);
        const Source source(place.path, file ? file->text : "");
        const std::string_view line = source.line(place.line);
        m_before = without_strings(line.substr(0, std::min(line.size(), size_t(std::max(0, place.column)))));
        m_line = m_before;
        // A call may have begun some lines above.
        for (int n = place.line - 1; n > 0 && n > place.line - 12; --n) {
            const std::string_view above = source.line(n);
            if (above.empty() || open_call(m_before) != std::string_view::npos) break;
            m_before = without_strings(above) + " " + m_before;
        }
        size_t start = m_before.size();
        while (start > 0 && is_word(m_before[start - 1])) --start;
        m_prefix = m_before.substr(start);
        m_before.resize(start);
        m_line.resize(m_line.size() - m_prefix.size());
    }

    std::vector<Completion> find() {
        if (!m_prefix.empty() && std::isdigit(static_cast<unsigned char>(m_prefix[0]))) return {};
        const auto module = imported_from(m_line, false);
        if (const auto above = module ? module : imported_from(m_before, true)) names_of_module(*above);
        else if (names_module(m_line)) modules();
        else if (m_before.ends_with('.')) attributes();
        else names();
        // What the program has made or imported stands above what there always is.
        const auto always = m_found.begin() + ptrdiff_t(std::min(m_own, m_found.size()));
        for (const auto& [from, to] : {std::pair(m_found.begin(), always), std::pair(always, m_found.end())})
            std::stable_sort(from, to, [](const Completion& a, const Completion& b) {
                const bool x = a.kind == Completion::Kind::keyword_argument, y = b.kind == Completion::Kind::keyword_argument;
                return x != y ? x : a.word < b.word;
            });
        return std::move(m_found);
    }

    std::optional<CallSignature> signature() {
        const size_t open = open_call(m_before);
        if (open == std::string::npos) return std::nullopt;
        CallSignature found;
        found.name = called_name(std::string_view(m_before).substr(0, open));
        if (found.name.empty()) return std::nullopt;
        auto parameters = m_scope.signature(known_before(open), m_names);
        if (!parameters) return std::nullopt;
        found.parameters = std::move(*parameters);
        found.current = current_parameter(found.parameters, m_before.substr(open + 1) + m_prefix);
        return found;
    }

  private:
    /// Which of `parameters` the last of `arguments` is for: the one it names, or the one at its place.
    static int current_parameter(const std::vector<std::string>& parameters, const std::string& arguments) {
        int depth = 0, place = 0;
        size_t last = 0;
        bool named = false; // behind a named argument there is none by place
        for (size_t at = 0; at < arguments.size(); ++at) {
            const char c = arguments[at];
            if (c == '(' || c == '[' || c == '{') ++depth;
            if (c == ')' || c == ']' || c == '}') --depth;
            if (c == '=' && depth == 0 && at > 0 && at + 1 < arguments.size() && arguments[at + 1] != '=' && !std::ispunct(static_cast<unsigned char>(arguments[at - 1]))) named = true;
            if (c != ',' || depth > 0) continue;
            ++place;
            last = at + 1;
        }
        const size_t first = arguments.find_first_not_of(' ', last);
        const size_t equals = first == std::string::npos ? first : arguments.find('=', first);
        if (equals != std::string::npos && arguments.substr(equals, 2) != "==") {
            const std::string name = arguments.substr(first, arguments.find_last_not_of(' ', equals - 1) + 1 - first);
            for (size_t i = 0; i < parameters.size(); ++i)
                if (parameters[i].starts_with(name) && (parameters[i].size() == name.size() || !is_word(parameters[i][name.size()]))) return int(i);
            return -1;
        }
        if (named) return -1;
        for (size_t i = 0; i < parameters.size() && i <= size_t(place); ++i)
            if (parameters[i].starts_with('*')) return parameters[i] == "*" || parameters[i].starts_with("**") ? -1 : int(i);
        return size_t(place) < parameters.size() ? place : -1;
    }
    void add(Completion::Kind kind, const std::string& word, std::string detail = {}) {
        if (!word.starts_with(m_prefix) || (word.starts_with('_') && !m_prefix.starts_with('_'))) return;
        const bool known = std::ranges::any_of(m_found, [&](const Completion& c) { return c.word == word && c.kind == kind; });
        if (!known) m_found.push_back({kind, word, std::move(detail)});
    }
    Known known_before(size_t end) {
        const size_t start = expression_start(m_before, end);
        const ast::Expr* e = start < end ? m_scope.parse_expression(m_before.substr(start, end - start)) : nullptr;
        if (e && e->kind == ast::ExprKind::Await) e = e->as<ast::Await>().value;
        return e ? m_scope.infer(*e, m_names) : Known();
    }
    void attributes() {
        for (auto& [word, detail] : m_scope.attributes(known_before(m_before.size() - 1), m_names))
            add(Completion::Kind::attribute, word, std::move(detail));
    }
    static std::string module_of(std::string_view path) {
        if (!path.ends_with(".py")) return {};
        path.remove_suffix(3);
        if (path.ends_with("/__init__")) path.remove_suffix(9);
        std::string name(path);
        std::ranges::replace(name, '/', '.');
        return name;
    }
    void names_of_module(const std::string& module) {
        for (const SourceFile& file : m_program.files)
            if (module_of(file.path) == module) {
                for (const auto& [word, known] : m_scope.read(file.path, 0).names) add(Completion::Kind::name, word);
                return;
            }
        try {
            Known library;
            library.kind = Known::Kind::object;
            library.object = Value(m_interpreter.import_module(module));
            for (auto& [word, detail] : m_scope.attributes(library, m_names)) add(Completion::Kind::name, word, std::move(detail));
        } catch (const Error&) { // there is none
        }
    }
    /// The modules of the program, and those of the library that it has imported: what is left of them behind the last dot.
    void modules() {
        size_t start = m_line.size();
        while (start > 0 && (is_word(m_line[start - 1]) || m_line[start - 1] == '.')) --start;
        const std::string packages = m_line.substr(start);
        const auto offer = [&](const std::string& name) {
            if (name.starts_with(packages)) add(Completion::Kind::name, name.substr(packages.size(), name.find('.', packages.size()) - packages.size()));
        };
        for (const SourceFile& file : m_program.files)
            if (file.path != m_path) offer(module_of(file.path));
        for (const auto& [name, module] : m_interpreter.modules()) offer(name);
    }
    void names() {
        if (const size_t open = open_call(m_before); open != std::string::npos)
            for (auto& [word, detail] : m_scope.parameters(known_before(open), m_names))
                add(Completion::Kind::keyword_argument, word, std::move(detail));
        for (const auto& [word, known] : m_names) add(Completion::Kind::name, word);
        m_own = m_found.size();
        m_interpreter.builtins_dict().for_each([&](const Value& key, const Value&) {
            if (const auto* name = key.as<Str>()) add(Completion::Kind::name, std::string(name->view()));
        });
#define RELATA_COMPLETION_KEYWORD(name, spelling) add(Completion::Kind::keyword, spelling);
        RELATA_KEYWORDS(RELATA_COMPLETION_KEYWORD)
#undef RELATA_COMPLETION_KEYWORD
    }

    Interpreter& m_interpreter;
    const Program& m_program;
    std::string m_path;
    CompletionScope m_scope;
    ReadFile& m_file;
    std::map<std::string, Known> m_names;
    std::string m_line, m_before, m_prefix; // the caret's own line; that with what a bracket leaves open above; the word
    std::vector<Completion> m_found;
    size_t m_own = SIZE_MAX; // so many of them are the program's
};

} // namespace

std::vector<Completion> complete(Interpreter& interpreter, const Program& program, const CompletionPlace& place) {
    interpreter.load(Program()); // modules such as sys ask which program runs: none
    return Completing(interpreter, program, place).find();
}

std::optional<CallSignature> call_signature(Interpreter& interpreter, const Program& program, const CompletionPlace& place) {
    interpreter.load(Program());
    return Completing(interpreter, program, place).signature();
}

} // namespace relata::python
