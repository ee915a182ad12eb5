// What a check demands, in one sentence: for the list before anything was checked.
#pragma once

#include <QString>

namespace relata::course {
struct CheckSpec;
}

namespace relata::models {

/// "At most 2 SELECTs."; empty for a type of check that has no sentence. It gives no answer away.
QString demandOf(const course::CheckSpec& check);

} // namespace relata::models
