#include "support/runtime.h"

#include "support/protocol.h"
#include "support/run_stopped.h"

#include <cstring>
#include <pthread.h>

namespace relata {

Bytes::Bytes(Type& type, std::string bytes)
    : Object(type, object_kind), m_data(std::move(bytes)), m_charge(type.runtime().heap(), m_data.size()) {}

List::List(Type& type) : Container(type, object_kind), m_items(HeapAllocator<Value>(type.runtime().heap())) {}

Runtime::Runtime(const Budgets& budgets)
    : m_budgets(budgets), m_heap(budgets.memory_bytes ? budgets.memory_bytes : SIZE_MAX), m_exception_types(exception_count()),
      m_started(std::chrono::steady_clock::now()) {
    m_execution.handled = &m_main_exception;
    // `type` is its own metatype; `object` and `dict` follow before anything can have a dict.
    auto bootstrap = [&](BuiltinType t, Type* metatype, const char* name) -> Type& {
        m_owned_types.push_back(std::make_unique<Type>(*this, metatype, name, "builtins"));
        m_owned_types.back()->add_ref();
        return *(m_types[size_t(t)] = m_owned_types.back().get());
    };
    Type& type = bootstrap(BuiltinType::type, nullptr, "type");
    Type& object = bootstrap(BuiltinType::object, &type, "object");
    Type& str = bootstrap(BuiltinType::str, &type, "str");
    Type& tuple = bootstrap(BuiltinType::tuple, &type, "tuple");
    Type& dict = bootstrap(BuiltinType::dict, &type, "dict");
    for (Type* t : {&object, &type, &str, &tuple, &dict}) { // a base before what is made from it
        t->m_dict = make_dict();
        t->set_bases(t == &object ? std::vector<Type*>{} : std::vector<Type*>{&object});
    }
}

void Runtime::recursion_error(const char* where) const {
    throw Error(Exc::RecursionError, std::string("maximum recursion depth exceeded") + where);
}

namespace {

/// The lowest usable address of the calling thread's stack and a margin above it; asked for once a thread, as the answer for the
/// main thread is read from the kernel's list of mappings.
const char* stack_limit_of_this_thread() {
    // What stays free is for the work that a RecursionError itself needs. Instrumented frames are larger.
    constexpr size_t margin = 256 * 1024;
    pthread_attr_t attributes;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0) return nullptr;
    void* lowest = nullptr;
    size_t size = 0;
    pthread_attr_getstack(&attributes, &lowest, &size);
    pthread_attr_destroy(&attributes);
    return static_cast<const char*>(lowest) + std::min(margin, size / 4);
}

} // namespace

void Runtime::use_this_stack() {
    static thread_local const char* const limit = stack_limit_of_this_thread();
    if (limit) m_execution.stack_limit = limit;
}

Runtime::~Runtime() {
    destroy_all_objects();
}

void Runtime::destroy_all_objects() noexcept {
    m_ending = true;
    m_watchers.clear();
    m_main_exception.exception.reset();
    for (auto& [tag, extension] : m_extensions)
        extension->clear_references();
    // Types stay until every object is gone: an object's memory is given back through its type.
    for (auto& type : m_owned_types)
        type->clear_references();
    while (m_containers) {
        Container* container = m_containers;
        while (container && container->kind() == ObjectKind::type)
            container = container->m_next;
        if (!container) break;
        // Hold all that are left, clear all, let go: whatever order the cycles run in.
        std::vector<Ref<Container>> all;
        for (Container* c = container; c; c = c->m_next)
            if (c->kind() != ObjectKind::type) all.emplace_back(c);
        for (auto& c : all)
            c->clear_references();
        const size_t before = all.size();
        all.clear();
        size_t left = 0;
        for (Container* c = m_containers; c; c = c->m_next)
            left += c->kind() != ObjectKind::type;
        if (left >= before) break; // referred to from C++: its owner lets go later
    }
    m_extensions.clear();
    for (auto& c : m_chars)
        c.reset();
    for (Str* text : m_interned.take_all()) {
        text->m_flags &= uint8_t(~Object::flag_interned);
        text->drop_ref();
    }
    for (auto& type : m_owned_types)
        type->m_dict.reset();
    while (!m_owned_types.empty())
        m_owned_types.pop_back();
}

