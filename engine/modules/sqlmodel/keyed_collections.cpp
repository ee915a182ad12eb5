// `collection_class=attribute_keyed_dict("name")`: dicts whose keys come from their members. SQLAlchemy:
// orm/mapped_collection.py KeyFuncDict, orm/collections.py _dict_decorators.
#include "modules/sqlmodel/keyed_collections.h"

#include "modules/sqlalchemy/sql_bridge.h"
#include "modules/sqlmodel/model_methods.h"
#include "orm/attributes.h"
#include "orm/mapper.h"
#include "python/arguments.h"
#include "python/types/dict_type.h"
#include "sql/schema/schema.h"
#include "support/protocol.h"

namespace relata::modules {

namespace {

/// What attribute_keyed_dict(...) and its kin return: makes dicts of one kind of key.
class KeyedDictClass final : public Container {
  public:
    KeyedDictClass(Type& type, Value function, std::vector<std::string> names)
        : Container(type), key_function(std::move(function)), attributes(std::move(names)) {}
    void clear_references() override { key_function.reset(); }
    Value key_function;                  ///< or unset: the attributes
    std::vector<std::string> attributes; ///< several: the key is a tuple
    bool ignore_unpopulated = false;

    /// Unset where the member has no such attribute yet.
    Value key_of(Runtime& runtime, const Value& member) const {
        if (key_function.is_set()) return call(runtime, key_function, {member});
        std::vector<Value> keys;
        for (const std::string& name : attributes) keys.push_back(find_attribute(runtime, member, name));
        for (const Value& key : keys)
            if (!key.is_set()) return {};
        return keys.size() == 1 ? keys[0] : Value(runtime.make_tuple(keys));
    }
};

class KeyFuncDict final : public Dict, public orm::InstrumentedCollection, public orm::CollectionAdapter {
  public:
    KeyFuncDict(Type& type, Ref<KeyedDictClass> keys) : Dict(type), m_keys(std::move(keys)) {}
    orm::CollectionAdapter& adapter() override { return *this; }
    Object& collection() override { return *this; }
    size_t member_count() const override { return size(); }
    std::vector<Value> members() const override {
        std::vector<Value> values;
        for_each([&](const Value&, const Value& value) { values.push_back(value); });
        return values;
    }
    void append_without_event(const Value& item) override { place(item, false, nullptr); }
    void append_with_event(const Value& item, const orm::AttributeEvent* initiator) override { place(item, true, initiator); }
    void remove_without_event(const Value& item) override { take(item, false, nullptr); }
    void remove_with_event(const Value& item, const orm::AttributeEvent* initiator) override { take(item, true, initiator); }
    void clear_without_event() override { Dict::clear(); }

    /// `d[key] = item`: what was there goes out first.
    void store(const Value& key, const Value& item, const orm::AttributeEvent* initiator) {
        if (const Value* old = find(runtime(), key)) {
            const Value held = *old;
            fire_remove_event(held, initiator);
        }
        const Value made = fire_append_event(item, initiator);
        set(runtime(), key, made);
    }
    Value erase_key(const Value& key, const orm::AttributeEvent* initiator) {
        if (const Value* old = find(runtime(), key)) {
            const Value held = *old;
            fire_remove_event(held, initiator);
        }
        return pop(runtime(), key);
    }

  private:
    Runtime& runtime() const { return type().runtime(); }

    void place(const Value& item, bool event, const orm::AttributeEvent* initiator) {
        const Value key = m_keys->key_of(runtime(), item);
        if (!key.is_set()) {
            if (m_keys->ignore_unpopulated) return;
            unpopulated(item, event);
        }
        if (event)
            store(key, item, initiator);
        else
            set(runtime(), key, item);
    }

    void take(const Value& item, bool event, const orm::AttributeEvent* initiator) {
        const Value key = m_keys->key_of(runtime(), item);
        if (!key.is_set()) {
            if (m_keys->ignore_unpopulated) return;
            unpopulated(item, event);
        }
        const Value* held = find(runtime(), key);
        if (!held) throw Error(Exc::KeyError, std::vector<Value>{key});
        if (!held->is(item) && !equal(runtime(), *held, item))
            throw Error(Exc::InvalidRequestError,
                        "Can not remove '" + str_text(runtime(), item) + "' from collection; collection holds '" +
                            str_text(runtime(), *held) + "' for key '" + str_text(runtime(), key) +
                            "'. Possible cause: is the KeyFuncDict key function based on mutable properties or "
                            "properties that only obtain values after flush?");
        if (event)
            erase_key(key, initiator);
        else
            pop(runtime(), key);
    }

