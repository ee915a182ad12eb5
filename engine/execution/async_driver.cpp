#include "execution/async_driver.h"

#include "support/greenlet.h"
#include "support/object.h"

namespace relata::execution {

namespace {

/// An awaitable that yields to the loop a number of times.
class DriverTick final : public Object {
  public:
    explicit DriverTick(Type& type) : Object(type) {}
    int turns_left = 2;
};

Type& tick_type(Runtime& runtime) {
    if (runtime.has_type_for<DriverTick>()) return runtime.type_for<DriverTick>();
    Type& type = runtime.make_type("Future", "asyncio.futures");
    const TypeSlots::Unary itself = [](Runtime&, const Value& self) { return self; };
    type.slots.await = itself;
    type.slots.iter = itself;
    type.slots.next = [](Runtime&, const Value& self) {
        return self.get<DriverTick>().turns_left-- > 0 ? Value::none() : Value();
    };
    type.inherit_slots();
    runtime.set_type_for<DriverTick>(type);
    return type;
}

} // namespace

void require_greenlet(Runtime& runtime) {
    if (!runtime.current_greenlet()) Greenlet::await_only(runtime, Value::none()); // raises MissingGreenlet
}

void await_driver(Runtime& runtime) {
    Greenlet::await_only(runtime, runtime.make<DriverTick>(tick_type(runtime)));
}

} // namespace relata::execution