Type& Runtime::make_type(std::string name, std::string module, std::vector<Type*> bases, Type* metatype) {
    if (bases.empty()) bases.push_back(&type(BuiltinType::object));
    if (!metatype) metatype = &type(BuiltinType::type);
    m_owned_types.push_back(std::make_unique<Type>(*this, metatype, std::move(name), std::move(module)));
    Type& made = *m_owned_types.back();
    made.add_ref();
    made.set_bases(std::move(bases));
    return made;
}

Type& Runtime::type_of(const Value& v) const {
    if (v.is_object()) return v.as_object()->type();
    if (v.is_small_int()) return type(BuiltinType::int_);
    if (v.is_none()) return type(BuiltinType::none_type);
    if (v.is_bool()) return type(BuiltinType::bool_);
    if (v.is_ellipsis()) return type(BuiltinType::ellipsis);
    assert(v.is_not_implemented());
    return type(BuiltinType::not_implemented_type);
}

Type& Runtime::registered_type(const void* tag) const {
    const auto found = m_registered.find(tag);
    assert(found != m_registered.end() && "a module must call set_type_for first");
    return *found->second;
}

namespace {

/// Length of the UTF-8 sequence at `at`, or 0 where there is none.
size_t sequence_length(const unsigned char* at, size_t left) {
    const unsigned char lead = *at;
    size_t length = lead < 0x80         ? 1
                    : (lead >> 5) == 6  ? 2
                    : (lead >> 4) == 14 ? 3
                    : (lead >> 3) == 30 ? 4
                                        : 0;
    if (length == 0 || length > left) return 0;
    for (size_t i = 1; i < length; ++i)
        if ((at[i] & 0xc0) != 0x80) return 0;
    if (length == 2 && lead < 0xc2) return 0;
    if (length == 3 && lead == 0xe0 && at[1] < 0xa0) return 0;
    if (length == 4 && ((lead == 0xf0 && at[1] < 0x90) || lead > 0xf4 || (lead == 0xf4 && at[1] > 0x8f)))
        return 0;
    return length;
}

/// Code points of `text`, or -1 where it is not UTF-8.
int64_t count_code_points(std::string_view text) {
    const auto* at = reinterpret_cast<const unsigned char*>(text.data());
    size_t ascii = 0;
    for (uint64_t eight; ascii + sizeof eight <= text.size(); ascii += sizeof eight) {
        std::memcpy(&eight, at + ascii, sizeof eight);
        if (eight & 0x8080808080808080u) break;
    }
    auto count = int64_t(ascii);
    for (size_t i = ascii; i < text.size(); ++count) {
        if (at[i] < 0x80) {
            ++i;
            continue;
        }
        const size_t length = sequence_length(at + i, text.size() - i);
        if (!length) return -1;
        i += length;
    }
    return count;
}

std::string replace_invalid(std::string_view text) {
    std::string valid;
    const auto* at = reinterpret_cast<const unsigned char*>(text.data());
    for (size_t i = 0; i < text.size();) {
        if (const size_t length = sequence_length(at + i, text.size() - i)) {
            valid.append(text.substr(i, length));
            i += length;
        } else {
            valid += "\xef\xbf\xbd";
            ++i;
        }
    }
    return valid;
}

} // namespace

size_t find_invalid_utf8(std::string_view text) {
    const auto* at = reinterpret_cast<const unsigned char*>(text.data());
    for (size_t i = 0; i < text.size();) {
        const size_t length = sequence_length(at + i, text.size() - i);
        if (!length) return i;
        i += length;
    }
    return std::string_view::npos;
}

Ref<Str> Runtime::make_str(std::string_view utf8) {
    if (utf8.size() >= UINT32_MAX) throw RunStopped(RunStopped::Reason::memory);
    const int64_t length = count_code_points(utf8);
    if (length < 0) return make_str(replace_invalid(utf8));
    Ref<Str> made = make_with_room<Str>(utf8.size() + 1, type(BuiltinType::str), uint32_t(utf8.size()));
    std::memcpy(made->writable(), utf8.data(), utf8.size());
    made->writable()[utf8.size()] = 0;
    made->m_length = uint32_t(length);
    return made;
}