    /// SQLAlchemy: KeyFuncDict._raise_for_unpopulated.
    [[noreturn]] void unpopulated(const Value& item, bool event) const {
        const orm::InstanceState* state = orm::find_instance_state(item);
        throw Error(Exc::InvalidRequestError,
                    std::string(event ? "In event triggered from population of attribute '" : "In population of attribute '") +
                        (attr ? attr->text() : std::string()) + "', can't populate value in KeyFuncDict; dictionary key "
                        "derived from " + (state ? state->text() : repr_text(runtime(), item)) +
                        " is not populated. Ensure appropriate state is set up on the object before assigning to the " +
                        "dictionary, or pass ignore_unpopulated_attribute=True to the collection class.");
    }

    Ref<KeyedDictClass> m_keys;
};

KeyFuncDict& dict_of(const Value& self) { return static_cast<KeyFuncDict&>(*self.as_object()); }

void dict_set_item(Runtime& runtime, const Value& self, const Value& key, const Value& value) {
    KeyFuncDict& dict = dict_of(self);
    if (value.is_set()) return dict.store(key, value, nullptr);
    if (!dict.find(runtime, key)) throw Error(Exc::KeyError, std::vector<Value>{key});
    dict.erase_key(key, nullptr);
}

Value dict_set(Runtime&, const Value& self, Args args) {
    dict_of(self).append_with_event(python::expect_one_argument("set", args), nullptr);
    return Value::none();
}

Value dict_remove(Runtime&, const Value& self, Args args) {
    dict_of(self).remove_with_event(python::expect_one_argument("remove", args), nullptr);
    return Value::none();
}

Value dict_clear(Runtime&, const Value& self, Args) {
    KeyFuncDict& dict = dict_of(self);
    for (const Value& item : dict.members()) dict.fire_remove_event(item);
    dict.Dict::clear();
    return Value::none();
}

Value dict_pop(Runtime& runtime, const Value& self, Args call_args) {
    const python::ArgReader args(runtime, {.function = "pop", .names = {"key", "default"}, .required = 1}, call_args);
    KeyFuncDict& dict = dict_of(self);
    dict.fire_pre_remove_event();
    if (!dict.find(runtime, args[0])) {
        if (call_args.positional_count() > 1) return args[1];
        throw Error(Exc::KeyError, std::vector<Value>{args[0]});
    }
    return dict.erase_key(args[0], nullptr);
}

Value dict_popitem(Runtime& runtime, const Value& self, Args) {
    KeyFuncDict& dict = dict_of(self);
    dict.fire_pre_remove_event();
    Value key;
    dict.for_each([&](const Value& k, const Value&) { key = k; });
    if (!key.is_set()) throw Error(Exc::KeyError, "popitem(): dictionary is empty");
    const Value item = dict.erase_key(key, nullptr);
    return Value(runtime.make_tuple({key, item}));
}

Value dict_setdefault(Runtime& runtime, const Value& self, Args call_args) {
    const python::ArgReader args(runtime, {.function = "setdefault", .names = {"key", "default"}, .required = 1}, call_args);
    KeyFuncDict& dict = dict_of(self);
    if (const Value* held = dict.find(runtime, args[0])) return *held;
    dict.store(args[0], args[1], nullptr);
    return args[1];
}

Value dict_update(Runtime& runtime, const Value& self, Args args) {
    const Ref<Dict> other = runtime.make_dict();
    if (args.positional_count() > 0) call_method(runtime, Value(other), "update", {args.values[0]});
    for (size_t i = 0; i < args.keyword_count(); ++i)
        other->set((*args.keywords)[i].get<Str>(), args.values[args.positional_count() + i]);
    KeyFuncDict& dict = dict_of(self);
    other->for_each([&](const Value& key, const Value& value) {
        const Value* held = dict.find(runtime, key);
        if (!held || !held->is(value)) dict.store(key, value, nullptr);
    });
    return Value::none();
}

class KeyedDictFactory final : public orm::CollectionFactory {
  public:
    explicit KeyedDictFactory(Ref<KeyedDictClass> keys) : CollectionFactory(Shape::dict), m_keys(std::move(keys)) {}
    Value make(Runtime& runtime) override {
        return Value(runtime.make<KeyFuncDict>(runtime.type_for<KeyFuncDict>(), m_keys));
    }

