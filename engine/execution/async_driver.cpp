#include "execution/async_driver.h"

#include "support/greenlet.h"

namespace relata::execution {

void require_greenlet(Runtime& runtime) {
    if (!runtime.current_greenlet()) Greenlet::await_only(runtime, Value::none()); // raises MissingGreenlet
}

void await_driver(Runtime& runtime) {
    for (int turn = 0; turn < 2; ++turn) Greenlet::await_only(runtime, Value::none());
}

} // namespace relata::execution
