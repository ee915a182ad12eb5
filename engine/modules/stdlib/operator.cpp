// The operator module. CPython: Lib/operator.py.
#include "modules/stdlib/stdlib.h"

#include "python/arguments.h"
#include "python/interpreter.h"
#include "python/type_builder.h"
#include "support/protocol.h"

#include <algorithm>
#include <array>

namespace relata::modules {

using python::expect_positional;
using python::make_function;
using python::TypeBuilder;

namespace {

template <BinaryOp op> Value binary(Runtime& runtime, const Value&, Args a) {
    const auto args = a.values;
    return binary_op(runtime, op, args[0], args[1]);
}
template <BinaryOp op> Value inplace(Runtime& runtime, const Value&, Args a) {
    const auto args = a.values;
    return inplace_op(runtime, op, args[0], args[1]);
}
template <CompareOp op> Value comparison(Runtime& runtime, const Value&, Args a) {
    const auto args = a.values;
    return compare(runtime, args[0], args[1], op);
}
template <UnaryOp op> Value unary(Runtime& runtime, const Value&, Args a) {
    return unary_op(runtime, op, a.values[0]);
}

/// attrgetter, itemgetter, methodcaller: what to get, and how.
class Getter final : public Container {
  public:
    Getter(Type& type, Ref<Tuple> what, Ref<Tuple> its_keywords) : Container(type), items(std::move(what)), keywords(std::move(its_keywords)) {}
    void clear_references() override {
        items.reset();
        keywords.reset();
    }
    Ref<Tuple> items, keywords;
};

Value new_getter(Runtime& runtime, Type& type, Args a) {
    if (a.positional_count() < 1)
        throw Error(Exc::TypeError, type.name() == "methodcaller" ? "methodcaller needs at least one argument, the method name"
                                                                  : type.name() + " expected 1 argument, got 0");
    if (type.name() == "methodcaller" && !a.values[0].as<Str>())
        throw Error(Exc::TypeError, "method name must be a string");
    if (type.name() == "attrgetter")
        for (const Value& v : a.values)
            if (!v.as<Str>()) throw Error(Exc::TypeError, "attribute name must be a string");
    return runtime.make<Getter>(type, runtime.make_tuple(a.values), a.keywords ? runtime.make_tuple(a.keywords->items()) : Ref<Tuple>());
}

Value dotted_attribute(Runtime& runtime, Value object, std::string_view path) {
    for (;;) {
        const size_t dot = path.find('.');
        object = get_attribute(runtime, object, path.substr(0, dot));
        if (dot == std::string_view::npos) return object;
        path.remove_prefix(dot + 1);
    }
}

template <class Get> Value get_each(Runtime& runtime, const Value& self, Get&& get) {
    const Ref<Tuple> items = self.get<Getter>().items;
    if (items->size() == 1) return get((*items)[0]);
    const Ref<Tuple> row = runtime.make_tuple(items->size());
    for (size_t i = 0; i < items->size(); ++i) row->writable()[i] = get((*items)[i]);
    return row;
}

// CPython: itemgetter_repr, attrgetter_repr, methodcaller_repr
Value repr_getter(Runtime& runtime, const Value& self) {
    const auto& getter = self.get<Getter>();
    const size_t count = getter.items->size(), named = getter.keywords ? getter.keywords->size() : 0;
    std::string text;
    for (size_t i = 0; i < count; ++i) {
        if (i) text += ", ";
        if (i >= count - named) text += str_text(runtime, (*getter.keywords)[i - (count - named)]) + "=";
        text += repr_text(runtime, (*getter.items)[i]);
    }
    return runtime.make_str("operator." + runtime.type_of(self).name() + "(" + text + ")");
}

void add_getters(python::Interpreter& interpreter, python::Module& module) {
    TypeBuilder attribute(interpreter, "attrgetter", "operator");
    attribute.slots().new_ = new_getter;
    attribute.slots().repr = repr_getter;
    attribute.slots().call = [](Runtime& r, const Value& self, Args a) {
        const Value object = python::expect_one_argument("attrgetter", a);
        return get_each(r, self, [&](const Value& name) { return dotted_attribute(r, object, name.get<Str>().view()); });
    };
    module.set("attrgetter", attribute.finish());
    TypeBuilder item(interpreter, "itemgetter", "operator");
    item.slots().new_ = new_getter;
    item.slots().repr = repr_getter;
    item.slots().call = [](Runtime& r, const Value& self, Args a) {
        const Value object = python::expect_one_argument("itemgetter", a);
        return get_each(r, self, [&](const Value& key) { return get_item(r, object, key); });
    };
    module.set("itemgetter", item.finish());
    TypeBuilder method(interpreter, "methodcaller", "operator");
    method.slots().new_ = new_getter;
    method.slots().repr = repr_getter;
    method.slots().call = [](Runtime& r, const Value& self, Args a) {
        const Value object = python::expect_one_argument("methodcaller", a);
        const auto& getter = self.get<Getter>();
        const Ref<Tuple> items = getter.items, keywords = getter.keywords;
        return call(r, get_attribute(r, object, (*items)[0].get<Str>()), Args{items->items().subspan(1), keywords.get()});
    };
    module.set("methodcaller", method.finish());
}

void init_operator(python::Interpreter& interpreter, python::Module& module) {
    struct {
        const char* name;
        python::NativeFn fn;
    } constexpr functions[] = {
        {"add", binary<BinaryOp::add>}, {"sub", binary<BinaryOp::subtract>}, {"mul", binary<BinaryOp::multiply>},
        {"matmul", binary<BinaryOp::matrix_multiply>}, {"truediv", binary<BinaryOp::true_divide>},
        {"floordiv", binary<BinaryOp::floor_divide>}, {"mod", binary<BinaryOp::remainder>}, {"pow", binary<BinaryOp::power>},
        {"lshift", binary<BinaryOp::lshift>}, {"rshift", binary<BinaryOp::rshift>}, {"and_", binary<BinaryOp::bit_and>},
        {"or_", binary<BinaryOp::bit_or>}, {"xor", binary<BinaryOp::bit_xor>}, {"concat", binary<BinaryOp::add>},
        {"iadd", inplace<BinaryOp::add>}, {"isub", inplace<BinaryOp::subtract>}, {"imul", inplace<BinaryOp::multiply>},
        {"itruediv", inplace<BinaryOp::true_divide>}, {"ifloordiv", inplace<BinaryOp::floor_divide>},
        {"imod", inplace<BinaryOp::remainder>}, {"ipow", inplace<BinaryOp::power>}, {"ilshift", inplace<BinaryOp::lshift>},
        {"irshift", inplace<BinaryOp::rshift>}, {"iand", inplace<BinaryOp::bit_and>}, {"ior", inplace<BinaryOp::bit_or>},
        {"ixor", inplace<BinaryOp::bit_xor>}, {"imatmul", inplace<BinaryOp::matrix_multiply>},
        {"iconcat", inplace<BinaryOp::add>}, {"lt", comparison<CompareOp::lt>}, {"le", comparison<CompareOp::le>},
        {"eq", comparison<CompareOp::eq>}, {"ne", comparison<CompareOp::ne>}, {"gt", comparison<CompareOp::gt>},
        {"ge", comparison<CompareOp::ge>}, {"neg", unary<UnaryOp::negative>}, {"pos", unary<UnaryOp::positive>},
        {"abs", unary<UnaryOp::absolute>}, {"inv", unary<UnaryOp::invert>}, {"invert", unary<UnaryOp::invert>},
        {"not_", [](Runtime& r, const Value&, Args a) { return Value::boolean(!truth(r, a.values[0])); }},
        {"truth", [](Runtime& r, const Value&, Args a) { return Value::boolean(truth(r, a.values[0])); }},
        {"is_", [](Runtime&, const Value&, Args a) {
             const auto args = a.values;
             return Value::boolean(args[0].is(args[1]));
         }},
        {"is_not", [](Runtime&, const Value&, Args a) {
             const auto args = a.values;
             return Value::boolean(!args[0].is(args[1]));
         }},
        {"contains", [](Runtime& r, const Value&, Args a) {
             const auto args = a.values;
             return Value::boolean(contains(r, args[0], args[1]));
         }},
        {"getitem", [](Runtime& r, const Value&, Args a) {
             const auto args = a.values;
             return get_item(r, args[0], args[1]);
         }},
        {"setitem", [](Runtime& r, const Value&, Args a) {
             const auto args = a.values;
             set_item(r, args[0], args[1], args[2]);
             return Value::none();
         }},
        {"delitem", [](Runtime& r, const Value&, Args a) {
             const auto args = a.values;
             set_item(r, args[0], args[1], Value());
             return Value::none();
         }},
        {"index", [](Runtime& r, const Value&, Args a) { return r.make_int(as_index(r, a.values[0])); }},
        {"indexOf", [](Runtime& r, const Value&, Args a) {
             int64_t at = 0, found = -1;
             for_each(r, a.values[0], [&](const Value& v) {
                 if (found < 0 && equal(r, v, a.values[1])) found = at;
                 ++at;
             });
             if (found < 0) throw Error(Exc::ValueError, "sequence.index(x): x not in sequence");
             return r.make_int(found);
         }},
        {"countOf", [](Runtime& r, const Value&, Args a) {
             const auto args = a.values;
             int64_t n = 0;
             for_each(r, args[0], [&](const Value& v) { n += equal(r, v, args[1]); });
             return r.make_int(n);
         }},
    };
    for (const auto& [name, fn] : functions) module.set(name, make_function(interpreter, name, fn, "operator"));
    static const std::vector<std::string> signatures = [&] {
        std::vector<std::string> all;
        constexpr std::array one{"neg", "pos", "abs", "inv", "invert", "not_", "truth", "index"};
        for (const auto& [name, fn] : functions) {
            const bool takes_one = std::ranges::find(one, std::string_view(name)) != one.end();
            const std::string parameters = takes_one ? "(a, /)" : std::string_view(name) == "setitem" ? "(a, b, c, /)" : "(a, b, /)";
            all.push_back("_operator." + std::string(name) + parameters);
        }
        return all;
    }();
    for (const std::string& signature : signatures) python::set_signatures(module.dict(), {signature.c_str()});
    add_getters(interpreter, module);
}

} // namespace

void register_operator(python::Interpreter& interpreter) { interpreter.register_module("operator", init_operator); }

} // namespace relata::modules
