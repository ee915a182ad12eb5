"""Reading and writing comma-separated values. CPython: Lib/csv.py, Modules/_csv.c."""
QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE = range(4)


class Dialect:
    _name = ""
    delimiter = ","
    quotechar = '"'
    escapechar = None
    doublequote = True
    skipinitialspace = False
    lineterminator = "\r\n"
    quoting = QUOTE_MINIMAL
    strict = False


class excel(Dialect):
    pass


class excel_tab(excel):
    delimiter = "\t"


class unix_dialect(Dialect):
    quoting = QUOTE_ALL
    lineterminator = "\n"


_dialects = {"excel": excel, "excel-tab": excel_tab, "unix": unix_dialect}
_limit = 131072


def register_dialect(name, dialect=None, **fmtparams):
    _dialects[name] = _resolve(dialect or excel, fmtparams)


def unregister_dialect(name):
    if name not in _dialects:
        raise Error("unknown dialect")
    del _dialects[name]


def get_dialect(name):
    if name not in _dialects:
        raise Error("unknown dialect")
    return _dialects[name]


def list_dialects():
    return list(_dialects)


def field_size_limit(new_limit=None):
    return _limit


def _resolve(dialect, fmtparams):
    made = Dialect()
    base = get_dialect(dialect) if isinstance(dialect, str) else dialect
    for name in ("delimiter", "quotechar", "escapechar", "doublequote", "skipinitialspace", "lineterminator", "quoting",
                 "strict"):
        setattr(made, name, fmtparams.pop(name, getattr(base, name, getattr(Dialect, name))))
    if fmtparams:
        raise TypeError("'%s' is an invalid keyword argument for this function" % next(iter(fmtparams)))
    if not isinstance(made.delimiter, str):
        raise TypeError('"delimiter" must be string, not %s' % type(made.delimiter).__name__)
    if len(made.delimiter) != 1:
        raise TypeError('"delimiter" must be a 1-character string')
    if made.quotechar is not None and len(made.quotechar) != 1:
        raise TypeError('"quotechar" must be a 1-character string')
    return made


class _Reader:
    def __init__(self, iterable, dialect):
        self._lines = iter(iterable)
        self.dialect = dialect
        self.line_num = 0

    def __iter__(self):
        return self

    def __next__(self):
        d = self.dialect
        delimiter, quote, escape = d.delimiter, d.quotechar if d.quoting != QUOTE_NONE else None, d.escapechar
        row, field, state, numeric = [], [], "start", False

        def save():
            text = "".join(field)
            row.append(float(text) if numeric else text)
            field.clear()

        while True:
            try:
                line = next(self._lines)
            except StopIteration:
                if state in ("quoted", "escape in quotes"):
                    if d.strict:
                        raise Error("unexpected end of data") from None
                    save()
                    return row
                raise
            if not isinstance(line, str):
                raise Error("iterator should return strings, not %s (the file should be opened in text mode)"
                            % type(line).__name__)
            self.line_num += 1
            plain = line.rstrip("\r\n") if state in ("start", "field", "after quote") else None
            if state == "start" and plain is not None and (quote is None or quote not in line) \
                    and (escape is None or escape not in line) and not d.skipinitialspace:
                if "\r" in plain or "\n" in plain:
                    raise Error("new-line character seen in unquoted field - do you need to open the file with newline=''?")
                if plain == "":
                    return []
                fields = plain.split(delimiter)
                return [float(f) for f in fields] if d.quoting == QUOTE_NONNUMERIC else fields
            for c in line:
                if state == "start" or state == "field start":
                    numeric = False
                    if c in "\r\n":
                        if state == "start":
                            state = "end"
                            continue
                        save()
                        state = "end"
                    elif c == quote:
                        state = "quoted"
                    elif c == escape and escape is not None:
                        state = "escape"
                    elif c == " " and d.skipinitialspace:
                        state = "field start"
                    elif c == delimiter:
                        save()
                        state = "field start"
                    else:
                        numeric = d.quoting == QUOTE_NONNUMERIC
                        field.append(c)
                        state = "field"
                elif state == "escape":
                    field.append(c)
                    state = "field"
                elif state == "field":
                    if c in "\r\n":
                        save()
                        state = "end"
                    elif c == escape and escape is not None:
                        state = "escape"
                    elif c == delimiter:
                        save()
                        state = "field start"
                    else:
                        field.append(c)
                elif state == "quoted":
                    if c == escape and escape is not None:
                        state = "escape in quotes"
                    elif c == quote:
                        state = "quote in quotes" if d.doublequote else "field"
                    else:
                        field.append(c)
                elif state == "escape in quotes":
                    field.append(c)
                    state = "quoted"
                elif state == "quote in quotes":
                    if c == quote:
                        field.append(c)
                        state = "quoted"
                    elif c == delimiter:
                        save()
                        state = "field start"
                    elif c in "\r\n":
                        save()
                        state = "end"
                    elif d.strict:
                        raise Error("'%c' expected after '%c'" % (delimiter, quote))
                    else:
                        field.append(c)
                        state = "field"
                elif state == "end" and c not in "\r\n":
                    raise Error("new-line character seen in unquoted field - do you need to open the file with newline=''?")
            if state == "quoted" or state == "escape in quotes":
                continue
            if state == "escape":
                field.append("\n")
                state = "field"
            if state in ("field", "quote in quotes", "field start"):
                save()
            return row


