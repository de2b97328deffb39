"""Pages of the words: the list of papers, one paper with its versions, the editor, the preview."""
