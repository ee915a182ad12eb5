// The classes of sqlalchemy.types. SQLAlchemy: sql/sqltypes.py.
#include "modules/sqlalchemy/schema_classes.h"
#include "modules/sqlalchemy/sql_bridge.h"

#include "sql/dialect.h"
#include "support/protocol.h"

namespace relata::modules {

using namespace sql;
using python::ArgReader;
using python::TypeBuilder;

namespace {

/// What a class of types makes.
struct TypeClass final : Type::Extension {
    static constexpr char extension_tag = 0;
    TypeKind kind = TypeKind::null_;
    std::string sql_name{};
    bool decorator = false;
};

/// Every class by its name, to be shown by modules.
struct TypeClasses final : Runtime::Extension {
    explicit TypeClasses(Runtime&) {}
    std::vector<std::pair<std::string, Type*>> classes;
    Type* find(std::string_view name) const {
        for (const auto& [n, t] : classes)
            if (n == name) return t;
        return nullptr;
    }
};

const TypeClass* type_class(const Type& type) {
    for (const Type* t : type.mro())
        if (const auto* c = t->extension<TypeClass>()) return c;
    return nullptr;
}

/// `impl` of a TypeDecorator class: a class or an instance of types.
TypeRef decorator_impl(Runtime& runtime, Type& type) {
    const Value* impl = type.lookup(*runtime.intern("impl"));
    if (!impl || impl->is_none())
        throw Error(Exc::AttributeError, "TypeDecorator implementations require a class-level variable 'impl' which refers to "
                                         "the class of type being decorated");
    return type_argument(runtime, *impl);
}

void init_enum(Runtime& runtime, EnumType& e, Args a) {
    const auto positional = a.positional();
    const Value* callable = a.keyword("values_callable");
    if (const Value* name = a.keyword("name"); name && name->as<Str>()) e.name = name->get<Str>().view();
    if (positional.size() == 1 && positional[0].as<Type>()) {
        e.enum_class = positional[0];
        const Value members = get_attribute(runtime, e.enum_class, "__members__");
        std::vector<Value> texts;
        if (callable && !callable->is_none()) texts = to_vector(runtime, call(runtime, *callable, {e.enum_class}));
        size_t i = 0;
        for_each(runtime, members, [&](Value name) {
            const std::string text = i < texts.size() ? str_text(runtime, texts[i]) : str_text(runtime, name);
            e.members.push_back({text, get_item(runtime, members, name)});
            ++i;
        });
        if (e.name.empty()) {
            e.name = positional[0].get<Type>().name();
            for (char& c : e.name)
                if (c >= 'A' && c <= 'Z') c = char(c - 'A' + 'a');
        }
    } else {
        for (const Value& v : positional) e.members.push_back({str_text(runtime, v), v});
    }
    int longest = 0;
    for (const auto& m : e.members) longest = std::max(longest, int(m.text.size()));
    e.length = longest;
}

std::optional<int> optional_int(const ArgReader& args, size_t i) {
    return args.is_none(i) ? std::nullopt : std::optional<int>(int(args.integer(i)));
}

/// The constructor that the class has or inherits; null for a class without one.
const char* constructor_of(TypeKind kind, std::string_view name) {
    switch (kind) {
    case TypeKind::string: case TypeKind::text: case TypeKind::unicode: case TypeKind::unicode_text:
        return "String.__init__(self, length=None, collation=None)";
    case TypeKind::numeric:
        return "Numeric.__init__(self, precision=None, scale=None, decimal_return_scale=None, asdecimal=None)";
    case TypeKind::float_: case TypeKind::double_:
        return "Float.__init__(self, precision=None, asdecimal=None, decimal_return_scale=None)";
    case TypeKind::datetime:
        return name == "TIMESTAMP" ? "TIMESTAMP.__init__(self, timezone=None)" : "DateTime.__init__(self, timezone=None)";
    case TypeKind::time: return "Time.__init__(self, timezone=None)";
    case TypeKind::boolean:
        return "Boolean.__init__(self, create_constraint=None, name=None, _create_events=None, _adapted_from=None)";
    case TypeKind::large_binary: return "LargeBinary.__init__(self, length=None)";
    case TypeKind::json: return "JSON.__init__(self, none_as_null=None)";
    case TypeKind::uuid:
        return name == "UUID" ? "UUID.__init__(self, as_uuid=None)" : "Uuid.__init__(self, as_uuid=None, native_uuid=None)";
    case TypeKind::interval: return "Interval.__init__(self, native=None, second_precision=None, day_precision=None)";
    case TypeKind::pickle: return "PickleType.__init__(self, protocol=None, pickler=None, comparator=None, impl=None)";
    default: return nullptr;
    }
}

/// The arguments of one kind's constructor.
void init_kind(Runtime& runtime, TypeEngine& t, const std::string& name, Args a) {
    if (const char* signature = constructor_of(t.kind(), name)) python::check_arguments(signature, a);
    switch (t.kind()) {
    case TypeKind::string: case TypeKind::text: case TypeKind::unicode: case TypeKind::unicode_text: {
        const ArgReader args(runtime, {.function = name, .names = {"length", "collation"}}, a);
        t.length = optional_int(args, 0);
        t.collation = args.is_none(1) ? "" : std::string(args.text(1));
        break;
    }
    case TypeKind::numeric: case TypeKind::float_: case TypeKind::double_: {
        const bool is_float = t.kind() != TypeKind::numeric;
        if (is_float) {
            const ArgReader args(runtime, {.function = name, .names = {"precision", "asdecimal", "decimal_return_scale"}}, a);
            t.precision = optional_int(args, 0);
            t.as_decimal = args.truth(1, false);
            t.decimal_return_scale = int(args.is_none(2) ? 10 : args.integer(2));
        } else {
            const ArgReader args(
                runtime, {.function = name, .names = {"precision", "scale", "decimal_return_scale", "asdecimal"}}, a);
            t.precision = optional_int(args, 0);
            t.scale = optional_int(args, 1);
            t.decimal_return_scale = int(args.is_none(2) ? 10 : args.integer(2));
            t.as_decimal = args.truth(3, true);
        }
        break;
    }
    case TypeKind::datetime: case TypeKind::time: {
        const ArgReader args(runtime, {.function = name, .names = {"timezone"}}, a);
        t.timezone = args.truth(0);
        break;
    }
    case TypeKind::boolean: {
        const ArgReader args(runtime, {.function = name, .names = {"create_constraint", "name"}}, a);
        t.create_constraint = args.truth(0);
        break;
    }
    case TypeKind::large_binary: {
        const ArgReader args(runtime, {.function = name, .names = {"length"}}, a);
        t.length = optional_int(args, 0);
        break;
    }
    case TypeKind::json: {
        const ArgReader args(runtime, {.function = name, .names = {"none_as_null"}}, a);
        t.none_as_null = args.truth(0);
        break;
    }
    case TypeKind::uuid: {
        const ArgReader args(runtime, {.function = name, .names = {"as_uuid", "native_uuid"}}, a);
        t.as_uuid = args.truth(0, true);
        break;
    }
    default:
        if (!a.values.empty() && !constructor_of(t.kind(), name))
            throw Error(Exc::TypeError, (name == "INT" ? "INTEGER" : name) + "() takes no arguments");
        break;
    }
}

Value new_type(Runtime& runtime, Type& type, Args) {
    const TypeClass* c = type_class(type);
    return runtime.make<TypeObject>(type, make_type(c && !c->decorator ? c->kind : TypeKind::null_));
}

void init_type(Runtime& runtime, const Value& self, Args a) {
    auto& object = self.get<TypeObject>();
    Type& type = object.type();
    const TypeClass* c = type_class(type);
    if (c && c->decorator) {
        // SQLAlchemy: TypeDecorator.__init__: the arguments are the implementation's.
        TypeRef impl = decorator_impl(runtime, type);
        const Value* given = type.lookup(*runtime.intern("impl"));
        if (impl->kind() != TypeKind::enum_ && given->as<Type>()) init_kind(runtime, *impl, type.name(), a);
        auto decorator = make_ref<TypeDecorator>(impl, Value());
        const auto defines = [&](std::string_view method) { return type.lookup(*runtime.intern(method)) != nullptr; };
        decorator->python_class = &type;
        decorator->set_callbacks(defines("process_bind_param"), defines("process_result_value"));
        object.set_sql_type(decorator);
        return;
    }
    TypeRef t = make_type(c ? c->kind : TypeKind::null_);
    if (c) t->sql_name = c->sql_name;
    if (t->kind() == TypeKind::enum_) init_enum(runtime, static_cast<EnumType&>(*t), a);
    else init_kind(runtime, *t, type.name(), a);
    if (type.has(Type::heap_type)) t->python_name = type.name();
    object.set_sql_type(t);
}

struct Entry {
    const char* name;
    TypeKind kind;
    const char* base;
};
constexpr Entry entries[] = {
    {"NullType", TypeKind::null_, ""}, {"String", TypeKind::string, ""}, {"Text", TypeKind::text, "String"},
    {"Unicode", TypeKind::unicode, "String"}, {"UnicodeText", TypeKind::unicode_text, "Text"},
    {"Integer", TypeKind::integer, ""}, {"SmallInteger", TypeKind::small_integer, "Integer"},
    {"BigInteger", TypeKind::big_integer, "Integer"}, {"Numeric", TypeKind::numeric, ""},
    {"Float", TypeKind::float_, "Numeric"}, {"Double", TypeKind::double_, "Float"}, {"Boolean", TypeKind::boolean, ""},
    {"DateTime", TypeKind::datetime, ""}, {"Date", TypeKind::date, ""}, {"Time", TypeKind::time, ""},
    {"Interval", TypeKind::interval, ""}, {"Enum", TypeKind::enum_, "String"}, {"JSON", TypeKind::json, ""},
    {"LargeBinary", TypeKind::large_binary, ""}, {"Uuid", TypeKind::uuid, ""}, {"PickleType", TypeKind::pickle, ""},
    {"VARCHAR", TypeKind::string, "String"}, {"CHAR", TypeKind::string, "String"}, {"NVARCHAR", TypeKind::unicode, "Unicode"},
    {"TEXT", TypeKind::text, "Text"}, {"CLOB", TypeKind::text, "Text"}, {"INTEGER", TypeKind::integer, "Integer"},
    {"INT", TypeKind::integer, "Integer"}, {"SMALLINT", TypeKind::small_integer, "SmallInteger"},
    {"BIGINT", TypeKind::big_integer, "BigInteger"}, {"NUMERIC", TypeKind::numeric, "Numeric"},
    {"DECIMAL", TypeKind::numeric, "Numeric"}, {"FLOAT", TypeKind::float_, "Float"}, {"REAL", TypeKind::float_, "Float"},
    {"DOUBLE", TypeKind::double_, "Double"}, {"BOOLEAN", TypeKind::boolean, "Boolean"},
    {"DATETIME", TypeKind::datetime, "DateTime"}, {"TIMESTAMP", TypeKind::datetime, "DateTime"},
    {"DATE", TypeKind::date, "Date"}, {"TIME", TypeKind::time, "Time"}, {"BLOB", TypeKind::large_binary, "LargeBinary"},
    {"UUID", TypeKind::uuid, "Uuid"}};

} // namespace

void make_type_classes(python::Interpreter& interpreter) {
    auto& known = interpreter.extension<TypeClasses>();
    TypeBuilder engine(interpreter, "TypeEngine", "sqlalchemy.sql.type_api");
    engine.slots().new_ = new_type;
    engine.slots().init = init_type;
    engine.slots().repr = [](Runtime& r, const Value& self) {
        const TypeRef& t = self.get<TypeObject>().sql_type();
        return Value(r.make_str(t ? t->repr(r) : self.get<TypeObject>().type().name() + "()"));
    };
    engine.slots().str = [](Runtime& r, const Value& self) {
        return Value(r.make_str(self.get<TypeObject>().sql_type()->ddl(Dialect::default_())));
    };
    const auto property = [&](const char* name, python::Getter get) { engine.property(name, get); };
    property("length", [](Runtime&, const Value& self) {
        const auto& t = self.get<TypeObject>().sql_type();
        return t->length ? Value::small_int(*t->length) : Value::none();
    });
    property("timezone", [](Runtime&, const Value& self) { return Value::boolean(self.get<TypeObject>().sql_type()->timezone); });
    property("precision", [](Runtime&, const Value& self) {
        const auto& t = self.get<TypeObject>().sql_type();
        return t->precision ? Value::small_int(*t->precision) : Value::none();
    });
    property("scale", [](Runtime&, const Value& self) {
        const auto& t = self.get<TypeObject>().sql_type();
        return t->scale ? Value::small_int(*t->scale) : Value::none();
    });
    property("python_type", [](Runtime& r, const Value& self) {
        const auto& t = self.get<TypeObject>().sql_type();
        const auto from = [&](const char* module, const char* name) {
            return get_attribute(r, Value(python::interpreter_of(r).import_module(module)), name);
        };
        if (const auto* members = dynamic_cast<const EnumType*>(t.get()))
            return members->enum_class.is_set() ? members->enum_class : Value(r.type(BuiltinType::str));
        switch (t && !t->is_decorator() ? t->affinity() : Affinity::null_) {
        case Affinity::string: return Value(r.type(BuiltinType::str));
        case Affinity::integer: return Value(r.type(BuiltinType::int_));
        case Affinity::boolean: return Value(r.type(BuiltinType::bool_));
        case Affinity::numeric: return t->as_decimal ? from("decimal", "Decimal") : Value(r.type(BuiltinType::float_));
        case Affinity::datetime: return from("datetime", "datetime");
        case Affinity::date: return from("datetime", "date");
        case Affinity::time: return from("datetime", "time");
        case Affinity::interval: return from("datetime", "timedelta");
        case Affinity::uuid: return from("uuid", "UUID");
        case Affinity::json: return Value(r.type(BuiltinType::dict));
        case Affinity::binary: return Value(r.type(BuiltinType::bytes));
        default: throw Error(Exc::NotImplementedError, "");
        }
    });
    engine.method("with_variant", [](Runtime&, const Value& self, Args) { return self; });
    engine.method("dialect_impl", [](Runtime&, const Value& self, Args) { return self; });
    Type& base = engine.finish();
    known.classes.push_back({"TypeEngine", &base});
    for (const Entry& e : entries) {
        Type* parent = *e.base ? known.find(e.base) : &base;
        TypeBuilder b(interpreter, e.name, "sqlalchemy.sql.sqltypes", {parent});
        Type& type = b.finish();
        auto extension = std::make_unique<TypeClass>();
        extension->kind = e.kind;
        if (std::string_view name(e.name); name == "VARCHAR" || (*e.base && name.find_first_of("abcdefghijklmnopqrstuvwxyz") == name.npos))
            extension->sql_name = e.name;
        type.set_extension(std::move(extension));
        known.classes.push_back({e.name, &type});
    }
    TypeBuilder decorator(interpreter, "TypeDecorator", "sqlalchemy.sql.type_api", {&base});
    decorator.flag(Type::has_instance_dict);
    Type& type = decorator.finish();
    auto extension = std::make_unique<TypeClass>();
    extension->decorator = true;
    type.set_extension(std::move(extension));
    known.classes.push_back({"TypeDecorator", &type});
    interpreter.set_type_for<TypeObject>(base);
}

void add_type_classes(python::Interpreter& interpreter, python::Module& module) {
    for (const auto& [name, type] : interpreter.extension<TypeClasses>().classes) module.set(name, Value(*type));
}

TypeRef enum_type(Runtime& runtime, const Value& enum_class) {
    Ref<EnumType> type = make_ref<EnumType>();
    init_enum(runtime, *type, Args{{&enum_class, 1}});
    return type;
}

TypeRef type_argument(Runtime& runtime, const Value& value) {
    if (const TypeObject* object = value.as<TypeObject>()) {
        // A decorator's callbacks are the object's methods.
        if (object->sql_type() && object->sql_type()->kind() == TypeKind::decorator)
            return static_cast<TypeDecorator&>(*object->sql_type()).bound_to(value);
        return object->sql_type();
    }
    if (value.as<Type>() && type_class(value.get<Type>())) return type_argument(runtime, call(runtime, value));
    return {};
}

TypeRef required_type_argument(Runtime& runtime, const Value& value) {
    if (const TypeRef type = type_argument(runtime, value)) return type;
    return make_type(TypeKind::null_);
}

Value wrap_type(Runtime& runtime, const TypeRef& type) {
    if (!type) return Value::none();
    if (type->kind() == TypeKind::decorator)
        if (const Value& object = static_cast<TypeDecorator&>(*type).python_object(); object.is_set()) return object;
    auto& known = runtime.extension<TypeClasses>();
    Type* cls = known.find(type->class_name());
    return runtime.make<TypeObject>(cls ? *cls : runtime.type_for<TypeObject>(), type);
}

} // namespace relata::modules