Ref<Str> Runtime::concatenate(Ref<Str> a, Str& b) {
    if (b.m_bytes == 0) return a;
    if (a->m_bytes == 0) return Ref<Str>(b);
    const uint64_t bytes = uint64_t(a->m_bytes) + b.m_bytes;
    if (bytes >= UINT32_MAX) throw RunStopped(RunStopped::Reason::memory);
    const bool own = a->ref_count() == 1 && !a->is_interned() && !a->is_watched();
    const uint32_t length = a->m_length + b.m_length, start = a->m_bytes;
    if (!own || sizeof(Str) + bytes + 1 > Heap::room(a.get(), a->m_size_class)) {
        const size_t spare = own && bytes > 256 ? bytes / 4 : 0;
        Ref<Str> grown = make_with_room<Str>(bytes + 1 + spare, type(BuiltinType::str), uint32_t(bytes));
        std::memcpy(grown->writable(), a->data(), start);
        a = std::move(grown);
    }
    std::memcpy(a->writable() + start, b.data(), b.m_bytes);
    a->writable()[bytes] = 0;
    a->m_bytes = uint32_t(bytes);
    a->m_length = length;
    a->m_hash = 0;
    return a;
}

Ref<Str> Runtime::intern(std::string_view utf8) {
    const int64_t hash = hash_of_string(utf8);
    if (Str* found = m_interned.find(utf8, hash)) return Ref<Str>(found);
    Ref<Str> made = make_str(utf8);
    return intern(*made);
}

Ref<Str> Runtime::intern(Str& text) {
    if (text.is_interned()) return Ref<Str>(text);
    if (Str* found = m_interned.find(text.view(), text.hash())) return Ref<Str>(found);
    text.m_flags |= Object::flag_interned;
    text.add_ref(); // the table's own
    m_interned.add(text);
    return Ref<Str>(text);
}

Ref<Str> Runtime::char_str(unsigned char ascii) {
    assert(ascii < 128);
    if (!m_chars[ascii]) m_chars[ascii] = intern(std::string_view(reinterpret_cast<const char*>(&ascii), 1));
    return m_chars[ascii];
}

Ref<Bytes> Runtime::make_bytes(std::string_view bytes) {
    m_heap.require(bytes.size());
    return make<Bytes>(type(BuiltinType::bytes), std::string(bytes));
}

Ref<Float> Runtime::make_float(double value) {
    return make<Float>(type(BuiltinType::float_), value);
}

Value Runtime::make_int(int64_t value) {
    if (Value::fits_small_int(value)) return Value::small_int(value);
    return m_big_int_factory(*this, value);
}

Ref<Tuple> Runtime::make_tuple(size_t size) {
    Ref<Tuple> made = make_with_room<Tuple>(size * sizeof(Value), type(BuiltinType::tuple), size);
    for (Value& v : made->writable())
        new (&v) Value();
    return made;
}

Ref<Tuple> Runtime::make_tuple(std::span<const Value> items) {
    Ref<Tuple> made = make_tuple(items.size());
    std::copy(items.begin(), items.end(), made->writable().begin());
    return made;
}

Ref<List> Runtime::make_list() {
    return make<List>(type(BuiltinType::list));
}

Ref<List> Runtime::make_list(std::vector<Value> items) {
    Ref<List> made = make_list();
    made->items().assign(std::make_move_iterator(items.begin()), std::make_move_iterator(items.end()));
    return made;
}

Ref<Dict> Runtime::make_dict() {
    return make<Dict>(type(BuiltinType::dict));
}

bool Runtime::matches(const Error& error, Exc cls) const {
    if (!error.exception().is_set()) return is_subclass(error.exception_class(), cls);
    return type_of(error.exception()).is_subtype_of(exception_type(cls));
}

void Runtime::interrupt() {
    constexpr uint64_t interval = 4096;
    m_interrupt_at = m_steps + interval;
    if (m_budgets.steps && m_steps > m_budgets.steps) throw RunStopped(RunStopped::Reason::steps);
    check_interrupt();
}

void Runtime::check_interrupt() {
    if (is_cancelled()) throw RunStopped(RunStopped::Reason::cancelled);
    if (m_budgets.wall_time.count() && std::chrono::steady_clock::now() - m_started > m_budgets.wall_time)
        throw RunStopped(RunStopped::Reason::wall_time);
}

uint64_t Runtime::on_death(Object& object, std::function<void()> f) {
    object.m_flags |= Object::flag_watched;
    const uint64_t token = m_next_token++;
    m_watchers[&object].emplace_back(token, std::move(f));
    return token;
}

void Runtime::forget(Object& object, uint64_t token) {
    const auto found = m_watchers.find(&object);
    if (found != m_watchers.end())
        std::erase_if(found->second, [&](const auto& w) { return w.first == token; });
}

void Runtime::died(Object& object) noexcept {
    auto node = m_watchers.extract(&object);
    if (node.empty()) return;
    for (auto& [token, f] : node.mapped())
        f();
}

} // namespace relata