def reader(csvfile, dialect="excel", **fmtparams):
    return _Reader(csvfile, _resolve(dialect, fmtparams))


class _Writer:
    def __init__(self, file, dialect):
        self._write = file.write
        self.dialect = dialect

    def _field(self, value, alone):
        d = self.dialect
        if value is None:
            text = ""
        elif isinstance(value, float):
            text = repr(value)
        else:
            text = str(value)
        if d.quoting == QUOTE_NONE or d.quotechar is None:
            out = []
            for c in text:
                if c == d.delimiter or c == d.escapechar or c == d.quotechar or c in d.lineterminator:
                    if d.escapechar is None:
                        raise Error("need to escape, but no escapechar set")
                    out.append(d.escapechar)
                out.append(c)
            if alone and not text:
                raise Error("single empty field record must be quoted")
            return "".join(out)
        quoted = d.quoting == QUOTE_ALL or (d.quoting == QUOTE_NONNUMERIC and not isinstance(value, (int, float)))
        if not quoted:
            quoted = (alone and text == "") or any(
                c == d.delimiter or c == d.quotechar or c == d.escapechar or c in d.lineterminator or c in "\r\n "
                and (c != " " or d.delimiter == " ") for c in text)
        if not quoted:
            return text
        if d.doublequote:
            text = text.replace(d.quotechar, d.quotechar * 2)
        elif d.escapechar is not None:
            text = text.replace(d.quotechar, d.escapechar + d.quotechar)
        elif d.quotechar in text:
            raise Error("need to escape, but no escapechar set")
        return d.quotechar + text + d.quotechar

    def writerow(self, row):
        try:
            row = list(row)
        except TypeError:
            raise Error("iterable expected, not %s" % type(row).__name__) from None
        text = self.dialect.delimiter.join([self._field(value, len(row) == 1) for value in row])
        return self._write(text + self.dialect.lineterminator)

    def writerows(self, rows):
        for row in rows:
            self.writerow(row)


def writer(csvfile, dialect="excel", **fmtparams):
    if not hasattr(csvfile, "write"):
        raise TypeError('argument 1 must have a "write" method')
    return _Writer(csvfile, _resolve(dialect, fmtparams))


class DictReader:
    def __init__(self, f, fieldnames=None, restkey=None, restval=None, dialect="excel", *args, **kwds):
        self._fieldnames = None if fieldnames is None else list(fieldnames)
        self.restkey = restkey
        self.restval = restval
        self.reader = reader(f, dialect, *args, **kwds)
        self.dialect = dialect
        self.line_num = 0

    def __iter__(self):
        return self

    @property
    def fieldnames(self):
        if self._fieldnames is None:
            try:
                self._fieldnames = next(self.reader)
            except StopIteration:
                pass
        self.line_num = self.reader.line_num
        return self._fieldnames

    @fieldnames.setter
    def fieldnames(self, value):
        self._fieldnames = value

    def __next__(self):
        if self.line_num == 0:
            self.fieldnames
        row = next(self.reader)
        self.line_num = self.reader.line_num
        while row == []:
            row = next(self.reader)
        made = dict(zip(self.fieldnames, row))
        known, given = len(self.fieldnames), len(row)
        if known < given:
            made[self.restkey] = row[known:]
        elif known > given:
            for key in self.fieldnames[given:]:
                made[key] = self.restval
        return made


class DictWriter:
    def __init__(self, f, fieldnames, restval="", extrasaction="raise", dialect="excel", *args, **kwds):
        self.fieldnames = fieldnames
        self.restval = restval
        if extrasaction.lower() not in ("raise", "ignore"):
            raise ValueError("extrasaction (%s) must be 'raise' or 'ignore'" % extrasaction)
        self.extrasaction = extrasaction
        self.writer = writer(f, dialect, *args, **kwds)

    def writeheader(self):
        return self.writerow(dict(zip(self.fieldnames, self.fieldnames)))

    def _row(self, rowdict):
        if self.extrasaction == "raise":
            wrong = [k for k in rowdict if k not in self.fieldnames]
            if wrong:
                raise ValueError("dict contains fields not in fieldnames: " + ", ".join([repr(x) for x in wrong]))
        return [rowdict.get(key, self.restval) for key in self.fieldnames]

    def writerow(self, rowdict):
        return self.writer.writerow(self._row(rowdict))

    def writerows(self, rowdicts):
        return self.writer.writerows(map(self._row, rowdicts))
