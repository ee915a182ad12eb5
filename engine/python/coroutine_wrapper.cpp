#include "python/coroutine_wrapper.h"

#include "python/type_builder.h"
#include "support/protocol.h"

namespace relata::python {

namespace {

class CoroutineWrapper final : public Container {
  public:
    CoroutineWrapper(Type& type, Value its_coroutine)
        : Container(type), coroutine(std::move(its_coroutine)) {}
    void clear_references() override { coroutine.reset(); }
    Value coroutine;
};

Value coroutine_of(const Value& self) {
    return self.get<CoroutineWrapper>().coroutine;
}

template <char const* name>
Value forward(Runtime& runtime, const Value& self, Args args) {
    return call(runtime, get_attribute(runtime, coroutine_of(self), name), args);
}

constexpr char name_send[] = "send", name_throw[] = "throw", name_close[] = "close";

} // namespace

Value make_coroutine_wrapper(Runtime& runtime, const Value& coroutine) {
    return runtime.make<CoroutineWrapper>(runtime.type_for<CoroutineWrapper>(), coroutine);
}

void make_coroutine_wrapper_type(Runtime& runtime) {
    TypeBuilder b(runtime, "coroutine_wrapper");
    b.slots().iter = [](Runtime&, const Value& self) { return self; };
    b.slots().next = [](Runtime& r, const Value& self) {
        return call_method(r, coroutine_of(self), "send", {Value::none()});
    };
    b.method("send", forward<name_send>)
        .method("throw", forward<name_throw>)
        .method("close", forward<name_close>);
    runtime.set_type_for<CoroutineWrapper>(b.flag(Type::final_type).finish());
}

} // namespace relata::python
