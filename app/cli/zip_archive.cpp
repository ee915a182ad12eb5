#include "cli/zip_archive.h"

#include "course/text_file.h"

#include <zlib.h>

#include <algorithm>

namespace relata::cli {

namespace {

constexpr size_t max_files = 10'000, max_bytes = 64 << 20;
constexpr uint32_t local_mark = 0x04034b50, central_mark = 0x02014b50, end_mark = 0x06054b50;
constexpr size_t end_size = 22, central_size = 46, local_size = 30;

uint32_t number(std::string_view bytes, size_t at, size_t count) {
    uint32_t value = 0;
    for (size_t i = 0; i < count; ++i)
        value |= uint32_t(uint8_t(bytes[at + i])) << (8 * i);
    return value;
}

void put(std::string& out, uint32_t value, size_t count) {
    for (size_t i = 0; i < count; ++i)
        out += char(value >> (8 * i) & 0xff);
}

uint32_t checksum(std::string_view text) {
    return uint32_t(crc32(0, reinterpret_cast<const Bytef*>(text.data()), uInt(text.size())));
}

/// Raw deflate of exactly `size` bytes; false where it is anything else.
bool inflate_into(std::string_view packed, size_t size, std::string& out) {
    z_stream stream{};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return false;
    out.resize(size + 1); // a byte more than is announced would be noticed
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = uInt(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = uInt(out.size());
    const int status = inflate(&stream, Z_FINISH);
    const bool whole = status == Z_STREAM_END && stream.total_out == size;
    inflateEnd(&stream);
    out.resize(size);
    return whole;
}

Diagnostic broken(const std::string& what) {
    return {.message = "the zip archive cannot be read: " + what, .hint = "make it again, without a password"};
}

std::string deflated(const std::string& text) {
    z_stream stream{};
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK) return text;
    std::string out(deflateBound(&stream, uLong(text.size())), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = uInt(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = uInt(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

} // namespace

ErrorOr<std::vector<ZipEntry>> read_zip(std::string_view archive) {
    if (archive.size() < end_size || archive.size() > max_bytes) return broken("its size is none of an archive");
    size_t end = archive.size() - end_size;
    const size_t lowest = end > 0xffff ? end - 0xffff : 0; // a comment may stand behind it
    while (number(archive, end, 4) != end_mark) {
        if (end == lowest) return broken("it has no directory");
        --end;
    }
    const size_t files = number(archive, end + 10, 2);
    size_t at = number(archive, end + 16, 4), total = 0;
    std::vector<ZipEntry> entries;
    for (size_t i = 0; i < files; ++i) {
        if (at > archive.size() || archive.size() - at < central_size || number(archive, at, 4) != central_mark)
            return broken("its directory is cut off");
        const uint32_t flags = number(archive, at + 8, 2), method = number(archive, at + 10, 2), crc = number(archive, at + 16, 4);
        const size_t packed_size = number(archive, at + 20, 4), size = number(archive, at + 24, 4);
        const size_t name_size = number(archive, at + 28, 2), extra = number(archive, at + 30, 2), comment = number(archive, at + 32, 2);
        const size_t local = number(archive, at + 42, 4);
        if (archive.size() - at - central_size < name_size) return broken("its directory is cut off");
        std::string name(archive.substr(at + central_size, name_size));
        std::ranges::replace(name, '\\', '/');
        at += central_size + name_size + extra + comment;
        if (name.ends_with('/')) continue; // a folder
        if (!course::is_plain_relative_path(name)) return broken("it holds a file outside of its folder: " + name);
        if (flags & 1) return broken(name + " is encrypted");
        total += size;
        if (size > max_bytes || total > max_bytes || entries.size() >= max_files) return broken("it unpacks to too much");
        if (local > archive.size() || archive.size() - local < local_size || number(archive, local, 4) != local_mark)
            return broken(name + " is cut off");
        const size_t data = local + local_size + number(archive, local + 26, 2) + number(archive, local + 28, 2);
        if (data > archive.size() || archive.size() - data < packed_size) return broken(name + " is cut off");
        const std::string_view packed = archive.substr(data, packed_size);
        ZipEntry entry{.name = std::move(name)};
        if (method == 0 && packed_size == size) entry.text = packed;
        else if (method != 8 || !inflate_into(packed, size, entry.text)) return broken(entry.name + " cannot be unpacked");
        if (checksum(entry.text) != crc) return broken(entry.name + " does not fit its checksum");
        entries.push_back(std::move(entry));
    }
    return entries;
}

std::string write_zip(const std::vector<ZipEntry>& entries) {
    constexpr uint32_t version = 20, utf8 = 0x800, deflate_method = 8, first_day = 0x21; // 1980-01-01: the earliest there is
    std::string out, directory;
    for (const ZipEntry& entry : entries) {
        const std::string packed = deflated(entry.text);
        const uint32_t offset = uint32_t(out.size());
        std::string head;
        put(head, version, 2);
        put(head, utf8, 2);
        put(head, deflate_method, 2);
        put(head, 0, 2);
        put(head, first_day, 2);
        put(head, checksum(entry.text), 4);
        put(head, uint32_t(packed.size()), 4);
        put(head, uint32_t(entry.text.size()), 4);
        put(head, uint32_t(entry.name.size()), 2);
        put(head, 0, 2);
        put(out, local_mark, 4);
        out += head + entry.name + packed;
        put(directory, central_mark, 4);
        put(directory, version, 2);
        directory += head;
        put(directory, 0, 4); // no comment, the first disk
        put(directory, 0, 2); // nothing about the contents
        put(directory, 0, 4);
        put(directory, offset, 4);
        directory += entry.name;
    }
    const uint32_t start = uint32_t(out.size());
    out += directory;
    put(out, end_mark, 4);
    put(out, 0, 4);
    put(out, uint32_t(entries.size()), 2);
    put(out, uint32_t(entries.size()), 2);
    put(out, uint32_t(directory.size()), 4);
    put(out, start, 4);
    put(out, 0, 2);
    return out;
}

} // namespace relata::cli
