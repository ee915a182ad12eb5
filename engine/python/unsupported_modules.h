// The modules of CPython's standard library that Relata leaves out: importing one says so, instead of that there is none.
#pragma once

#include <algorithm>
#include <string_view>

namespace relata::python {

inline bool is_unsupported_module(std::string_view name) {
    static constexpr std::string_view names[] = {
        "array", "ast", "asyncore", "atexit", "binascii", "bz2", "cProfile", "cmath", "code", "codecs",
        "compileall", "concurrent", "configparser", "copyreg", "ctypes", "curses", "dbm", "difflib", "dis",
        "doctest", "email", "errno", "faulthandler", "fcntl", "filecmp", "fileinput", "ftplib", "getopt",
        "getpass", "gettext", "glob", "grp", "gzip", "imaplib", "ipaddress", "linecache", "locale", "lzma",
        "mailbox", "marshal", "mimetypes", "mmap", "multiprocessing", "netrc", "optparse", "pdb", "pickle",
        "pickletools", "pkgutil", "platform", "plistlib", "profile", "pstats", "pty", "pwd", "readline",
        "reprlib", "resource", "runpy", "sched", "select", "selectors", "shelve", "shlex", "shutil",
        "signal", "site", "smtplib", "socket", "socketserver", "sqlite3", "ssl", "stat", "stringprep",
        "struct", "subprocess", "symtable", "sysconfig", "syslog", "tarfile", "tempfile", "termios",
        "tkinter", "token", "tokenize", "tomllib", "trace", "tracemalloc", "turtle", "unicodedata",
        "unittest", "venv", "wave", "webbrowser", "wsgiref", "xml", "xmlrpc", "zipfile", "zipimport",
        "zlib"};
    static_assert(std::ranges::is_sorted(names));
    return std::ranges::binary_search(names, name);
}

} // namespace relata::python
