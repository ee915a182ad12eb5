// VirtualFiles: the files that a run's databases live in. Nothing here is on a disk.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace relata::dbapi {

/// A file space in memory with SQLite's file locks (shared, reserved, pending, exclusive), so that two
/// connections to one file wait for and refuse each other as they would on a disk. One per run; used by one
/// thread at a time.
class VirtualFiles {
  public:
    VirtualFiles();
    ~VirtualFiles(); ///< every connection must be closed before
    VirtualFiles(const VirtualFiles&) = delete;
    VirtualFiles& operator=(const VirtualFiles&) = delete;

    /// Puts a database image (the bytes of a SQLite file) under `name`, replacing what was there. The bytes are shared
    /// until they are written to.
    void put(std::string_view name, std::shared_ptr<const std::string> image);
    bool contains(std::string_view name) const;
    /// The bytes of `name`; empty where there is no such file.
    std::string image(std::string_view name) const;
    std::vector<std::string> names() const;
    /// Bytes that all files together may take; a write beyond fails with SQLITE_FULL.
    void set_limit(uint64_t bytes);
    /// What sqlite3_open_v2 is given as the VFS.
    const char* vfs_name() const;

    struct Space;

  private:
    std::unique_ptr<Space> m_space;
};

} // namespace relata::dbapi
