#include "modules/sqlalchemy/declarative/class_scan.h"

#include "modules/sqlalchemy/declarative/mapped_column.h"
#include "modules/sqlalchemy/sql_bridge.h"
#include "modules/sqlmodel/mapped_properties.h"
#include "modules/sqlmodel/mapper_arguments.h"
#include "modules/sqlmodel/model_methods.h"
#include "python/types/generic_alias.h"
#include "support/protocol.h"

#include <algorithm>
#include <set>

namespace relata::modules {

namespace {

std::string class_text(Runtime& runtime, Type& cls) { return repr_text(runtime, Value(cls)); }

/// Names of a class body in the order in which they stand there: `name: Mapped[str]` is only among the annotations.
/// SQLAlchemy: util.merge_lists_w_ordering.
std::vector<std::string> names_in_order(const Dict& body, const Dict* annotations) {
    std::vector<std::string> lists[2];
    body.for_each([&](const Value& k, const Value&) { lists[0].emplace_back(k.get<Str>().view()); });
    if (annotations) annotations->for_each([&](const Value& k, const Value&) { lists[1].emplace_back(k.get<Str>().view()); });
    std::set<std::string> overlap, second(lists[1].begin(), lists[1].end());
    for (const std::string& name : lists[0])
        if (second.contains(name)) overlap.insert(name);
    std::vector<std::string> result;
    size_t at[2] = {0, 0};
    for (int current = 0;;) {
        if (at[current] == lists[current].size()) {
            const int other = 1 - current;
            result.insert(result.end(), lists[other].begin() + std::ptrdiff_t(at[other]), lists[other].end());
            return result;
        }
        const std::string& name = lists[current][at[current]++];
        if (overlap.erase(name))
            current = 1 - current;
        else
            result.push_back(name);
    }
}

class ClassScan {
  public:
    ClassScan(Runtime& runtime, DeclarativeBaseClass& base, Type& cls, Dict* globals)
        : m_runtime(runtime), m_base(base), m_class(cls), m_globals(globals) {
        for (const Type* t : cls.bases())
            for (const Type* ancestor : t->mro())
                if (!m_inherits) m_inherits = orm::find_mapper(*ancestor);
    }

    void run(const Dict& body) {
        scan(m_class, body, true);
        for (Type* t : m_class.mro())
            if (t != &m_class && !orm::find_mapper(*t) && t->has(Type::heap_type))
                scan(*t, t->dict(), false);
        std::stable_sort(m_columns.begin(), m_columns.end(),
                         [](const Declared& a, const Declared& b) { return a.sort_order < b.sort_order; });
        sql::Table& table = make_table();
        add_columns(table);
        for (auto& [key, property] : m_properties) m_options.properties.emplace_back(key, property);
        if (says("__table_args__"))
            if (const Value args = special("__table_args__"); args.is_set() && !args.is_none()) add_table_arguments(m_runtime, table, args);
        find_validators(m_runtime, m_class, m_options);
        if (says("__mapper_args__")) read_mapper_args(m_runtime, m_class, table, m_options);
        m_options.inherits = m_inherits;
        m_base.registry->add_class(m_class);
        map_class(m_runtime, *m_base.registry, m_class, table, std::move(m_options));
        for (const auto& [name, value, keys] : m_composites)
            call_method(m_runtime, value, "_attach",
                        {Value(m_class), Value(m_runtime.intern(name)), Value(m_runtime.make_list(keys))});
    }

  private:
    struct Declared {
        std::string key;
        Ref<sql::Column> column{};
        orm::ColumnProperty::Options options{};
        int sort_order = 0;
        bool has_options = false, use_existing = false;
    };

    void scan(Type& owner, const Dict& body, bool own) {
        const Value* given = body.find("__annotations__");
        const Dict* annotations = given ? given->as<Dict>() : nullptr;
        for (const std::string& name : names_in_order(body, annotations)) {
            if (name.starts_with("__") || m_seen.contains(name)) continue;
            const Value* annotation = annotations ? annotations->find(name) : nullptr;
            const Value* value = body.find(name);
            if (declare(owner, name, annotation ? *annotation : Value(), value ? *value : Value(), own)) m_seen.insert(name);
        }
    }

