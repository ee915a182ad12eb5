// `inspect(engine)`, `engine.url`, `engine.dialect`: what an engine says of itself and of its database.
#pragma once

#include "execution/engine.h"

namespace relata::python {
class Interpreter;
class Module;
} // namespace relata::python

namespace relata::modules {

/// SQLAlchemy: engine/reflection.py Inspector, over an engine or a connection; unset for other values.
Value inspect_database(Runtime& runtime, const Value& subject);
/// SQLAlchemy: engine/url.py URL.
Value url_object(Runtime& runtime, const execution::Url& url);
/// URL and make_url() into a module.
void add_urls(python::Interpreter& interpreter, python::Module& module);
/// `engine.dialect`.
Value dialect_object(Runtime& runtime, execution::Engine& engine);

} // namespace relata::modules
