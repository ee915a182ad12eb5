// The modules of CPython's standard library that Relata leaves out: importing one says so, instead of that there is none.
#pragma once

#include <algorithm>
#include <string_view>

namespace relata::python {

inline bool is_unsupported_module(std::string_view name) {
    static constexpr std::string_view names[] = {
        "aifc", "argparse", "array", "ast", "asynchat", "asyncore", "atexit", "audioop", "bdb", 
        "bz2", "cProfile", "cgi", "cgitb", "chunk", "cmath", "cmd", "code", "codecs", "codeop", "colorsys",
        "compileall", "concurrent", "configparser", "copyreg", "crypt", "ctypes", "curses", "dbm",
        "difflib", "dis", "distutils", "doctest", "email", "encodings", "ensurepip", "errno",
        "faulthandler", "fcntl", "filecmp", "fileinput", "ftplib", "genericpath", "getopt", "getpass",
        "gettext", "glob", "graphlib", "grp", "gzip", "idlelib", "imaplib", "imghdr", "imp",
        "ipaddress", "lib2to3", "linecache", "locale", "lzma", "mailbox", "mailcap", "marshal", "mimetypes",
        "mmap", "modulefinder", "msilib", "msvcrt", "multiprocessing", "netrc", "nis", "nntplib", "nt",
        "ntpath", "nturl2path", "opcode", "optparse", "ossaudiodev", "pdb", "pickle", "pickletools",
        "pipes", "pkgutil", "platform", "plistlib", "poplib", "posix", "posixpath", "profile", "pstats",
        "pty", "pwd", "py_compile", "pyclbr", "pydoc", "pydoc_data", "pyexpat", "quopri", "readline",
        "reprlib", "resource", "rlcompleter", "runpy", "sched", "select", "selectors", "shelve", "shlex",
        "shutil", "signal", "site", "smtpd", "smtplib", "sndhdr", "socket", "socketserver", "spwd",
        "sqlite3", "sre_compile", "sre_constants", "sre_parse", "ssl", "stat", "stringprep", "struct",
        "subprocess", "sunau", "symtable", "sysconfig", "syslog", "tabnanny", "tarfile", "telnetlib",
        "tempfile", "termios", "tkinter", "token", "tokenize", "tomllib", "trace", "tracemalloc", "tty",
        "turtle", "turtledemo", "unicodedata", "unittest", "urllib", "uu", "venv", "wave", "webbrowser",
        "winreg", "winsound", "wsgiref", "xdrlib", "xml", "xmlrpc", "zipapp", "zipfile", "zipimport",
        "zlib", "zoneinfo"};
    static_assert(std::ranges::is_sorted(names));
    return std::ranges::binary_search(names, name);
}

} // namespace relata::python