    bool declare(Type& owner, const std::string& name, const Value& raw, Value value, bool own) {
        if (value.is_set() && m_runtime.type_of(value).is_subtype_of(declared_attr_type(m_runtime))) {
            // `-> Mapped[...]` of the function stands for the annotation.
            const Value function = get_attribute(m_runtime, value, "fget");
            const Value annotations = find_attribute(m_runtime, function, "__annotations__");
            const Value* returned = annotations.is_set() && annotations.as<Dict>() ? annotations.get<Dict>().find("return") : nullptr;
            const Value annotation = returned ? *returned : Value();
            const bool is_type = annotation.is_set() && mapped_annotation(m_runtime, owner, m_globals, annotation).is_mapped;
            value = get_attribute(m_runtime, Value(m_class), name);
            return declare(owner, name, is_type ? annotation : Value(), value, true);
        }
        MappedAnnotation annotation;
        if (raw.is_set()) annotation = mapped_annotation(m_runtime, owner, m_globals, raw);
        const MappedColumnObject* column = mapped_column_of(value);
        orm::RelationshipProperty* relationship = relationship_property(value);
        Ref<orm::MapperProperty> other = relationship || column ? Ref<orm::MapperProperty>() : declared_property(value, name);
        const bool is_mapped = column || relationship || other;
        if (name == "metadata" && (is_mapped || annotation.is_mapped))
            throw Error(Exc::InvalidRequestError, "Attribute name 'metadata' is reserved when using the Declarative API.");
        if (raw.is_set() && !annotation.is_mapped && (is_mapped || !value.is_set()) && !is_class_var(annotation.inner))
            check_unmapped_annotation(owner, name);
        if (value.is_set() && is_composite(value)) {
            declare_composite(name, value, annotation);
            return true;
        }
        if (relationship || other) {
            if (!own)
                throw Error(Exc::InvalidRequestError,
                            "Mapper properties (i.e. deferred,column_property(), relationship(), etc.) must be declared as "
                            "@declared_attr callables on declarative mixin classes. For dataclass field() objects, use a "
                            "lambda:");
            if (relationship) declare_relationship(name, *relationship, annotation);
            else declare_expression(name, *other);
            return true;
        }
        if (column || (!value.is_set() && annotation.is_mapped)) {
            declare_column(name, column, annotation);
            return true;
        }
        const Ref<sql::ClauseElement> clause = value.is_set() ? sql::clause_of(m_runtime, value) : Ref<sql::ClauseElement>();
        if (!clause || clause->kind() != sql::Kind::column) return value.is_set();
        Ref<sql::Column> plain(static_cast<sql::Column*>(clause.get()));
        if (plain->table()) return true;
        if (!own) plain = plain->copy();
        if (plain->name().value_or("").empty()) plain->set_name(name), plain->set_key(name);
        m_columns.push_back({.key = name, .column = plain});
        return true;
    }

    bool is_class_var(const Value& annotation) const {
        return annotation.is_set() && str_text(m_runtime, annotation).starts_with("typing.ClassVar");
    }

    void check_unmapped_annotation(Type& owner, const std::string& name) {
        const Value allowed = find_attribute(m_runtime, Value(m_class), "__allow_unmapped__");
        if (allowed.is_set() && truth(m_runtime, allowed)) return;
        throw Error(Exc::MappedAnnotationError,
                    "Type annotation for \"" + owner.name() + "." + name +
                        "\" can't be correctly interpreted for Annotated Declarative Table form.  ORM annotations should "
                        "normally make use of the ``Mapped[]`` generic type, or other ORM-compatible generic type, as a "
                        "container for the actual type, which indicates the intent that the attribute is mapped. Class "
                        "variables that are not intended to be mapped by the ORM should use ClassVar[].  To allow Annotated "
                        "Declarative to disregard legacy annotations which don't use Mapped[] to pass, set "
                        "\"__allow_unmapped__ = True\" on the class or a superclass this class.")
            .with("code", Value(m_runtime.make_str("zlpr")));
    }

    [[noreturn]] void raise_for_required(const std::string& name, const char* construct) {
        throw Error(Exc::ArgumentError, "Python typing annotation is required for attribute \"" + m_class.name() + "." + name +
                                            "\" when primary argument(s) for \"" + construct +
                                            "\" construct are None or not present");
    }

    void declare_relationship(const std::string& name, orm::RelationshipProperty& property, const MappedAnnotation& annotation) {
        if (annotation.is_mapped)
            read_relationship_annotation(m_runtime, property, annotation);
        else if (const Value& target = property.options().argument; !target.is_set() || target.is_none())
            raise_for_required(name, "Relationship");
        m_properties.emplace_back(name, Ref<orm::MapperProperty>(property));
    }

    void declare_expression(const std::string& name, orm::MapperProperty& property) {
        if (orm::ColumnProperty* expression = property.as_column())
            for (const auto& c : expression->columns())
                if (c->kind() == sql::Kind::column && !c->table()) {
                    Ref<sql::Column> column(static_cast<sql::Column*>(c.get()));
                    if (column->name().value_or("").empty()) column->set_name(name), column->set_key(name);
                    m_columns.push_back({.key = *column->key(), .column = column});
                }
        m_properties.emplace_back(name, Ref<orm::MapperProperty>(property));
    }

    void declare_composite(const std::string& name, const Value& value, const MappedAnnotation& annotation) {
        std::vector<Value> keys;
        bool nullable = false;
        const Value cls = annotation.is_mapped ? without_none(m_runtime, annotation.inner, nullable) : Value::none();
        for (const Value& entry : to_vector(m_runtime, call_method(m_runtime, value, "_declare_columns", {cls}))) {
            const std::vector<Value> part = to_vector(m_runtime, entry); // parameter, mapped_column or None, annotation
            const MappedColumnObject* given = mapped_column_of(part[1]);
            std::string key = str_text(m_runtime, part[0]);
            if (given) key = given->make(m_runtime, key)->key().value_or(key);
            MappedAnnotation type{.inner = part[2], .is_mapped = !part[2].is_none()};
            declare_column(key, given, type);
            keys.emplace_back(m_runtime.intern(key));
        }
        m_composites.emplace_back(name, value, std::move(keys));
    }

