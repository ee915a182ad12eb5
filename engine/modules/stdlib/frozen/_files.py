# natives: _database_names
"""The files of a run: names and contents in memory. Nothing of the machine's own file system can be reached."""

contents = {}


def path_text(path):
    if hasattr(path, "__fspath__"):
        path = path.__fspath__()
    if not isinstance(path, str):
        raise TypeError("expected str, bytes or os.PathLike object, not " + type(path).__name__)
    return path


def plain(name):
    parts = []
    for part in name.split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part not in ("", ".", ".."):
            parts.append(part)
    return "/".join(parts)


def content(name):
    return contents.get(plain(name))


def store(name, data):
    contents[plain(name)] = data


def exists(name):
    name = plain(name)
    return name == "" or name in contents or is_dir(name) or name in map(plain, _database_names())


def is_dir(name):
    name = plain(name)
    return name == "" or name in directories or any(known.startswith(name + "/") for known in contents)


directories = set()


def remove(name, missing_ok=False):
    if contents.pop(plain(name), None) is None and not missing_ok:
        raise FileNotFoundError(2, "No such file or directory", name)


def children(name):
    prefix = plain(name)
    prefix = prefix + "/" if prefix else ""
    found = {known[len(prefix):].split("/")[0] for known in list(contents) + sorted(directories)
             if known.startswith(prefix) and known != prefix}
    return sorted(found)
