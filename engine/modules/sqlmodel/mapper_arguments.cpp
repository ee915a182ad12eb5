// What a mapped class says of its table and its mapper: `__table_args__`, `__mapper_args__`, validators and properties in
// the class body. SQLAlchemy: orm/decl_base.py _ClassScanMapperConfig.
#include "modules/sqlmodel/mapper_arguments.h"

#include "modules/sqlalchemy/event.h"
#include "modules/sqlalchemy/inspect.h"
#include "modules/sqlalchemy/sql_bridge.h"
#include "modules/sqlmodel/mapped_properties.h"
#include "orm/registry.h"
#include "python/native_function.h"
#include "support/protocol.h"

namespace relata::modules {

static bool is_sequence(const Value& value) { return value.as<List>() || value.as<Tuple>(); }

void add_table_arguments(Runtime& runtime, sql::Table& table, const Value& args) {
    const auto options = [&](const Value& dict) {
        if (const Dict* d = dict.as<Dict>())
            d->for_each([&](const Value& key, const Value& value) {
                const std::string name(key.get<Str>().view());
                if (name == "comment")
                    table.comment = str_text(runtime, value);
                else if (name == "info")
                    table.info = value;
                else if (name.starts_with("sqlite_"))
                    table.dialect_options[name] = value;
            });
    };
    if (args.as<Dict>()) return options(args);
    for (const Value& item : to_vector(runtime, args)) {
        if (item.as<Dict>())
            options(item);
        else
            add_table_argument(runtime, table, item);
    }
}

/// Properties that stand in the class body under a `ClassVar`. SQLAlchemy: _ClassScanMapperConfig.
void find_declared_properties(const Type& cls, sql::Table& table, orm::MapperOptions& options) {
    cls.dict().for_each([&](const Value& key, const Value& value) {
        const std::string name(key.get<Str>().view());
        Ref<orm::MapperProperty> property = declared_property(value, name);
        if (!property || property->has_parent()) return;
        if (orm::ColumnProperty* given = property->as_column())
            for (const auto& c : given->columns())
                if (c->kind() == sql::Kind::column && !c->table()) {
                    auto& column = static_cast<sql::Column&>(*c);
                    if (column.name().value_or("").empty()) column.set_name(name), column.set_key(name);
                    table.append_column(Ref<sql::Column>(column));
                }
        options.properties.emplace_back(name, std::move(property));
    });
}

/// `@validates("title")` functions of the class.
void find_validators(Runtime& runtime, const Type& cls, orm::MapperOptions& options) {
    for (size_t i = cls.mro().size(); i-- > 0;)
        cls.mro()[i]->dict().for_each([&](const Value&, const Value& value) {
            if (!value.is_object() || value.as_object()->kind() != ObjectKind::function) return;
            const Value names = find_attribute(runtime, value, "__sa_validators__");
            if (!names.is_set()) return;
            orm::MapperOptions::Validator validator;
            for (const Value& name : to_vector(runtime, names))
                validator.names.emplace_back(name.get<Str>().view());
            validator.function = value;
            const Value removes = find_attribute(runtime, value, "__sa_include_removes__");
            validator.include_removes = removes.is_set() && removes.is_true();
            const Value backrefs = find_attribute(runtime, value, "__sa_include_backrefs__");
            validator.include_backrefs = !backrefs.is_set() || !backrefs.is_false();
            options.validators.push_back(std::move(validator));
        });
}

void read_mapper_args(Runtime& runtime, const Type& cls, sql::Table& table, orm::MapperOptions& options) {
    const Value given = find_attribute(runtime, Value(const_cast<Type&>(cls)), "__mapper_args__");
    const Dict* args = given.is_set() ? given.as<Dict>() : nullptr;
    if (!args) return;
    args->for_each([&](const Value& key, const Value& value) {
        const std::string name(key.get<Str>().view());
        const auto column = [&](const Value& v) -> Ref<sql::ColumnElement> {
            if (const Str* text = v.as<Str>()) {
                if (sql::Column* found = table.column(text->view())) return Ref<sql::ColumnElement>(*found);
                throw Error(Exc::ArgumentError, "Can't determine " + name + " value '" + std::string(text->view()) +
                                                    "' - no attribute is mapped to this name.");
            }
            return sql::expect_column(runtime, sql::Role::column_argument, v);
        };
        if (name == "primary_key") {
            for (const Value& v : value.as<Str>() || !is_sequence(value) ? std::vector<Value>{value} : to_vector(runtime, value))
                options.primary_key.push_back(column(v));
        } else if (name == "version_id_col") {
            const Ref<sql::ColumnElement> c = column(value);
            options.version_id_col = Ref<sql::Column>(static_cast<sql::Column*>(c->identity()));
        } else if (name == "version_id_generator") {
            options.version_id_generator = value;
        } else if (name == "polymorphic_on") {
            if (!value.is_none()) options.polymorphic_on = column(value);
        } else if (name == "inherit_condition") {
            if (!value.is_none()) options.inherit_condition = column(value);
        } else if (name == "polymorphic_identity") {
            options.polymorphic_identity = value;
        } else if (name == "confirm_deleted_rows") {
            options.confirm_deleted_rows = truth(runtime, value);
        } else if (name == "eager_defaults") {
            options.eager_defaults_auto = value.as<Str>() != nullptr;
            options.eager_defaults = !options.eager_defaults_auto && truth(runtime, value);
        } else if (name == "include_properties" || name == "exclude_properties") {
            auto& names = name[0] == 'i' ? options.include_properties : options.exclude_properties;
            for (const Value& v : to_vector(runtime, value))
                names.push_back(v.as<Str>() ? std::string(v.get<Str>().view()) : column(v)->key().value_or(""));
        } else if (name == "properties") {
            if (const Dict* dict = value.as<Dict>())
                dict->for_each([&](const Value& k, const Value& v) {
                    const std::string property_name(k.get<Str>().view());
                    if (Ref<orm::MapperProperty> property = declared_property(v, property_name))
                        options.properties.emplace_back(property_name, std::move(property));
                });
        } else if (name == "with_polymorphic") {
            if (const Str* all = value.as<Str>(); all && all->view() == "*")
                options.with_polymorphic_all = true;
            else if (!value.is_none())
                throw Error(Exc::NotImplementedError, "not supported here: __mapper_args__ with 'with_polymorphic' of a list");
        } else if (name == "polymorphic_load") {
            using Load = orm::MapperOptions::PolymorphicLoad;
            const Str* how = value.as<Str>();
            if (how && (how->view() == "inline" || how->view() == "selectin"))
                options.polymorphic_load = how->view() == "inline" ? Load::inline_ : Load::selectin;
            else if (!value.is_none())
                throw Error(Exc::ArgumentError, "unknown argument for polymorphic_load: " + repr_text(runtime, value));
        } else if (name == "concrete" || name == "inherits" ||
                   name == "inherit_foreign_keys" || name == "column_prefix" ||
                   name == "polymorphic_abstract" || name == "order_by") {
            if (name != "order_by" && (value.is_none() || value.is_false())) return;
            throw name == "order_by" ? Error(Exc::TypeError, "Mapper.__init__() got an unexpected keyword argument 'order_by'")
                                     : Error(Exc::NotImplementedError, "not supported here: __mapper_args__ with '" + name + "'");
        } else if (name != "batch" && name != "passive_updates" && name != "passive_deletes" && name != "allow_partial_pks" &&
                   name != "always_refresh" && name != "legacy_is_orphan") {
            throw Error(Exc::TypeError, "Mapper.__init__() got an unexpected keyword argument '" + name + "'");
        }
    });
}

/// `@reconstructor` methods: called when an object comes from a row.
static void listen_for_reconstructors(Runtime& runtime, orm::Mapper& mapper) {
    const Type& cls = mapper.mapped_class();
    for (size_t i = cls.mro().size(); i-- > 0;)
        cls.mro()[i]->dict().for_each([&](const Value&, const Value& value) {
            if (!value.is_object() || value.as_object()->kind() != ObjectKind::function) return;
            if (!find_attribute(runtime, value, "__sa_reconstructor__").is_set()) return;
            const Value call_method(python::make_function(
                runtime, "reconstruct",
                [](Runtime& r, const python::NativeFunction& f, const Value&, Args args) {
                    return call(r, f.closure(), {args.values[0]});
                },
                value));
            mapper.dispatch.listen(orm::MapperEvent::load, {.function = call_method});
        });
}

void map_class(Runtime& runtime, orm::ClassRegistry& registry, Type& cls, sql::Table& table, orm::MapperOptions options) {
    Ref<orm::Mapper> mapper = make_ref<orm::Mapper>(registry, cls, &table, std::move(options));
    cls.set_extension(std::make_unique<orm::MappedClass>(mapper));
    registry.add_mapper(mapper);
    cls.set_attribute(*runtime.intern("__table__"), sql::wrap_clause(runtime, table));
    cls.set_attribute(*runtime.intern("__mapper__"), mapper_view(runtime, *mapper));
    apply_held_listeners(runtime, *mapper);
    listen_for_reconstructors(runtime, *mapper);
}

} // namespace relata::modules