    void declare_column(const std::string& name, const MappedColumnObject* given, const MappedAnnotation& annotation) {
        Declared declared{.key = name};
        if (given) declared.options = given->options;
        if (annotation.is_mapped) {
            declared.column = column_for_annotation(m_runtime, given, name, annotation.inner,
                                                    m_base.type_annotation_map.is_set() ? m_base.type_annotation_map.as<Dict>() : nullptr,
                                                    declared.options);
        } else {
            declared.column = given->take_column(m_runtime, name);
            if (declared.column->type->is_null() && declared.column->foreign_keys().empty()) raise_for_required(name, "MappedColumn");
        }
        if (given) {
            declared.sort_order = given->sort_order;
            declared.use_existing = given->use_existing_column;
            const_cast<MappedColumnObject*>(given)->column = declared.column;
        }
        const auto& o = declared.options;
        declared.has_options = o.deferred || o.active_history || o.raiseload || !o.group.empty();
        m_columns.push_back(std::move(declared));
    }

    /// Whether the class or a mixin says `name`; what a mapped base says is its own. SQLAlchemy: _scan_attributes.
    bool says(const char* name) const {
        for (const Type* t : m_class.mro()) {
            const Value* there = t->dict().find(name);
            if (!there) continue;
            if (t == &m_class || !orm::find_mapper(*t)) return true;
        }
        return false;
    }
    Value special(const char* name) const { return find_attribute(m_runtime, Value(m_class), name); }

    sql::Table& make_table() {
        if (says("__table__"))
            if (const Value given = special("__table__"); given.is_set() && !given.is_none()) {
                const Ref<sql::ClauseElement> clause = sql::clause_of(m_runtime, given);
                if (clause && clause->kind() == sql::Kind::table) return static_cast<sql::Table&>(*clause);
                throw Error(Exc::NotImplementedError, "not supported here: __table__ that is no Table");
            }
        if (says("__tablename__"))
            if (const Value name = special("__tablename__"); name.is_set() && !name.is_none())
                return m_base.registry->metadata().define_table(str_text(m_runtime, name));
        if (m_inherits) {
            m_single = true;
            return *m_inherits->local_table();
        }
        throw Error(Exc::InvalidRequestError, "Class " + class_text(m_runtime, m_class) +
                                                  " does not have a __table__ or __tablename__ specified and does not inherit "
                                                  "from an existing table-mapped class.");
    }

    void add_columns(sql::Table& table) {
        if (m_single) // columns of sibling classes are not this class's
            for (const sql::Column* c : table.column_list())
                if (!m_inherits->find_property_by_column(*c)) m_options.exclude_properties.push_back(c->key().value_or(""));
        for (Declared& d : m_columns) {
            const std::string column_key = d.column->key().value_or("");
            std::erase(m_options.exclude_properties, column_key);
            sql::Column* column = m_single && d.use_existing ? table.column(column_key) : nullptr;
            if (!column && m_single)
                if (const sql::Column* there = table.column(column_key))
                    throw Error(Exc::ArgumentError, "Column '" + column_key + "' on class " + m_class.name() +
                                                        " conflicts with existing column '" + there->text() +
                                                        "'.  If using Declarative, consider using the use_existing_column "
                                                        "parameter of mapped_column() to resolve conflicts.");
            if (!column) column = &table.append_column(d.column);
            if (d.has_options || column_key != d.key)
                m_options.properties.emplace_back(
                    d.key, make_ref<orm::ColumnProperty>(
                               std::vector<Ref<sql::ColumnElement>>{Ref<sql::ColumnElement>(*column)}, d.options));
        }
    }

    Runtime& m_runtime;
    DeclarativeBaseClass& m_base;
    Type& m_class;
    Dict* m_globals;
    orm::Mapper* m_inherits = nullptr;
    bool m_single = false;
    orm::MapperOptions m_options;
    std::vector<Declared> m_columns;
    std::vector<std::pair<std::string, Ref<orm::MapperProperty>>> m_properties;
    std::vector<std::tuple<std::string, Value, std::vector<Value>>> m_composites;
    std::set<std::string> m_seen;
};

} // namespace

DeclarativeBaseClass* find_declarative_base(const Type& cls) {
    for (const Type* t : cls.mro())
        if (auto* base = t->extension<DeclarativeBaseClass>()) return base;
    return nullptr;
}

void scan_class(Runtime& runtime, DeclarativeBaseClass& base, Type& cls, const Dict& namespace_, Dict* globals) {
    if (const Value* abstract = cls.dict().find("__abstract__"); abstract && truth(runtime, *abstract)) return;
    ClassScan(runtime, base, cls, globals).run(namespace_);
}

} // namespace relata::modules
