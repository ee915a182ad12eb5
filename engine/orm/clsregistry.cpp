// String arguments of relationship(): a small evaluator of Python expressions whose names are mapped classes, tables and
// what `sqlalchemy` exports. SQLAlchemy: orm/clsregistry.py _class_resolver (which calls eval()).
#include "orm/mapper.h"
#include "orm/registry.h"
#include "orm/relationship.h"
#include "support/protocol.h"

#include <cctype>
#include <cstdlib>

namespace relata::orm {

namespace {

class ExpressionEvaluator {
  public:
    ExpressionEvaluator(RelationshipProperty& property, const std::string& text, bool favor_tables)
        : m_property(&property), m_runtime(property.parent().runtime()), m_text(text), m_favor_tables(favor_tables) {}
    ExpressionEvaluator(Runtime& runtime, const std::string& text, const NameLookup& lookup)
        : m_runtime(runtime), m_text(text), m_lookup(&lookup) {}

    Value evaluate() {
        skip();
        if (at_end()) syntax_error();
        Value value = disjunction();
        if (peek(",")) { // `"A.x, A.y"`: a tuple
            std::vector<Value> items{std::move(value)};
            while (take(","))
                if (!at_end()) items.push_back(disjunction());
            value = Value(m_runtime.make_tuple(items));
        }
        if (!at_end()) syntax_error();
        return value;
    }

    Value name(const std::string& key) {
        Mapper& mapper = m_property->parent();
        ClassRegistry& registry = mapper.registry();
        const sql::Table* table = registry.metadata().table(key);
        const auto table_object = [&] {
            return orm_runtime(m_runtime).argument_coercion->as_python(m_runtime, const_cast<sql::Table&>(*table));
        };
        if (m_favor_tables && table) return table_object();
        if (const auto& classes = registry.classes_named(key); !classes.empty()) {
            if (classes.size() > 1)
                throw Error(Exc::InvalidRequestError, "Multiple classes found for path \"" + key +
                                                          "\" in the registry of this declarative base. Please use a "
                                                          "fully module-qualified path.");
            return Value(*classes.front());
        }
        if (table) return table_object();
        return orm_runtime(m_runtime).argument_coercion->global_name(m_runtime, key);
    }

    [[noreturn]] void raise_for_name(const std::string& what) {
        Mapper& mapper = m_property->parent();
        const auto quoted = [&](const std::string& s) { return repr_text(m_runtime, Value(m_runtime.make_str(s))); };
        if (const size_t open = what.find('['); open != std::string::npos && open > 0 && what.back() == ']') {
            std::string argument = what.substr(open + 1, what.size() - open - 2);
            while (!argument.empty() && argument.front() == '\'') argument.erase(0, 1);
            while (!argument.empty() && argument.back() == '\'') argument.pop_back();
            throw Error(Exc::InvalidRequestError,
                        "When initializing mapper " + mapper.text() + ", expression \"relationship(" + quoted(m_text) +
                            ")\" seems to be using a generic class as the argument to relationship(); please state the "
                            "generic argument using an annotation, e.g. \"" +
                            m_property->key() + ": Mapped[" + what.substr(0, open) + "['" + argument +
                            "']] = relationship()\"");
        }
        throw Error(Exc::InvalidRequestError,
                    "When initializing mapper " + mapper.text() + ", expression " + quoted(m_text) +
                        " failed to locate a name (" + quoted(what) +
                        "). If this is a class name, consider adding this relationship() to the " +
                        repr_text(m_runtime, Value(mapper.mapped_class())) +
                        " class after both dependent classes have been defined.");
    }

