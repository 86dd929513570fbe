"""Runs in Pyodide, when the site is built: archives of Python source as archives of byte code, without what no page needs."""

import gzip
import importlib._bootstrap_external as loader
import io
import tarfile
import zipfile

SITE = "/lib/python3.14/site-packages/"

# Parts of the standard library that need what a browser's worker lacks, or that no answer has a use for.
NO_STDLIB = tuple(
    """_pyrepl/ antigravity.py asyncio/windows compileall.py compression/ ctypes/ curses/ dbm/ doctest.py ensurepip/
    ftplib.py http/server.py idlelib/ imaplib.py lib2to3/ logging/config.py logging/handlers.py mailbox.py
    multiprocessing/ pdb.py poplib.py profile.py profiling/ pydoc.py pydoc_data/ rlcompleter.py smtplib.py
    socketserver.py sqlite3/ tabnanny.py tarfile.py test/ this.py tkinter/ trace.py turtle.py turtledemo/ unittest/
    venv/ wave.py webbrowser.py wsgiref/ xml/ xmlrpc/ zipapp.py zoneinfo/""".split()  # noqa: SIM905 (a list of forty lines)
)
# What SciPy and joblib import of those. NumPy's star import, which SciPy makes, asks for all that NumPy names, f2py too.
FOR_SCIPY = ("_pyrepl/", "compression/", "ctypes/", "multiprocessing/", "pydoc.py", "unittest/")
# Rooms of SciPy that neither the measures nor what they import enter.
NO_SCIPY = tuple(
    """cluster/ datasets/ differentiate/ fftpack/ io/ misc/ odr/ signal/ stats/_sobol_direction_numbers.npz
    stats/_unuran/""".split()  # noqa: SIM905
)
NO_SOURCES = (".pyi", ".h", ".a", ".pxd", ".c", ".pyx", ".ini", ".build")


def of_stdlib(name):
    return not name.startswith(NO_STDLIB)


def for_scipy(name):
    return name.startswith(FOR_SCIPY)


def f2py(name):
    return name.startswith("numpy/f2py/") and name.endswith(".py") and "/tests/" not in name


def of_scipy(name):
    return of_wheel(name) and not name.startswith(tuple(f"scipy/{room}" for room in NO_SCIPY))


def of_wheel(name):
    if "licen" in name.lower():
        return True
    return not (name.endswith((*NO_SOURCES, "RECORD")) or "/tests/" in name or name.startswith("numpy/f2py/"))


# Where its files will lie, how far they are optimised (NumPy adds to docstrings, so it keeps them), which are kept.
PLACES = {
    "stdlib": ("/lib/python314.zip/", 2, of_stdlib),
    "numpy": (SITE, 0, of_wheel),
    "course": (SITE, 0, lambda name: True),
    # Of the page that measures what a reader brings.
    "more": (SITE, 2, for_scipy),
    "f2py": (SITE, 0, f2py),
    "scipy": (SITE, 2, of_scipy),
    "joblib": (SITE, 2, of_wheel),
    "measures": (SITE, 0, lambda name: True),
}


def pack(kind, source):
    """Compile an archive, and return the name of the file that holds it; the same source gives the same bytes."""
    if kind == "stdlib":  # the one that Python itself reads
        with zipfile.ZipFile(target := f"{kind}.zip", "w") as new:
            for name, data in compiled(kind, source):
                new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED, 9)
        return target
    with (
        open(target := f"{kind}.tgz", "wb") as file,
        gzip.GzipFile("", "wb", 9, file, mtime=0) as out,
        tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as new,
    ):
        for name, data in compiled(kind, source):
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            new.addfile(entry, io.BytesIO(data))
    return target


def compiled(kind, source):
    """Yield the files of an archive, by their places, those of Python as byte code."""
    place, optimize, wanted = PLACES[kind]
    with zipfile.ZipFile(source) as old:
        for name in sorted(old.namelist()):
            if name.endswith("/") or not wanted(name):
                continue
            data = old.read(name)
            if name.endswith(".py"):
                code = compile(data, place + name, "exec", dont_inherit=True, optimize=optimize)
                # "Unchecked": it asks for no source, and holds no time.
                name, data = f"{name}c", bytes(loader._code_to_hash_pyc(code, b"\0" * 8, False))
            yield name, data
