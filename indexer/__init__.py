"""From files to an index: read → analyse → extract → index, resumable, with a journal of what was done."""
