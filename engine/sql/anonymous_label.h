// Names that only the compiler settles. SQLAlchemy: _anonymous_label.
#pragma once

#include <string>

namespace relata::sql {

/// A label of an element of its own. Numbered, not named by its address: copies keep the label after the element died, and
/// the next one may live where it did.
std::string fresh_anonymous_label(const std::string& body);

} // namespace relata::sql
