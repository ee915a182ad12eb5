// lazy="write_only" and lazy="dynamic": rows leave the attribute alone. SQLAlchemy: WriteOnlyLoader, DynaLoader.
#pragma once

#include "orm/strategies/strategies.h"

namespace relata::orm {

class WriteOnlyLoader final : public RelationshipLoader {
  public:
    using RelationshipLoader::RelationshipLoader;
    void init_class_attribute(Mapper& mapper) override;
};

} // namespace relata::orm
