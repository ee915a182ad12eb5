// The hashlib module: MD5 (RFC 1321), SHA-1, SHA-224/256 and SHA-384/512 (FIPS 180-4).
#include "modules/stdlib/stdlib.h"
#include "python/arguments.h"
#include "python/interpreter.h"
#include "python/native_function.h"
#include "python/type_builder.h"
#include "python/types/bytes_type.h"
#include "support/protocol.h"

#include <gmpxx.h>

#include <array>
#include <bit>
#include <cmath>

namespace relata::modules {

namespace {

/// The message with its padding: `block` bytes a block, the length in bits at the end.
std::string padded(std::string_view message, size_t block, bool big_endian) {
    const size_t length_bytes = block / 8;
    std::string text(message);
    text += char(0x80);
    while (text.size() % block != block - length_bytes) text += '\0';
    const uint64_t bits = uint64_t(message.size()) * 8;
    for (size_t i = 0; i < length_bytes; ++i) {
        const size_t byte = big_endian ? length_bytes - 1 - i : i;
        text += byte < 8 ? char(bits >> (8 * byte)) : '\0';
    }
    return text;
}

template <class Word> Word read_word(const char* at, bool big_endian) {
    Word w = 0;
    for (size_t i = 0; i < sizeof(Word); ++i)
        w |= Word(static_cast<unsigned char>(at[big_endian ? sizeof(Word) - 1 - i : i])) << (8 * i);
    return w;
}
template <class Word, size_t N> std::string digest_text(const std::array<Word, N>& state, bool big_endian, size_t bytes) {
    std::string text;
    for (Word w : state)
        for (size_t i = 0; i < sizeof(Word); ++i) text += char(w >> (8 * (big_endian ? sizeof(Word) - 1 - i : i)));
    return text.substr(0, bytes);
}

std::string md5(std::string_view message) {
    static const std::array<uint32_t, 64> table = [] {
        std::array<uint32_t, 64> t{};
        for (size_t i = 0; i < 64; ++i) t[i] = uint32_t(std::floor(std::fabs(std::sin(double(i + 1))) * 4294967296.0));
        return t;
    }();
    static constexpr int shifts[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};
    std::array<uint32_t, 4> h{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
    const std::string text = padded(message, 64, false);
    for (size_t block = 0; block < text.size(); block += 64) {
        auto [a, b, c, d] = h;
        for (uint32_t i = 0; i < 64; ++i) {
            uint32_t f, g;
            switch (i / 16) {
            case 0: f = (b & c) | (~b & d); g = i; break;
            case 1: f = (d & b) | (~d & c); g = (5 * i + 1) % 16; break;
            case 2: f = b ^ c ^ d; g = (3 * i + 5) % 16; break;
            default: f = c ^ (b | ~d); g = (7 * i) % 16;
            }
            f += a + table[i] + read_word<uint32_t>(&text[block + g * 4], false);
            a = d;
            d = c;
            c = b;
            b += std::rotl(f, shifts[i / 16][i % 4]);
        }
        h[0] += a, h[1] += b, h[2] += c, h[3] += d;
    }
    return digest_text(h, false, 16);
}

std::string sha1(std::string_view message) {
    std::array<uint32_t, 5> h{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    const std::string text = padded(message, 64, true);
    for (size_t block = 0; block < text.size(); block += 64) {
        std::array<uint32_t, 80> w;
        for (size_t i = 0; i < 80; ++i)
            w[i] = i < 16 ? read_word<uint32_t>(&text[block + i * 4], true) : std::rotl(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
        auto [a, b, c, d, e] = h;
        for (size_t i = 0; i < 80; ++i) {
            const uint32_t f = i < 20 ? (b & c) | (~b & d) : i < 40 || i >= 60 ? b ^ c ^ d : (b & c) | (b & d) | (c & d);
            constexpr uint32_t k[] = {0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6};
            const uint32_t t = std::rotl(a, 5) + f + e + k[i / 20] + w[i];
            e = d, d = c, c = std::rotl(b, 30), b = a, a = t;
        }
        h[0] += a, h[1] += b, h[2] += c, h[3] += d, h[4] += e;
    }
    return digest_text(h, true, 20);
}

/// The fractional bits of the cube (or square) roots of the first primes, exactly.
template <class Word> std::vector<Word> root_bits(size_t count, unsigned root) {
    std::vector<Word> words;
    for (unsigned long p = 2; words.size() < count; ++p) {
        bool prime = true;
        for (unsigned long q = 2; q * q <= p; ++q) prime &= p % q != 0;
        if (!prime) continue;
        constexpr unsigned bits = sizeof(Word) * 8;
        mpz_class scaled = mpz_class(p) << (bits * root), r;
        mpz_root(r.get_mpz_t(), scaled.get_mpz_t(), root);
        r &= (mpz_class(1) << bits) - 1;
        words.push_back(Word(r.get_ui()));
    }
    return words;
}

/// SHA-2 with 32-bit or 64-bit words.
template <class Word> std::string sha2(std::string_view message, std::array<Word, 8> h, size_t bytes) {
    constexpr bool wide = sizeof(Word) == 8;
    constexpr size_t rounds = wide ? 80 : 64, block_bytes = sizeof(Word) * 16;
    constexpr int s[4][3] = {{wide ? 1 : 7, wide ? 8 : 18, wide ? 7 : 3}, {wide ? 19 : 17, wide ? 61 : 19, wide ? 6 : 10},
                             {wide ? 28 : 2, wide ? 34 : 13, wide ? 39 : 22}, {wide ? 14 : 6, wide ? 18 : 11, wide ? 41 : 25}};
    static const std::vector<Word> k = root_bits<Word>(rounds, 3);
    const std::string text = padded(message, block_bytes, true);
    for (size_t block = 0; block < text.size(); block += block_bytes) {
        std::array<Word, rounds> w;
        for (size_t i = 0; i < rounds; ++i) {
            if (i < 16) {
                w[i] = read_word<Word>(&text[block + i * sizeof(Word)], true);
                continue;
            }
            const Word x = w[i - 15], y = w[i - 2];
            w[i] = w[i - 16] + (std::rotr(x, s[0][0]) ^ std::rotr(x, s[0][1]) ^ (x >> s[0][2])) + w[i - 7] +
                   (std::rotr(y, s[1][0]) ^ std::rotr(y, s[1][1]) ^ (y >> s[1][2]));
        }
        std::array<Word, 8> v = h;
        for (size_t i = 0; i < rounds; ++i) {
            const Word t1 = v[7] + (std::rotr(v[4], s[3][0]) ^ std::rotr(v[4], s[3][1]) ^ std::rotr(v[4], s[3][2])) +
                            ((v[4] & v[5]) ^ (~v[4] & v[6])) + k[i] + w[i];
            const Word t2 = (std::rotr(v[0], s[2][0]) ^ std::rotr(v[0], s[2][1]) ^ std::rotr(v[0], s[2][2])) +
                            ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
            for (size_t j = 7; j > 0; --j) v[j] = v[j - 1];
            v[4] += t1;
            v[0] = t1 + t2;
        }
        for (size_t j = 0; j < 8; ++j) h[j] += v[j];
    }
    return digest_text(h, true, bytes);
}

std::string sha256(std::string_view m) {
    return sha2<uint32_t>(m, {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}, 32);
}
std::string sha224(std::string_view m) {
    return sha2<uint32_t>(m, {0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939, 0xffc00b31, 0x68581511, 0x64f98fa7, 0xbefa4fa4}, 28);
}
std::string sha512(std::string_view m) {
    std::array<uint64_t, 8> h;
    const auto roots = root_bits<uint64_t>(8, 2);
    std::copy(roots.begin(), roots.end(), h.begin());
    return sha2<uint64_t>(m, h, 64);
}
std::string sha384(std::string_view m) {
    std::array<uint64_t, 8> h;
    const auto roots = root_bits<uint64_t>(16, 2);
    std::copy(roots.begin() + 8, roots.end(), h.begin());
    return sha2<uint64_t>(m, h, 48);
}

struct Algorithm {
    const char* name;
    std::string (*digest)(std::string_view);
    int64_t digest_size, block_size;
};
constexpr Algorithm algorithms[] = {{"md5", md5, 16, 64},       {"sha1", sha1, 20, 64},      {"sha224", sha224, 28, 64},
                                    {"sha256", sha256, 32, 64}, {"sha384", sha384, 48, 128}, {"sha512", sha512, 64, 128}};

class Hash final : public Object {
  public:
    Hash(Type& type, const Algorithm& its_algorithm) : Object(type), algorithm(its_algorithm) {}
    const Algorithm& algorithm;
    std::string message;
};

void feed(Runtime& runtime, Hash& hash, const Value& data) {
    const auto* bytes = data.as<Bytes>();
    if (!bytes)
        throw Error(Exc::TypeError, data.as<Str>() ? "Strings must be encoded before hashing" : "object supporting the buffer API required");
    runtime.heap().require(hash.message.size() + bytes->view().size());
    hash.message += bytes->view();
}
Value make_hash(Runtime& runtime, const Algorithm& algorithm, Args a, size_t data_at) {
    const Ref<Hash> hash = runtime.make<Hash>(runtime.type_for<Hash>(), algorithm);
    if (a.positional_count() > data_at) feed(runtime, *hash, a.values[data_at]);
    return hash;
}
template <size_t index> Value construct(Runtime& runtime, const Value&, Args a) { return make_hash(runtime, algorithms[index], a, 0); }

Value construct_named(Runtime& runtime, const Value&, Args a) {
    if (a.positional_count() < 1 || !a.values[0].as<Str>()) throw Error(Exc::TypeError, "name must be a string");
    for (const Algorithm& algorithm : algorithms)
        if (a.values[0].get<Str>() == algorithm.name) return make_hash(runtime, algorithm, a, 1);
    throw Error(Exc::ValueError, "unsupported hash type " + std::string(a.values[0].get<Str>().view()));
}

std::string hmac(const Algorithm& algorithm, std::string_view inner, std::string_view outer, std::string_view text) {
    return algorithm.digest(std::string(outer) + algorithm.digest(std::string(inner) + std::string(text)));
}

// CPython: hashlib.pbkdf2_hmac (Modules/_hashopenssl.c); RFC 8018, 5.2
Value pbkdf2_hmac(Runtime& runtime, const Value&, Args a) {
    const python::ArgReader args(runtime, {.function = "pbkdf2_hmac", .names = {"hash_name", "password", "salt", "iterations", "dklen"}, .required = 4}, a);
    const Algorithm* algorithm = nullptr;
    for (const Algorithm& known : algorithms)
        if (args.string(0) == known.name) algorithm = &known;
    if (!algorithm) throw Error(Exc::ValueError, "[digital envelope routines] unsupported");
    std::string_view password, salt;
    for (const size_t i : {size_t(1), size_t(2)})
        if (!python::bytes_view(args[i], i == 1 ? password : salt))
            throw Error(Exc::TypeError, "a bytes-like object is required, not '" + python::type_name(runtime, args[i]) + "'");
    const int64_t iterations = args.integer(3), length = args.is_none(4) ? algorithm->digest_size : args.integer(4);
    if (iterations < 1) throw Error(Exc::ValueError, "iteration value must be greater than 0.");
    if (length < 1) throw Error(Exc::ValueError, "key length must be greater than 0.");
    runtime.heap().require(size_t(length));
    std::string key = int64_t(password.size()) > algorithm->block_size ? algorithm->digest(password) : std::string(password);
    key.resize(size_t(algorithm->block_size), '\0');
    std::string inner, outer, derived;
    for (const char c : key) {
        inner += char(c ^ 0x36);
        outer += char(c ^ 0x5c);
    }
    constexpr uint64_t steps_of_one = 40;
    for (uint32_t block = 1; int64_t(derived.size()) < length; ++block) {
        std::string number;
        for (const int shift : {24, 16, 8, 0}) number += char(block >> shift & 0xff);
        std::string u = hmac(*algorithm, inner, outer, std::string(salt) + number), sum = u;
        for (int64_t i = 1; i < iterations; ++i) {
            runtime.count_steps(steps_of_one);
            u = hmac(*algorithm, inner, outer, u);
            for (size_t k = 0; k < sum.size(); ++k) sum[k] = char(sum[k] ^ u[k]);
        }
        derived += sum;
    }
    return runtime.make_bytes(derived.substr(0, size_t(length)));
}

std::string hex(std::string_view bytes) {
    std::string text;
    for (const char c : bytes)
        for (const int shift : {4, 0}) text += "0123456789abcdef"[(static_cast<unsigned char>(c) >> shift) & 15];
    return text;
}

void init_hashlib(python::Interpreter& interpreter, python::Module& module) {
    Runtime& runtime = interpreter;
    python::TypeBuilder b(runtime, "HASH", "_hashlib");
    b.method("update", [](Runtime& r, const Value& self, Args a) {
        feed(r, self.get<Hash>(), python::expect_one_argument("update", a));
        return Value::none();
    });
    b.method("digest", [](Runtime& r, const Value& self, Args) -> Value { return r.make_bytes(self.get<Hash>().algorithm.digest(self.get<Hash>().message)); });
    b.method("hexdigest", [](Runtime& r, const Value& self, Args) -> Value { return r.make_str(hex(self.get<Hash>().algorithm.digest(self.get<Hash>().message))); });
    b.method("copy", [](Runtime& r, const Value& self, Args) -> Value {
        const Ref<Hash> copy = r.make<Hash>(r.type_for<Hash>(), self.get<Hash>().algorithm);
        copy->message = self.get<Hash>().message;
        return copy;
    });
    b.property("name", [](Runtime& r, const Value& self) -> Value { return r.make_str(self.get<Hash>().algorithm.name); });
    b.property("digest_size", [](Runtime&, const Value& self) { return Value::small_int(self.get<Hash>().algorithm.digest_size); });
    b.property("block_size", [](Runtime&, const Value& self) { return Value::small_int(self.get<Hash>().algorithm.block_size); });
    runtime.set_type_for<Hash>(b.flag(Type::final_type).finish());
    const std::pair<const char*, python::NativeFn> functions[] = {
        {"md5", construct<0>},    {"sha1", construct<1>},   {"sha224", construct<2>}, {"sha256", construct<3>},
        {"sha384", construct<4>}, {"sha512", construct<5>}, {"new", construct_named},
        {"pbkdf2_hmac", pbkdf2_hmac}};
    for (const auto& [name, fn] : functions) module.set(name, python::make_function(runtime, name, fn, "hashlib"));
}

} // namespace

void register_hashlib(python::Interpreter& interpreter) { interpreter.register_module("hashlib", init_hashlib); }

} // namespace relata::modules
