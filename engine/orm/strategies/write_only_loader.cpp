#include "orm/strategies/write_only_loader.h"

namespace relata::orm {

void WriteOnlyLoader::init_class_attribute(Mapper& mapper) {
    if (!property().uselist() || property().direction() == Direction::many_to_one)
        throw Error(Exc::InvalidRequestError, "On relationship " + property().text() +
                                                  ", 'dynamic' loaders cannot be used with many-to-one/one-to-one "
                                                  "relationships and/or uselist=False.");
    register_attribute(property(), mapper, {});
}

} // namespace relata::orm