  private:
    void skip() {
        while (m_at < m_text.size() && std::isspace(static_cast<unsigned char>(m_text[m_at]))) ++m_at;
    }
    bool at_end() {
        skip();
        return m_at >= m_text.size();
    }
    bool peek(std::string_view token) {
        skip();
        return std::string_view(m_text).substr(m_at).starts_with(token);
    }
    bool take(std::string_view token) {
        if (!peek(token)) return false;
        const size_t end = m_at + token.size();
        const auto is_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; };
        if (is_word(token.back()) && end < m_text.size() && is_word(m_text[end])) return false;
        m_at = end;
        return true;
    }
    void expect(std::string_view token) {
        if (!take(token)) syntax_error();
    }
    [[noreturn]] void syntax_error() { throw Error(Exc::SyntaxError, "invalid syntax (<string>, line 1)"); }
    std::string identifier() {
        skip();
        const size_t start = m_at;
        while (m_at < m_text.size() && (std::isalnum(static_cast<unsigned char>(m_text[m_at])) || m_text[m_at] == '_' ||
                                        (m_text[m_at] & 0x80)))
            ++m_at;
        if (m_at == start || std::isdigit(static_cast<unsigned char>(m_text[start]))) syntax_error();
        return m_text.substr(start, m_at - start);
    }

    Value disjunction() {
        Value left = conjunction();
        while (take("or")) {
            const bool decided = truth(m_runtime, left);
            Value right = conjunction();
            if (!decided) left = right;
        }
        return left;
    }
    Value conjunction() {
        Value left = comparison();
        while (take("and")) {
            const bool undecided = truth(m_runtime, left);
            Value right = comparison();
            if (undecided) left = right;
        }
        return left;
    }
    Value comparison() {
        Value left = bit_or();
        for (;;) {
            CompareOp op;
            if (take("=="))
                op = CompareOp::eq;
            else if (take("!="))
                op = CompareOp::ne;
            else if (take("<="))
                op = CompareOp::le;
            else if (take(">="))
                op = CompareOp::ge;
            else if (take("<"))
                op = CompareOp::lt;
            else if (take(">"))
                op = CompareOp::gt;
            else
                return left;
            const Value right = bit_or();
            left = compare(m_runtime, left, right, op);
        }
    }
    Value bit_or() {
        Value left = bit_and();
        while (take("|")) left = binary_op(m_runtime, BinaryOp::bit_or, left, bit_and());
        return left;
    }
    Value bit_and() {
        Value left = sum();
        while (take("&")) left = binary_op(m_runtime, BinaryOp::bit_and, left, sum());
        return left;
    }
    Value sum() {
        Value left = product();
        for (;;) {
            if (take("+"))
                left = binary_op(m_runtime, BinaryOp::add, left, product());
            else if (take("-"))
                left = binary_op(m_runtime, BinaryOp::subtract, left, product());
            else
                return left;
        }
    }
    Value product() {
        Value left = unary();
        while (take("*")) left = binary_op(m_runtime, BinaryOp::multiply, left, unary());
        return left;
    }
    Value unary() {
        if (take("~")) return unary_op(m_runtime, UnaryOp::invert, unary());
        if (take("-")) return unary_op(m_runtime, UnaryOp::negative, unary());
        if (take("not")) return Value::boolean(!truth(m_runtime, unary()));
        return postfix();
    }
    Value postfix() {
        Value value = atom();
        for (;;) {
            if (take("."))
                value = attribute(value, identifier());
            else if (take("("))
                value = call_with_arguments(value);
            else if (take("[")) {
                std::vector<Value> keys = items("]");
                if (keys.empty()) syntax_error();
                const bool one = keys.size() == 1 && !m_comma;
                value = get_item(m_runtime, value, one ? keys[0] : Value(m_runtime.make_tuple(keys)));
            } else
                return value;
        }
    }
    Value attribute(const Value& object, const std::string& key) {
        // SQLAlchemy: _GetColumns.__getattr__
        if (Type* cls = object.as<Type>())
            if (Mapper* mapper = find_mapper(*cls)) {
                MapperProperty* property = mapper->find_property(key);
                if (!property && !find_attribute(m_runtime, object, key).is_set())
                    throw Error(Exc::AttributeError, "Class " + repr_text(m_runtime, object) +
                                                         " does not have a mapped column named '" + key + "'");
                if (property && property->is_relationship())
                    throw Error(Exc::InvalidRequestError, "Property '" + key +
                                                              "' is not an instance of ColumnProperty (i.e. does not "
                                                              "correspond directly to a Column).");
            }
        return get_attribute(m_runtime, object, key);
    }
    Value call_with_arguments(const Value& callable) {
        std::vector<Value> positional, named, names;
        while (!take(")")) {
            const size_t before = m_at;
            skip();
            if (std::isalpha(static_cast<unsigned char>(m_text[m_at])) || m_text[m_at] == '_') {
                const std::string key = identifier();
                if (peek("=") && !peek("==")) {
                    take("=");
                    names.emplace_back(m_runtime.intern(key));
                    named.push_back(disjunction());
                    if (!take(",") && !peek(")")) syntax_error();
                    continue;
                }
                m_at = before;
            }
            positional.push_back(disjunction());
            if (!take(",") && !peek(")")) syntax_error();
        }
        const Ref<Tuple> keywords = names.empty() ? Ref<Tuple>() : m_runtime.make_tuple(names);
        positional.insert(positional.end(), named.begin(), named.end());
        return call(m_runtime, callable, Args{positional, keywords.get()});
    }
    std::vector<Value> items(std::string_view end) {
        std::vector<Value> result;
        m_comma = false;
        while (!take(end)) {
            result.push_back(disjunction());
            if (take(","))
                m_comma = true;
            else if (!peek(end))
                syntax_error();
        }
        return result;
    }
    Value atom() {
        skip();
        if (at_end()) syntax_error();
        const char c = m_text[m_at];
        if (take("[")) return Value(m_runtime.make_list(items("]")));
        if (take("(")) {
            std::vector<Value> inner = items(")");
            if (inner.size() == 1 && !m_comma) return inner[0];
            return Value(m_runtime.make_tuple(inner));
        }
        if (c == '\'' || c == '"') return string(c);
        if (std::isdigit(static_cast<unsigned char>(c))) {
            const size_t start = m_at;
            while (m_at < m_text.size() && (std::isdigit(static_cast<unsigned char>(m_text[m_at])) || m_text[m_at] == '.'))
                ++m_at;
            const std::string number = m_text.substr(start, m_at - start);
            if (number.find('.') != std::string::npos)
                return Value(m_runtime.make_float(std::strtod(number.c_str(), nullptr)));
            return m_runtime.make_int(std::strtoll(number.c_str(), nullptr, 10));
        }
        const std::string key = identifier();
        if (key == "None") return Value::none();
        if (key == "True") return Value::boolean(true);
        if (key == "False") return Value::boolean(false);
        const Value found = m_lookup ? (*m_lookup)(key) : name(key);
        if (found.is_set()) return found;
        if (m_lookup) throw Error(Exc::NameError, "name '" + key + "' is not defined");
        raise_for_name("name '" + key + "' is not defined");
    }
    Value string(char quote) {
        const size_t end = m_text.find(quote, m_at + 1);
        if (end == std::string::npos) syntax_error();
        const std::string text = m_text.substr(m_at + 1, end - m_at - 1);
        m_at = end + 1;
        return Value(m_runtime.make_str(text));
    }

