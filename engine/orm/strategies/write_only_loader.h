// lazy="write_only" and lazy="dynamic": rows leave the attribute alone. SQLAlchemy: WriteOnlyLoader, DynaLoader.
#pragma once

#include "orm/strategies/strategies.h"

namespace relata::orm {

class WriteOnlyLoader final : public RelationshipLoader {
  public:
    using RelationshipLoader::RelationshipLoader;
    void init_class_attribute(Mapper& mapper) override;
};

/// A write_only or dynamic collection takes no objects from an eager load. SQLAlchemy: AttributeImpl.supports_population.
void refuse_eager_load(const RelationshipProperty& property, const AttributeImpl& attribute);

} // namespace relata::orm
