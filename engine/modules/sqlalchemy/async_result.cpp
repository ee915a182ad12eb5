#include "modules/sqlalchemy/async_result.h"

#include "execution/result.h"
#include "python/native_coroutine.h"
#include "python/type_builder.h"
#include "support/protocol.h"

namespace relata::modules {

using execution::Result;
using python::make_native_coroutine;
using python::NativeFunction;
using python::TypeBuilder;

namespace {

class AsyncResult final : public Container {
  public:
    AsyncResult(Type& type, Ref<Result> its_result) : Container(type), result(std::move(its_result)) {}
    void clear_references() override { result.reset(); }
    Ref<Result> result;
};
struct AsyncScalarResultType;
struct AsyncMappingResultType;

/// `result.partitions(size)`.
class AsyncPartitions final : public Container {
  public:
    AsyncPartitions(Type& type, Ref<Result> its_result, std::optional<size_t> its_size)
        : Container(type), result(std::move(its_result)), size(its_size) {}
    void clear_references() override { result.reset(); }
    Ref<Result> result;
    std::optional<size_t> size;
};

Result& result_of(const Value& self) { return *self.get<AsyncResult>().result; }

Value wrap(Runtime& runtime, Ref<Result> result) {
    Type& type = result->projection() == Result::Projection::scalars    ? runtime.type_for<AsyncScalarResultType>()
                 : result->projection() == Result::Projection::mappings ? runtime.type_for<AsyncMappingResultType>()
                                                                        : runtime.type_for<AsyncResult>();
    return runtime.make<AsyncResult>(type, std::move(result));
}

/// A method that fetches: a coroutine around the Result's method of the same name.
Value fetching(Runtime& runtime, const NativeFunction& function, const Value& self, Args args) {
    std::vector<Value> values(args.values.begin(), args.values.end());
    const Ref<Tuple> keywords = args.keywords ? runtime.make_tuple(args.keywords->items()) : Ref<Tuple>();
    const Ref<Str> name(function.closure().get<Str>());
    return make_native_coroutine(
        runtime, runtime.type_of(self).name() + "." + std::string(name->view()),
        [&runtime, self, name, values, keywords]() -> Value {
            const Value method = get_attribute(runtime, Value(self.get<AsyncResult>().result), *name);
            return call(runtime, method, Args{values, keywords.get()});
        });
}

/// A method that changes how rows look: at once. What gives a new Result gives a new AsyncResult.
Value shaping(Runtime& runtime, const NativeFunction& function, const Value& self, Args args) {
    const Ref<Result> result = self.get<AsyncResult>().result;
    const Value made = call(runtime, get_attribute(runtime, Value(result), function.closure().get<Str>()), args);
    if (made.is(Value(result))) return self;
    auto* other = made.as<Result>();
    return other ? wrap(runtime, Ref<Result>(*other)) : made;
}

[[noreturn]] void stop() { throw Error(Exc::StopAsyncIteration, std::vector<Value>{}); }

Value anext_row(Runtime& runtime, const Value& self) {
    return make_native_coroutine(runtime, "AsyncResult.__anext__", [self]() -> Value {
        Value row = result_of(self).next();
        if (!row.is_set()) stop();
        return row;
    });
}

Value anext_partition(Runtime& runtime, const Value& self) {
    return make_native_coroutine(runtime, "AsyncResult.partitions", [self]() -> Value {
        auto& partitions = self.get<AsyncPartitions>();
        Value rows = partitions.result->partition(partitions.size);
        if (!rows.is_set()) stop();
        return rows;
    });
}

Value partitions(Runtime& runtime, const Value& self, Args args) {
    std::optional<size_t> size;
    if (!args.values.empty() && !args.values[0].is_none()) size = size_t(as_index(runtime, args.values[0]));
    return runtime.make<AsyncPartitions>(runtime.type_for<AsyncPartitions>(), self.get<AsyncResult>().result, size);
}

Type& make_type(Runtime& runtime, const char* name) {
    TypeBuilder b(runtime, name, "sqlalchemy.ext.asyncio.result");
    for (const char* method : {"all", "first", "one", "one_or_none", "fetchone", "fetchmany", "fetchall", "scalar",
                               "scalar_one", "scalar_one_or_none", "close"})
        b.attribute(method, python::make_descriptor(runtime, b.type(), NativeFunction::Role::method, method, fetching,
                                                    Value(runtime.intern(method))));
    for (const char* method : {"scalars", "mappings", "tuples", "unique", "columns", "yield_per", "keys"})
        b.attribute(method, python::make_descriptor(runtime, b.type(), NativeFunction::Role::method, method, shaping,
                                                    Value(runtime.intern(method))));
    b.method("partitions", partitions);
    b.property("closed", [](Runtime&, const Value& self) { return Value::boolean(result_of(self).is_closed()); });
    b.slots().aiter = [](Runtime&, const Value& self) { return self; };
    b.slots().anext = anext_row;
    return b.finish();
}

} // namespace

Value make_async_result(Runtime& runtime, const Value& result) {
    if (!runtime.has_type_for<AsyncResult>()) {
        runtime.set_type_for<AsyncResult>(make_type(runtime, "AsyncResult"));
        runtime.set_type_for<AsyncScalarResultType>(make_type(runtime, "AsyncScalarResult"));
        runtime.set_type_for<AsyncMappingResultType>(make_type(runtime, "AsyncMappingResult"));
        TypeBuilder b(runtime, "async_generator");
        b.slots().aiter = [](Runtime&, const Value& self) { return self; };
        b.slots().anext = anext_partition;
        runtime.set_type_for<AsyncPartitions>(b.finish());
    }
    return wrap(runtime, Ref<Result>(result.get<Result>()));
}

} // namespace relata::modules
