// How the ORM reads the Python objects that relationship() is given, and makes the collections that it names.
#include "modules/sqlalchemy/sql_bridge.h"
#include "modules/sqlmodel/model_methods.h"
#include "modules/sqlmodel/relationship_options.h"
#include "orm/mapper.h"
#include "orm/registry.h"
#include "support/protocol.h"

namespace relata::modules {

namespace {

class PythonArguments final : public orm::ArgumentCoercion {
  public:
    explicit PythonArguments(python::Interpreter& interpreter) : m_interpreter(interpreter) {}
    Ref<sql::ColumnElement> as_expression(Runtime& runtime, const Value& value) override {
        const Ref<sql::ClauseElement> clause = sql::clause_of(runtime, value);
        if (!clause || !clause->is_column_element()) return {};
        return Ref<sql::ColumnElement>(static_cast<sql::ColumnElement*>(clause.get()));
    }
    Ref<sql::FromClause> as_from_clause(Runtime& runtime, const Value& value) override {
        return sql::expect_from(runtime, sql::Role::from_clause, value);
    }
    Value global_name(Runtime&, const std::string& name) override {
        for (const char* module : {"sqlalchemy", "sqlalchemy.orm"})
            if (const Value found = m_interpreter.import_module(module).find(m_interpreter, name); found.is_set())
                return found;
        return {};
    }
    Value as_python(Runtime& runtime, sql::ClauseElement& element) override { return sql::wrap_clause(runtime, element); }

  private:
    python::Interpreter& m_interpreter;
};

} // namespace

void install_argument_coercion(python::Interpreter& interpreter) {
    orm::OrmRuntime& orm = orm::orm_runtime(interpreter);
    orm.argument_coercion = std::make_unique<PythonArguments>(interpreter);
    orm.relationship_options = [](Runtime& runtime, const Value& kwargs) {
        orm::RelationshipOptions options;
        if (const Dict* dict = kwargs.as<Dict>())
            dict->for_each([&](const Value& key, const Value& value) {
                read_relationship_option(runtime, options, std::string(key.get<Str>().view()), value);
            });
        return options;
    };
    orm.collection_class_resolver = make_collection_factory;
}

} // namespace relata::modules
