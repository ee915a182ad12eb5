// SQLAlchemy: orm/attributes.py QueryableAttribute, with the comparators of columns and relationships behind it.
#include "modules/sqlalchemy/queryable_attribute.h"

#include "modules/sqlalchemy/inspect.h"
#include "modules/sqlalchemy/proxied_attribute.h"
#include "modules/sqlalchemy/signatures.h"
#include "modules/sqlalchemy/sql_bridge.h"
#include "orm/attributes.h"
#include "orm/context.h"
#include "orm/mapper.h"
#include "orm/relationship.h"
#include "support/object_number.h"
#include "support/protocol.h"

namespace relata::modules {

namespace {

using orm::AttributeReference;
using orm::InstrumentedAttribute;

/// Tag of the type of an alias's attributes: named like InstrumentedAttribute, but no descriptor.
struct AdaptedAttribute;

AttributeReference reference_of(const Value& self) { return *attribute_reference_of(self); }

/// The attribute's SQL: the column as its entity has it, or the join condition of a relationship.
Ref<sql::ColumnElement> expression_of(const AttributeReference& reference) {
    orm::Mapper& mapper = orm::mapper_of(*reference.entity);
    InstrumentedAttribute& own = *mapper.class_attribute(reference.property->key());
    orm::AliasedInsp* aliased = orm::as_aliased(*reference.entity);
    if (reference.property->as_relationship())
        return Ref<sql::ColumnElement>(static_cast<sql::ColumnElement*>(orm::RelationshipClause(reference).extension_expression().get()));
    if (!aliased) return own.expression();
    const Ref<sql::ColumnElement> adapted =
        aliased->adapt_column(static_cast<sql::ColumnElement&>(*own.expression()->identity()), reference.property->key());
    // SQLAlchemy: AliasedInsp._adapt_element: a statement of such columns is the ORM's.
    sql::Annotations added = adapted->annotations();
    sql::Annotations::Fields& fields = added.edit();
    fields.plugin = &orm::orm_plugin(mapper.runtime());
    fields.plugin_subject = aliased;
    return sql::annotated(*adapted, added);
}

Ref<sql::ClauseElement> clause_of_reference(const AttributeReference& reference) {
    if (reference.property->as_relationship()) return make_ref<orm::RelationshipClause>(reference);
    return expression_of(reference);
}

std::string attribute_text(const AttributeReference& reference) {
    return orm::mapper_of(*reference.entity).entity_name() + "." + reference.property->key();
}

const std::string& type_name(const Value& self) { return self.as_object()->type().name(); }

/// Reading what the attribute itself has not goes to its comparator, that is, to the column.
Value get_attribute_of(Runtime& runtime, const Value& self, Str& name) {
    if (Value found = find_generic_attribute(runtime, self, name); found.is_set()) return found;
    const AttributeReference reference = reference_of(self);
    if (!reference.property->as_relationship() && !name.view().starts_with("__")) {
        const Value column = sql::wrap_clause(runtime, *expression_of(reference));
        if (Value found = find_attribute(runtime, column, name); found.is_set()) return found;
    }
    throw Error(Exc::AttributeError, "Neither '" + type_name(self) + "' object nor 'Comparator' object associated with " +
                                         attribute_text(reference) + " has an attribute '" + std::string(name.view()) + "'");
}

orm::RelationshipProperty& relationship_of(Runtime& runtime, const Value& self, std::string_view method, AttributeReference& reference) {
    reference = reference_of(self);
    orm::RelationshipProperty* property = reference.property->as_relationship();
    if (property) {
        property->parent().check_configure();
        return *property;
    }
    const bool decorated = expression_of(reference)->type->kind() == sql::TypeKind::decorator;
    (void)runtime;
    throw Error(Exc::AttributeError, std::string("Neither 'AnnotatedColumn' object nor '") + (decorated ? "TDComparator" : "Comparator") +
                                         "' object has an attribute '" + std::string(method) + "'");
}

/// The conditions of any() and has(): an expression, and column names of the target by keyword.
Ref<sql::ColumnElement> criterion_of(Runtime& runtime, Args args, sql::Entity& target) {
    std::vector<Ref<sql::ColumnElement>> parts;
    if (args.positional_count() > 0 && !args.values[0].is_none())
        parts.push_back(sql::expect_column(runtime, sql::Role::where_having, args.values[0]));
    orm::Mapper& mapper = orm::mapper_of(target);
    for (size_t i = 0; i < args.keyword_count(); ++i) {
        const std::string key((*args.keywords)[i].get<Str>().view());
        orm::MapperProperty* property = mapper.find_property(key);
        if (!property)
            throw Error(Exc::AttributeError, "type object '" + mapper.mapped_class().name() + "' has no attribute '" + key + "'");
        const Value attribute = queryable_attribute(runtime, {.entity = &target, .property = property});
        const Value equal = compare(runtime, attribute, args.values[args.positional_count() + i], CompareOp::eq);
        parts.push_back(sql::expect_column(runtime, sql::Role::where_having, equal));
    }
    if (parts.empty()) return {};
    return parts.size() == 1 ? parts[0] : sql::and_(std::move(parts));
}

template <bool any> Value exists_method(Runtime& runtime, const Value& self, Args args) {
    AttributeReference reference;
    orm::RelationshipProperty& property = relationship_of(runtime, self, any ? "any" : "has", reference);
    sql::Entity& target = reference.of_type ? *reference.of_type : static_cast<sql::Entity&>(property.mapper());
    Ref<sql::ColumnElement> where = criterion_of(runtime, args, target);
    for (const auto& extra : reference.extra_criteria) where = where ? sql::and_({extra, where}) : extra;
    sql::Entity* parent = orm::as_aliased(*reference.entity) ? reference.entity : nullptr;
    return wrap(runtime, any ? property.any(runtime, where.get(), parent, reference.of_type)
                             : property.has(runtime, where.get(), parent, reference.of_type));
}

Value contains_method(Runtime& runtime, const Value& self, Args args) {
    const AttributeReference reference = reference_of(self);
    if (orm::RelationshipProperty* property = reference.property->as_relationship()) {
        const Value& other = python::expect_one_argument("contains", args);
        property->parent().check_configure();
        return wrap(runtime, property->contains(runtime, other, orm::as_aliased(*reference.entity) ? reference.entity : nullptr));
    }
    const Value column = sql::wrap_clause(runtime, *expression_of(reference));
    return call(runtime, get_attribute(runtime, column, "contains"), args);
}

Value of_type_method(Runtime& runtime, const Value& self, Args args) {
    AttributeReference reference;
    relationship_of(runtime, self, "of_type", reference);
    const Value& given = python::expect_one_argument("of_type", args);
    sql::Entity* entity = entity_argument(runtime, given);
    if (!entity)
        throw Error(Exc::NoInspectionAvailable, "No inspection system is available for object of type " +
                                                    repr_text(runtime, Value(runtime.type_of(given))));
    reference.of_type = entity;
    reference.keep.emplace_back(entity);
    return runtime.make<QueryableAttribute>(runtime.type_for<QueryableAttribute>(), std::move(reference));
}

Value and_method(Runtime& runtime, const Value& self, Args args) {
    AttributeReference reference;
    relationship_of(runtime, self, "and_", reference);
    for (const Value& criterion : args.positional())
        reference.extra_criteria.push_back(sql::expect_column(runtime, sql::Role::where_having, criterion));
    return runtime.make<QueryableAttribute>(runtime.type_for<QueryableAttribute>(), std::move(reference));
}

Value adapt_to_entity(Runtime& runtime, const Value& self, Args args) {
    AttributeReference reference = reference_of(self);
    if (sql::Entity* entity = entity_argument(runtime, python::expect_one_argument("adapt_to_entity", args)))
        reference.entity = entity;
    return queryable_attribute(runtime, std::move(reference));
}

Value in_method(Runtime& runtime, const Value& self, Args args) {
    const AttributeReference reference = reference_of(self);
    if (reference.property->as_relationship())
        throw Error(Exc::NotImplementedError, "in_() not yet supported for relationships.  For a simple many-to-one, use in_() "
                                              "against the set of foreign key values.");
    const Value column = sql::wrap_clause(runtime, *expression_of(reference));
    return call(runtime, get_attribute(runtime, column, "in_"), args);
}

Value compare_attribute(Runtime& runtime, const Value& self, const Value& other, CompareOp op) {
    const AttributeReference reference = reference_of(self);
    static constexpr sql::Op ops[] = {sql::Op::lt, sql::Op::le, sql::Op::eq, sql::Op::ne, sql::Op::gt, sql::Op::ge};
    if (orm::RelationshipProperty* property = reference.property->as_relationship()) {
        if (op != CompareOp::eq && op != CompareOp::ne)
            throw Error(Exc::NotImplementedError, "<built-in function " + std::string(sql::operator_name(ops[size_t(op)])) + ">");
        return wrap(runtime, property->compare(runtime, other, op == CompareOp::ne,
                                               orm::as_aliased(*reference.entity) ? reference.entity : nullptr));
    }
    return wrap(runtime, sql::operate(runtime, ops[size_t(op)], *expression_of(reference), other));
}

Value repr_attribute(Runtime& runtime, const Value& self) {
    return runtime.make_str("<sqlalchemy.orm.attributes." + type_name(self) + " object at " + address_text(runtime, self) + ">");
}

/// SQLAlchemy: RelationshipProperty.Comparator.property configures the mappers; a column's does not.
Value property_of(Runtime& runtime, const Value& self) {
    orm::MapperProperty* property = reference_of(self).property;
    if (property->is_relationship()) property->parent().check_configure();
    if (property->kind() == orm::MapperProperty::Kind::synonym)
        if (orm::MapperProperty* target = static_cast<orm::SynonymProperty*>(property)->resolved()) property = target;
    return mapped_property_view(runtime, *property);
}

/// The methods and slots that both types have. `like()` and the other operators come from add_column_operators.
void add_attribute_methods(python::TypeBuilder& b) {
    add_column_operators(b);
    TypeSlots& s = b.slots();
    s.compare = compare_attribute;
    s.hash = [](Runtime&, const Value& self) { return int64_t(reinterpret_cast<uintptr_t>(self.as_object()) >> 4); };
    s.truth = [](Runtime&, const Value&) { return true; };
    s.get_attribute = get_attribute_of;
    s.repr = repr_attribute;
    s.str = [](Runtime& r, const Value& self) { return Value(r.make_str(attribute_text(reference_of(self)))); };
    b.method("any", exists_method<true>).method("has", exists_method<false>).method("contains", contains_method);
    b.method("of_type", of_type_method).method("and_", and_method).method("in_", in_method);
    b.method("adapt_to_entity", adapt_to_entity);
    add_queryable_attribute_signatures(b);
    b.property("key", [](Runtime&, const Value& self) { return Value(reference_of(self).property->name()); });
    b.property("class_", [](Runtime&, const Value& self) { return Value(orm::mapper_of(*reference_of(self).entity).mapped_class()); });
    b.property("parent", [](Runtime& r, const Value& self) { return mapper_view(r, orm::mapper_of(*reference_of(self).entity)); });
    b.property("property", property_of).property("prop", property_of);
    b.property("expression", [](Runtime& r, const Value& self) { return wrap(r, expression_of(reference_of(self))); });
    const python::Getter mapper = [](Runtime& r, const Value& self) {
        AttributeReference reference;
        return mapper_view(r, relationship_of(r, self, "mapper", reference).mapper());
    };
    b.property("mapper", mapper).property("entity", mapper);
}

} // namespace

std::optional<AttributeReference> attribute_reference_of(const Value& value) {
    if (!value.is_object()) return {};
    AttributeReference reference;
    if (auto* own = dynamic_cast<InstrumentedAttribute*>(value.as_object()))
        reference = {.entity = &own->mapper(), .property = &own->property()};
    else if (auto* other = dynamic_cast<QueryableAttribute*>(value.as_object()))
        reference = other->reference;
    else
        return {};
    if (reference.property->kind() == orm::MapperProperty::Kind::synonym) { // of a relationship: the relationship
        orm::MapperProperty* target = static_cast<orm::SynonymProperty*>(reference.property)->resolved();
        if (target && target->is_relationship()) reference.property = target;
    }
    return reference;
}

Value queryable_attribute(Runtime& runtime, AttributeReference reference) {
    if (!orm::as_aliased(*reference.entity) && !reference.of_type && reference.extra_criteria.empty())
        if (InstrumentedAttribute* own = orm::mapper_of(*reference.entity).class_attribute(reference.property->key()))
            return Value(*own);
    reference.keep.emplace_back(reference.entity);
    // SQLAlchemy: adapt_to_entity() makes another object of the attribute's own class.
    return runtime.make<QueryableAttribute>(runtime.type_for<AdaptedAttribute>(), std::move(reference));
}

void make_queryable_attribute_types(Runtime& runtime) {
    python::TypeBuilder instrumented(runtime, "InstrumentedAttribute", "sqlalchemy.orm.attributes");
    add_attribute_methods(instrumented);
    instrumented.slots().descriptor_get = orm::instrumented_attribute_get;
    instrumented.slots().descriptor_set = orm::instrumented_attribute_set;
    runtime.set_type_for<InstrumentedAttribute>(instrumented.finish());
    python::TypeBuilder adapted(runtime, "InstrumentedAttribute", "sqlalchemy.orm.attributes");
    add_attribute_methods(adapted);
    runtime.set_type_for<AdaptedAttribute>(adapted.finish());
    python::TypeBuilder queryable(runtime, "QueryableAttribute", "sqlalchemy.orm.attributes");
    add_attribute_methods(queryable);
    runtime.set_type_for<QueryableAttribute>(queryable.finish());
    sql::coercion_registry(runtime).add([](Runtime&, const Value& value) -> Ref<sql::ClauseElement> {
        const auto reference = attribute_reference_of(value);
        return reference ? clause_of_reference(*reference) : Ref<sql::ClauseElement>();
    });
    register_clause_elements(runtime);
}

} // namespace relata::modules
