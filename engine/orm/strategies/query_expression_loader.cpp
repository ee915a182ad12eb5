// query_expression(): an attribute that each query fills with an expression of its own. SQLAlchemy: ExpressionColumnLoader.
#include "orm/strategies/strategies.h"

namespace relata::orm {

namespace {

/// `query_expression()` without a default selects nothing: its column is a labeled NULL.
bool is_null(const sql::ColumnElement& column) {
    if (column.kind() == sql::Kind::label) return is_null(static_cast<const sql::Label&>(column).element());
    return column.kind() == sql::null_element()->kind();
}

} // namespace

void QueryExpressionLoader::init_class_attribute(Mapper& mapper) {
    AttributeImpl::Options options;
    options.accepts_scalar_loader = false;
    register_attribute(static_cast<StrategizedProperty&>(parent_property()), mapper, std::move(options));
}

void QueryExpressionLoader::setup_query(const SetupQuery& setup) {
    const auto& given = setup.loadopt ? setup.loadopt->extra_criteria : property().columns();
    const bool from_option = setup.loadopt && !given.empty();
    if (!from_option && is_null(property().column())) return;
    const auto& columns = from_option ? given : property().columns();
    for (const Ref<sql::ColumnElement>& column : columns)
        setup.column_collection->add(setup.adapter ? setup.adapter->column(*column) : column);
    setup.memoized_populators->setups[&parent_property()] = {MemoizedPopulators::Setup::Kind::column, columns.front()};
}

void QueryExpressionLoader::create_row_processor(const CreateRowProcessor& create) {
    AttributeImpl* impl = create.mapper.attributes()[size_t(parent_property().index())];
    if (impl) create.populators.expire.emplace_back(impl, true);
}

} // namespace relata::orm
