// The generator of the random module; the distributions are in frozen/random.py. CPython: Modules/_randommodule.c.
#include "modules/stdlib/frozen.h"
#include "modules/stdlib/stdlib.h"
#include "python/arguments.h"
#include "python/type_builder.h"
#include "python/types/int_object.h"
#include "support/protocol.h"

#include <array>

namespace relata::modules {

namespace {

/// Mersenne Twister MT19937, seeded as CPython seeds it: the same seed gives the same numbers.
class RandomBase final : public Object {
  public:
    explicit RandomBase(Type& type) : Object(type) {}

    void seed(const mpz_class& number) {
        std::vector<uint32_t> key;
        mpz_class rest = abs(number);
        do {
            key.push_back(uint32_t(mpz_class(rest & 0xffffffffUL).get_ui()));
            rest >>= 32;
        } while (rest != 0);
        fill(19650218);
        size_t i = 1, j = 0;
        for (size_t k = std::max(size, key.size()); k; --k) {
            m_state[i] = (m_state[i] ^ ((m_state[i - 1] ^ (m_state[i - 1] >> 30)) * 1664525u)) + key[j] + uint32_t(j);
            if (++i >= size) {
                m_state[0] = m_state[size - 1];
                i = 1;
            }
            if (++j >= key.size()) j = 0;
        }
        for (size_t k = size - 1; k; --k) {
            m_state[i] = (m_state[i] ^ ((m_state[i - 1] ^ (m_state[i - 1] >> 30)) * 1566083941u)) - uint32_t(i);
            if (++i >= size) {
                m_state[0] = m_state[size - 1];
                i = 1;
            }
        }
        m_state[0] = 0x80000000u;
    }

    uint32_t next() {
        if (m_at >= size) refill();
        uint32_t y = m_state[m_at++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680u;
        y ^= (y << 15) & 0xefc60000u;
        return y ^ (y >> 18);
    }
    double next_double() {
        const uint32_t a = next() >> 5, b = next() >> 6;
        return (a * 67108864.0 + b) * (1.0 / 9007199254740992.0);
    }

    static constexpr size_t size = 624;
    std::array<uint32_t, size> m_state{};
    size_t m_at = size + 1;

  private:
    void fill(uint32_t s) {
        m_state[0] = s;
        for (size_t i = 1; i < size; ++i) m_state[i] = 1812433253u * (m_state[i - 1] ^ (m_state[i - 1] >> 30)) + uint32_t(i);
        m_at = size;
    }
    void refill() {
        for (size_t k = 0; k < size; ++k) {
            const uint32_t y = (m_state[k] & 0x80000000u) | (m_state[(k + 1) % size] & 0x7fffffffu);
            m_state[k] = m_state[(k + 397) % size] ^ (y >> 1) ^ (y & 1 ? 0x9908b0dfu : 0);
        }
        m_at = 0;
    }
};

RandomBase& base(const Value& v) { return v.get<RandomBase>(); }

Value get_rand_bits(Runtime& runtime, const Value& self, Args a) {
    const int64_t bits = as_index(runtime, python::expect_one_argument("Random.getrandbits", a));
    if (bits < 0) throw Error(Exc::ValueError, "number of bits must be non-negative");
    runtime.heap().require(size_t(bits) / 8);
    if (bits <= 32) return Value::small_int(bits == 0 ? 0 : base(self).next() >> (32 - bits));
    mpz_class value = 0;
    unsigned shift = 0;
    for (int64_t rest = bits; rest > 0; rest -= 32, shift += 32) {
        uint32_t word = base(self).next();
        if (rest < 32) word >>= 32 - rest;
        value |= mpz_class(static_cast<unsigned long>(word)) << shift;
    }
    return python::make_int(runtime, value);
}

Value get_state(Runtime& runtime, const Value& self, Args) {
    std::vector<Value> words;
    for (uint32_t w : base(self).m_state) words.push_back(Value::small_int(w));
    words.push_back(Value::small_int(int64_t(base(self).m_at)));
    return runtime.make_tuple(words);
}
Value set_state(Runtime& runtime, const Value& self, Args a) {
    const std::vector<Value> words = to_vector(runtime, python::expect_one_argument("setstate", a));
    if (words.size() != RandomBase::size + 1) throw Error(Exc::ValueError, "state vector is the wrong size");
    for (size_t i = 0; i < RandomBase::size; ++i) base(self).m_state[i] = uint32_t(as_index(runtime, words[i]));
    const int64_t at = as_index(runtime, words.back());
    if (at < 0 || at > int64_t(RandomBase::size)) throw Error(Exc::ValueError, "invalid state");
    base(self).m_at = size_t(at);
    return Value::none();
}

void init_random(python::Interpreter& interpreter, python::Module& module) {
    python::TypeBuilder b(interpreter, "_Random", "random");
    b.slots().new_ = [](Runtime& r, Type& type, Args) -> Value { return r.make<RandomBase>(type); };
    b.method("_seed", [](Runtime& r, const Value& self, Args a) {
        const Value& n = python::expect_one_argument("seed", a);
        if (!n.is_none() && !python::is_int(n)) (void)as_index(r, n); // raises
        base(self).seed(n.is_none() ? mpz_class(static_cast<unsigned long>(r.random()())) : python::to_mpz(n));
        return Value::none();
    });
    b.method("random", [](Runtime& r, const Value& self, Args a) -> Value {
        python::expect_no_arguments("Random.random", a);
        return r.make_float(base(self).next_double());
    });
    b.method("getrandbits", get_rand_bits).method("_getstate", get_state).method("_setstate", set_state);
    module.set("_Random", b.finish());
    run_frozen(interpreter, module, "random");
}

} // namespace

void register_random(python::Interpreter& interpreter) { interpreter.register_module("random", init_random); }

} // namespace relata::modules
