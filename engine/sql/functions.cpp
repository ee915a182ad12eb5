// func.xxx() and text().
#include "sql/cache_key.h"
#include "sql/elements.h"
#include "support/runtime.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace relata::sql {

namespace {

enum class Returns : uint8_t { fixed, first_argument };
struct GenericFunction {
    std::string_view name;
    Returns returns;
    TypeKind kind;
};
// SQLAlchemy: the GenericFunction subclasses of functions.py.
constexpr auto generic_functions = std::to_array<GenericFunction>({
    {"coalesce", Returns::first_argument, TypeKind::null_},
    {"max", Returns::first_argument, TypeKind::null_},
    {"min", Returns::first_argument, TypeKind::null_},
    {"sum", Returns::first_argument, TypeKind::null_},
    {"now", Returns::fixed, TypeKind::datetime},
    {"concat", Returns::fixed, TypeKind::string},
    {"char_length", Returns::fixed, TypeKind::integer},
    {"random", Returns::fixed, TypeKind::null_},
    {"count", Returns::fixed, TypeKind::integer},
    {"current_date", Returns::fixed, TypeKind::date},
    {"current_time", Returns::fixed, TypeKind::time},
    {"current_timestamp", Returns::fixed, TypeKind::datetime},
    {"current_user", Returns::fixed, TypeKind::string},
    {"localtime", Returns::fixed, TypeKind::datetime},
    {"localtimestamp", Returns::fixed, TypeKind::datetime},
    {"session_user", Returns::fixed, TypeKind::string},
    {"sysdate", Returns::fixed, TypeKind::datetime},
    {"user", Returns::fixed, TypeKind::string},
    {"rank", Returns::fixed, TypeKind::integer},
    {"dense_rank", Returns::fixed, TypeKind::integer},
    {"percent_rank", Returns::fixed, TypeKind::numeric},
    {"cume_dist", Returns::fixed, TypeKind::numeric},
    {"mode", Returns::first_argument, TypeKind::null_},
    {"aggregate_strings", Returns::fixed, TypeKind::string},
});

const GenericFunction* generic(const std::string& name) {
    std::string lower = name;
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return char(std::tolower(c)); });
    for (const auto& f : generic_functions)
        if (f.name == lower) return &f;
    return nullptr;
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '$'; }

} // namespace

Function::Function(std::vector<std::string> package_names, std::string name, std::vector<Ref<ColumnElement>> args,
                   TypeRef t)
    : ColumnElement(Kind::function, t ? std::move(t) : make_type(TypeKind::null_)), function_name(std::move(name)),
      packages(std::move(package_names)) {
    for (auto& a : args) arguments.push_back(a->self_group(Op::comma));
    if (packages.empty() && generic(function_name)) m_class_name = generic(function_name)->name;
}

Ref<ColumnElement> Function::self_group(const Operator& against) { return ColumnElement::self_group(against); }

bool Function::gather_cache_key(CacheKey& key) const {
    key.add(std::string_view(function_name));
    for (const auto& p : packages) key.add(std::string_view(p));
    key.add(*type);
    return key.add(arguments);
}

Ref<Function> make_function(const std::vector<std::string>& packages, const std::string& name,
                            std::vector<Ref<ColumnElement>> arguments, TypeRef type) {
    const GenericFunction* known = packages.empty() ? generic(name) : nullptr;
    if (!type && known) {
        if (known->returns == Returns::fixed) {
            type = make_type(known->kind);
        } else {
            for (const auto& a : arguments)
                if (!a->type->is_null()) {
                    type = a->type;
                    break;
                }
        }
    }
    if (known && known->name == "count" && arguments.empty())
        arguments.push_back(make_ref<ColumnClause>("*", TypeRef(), true));
    return make_ref<Function>(packages, known ? std::string(known->name) : name, std::move(arguments), std::move(type));
}

// SQLAlchemy: TextClause._bind_params_regex.
TextClause::TextClause(Runtime& runtime, std::string source)
    : ColumnElement(Kind::text, make_type(TypeKind::null_)), m_text(std::move(source)) {
    for (size_t i = 0; i < m_text.size(); ++i) {
        if (m_text[i] != ':') continue;
        const char before = i ? m_text[i - 1] : ' ';
        if (before == ':' || before == '\\' || is_word(before)) continue;
        size_t end = i + 1;
        while (end < m_text.size() && is_word(m_text[end])) ++end;
        if (end == i + 1 || (end < m_text.size() && m_text[end] == ':')) continue;
        const std::string name = m_text.substr(i + 1, end - i - 1);
        if (!binds.count(name)) binds[name] = make_ref<BindParameter>(runtime, BindParameter::Options{.key = name});
        i = end - 1;
    }
}

void TextClause::visit_internals(Internals& v) {
    for (auto& [name, bind] : binds) v(bind);
}

Ref<ColumnElement> TextClause::self_group(const Operator& against) {
    if (against.op == Op::in_) return make_ref<Grouping>(*this);
    return Ref<ColumnElement>(*this);
}

bool TextClause::gather_cache_key(CacheKey& key) const {
    key.add(std::string_view(m_text));
    for (const auto& [name, bind] : binds)
        if (!key.add(bind)) return false;
    return true;
}

} // namespace relata::sql
