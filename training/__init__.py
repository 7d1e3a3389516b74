"""How the bundled reader is made: corpora to examples, one multi-task model, one int8 file."""
