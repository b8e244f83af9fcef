"""From an article to reviewed statements: documents are read, statements drafted, and editors approve them.

`documents` turns a file into text in a limited child process, `fetching` gets files from links, feeds and folders,
`drafting` proposes statements. None of them writes to the store. Begin with documents/model.py.
"""