    RelationshipProperty* m_property = nullptr;
    Runtime& m_runtime;
    const std::string& m_text;
    bool m_favor_tables = false;
    const NameLookup* m_lookup = nullptr;
    bool m_comma = false;
    size_t m_at = 0;
};

} // namespace

Value resolve_expression(RelationshipProperty& property, const std::string& text, bool favor_tables) {
    return ExpressionEvaluator(property, text, favor_tables).evaluate();
}

Value evaluate_expression(Runtime& runtime, const std::string& text, const NameLookup& lookup) {
    return ExpressionEvaluator(runtime, text, lookup).evaluate();
}

Value resolve_class_name(RelationshipProperty& property, const std::string& name) {
    ExpressionEvaluator evaluator(property, name, false);
    // `module.Class`: the last part names the class; which module it is in tells classes of one name apart.
    const size_t dot = name.rfind('.');
    if (dot != std::string::npos) {
        const std::string module = name.substr(0, dot);
        for (Type* cls : property.parent().registry().classes_named(name.substr(dot + 1)))
            if (cls->module() == module || cls->module().ends_with("." + module)) return Value(*cls);
    }
    const Value found = evaluator.name(name);
    if (!found.is_set()) evaluator.raise_for_name(name);
    return found;
}

} // namespace relata::orm
