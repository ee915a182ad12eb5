// What a listener of an attribute learns of the event that began it all. SQLAlchemy: attributes.py AttributeEventToken.
#include "modules/sqlalchemy/event.h"

#include "modules/sqlalchemy/inspect.h"
#include "orm/attributes.h"
#include "python/type_builder.h"
#include "support/protocol.h"

namespace relata::modules {

namespace {

using Op = orm::AttributeEvent::Op;
constexpr std::pair<Op, const char*> operations[] = {{Op::append, "APPEND"},
                                                     {Op::remove, "REMOVE"},
                                                     {Op::replace, "REPLACE"},
                                                     {Op::bulk_replace, "BULK_REPLACE"},
                                                     {Op::modified, "MODIFIED"}};

/// `symbol('APPEND')`: one object for each operation.
class OperationSymbol final : public Object {
  public:
    OperationSymbol(Type& type, const char* name) : Object(type), m_name(name) {}
    const char* name() const { return m_name; }

  private:
    const char* m_name;
};

/// Both keep the class whose attribute they speak of.
class AttributeImplView final : public Container {
  public:
    AttributeImplView(Type& type, const orm::AttributeImpl& its_impl)
        : Container(type), impl(its_impl), m_class(its_impl.mapper().mapped_class()) {}
    void clear_references() override { m_class.reset(); }
    const orm::AttributeImpl& impl;

  private:
    Ref<Type> m_class;
};

class EventToken final : public Container {
  public:
    EventToken(Type& type, const orm::AttributeEvent& its_event)
        : Container(type), event(its_event), m_class(its_event.impl->mapper().mapped_class()) {}
    void clear_references() override { m_class.reset(); }
    const orm::AttributeEvent& event;

  private:
    Ref<Type> m_class;
};

struct OperationSymbols final : Runtime::Extension {
    explicit OperationSymbols(Runtime&) {}
    void clear_references() override { by_operation.clear(); }
    std::map<Op, Value> by_operation;
};

Value parent_token(Runtime& runtime, const orm::AttributeImpl& impl) {
    return mapped_property_view(runtime, const_cast<orm::MapperProperty&>(impl.parent_token()));
}

const char* impl_class(const orm::AttributeImpl& impl) {
    switch (impl.kind()) {
    case orm::AttributeImpl::Kind::scalar: return "ScalarAttributeImpl";
    case orm::AttributeImpl::Kind::object: return "ScalarObjectAttributeImpl";
    default: return "CollectionAttributeImpl";
    }
}

void make_types(Runtime& runtime) {
    if (runtime.has_type_for<EventToken>()) return;
    python::TypeBuilder symbol(runtime, "symbol", "sqlalchemy.util.langhelpers");
    symbol.slots().repr = [](Runtime& r, const Value& self) {
        return Value(r.make_str(std::string("symbol('") + self.get<OperationSymbol>().name() + "')"));
    };
    symbol.property("name", [](Runtime& r, const Value& self) { return Value(r.make_str(self.get<OperationSymbol>().name())); });
    Type& symbol_type = symbol.finish();
    for (const auto& [op, name] : operations)
        runtime.extension<OperationSymbols>().by_operation[op] = Value(runtime.make<OperationSymbol>(symbol_type, name));

    python::TypeBuilder impl(runtime, "AttributeImpl", "sqlalchemy.orm.attributes");
    impl.property("key", [](Runtime&, const Value& self) { return Value(self.get<AttributeImplView>().impl.name()); });
    impl.property("parent_token", [](Runtime& r, const Value& self) { return parent_token(r, self.get<AttributeImplView>().impl); });
    impl.property("class_", [](Runtime&, const Value& self) {
        return Value(self.get<AttributeImplView>().impl.mapper().mapped_class());
    });
    impl.property("collection", [](Runtime&, const Value& self) {
        return Value::boolean(self.get<AttributeImplView>().impl.is_collection());
    });
    impl.slots().repr = [](Runtime& r, const Value& self) {
        char address[32];
        snprintf(address, sizeof address, "0x%llx", static_cast<unsigned long long>(reinterpret_cast<uintptr_t>(self.as_object())));
        return Value(r.make_str(std::string("<sqlalchemy.orm.attributes.") + impl_class(self.get<AttributeImplView>().impl) +
                                " object at " + address + ">"));
    };
    runtime.set_type_for<AttributeImplView>(impl.finish());

    python::TypeBuilder token(runtime, "AttributeEventToken", "sqlalchemy.orm.attributes");
    token.property("key", [](Runtime&, const Value& self) { return Value(self.get<EventToken>().event.impl->name()); });
    token.property("op", [](Runtime& r, const Value& self) {
        return r.extension<OperationSymbols>().by_operation.at(self.get<EventToken>().event.op);
    });
    token.property("impl", [](Runtime& r, const Value& self) -> Value {
        return r.make<AttributeImplView>(r.type_for<AttributeImplView>(), *self.get<EventToken>().event.impl);
    });
    token.property("parent_token", [](Runtime& r, const Value& self) { return parent_token(r, *self.get<EventToken>().event.impl); });
    token.slots().compare = [](Runtime&, const Value& a, const Value& b, CompareOp op) -> Value {
        const auto* x = a.as<EventToken>();
        const auto* y = b.as<EventToken>();
        if (op != CompareOp::eq && op != CompareOp::ne) return Value::not_implemented();
        const bool same = x && y && x->event.impl == y->event.impl && x->event.op == y->event.op;
        return Value::boolean(same == (op == CompareOp::eq));
    };
    runtime.set_type_for<EventToken>(token.finish());
}

} // namespace

Value event_token_view(Runtime& runtime, const orm::AttributeEvent& event) {
    make_types(runtime);
    return runtime.make<EventToken>(runtime.type_for<EventToken>(), event);
}

void add_event_operations(python::Interpreter& interpreter, python::Module& attributes) {
    make_types(interpreter);
    for (const auto& [op, name] : operations)
        attributes.set("OP_" + std::string(name), interpreter.extension<OperationSymbols>().by_operation.at(op));
    for (const char* name : {"AttributeEventToken", "AttributeEvent", "Event"})
        attributes.set(name, interpreter.type_for<EventToken>());
}

} // namespace relata::modules
