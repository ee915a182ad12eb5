#include "modules/sqlalchemy/frozen_result.h"

#include "execution/result.h"
#include "python/arguments.h"
#include "support/protocol.h"

namespace relata::modules {

using execution::Result;
using execution::ResultMetadata;
using execution::Row;

namespace {

/// The rows of a result, to be read as often as its function is called.
class FrozenResult final : public Container {
  public:
    FrozenResult(Type& type, Ref<ResultMetadata> m, Ref<List> rows)
        : Container(type), metadata(std::move(m)), data(std::move(rows)) {}
    void clear_references() override {
        metadata.reset();
        data.reset();
    }
    Ref<ResultMetadata> metadata;
    Ref<List> data;
};

Value result_over(Runtime& runtime, const Ref<ResultMetadata>& metadata, std::span<const Value> rows) {
    std::vector<Value> values;
    for (const Value& row : rows)
        if (const Row* made = row.as<Row>())
            values.insert(values.end(), made->items().begin(), made->items().end());
        else
            values.push_back(row);
    return runtime.make<Result>(runtime.type_for<execution::IteratorResultType>(), metadata,
                                std::make_unique<execution::BufferedSource>(std::move(values), metadata->size()));
}

std::vector<Value> rows_of(Runtime& runtime, Result& result) { return to_vector(runtime, result.all()); }

Type& frozen_type(Runtime& runtime) {
    if (!runtime.has_type_for<FrozenResult>()) {
        python::TypeBuilder b(runtime, "FrozenResult", "sqlalchemy.engine.result");
        b.slots().call = [](Runtime& r, const Value& self, Args) -> Value {
            const auto& frozen = self.get<FrozenResult>();
            return result_over(r, frozen.metadata, frozen.data->items());
        };
        b.property("data", [](Runtime&, const Value& self) { return Value(self.get<FrozenResult>().data); });
        b.method("with_new_rows", [](Runtime& r, const Value& self, Args a) -> Value {
            const std::vector<Value> rows = to_vector(r, python::expect_one_argument("FrozenResult.with_new_rows", a));
            return r.make<FrozenResult>(self.get<FrozenResult>().type(), self.get<FrozenResult>().metadata, r.make_list(rows));
        });
        runtime.set_type_for<FrozenResult>(b.finish());
    }
    return runtime.type_for<FrozenResult>();
}

Value freeze(Runtime& runtime, const Value& self, Args) {
    auto& result = self.get<Result>();
    std::vector<Value> rows = rows_of(runtime, result);
    const Ref<ResultMetadata> metadata(const_cast<ResultMetadata&>(result.metadata()));
    // SQLAlchemy: a result of single objects keeps them without rows around them.
    if (metadata->size() == 1 && metadata->columns()[0].uniqueness == execution::Uniqueness::identity)
        for (Value& row : rows)
            if (const Row* made = row.as<Row>()) row = Value((*made)[0]);
    return runtime.make<FrozenResult>(frozen_type(runtime), metadata, runtime.make_list(std::move(rows)));
}

Value merge(Runtime& runtime, const Value& self, Args a) {
    auto& result = self.get<Result>();
    std::vector<Value> rows = rows_of(runtime, result);
    for (const Value& other : a.positional())
        for (const Value& row : rows_of(runtime, other.get<Result>())) rows.push_back(row);
    return result_over(runtime, Ref<ResultMetadata>(const_cast<ResultMetadata&>(result.metadata())), rows);
}

} // namespace

void add_freezing(python::TypeBuilder& result) { result.method("freeze", freeze).method("merge", merge); }

} // namespace relata::modules
