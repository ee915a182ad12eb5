// The VFS behind VirtualFiles. SQLite: https://www.sqlite.org/vfs.html; the lock rules are os_unix.c's.
#include "dbapi/virtual_files.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <utility>
#include <sqlite3.h>

namespace relata::dbapi {

namespace {

/// The bytes of one file and who holds which lock on it.
struct Contents {
    std::string_view bytes() const { return image ? std::string_view(*image) : own; }
    /// The bytes as they can be changed: a copy of the image that they came from.
    std::string& writable() {
        if (!image) return own;
        own = *image;
        if (fetched) read_in_place = image;
        image = nullptr;
        return own;
    }

    std::shared_ptr<const std::string> image; ///< null once the file is written to
    std::string own;
    int fetched = 0;                                    ///< pages of the image that SQLite reads where they are
    std::shared_ptr<const std::string> read_in_place{}; ///< an image that is written to by now, while pages are fetched
    int shared = 0;                 ///< connections with SHARED or more
    const void* reserved = nullptr; ///< who holds RESERVED or more
    bool pending = false;           ///< no new SHARED
    bool exclusive = false;
    int opened = 0;
};

struct File {
    sqlite3_file base;
    std::shared_ptr<Contents>* contents;
    VirtualFiles::Space* space;
    int lock;
    bool delete_on_close;
};

} // namespace

struct VirtualFiles::Space {
    sqlite3_vfs vfs{};
    std::string name;
    std::map<std::string, std::shared_ptr<Contents>, std::less<>> files;
    uint64_t limit = 1ull << 30;
    uint64_t used() const {
        uint64_t total = 0;
        for (const auto& [n, contents] : files)
            total += contents->bytes().size();
        return total;
    }
};

namespace {

File& file_of(sqlite3_file* f) {
    return *reinterpret_cast<File*>(f);
}
Contents& contents_of(sqlite3_file* f) {
    return **file_of(f).contents;
}

int unlock(sqlite3_file* f, int level) {
    File& file = file_of(f);
    Contents& contents = contents_of(f);
    if (file.lock <= level) return SQLITE_OK;
    if (file.lock >= SQLITE_LOCK_RESERVED && contents.reserved == &file) {
        contents.reserved = nullptr;
        contents.pending = contents.exclusive = false;
    }
    if (level == SQLITE_LOCK_NONE) --contents.shared;
    file.lock = level;
    return SQLITE_OK;
}

int lock(sqlite3_file* f, int level) {
    File& file = file_of(f);
    Contents& contents = contents_of(f);
    if (file.lock >= level) return SQLITE_OK;
    if (file.lock == SQLITE_LOCK_NONE) {
        if (contents.pending || contents.exclusive) return SQLITE_BUSY;
        ++contents.shared;
        file.lock = SQLITE_LOCK_SHARED;
        if (level == SQLITE_LOCK_SHARED) return SQLITE_OK;
    }
    if (contents.reserved && contents.reserved != &file) return SQLITE_BUSY;
    contents.reserved = &file;
    if (level == SQLITE_LOCK_RESERVED) {
        file.lock = SQLITE_LOCK_RESERVED;
        return SQLITE_OK;
    }
    contents.pending = true; // readers that are in may finish, no new one comes in
    if (contents.shared > 1) {
        file.lock = SQLITE_LOCK_PENDING;
        return SQLITE_BUSY;
    }
    contents.exclusive = true;
    file.lock = SQLITE_LOCK_EXCLUSIVE;
    return SQLITE_OK;
}

int close_file(sqlite3_file* f) {
    File& file = file_of(f);
    unlock(f, SQLITE_LOCK_NONE);
    --(*file.contents)->opened;
    if (file.delete_on_close)
        std::erase_if(file.space->files, [&](const auto& entry) { return entry.second == *file.contents; });
    delete file.contents;
    return SQLITE_OK;
}

int read(sqlite3_file* f, void* to, int count, sqlite3_int64 at) {
    const std::string_view bytes = contents_of(f).bytes();
    const int64_t there = std::clamp<int64_t>(int64_t(bytes.size()) - at, 0, count);
    if (there > 0) std::memcpy(to, bytes.data() + at, size_t(there));
    if (there == count) return SQLITE_OK;
    std::memset(static_cast<char*>(to) + there, 0, size_t(count - there));
    return SQLITE_IOERR_SHORT_READ;
}

int write(sqlite3_file* f, const void* from, int count, sqlite3_int64 at) {
    std::string& bytes = contents_of(f).writable();
    const size_t end = size_t(at) + size_t(count);
    if (end > bytes.size()) {
        if (file_of(f).space->used() + (end - bytes.size()) > file_of(f).space->limit) return SQLITE_FULL;
        if (end > bytes.capacity()) bytes.reserve(std::max(end, bytes.capacity() * 2));
        bytes.resize(end);
    }
    std::memcpy(bytes.data() + at, from, size_t(count));
    return SQLITE_OK;
}

int truncate(sqlite3_file* f, sqlite3_int64 size) {
    contents_of(f).writable().resize(size_t(size));
    return SQLITE_OK;
}
int sync(sqlite3_file*, int) {
    return SQLITE_OK;
}
int file_size(sqlite3_file* f, sqlite3_int64* size) {
    *size = sqlite3_int64(contents_of(f).bytes().size());
    return SQLITE_OK;
}
int check_reserved(sqlite3_file* f, int* out) {
    *out = contents_of(f).reserved != nullptr;
    return SQLITE_OK;
}
int file_control(sqlite3_file*, int, void*) {
    return SQLITE_NOTFOUND;
}
int sector_size(sqlite3_file*) {
    return 4096;
}
int characteristics(sqlite3_file*) {
    return SQLITE_IOCAP_ATOMIC | SQLITE_IOCAP_SAFE_APPEND | SQLITE_IOCAP_SEQUENTIAL |
           SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

/// Pages of a large image need not be copied as long as nobody writes to it. A small one is better off in SQLite's cache,
/// where a page is parsed once; so is the last page, behind which nothing may be read.
int fetch(sqlite3_file* f, sqlite3_int64 at, int count, void** page) {
    constexpr size_t large = 2 * 1024 * 1024;
    Contents& contents = contents_of(f);
    *page = nullptr;
    if (!contents.image || contents.image->size() < large || size_t(at) + 2 * size_t(count) > contents.image->size())
        return SQLITE_OK;
    ++contents.fetched;
    *page = const_cast<char*>(contents.image->data() + at);
    return SQLITE_OK;
}
int unfetch(sqlite3_file* f, sqlite3_int64, void* page) {
    Contents& contents = contents_of(f);
    if (page && --contents.fetched == 0) contents.read_in_place = nullptr;
    return SQLITE_OK;
}

const sqlite3_io_methods methods = {
    3,       close_file,     read,         write,       truncate,        sync,    file_size, lock,
    unlock,  check_reserved, file_control, sector_size, characteristics, nullptr, nullptr,   nullptr,
    nullptr, fetch,          unfetch};

VirtualFiles::Space& space_of(sqlite3_vfs* vfs) {
    return *static_cast<VirtualFiles::Space*>(vfs->pAppData);
}

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* f, int flags, int* out_flags) {
    VirtualFiles::Space& space = space_of(vfs);
    File& file = file_of(f);
    file.base.pMethods = nullptr;
    std::shared_ptr<Contents> contents;
    if (name) {
        auto found = space.files.find(std::string_view(name));
        if (found != space.files.end())
            contents = found->second;
        else if (!(flags & SQLITE_OPEN_CREATE))
            return SQLITE_CANTOPEN;
        else
            contents = space.files.emplace(name, std::make_shared<Contents>()).first->second;
    } else {
        contents = std::make_shared<Contents>();
    }
    ++contents->opened;
    file.contents = new std::shared_ptr<Contents>(std::move(contents));
    file.space = &space;
    file.lock = SQLITE_LOCK_NONE;
    file.delete_on_close = flags & SQLITE_OPEN_DELETEONCLOSE;
    file.base.pMethods = &methods;
    if (out_flags) *out_flags = flags;
    return SQLITE_OK;
}
int delete_file(sqlite3_vfs* vfs, const char* name, int) {
    auto& files = space_of(vfs).files;
    const auto found = files.find(std::string_view(name));
    if (found == files.end()) return SQLITE_IOERR_DELETE_NOENT;
    files.erase(found);
    return SQLITE_OK;
}
int access_file(sqlite3_vfs* vfs, const char* name, int, int* out) {
    *out = space_of(vfs).files.contains(std::string_view(name));
    return SQLITE_OK;
}
int full_path(sqlite3_vfs*, const char* name, int size, char* out) {
    sqlite3_snprintf(size, out, "%s", name);
    return SQLITE_OK;
}
/// The same bytes in every run: `random()` in SQL must not make two runs differ.
int randomness(sqlite3_vfs*, int count, char* out) {
    for (int i = 0; i < count; ++i)
        out[i] = char(i * 37 + 11);
    return count;
}
int sleep_microseconds(sqlite3_vfs*, int microseconds) {
    return microseconds;
}
int current_time(sqlite3_vfs*, double* out) {
    *out = 2460676.5; // 2025-01-01: a run has no clock of the machine
    return SQLITE_OK;
}
int last_error(sqlite3_vfs*, int, char*) {
    return 0;
}

} // namespace

VirtualFiles::VirtualFiles() : m_space(std::make_unique<Space>()) {
    // Statistics that nobody reads cost a lock at every allocation. Only the first call can still choose.
    [[maybe_unused]] static const int configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    char name[40];
    sqlite3_snprintf(sizeof name, name, "run-%p", static_cast<void*>(m_space.get()));
    m_space->name = name;
    sqlite3_vfs& vfs = m_space->vfs;
    vfs.iVersion = 1;
    vfs.szOsFile = sizeof(File);
    vfs.mxPathname = 512;
    vfs.zName = m_space->name.c_str();
    vfs.pAppData = m_space.get();
    vfs.xOpen = open_file;
    vfs.xDelete = delete_file;
    vfs.xAccess = access_file;
    vfs.xFullPathname = full_path;
    vfs.xRandomness = randomness;
    vfs.xSleep = sleep_microseconds;
    vfs.xCurrentTime = current_time;
    vfs.xGetLastError = last_error;
    sqlite3_vfs_register(&vfs, 0);
}

VirtualFiles::~VirtualFiles() {
    sqlite3_vfs_unregister(&m_space->vfs);
}

void VirtualFiles::put(std::string_view name, std::shared_ptr<const std::string> image) {
    auto contents = std::make_shared<Contents>();
    contents->image = std::move(image);
    m_space->files.insert_or_assign(std::string(name), std::move(contents));
}
bool VirtualFiles::contains(std::string_view name) const {
    return m_space->files.contains(name);
}
std::string VirtualFiles::image(std::string_view name) const {
    const auto found = m_space->files.find(name);
    return found == m_space->files.end() ? std::string() : std::string(found->second->bytes());
}
std::vector<std::string> VirtualFiles::names() const {
    std::vector<std::string> all;
    for (const auto& [name, contents] : m_space->files)
        all.push_back(name);
    return all;
}
void VirtualFiles::set_limit(uint64_t bytes) {
    m_space->limit = bytes;
}
const char* VirtualFiles::vfs_name() const {
    return m_space->name.c_str();
}

} // namespace relata::dbapi