  private:
    Ref<KeyedDictClass> m_keys;
};

void make_types(Runtime& runtime) {
    if (runtime.has_type_for<KeyFuncDict>()) return;
    python::TypeBuilder dict(runtime, "_MKeyfuncMapped", "sqlalchemy.orm.mapped_collection",
                             {&runtime.type(BuiltinType::dict)});
    dict.slots().set_item = dict_set_item;
    dict.method("set", dict_set)
        .method("remove", dict_remove)
        .method("clear", dict_clear)
        .method("pop", dict_pop)
        .method("popitem", dict_popitem)
        .method("setdefault", dict_setdefault)
        .method("update", dict_update);
    runtime.set_type_for<KeyFuncDict>(dict.finish());
    python::TypeBuilder cls(runtime, "_keyfunc_collection_factory", "sqlalchemy.orm.mapped_collection");
    runtime.set_type_for<KeyedDictClass>(cls.finish());
}

Value make_class(Runtime& runtime, Value function, std::vector<std::string> names, Args args) {
    make_types(runtime);
    auto made = runtime.make<KeyedDictClass>(runtime.type_for<KeyedDictClass>(), std::move(function), std::move(names));
    if (const Value* ignore = args.keyword("ignore_unpopulated_attribute")) made->ignore_unpopulated = truth(runtime, *ignore);
    return Value(made);
}

Value attribute_keyed_dict(Runtime& runtime, const Value&, Args args) {
    const Value* name = args.positional_count() ? &args.values[0] : args.keyword("attr_name");
    if (!name || !name->as<Str>())
        throw Error(Exc::TypeError, "attribute_keyed_dict() missing 1 required positional argument: 'attr_name'");
    return make_class(runtime, {}, {std::string(name->get<Str>().view())}, args);
}

Value keyfunc_mapping(Runtime& runtime, const Value&, Args args) {
    const Value* function = args.positional_count() ? &args.values[0] : args.keyword("keyfunc");
    if (!function) throw Error(Exc::TypeError, "keyfunc_mapping() missing 1 required positional argument: 'keyfunc'");
    return make_class(runtime, *function, {}, args);
}

Value column_keyed_dict(Runtime& runtime, const Value&, Args args) {
    if (!args.positional_count())
        throw Error(Exc::TypeError, "column_keyed_dict() missing 1 required positional argument: 'mapping_spec'");
    const Value& spec = args.values[0];
    std::vector<std::string> names;
    for (const Value& v : spec.as<List>() || spec.as<Tuple>() ? to_vector(runtime, spec) : std::vector<Value>{spec})
        names.push_back(sql::expect_column(runtime, sql::Role::column_argument, v)->key().value_or(""));
    return make_class(runtime, {}, std::move(names), args);
}

} // namespace

std::shared_ptr<orm::CollectionFactory> keyed_collection_factory(const Value& collection_class) {
    const auto* keys = collection_class.as<KeyedDictClass>();
    if (!keys) return nullptr;
    return std::make_shared<KeyedDictFactory>(Ref<KeyedDictClass>(const_cast<KeyedDictClass&>(*keys)));
}

void add_keyed_collections(Runtime& runtime, python::Module& module) {
    const auto function = [&](const char* name, python::NativeFn fn) {
        module.set(name, Value(python::make_function(runtime, name, fn, "sqlalchemy.orm.mapped_collection")));
    };
    function("attribute_keyed_dict", attribute_keyed_dict);
    function("attribute_mapped_collection", attribute_keyed_dict);
    function("keyfunc_mapping", keyfunc_mapping);
    function("mapped_collection", keyfunc_mapping);
    function("column_keyed_dict", column_keyed_dict);
    function("column_mapped_collection", column_keyed_dict);
}

} // namespace relata::modules
