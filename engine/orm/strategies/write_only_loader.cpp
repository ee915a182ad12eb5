#include "orm/strategies/write_only_loader.h"

#include "orm/write_only_attribute.h"

namespace relata::orm {

void WriteOnlyLoader::init_class_attribute(Mapper& mapper) {
    if (!property().uselist() || property().direction() == Direction::many_to_one)
        throw Error(Exc::InvalidRequestError, "On relationship " + property().text() +
                                                  ", 'dynamic' loaders cannot be used with many-to-one/one-to-one "
                                                  "relationships and/or uselist=False.");
    register_attribute(property(), mapper, {});
}

void refuse_eager_load(const RelationshipProperty& property, const AttributeImpl& attribute) {
    if (dynamic_cast<const WriteOnlyAttributeImpl*>(&attribute))
        throw Error(Exc::InvalidRequestError, "'" + property.text() + "' does not support object population - eager loading cannot be applied.");
}

} // namespace relata::orm
