// URL of a database: make_url(), URL.create(). SQLAlchemy: engine/url.py.
#include "modules/sqlalchemy/inspector.h"
#include "modules/sqlalchemy/signatures.h"

#include "execution/url.h"
#include "python/arguments.h"
#include "python/interpreter.h"
#include "python/type_builder.h"
#include "support/protocol.h"

namespace relata::modules {

using python::ArgReader;
using python::TypeBuilder;

namespace {

class UrlObject final : public Object {
  public:
    UrlObject(Type& type, execution::Url u) : Object(type), url(std::move(u)) {}
    execution::Url url;
};

std::optional<std::string> optional_text(const ArgReader& args, size_t i) {
    return args.is_none(i) ? std::nullopt : std::optional(std::string(args.text(i)));
}

/// The parts of a URL from keywords; those that are not given stay. SQLAlchemy: URL.create, URL.set.
Value with_parts(Runtime& runtime, execution::Url url, const ArgReader& args) {
    if (!args.is_none(0)) url.drivername = args.text(0);
    if (const auto part = optional_text(args, 1)) url.username = part;
    if (const auto part = optional_text(args, 2)) url.password = part;
    if (const auto part = optional_text(args, 3)) url.host = part;
    if (!args.is_none(4)) url.port = int(args.integer(4));
    if (const auto part = optional_text(args, 5)) url.database = part;
    if (!args.is_none(6)) {
        url.query.clear();
        for_each(runtime, args[6], [&](Value key) {
            url.query.emplace_back(str_text(runtime, key), str_text(runtime, get_item(runtime, args[6], key)));
        });
    }
    return url_object(runtime, url);
}

Value create_url(Runtime& runtime, const Value&, Args a) {
    const ArgReader args(runtime, {.function = "URL.create",
                                   .names = {"drivername", "username", "password", "host", "port", "database", "query"},
                                   .required = 1}, a);
    return with_parts(runtime, {}, args);
}

Value set_parts(Runtime& runtime, const Value& self, Args a) {
    const ArgReader args(runtime, {.function = "URL.set",
                                   .names = {"drivername", "username", "password", "host", "port", "database", "query"}}, a);
    return with_parts(runtime, self.get<UrlObject>().url, args);
}

Value make_url(Runtime& runtime, const Value&, Args a) {
    const ArgReader args(runtime, {.function = "make_url", .names = {"name_or_url"}, .required = 1}, a);
    if (args[0].as<UrlObject>()) return args[0];
    if (!args[0].as<Str>()) throw Error(Exc::ArgumentError, "Expected string or URL object, got " + repr_text(runtime, args[0]));
    return url_object(runtime, execution::Url::parse(args.text(0)));
}

Type& url_type(Runtime& runtime) {
    if (runtime.has_type_for<UrlObject>()) return runtime.type_for<UrlObject>();
    TypeBuilder url(runtime, "URL", "sqlalchemy.engine.url");
    const auto text = [](Runtime& r, const Value& self) -> Value { return r.make_str(self.get<UrlObject>().url.to_string()); };
    url.slots().repr = text;
    url.slots().str = text;
    url.slots().compare = [](Runtime&, const Value& a, const Value& c, CompareOp op) -> Value {
        const auto* other = c.as<UrlObject>();
        if (!other || (op != CompareOp::eq && op != CompareOp::ne)) return Value::not_implemented();
        return Value::boolean((a.get<UrlObject>().url.to_string(false) == other->url.to_string(false)) == (op == CompareOp::eq));
    };
    url.slots().hash = [](Runtime&, const Value& self) { return hash_of_string(self.get<UrlObject>().url.to_string(false)); };
    url.property("drivername", [](Runtime& r, const Value& self) -> Value { return r.make_str(self.get<UrlObject>().url.drivername); });
    url.property("database", [](Runtime& r, const Value& self) -> Value {
        const auto& part = self.get<UrlObject>().url.database;
        return part ? Value(r.make_str(*part)) : Value::none();
    });
    url.property("username", [](Runtime& r, const Value& self) -> Value {
        const auto& part = self.get<UrlObject>().url.username;
        return part ? Value(r.make_str(*part)) : Value::none();
    });
    url.property("password", [](Runtime& r, const Value& self) -> Value {
        const auto& part = self.get<UrlObject>().url.password;
        return part ? Value(r.make_str(*part)) : Value::none();
    });
    url.property("host", [](Runtime& r, const Value& self) -> Value {
        const auto& part = self.get<UrlObject>().url.host;
        return part ? Value(r.make_str(*part)) : Value::none();
    });
    url.property("port", [](Runtime& r, const Value& self) -> Value {
        const auto& part = self.get<UrlObject>().url.port;
        return part ? r.make_int(*part) : Value::none();
    });
    url.property("query", [](Runtime& r, const Value& self) -> Value {
        const Ref<Dict> query = r.make_dict();
        for (const auto& [key, value] : self.get<UrlObject>().url.query) query->set(*r.intern(key), Value(r.make_str(value)));
        return query;
    });
    url.method("get_backend_name", [](Runtime& r, const Value& self, Args) -> Value { return r.make_str(self.get<UrlObject>().url.backend_name()); });
    url.method("get_driver_name", [](Runtime& r, const Value& self, Args) -> Value { return r.make_str(self.get<UrlObject>().url.driver_name()); });
    url.method("render_as_string", [](Runtime& r, const Value& self, Args a) -> Value {
        const ArgReader args(r, {.function = "render_as_string", .names = {"hide_password"}}, a);
        return r.make_str(self.get<UrlObject>().url.to_string(args.truth(0, true)));
    });
    url.method("set", set_parts);
    url.static_method("create", create_url);
    add_url_signatures(url);
    runtime.set_type_for<UrlObject>(url.finish());
    return runtime.type_for<UrlObject>();
}

} // namespace

Value url_object(Runtime& runtime, const execution::Url& url) { return runtime.make<UrlObject>(url_type(runtime), url); }

void add_urls(python::Interpreter& interpreter, python::Module& module) {
    module.set("URL", Value(url_type(interpreter)));
    module.set("make_url", python::make_function(interpreter, "make_url", make_url, "sqlalchemy.engine.url"));
}

} // namespace relata::modules
