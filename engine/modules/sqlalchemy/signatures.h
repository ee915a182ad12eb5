// The signatures of SQLAlchemy's methods. Each function gives those of one class to its builder, whose methods stand by then.
#pragma once

namespace relata {
class Dict;
}

namespace relata::python {
class TypeBuilder;
}

namespace relata::modules {

void add_session_signatures(python::TypeBuilder& b);
void add_async_session_signatures(python::TypeBuilder& b);
void add_sqlmodel_async_session_signatures(python::TypeBuilder& b);
void add_result_signatures(python::TypeBuilder& b);
void add_scalar_result_signatures(python::TypeBuilder& b);
void add_mapping_result_signatures(python::TypeBuilder& b);
void add_transaction_signatures(python::TypeBuilder& b);
void add_connection_signatures(python::TypeBuilder& b);
void add_engine_signatures(python::TypeBuilder& b);
void add_session_transaction_signatures(python::TypeBuilder& b);
void add_async_transaction_signatures(python::TypeBuilder& b);
void add_async_connection_signatures(python::TypeBuilder& b);
void add_async_engine_signatures(python::TypeBuilder& b);
void add_column_operator_signatures(python::TypeBuilder& b);
void add_clause_element_signatures(python::TypeBuilder& b);
void add_select_base_signatures(python::TypeBuilder& b);
void add_select_signatures(python::TypeBuilder& b);
void add_sqlmodel_select_signatures(python::TypeBuilder& b);
void add_generative_signatures(python::TypeBuilder& b);
void add_dml_signatures(python::TypeBuilder& b);
void add_load_signatures(python::TypeBuilder& b);
void add_function_signatures(python::TypeBuilder& b);
void add_from_clause_signatures(python::TypeBuilder& b);
void add_table_signatures(python::TypeBuilder& b);
void add_metadata_signatures(python::TypeBuilder& b);
void add_queryable_attribute_signatures(python::TypeBuilder& b);
void add_mapper_signatures(python::TypeBuilder& b);
void add_url_signatures(python::TypeBuilder& b);

/// The same for the functions in a module's namespace.
void add_orm_signatures(Dict& sqlalchemy_orm);
void add_attributes_signatures(Dict& sqlalchemy_orm_attributes);
void add_asyncio_signatures(Dict& sqlalchemy_ext_asyncio);
void add_sqlalchemy_signatures(Dict& sqlalchemy);

} // namespace relata::modules
