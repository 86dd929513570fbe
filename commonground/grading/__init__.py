"""Grades the sheets of strangers: their code runs in throw-away processes, the verdict is reached outside of them.

commands   what an instructor calls
reading    takes the answers out of what was handed in
sandbox    starts throw-away processes and talks with them
  child    what shares such a process with a student's code, and is trusted with nothing
verdict    asks an answer, and judges what came back
reports    what instructor and students read
"""
